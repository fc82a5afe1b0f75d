import { describe, expect, it } from 'vitest'
import { markOf, nodeAlarms, podCount } from '../../../src/canvas/kernels/node-alarms.ts'
import { podFlags } from '../../../src/protocol/vocabulary.ts'
import type { StatusName } from '../../../src/protocol/vocabulary.ts'
import { applyFrame } from '../../../src/state/apply-frame.ts'
import type { ClusterView } from '../../../src/state/cluster-view.ts'
import { createClusterView } from '../../../src/state/create-view.ts'
import { deploymentRecord, frame, nodeColumns, podColumns } from '../../support/frames.ts'

/** One node with pods in these states. */
function nodeWith(statuses: readonly StatusName[], node: StatusName = 'running'): ClusterView {
  const view = createClusterView()
  const pods = statuses.map((status, slot) => ({ slot, name: `web-${slot}`, node: 0, place: slot, status }))
  applyFrame(view, frame(0, { nodes: nodeColumns([{ slot: 0, place: 0, status: node }]), pods: podColumns(pods) }))
  return view
}
const mark = (view: ClusterView): string | undefined => markOf(nodeAlarms(view), view, 0)

describe('the mark of a node', () => {
  it('lets one failed pod among thousands not vanish, whatever the node is', () => {
    const calm = Array.from({ length: 500 }, (): StatusName => 'running')
    expect(mark(nodeWith(calm))).toBeUndefined()
    expect(mark(nodeWith([...calm, 'failed'], 'unknown'))).toBe('failed')
  })
  it('is that of the loudest status', () => {
    expect(mark(nodeWith(['pending', 'running']))).toBe('pending')
    expect(mark(nodeWith(['pending'], 'unknown'))).toBe('unknown')
  })
  it('counts starting and ending pods as normal life', () => {
    expect(mark(nodeWith(['creating', 'terminating']))).toBeUndefined()
  })
  it('follows its pods', () => {
    const view = nodeWith(['running'])
    expect(mark(view)).toBeUndefined()
    const { marked } = nodeAlarms(view)
    applyFrame(view, frame(1, { pods: podColumns([{ slot: 0, name: 'web-0', node: 0, place: 0, status: 'failed' }]) }))
    expect(mark(view)).toBe('failed')
    expect(nodeAlarms(view).marked).toBeGreaterThan(marked)
  })
  it('goes with the node', () => {
    const view = nodeWith([], 'unknown')
    expect(mark(view)).toBe('unknown')
    applyFrame(view, frame(1, { nodes: nodeColumns([], [0]) }))
    expect(mark(view)).toBeUndefined()
  })
  it('holds for nodes that come later, beyond the room there was', () => {
    const view = nodeWith(['failed'])
    expect(mark(view)).toBe('failed')
    applyFrame(view, frame(1, { nodes: nodeColumns([{ slot: 900, place: 1, status: 'unknown' }]) }))
    expect([0, 900].map((slot) => markOf(nodeAlarms(view), view, slot))).toEqual(['failed', 'unknown'])
  })
})

it('pods that fail, wait and end are counted for each node by itself, and anew when one of them changes', () => {
  const view = createClusterView()
  const pods = (['failed', 'failed', 'pending', 'running', 'unknown'] as const).map((status, slot) => ({ slot, name: `web-${slot}`, node: slot % 2, place: slot, status }))
  applyFrame(view, frame(0, { nodes: nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2' }]), pods: podColumns(pods) }))
  view.pods.flags[3] = podFlags.terminating
  const counts = (): readonly (readonly number[])[] => {
    const alarms = nodeAlarms(view)
    return [0, 1].map((slot) => {
      markOf(alarms, view, slot)
      return (['failed', 'waiting', 'outgoing', 'outdated'] as const).map((what) => podCount(alarms, slot, what))
    })
  }
  expect(counts()).toEqual([[1, 2, 0, 0], [1, 0, 1, 0]])
  applyFrame(view, frame(1, { pods: podColumns([{ slot: 0, name: 'web-0', node: 0, place: 0 }]) }))
  expect(counts()).toEqual([[0, 2, 0, 0], [1, 0, 1, 0]])
})

it('a pod that runs is not outdated for its ReplicaSet alone, nor one that does not run for its revision', () => {
  const view = nodeWith([])
  const set = (slot: number, revision: number) =>
    ({ kind: 'ReplicaSet', slot, namespace: 'default', name: `web-${slot}`, deployment: 7, revision, desired: 2, hash: 'x', current: 2, ready: 2 }) as const
  const statuses = ['running', 'failed', 'running'] as const
  const pods = statuses.map((status, slot) => ({ slot, name: `web-${slot}`, node: 0, place: slot, status, replicaSet: slot === 2 ? 4 : 3 }))
  applyFrame(view, frame(1, { pods: podColumns(pods), records: [set(3, 1), set(4, 2), deploymentRecord({ slot: 7, revision: 2 })] }))
  const alarms = nodeAlarms(view)
  expect(markOf(alarms, view, 0)).toBe('failed')
  expect(podCount(alarms, 0, 'outdated')).toBe(1)
})

it('pods are of an older revision from the moment their Deployment asks for another, and no longer when it is taken back', () => {
  const view = nodeWith([])
  const set = { kind: 'ReplicaSet', slot: 3, namespace: 'default', name: 'web-1', deployment: 7, revision: 1, desired: 2, hash: 'x', current: 2, ready: 2 } as const
  const pods = [0, 1].map((slot) => ({ slot, name: `web-${slot}`, node: 0, place: slot, replicaSet: 3 }))
  applyFrame(view, frame(1, { pods: podColumns(pods), records: [set, deploymentRecord({ slot: 7, revision: 1 })] }))
  view.pods.flags[0] = podFlags.terminating
  const outdated = (): number => {
    const alarms = nodeAlarms(view)
    markOf(alarms, view, 0)
    return podCount(alarms, 0, 'outdated')
  }
  expect(outdated()).toBe(0)
  applyFrame(view, frame(2, { records: [deploymentRecord({ slot: 7, revision: 2 })] }))
  expect(outdated()).toBe(1)
  applyFrame(view, frame(3, { records: [deploymentRecord({ slot: 7, revision: 1 })] }))
  expect(outdated()).toBe(0)
})
