/**
 * The etcd process: answers requests on port 2379 and sends changes to those who watch. One member for now.
 * Simplified: a write is durable when it is handled (no raft, no fsync time); its latency is that of the link.
 */
import { packSubject, type Verb } from '../../../protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import { resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import { schedule, send, type Simulation } from '../../simulation/simulation.ts'
import type { LeaseRenewed } from '../../state/lease-renewals.ts'
import { eventCreateRevision, eventRevision, findEventRows, materialiseEvent, rowNamespace } from './event-log.ts'
import { afterChange, beforeChange, changeIndex, firstChangeFrom, reachesBack } from './history.ts'
import { createLeases, extendAll, grantLease, keepLeaseAlive, nextExpiryUs, takeExpired } from './leases.ts'
import type {
  EtcdChange, EtcdRange, EtcdRenewal, EtcdRequest, EtcdResponse, EtcdTxn, EtcdWatchEvent,
} from './messages.ts'
import type { EtcdState, EtcdWatcher } from './state.ts'
import { createStore, deleteObject, getObject, objectsAt, renewLease, tableOf, type ChangeOrigin } from './store.ts'
import { slotOf } from './table.ts'
import { eventChange, findEventRow, runTxn } from './transactions.ts'

const leaseTimer = 100
/** Estimates of a message's head and of an object in it. */
const headBytes = 60
const objectBytes = 1200

/** An empty etcd. */
export function createEtcd(): EtcdState {
  return {
    store: createStore(), leases: createLeases(), watchers: [], eventWatchers: [], note: { type: 0, flags: 0, bytes: 0, subject: 0 },
    origin: { timeUs: 0, hop: -1, actor: 0, userAgent: '' },
  }
}

/** Handles one event of the etcd process: a request, or the end of a lease. */
export function handleEtcd(sim: Simulation, state: EtcdState, event: SimulationEvent): void {
  if (event.op === messageTypes.etcdRequest) handleRequest(sim, state, event.payload as EtcdRequest, event.link)
  else if (event.op === leaseTimer) expireLeases(sim, state)
}

/** The process starts (again): streams of its former life are gone, the disk is not. */
export function startEtcd(sim: Simulation, state: EtcdState): void {
  state.watchers = []
  state.eventWatchers = []
  extendAll(state.leases, sim.nowUs)
  state.leases.timerUs = Infinity
  setLeaseTimer(sim, state)
}

function handleRequest(sim: Simulation, state: EtcdState, request: EtcdRequest, link: number): void {
  switch (request.call) {
    case 'renew': handleRenewal(sim, state, request, link); break
    case 'txn': handleTxn(sim, state, request, link); break
    case 'range': handleRange(sim, state, request, link); break
    case 'watch': handleWatch(sim, state, request.id, request.sinceRevision, link); break
    case 'watchEvents': handleEventWatch(sim, state, request.id, request.sinceRevision, link); break
    case 'cancelWatch': state.eventWatchers = state.eventWatchers.filter((watcher) => watcher.id !== request.watch); break
    case 'compact': handleCompact(sim, state, request.id, request.revision, link); break
    default: handleLease(sim, state, request, link)
  }
}

function emptyResponse(state: EtcdState, request: Pick<EtcdRequest, 'id' | 'call'>): EtcdResponse {
  const { revision, compactedRevision } = state.store
  return {
    id: request.id, call: request.call, succeeded: true, error: undefined, revision, compactedRevision,
    object: undefined, slot: -1, items: undefined, slots: undefined, lease: 0,
  }
}

/** Sends an answer. Bytes are estimated: a head and a constant per object. */
function answer(sim: Simulation, state: EtcdState, link: number, response: EtcdResponse, flags: number, subject: number): void {
  const { note } = state
  note.type = messageTypes.etcdResponse
  note.flags = response.error === undefined && response.succeeded ? flags : flags | hopFlags.failed
  note.bytes = headBytes + (response.object === undefined ? 0 : objectBytes) + (response.items === undefined ? 0 : response.items.length * objectBytes)
  note.subject = subject
  send(sim, link, true, componentIds.apiServer, -1, response.id, response, note)
}

function subjectOf(verb: Verb, resource: ResourceName, slot: number): number {
  return packSubject(verb, resourceInfo(resource).id, '', slot)
}

/** Who makes the change that is being written. */
function noteOrigin(sim: Simulation, { origin }: EtcdState, request: EtcdTxn | EtcdRenewal): ChangeOrigin {
  origin.timeUs = sim.nowUs
  origin.hop = sim.cause
  origin.actor = request.actor
  origin.userAgent = request.userAgent
  return origin
}

