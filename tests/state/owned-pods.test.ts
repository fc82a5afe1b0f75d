import { expect, it } from 'vitest'
import { podFlags } from '../../src/protocol/vocabulary.ts'
import { countOwned, createOwnedPods } from '../../src/state/owned-pods.ts'
import { createClusterView } from '../../src/state/create-view.ts'
import { applyFrame } from '../../src/state/apply-frame.ts'
import { clusterFrame } from '../../src/gallery/cluster-frame.ts'
import { nodeKilled } from '../../src/gallery/sample-clusters.ts'

it('counts active pods, ready ones among them, and those that are being deleted apart', () => {
  const owned = createOwnedPods()
  countOwned(owned, 4, podFlags.ready, 1)
  countOwned(owned, 4, 0, 1)
  countOwned(owned, 4, podFlags.terminating | podFlags.ready, 1)
  expect(owned.counts.get(4)).toEqual({ present: 2, ready: 1, leaving: 1 })
})
it('leaves out pods without a ReplicaSet and pods that have finished', () => {
  const owned = createOwnedPods()
  countOwned(owned, -1, 0, 1)
  countOwned(owned, 4, podFlags.finished, 1)
  expect(owned.counts.size).toBe(0)
})
it('forgets a ReplicaSet with its last pod, and tells that something changed', () => {
  const owned = createOwnedPods()
  countOwned(owned, 4, podFlags.ready, 1)
  const before = owned.version
  countOwned(owned, 4, podFlags.ready, -1)
  expect(owned.counts.size).toBe(0)
  expect(owned.version).toBeGreaterThan(before)
})
it('holds after a snapshot replaced all pods, however often', () => {
  const view = createClusterView()
  applyFrame(view, clusterFrame(nodeKilled))
  const once = structuredClone(view.owned.counts)
  applyFrame(view, clusterFrame(nodeKilled))
  expect(view.owned.counts).toEqual(once)
  expect(view.owned.counts.get(0)).toEqual({ present: 5, ready: 3, leaving: 2 })
})
