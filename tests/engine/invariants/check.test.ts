// Each invariant must be able to break: a reading with one thing wrong is told in words.
import { describe, expect, it } from 'vitest'
import { checkInvariants } from '../../../src/engine/invariants/check.ts'
import { createInvariantMemory, type ClusterReading, type InvariantMemory } from '../../../src/engine/invariants/reading.ts'
import { resourceInfo, type ResourceName } from '../../../src/kubernetes/resources.ts'
import type { Pod } from '../../../src/kubernetes/types/core.ts'
import type { EndpointSlice } from '../../../src/kubernetes/types/discovery.ts'
import type { KubernetesObject } from '../../../src/kubernetes/types/meta.ts'
import { makeNode, makePod, withPod } from '../control-plane/scheduler/builders.ts'

interface Change {
  readonly resource: ResourceName
  readonly revision: number
  readonly timeUs?: number
  readonly before?: KubernetesObject
  readonly after?: KubernetesObject
}

/** As etcd stamps and freezes it. */
function at<T extends KubernetesObject>(revision: number, object: T): T {
  return Object.freeze({ ...object, metadata: Object.freeze({ ...object.metadata, resourceVersion: revision }) })
}

function reading(changes: readonly Change[], more: Partial<ClusterReading> = {}): ClusterReading {
  return {
    nowUs: 0, revision: 100,
    history: {
      capacity: 1024, count: changes.length, revision: changes.map((change) => change.revision),
      resource: changes.map((change) => resourceInfo(change.resource).id), slot: changes.map(() => 0),
      timeUs: changes.map((change) => change.timeUs ?? 0), before: (at) => changes[at]?.before,
      after: (at) => changes[at]?.after,
    },
    objects: () => [], objectsAt: () => undefined, caches: [], sandboxes: () => [], runtimeTouched: false, collectorWorks: true, ...more,
  }
}

/** A cache whose objects can be exchanged. */
function holding<T extends object>(cache: T, objects: readonly Pod[]): T & { objects: Pod[]; objectAt: (slot: number) => Pod | undefined } {
  const live = { ...cache, objects: [...objects], objectAt: (slot: number): Pod | undefined => live.objects[slot] }
  return live
}

function broken(
  changes: readonly Change[], more: Partial<ClusterReading> = {}, memory: InvariantMemory = createInvariantMemory(),
): readonly string[] {
  return checkInvariants(reading(changes, more), memory, 'everything')
}

const pod = at(5, makePod('web'))
const bound = at(6, withPod(pod, { spec: { nodeName: 'node-1' } }))
const ready = [{
  type: 'Ready', status: 'True' as const, observedGeneration: undefined, lastProbeTime: null, lastTransitionTime: '', reason: undefined,
  message: undefined,
}]

describe('the history', () => {
  it('is in order when a pod is made and bound', () => {
    expect(broken([{ resource: 'pods', revision: 5, after: pod }, { resource: 'pods', revision: 6, before: pod, after: bound }]))
      .toEqual([])
  })
  it('has no pod that moves', () => {
    const moved = at(7, withPod(bound, { spec: { nodeName: 'node-2' } }))
    expect(broken([{ resource: 'pods', revision: 7, before: bound, after: moved }]))
      .toEqual(['Pod default/web moved from node-1 to node-2'])
  })
  it('has no revision that goes back', () => {
    expect(broken([{ resource: 'pods', revision: 6, after: bound }, { resource: 'pods', revision: 5, after: pod }]))
      .toEqual(['change 1 has revision 5 after 6'])
    const memory = createInvariantMemory()
    broken([], {}, memory)
    expect(broken([], { revision: 99 }, memory)).toEqual(['the revision went back from 100 to 99'])
  })
  it('has objects that say their revision, stay frozen and keep their uid', () => {
    expect(broken([{ resource: 'pods', revision: 8, after: pod }])).toEqual(['Pod default/web has resourceVersion 5 at revision 8'])
    expect(broken([{ resource: 'pods', revision: 5, after: { ...pod } }])).toEqual(['Pod default/web is not frozen'])
    expect(broken([{ resource: 'pods', revision: 5, before: makePod('web'), after: pod }]))
      .toEqual(['Pod default/web changed its uid without being deleted'])
  })
  it('has no deletion that is taken back', () => {
    const going = withPod(pod, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })
    expect(broken([{ resource: 'pods', revision: 5, before: going, after: pod }]))
      .toEqual(['the deletion of Pod default/web was taken back'])
  })
})

