/** Watches: what has changed since a revision, and from then on everything. Events have a watch of their own kind. */
import { componentIds, hopFlags } from '../../../protocol/vocabulary.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { eventCreateRevision, eventRevision, findEventRows, materialiseEvent } from './event-log.ts'
import { afterChange, beforeChange, changeIndex, firstChangeFrom, reachesBack } from './history.ts'
import type { EtcdChange } from './messages.ts'
import { answer, emptyResponse, sendChanges, subjectOf } from './replies.ts'
import type { EtcdState, EtcdWatcher } from './state.ts'
import { eventChange } from './transactions.ts'

/** A watch on all but Events: one for each connection. `sinceRevision` 0: from now on. */
export function handleWatch(sim: Simulation, state: EtcdState, id: number, sinceRevision: number, link: number): void {
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

/** A watch on Events: as many as are asked for. `sinceRevision` 0: first all that live. */
export function handleEventWatch(sim: Simulation, state: EtcdState, id: number, sinceRevision: number, link: number): void {
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
