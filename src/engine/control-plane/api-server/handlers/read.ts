/** Get, list and watch. A get is a read from etcd itself; lists and watches come from the watch cache, at its revision. */
import { parseFieldSelector, parseLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import type { Status } from '../../../../kubernetes/types/status.ts'
import { componentIds } from '../../../../protocol/vocabulary.ts'
import { schedule, type Simulation } from '../../../simulation/simulation.ts'
import type { EtcdResponse } from '../../etcd/messages.ts'
import { answerList, answerObject, answerStatus, answerStream } from '../answers.ts'
import { readForCall } from '../etcd-calls.ts'
import type { ApiRequest } from '../messages.ts'
import type { OutsideWatch } from '../outside-watch.ts'
import { unsupportedField } from '../selectable-fields.ts'
import type { ApiServerState, InFlight, Selection, ServerCall } from '../state.ts'
import { badRequest, notFound } from '../status-errors.ts'
import { timers } from '../timers.ts'
import { isSelected, selectObjects } from '../watch-cache.ts'
import { changesAfter } from '../watch-window.ts'
import { addWatcher, type Watcher } from '../watchers.ts'
import { deliver, expireWatcher, sendBookmark, viewOf } from '../watch-fan-out.ts'

type Selected = { readonly selection: Selection; readonly status: undefined } | { readonly selection: undefined; readonly status: Status }

/** The selection that a request's namespace and selectors make. */
export function selectionOf(request: ApiRequest): Selected {
  const labels = parseLabelSelector(request.options?.labelSelector ?? '')
  const fields = parseFieldSelector(request.options?.fieldSelector ?? '')
  const error = labels.error ?? fields.error
  if (error !== undefined) return { selection: undefined, status: badRequest(error) }
  const unsupported = unsupportedField(request.resource, fields.requirements)
  if (unsupported !== undefined) {
    return { selection: undefined, status: badRequest(`field label not supported: ${unsupported}`) }
  }
  // A named watch or list is one with a field selector on the name.
  const named = request.name === '' ? fields.requirements : [
    ...fields.requirements, { field: 'metadata.name', value: request.name, equal: true },
  ]
  return {
    selection: { resource: request.resource, namespace: request.namespace, labels: labels.requirements, fields: named }, status: undefined,
  }
}

export function startGet(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  readForCall(sim, state, call, 0)
}

/** etcd has answered a get, or a list of Events. */
export function continueRead(sim: Simulation, state: ApiServerState, flight: InFlight, response: EtcdResponse): void {
  const { call } = flight
  if (call === undefined) return
  const { request } = call
  if (request.verb === 'list') {
    answerEvents(sim, state, call, response)
    return
  }
  if (response.object === undefined) answerStatus(sim, state, call, notFound(request.resource, request.name))
  else answerObject(sim, state, call, 200, response.object, response.slot)
}

export function startList(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { selection, status } = selectionOf(call.request)
  if (selection === undefined) answerStatus(sim, state, call, status)
  else if (selection.resource === 'events') readForCall(sim, state, call, 0)
  else {
    const { items, slots } = selectObjects(state.cache, selection)
    answerList(sim, state, call, { revision: state.cache.revision, items, slots })
  }
}

/** Events are not cached: their list comes from etcd, and is selected here. */
function answerEvents(sim: Simulation, state: ApiServerState, call: ServerCall, response: EtcdResponse): void {
  const { selection, status } = selectionOf(call.request)
  if (selection === undefined) {
    answerStatus(sim, state, call, status)
    return
  }
  const items: KubernetesObject[] = []
  const slots: number[] = []
  response.items?.forEach((object, i) => {
    if (!isSelected(selection, object)) return
    items.push(object)
    slots.push(response.slots?.[i] ?? -1)
  })
  answerList(sim, state, call, { revision: response.revision, items, slots })
}

/**
 * Registers a watch: answers 200, then sends what changed after `sinceRevision`; without one, all that exists as ADDED. A revision that is
 * gone from the window ends the watch with EXPIRED.
 */
export function startWatch(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { request } = call
  const { selection, status } = selectionOf(request)
  if (selection === undefined) {
    answerStatus(sim, state, call, status)
    return
  }
  // One proxy's watch is served by the group's from now on: it is answered, and none is registered.
  if (request.client === componentIds.kubeProxy && request.node >= 0) {
    answerObject(sim, state, call, 200, undefined, -1)
    return
  }
  const { watcher, outside } = openWatch(sim, state, call, selection)
  const since = sinceOf(call)
  if (since > 0) resume(sim, state, watcher, since)
  else sendInitial(sim, state, watcher)
  if (outside?.initialEvents === true && outside.bookmarks) sendBookmark(sim, state, watcher, true)
}

/** Changes after this revision are wanted; 0: first all that exists. */
export function sinceOf({ request, external }: ServerCall): number {
  return external?.watch.initialEvents === true ? 0 : request.options?.sinceRevision ?? 0
}

/** Registers a watch and answers 200. */
export function openWatch(
  sim: Simulation, state: ApiServerState, call: ServerCall, selection: Selection,
): { readonly watcher: Watcher; readonly outside: OutsideWatch | undefined } {
  const { request } = call
  const group = request.client === componentIds.kubeProxy
  const link = group && state.groupLink >= 0 ? state.groupLink : call.link
  const outside = call.external === undefined ? undefined : {
    ...call.external.watch, form: call.external.form, since: request.options?.sinceRevision ?? 0,
  }
  const watcher = addWatcher(state.watchers, request.id, request.client, request.node, link, request.userAgent, selection, outside)
  if (outside === undefined) answerObject(sim, state, { ...call, link }, 200, undefined, -1)
  else openOutside(sim, state, call, watcher, outside)
  return { watcher, outside }
}

/** Source: apiserver/pkg/storage/cacher (bookmarkFrequency). */
const bookmarkEveryUs = 60_000_000

function openOutside(sim: Simulation, state: ApiServerState, call: ServerCall, watcher: Watcher, outside: OutsideWatch): void {
  answerStream(sim, state, call)
  schedule(sim, outside.timeoutSeconds * 1_000_000, componentIds.apiServer, -1, timers.watchTimeout, watcher.number)
  if (outside.bookmarks) schedule(sim, bookmarkEveryUs, componentIds.apiServer, -1, timers.bookmark, watcher.number)
}

/** Timer `bookmark`: tells the watch where it stands, as long as it is open. */
export function onBookmarkTimer(sim: Simulation, state: ApiServerState, number: number): void {
  const watcher = state.watchers.byNumber.get(number)
  if (watcher === undefined) return
  sendBookmark(sim, state, watcher, false)
  schedule(sim, bookmarkEveryUs, componentIds.apiServer, -1, timers.bookmark, number)
}

function resume(sim: Simulation, state: ApiServerState, watcher: Watcher, since: number): void {
  const changes = changesAfter(state.cache.window, watcher.selection.resource, since)
  if (changes === undefined) {
    expireWatcher(sim, state, watcher)
    return
  }
  for (const change of changes) {
    const event = viewOf(watcher.selection, change)
    if (event !== undefined) deliver(sim, state, watcher, event)
  }
}

function sendInitial(sim: Simulation, state: ApiServerState, watcher: Watcher): void {
  const { items, slots } = selectObjects(state.cache, watcher.selection)
  items.forEach((object, i) => {
    const event = Object.freeze({
      type: 'ADDED', resource: watcher.selection.resource, slot: slots[i] ?? -1, object, previous: undefined,
      revision: object.metadata.resourceVersion,
    })
    deliver(sim, state, watcher, event)
  })
}
