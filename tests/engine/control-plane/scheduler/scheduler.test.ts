import { describe, expect, it } from 'vitest'
import { decisionOf, handleScheduler, schedulerDoing, startScheduler } from '../../../../src/engine/control-plane/scheduler/scheduler.ts'
import { scanOrder } from '../../../../src/engine/control-plane/scheduler/cache/node-columns.ts'
import { rebuildCache } from '../../../../src/engine/control-plane/scheduler/cache/pod-accounting.ts'
import { queueReport } from '../../../../src/engine/control-plane/scheduler/reports.ts'
import { forkRandom, nextInt } from '../../../../src/engine/simulation/random.ts'
import type { Node, Pod, Taint, TopologySpreadConstraint } from '../../../../src/kubernetes/types/core.ts'
import { makeNode, makePod, withPod, type PodWishes } from './builders.ts'
import { addNodes, addPods, createFakeCluster, placements, put, runSeconds, startFakeCluster, type FakeCluster } from './fake-api.ts'

const byText = (a: string | undefined, b: string | undefined): number => ((a ?? '') < (b ?? '') ? -1 : 1)

const spreadOverRacks: TopologySpreadConstraint = {
  maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: { app: 'x' }, matchExpressions: undefined },
}

function withSpec(node: Node, spec: Partial<Node['spec']>): Node {
  return { ...node, spec: { ...node.spec, ...spec } }
}

function started(compatibility: 'v1.34' | 'v1.29' = 'v1.34', clientRateLimits = false): FakeCluster {
  const cluster = createFakeCluster(1, compatibility, clientRateLimits)
  addNodes(cluster, ['node-1', 'node-2', 'node-3'].map((name) => makeNode(name)))
  startFakeCluster(cluster)
  runSeconds(cluster, 1)
  return cluster
}

