/** Events for those who watch: the fan-out of a change, one shared event per change and kind of view, and the end of a watch. */
import { resourceInfo } from '../../../kubernetes/resources.ts'
import type { Pod } from '../../../kubernetes/types/core.ts'
import { packSubject } from '../../../protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import { send, type Simulation } from '../../simulation/simulation.ts'
import type { LeaseRenewed } from '../../state/lease-renewals.ts'
import type { EtcdChange } from '../etcd/messages.ts'
import type { ExternalEvent, WatchEvent } from './messages.ts'
import { bookmark, eventBytes, eventToWire, type OutsideWatch } from './outside-watch.ts'
import type { ApiServerState, Selection } from './state.ts'
import { isSelected } from './watch-cache.ts'
import { changeOf } from './watch-window.ts'
import { markBroken, processKey, removeWatcher, type Watcher } from './watchers.ts'

/** Estimate of an event with an object. */
const objectBytes = 900

function sendEvent(sim: Simulation, state: ApiServerState, watcher: Watcher, event: WatchEvent): void {
  const { note } = state
  note.type = messageTypes.watchEvent
  note.flags = event.resource === 'leases' ? hopFlags.routine : 0
  note.bytes = event.object === undefined ? 120 : event.resource === 'pods' ? 2000 : objectBytes
  note.subject = packSubject(
    event.type === 'DELETED' ? 'delete' : event.type === 'ADDED' ? 'create' : event.type === 'MODIFIED' ? 'update' : 'watch',
    resourceInfo(event.resource).id, '', event.slot,
  )
  if (watcher.outside === undefined) send(sim, watcher.link, true, watcher.client, watcher.node, watcher.id, event, note)
  else sendOutside(sim, state, watcher, watcher.outside, event)
}

function sendOutside(sim: Simulation, state: ApiServerState, watcher: Watcher, outside: OutsideWatch, event: WatchEvent): void {
  const { note } = state
  note.bytes = event.object === undefined ? 120 : eventBytes(outside, event.resource)
  const told = eventToWire(state, outside, event)
  sendToOutside(sim, state, watcher, told)
  // The error is the last thing that the client reads.
  if (event.type === 'EXPIRED') sendToOutside(sim, state, watcher, undefined)
}

function sendToOutside(sim: Simulation, state: ApiServerState, watcher: Watcher, event: ExternalEvent['event']): void {
  const payload: ExternalEvent = { id: watcher.id, event }
  send(sim, watcher.link, true, watcher.client, watcher.node, watcher.id, payload, state.note)
}

/** Tells a watch from outside up to which revision it has seen everything. `first`: what existed before has been sent. */
export function sendBookmark(sim: Simulation, state: ApiServerState, watcher: Watcher, first: boolean): void {
  if (watcher.outside === undefined || watcher.broken) return
  const { note } = state
  note.type = messageTypes.watchEvent
  note.flags = hopFlags.routine
  note.bytes = 120
  note.subject = packSubject('watch', resourceInfo(watcher.selection.resource).id, '', -1)
  sendToOutside(sim, state, watcher, bookmark(watcher.outside, watcher.selection.resource, watcher.events?.revision ?? state.cache.revision, first))
}

/** Sends an event; over a cut link it is lost, and the watch is broken from then on. */
export function deliver(sim: Simulation, state: ApiServerState, watcher: Watcher, event: WatchEvent): void {
  if (watcher.broken) return
  if (sim.links.cut[watcher.link] !== 0) markBroken(state.watchers, watcher)
  sendEvent(sim, state, watcher, event)
}

/** The change as a watcher with a narrower view sees it; undefined: not at all. */
export function viewOf(selection: Selection, event: EtcdChange): WatchEvent | undefined {
  const now = event.type !== 'DELETED' && isSelected(selection, event.object)
  const before = event.previous !== undefined && isSelected(selection, event.previous)
  if (now) return before || event.type === 'ADDED' ? event : viewAs(event, 'ADDED')
  if (!before) return undefined
  return event.type === 'DELETED' ? event : viewAs(event, 'DELETED')
}

function viewAs(event: EtcdChange, type: 'ADDED' | 'DELETED'): WatchEvent {
  return Object.freeze(
    { type, resource: event.resource, slot: event.slot, object: event.object, previous: event.previous, revision: event.revision },
  )
}

/** Sends one change of etcd to all who watch it. */
export function fanOut(sim: Simulation, state: ApiServerState, change: EtcdChange): void {
  const { watchers } = state
  const list = watchers.byResource[resourceInfo(change.resource).id]
  if (list !== undefined) for (const watcher of list) deliverView(sim, state, watcher, change)
  if (change.resource === 'pods') fanOutToNode(sim, state, change)
}