/** Sends a message back over a link, as long as an object. */
function sendOne(
  sim: Simulation, state: EtcdState, link: number, to: number, num: number, type: number, payload: LeaseRenewed,
  subject: number,
): void {
  const { note } = state
  note.type = type
  note.flags = hopFlags.routine
  note.bytes = objectBytes + headBytes
  note.subject = subject
  send(sim, link, true, to, -1, num, payload, note)
}

function handleRenewal(sim: Simulation, state: EtcdState, request: EtcdRenewal, link: number): void {
  const { slot } = request
  const renewed = renewLease(state.store, slot, request.renewal, noteOrigin(sim, state, request))
  const subject = subjectOf('update', 'leases', slot)
  if (renewed === undefined) {
    const object = getObject(state.store, 'leases', slot)
    answer(sim, state, link, { ...emptyResponse(state, request), succeeded: false, object, slot }, hopFlags.routine, subject)
    return
  }
  sendOne(sim, state, link, componentIds.apiServer, request.id, messageTypes.etcdResponse, renewed, subject)
  for (const watcher of state.watchers) sendOne(sim, state, watcher.link, watcher.to, watcher.id, messageTypes.etcdWatchEvent, renewed, subject)
}

function handleTxn(sim: Simulation, state: EtcdState, request: EtcdTxn, link: number): void {
  const { store } = state
  const origin = noteOrigin(sim, state, request)
  const tellsEvents = state.eventWatchers.length > 0
  const result = runTxn(store, request.operations, origin, tellsEvents)
  const first = request.operations[0]
  const response: EtcdResponse = {
    id: request.id, call: 'txn', succeeded: result.succeeded, error: undefined, revision: store.revision,
    compactedRevision: store.compactedRevision,
    object: result.object, slot: result.slot, items: undefined, slots: undefined, lease: 0,
  }
  const flags = first?.resource === 'leases' ? hopFlags.routine : 0
  const verb = first?.op === 'delete' ? 'delete' : first?.modRevision === 0 ? 'create' : 'update'
  const subject = first === undefined ? 0 : subjectOf(verb, first.resource, result.slot)
  answer(sim, state, link, response, flags, subject)
  if (result.changes.length > 0) publish(sim, state, result.changes, flags, subject)
  if (!tellsEvents || result.eventChanges.length === 0) return
  const event: EtcdWatchEvent = { revision: store.revision, changes: result.eventChanges }
  for (const watcher of state.eventWatchers) sendChanges(sim, state, watcher, event, flags, subject)
}

/** Sends the changes of the newest revision to all who watch. */
function publish(sim: Simulation, state: EtcdState, changes: readonly EtcdChange[], flags: number, subject: number): void {
  if (state.watchers.length === 0) return
  const event: EtcdWatchEvent = { revision: changes[0]!.revision, changes }
  for (const watcher of state.watchers) sendChanges(sim, state, watcher, event, flags, subject)
}

function sendChanges(sim: Simulation, state: EtcdState, watcher: EtcdWatcher, event: EtcdWatchEvent, flags: number, subject: number): void {
  const { note } = state
  note.type = messageTypes.etcdWatchEvent
  note.flags = flags
  note.bytes = headBytes + event.changes.length * objectBytes
  note.subject = subject
  send(sim, watcher.link, true, watcher.to, -1, watcher.id, event, note)
}

function handleWatch(sim: Simulation, state: EtcdState, id: number, sinceRevision: number, link: number): void {
  const { store } = state
  const base = emptyResponse(state, { id, call: 'watch' })
  if (sinceRevision > 0 && (sinceRevision <= store.compactedRevision || !reachesBack(store.history, sinceRevision - 1))) {
    answer(sim, state, link, { ...base, succeeded: false, error: 'compacted' }, 0, 0)
    return
  }
  state.watchers = state.watchers.filter((watcher) => watcher.link !== link)
  // Those of the connection before.
  state.eventWatchers = state.eventWatchers.filter((watcher) => watcher.link !== link)
  const watcher: EtcdWatcher = { id, link, to: componentIds.apiServer }
  state.watchers.push(watcher)
  answer(sim, state, link, base, 0, subjectOf('watch', 'namespaces', -1))
  if (sinceRevision > 0) replay(sim, state, watcher, sinceRevision)
}

