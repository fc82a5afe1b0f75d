import { describe, expect, it } from 'vitest'
import { rebuildCaches, type Caches } from '../../../../../src/engine/control-plane/controller-manager/caches/caches.ts'
import { forkRandom, nextInt } from '../../../../../src/engine/simulation/random.ts'
import type { Pod } from '../../../../../src/kubernetes/types/core.ts'
import { handleControllerManager } from '../../../../../src/engine/control-plane/controller-manager/controller-manager.ts'
import { messageTypes } from '../../../../../src/protocol/vocabulary.ts'
import { attachKubelet, changeSpec, createFakeCluster, listOf, put, removeObject, runFor, setPod, type FakeCluster } from '../fake-cluster.ts'
import type { PodDisruptionBudget } from '../../../../../src/kubernetes/types/policy.ts'
import { deployment, lease, meta, node, pod, service, template } from '../fixtures.ts'

function derived(caches: Caches): unknown {
  return { ownedPods: caches.ownedPods, nodes: caches.nodes, owners: caches.owners, endpoints: caches.endpoints, budgets: caches.budgets }
}

/** The indices in a form that does not depend on the order in which things were seen. */
function sorted(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, entry]) => [key, sorted(entry)] as const).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  if (value instanceof Set) return [...value].map(String).toSorted()
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, sorted(entry)]))
  return value
}

function expectRebuiltEqual(cluster: FakeCluster): void {
  const { caches } = cluster.manager
  const copy = structuredClone(caches)
  rebuildCaches(copy)
  expect(sorted(derived(copy))).toEqual(sorted(derived(caches)))
}

const names = ['web', 'api', 'shop']
const moves: readonly ((cluster: FakeCluster, pick: (bound: number) => number) => void)[] = [
  (cluster, pick) => { if (!listOf(cluster, 'deployments').some((one) => one.metadata.name === names[0])) put(cluster, 'deployments', deployment(names[0]!, pick(8))) },
  (cluster, pick) => { if (listOf(cluster, 'deployments').length > 0) changeSpec(cluster, 'deployments', 'web', { replicas: pick(12) }) },
  (cluster, pick) => { if (listOf(cluster, 'deployments').length > 0) changeSpec(cluster, 'deployments', 'web', { template: template({ app: 'web' }, `nginx:${pick(3)}`) }) },
  (cluster, pick) => { if (pick(6) === 0) removeObject(cluster, 'deployments', 0) },
  (cluster, pick) => { const name = names[pick(3)]!; if (!listOf(cluster, 'services').some((one) => one.metadata.name === name)) put(cluster, 'services', service(name, { app: name })) },
  (cluster, pick) => { if (pick(3) === 0) removeObject(cluster, 'services', pick(3)) },
  (cluster, pick) => { const name = names[pick(3)]!; if (listOf(cluster, 'services').some((one) => one.metadata.name === name)) changeSpec(cluster, 'services', name, { selector: { app: names[pick(3)]! } }) },
  (cluster, pick) => { put(cluster, 'pods', pod(`stray-${cluster.revision}`, { meta: { labels: { app: names[pick(3)]! } }, status: { phase: pick(4) === 0 ? 'Failed' : 'Running' } })) },
  (cluster, pick) => { removeObject(cluster, 'pods', pick(12), pick(2) === 0 ? 0 : undefined) },
  (cluster, pick) => { setPod(cluster, pick(12), `node-${pick(4)}`, pick(2) === 0) },
  (cluster, pick) => { relabel(cluster, pick) },
  (cluster, pick) => { const name = `node-${pick(4)}`; if (!listOf(cluster, 'nodes').some((one) => one.metadata.name === name)) { put(cluster, 'nodes', node(name)); put(cluster, 'leases', lease(name, '2026-01-01T00:00:00.000000Z')) } },
  (cluster, pick) => { if (pick(3) === 0) { const slot = pick(4); removeObject(cluster, 'nodes', slot) } },
  (cluster, pick) => { const [one] = listOf(cluster, 'nodes'); if (one !== undefined) changeSpec(cluster, 'nodes', one.metadata.name, { taints: pick(2) === 0 ? undefined : [{ key: 'x', value: undefined, effect: 'NoExecute', timeAdded: undefined }] }) },
  (cluster, pick) => { const name = names[pick(3)]!; if (!listOf(cluster, 'poddisruptionbudgets').some((one) => one.metadata.name === name)) put(cluster, 'poddisruptionbudgets', budget(name)) },
  (cluster, pick) => { const [one] = listOf(cluster, 'poddisruptionbudgets'); if (one !== undefined) changeSpec(cluster, 'poddisruptionbudgets', one.metadata.name, { selector: { matchLabels: { app: names[pick(3)]! } } }) },
  (cluster, pick) => { if (pick(3) === 0) removeObject(cluster, 'poddisruptionbudgets', pick(3)) },
]

function budget(name: string): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: meta(name),
    spec: { minAvailable: 1, maxUnavailable: undefined, selector: { matchLabels: { app: name }, matchExpressions: undefined }, unhealthyPodEvictionPolicy: undefined },
    status: { observedGeneration: undefined, disruptedPods: undefined, disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, conditions: undefined },
  }
}

function relabel(cluster: FakeCluster, pick: (bound: number) => number): void {
  const pods = listOf<Pod>(cluster, 'pods')
  const one = pods[pick(pods.length + 1)]
  if (one !== undefined) put(cluster, 'pods', { ...one, metadata: { ...one.metadata, labels: { app: names[pick(3)]! } } })
}

describe('indices of the caches', () => {
  it.each([1, 2, 3, 4])('equal those built anew, again and again in a random history (seed %i)', (seed) => {
    const cluster = createFakeCluster({ seed })
    const random = forkRandom(seed, 'moves')
    attachKubelet(cluster, { readyAfterUs: 30_000, goneAfterUs: 20_000, becomesReady: () => true })
    runFor(cluster, 1_000_000)
    const used = new Set<number>()
    for (let i = 0; i < 120; i++) {
      const move = nextInt(random, moves.length)
      used.add(move)
      moves[move]!(cluster, (bound) => nextInt(random, bound))
      runFor(cluster, nextInt(random, 15_000))
      if (i % 3 === 0) expectRebuiltEqual(cluster)
    }
    expect(used.size).toBe(moves.length)
    expect(cluster.manager.caches.informers.pods.events).toBeGreaterThan(60)
  })
})

describe('a copy of the controller manager in mid-flight', () => {
  it('holds no function and answers the next message as the original does', () => {
    const cluster = createFakeCluster()
    attachKubelet(cluster, { readyAfterUs: 30_000, goneAfterUs: 20_000, becomesReady: () => true })
    runFor(cluster, 1_000_000)
    put(cluster, 'deployments', deployment('web', 12))
    runFor(cluster, 9_000)
    const { manager, sim } = cluster
    expect(manager.loop.records.some((record) => record.jobs.size > 0)).toBe(true)
    const copy = structuredClone({ manager, sim: { ...sim, event: { ...sim.event, payload: undefined }, queue: { ...sim.queue, payload: [] } } })
    const before = structuredClone(manager)
    const pending = manager.client.inFlight.values.find((call) => call?.request.verb === 'create')!
    const event = { ...sim.event, op: messageTypes.apiResponse, num: pending.request.id, link: cluster.link, payload: { id: pending.request.id, code: 500, object: undefined, slot: -1, status: undefined, list: undefined } }
    handleControllerManager(sim, manager, event)
    handleControllerManager(copy.sim, copy.manager, event)
    expect(copy.manager).toEqual(manager)
    expect(manager).not.toEqual(before)
  })
})