/** True when a watcher sees every object of its resource. */
function seesAll({ namespace, labels, fields }: Selection): boolean {
  return namespace === '' && labels.length === 0 && fields.length === 0
}

function deliverView(sim: Simulation, state: ApiServerState, watcher: Watcher, change: EtcdChange): void {
  const event = seesAll(watcher.selection) ? change : viewOf(watcher.selection, change)
  if (event !== undefined) deliver(sim, state, watcher, event)
}

/** Sends a renewal to all who watch Leases: to the controller manager as it is, to others as the change that it is. */
export function fanOutRenewal(sim: Simulation, state: ApiServerState, renewed: LeaseRenewed): void {
  const { id } = resourceInfo('leases')
  const list = state.watchers.byResource[id]
  if (list === undefined) return
  let change: EtcdChange | undefined
  for (const watcher of list) {
    if (watcher.client === componentIds.controllerManager) deliverRenewal(sim, state, watcher, renewed, id)
    else deliverView(sim, state, watcher, change ??= changeOf(renewed))
  }
}

function deliverRenewal(sim: Simulation, state: ApiServerState, watcher: Watcher, renewed: LeaseRenewed, resource: number): void {
  if (watcher.broken) return
  if (sim.links.cut[watcher.link] !== 0) markBroken(state.watchers, watcher)
  const { note } = state
  note.type = messageTypes.watchEvent
  note.flags = hopFlags.routine
  note.bytes = objectBytes
  note.subject = packSubject('update', resource, '', renewed.slot)
  send(sim, watcher.link, true, watcher.client, watcher.node, watcher.id, renewed, note)
}

/** A pod's change goes to its node only; a pod that was bound just now is ADDED there. */
function fanOutToNode(sim: Simulation, state: ApiServerState, change: EtcdChange): void {
  const node = (change.object as Pod).spec.nodeName
  if (node === undefined) return
  const list = state.watchers.podsByNode.get(node)
  if (list === undefined) return
  const before = change.previous === undefined ? undefined : (change.previous as Pod).spec.nodeName
  const event: WatchEvent = change.type === 'MODIFIED' && before !== node ? viewAs(change, 'ADDED') : change
  for (const watcher of list) deliver(sim, state, watcher, event)
}

/** Ends the broken watches of a process and tells it, so that it lists and watches again. */
export function closeBroken(sim: Simulation, state: ApiServerState, client: number, node: number): void {
  const { watchers } = state
  if (watchers.broken.size === 0) return
  const key = processKey(client, node)
  const numbers = watchers.broken.get(key)
  if (numbers === undefined) return
  for (const number of [...numbers]) closeWatcher(sim, state, number)
}

/** Ends a watch and tells its client; over a cut link it is told when the link is whole. */
export function closeWatcher(sim: Simulation, state: ApiServerState, number: number): void {
  const watcher = state.watchers.byNumber.get(number)
  if (watcher === undefined) return
  if (sim.links.cut[watcher.link] !== 0) {
    // Its end would be lost as well: it is told when the link is whole.
    if (!watcher.broken) markBroken(state.watchers, watcher)
    return
  }
  removeWatcher(state.watchers, watcher)
  sendEvent(sim, state, watcher, endOf(watcher, 'CLOSED', state.cache.revision))
}

/** The last event of a watch. */
function endOf(watcher: Watcher, type: 'CLOSED' | 'EXPIRED', revision: number): WatchEvent {
  return Object.freeze({ type, resource: watcher.selection.resource, slot: -1, object: undefined, previous: undefined, revision })
}

/** The connection to etcd is made anew: the watches on Events stood on the old one. */
export function closeEventWatches(sim: Simulation, state: ApiServerState): void {
  for (const watcher of [...state.watchers.onEvents.values()]) closeWatcher(sim, state, watcher.number)
}

/** Ends a watch that asks for a revision that is gone. */
export function expireWatcher(sim: Simulation, state: ApiServerState, watcher: Watcher): void {
  removeWatcher(state.watchers, watcher)
  sendEvent(sim, state, watcher, endOf(watcher, 'EXPIRED', state.cache.revision))
}

/** Ends all watches: the cache was filled anew and cannot say what they missed. */
export function closeAll(sim: Simulation, state: ApiServerState): void {
  for (const number of [...state.watchers.byNumber.keys()]) closeWatcher(sim, state, number)
}
