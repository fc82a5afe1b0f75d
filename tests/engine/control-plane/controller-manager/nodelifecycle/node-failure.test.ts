// https://kubernetes.io/docs/concepts/architecture/nodes/#node-controller
import { describe, expect, it } from 'vitest'
import { microTimeText } from '../../../../../src/engine/simulation/time-text.ts'
import type { Node, Pod, Toleration } from '../../../../../src/kubernetes/types/core.ts'
import type { Lease } from '../../../../../src/kubernetes/types/discovery.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/types/meta.ts'
import { changeSpec, changeStatus, condition, createFakeCluster, find, later, listOf, put, removeObject, runFor, type FakeCluster } from '../fake-cluster.ts'
import { lease, node, pod } from '../fixtures.ts'

const second = 1_000_000
const epochMs = 1_767_225_600_000
const unreachable = 'node.kubernetes.io/unreachable'

interface World {
  readonly cluster: FakeCluster
  readonly silent: Set<string>
}

/** Nodes whose Leases are renewed every 10 s unless they are silent. */
function worldOf(count: number, options: Parameters<typeof createFakeCluster>[0] = {}): World {
  const cluster = createFakeCluster(options)
  const silent = new Set<string>()
  for (let i = 1; i <= count; i++) {
    put(cluster, 'nodes', node(`node-${i}`, { podCIDR: `10.244.${i}.0/24` }))
    put(cluster, 'leases', lease(`node-${i}`, microTimeText(0, epochMs)))
    const renew = (): void => {
      const old = listOf<Lease>(cluster, 'leases').find((one) => one.metadata.name === `node-${i}`)
      if (old !== undefined && !silent.has(`node-${i}`)) {
        put(cluster, 'leases', { ...old, spec: { ...old.spec, renewTime: microTimeText(cluster.sim.nowUs, epochMs) } } as KubernetesObject)
      }
      later(cluster, 10 * second, renew)
    }
    later(cluster, i * 100, renew)
  }
  return { cluster, silent }
}

const toleration = (key: string, seconds: number): Toleration => ({ key, operator: 'Exists', value: undefined, effect: 'NoExecute', tolerationSeconds: seconds })
function podOn(name: string, nodeName: string, seconds: number): Pod {
  return pod(name, {
    spec: { nodeName, tolerations: [toleration('node.kubernetes.io/not-ready', seconds), toleration(unreachable, seconds)] },
    status: { podIP: '10.244.1.2', conditions: [condition('Ready', 'True', '2026-01-01T00:00:00Z')] },
  })
}
const taintsOf = (cluster: FakeCluster, name: string): string[] => (find<Node>(cluster, 'nodes', name).spec.taints ?? []).map((taint) => `${taint.key}:${taint.effect}`)
const readyOf = (object: Node | Pod): string | undefined => object.status.conditions?.find((one) => one.type === 'Ready')?.status
const reasons = (cluster: FakeCluster): string[] => cluster.events.map((event) => `${event.reason} ${event.involvedObject.kind}/${event.involvedObject.name}: ${event.message}`)

/** Time of the first moment that `holds`, in seconds. */
function whenSeconds(cluster: FakeCluster, limitSeconds: number, holds: () => boolean): number {
  const end = cluster.sim.nowUs + limitSeconds * second
  while (cluster.sim.nowUs < end && !holds()) runFor(cluster, second / 10)
  return cluster.sim.nowUs / second
}

