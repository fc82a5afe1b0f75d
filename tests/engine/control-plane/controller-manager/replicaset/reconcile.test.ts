import { describe, expect, it } from 'vitest'
import type { ReplicaSet } from '../../../../../src/kubernetes/types/apps.ts'
import type { Pod } from '../../../../../src/kubernetes/types/core.ts'
import { attachKubelet, changeSpec, createFakeCluster, find, listOf, put, removeObject, runFor, type FakeCluster } from '../fake-cluster.ts'
import { meta, pod, template } from '../fixtures.ts'

const second = 1_000_000

function replicaSet(name: string, replicas: number): ReplicaSet {
  return {
    apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: meta(name),
    spec: { replicas, minReadySeconds: undefined, selector: { matchLabels: { app: name }, matchExpressions: undefined }, template: template({ app: name }) },
    status: {
      replicas: 0, fullyLabeledReplicas: undefined, readyReplicas: undefined, availableReplicas: undefined, terminatingReplicas: undefined, observedGeneration: undefined, conditions: undefined,
    },
  }
}
function started(replicas: number): FakeCluster {
  const cluster = createFakeCluster()
  attachKubelet(cluster, { readyAfterUs: second, goneAfterUs: second, becomesReady: () => true })
  runFor(cluster, second)
  put(cluster, 'replicasets', replicaSet('rs', replicas))
  return cluster
}
const podWrites = (cluster: FakeCluster) => cluster.writes.filter((write) => write.resource === 'pods')
const reasons = (cluster: FakeCluster): string[] => cluster.events.map((event) => event.reason)

describe('the ReplicaSet controller', () => {
  it('makes its pods with owner, labels and the shared template spec, and one event each', () => {
    const cluster = started(3)
    runFor(cluster, 3 * second)
    const pods = listOf<Pod>(cluster, 'pods')
    const set = find<ReplicaSet>(cluster, 'replicasets', 'rs')
    expect(pods).toHaveLength(3)
    for (const one of pods) {
      expect(one.metadata.name).toMatch(/^rs-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
      expect(one.metadata.ownerReferences).toEqual([{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: set.metadata.uid, controller: true, blockOwnerDeletion: true }])
      expect(one.metadata.labels).toEqual({ app: 'rs' })
    }
    expect(reasons(cluster)).toEqual(['SuccessfulCreate', 'SuccessfulCreate', 'SuccessfulCreate'])
    expect(set.status).toMatchObject({ replicas: 3, fullyLabeledReplicas: 3, readyReplicas: 3, availableReplicas: 3, observedGeneration: 1 })
  })
  it('does nothing when all is as it should be', () => {
    const cluster = started(2)
    runFor(cluster, 3 * second)
    const { length } = cluster.writes
    runFor(cluster, 10 * second)
    expect(cluster.writes.filter((write) => write.resource !== 'leases')).toHaveLength(length)
  })
  it('replaces a pod as soon as its deletion begins, not when it is gone', () => {
    const cluster = started(2)
    runFor(cluster, 3 * second)
    removeObject(cluster, 'pods', 0)
    runFor(cluster, second / 10)
    expect(listOf(cluster, 'pods')).toHaveLength(3)
  })
  it('shrinks, and deletes each pod once though its cache lags', () => {
    const cluster = started(10)
    runFor(cluster, 3 * second)
    changeSpec(cluster, 'replicasets', 'rs', { replicas: 4 })
    runFor(cluster, 5 * second)
    expect(podWrites(cluster).filter((write) => write.verb === 'delete')).toHaveLength(6)
    expect(listOf(cluster, 'pods')).toHaveLength(4)
    expect(reasons(cluster).filter((reason) => reason === 'SuccessfulDelete')).toHaveLength(6)
  })
  it('makes each of 700 pods once, though it takes several runs', () => {
    const cluster = started(700)
    runFor(cluster, 10 * second)
    expect(listOf(cluster, 'pods')).toHaveLength(700)
    expect(podWrites(cluster).filter((write) => write.verb === 'create')).toHaveLength(700)
  })
  it('starts slowly: after a refusal no further batch, a condition, events, and a longer and longer back-off', () => {
    const cluster = started(0)
    cluster.refuse = (request) => (request.resource === 'pods' && request.verb === 'create' ? 403 : undefined)
    changeSpec(cluster, 'replicasets', 'rs', { replicas: 8 })
    runFor(cluster, second)
    const tries = podWrites(cluster).map((write) => write.timeUs)
    expect(tries.length).toBeGreaterThan(3)
    expect(tries.length).toBeLessThan(12)
    const pauses = tries.slice(1).map((at, i) => at - tries[i]!)
    expect(pauses.at(-1)).toBeGreaterThan(pauses[0]! * 3)
    expect(reasons(cluster)).toContain('FailedCreate')
    expect(find<ReplicaSet>(cluster, 'replicasets', 'rs').status.conditions).toEqual([expect.objectContaining({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'refused with 403' })])
    cluster.refuse = () => undefined
    runFor(cluster, 5 * second)
    expect(listOf(cluster, 'pods')).toHaveLength(8)
    expect(find<ReplicaSet>(cluster, 'replicasets', 'rs').status.conditions).toBeUndefined()
  })
  it('lets go a pod whose labels leave the selector, and makes another', () => {
    const cluster = started(2)
    runFor(cluster, 3 * second)
    const [one] = listOf<Pod>(cluster, 'pods')
    put(cluster, 'pods', { ...one!, metadata: { ...one!.metadata, labels: { app: 'debug' } } })
    runFor(cluster, 3 * second)
    expect(find<Pod>(cluster, 'pods', one!.metadata.name).metadata.ownerReferences).toBeUndefined()
    expect(listOf(cluster, 'pods')).toHaveLength(3)
  })
  it('adopts a pod without an owner that its selector selects', () => {
    const cluster = started(2)
    put(cluster, 'pods', pod('stray', { meta: { labels: { app: 'rs' } } }))
    runFor(cluster, 5 * second)
    expect(listOf<Pod>(cluster, 'pods').filter((one) => one.metadata.deletionTimestamp === undefined)).toHaveLength(2)
    expect(listOf<Pod>(cluster, 'pods').every((one) => one.metadata.ownerReferences?.[0]?.name === 'rs')).toBe(true)
  })
})