describe('ready endpoints', () => {
  const unstamped: EndpointSlice = {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { ...pod.metadata, name: 'web-abcde', uid: 'slice' },
    addressType: 'IPv4', ports: [],
    endpoints: [{
      addresses: ['10.244.1.2'], conditions: { ready: true, serving: true, terminating: false }, hostname: undefined, nodeName: 'node-1',
      zone: undefined,
      targetRef: { kind: 'Pod', namespace: 'default', name: 'web', uid: pod.metadata.uid },
    }],
  }
  const slice = at(9, unstamped)
  const running = at(8, withPod(bound, { status: { conditions: ready } }))

  it('are pods that were ready', () => {
    expect(broken([{ resource: 'endpointslices', revision: 9, after: slice }]))
      .toEqual(['EndpointSlice default/web-abcde says that web is ready, which it never was'])
    expect(broken([{ resource: 'pods', revision: 8, after: running }, { resource: 'endpointslices', revision: 9, after: slice }]))
      .toEqual([])
  })
  it('are not pods that ceased to be ready long ago', () => {
    const changes: readonly Change[] = [
      { resource: 'pods', revision: 8, after: running }, { resource: 'pods', revision: 8, before: running, timeUs: 1_000_000 },
      { resource: 'endpointslices', revision: 9, after: slice, timeUs: 71_000_000 },
    ]
    expect(broken(changes)).toEqual(['EndpointSlice default/web-abcde says that web is ready 70 s after it ended'])
  })
})

describe('a history whose beginning is forgotten', () => {
  const sliceOf = (revision: number): EndpointSlice => at(revision, {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { ...pod.metadata, name: 'web-abcde', uid: 'slice' },
    addressType: 'IPv4', ports: [],
    endpoints: [{
      addresses: ['10.244.1.2'], conditions: { ready: true, serving: true, terminating: false }, hostname: undefined, nodeName: 'node-1',
      zone: undefined, targetRef: { kind: 'Pod', namespace: 'default', name: 'web', uid: pod.metadata.uid },
    }],
  })
  const running = at(8, withPod(bound, { status: { conditions: ready } }))
  const node = at(9, makeNode('node-1'))
  /** Change 2, of a node, is the oldest that is kept; change 3 is of the slice, `seconds` later. */
  function late(seconds: number, pods: readonly Pod[]): readonly string[] {
    const kept: readonly Change[] = [{ resource: 'nodes', revision: 9, after: node }, { resource: 'endpointslices', revision: 10, after: sliceOf(10), timeUs: seconds * 1_000_000 }]
    const { history } = reading(kept)
    return broken([], { history: { ...history, capacity: 2, count: 4 }, objects: (resource) => (resource === 'pods' ? pods : []) })
  }

  it('takes pods that are Ready and did not change since for ready before', () => {
    expect(late(100, [running])).toEqual([])
    expect(late(100, [bound])).toEqual(['EndpointSlice default/web-abcde says that web is ready, which it never was'])
  })
  it('says nothing of pods whose readiness may have ended in what is forgotten', () => {
    expect(late(50, [])).toEqual([])
    expect(late(61, [])).toEqual(['EndpointSlice default/web-abcde says that web is ready, which it never was'])
  })
})

