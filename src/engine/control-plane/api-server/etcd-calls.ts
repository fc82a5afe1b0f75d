/** Calls to etcd: sent over the link of port 2379, remembered until they are answered, given up after 7 s of silence. */
import { packSubject } from '../../../protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import { resourceInfo } from '../../../kubernetes/resources.ts'
import { putCall } from '../../simulation/call-table.ts'
import { schedule, send, type Simulation } from '../../simulation/simulation.ts'
import type { LeaseRenewal } from '../../state/lease-renewals.ts'
import type { EtcdOperation, EtcdRange, EtcdRenewal, EtcdRequest, EtcdTxn } from '../etcd/messages.ts'
import type { ApiServerState, InFlight, ServerCall } from './state.ts'
import { timers } from './timers.ts'

/** Silence after which a call to etcd has failed. Source: etcd's request timeout, 5 s + 2 x election timeout of 1 s. */
export const etcdTimeoutUs = 7_000_000
/** Estimate of a transaction with an object. */
const writeBytes = 1300

function remember(sim: Simulation, state: ApiServerState, flight: InFlight): void {
  putCall(state.inFlight, flight.id, flight)
  armSweep(sim, state, etcdTimeoutUs)
}

/** One timer while anything is in flight; it finds the silent ones. An earlier one replaces it. */
export function armSweep(sim: Simulation, state: ApiServerState, delayUs: number): void {
  const atUs = sim.nowUs + delayUs
  if (state.sweepUs <= atUs) return
  state.sweepUs = atUs
  schedule(sim, delayUs, componentIds.apiServer, -1, timers.sweep, atUs)
}

function sendToEtcd(sim: Simulation, state: ApiServerState, request: EtcdRequest, flags: number, bytes: number, subject: number): void {
  const { note } = state
  note.type = messageTypes.etcdRequest
  note.flags = flags
  note.bytes = bytes
  note.subject = subject
  send(sim, state.etcdLink, false, componentIds.etcd, -1, request.id, request, note)
}

/** Sends a transaction of one write. `tries`: attempts made before. */
export function submit(sim: Simulation, state: ApiServerState, call: ServerCall, operation: EtcdOperation, tries: number): void {
  const { request } = call
  const id = state.nextId++
  remember(sim, state, { id, sentUs: sim.nowUs, stage: 'txn', call, tries, operation })
  const txn: EtcdTxn = { call: 'txn', id, operations: [operation], actor: request.client, userAgent: request.userAgent }
  const subject = packSubject(request.verb, resourceInfo(request.resource).id, request.subresource, operation.slot)
  sendToEtcd(sim, state, txn, request.resource === 'leases' ? hopFlags.routine : 0, operation.value === undefined ? 120 : writeBytes, subject)
}

/** Sends the transaction that renews a Lease. */
export function submitRenewal(sim: Simulation, state: ApiServerState, call: ServerCall, renewal: LeaseRenewal): void {
  const { request } = call
  const { slot } = request
  const id = state.nextId++
  remember(sim, state, { id, sentUs: sim.nowUs, stage: 'renew', call, tries: 0, operation: undefined })
  const write: EtcdRenewal = { call: 'renew', id, slot, renewal, actor: request.client, userAgent: request.userAgent }
  const subject = packSubject(request.verb, resourceInfo('leases').id, request.subresource, slot)
  sendToEtcd(sim, state, write, hopFlags.routine, writeBytes, subject)
}

/** Reads the object of a request from etcd itself (or, without a name, all Events of a namespace). */
export function readForCall(sim: Simulation, state: ApiServerState, call: ServerCall, tries: number): void {
  const { request } = call
  const id = state.nextId++
  remember(sim, state, { id, sentUs: sim.nowUs, stage: 'range', call, tries, operation: undefined })
  const range: EtcdRange = {
    call: 'range', id, resource: request.resource, namespace: request.namespace, name: request.name, slot: request.slot, revision: 0,
  }
  const subject = packSubject(request.name === '' ? 'list' : 'get', resourceInfo(request.resource).id, '', request.slot)
  sendToEtcd(sim, state, range, request.resource === 'leases' ? hopFlags.routine : 0, 120, subject)
}

/** Opens a watch on Events for a request. `sinceRevision` 0: all that live come first. */
export function watchEtcdEvents(sim: Simulation, state: ApiServerState, call: ServerCall, sinceRevision: number): void {
  const id = state.nextId++
  remember(sim, state, { id, sentUs: sim.nowUs, stage: 'watchEvents', call, tries: 0, operation: undefined })
  sendToEtcd(sim, state, { call: 'watchEvents', id, sinceRevision }, 0, 120, packSubject('watch', resourceInfo('events').id, '', -1))
}

/** Ends a watch on Events that nobody hears any more. */
export function cancelEtcdWatch(sim: Simulation, state: ApiServerState, watch: number): void {
  sendToEtcd(sim, state, { call: 'cancelWatch', id: state.nextId++, watch }, 0, 60, packSubject('watch', resourceInfo('events').id, '', -1))
}

/** The server's own calls: the first range, the watch, compaction. Returns the call's number. */
export function sendOwn(sim: Simulation, state: ApiServerState, what: 'start' | 'watch' | 'compact', revision: number): number {
  const id = state.nextId++
  remember(sim, state, { id, sentUs: sim.nowUs, stage: what, call: undefined, tries: 0, operation: undefined })
  const request: EtcdRequest = what === 'start' ? {
    call: 'range', id, resource: undefined, namespace: '', name: '', slot: -1, revision: 0,
  } :
    what === 'watch' ? { call: 'watch', id, sinceRevision: revision } : { call: 'compact', id, revision }
  sendToEtcd(
    sim, state, request, what === 'compact' ? hopFlags.routine : 0, 120, packSubject(what === 'watch' ? 'watch' : 'list', 0, '', -1),
  )
  return id
}
