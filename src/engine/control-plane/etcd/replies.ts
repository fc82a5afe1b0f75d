/** What etcd sends: answers, and changes to those who watch. Bytes are estimated: a head and a constant per object. */
import { resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import { packSubject, type Verb } from '../../../protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import { send, type Simulation } from '../../simulation/simulation.ts'
import type { LeaseRenewed } from '../../state/lease-renewals.ts'
import type { EtcdChange, EtcdRequest, EtcdResponse, EtcdWatchEvent } from './messages.ts'
import type { EtcdState, EtcdWatcher } from './state.ts'

/** Estimates of a message's head and of an object in it. */
const headBytes = 60

const objectBytes = 1200

/** An answer that says that it worked, and at which revision. */
export function emptyResponse(state: EtcdState, request: Pick<EtcdRequest, 'id' | 'call'>): EtcdResponse {
  const { revision, compactedRevision } = state.store
  return {
    id: request.id, call: request.call, succeeded: true, error: undefined, revision, compactedRevision,
    object: undefined, slot: -1, items: undefined, slots: undefined, lease: 0,
  }
}

/** Sends an answer. Bytes are estimated: a head and a constant per object. */
export function answer(sim: Simulation, state: EtcdState, link: number, response: EtcdResponse, flags: number, subject: number): void {
  const { note } = state
  note.type = messageTypes.etcdResponse
  note.flags = response.error === undefined && response.succeeded ? flags : flags | hopFlags.failed
  note.bytes = headBytes + (response.object === undefined ? 0 : objectBytes) + (response.items === undefined ? 0 : response.items.length * objectBytes)
  note.subject = subject
  send(sim, link, true, componentIds.apiServer, -1, response.id, response, note)
}

/** What a message is about, for the trace. */
export function subjectOf(verb: Verb, resource: ResourceName, slot: number): number {
  return packSubject(verb, resourceInfo(resource).id, '', slot)
}

/** Sends a message back over a link, as long as an object. */
export function sendOne(
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

/** Sends the changes of the newest revision to all who watch. */
export function publish(sim: Simulation, state: EtcdState, changes: readonly EtcdChange[], flags: number, subject: number): void {
  if (state.watchers.length === 0) return
  const event: EtcdWatchEvent = { revision: changes[0]!.revision, changes }
  for (const watcher of state.watchers) sendChanges(sim, state, watcher, event, flags, subject)
}

/** Sends changes to one who watches. */
export function sendChanges(sim: Simulation, state: EtcdState, watcher: EtcdWatcher, event: EtcdWatchEvent, flags: number, subject: number): void {
  const { note } = state
  note.type = messageTypes.etcdWatchEvent
  note.flags = flags
  note.bytes = headBytes + event.changes.length * objectBytes
  note.subject = subject
  send(sim, watcher.link, true, watcher.to, -1, watcher.id, event, note)
}
