/** The newest changes in a ring, for watches that resume. Of renewed Leases it keeps numbers. Source: apiserver/pkg/storage/cacher. */
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { Lease } from '../../../kubernetes/types/discovery.ts'
import { leaseOf, type LeaseRenewed } from '../../state/lease-renewals.ts'
import type { EtcdChange } from '../etcd/messages.ts'

/** Changes that can be sent again. Upstream: 100 to 102,400 per resource, as many as came in 75 s. */
const capacity = 1 << 14

export interface WatchWindow {
  /** Changes taken so far. */
  taken: number
  /** Every change after this revision is in the ring. */
  from: number
  revisions: number[]
  /** undefined: a renewal, of which the other columns tell. */
  changes: (EtcdChange | undefined)[]
  leases: (Lease | undefined)[]
  slots: number[]
  renewTimesUs: number[]
}

/** An empty window: nothing from before `from` can be sent again. */
export function createWatchWindow(from: number): WatchWindow {
  return { taken: 0, from, revisions: [], changes: [], leases: [], slots: [], renewTimesUs: [] }
}

/** Place of the next change; the oldest one there is forgotten. */
function takePlace(window: WatchWindow, revision: number): number {
  const at = window.taken++ & (capacity - 1)
  if (window.taken > capacity) window.from = window.revisions[at]!
  window.revisions[at] = revision
  return at
}

export function keepChange(window: WatchWindow, change: EtcdChange): void {
  const at = takePlace(window, change.revision)
  window.changes[at] = change
  window.leases[at] = undefined
  window.slots[at] = change.slot
  window.renewTimesUs[at] = 0
}

export function keepRenewal(window: WatchWindow, { slot, lease, resourceVersion, renewTimeUs }: LeaseRenewed): void {
  const at = takePlace(window, resourceVersion)
  window.changes[at] = undefined
  window.leases[at] = lease
  window.slots[at] = slot
  window.renewTimesUs[at] = renewTimeUs
}

/** A renewal as the change that it is. What was before differs in times only, and stands for it. */
export function changeOf({ slot, resourceVersion, lease, renewTimeUs }: LeaseRenewed): EtcdChange {
  return renewedChange(slot, resourceVersion, lease, renewTimeUs)
}

function renewedChange(slot: number, revision: number, lease: Lease, renewTimeUs: number): EtcdChange {
  const object = leaseOf(lease, renewTimeUs, revision)
  return Object.freeze({ type: 'MODIFIED', resource: 'leases', slot, object, previous: lease, revision })
}

/** Kept changes of a resource after `revision`, oldest first; undefined: some of them are gone. */
export function changesAfter(window: WatchWindow, resource: ResourceName, revision: number): EtcdChange[] | undefined {
  if (revision < window.from) return undefined
  const found: EtcdChange[] = []
  for (let number = window.taken - 1; number >= 0 && number >= window.taken - capacity; number--) {
    const at = number & (capacity - 1)
    if (window.revisions[at]! <= revision) break
    const change = window.changes[at]
    const lease = window.leases[at]
    if (change?.resource === resource) found.push(change)
    else if (lease !== undefined && resource === 'leases') {
      found.push(renewedChange(window.slots[at]!, window.revisions[at]!, lease, window.renewTimesUs[at]!))
    }
  }
  return found.reverse()
}