describe('the scheduler', () => {
  it('gives the pods of one ReplicaSet a node each and says so as upstream does', () => {
    const cluster = started()
    addPods(cluster, [1, 2, 3].map((n) => makePod(`web-${n}`, { owner: 'rs' })))
    runSeconds(cluster, 1)
    expect(Object.values(placements(cluster)).toSorted(byText)).toEqual(['node-1', 'node-2', 'node-3'])
    expect(cluster.events).toHaveLength(3)
    const event = cluster.events[0]!
    expect(event).toMatchObject({
      type: 'Normal', reason: 'Scheduled', action: 'Binding', reportingComponent: 'default-scheduler', firstTimestamp: null,
      count: undefined,
      message: `Successfully assigned default/web-1 to ${placements(cluster)['web-1']!}`,
    })
    expect(event.eventTime).toMatch(/^2026-01-01T00:00:01\.\d{6}Z$/)
    expect(event.metadata.name).toMatch(/^web-1\.1886[0-9a-f]{12}$/)
    expect(cluster.scheduler.queue.pods.size).toBe(0)
    expect(cluster.scheduler.cache.assumed.size).toBe(0)
    expect(schedulerDoing(cluster.scheduler)).toBe('idle, all pods have nodes')
  })

  it('sums up how long bound pods have waited, from the queue to the binding', () => {
    const cluster = started()
    addPods(cluster, [makePod('web-1')])
    runSeconds(cluster, 1)
    const { boundCount, boundLatencyUs } = cluster.scheduler
    expect(boundCount).toBe(1)
    expect(boundLatencyUs).toBeGreaterThan(0)
    expect(boundLatencyUs).toBeLessThan(1_000_000)
    addPods(cluster, [makePod('big', { requests: { cpu: '30' } })])
    runSeconds(cluster, 20)
    expect(cluster.scheduler.boundCount).toBe(1)
    addNodes(cluster, [makeNode('node-4', { cpu: '64' })])
    runSeconds(cluster, 20)
    expect(cluster.scheduler.boundCount).toBe(2)
    expect(cluster.scheduler.boundLatencyUs - boundLatencyUs).toBeGreaterThan(20_000_000)
  })

  it('assumes a pod before the binding is answered, so that the next cycle counts it', () => {
    const cluster = started()
    addPods(cluster, [1, 2, 3, 4].map((n) => makePod(`big-${n}`, { requests: { cpu: '3' } })))
    runSeconds(cluster, 1)
    const placed = Object.values(placements(cluster))
    expect(placed.filter((node) => node !== undefined).toSorted(byText)).toEqual(['node-1', 'node-2', 'node-3'])
    expect(queueReport(cluster.scheduler))
      .toMatchObject([{ name: 'big-4', part: 'unschedulable', attempts: 1, refusedBy: ['NodeResourcesFit'] }])
  })

  it('reports a pod that fits nowhere: event, condition, decision', () => {
    const cluster = started()
    addPods(cluster, [makePod('huge', { requests: { cpu: '64' } })])
    runSeconds(cluster, 1)
    const message = '0/3 nodes are available: 3 Insufficient cpu. ' +
      'preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.'
    expect(cluster.events).toMatchObject([{ type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message }])
    const patch = cluster.requests.find((request) => request.subresource === 'status')
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }
    expect(patch?.body).toMatchObject({ status: { conditions: [condition] } })
    expect(decisionOf(cluster.scheduler, 'default', 'huge'))
      .toMatchObject({ chosen: undefined, feasible: 0, evaluated: 3, totalNodes: 3, message })
    expect(schedulerDoing(cluster.scheduler)).toBe('1 unschedulable')
  })

  it('says that there are no nodes when there are none', () => {
    const cluster = createFakeCluster()
    startFakeCluster(cluster)
    addPods(cluster, [makePod('lonely')])
    runSeconds(cluster, 1)
    expect(cluster.events).toMatchObject([{ reason: 'FailedScheduling', message: 'no nodes available to schedule pods' }])
    addNodes(cluster, [makeNode('node-1')])
    runSeconds(cluster, 2)
    expect(placements(cluster)).toEqual({ lonely: 'node-1' })
  })

  it('tries an unschedulable pod again when a node loses its taint, not at the 5 minute flush', () => {
    const cluster = createFakeCluster()
    const taints = [{ key: 'node.kubernetes.io/not-ready', value: undefined, effect: 'NoSchedule' as const, timeAdded: undefined }]
    const node = makeNode('node-1', { taints })
    addNodes(cluster, [node])
    startFakeCluster(cluster)
    addPods(cluster, [makePod('web')])
    runSeconds(cluster, 5)
    expect(cluster.events[0]?.message).toContain('1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }')
    put(cluster, 'nodes', 0, withSpec(node, { taints: undefined }))
    runSeconds(cluster, 0.01)
    expect(placements(cluster)).toEqual({ web: 'node-1' })
  })

  it('does not move a pod that lacks cpu when only a taint changes', () => {
    const cluster = started()
    addPods(cluster, [makePod('huge', { requests: { cpu: '64' } })])
    runSeconds(cluster, 20)
    const node = cluster.objects.nodes[0] as Node
    const taint: Taint = { key: 'a', value: 'b', effect: 'NoSchedule', timeAdded: undefined }
    put(cluster, 'nodes', 0, withSpec(node, { taints: [taint] }))
    runSeconds(cluster, 20)
    expect(queueReport(cluster.scheduler)[0]).toMatchObject({ part: 'unschedulable', attempts: 1 })
  })

  it('tries a pod again after 5 minutes, looked at every 30 s, and only counts the third event of a series', () => {
    const cluster = started()
    addPods(cluster, [makePod('huge', { requests: { cpu: '64' } })])
    runSeconds(cluster, 299)
    expect(queueReport(cluster.scheduler)[0]?.attempts).toBe(1)
    runSeconds(cluster, 32)
    expect(queueReport(cluster.scheduler)[0]?.attempts).toBe(2)
    const series = cluster.requests.filter((request) => request.resource === 'events')
    expect(series.map((request) => request.verb)).toEqual(['create', 'patch'])
    expect(series[1]?.body).toMatchObject({ series: { count: 2 } })
    runSeconds(cluster, 331)
    expect(queueReport(cluster.scheduler)[0]?.attempts).toBe(3)
    expect(cluster.requests.filter((request) => request.resource === 'events')).toHaveLength(2)
    expect(cluster.requests.filter((request) => request.subresource === 'status')).toHaveLength(1)
  })

  it('moves pods when a pod goes and gives its room back', () => {
    const cluster = started()
    addPods(cluster, [1, 2, 3, 4].map((n) => makePod(`big-${n}`, { requests: { cpu: '3' } })))
    runSeconds(cluster, 3)
    expect(placements(cluster)['big-4']).toBeUndefined()
    const room = placements(cluster)['big-2']
    put(cluster, 'pods', 1, undefined)
    runSeconds(cluster, 1)
    expect(placements(cluster)['big-4']).toBe(room)
  })

  it('counts a finished pod no more', () => {
    const cluster = started()
    addPods(cluster, [1, 2, 3, 4].map((n) => makePod(`big-${n}`, { requests: { cpu: '3' } })))
    runSeconds(cluster, 3)
    put(cluster, 'pods', 0, withPod(cluster.objects.pods[0] as Pod, { status: { phase: 'Succeeded' } }))
    runSeconds(cluster, 1)
    expect(placements(cluster)['big-4']).toBe(placements(cluster)['big-1'])
  })

  it('forgets the node when the binding is refused, and tries again after the pause', () => {
    const cluster = started()
    cluster.bindCodes = [409]
    addPods(cluster, [makePod('web')])
    runSeconds(cluster, 0.5)
    expect(cluster.scheduler.cache.assumed.size).toBe(0)
    expect(queueReport(cluster.scheduler)[0]).toMatchObject({ part: 'backoff', attempts: 1 })
    runSeconds(cluster, 3)
    expect(placements(cluster)['web']).toBeDefined()
    expect(cluster.events.map((event) => event.reason)).toEqual(['FailedScheduling', 'Scheduled'])
  })

  it('takes silence of 10 s for a failed binding', () => {
    const cluster = started()
    cluster.bindCodes = [0]
    addPods(cluster, [makePod('web')])
    runSeconds(cluster, 9)
    expect(schedulerDoing(cluster.scheduler)).toBe('1 binding')
    runSeconds(cluster, 5)
    expect(placements(cluster)['web']).toBeDefined()
    expect(cluster.events[0]?.message).toBe('running Bind plugin "DefaultBinder": the API server does not answer')
  })

  it('takes the higher priority first, then who came first', () => {
    const cluster = started()
    addPods(cluster, [
      makePod('a'), makePod('b', { spec: { priority: 10 } }), makePod('c'), makePod('d', { spec: { priority: 10 } }),
    ])
    runSeconds(cluster, 1)
    const order = cluster.requests.filter((request) => request.subresource === 'binding').map((request) => request.name)
    expect(order).toEqual(['b', 'd', 'a', 'c'])
  })

  it('leaves pods of other schedulers and bound pods alone', () => {
    const cluster = started()
    addPods(cluster, [makePod('foreign', { spec: { schedulerName: 'my-scheduler' } }), makePod('bound', { node: 'node-2' })])
    runSeconds(cluster, 1)
    expect(cluster.requests.some((request) => request.subresource === 'binding')).toBe(false)
    expect(cluster.scheduler.cache.columns.requestedPods.slice(0, 3)).toEqual(Int32Array.of(0, 1, 0))
  })

  it('binds 50 pods a second after the burst of 100 when clients are limited', () => {
    const cluster = started('v1.34', true)
    addPods(cluster, Array.from({ length: 200 }, (_, n) => makePod(`web-${n}`, { owner: 'rs' })))
    runSeconds(cluster, 1)
    const bound = (): number => Object.values(placements(cluster)).filter((node) => node !== undefined).length
    expect(bound()).toBeGreaterThanOrEqual(145)
    expect(bound()).toBeLessThanOrEqual(150)
    runSeconds(cluster, 1.2)
    expect(bound()).toBe(200)
  })

  it('schedules nothing before it leads, and asks for the Lease first', () => {
    const cluster = createFakeCluster()
    startScheduler(cluster.sim, cluster.scheduler)
    expect(schedulerDoing(cluster.scheduler)).toBe('listing nodes and pods')
    runSeconds(cluster, 1)
    expect(cluster.requests.filter((request) => request.resource === 'leases').map((request) => request.verb)).toEqual(['get', 'create'])
    expect(cluster.scheduler.election.leading).toBe(true)
  })

  it('starts anew with an empty memory after a restart and finds its pods again', () => {
    const cluster = started()
    addPods(cluster, [makePod('web', { owner: 'rs' }), makePod('huge', { requests: { cpu: '64' } })])
    runSeconds(cluster, 2)
    startScheduler(cluster.sim, cluster.scheduler)
    expect(cluster.scheduler.cache.columns.count).toBe(0)
    runSeconds(cluster, 5)
    expect(cluster.scheduler.cache.columns.count).toBe(3)
    expect(queueReport(cluster.scheduler)).toMatchObject([{ name: 'huge', attempts: 1 }])
  })

  it('has the same history with the same seed, and a copy taken in mid-flight runs on alike', () => {
    const run = (): FakeCluster => {
      const cluster = started()
      addPods(cluster, Array.from({ length: 20 }, (_, n) => makePod(`web-${n}`, { owner: 'rs' })))
      return cluster
    }
    const one = run()
    runSeconds(one, 0.003)
    const copy = structuredClone(one)
    runSeconds(one, 2)
    runSeconds(copy, 2)
    expect(copy.sim.hash).toBe(one.sim.hash)
    expect(placements(copy)).toEqual(placements(one))
    const other = run()
    runSeconds(other, 0.003)
    runSeconds(other, 2)
    expect(placements(other)).toEqual(placements(one))
  })

  it('refuses an event that it does not know', () => {
    const cluster = started()
    const event = { ...cluster.sim.event, op: 999 }
    expect(() => handleScheduler(cluster.sim, cluster.scheduler, event)).toThrow('the scheduler knows no event 999')
  })
})

