/** Answers to those who asked: typed ones to components, JSON to the world outside. */
import { packOutcome, packSubject } from '../../../protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import type { RestResponse } from '../../../protocol/rest.ts'
import { resourceInfo } from '../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { Status } from '../../../kubernetes/types/status.ts'
import { send, type Simulation } from '../../simulation/simulation.ts'
import type { LeaseRenewed } from '../../state/lease-renewals.ts'
import { listToWire } from './list-form.ts'
import type { ApiList, ApiResponse, ExternalEvent, ExternalResponse } from './messages.ts'
import { objectToWire } from './outside-form.ts'
import { scaleOf } from './custom-resources/custom-scale.ts'
import type { ApiServerState, ServerCall } from './state.ts'
import { statusToWire, succeeded } from './status-errors.ts'

function count(state: ApiServerState, code: number): void {
  if (code >= 500) state.answered.failed++
  else if (code >= 400) state.answered.refused++
  else state.answered.ok++
}

/** Sends an `ApiResponse` or an `ExternalResponse` over the link that the request came by. */
function deliver(
  sim: Simulation, state: ApiServerState, call: ServerCall, code: number, object: KubernetesObject | undefined, slot: number,
  status: Status | undefined, list: ApiList | undefined,
): void {
  const { request, external } = call
  count(state, code)
  if (call.parent > 0) state.resumable.push({ parent: call.parent, code })
  if (call.link < 0) return
  const { note } = state
  note.type = messageTypes.apiResponse
  note.flags = (request.resource === 'leases' ? hopFlags.routine : 0) | (code >= 400 ? hopFlags.failed : 0)
  note.bytes = list !== undefined ? 200 + list.items.length * 1500 : object !== undefined ? (request.resource === 'pods' ? 2000 : 900) : 250
  note.subject = packSubject(request.verb, resourceInfo(request.resource).id, request.subresource, slot) + packOutcome(code, status?.reason)
  if (external === undefined) {
    const response: ApiResponse = { id: request.id, code, object, slot, status, list }
    send(sim, call.link, true, request.client, request.node, request.id, response, note)
    return
  }
  const response: ExternalResponse = { id: external.id, response: toRest(state, call, code, object, status, list) }
  send(sim, call.link, true, componentIds.user, -1, external.id, response, note)
}

/** The cluster's clock in whole seconds since 1970. */
function nowSeconds(state: ApiServerState): number {
  return Math.floor(state.epochMs / 1000 + state.nowUs / 1_000_000)
}

function toRest(
  state: ApiServerState, call: ServerCall, code: number, object: KubernetesObject | undefined, status: Status | undefined, list: ApiList | undefined,
): RestResponse {
  const { request, external } = call
  const warnings = [...new Set(external?.warnings)]
  let body: unknown
  if (status !== undefined) body = statusToWire(status)
  else if (external === undefined) body = undefined
  else if (list !== undefined) body = listToWire(request.resource, list, external, nowSeconds(state))
  else if (external.evicts) return { status: 201, body: statusToWire(succeeded(201)) }
  else if (object !== undefined) {
    body = request.subresource === 'scale'
      ? scaleOf(state.cache, request.resource, object) : objectToWire(external.form, request.resource, object, nowSeconds(state))
  }
  return warnings.length > 0 ? { status: code, body, warnings } : { status: code, body }
}

/** The request is done; the answer is an object. */
export function answerObject(
  sim: Simulation, state: ApiServerState, call: ServerCall, code: number, object: KubernetesObject | undefined, slot: number,
): void {
  deliver(sim, state, call, code, object, slot, undefined, undefined)
}

/** A Lease is renewed: the answer names the version. Only components renew in the short form. */
export function answerRenewal(sim: Simulation, state: ApiServerState, call: ServerCall, renewal: LeaseRenewed): void {
  const { request } = call
  const { slot } = renewal
  count(state, 200)
  const { note } = state
  note.type = messageTypes.apiResponse
  note.flags = hopFlags.routine
  note.bytes = 900
  note.subject = packSubject(request.verb, resourceInfo('leases').id, request.subresource, slot)
  const response: ApiResponse = { id: request.id, code: 200, object: undefined, slot, status: undefined, list: undefined, renewal }
  send(sim, call.link, true, request.client, request.node, request.id, response, note)
}

