/**
 * The newest changes, as columns in a ring: watches that resume, reads of an older revision, captions and the question "why" are answered
 * from it. Real etcd keeps all revisions until compaction; ours keeps the newest 65,536 changes at most, whichever bound is met first.
 */
import type { Lease } from '../../../kubernetes/types/discovery.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import { leaseOf } from '../../state/lease-renewals.ts'

export const historyCapacity = 1 << 16

export interface History {
  /** A power of two; grows to `historyCapacity`. */
  capacity: number
  /** Changes recorded so far; the number of the next one. */
  count: number
  revision: Float64Array
  resource: Uint8Array
  slot: Int32Array
  /** State after the change; undefined: deleted. Of renewed Leases an older version: read with `afterChange` and `beforeChange`. */
  after: (KubernetesObject | undefined)[]
  before: (KubernetesObject | undefined)[]
  /** When a change that renewed a Lease set it to; 0: the objects are those that were stored. */
  renewTimeUs: Float64Array
  /** The same of the version before, and its revision. */
  oldRenewTimeUs: Float64Array
  oldRevision: Float64Array
  timeUs: Float64Array
  /** Hop that carried the transaction (`sim.cause`); -1: none. */
  hop: Float64Array
  /** Component on whose behalf. */
  actor: Uint8Array
  userAgent: string[]
}

export function createHistory(capacity = 1024): History {
  return {
    capacity,
    count: 0,
    revision: new Float64Array(capacity),
    resource: new Uint8Array(capacity),
    slot: new Int32Array(capacity),
    after: [],
    before: [],
    renewTimeUs: new Float64Array(capacity),
    oldRenewTimeUs: new Float64Array(capacity),
    oldRevision: new Float64Array(capacity),
    timeUs: new Float64Array(capacity),
    hop: new Float64Array(capacity),
    actor: new Uint8Array(capacity),
    userAgent: [],
  }
}

const typedColumns = ['revision', 'resource', 'slot', 'renewTimeUs', 'oldRenewTimeUs', 'oldRevision', 'timeUs', 'hop', 'actor'] as const

/** Doubles the columns. Called only while the ring has never wrapped, so positions stay. */
function grow(history: History): void {
  history.capacity *= 2
  for (const name of typedColumns) {
    const old = history[name]
    const bigger = new (old.constructor as new (length: number) => typeof old)(history.capacity)
    bigger.set(old)
    history[name] = bigger as never
  }
}

/** Records a change; the oldest is forgotten when the ring is full. */
export function recordChange(
  history: History, revision: number, resource: number, slot: number, after: KubernetesObject | undefined,
  before: KubernetesObject | undefined,
  timeUs: number, hop: number, actor: number, userAgent: string,
): void {
  if (history.count === history.capacity && history.capacity < historyCapacity) grow(history)
  const at = history.count & (history.capacity - 1)
  history.revision[at] = revision
  history.resource[at] = resource
  history.slot[at] = slot
  history.after[at] = after
  history.before[at] = before
  history.renewTimeUs[at] = 0
  history.timeUs[at] = timeUs
  history.hop[at] = hop
  history.actor[at] = actor
  history.userAgent[at] = userAgent
  history.count++
}

/** Makes the change that was recorded last a renewal: its time, and time (0: that of the object) and revision of the version before. */
export function noteRenewedChange(history: History, renewTimeUs: number, oldRenewTimeUs: number, oldRevision: number): void {
  const at = changeIndex(history, history.count - 1)
  history.renewTimeUs[at] = renewTimeUs
  history.oldRenewTimeUs[at] = oldRenewTimeUs
  history.oldRevision[at] = oldRevision
}

/** State after the change at a position of the columns; undefined: deleted. */
export function afterChange(history: History, at: number): KubernetesObject | undefined {
  const after = history.after[at]
  const renewTimeUs = history.renewTimeUs[at]!
  return renewTimeUs === 0 ? after : leaseOf(after as Lease, renewTimeUs, history.revision[at]!)
}

/** State before it; undefined: there was none. */
export function beforeChange(history: History, at: number): KubernetesObject | undefined {
  const before = history.before[at]
  if (history.renewTimeUs[at] === 0 || history.oldRenewTimeUs[at] === 0) return before
  return leaseOf(before as Lease, history.oldRenewTimeUs[at]!, history.oldRevision[at]!)
}

/** Number of the oldest change that is still kept. */
export function oldestChange(history: History): number {
  return history.count > history.capacity ? history.count - history.capacity : 0
}

/** Position in the columns of change `number`. */
export function changeIndex(history: History, number: number): number {
  return number & (history.capacity - 1)
}

/** Number of the first kept change with a revision of at least `revision`; `history.count` when there is none. */
export function firstChangeFrom(history: History, revision: number): number {
  let low = oldestChange(history)
  let high = history.count
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (history.revision[changeIndex(history, middle)]! < revision) low = middle + 1
    else high = middle
  }
  return low
}

/** True when every change after `revision` is still kept, so that the store as it was then can be had again. */
export function reachesBack(history: History, revision: number): boolean {
  const oldest = oldestChange(history)
  return oldest === 0 || history.revision[changeIndex(history, oldest)]! <= revision + 1
}