describe('a node that falls silent', () => {
  it.each([['v1.34', 50], ['v1.29', 40]] as const)('is found by %s after %i s, at a tick of 5 s', (compatibility, graceSeconds) => {
    const { cluster, silent } = worldOf(3, { compatibility })
    runFor(cluster, 20.5 * second)
    silent.add('node-2')
    const at = whenSeconds(cluster, 120, () => readyOf(find<Node>(cluster, 'nodes', 'node-2')) === 'Unknown')
    // The Lease of second 20.0002 is seen by the tick of second 20.008.
    expect(at).toBeGreaterThanOrEqual(20 + graceSeconds)
    expect(at).toBeLessThan(20 + graceSeconds + 0.5)
    const { conditions } = find<Node>(cluster, 'nodes', 'node-2').status
    expect(conditions.every((one) => one.status === 'Unknown' && one.reason === 'NodeStatusUnknown' && one.message === 'Kubelet stopped posting node status.')).toBe(true)
  })
  it('gets NoSchedule at once, NoExecute one tick later, and its pods are not Ready', () => {
    const { cluster, silent } = worldOf(3)
    put(cluster, 'pods', podOn('a', 'node-2', 300))
    put(cluster, 'pods', podOn('b', 'node-1', 300))
    runFor(cluster, 20.5 * second)
    silent.add('node-2')
    const down = whenSeconds(cluster, 120, () => taintsOf(cluster, 'node-2').length > 0)
    expect(taintsOf(cluster, 'node-2')).toEqual([`${unreachable}:NoSchedule`])
    expect(readyOf(find<Pod>(cluster, 'pods', 'a'))).toBe('False')
    expect(readyOf(find<Pod>(cluster, 'pods', 'b'))).toBe('True')
    const evicting = whenSeconds(cluster, 20, () => taintsOf(cluster, 'node-2').length === 2)
    expect(evicting - down).toBeGreaterThan(4.5)
    expect(evicting - down).toBeLessThan(5.5)
    expect(reasons(cluster)).toEqual(expect.arrayContaining([
      'NodeNotReady Node/node-2: Node node-2 status is now: NodeNotReady', 'NodeNotReady Pod/a: Node is not ready',
      'RegisteredNode Node/node-1: Node node-1 event: Registered Node node-1 in Controller',
    ]))
  })
  it('loses its pods when their toleration ends: condition first, then the deletion', () => {
    const { cluster, silent } = worldOf(3)
    put(cluster, 'pods', podOn('a', 'node-2', 10))
    put(cluster, 'pods', podOn('patient', 'node-2', 100))
    runFor(cluster, 20.5 * second)
    silent.add('node-2')
    const tainted = whenSeconds(cluster, 120, () => taintsOf(cluster, 'node-2').length === 2)
    const deleted = whenSeconds(cluster, 60, () => find<Pod>(cluster, 'pods', 'a').metadata.deletionTimestamp !== undefined)
    expect(deleted - tainted).toBeGreaterThan(9.8)
    expect(deleted - tainted).toBeLessThan(10.3)
    expect(find<Pod>(cluster, 'pods', 'a').status.conditions).toContainEqual(expect.objectContaining({ type: 'DisruptionTarget', reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' }))
    expect(find<Pod>(cluster, 'pods', 'patient').metadata.deletionTimestamp).toBeUndefined()
    const order = cluster.writes.filter((write) => write.userAgent === 'taint-eviction-controller' && write.name === 'a').map((write) => write.verb)
    expect(order).toEqual(['update', 'delete'])
    expect(reasons(cluster)).toContain('TaintManagerEviction Pod/a: Marking for deletion Pod default/a')
  })
  it('keeps the pods that can wait when it comes back: NoSchedule goes at once, NoExecute at the next tick, eviction is cancelled', () => {
    const { cluster, silent } = worldOf(3)
    put(cluster, 'pods', podOn('patient', 'node-2', 100))
    runFor(cluster, 20.5 * second)
    silent.add('node-2')
    whenSeconds(cluster, 120, () => taintsOf(cluster, 'node-2').length === 2)
    silent.clear()
    const slot = cluster.objects.get('nodes')!.findIndex((object) => object?.metadata.name === 'node-2')
    changeStatus(cluster, 'nodes', slot, { conditions: node('x').status.conditions.map((one) => ({ ...one, lastHeartbeatTime: '2026-01-01T00:02:00Z' })) })
    runFor(cluster, second / 20)
    expect(taintsOf(cluster, 'node-2')).toEqual([`${unreachable}:NoExecute`])
    runFor(cluster, 5 * second)
    expect(taintsOf(cluster, 'node-2')).toEqual([])
    runFor(cluster, 200 * second)
    expect(find<Pod>(cluster, 'pods', 'patient').metadata.deletionTimestamp).toBeUndefined()
    expect(reasons(cluster)).toContain('TaintManagerEviction Pod/patient: Cancelling deletion of Pod default/patient')
  })
})

describe('zones', () => {
  it('taints two nodes that fail together ten seconds apart', () => {
    const { cluster, silent } = worldOf(4)
    runFor(cluster, 20.5 * second)
    silent.add('node-1').add('node-2')
    const evicting = (): number => ['node-1', 'node-2'].filter((name) => taintsOf(cluster, name).some((taint) => taint.endsWith('NoExecute'))).length
    const first = whenSeconds(cluster, 120, () => evicting() === 1)
    const next = whenSeconds(cluster, 60, () => evicting() === 2)
    expect(next - first).toBeGreaterThan(9.5)
    expect(next - first).toBeLessThan(10.5)
  })
  /** Nodes with a NoExecute taint some time after so many of them fell silent together. */
  function evictedOf(nodes: number, lost: number, seconds: number): number {
    const { cluster, silent } = worldOf(nodes)
    runFor(cluster, 20.5 * second)
    const names = Array.from({ length: lost }, (_, i) => `node-${i + 1}`)
    for (const name of names) silent.add(name)
    runFor(cluster, seconds * second)
    expect(names.every((name) => readyOf(find<Node>(cluster, 'nodes', name)) === 'Unknown')).toBe(true)
    return names.filter((name) => taintsOf(cluster, name).some((taint) => taint.endsWith('NoExecute'))).length
  }
  // --unhealthy-zone-threshold 0.55, more than two nodes; --large-cluster-size-threshold 50, --secondary-node-eviction-rate 0.01.
  it.each([
    ['taints all of two lost nodes of three', 3, 2, 100, 2],
    ['taints all of three lost nodes of six', 6, 3, 100, 3],
    ['taints nobody when three of five are lost', 5, 3, 300, 0],
    ['taints nobody when 30 of a zone of 50 are lost', 50, 30, 300, 0],
    ['taints one node in 100 s when 31 of a zone of 51 are lost', 51, 31, 300, 3],
  ])('%s', (_, nodes, lost, seconds, evicted) => expect(evictedOf(nodes, lost, seconds)).toBe(evicted))
  it('taints nobody when all nodes are gone: it is the network, not the nodes', () => {
    const { cluster, silent } = worldOf(2)
    runFor(cluster, 20.5 * second)
    silent.add('node-1').add('node-2')
    runFor(cluster, 120 * second)
    expect(readyOf(find<Node>(cluster, 'nodes', 'node-1'))).toBe('Unknown')
    expect([...taintsOf(cluster, 'node-1'), ...taintsOf(cluster, 'node-2')].filter((taint) => taint.endsWith('NoExecute'))).toEqual([])
  })
})

describe('taints that follow the node', () => {
  it('cordon adds unschedulable:NoSchedule, uncordon takes it away', () => {
    const { cluster } = worldOf(2)
    runFor(cluster, second)
    changeSpec(cluster, 'nodes', 'node-1', { unschedulable: true })
    runFor(cluster, second)
    expect(taintsOf(cluster, 'node-1')).toEqual(['node.kubernetes.io/unschedulable:NoSchedule'])
    changeSpec(cluster, 'nodes', 'node-1', { unschedulable: undefined })
    runFor(cluster, second)
    expect(taintsOf(cluster, 'node-1')).toEqual([])
  })
  it('not-ready:NoSchedule goes when the kubelet says Ready, and foreign taints stay', () => {
    const { cluster } = worldOf(2)
    const taints = [{ key: 'node.kubernetes.io/not-ready', value: undefined, effect: 'NoSchedule' as const, timeAdded: undefined }, { key: 'gpu', value: 'yes', effect: 'NoSchedule' as const, timeAdded: undefined }]
    put(cluster, 'nodes', node('new', { taints, podCIDR: '10.244.9.0/24' }, false))
    runFor(cluster, second)
    expect(taintsOf(cluster, 'new')).toEqual(['node.kubernetes.io/not-ready:NoSchedule', 'gpu:NoSchedule'])
    changeStatus(cluster, 'nodes', 2, { conditions: node('x').status.conditions })
    runFor(cluster, second)
    expect(taintsOf(cluster, 'new')).toEqual(['gpu:NoSchedule'])
  })
  it('deletes at once a pod that does not tolerate a NoExecute taint of a user', () => {
    const { cluster } = worldOf(2)
    put(cluster, 'pods', podOn('a', 'node-1', 300))
    runFor(cluster, second)
    changeSpec(cluster, 'nodes', 'node-1', { taints: [{ key: 'maintenance', value: undefined, effect: 'NoExecute', timeAdded: undefined }] })
    runFor(cluster, second / 10)
    expect(find<Pod>(cluster, 'pods', 'a').metadata.deletionTimestamp).toBeDefined()
  })
})

describe('pod garbage collection', () => {
  it('fails and deletes pods of a node that has vanished, 40 to 60 s later', () => {
    const { cluster } = worldOf(2)
    const phases: string[] = []
    cluster.onChange = (resource, _, object) => {
      const phase = resource === 'pods' ? (object as unknown as Pod | undefined)?.status.phase : undefined
      if (phase !== undefined && phase !== phases.at(-1)) phases.push(phase)
    }
    put(cluster, 'pods', podOn('a', 'node-1', 300))
    runFor(cluster, 5 * second)
    removeObject(cluster, 'nodes', 0)
    removeObject(cluster, 'leases', 0)
    const from = cluster.sim.nowUs / second
    const at = whenSeconds(cluster, 120, () => listOf(cluster, 'pods').length === 0)
    expect(at - from).toBeGreaterThan(40)
    expect(at - from).toBeLessThan(62)
    expect(phases).toEqual(['Running', 'Failed'])
    const marks = cluster.writes.filter((write) => write.userAgent === 'pod-garbage-collector' && write.resource === 'pods').map((write) => `${write.verb} ${write.subresource}`)
    expect(marks).toEqual(['update status', 'delete '])
  })
})