function handleEventWatch(sim: Simulation, state: EtcdState, id: number, sinceRevision: number, link: number): void {
  const { store } = state
  const base = emptyResponse(state, { id, call: 'watchEvents' })
  if (sinceRevision > 0 && sinceRevision <= store.compactedRevision) {
    answer(sim, state, link, { ...base, succeeded: false, error: 'compacted' }, 0, 0)
    return
  }
  const watcher: EtcdWatcher = { id, link, to: componentIds.apiServer }
  state.eventWatchers.push(watcher)
  const subject = subjectOf('watch', 'events', -1)
  answer(sim, state, link, base, 0, subject)
  const changes = eventsSince(state, sinceRevision, sim.nowUs)
  if (changes.length > 0 || sinceRevision === 0) sendChanges(sim, state, watcher, { revision: store.revision, changes }, 0, subject)
}

/** Rows that were written since a revision, in the order in which they were; 0: all that live, in the order of their keys. */
function eventsSince(state: EtcdState, sinceRevision: number, nowUs: number): EtcdChange[] {
  const { store } = state
  const { events } = store
  const rows = findEventRows(events, nowUs, Infinity, (chunk, at) => chunk.modRevision[at]! >= sinceRevision)
  const changes = rows.map((row) => {
    // What a row said before is not kept: what it says now stands for it.
    const isOld = sinceRevision > 0 && eventCreateRevision(events, row) < sinceRevision
    return eventChange(store, row, isOld ? materialiseEvent(events, row) : undefined, eventRevision(events, row, nowUs))
  })
  return changes.toSorted(sinceRevision > 0 ? (a, b) => a.revision - b.revision : byKey)
}

function byKey({ object: { metadata: a } }: EtcdChange, { object: { metadata: b } }: EtcdChange): number {
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1
  return a.name < b.name ? -1 : 1
}

/** Sends what has changed since a revision, one message per revision. */
function replay(sim: Simulation, state: EtcdState, watcher: EtcdWatcher, sinceRevision: number): void {
  const { history } = state.store
  let number = firstChangeFrom(history, sinceRevision)
  while (number < history.count) {
    const revision = history.revision[changeIndex(history, number)]!
    const changes: EtcdChange[] = []
    for (; number < history.count && history.revision[changeIndex(history, number)] === revision; number++) {
      changes.push(changeAt(state, number))
    }
    const first = changes[0]!
    sendChanges(
      sim, state, watcher, { revision, changes }, first.resource === 'leases' ? hopFlags.routine : 0,
      subjectOf('watch', first.resource, first.slot),
    )
  }
}

/** A recorded change as a watch event. */
function changeAt(state: EtcdState, number: number): EtcdChange {
  const { history, tables } = state.store
  const at = changeIndex(history, number)
  const after = afterChange(history, at)
  const previous = beforeChange(history, at)
  const object = after ?? previous
  if (object === undefined) throw new Error('etcd: a change without an object')
  const type = after === undefined ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED'
  return Object.freeze(
    { type, resource: tables[history.resource[at]!]!.resource, slot: history.slot[at]!, object, previous, revision: history.revision[at]! },
  )
}

function handleRange(sim: Simulation, state: EtcdState, request: EtcdRange, link: number): void {
  const { resource, name, namespace, revision } = request
  const base = emptyResponse(state, request)
  const { store } = state
  if (revision > store.revision) {
    answer(sim, state, link, { ...base, succeeded: false, error: 'future revision' }, 0, 0)
    return
  }
  const flags = resource === 'leases' ? hopFlags.routine : 0
  if (resource !== undefined && name !== '' && revision === 0) {
    const isEvent = resource === 'events'
    const slot = isEvent ? eventSlot(state, request, sim.nowUs) : slotOf(tableOf(store, resource), namespace, name, request.slot)
    const object = slot < 0 ? undefined : getObject(store, resource, slot)
    answer(sim, state, link, { ...base, object, slot }, flags, subjectOf('get', resource, slot))
    return
  }
  const found = resource === 'events' ? eventItems(state, namespace, sim.nowUs) : itemsAt(state, resource, namespace, name, revision)
  const subject = subjectOf('list', resource ?? 'namespaces', -1)
  if (found === undefined) answer(sim, state, link, { ...base, succeeded: false, error: 'compacted' }, flags, subject)
  else answer(
    sim, state, link,
    {
      ...base, items: found.items, slots: found.slots, object: name === '' ? undefined : found.items[0],
      slot: name === '' ? -1 : found.slots[0] ?? -1,
    },
    flags, subject,
  )
}

