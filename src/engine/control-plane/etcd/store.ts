/** The MVCC store: one revision for all keys, one table per resource, the newest changes, and the log of Events. */
import { firstCustomId, resourceInfo, resources, unknownCustom, type ResourceName } from '../../../kubernetes/resources.ts'
import type { Event } from '../../../kubernetes/types/core.ts'
import type { Lease } from '../../../kubernetes/types/discovery.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import { noteRenewal, renewedAtUs, type LeaseRenewal, type LeaseRenewed } from '../../state/lease-renewals.ts'
import { createEventLog, findEventRows, materialiseEvent, type EventLog } from './event-log.ts'
import { beforeChange, changeIndex, createHistory, noteRenewedChange, reachesBack, recordChange, type History } from './history.ts'
import type { EtcdChange } from './messages.ts'
import { createTable, deleteRow, objectIn, putRow, rebuildTable, slotOf, type Table } from './table.ts'

export interface Store {
  revision: number
  /** Reads and watches below this revision are refused. */
  compactedRevision: number
  /** By number of the resource. */
  tables: Table[]
  history: History
  events: EventLog
}

/** Who makes a change, when, and by which message: what the history keeps of it. */
export interface ChangeOrigin {
  timeUs: number
  hop: number
  actor: number
  userAgent: string
}

/** An empty etcd is at revision 1. */
export function createStore(): Store {
  return {
    revision: 1, compactedRevision: 0,
    tables: resources.map((info) => createTable(info.name, info.id)),
    history: createHistory(), events: createEventLog(),
  }
}

/** The table of a resource. That of a custom resource is made when it is first asked for, or taken over from a former one. */
export function tableOf(store: Store, resource: ResourceName): Table {
  const { id } = resourceInfo(resource)
  const known = store.tables[id]
  if (known !== undefined && (id < firstCustomId || known.resource === resource)) return known
  for (let next = store.tables.length; next <= id; next++) store.tables.push(createTable(unknownCustom(next), next))
  const table = store.tables[id]!
  table.resource = resource
  return table
}

interface Parts {
  readonly spec?: unknown
  readonly status?: unknown
}

/**
 * Stamps the revision on a fresh object and freezes what holds its state: top, metadata, spec, status. What it shares with the version
 * before is frozen already.
 */
function seal(object: KubernetesObject, previous: KubernetesObject | undefined, revision: number): void {
  const metadata = object.metadata as { resourceVersion: number }
  metadata.resourceVersion = revision
  Object.freeze(metadata)
  const { spec, status } = object as Parts
  const before = previous as Parts | undefined
  if (spec !== undefined && spec !== before?.spec) Object.freeze(spec)
  if (status !== undefined && status !== before?.status) Object.freeze(status)
  Object.freeze(object)
}

/** Writes a fresh object at `revision`; slot -1: a new key. The object is sealed. */
export function putObject(
  store: Store, resource: ResourceName, slot: number, object: KubernetesObject, revision: number, lease: number, origin: ChangeOrigin,
): EtcdChange {
  const table = tableOf(store, resource)
  const previous = slot < 0 ? undefined : objectIn(table, slot)
  seal(object, previous, revision)
  const at = putRow(table, slot, object, revision, lease)
  recordChange(store.history, revision, table.id, at, object, previous, origin.timeUs, origin.hop, origin.actor, origin.userAgent)
  return Object.freeze({ type: previous === undefined ? 'ADDED' : 'MODIFIED', resource, slot: at, object, previous, revision })
}

/**
 * Writes a renewal at the next revision: nothing but the numbers of the version is stored. Returns the version that it made; undefined:
 * the Lease in the slot has another revision than the renewal is to follow, or is gone.
 */