/** Random life of nodes and pods; returns how often each kind of change happened. */
function randomLife(cluster: FakeCluster, seed: number, steps: number, afterEach: () => void): Map<string, number> {
  const random = forkRandom(seed, 'test/scheduler')
  const done = new Map<string, number>()
  const zones = ['a', 'b', 'c', undefined]
  const specs: readonly PodWishes[] = [
    { requests: { cpu: '500m', memory: '256Mi' }, owner: 'rs-1' }, { owner: 'rs-2', labels: { app: 'x' } },
    { requests: { cpu: '1', 'example.com/gpu': '1' } },
    { labels: { app: 'x' }, spec: { topologySpreadConstraints: [spreadOverRacks] } },
  ]
  const acts: Record<string, () => void> = {
    addNode: () => {
      const slot = nextInt(random, 8)
      if (cluster.objects.nodes[slot] === undefined) {
        const zone = zones[nextInt(random, 4)]
        put(cluster, 'nodes', slot, makeNode(`node-${slot}`, {
          ...(zone === undefined ? {} : { zone }), labels: { rack: `r${nextInt(random, 3)}` }, other: { 'example.com/gpu': '2' },
          images: [{ names: ['nginx:1.25'], sizeBytes: 60_000_000 }],
        }))
      }
    },
    removeNode: () => put(cluster, 'nodes', nextInt(random, 8), undefined),
    moveNode: () => {
      const slot = nextInt(random, 8)
      const node = cluster.objects.nodes[slot] as Node | undefined
      if (node === undefined) return
      const moved = makeNode(node.metadata.name, { unschedulable: nextInt(random, 2) === 0 })
      put(cluster, 'nodes', slot, { ...moved, metadata: { ...node.metadata, labels: { 'topology.kubernetes.io/zone': 'b' } } })
    },
    addPod: () => {
      const slot = nextInt(random, 60)
      if (cluster.objects.pods[slot] === undefined) put(cluster, 'pods', slot, makePod(`pod-${slot}`, specs[nextInt(random, specs.length)]))
    },
    removePod: () => put(cluster, 'pods', nextInt(random, 60), undefined),
    terminatePod: () => {
      const slot = nextInt(random, 60)
      const pod = cluster.objects.pods[slot] as Pod | undefined
      if (pod !== undefined) put(cluster, 'pods', slot, withPod(pod, { metadata: { deletionTimestamp: '2026-01-01T00:10:00Z' } }))
    },
    finishPod: () => {
      const slot = nextInt(random, 60)
      const pod = cluster.objects.pods[slot] as Pod | undefined
      if (pod?.spec.nodeName !== undefined) put(cluster, 'pods', slot, withPod(pod, { status: { phase: 'Succeeded' } }))
    },
    bindForeign: () => {
      const slot = nextInt(random, 60)
      const pod = cluster.objects.pods[slot] as Pod | undefined
      if (pod === undefined || pod.spec.nodeName !== undefined) return
      put(cluster, 'pods', slot, withPod(pod, { spec: { nodeName: `node-${nextInt(random, 8)}` } }))
    },
  }
  const names = [...Object.keys(acts), 'addPod', 'addPod', 'addPod']
  for (let step = 0; step < steps; step++) {
    const name = names[nextInt(random, names.length)]!
    if ((name === 'removeNode' || name === 'removePod') && nextInt(random, 3) > 0) continue
    done.set(name, (done.get(name) ?? 0) + 1)
    acts[name]!()
    runSeconds(cluster, nextInt(random, 3000) / 1000)
    afterEach()
  }
  return done
}

describe('the scheduler’s cache', () => {
  it.each([1, 2, 3, 4, 5, 6])('equals the cache made anew from the informers after every change, seed %d', (seed) => {
    const cluster = createFakeCluster(seed)
    startFakeCluster(cluster)
    runSeconds(cluster, 1)
    const { scheduler } = cluster
    const done = randomLife(cluster, seed, 300, () => {
      scanOrder(scheduler.cache.columns)
      const rebuilt = rebuildCache(scheduler.cache, scheduler.nodes, scheduler.pods)
      scanOrder(rebuilt.columns)
      expect(structuredClone(scheduler.cache)).toEqual(rebuilt)
    })
    expect([...done.values()].every((count) => count > 3)).toBe(true)
    expect(cluster.events.some((event) => event.reason === 'Scheduled')).toBe(true)
    expect(cluster.events.some((event) => event.reason === 'FailedScheduling')).toBe(true)
  })
})
