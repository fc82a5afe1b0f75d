/** How many pods each ReplicaSet has, counted as its controller counts them; kept up with every row, because pods are too many to search. */
import { podFlags } from '../protocol/vocabulary.ts'

export interface OwnedCount {
  /** Active pods: neither finished nor being deleted (FilterActivePods in pkg/controller/controller_utils.go). */
  present: number
  /** Of these the ready ones. */
  ready: number
  /** Pods that carry a deletionTimestamp and are still there. */
  leaving: number
}
export interface OwnedPods {
  /** By the ReplicaSet's slot; one without pods is absent. */
  readonly counts: Map<number, OwnedCount>
  /** Goes up with every change of a count. */
  version: number
}

/** What a ReplicaSet has that owns no pods. */
export const noPods: Readonly<OwnedCount> = { present: 0, ready: 0, leaving: 0 }

/** Counts of no pods. */
export function createOwnedPods(): OwnedPods {
  return { counts: new Map(), version: 0 }
}

/** Counts a pod in (`by` = 1) or out (-1). `replicaSet`: its owner's slot, -1 for none; `flags`: `podFlags`. */
export function countOwned(owned: OwnedPods, replicaSet: number, flags: number, by: 1 | -1): void {
  const leaving = (flags & podFlags.terminating) !== 0
  if (replicaSet < 0 || (!leaving && (flags & podFlags.finished) !== 0)) return
  let count = owned.counts.get(replicaSet)
  if (count === undefined) owned.counts.set(replicaSet, (count = { ...noPods }))
  if (leaving) count.leaving += by
  else {
    count.present += by
    if ((flags & podFlags.ready) !== 0) count.ready += by
  }
  if (count.present === 0 && count.leaving === 0) owned.counts.delete(replicaSet)
  owned.version += 1
}
