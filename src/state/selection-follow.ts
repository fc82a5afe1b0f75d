/** Following a pod beyond its end: its replacement is followed, or else who owns it. */
import type { FrameDelta } from './apply-frame.ts'
import type { ClusterView } from './cluster-view.ts'
import type { Selection } from './selection.ts'
import { podFlags } from '../protocol/vocabulary.ts'

/** A pod that is followed, and the newest pod that its ReplicaSet made since. */
export interface FollowedPod {
  readonly slot: number
  readonly replicaSet: number
  readonly newest: number | undefined
}

/** What is known of the followed pod after a frame; undefined: no pod is followed. Ask before the frame clears the selection. */
export function followPod(known: FollowedPod | undefined, view: ClusterView, selection: Selection | undefined, delta: FrameDelta): FollowedPod | undefined {
  if (selection?.kind !== 'pod') return undefined
  const same = known?.slot === selection.slot ? known : undefined
  // A pod's owner never changes; once the pod is gone its row may be another's.
  const replicaSet = same?.replicaSet ?? view.pods.replicaSet[selection.slot] ?? -1
  const made = delta.podsAppeared.findLast((slot) => slot !== selection.slot && replicaSet >= 0 && view.pods.replicaSet[slot] === replicaSet)
  return { slot: selection.slot, replicaSet, newest: made ?? same?.newest }
}

/** What is followed when the pod is gone. */
export function successor({ replicaSet, newest }: FollowedPod, view: ClusterView): Selection | undefined {
  const lives = newest !== undefined && view.pods.alive[newest] === 1 && view.pods.replicaSet[newest] === replicaSet
  if (lives && ((view.pods.flags[newest] ?? 0) & podFlags.terminating) === 0) return { kind: 'pod', slot: newest }
  const set = view.replicaSets.get(replicaSet)
  if (set === undefined) return undefined
  return set.deployment < 0 ? { kind: 'replicaset', slot: set.slot } : { kind: 'deployment', slot: set.deployment }
}
