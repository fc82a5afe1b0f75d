/**
 * The client half of port 6443, the same for every component: numbers its calls, keeps what is in flight, throttles, and turns silence into
 * an answer with code 0. One record serves all nodes of a kind (kubelets): then a call names its machine and link.
 */
import { componentIds, hopFlags, messageTypes } from '../../protocol/vocabulary.ts'
import { packSubject, type Subresource, type Verb } from '../../protocol/subject.ts'
import { resourceInfo, type ResourceName } from '../../kubernetes/resources.ts'
import type { ApiRequest, ApiResponse, PatchType, RequestOptions } from '../control-plane/api-server/messages.ts'
import { callAt, callsInOrder, clearCalls, createCallTable, putCall, removeCall, type CallTable } from '../simulation/call-table.ts'
import { schedule, scheduleAt, send, type MessageNote, type Simulation } from '../simulation/simulation.ts'
import { createRateLimiter, tryTake, waitUs, type RateLimiter } from './rate-limiter.ts'
import { clientTimers } from './timers.ts'

/** Silence after which a call has failed. Upstream's client has none of its own for most calls; the server's is 34 s to 60 s. */
export const callTimeoutUs = 10_000_000

/** What a component asks; the library adds id and addresses. */
export interface Call {
  readonly verb: Verb
  readonly resource: ResourceName
  readonly subresource: Subresource
  readonly namespace: string
  readonly name: string
  /** -1: unknown. */
  readonly slot: number
  readonly body: unknown
  readonly patchType: PatchType | undefined
  readonly options: RequestOptions | undefined
  readonly userAgent: string
  /** Machine number and link of the asking process; -1 and the component's own link for the control plane. */
  readonly node: number
  readonly link: number
}

/** A call in flight or waiting for a token. `purpose`, `key` and `context` are the component's own and come back with the answer. */
export interface PendingCall {
  readonly request: ApiRequest
  readonly link: number
  readonly purpose: number
  readonly key: number
  readonly context: unknown
  deadlineUs: number
}

export interface ApiClient {
  component: number
  nextId: number
  /** Sent, by id. */
  inFlight: CallTable<PendingCall>
  /** Not sent yet, by id. */
  throttled: Map<number, PendingCall>
  /** undefined: no limit. */
  limiters: (RateLimiter | undefined)[]
  sweepArmed: boolean
  /** Scratch record for `send`. */
  note: MessageNote
}

/** `limits`: one entry per client that has a bucket of its own (a controller, the events client); qps 0 switches it off. */
export function createApiClient(component: number, limits: readonly { readonly qps: number; readonly burst: number }[]): ApiClient {
  return {
    component,
    nextId: 1,
    inFlight: createCallTable(),
    throttled: new Map(),
    limiters: limits.map((limit) => createRateLimiter(limit.qps, limit.burst)),
    sweepArmed: false,
    note: { type: messageTypes.apiRequest, flags: 0, bytes: 0, subject: 0 },
  }
}

/** Forgets everything in flight, as a process that restarts does. Ids go on, so that late answers find nobody. */
export function resetApiClient(client: ApiClient): void {
  clearCalls(client.inFlight)
  client.throttled.clear()
  client.sweepArmed = false
  for (let limiter = 0; limiter < client.limiters.length; limiter++) resetLimiter(client, limiter)
}

/** A bucket whose process restarts: nobody waits for a token. */
export function resetLimiter(client: ApiClient, limiter: number): void {
  const bucket = client.limiters[limiter]
  if (bucket === undefined) return
  bucket.waiting = []
  bucket.armed = false
}

/** Request bytes are an estimate by kind of body: enough to tell a Lease from a Deployment. */
function estimateBytes(request: ApiRequest): number {
  if (request.body === undefined) return 180
  return request.resource === 'pods' ? 1400 : request.resource === 'leases' ? 420 : 900
}

/** The number of a client's next call. */
export function takeCallId(client: ApiClient): number {
  return client.nextId++
}

/** Makes a call that no bucket holds back, of a request that is complete (its id from `takeCallId`). */
export function callAtOnce(sim: Simulation, client: ApiClient, request: ApiRequest, link: number, purpose: number): void {
  dispatch(sim, client, { request, link, purpose, key: 0, context: undefined, deadlineUs: 0 })
}

/**
 * Makes a call. `limiter` -1: unthrottled. Returns its id; the answer comes to the component as an `apiResponse` message (or, after a
 * timeout, from `sweepTimeouts`) and is matched by `takeCall`.
 */