describe('a look after each step', () => {
  /** Looks at a clean state first, then once more after changes. */
  function afterwards(changes: readonly Change[], more: Partial<ClusterReading>, before: Partial<ClusterReading> = more): readonly string[] {
    const memory = createInvariantMemory()
    expect(checkInvariants(reading([], before), memory, 'step')).toEqual([])
    return checkInvariants(reading(changes, more), memory, 'step')
  }

  it('sees that a cache has not taken a change that it claims to have', () => {
    const objects = [pod]
    const cache = { owner: 'scheduler', resource: 'pods' as const, filled: true, revision: 5, objects }
    const objectsAt = (): ReadonlyMap<number, KubernetesObject> => new Map([[0, pod]])
    const change: Change = { resource: 'pods', revision: 6, before: pod, after: bound }
    const follow = (claimed: number, held: Pod): readonly string[] => {
      const live = holding(cache, [pod])
      const memory = createInvariantMemory()
      expect(checkInvariants(reading([], { objectsAt, caches: [live] }), memory, 'step')).toEqual([])
      live.revision = claimed
      live.objects[0] = held
      return checkInvariants(reading([change], { objectsAt, caches: [live] }), memory, 'step')
    }
    expect(follow(6, bound)).toEqual([])
    expect(follow(5, pod)).toEqual([])
    expect(follow(6, pod)).toEqual(['scheduler: cache of pods at revision 6: slot 0 holds default/web of revision 5, etcd had default/web of revision 6'])
  })
  it('compares the whole of a cache that was filled anew', () => {
    const cache = holding({ owner: 'scheduler', resource: 'pods' as const, filled: true, revision: 5 }, [pod])
    const objectsAt = (): ReadonlyMap<number, KubernetesObject> => new Map([[0, pod]])
    const memory = createInvariantMemory()
    expect(checkInvariants(reading([], { objectsAt, caches: [cache] }), memory, 'step')).toEqual([])
    cache.objects = []
    expect(checkInvariants(reading([], { objectsAt, caches: [cache] }), memory, 'step'))
      .toEqual(['scheduler: cache of pods at revision 5: lacks default/web of revision 5'])
  })
  it('sees that a node runs more than it can since this change', () => {
    const big = at(5, withPod(makePod('big', { requests: { cpu: '5' }, node: 'node-1' }), { status: { phase: 'Running' } }))
    const objects = (resource: ResourceName): readonly KubernetesObject[] => (resource === 'nodes' ? [makeNode('node-1')] : [])
    expect(afterwards([{ resource: 'pods', revision: 5, after: big }], { objects })).toEqual(['node-1 runs pods that ask for 5000 of 4000 milli-CPU'])
    const gone: readonly Change[] = [{ resource: 'pods', revision: 5, after: big }, { resource: 'pods', revision: 6, before: big }]
    expect(afterwards(gone, { objects })).toEqual([])
  })
  it('looks at addresses when a runtime did something', () => {
    const sandboxes = [{ pod: 'default/a', node: 'node-1', ip: '10.244.1.2' }, { pod: 'default/b', node: 'node-2', ip: '10.244.1.2' }]
    expect(afterwards([], { sandboxes: () => sandboxes, runtimeTouched: true }, {})).toEqual(['default/b on node-2 has the address 10.244.1.2 of default/a on node-1'])
  })
  it('counts the time of an orphan from the step that took its owner', () => {
    const owner = at(4, { ...pod, kind: 'ReplicaSet', metadata: { ...pod.metadata, uid: 'owner', name: 'rs' } })
    const child = at(5, makePod('web', { owner: 'owner' }))
    const made: readonly Change[] = [{ resource: 'replicasets', revision: 4, after: owner }, { resource: 'pods', revision: 5, after: child }]
    const lost: readonly Change[] = [...made, { resource: 'replicasets', revision: 6, before: owner }]
    const memory = createInvariantMemory()
    const look = (changes: readonly Change[], seconds: number): readonly string[] => (
      checkInvariants(reading(changes, { nowUs: seconds * 1_000_000 }), memory, 'step'))
    expect(look([], 0)).toEqual([])
    expect(look(made, 300)).toEqual([])
    expect(look(lost, 400)).toEqual([])
    expect(look(lost, 520)).toEqual([])
    expect(look(lost, 521)).toEqual([expect.stringContaining('has outlived its owner')])
    expect(look([...lost, { resource: 'pods', revision: 7, before: child }], 522)).toEqual([])
  })
  it('is proved against counting anew: what it kept up and the state must be the same', () => {
    const running = at(5, withPod(makePod('a', { node: 'node-1', owner: 'nobody' }), { status: { phase: 'Running' } }))
    const memory = createInvariantMemory()
    const changes: readonly Change[] = [{ resource: 'pods', revision: 5, after: running }]
    expect(checkInvariants(reading([]), memory, 'step')).toEqual([])
    expect(checkInvariants(reading(changes), memory, 'step')).toEqual([])
    const objects = (resource: ResourceName): readonly KubernetesObject[] => (resource === 'pods' ? [running] : [])
    expect(checkInvariants(reading(changes, { objects }), memory, 'everything')).toEqual([])
    expect(checkInvariants(reading(changes), memory, 'everything')).toEqual([
      'kept up: 1 pods run on node-1, counted anew 0', 'kept up: other orphans than counted anew', 'kept up: other dependents than counted anew',
    ])
  })
})

