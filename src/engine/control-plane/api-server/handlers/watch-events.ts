/**
 * Watches on Events. They are not in the watch cache, as upstream: each stands on a watch of its own on etcd, and while there is none, nobody
 * makes objects of Events. Source: apiserver/pkg/storage/etcd3/watcher.go.
 */
import { callAt, callsInOrder, removeCall } from '../../../simulation/call-table.ts'
import type { Simulation } from '../../../simulation/simulation.ts'
import type { EtcdResponse, EtcdWatchEvent } from '../../etcd/messages.ts'
import { answerStatus } from '../answers.ts'
import { cancelEtcdWatch, watchEtcdEvents } from '../etcd-calls.ts'
import type { ApiServerState, InFlight, ServerCall } from '../state.ts'
import { deliver, expireWatcher, sendBookmark, viewOf } from '../watch-fan-out.ts'
import { openWatch, selectionOf, sinceOf } from './read.ts'

/** Asks etcd first: the client is answered when that watch runs. */
export function startEventWatch(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { selection, status } = selectionOf(call.request)
  if (selection === undefined) return answerStatus(sim, state, call, status)
  const since = sinceOf(call)
  return watchEtcdEvents(sim, state, call, since === 0 ? 0 : since + 1)
}

/** A request from outside is given up before etcd has answered: nothing is opened for it. */
export function dropAskedWatch(state: ApiServerState, id: number): void {
  for (const flight of callsInOrder(state.inFlight)) {
    const { stage, call } = callAt(state.inFlight, flight)!
    if (stage === 'watchEvents' && call?.external?.id === id) removeCall(state.inFlight, flight)
  }
}

/** etcd's watch runs, or its revision is compacted. */
export function onEventWatchCreated(sim: Simulation, state: ApiServerState, { call }: InFlight, response: EtcdResponse): void {
  if (call === undefined) return
  const { selection, status } = selectionOf(call.request)
  if (selection === undefined) return answerStatus(sim, state, call, status)
  const { watcher } = openWatch(sim, state, call, selection)
  if (response.error === 'compacted') return expireWatcher(sim, state, watcher)
  watcher.events = { etcdWatch: response.id, revision: response.revision, initial: sinceOf(call) === 0 }
  state.watchers.onEvents.set(response.id, watcher)
  return undefined
}

/** Changes of Events. False: the message belongs to no such watch. */
export function onEventChanges(sim: Simulation, state: ApiServerState, watch: number, { changes, revision }: EtcdWatchEvent): boolean {
  const watcher = state.watchers.onEvents.get(watch)
  if (watcher?.events === undefined) {
    if (changes[0]?.resource !== 'events') return false
    cancelEtcdWatch(sim, state, watch)
    return true
  }
  for (const change of changes) {
    const event = viewOf(watcher.selection, change)
    if (event !== undefined) deliver(sim, state, watcher, event)
  }
  const { initial } = watcher.events
  watcher.events.revision = revision
  watcher.events.initial = false
  if (initial && watcher.outside?.initialEvents === true && watcher.outside.bookmarks) sendBookmark(sim, state, watcher, true)
  return true
}
