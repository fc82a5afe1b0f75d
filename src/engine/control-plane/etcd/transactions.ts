/** Transactions: all compares first, then all writes under one revision. */
import type { Event } from '../../../kubernetes/types/core.ts'
import { appendEvent, deleteEvent, eventRevision, findEventRows, materialiseEvent, rowNamespace, updateEvent } from './event-log.ts'
import type { EtcdChange, EtcdOperation } from './messages.ts'
import { deleteObject, getObject, putObject, tableOf, type ChangeOrigin, type Store } from './store.ts'
import { slotOf } from './table.ts'

interface TxnResult {
  succeeded: boolean
  /** First key after the writes, or the current state of the first key whose compare failed. */
  object: EtcdChange['object'] | undefined
  slot: number
  changes: readonly EtcdChange[]
  /** Changes of Events, when they were asked for. */
  eventChanges: EtcdChange[]
}

const noChanges: readonly EtcdChange[] = []
/** That of transactions that nobody hears of. */
const noEventChanges: EtcdChange[] = Object.freeze([]) as unknown as EtcdChange[]

/** Row of an Event's name; -1: none. A scan: the recorder knows the slot and needs none. */
export function findEventRow(store: Store, namespace: string, name: string, nowUs: number): number {
  return findEventRows(store.events, nowUs, 1, (chunk, at) => chunk.name[at] === name && rowNamespace(chunk, at) === namespace)[0] ?? -1
}

/**
 * Slot of the key of an operation; -1: it does not exist. A new Event of a component is not looked up: its recorder makes names from the
 * time,
 * and a scan per Event would cost more than the Event.
 */
function slotOfOperation(store: Store, operation: EtcdOperation, origin: ChangeOrigin): number {
  const { resource, namespace, name, slot } = operation
  if (resource !== 'events') return slotOf(tableOf(store, resource), namespace, name, slot)
  if (slot >= 0) return eventRevision(store.events, slot, origin.timeUs) === 0 ? -1 : slot
  return operation.modRevision === 0 && origin.actor !== 0 ? -1 : findEventRow(store, namespace, name, origin.timeUs)
}

function revisionOf(store: Store, operation: EtcdOperation, slot: number, nowUs: number): number {
  if (slot < 0) return 0
  return operation.resource === 'events' ? eventRevision(store.events, slot, nowUs) : tableOf(store, operation.resource).modRevision[slot]!
}

/**
 * Runs a transaction. `origin.actor` is the component on whose behalf (0: a user). `tellsEvents`: somebody watches Events; else their changes
 * are not made into objects.
 */
export function runTxn(store: Store, operations: readonly EtcdOperation[], origin: ChangeOrigin, tellsEvents: boolean): TxnResult {
  const result: TxnResult = { succeeded: false, object: undefined, slot: -1, changes: noChanges, eventChanges: noEventChanges }
  if (tellsEvents) result.eventChanges = []
  let firstSlot = -1
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i]!
    const slot = slotOfOperation(store, operation, origin)
    if (i === 0) firstSlot = slot
    const held = operation.modRevision < 0 || revisionOf(store, operation, slot, origin.timeUs) === operation.modRevision
    if (held) continue
    result.slot = slot
    if (slot >= 0) {
      result.object = getObject(store, operation.resource, slot)
    }
    return result
  }
  result.succeeded = true
  const revision = store.revision + 1
  let wrote = false
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i]!
    const slot = i === 0 ? firstSlot : slotOfOperation(store, operation, origin)
    if (operation.resource === 'events') {
      wrote = writeEvent(store, operation, slot, revision, origin, result, i === 0, tellsEvents) || wrote
      continue
    }
    const change = write(store, operation, slot, revision, origin)
    if (change === undefined) continue
    wrote = true
    result.changes = result.changes.length === 0 ? [change] : [...result.changes, change]
    if (i > 0) continue
    result.slot = change.slot
    result.object = change.object
  }
  if (wrote) store.revision = revision
  return result
}

function write(store: Store, operation: EtcdOperation, slot: number, revision: number, origin: ChangeOrigin): EtcdChange | undefined {
  if (operation.op === 'put') {
    const { resource, value, lease } = operation
    return value === undefined ? undefined : putObject(store, resource, slot, value, revision, lease, origin)
  }
  return slot < 0 ? undefined : deleteObject(store, operation.resource, slot, revision, origin)
}

function removeEvent(store: Store, row: number, revision: number, result: TxnResult | undefined): void {
  const object = result === undefined ? undefined : materialiseEvent(store.events, row)
  deleteEvent(store.events, row)
  if (object === undefined) return
  result?.eventChanges.push(Object.freeze({ type: 'DELETED', resource: 'events', slot: row, object, previous: object, revision }))
}

/** The change that a written row is for those who watch. */
export function eventChange(store: Store, row: number, previous: Event | undefined, revision: number): EtcdChange {
  const object = materialiseEvent(store.events, row)
  if (object === undefined) throw new Error(`etcd: no event in row ${row}`)
  return Object.freeze({ type: previous === undefined ? 'ADDED' : 'MODIFIED', resource: 'events', slot: row, object, previous, revision })
}

function writeEvent(
  store: Store, operation: EtcdOperation, slot: number, revision: number, origin: ChangeOrigin, result: TxnResult, first: boolean,
  tells: boolean,
): boolean {
  if (operation.op === 'delete') {
    if (operation.name === '') {
      const rows = findEventRows(store.events, origin.timeUs, Infinity, (chunk, at) => rowNamespace(chunk, at) === operation.namespace)
      for (const row of rows) removeEvent(store, row, revision, tells ? result : undefined)
      return true
    }
    if (first && slot >= 0) result.object = materialiseEvent(store.events, slot)
    if (slot >= 0) removeEvent(store, slot, revision, tells ? result : undefined)
    return slot >= 0
  }
  const value = operation.value as Event | undefined
  if (value === undefined) return false
  const previous = tells && slot >= 0 ? materialiseEvent(store.events, slot) : undefined
  let row = slot
  if (row < 0 || !updateEvent(store.events, row, value, revision, origin.timeUs)) {
    row = appendEvent(store.events, value, revision, origin.timeUs)
  }
  if (tells) result.eventChanges.push(eventChange(store, row, previous, revision))
  if (first) {
    result.slot = row
    result.object = value
    const metadata = value.metadata as { resourceVersion: number }
    metadata.resourceVersion = revision
  }
  return true
}