export function call(
  sim: Simulation, client: ApiClient, what: Call, purpose: number, key: number, context: unknown, limiter = -1,
): number {
  const id = takeCallId(client)
  const request: ApiRequest = {
    id, client: client.component, node: what.node, userAgent: what.userAgent, verb: what.verb, resource: what.resource,
    subresource: what.subresource, namespace: what.namespace, name: what.name, slot: what.slot, body: what.body,
    patchType: what.patchType, options: what.options,
  }
  const pending: PendingCall = { request, link: what.link, purpose, key, context, deadlineUs: 0 }
  const bucket = limiter < 0 ? undefined : client.limiters[limiter]
  if (bucket !== undefined && (bucket.waiting.length > 0 || !tryTake(bucket, sim.nowUs))) {
    client.throttled.set(id, pending)
    bucket.waiting.push(id)
    armLimiter(sim, client, bucket, limiter, what.node)
    return id
  }
  dispatch(sim, client, pending)
  return id
}

function armLimiter(sim: Simulation, client: ApiClient, bucket: RateLimiter, limiter: number, node: number): void {
  if (bucket.armed) return
  bucket.armed = true
  schedule(sim, waitUs(bucket), client.component, node, clientTimers.limiter, limiter)
}

function dispatch(sim: Simulation, client: ApiClient, pending: PendingCall): void {
  const { request } = pending
  pending.deadlineUs = sim.nowUs + callTimeoutUs
  putCall(client.inFlight, request.id, pending)
  if (!client.sweepArmed) {
    client.sweepArmed = true
    scheduleSweep(sim, client, pending.deadlineUs)
  }
  const routine = request.resource === 'leases' ? hopFlags.routine : 0
  const { note } = client
  note.flags = routine
  note.bytes = estimateBytes(request)
  note.subject = packSubject(request.verb, resourceInfo(request.resource).id, request.subresource, request.slot)
  send(sim, pending.link, false, componentIds.apiServer, -1, request.id, request, note)
}

/**
 * The sweep of a component that exists per node belongs to no single process, so it is addressed to machine -1, which never restarts;
 * kubelets and proxies treat -1 as "the kind as a whole".
 */
function scheduleSweep(sim: Simulation, client: ApiClient, atUs: number): void {
  scheduleAt(sim, atUs, client.component, -1, clientTimers.timeoutSweep, 0)
}

/** A token has come (timer `limiter`): sends what may go and arms the next. */
export function onLimiterTimer(sim: Simulation, client: ApiClient, limiter: number, node = -1): void {
  const bucket = client.limiters[limiter]
  if (bucket === undefined) return
  bucket.armed = false
  while (bucket.waiting.length > 0 && tryTake(bucket, sim.nowUs)) {
    const id = bucket.waiting.shift()!
    const pending = client.throttled.get(id)
    client.throttled.delete(id)
    if (pending !== undefined) dispatch(sim, client, pending)
  }
  if (bucket.waiting.length > 0) armLimiter(sim, client, bucket, limiter, node)
}

/** The call that an answer belongs to; undefined when it is of a former life or has timed out. A watch stays known by its id elsewhere. */
export function takeCall(client: ApiClient, response: ApiResponse): PendingCall | undefined {
  return removeCall(client.inFlight, response.id)
}

/** Answer that stands for silence. */
export function noAnswer(id: number): ApiResponse {
  return { id, code: 0, object: undefined, slot: -1, status: undefined, list: undefined }
}

/** Calls that have been silent too long (timer `timeoutSweep`), oldest first; they are in flight no more. Arms the next sweep. */
export function sweepTimeouts(sim: Simulation, client: ApiClient): readonly PendingCall[] {
  const silent: PendingCall[] = []
  client.sweepArmed = false
  for (const id of callsInOrder(client.inFlight)) {
    const pending = callAt(client.inFlight, id)!
    if (pending.deadlineUs > sim.nowUs) {
      client.sweepArmed = true
      scheduleSweep(sim, client, pending.deadlineUs)
      break
    }
    removeCall(client.inFlight, id)
    silent.push(pending)
  }
  return silent
}

/** Forgets the calls of one machine's process (it restarted). */
export function dropCallsOf(client: ApiClient, node: number): void {
  for (const id of callsInOrder(client.inFlight)) if (callAt(client.inFlight, id)?.request.node === node) removeCall(client.inFlight, id)
  for (const [id, pending] of client.throttled) if (pending.request.node === node) client.throttled.delete(id)
}

/** Options with nothing set but what is named. */
export function requestOptions(some: Partial<RequestOptions>): RequestOptions {
  return {
    resourceVersion: some.resourceVersion ?? 0,
    labelSelector: some.labelSelector ?? '',
    fieldSelector: some.fieldSelector ?? '',
    gracePeriodSeconds: some.gracePeriodSeconds,
    propagationPolicy: some.propagationPolicy,
    preconditionUid: some.preconditionUid,
    sinceRevision: some.sinceRevision ?? 0,
  }
}
