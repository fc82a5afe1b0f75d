/**
 * The etcd process: answers requests on port 2379 and sends changes to those who watch. One member for now.
 * Simplified: a write is durable when it is handled (no raft, no fsync time); its latency is that of the link.
 */
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { expireLeases, handleLease, leaseTimer, setLeaseTimer } from './lease-requests.ts'
import { createLeases, extendAll } from './leases.ts'
import type { EtcdRenewal, EtcdRequest, EtcdResponse, EtcdTxn, EtcdWatchEvent } from './messages.ts'
import { handleRange } from './range-requests.ts'
import { answer, emptyResponse, publish, sendChanges, sendOne, subjectOf } from './replies.ts'
import type { EtcdState } from './state.ts'
import { createStore, getObject, renewLease, type ChangeOrigin } from './store.ts'
import { runTxn } from './transactions.ts'
import { handleEventWatch, handleWatch } from './watch-requests.ts'

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

/** Who makes the change that is being written. */
function noteOrigin(sim: Simulation, { origin }: EtcdState, request: EtcdTxn | EtcdRenewal): ChangeOrigin {
  origin.timeUs = sim.nowUs
  origin.hop = sim.cause
  origin.actor = request.actor
  origin.userAgent = request.userAgent
  return origin
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

function handleCompact(sim: Simulation, state: EtcdState, id: number, revision: number, link: number): void {
  const { store } = state
  const base = emptyResponse(state, { id, call: 'compact' })
  const error = revision > store.revision ? 'future revision' : revision <= store.compactedRevision ? 'compacted' : undefined
  if (error === undefined) store.compactedRevision = revision
  answer(
    sim, state, link, { ...base, succeeded: error === undefined, error, compactedRevision: store.compactedRevision }, hopFlags.routine, 0,
  )
}