describe('the state', () => {
  it('has caches that equal etcd at their revision', () => {
    const cache = { owner: 'scheduler', resource: 'pods' as const, filled: true, revision: 6 }
    const objectsAt = (): ReadonlyMap<number, KubernetesObject> => new Map([[0, bound]])
    expect(broken([], { objectsAt, caches: [holding(cache, [bound])] })).toEqual([])
    expect(broken([], { objectsAt, caches: [holding(cache, [pod])] }))
      .toEqual(['scheduler: cache of pods at revision 6: slot 0 holds default/web of revision 5, etcd had default/web of revision 6'])
    expect(broken([], { objectsAt, caches: [holding(cache, [])] }))
      .toEqual(['scheduler: cache of pods at revision 6: lacks default/web of revision 6'])
  })
  it('has no two pods with one address', () => {
    const sandboxes = [{ pod: 'default/a', node: 'node-1', ip: '10.244.1.2' }, { pod: 'default/b', node: 'node-2', ip: '10.244.1.2' }]
    expect(broken([], { sandboxes: () => sandboxes })).toEqual(['default/b on node-2 has the address 10.244.1.2 of default/a on node-1'])
  })
  it('has no node that runs more than it can', () => {
    const big = withPod(makePod('big', { requests: { cpu: '3' }, node: 'node-1' }), { status: { phase: 'Running' } })
    const objects = (pods: readonly Pod[]) => (resource: ResourceName): readonly KubernetesObject[] =>
      resource === 'pods' ? pods : resource === 'nodes' ? [makeNode('node-1')] : []
    expect(broken([], { objects: objects([big]) })).toEqual([])
    expect(broken([], { objects: objects([big, big]) })).toEqual(['node-1 runs pods that ask for 6000 of 4000 milli-CPU'])
    const running = (wishes: Parameters<typeof makePod>[1]): Pod => withPod(makePod('some', { ...wishes, node: 'node-1' }), { status: { phase: 'Running' } })
    const wide = running({ requests: { memory: '5Gi' } })
    expect(broken([], { objects: objects([wide, wide, wide, wide, wide, wide, wide]) })).toEqual([expect.stringMatching(/^node-1 runs pods that ask for 37580963840 of \d+ bytes of memory$/)])
    expect(broken([], { objects: objects(Array.from({ length: 111 }, () => running({}))) })).toEqual(['node-1 runs pods that ask for 111 of 110 pods'])
  })
  it('has no object that outlives its owner while the garbage collector works', () => {
    const orphan = [makePod('web', { owner: 'gone' })]
    const memory = createInvariantMemory()
    const look = (seconds: number, collectorWorks: boolean): readonly string[] =>
      broken([], { nowUs: seconds * 1_000_000, collectorWorks, objects: (resource) => (resource === 'pods' ? orphan : []) }, memory)
    expect(look(0, true)).toEqual([])
    expect(look(100, false)).toEqual([])
    expect(look(200, true)).toEqual([])
    expect(look(221, true)).toEqual(['Pod default/web of revision 1 has outlived its owner ReplicaSet web'])
  })
})