export function renewLease(store: Store, slot: number, renewal: LeaseRenewal, origin: ChangeOrigin): LeaseRenewed | undefined {
  const table = tableOf(store, 'leases')
  const { renewTimeUs } = renewal
  const lease = table.objects[slot] as Lease | undefined
  if (lease === undefined || table.modRevision[slot] !== renewal.resourceVersion) return undefined
  const revision = ++store.revision
  const { history } = store
  recordChange(history, revision, table.id, slot, lease, lease, origin.timeUs, origin.hop, origin.actor, origin.userAgent)
  noteRenewedChange(history, renewTimeUs, renewedAtUs(table.renewals, slot), renewal.resourceVersion)
  const stored: LeaseRenewed = { type: 'RENEWED', resource: 'leases', slot, lease, resourceVersion: revision, renewTimeUs }
  noteRenewal(table.renewals, slot, stored)
  table.modRevision[slot] = revision
  table.version[slot] = table.version[slot]! + 1
  return stored
}

/** Deletes the key in a slot that is in use. */
export function deleteObject(store: Store, resource: ResourceName, slot: number, revision: number, origin: ChangeOrigin): EtcdChange {
  const table = tableOf(store, resource)
  const previous = objectIn(table, slot)
  if (previous === undefined) throw new Error(`etcd: no key in slot ${slot} of ${resource}`)
  deleteRow(table, slot)
  recordChange(store.history, revision, table.id, slot, undefined, previous, origin.timeUs, origin.hop, origin.actor, origin.userAgent)
  return Object.freeze({ type: 'DELETED', resource, slot, object: previous, previous, revision })
}

/** The object in a slot, or undefined. Looking: no message, no time. */
export function getObject(store: Store, resource: ResourceName, slot: number): KubernetesObject | undefined {
  if (resource === 'events') return materialiseEvent(store.events, slot)
  return objectIn(tableOf(store, resource), slot)
}

/** Slot of a name, or -1. Cluster-scoped kinds have namespace ''. */
export function findSlot(store: Store, resource: ResourceName, namespace: string, name: string): number {
  return slotOf(tableOf(store, resource), namespace, name, -1)
}

/** Visits all objects of a resource in slot order (not Events). */
export function forEachObject(store: Store, resource: ResourceName, visit: (object: KubernetesObject, slot: number) => void): void {
  const table = tableOf(store, resource)
  for (let slot = 0; slot < table.objects.length; slot++) {
    const object = objectIn(table, slot)
    if (object !== undefined) visit(object, slot)
  }
}

/** Events about one object that live at `nowUs`, oldest first, the newest `limit` of them. */
export function eventsAbout(store: Store, kind: string, namespace: string, name: string, nowUs: number, limit = 500): Event[] {
  const rows = findEventRows(store.events, nowUs, limit, (chunk, at) => {
    const about = chunk.about[at]!
    return about.name === name && about.kind === kind && (namespace === '' || about.namespace === namespace)
  })
  return rows.toReversed().map((row) => materialiseEvent(store.events, row)!)
}

/** The newest `limit` events that live at `nowUs`, oldest first. */
export function newestEvents(store: Store, nowUs: number, limit: number): Event[] {
  return findEventRows(store.events, nowUs, limit, () => true).toReversed().map((row) => materialiseEvent(store.events, row)!)
}

/** Objects of a resource as they were at `revision`, with their slots; undefined when that revision is no longer kept. */
export function objectsAt(store: Store, resource: ResourceName, revision: number): Map<number, KubernetesObject> | undefined {
  if (revision < store.compactedRevision || !reachesBack(store.history, revision)) return undefined
  const found = new Map<number, KubernetesObject>()
  forEachObject(store, resource, (object, slot) => found.set(slot, object))
  const { history } = store
  const { id } = tableOf(store, resource)
  const changedBack = new Map<number, number>()
  for (let number = history.count - 1; number >= 0; number--) {
    const at = changeIndex(history, number)
    if (history.revision[at]! <= revision) break
    if (history.resource[at] !== id) continue
    changedBack.set(history.slot[at]!, at)
  }
  for (const [slot, at] of changedBack) {
    const before = beforeChange(history, at)
    if (before === undefined) found.delete(slot)
    else found.set(slot, before)
  }
  return found
}

/** Builds all derived parts of the store anew. */
export function rebuildStore(store: Store): void {
  store.tables.forEach(rebuildTable)
}