/** The request is refused, or its answer is a Status. */
export function answerStatus(sim: Simulation, state: ApiServerState, call: ServerCall, status: Status): void {
  deliver(sim, state, call, status.code, undefined, -1, status, undefined)
}

/** The object is gone: outside, most kinds answer with a Status. Source: registry stores with `ReturnDeletedObject`. */
export function answerDeleted(
  sim: Simulation, state: ApiServerState, call: ServerCall, object: KubernetesObject, slot: number, asStatus: Status,
): void {
  const { resource } = call.request
  const returnsObject = resource === 'pods' || resource === 'services' || resource === 'serviceaccounts'
  deliver(sim, state, call, 200, object, slot, call.external === undefined || returnsObject ? undefined : asStatus, undefined)
}

export function answerList(sim: Simulation, state: ApiServerState, call: ServerCall, list: ApiList): void {
  deliver(sim, state, call, 200, undefined, -1, undefined, list)
}

/** A watch from outside runs, or a log is followed (then with a media type of its own): what comes of it follows. */
export function answerStream(sim: Simulation, state: ApiServerState, call: ServerCall, contentType?: string): void {
  count(state, 200)
  const { note } = state
  note.type = messageTypes.apiResponse
  note.flags = 0
  note.bytes = 100
  note.subject = packSubject(contentType === undefined ? 'watch' : 'get', resourceInfo(call.request.resource).id, call.request.subresource, -1)
  const stream: RestResponse = { status: 200, body: undefined, stream: true }
  const response: ExternalResponse = { id: call.request.id, response: contentType === undefined ? stream : { ...stream, contentType } }
  send(sim, call.link, true, componentIds.user, -1, call.request.id, response, note)
}

/** The next piece of a stream's text; undefined: the stream has ended. */
export function answerPiece(sim: Simulation, state: ApiServerState, call: ServerCall, text: string | undefined): void {
  const { note } = state
  note.type = messageTypes.watchEvent
  note.flags = 0
  note.bytes = 60 + (text?.length ?? 0)
  note.subject = packSubject('get', resourceInfo(call.request.resource).id, call.request.subresource, -1)
  const payload: ExternalEvent = { id: call.request.id, event: text === undefined ? undefined : { type: 'DATA', object: text } }
  send(sim, call.link, true, componentIds.user, -1, call.request.id, payload, note)
}

/** Plain text (a log) or a JSON value that is no object of the API (discovery); outside only. */
export function answerBody(
  sim: Simulation, state: ApiServerState, link: number, id: number, body: unknown, status = 200, contentType?: string,
): void {
  count(state, status)
  const { note } = state
  note.type = messageTypes.apiResponse
  note.flags = status >= 400 ? hopFlags.failed : 0
  note.bytes = typeof body === 'string' ? 100 + body.length : 800
  note.subject = packSubject('get', 0, '', -1) + (status >= 500 ? packOutcome(status, undefined) : 0)
  const response: ExternalResponse = { id, response: contentType === undefined ? { status, body } : { status, body, contentType } }
  send(sim, link, true, componentIds.user, -1, id, response, note)
}

/** A refusal of a request from outside that never became a call (path, body, media type). */
export function refuseOutside(sim: Simulation, state: ApiServerState, link: number, id: number, status: Status): void {
  count(state, status.code)
  const { note } = state
  note.type = messageTypes.apiResponse
  note.flags = hopFlags.failed
  note.bytes = 250
  note.subject = packSubject('get', 0, '', -1) + packOutcome(status.code, status.reason)
  const response: ExternalResponse = { id, response: { status: status.code, body: statusToWire(status) } }
  send(sim, link, true, componentIds.user, -1, id, response, note)
}