function eventSlot(state: EtcdState, request: EtcdRange, nowUs: number): number {
  if (request.slot >= 0 && eventRevision(state.store.events, request.slot, nowUs) > 0) return request.slot
  return findEventRow(state.store, request.namespace, request.name, nowUs)
}

interface Items {
  items: KubernetesObject[]
  slots: number[]
}

function eventItems(state: EtcdState, namespace: string, nowUs: number): Items {
  const { events } = state.store
  const slots = findEventRows(events, nowUs, Infinity, (chunk, at) => namespace === '' || rowNamespace(chunk, at) === namespace).toReversed()
  return { slots, items: slots.map((row) => materialiseEvent(events, row)!) }
}

/** Objects of one resource (undefined: of all) now or at an older revision; undefined: that revision is compacted. */
function itemsAt(
  state: EtcdState, resource: ResourceName | undefined, namespace: string, name: string, revision: number,
): Items | undefined {
  const found: Items = { items: [], slots: [] }
  for (const table of state.store.tables) {
    if (resource !== undefined ? table.resource !== resource : table.resource === 'events') continue
    const objects = objectsAt(state.store, table.resource, revision === 0 ? state.store.revision : revision)
    if (objects === undefined) return undefined
    for (const [slot, object] of objects) {
      if (namespace !== '' && object.metadata.namespace !== namespace) continue
      if (name !== '' && object.metadata.name !== name) continue
      found.items.push(object)
      found.slots.push(slot)
    }
  }
  return found
}

function handleCompact(sim: Simulation, state: EtcdState, id: number, revision: number, link: number): void {
  const { store } = state
  const base = emptyResponse(state, { id, call: 'compact' })
  const error = revision > store.revision ? 'future revision' : revision <= store.compactedRevision ? 'compacted' : undefined
  if (error === undefined) store.compactedRevision = revision
  answer(
    sim, state, link, { ...base, succeeded: error === undefined, error, compactedRevision: store.compactedRevision }, hopFlags.routine, 0,
  )
}

type LeaseRequest = Extract<EtcdRequest, { call: 'leaseGrant' | 'leaseKeepAlive' | 'leaseRevoke' }>

function handleLease(sim: Simulation, state: EtcdState, request: LeaseRequest, link: number): void {
  const base = emptyResponse(state, request)
  if (request.call === 'leaseGrant') {
    const lease = grantLease(state.leases, request.ttlSeconds, sim.nowUs)
    setLeaseTimer(sim, state)
    answer(sim, state, link, { ...base, lease: lease.id }, hopFlags.routine, 0)
    return
  }
  const renewing = request.call === 'leaseKeepAlive'
  const known = renewing ? keepLeaseAlive(state.leases, request.lease, sim.nowUs) : state.leases.byId.delete(request.lease)
  answer(
    sim, state, link, { ...base, lease: request.lease, succeeded: known, error: known ? undefined : 'lease not found' }, hopFlags.routine,
    0,
  )
  if (known && request.call === 'leaseRevoke') deleteAttached(sim, state, request.lease)
}

/** One timer for all leases, at the earliest end; a renewal does not move it, it only finds nothing to do. */
function setLeaseTimer(sim: Simulation, state: EtcdState): void {
  const next = nextExpiryUs(state.leases)
  if (next >= state.leases.timerUs) return
  state.leases.timerUs = next
  schedule(sim, next - sim.nowUs, componentIds.etcd, -1, leaseTimer, 0)
}

function expireLeases(sim: Simulation, state: EtcdState): void {
  state.leases.timerUs = Infinity
  for (const lease of takeExpired(state.leases, sim.nowUs)) deleteAttached(sim, state, lease)
  setLeaseTimer(sim, state)
}

/** Deletes all keys of a lease under one revision. A scan of the tables: leases end seldom. */
function deleteAttached(sim: Simulation, state: EtcdState, lease: number): void {
  const { store } = state
  const revision = store.revision + 1
  const origin: ChangeOrigin = { timeUs: sim.nowUs, hop: sim.cause, actor: componentIds.etcd, userAgent: 'etcd' }
  const changes: EtcdChange[] = []
  for (const table of store.tables) {
    for (let slot = 0; slot < table.objects.length; slot++) {
      if (table.lease[slot] === lease && table.objects[slot] !== undefined) {
        changes.push(deleteObject(store, table.resource, slot, revision, origin))
      }
    }
  }
  if (changes.length === 0) return
  store.revision = revision
  publish(sim, state, changes, 0, subjectOf('delete', changes[0]!.resource, changes[0]!.slot))
}
