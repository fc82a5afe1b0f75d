/** The smallest cluster that answers: kernel, etcd, API server and one fake client of each door. For tests of what stands on the API. */
import type { ResourceName } from '../../src/kubernetes/resources.ts'
import type { KubernetesObject } from '../../src/kubernetes/types/meta.ts'
import type { Status } from '../../src/kubernetes/types/status.ts'
import { defaultEpochMs } from '../../src/protocol/options.ts'
import type { RestRequest, RestResponse } from '../../src/protocol/rest.ts'
import type { Subresource, Verb } from '../../src/protocol/subject.ts'
import { componentIds, messageTypes } from '../../src/protocol/vocabulary.ts'
import { createApiServer, handleApiServer, startApiServer } from '../../src/engine/control-plane/api-server/api-server.ts'
import type {
  ApiRequest, ApiResponse, ExternalClose, ExternalEvent, ExternalRequest, ExternalResponse, RequestOptions, WatchEvent,
} from '../../src/engine/control-plane/api-server/messages.ts'
import type { ApiServerState } from '../../src/engine/control-plane/api-server/state.ts'
import { createEtcd, handleEtcd, startEtcd } from '../../src/engine/control-plane/etcd/etcd.ts'
import type { EtcdState } from '../../src/engine/control-plane/etcd/state.ts'
import { addLink } from '../../src/engine/simulation/links.ts'
import { isUp } from '../../src/engine/simulation/processes.ts'
import { createSimulation, isStale, nextTimeUs, send, takeEvent, type Simulation } from '../../src/engine/simulation/simulation.ts'

export interface Harness {
  sim: Simulation
  etcd: EtcdState
  apiServer: ApiServerState
  /** Links: API server to etcd, client to API server, API server to kubelet, the group of proxies. */
  links: { etcd: number; client: number; kubelet: number; group: number }
  nextId: number
  responses: Map<number, ApiResponse>
  outside: Map<number, RestResponse>
  /** Watch events that came, with the id of their watch and the machine that got them. */
  events: { watch: number; node: number; event: WatchEvent }[]
  /** Events of watches from outside, with the id of their request; undefined: the watch has ended. */
  outsideEvents: ExternalEvent[]
  /** What kubelets were asked on 10250. */
  kubeletRequests: { node: number; payload: unknown; link: number }[]
}

/** A started cluster, run until the API server is ready and has made its own objects. */
export function createHarness(seed = 1): Harness {
  const sim = createSimulation(seed, defaultEpochMs)
  const links = {
    etcd: addLink(sim.links, 0, -1, -1, 300, 100), client: addLink(sim.links, 1, -1, -1, 400, 100),
    kubelet: addLink(sim.links, 2, -1, 0, 400, 100), group: addLink(sim.links, 3, -2, -2, 400, 100),
  }
  const harness: Harness = {
    sim, links, etcd: createEtcd(), apiServer: createApiServer(seed, links.etcd, links.group), nextId: 1, responses: new Map(),
    outside: new Map(), events: [], outsideEvents: [],
    kubeletRequests: [],
  }
  startEtcd(sim, harness.etcd)
  startApiServer(sim, harness.apiServer)
  runFor(harness, 100_000)
  return harness
}

function deliver(harness: Harness): void {
  const { sim } = harness
  const event = takeEvent(sim)
  if (event === undefined || isStale(sim, event)) return
  if (event.to === componentIds.etcd) {
    if (isUp(sim.processes, componentIds.etcd, -1)) handleEtcd(sim, harness.etcd, event)
  } else if (event.to === componentIds.apiServer) {
    if (isUp(sim.processes, componentIds.apiServer, -1)) handleApiServer(sim, harness.apiServer, event)
  } else if (event.op === messageTypes.apiResponse && event.to === componentIds.user) {
    const { id, response } = event.payload as ExternalResponse
    harness.outside.set(id, response)
  } else if (event.op === messageTypes.apiResponse) harness.responses.set(event.num, event.payload as ApiResponse)
  else if (event.op === messageTypes.watchEvent && event.to === componentIds.user) harness.outsideEvents.push(event.payload as ExternalEvent)
  else if (event.op === messageTypes.watchEvent) harness.events.push(
    { watch: event.num, node: event.at, event: event.payload as WatchEvent },
  )
  else if (event.op === messageTypes.kubeletRequest) harness.kubeletRequests.push(
    { node: event.at, payload: event.payload, link: event.link },
  )
  sim.cause = -1
}

/** Runs for a simulated duration. */
export function runFor(harness: Harness, durationUs: number): void {
  const until = harness.sim.nowUs + durationUs
  while (nextTimeUs(harness.sim) <= until) deliver(harness)
  harness.sim.nowUs = until
}

/** Runs one event. */
export function stepOnce(harness: Harness): void {
  deliver(harness)
}

const defaultOptions: RequestOptions = {
  resourceVersion: 0, labelSelector: '', fieldSelector: '', gracePeriodSeconds: undefined, propagationPolicy: undefined,
  preconditionUid: undefined, sinceRevision: 0,
}

export interface Ask {
  readonly verb: Verb
  readonly resource: ResourceName
  readonly subresource?: Subresource
  readonly namespace?: string
  readonly name?: string
  readonly slot?: number
  readonly body?: unknown
  readonly patchType?: ApiRequest['patchType']
  readonly options?: Partial<RequestOptions>
  readonly client?: number
  readonly node?: number
  readonly userAgent?: string
}

/** Sends a component's request; returns its id. */
export function sendRequest(harness: Harness, ask: Ask): number {
  const id = harness.nextId++
  const request: ApiRequest = {
    id, client: ask.client ?? componentIds.controllerManager, node: ask.node ?? -1, userAgent: ask.userAgent ?? 'test', verb: ask.verb,
    resource: ask.resource,
    subresource: ask.subresource ?? '', namespace: ask.namespace ?? 'default', name: ask.name ?? '', slot: ask.slot ?? -1, body: ask.body,
    patchType: ask.patchType, options: { ...defaultOptions, ...ask.options },
  }
  send(
    harness.sim, harness.links.client, false, componentIds.apiServer, -1, id, request,
    { type: messageTypes.apiRequest, flags: 0, bytes: 100, subject: 0 },
  )
  return id
}

/** Sends a component's request and runs until its answer is there. */
export function ask(harness: Harness, what: Ask): ApiResponse {
  const id = sendRequest(harness, what)
  runFor(harness, 20_000)
  const response = harness.responses.get(id)
  if (response === undefined) throw new Error(`no answer to ${what.verb} ${what.resource} within 20 ms`)
  return response
}

/** Sends an HTTP request from outside; returns its id. */
export function sendOutside(harness: Harness, request: RestRequest): number {
  const id = harness.nextId++
  sendPayload(harness, id, { id, request })
  return id
}

/** Closes the connection of a request from outside. */
export function closeOutside(harness: Harness, id: number): void {
  sendPayload(harness, id, { id, closed: true })
}

function sendPayload(harness: Harness, id: number, payload: ExternalRequest | ExternalClose): void {
  send(
    harness.sim, harness.links.client, false, componentIds.apiServer, -1, id, payload,
    { type: messageTypes.apiRequest, flags: 0, bytes: 100, subject: 0 },
  )
}

function pathAndQuery(path: string): Pick<RestRequest, 'path' | 'query'> {
  const [bare = path, queryText = ''] = path.split('?')
  return { path: bare, query: Object.fromEntries(new URLSearchParams(queryText)) }
}

/** Opens a watch from outside; returns the id of its request. */
export function watchOutside(harness: Harness, path: string, accept = ''): number {
  const id = sendOutside(harness, { method: 'GET', ...pathAndQuery(path), headers: { accept } })
  runFor(harness, 20_000)
  return id
}

/** An HTTP request from outside and its answer. A body that is no text is sent as JSON. */
export function rest(
  harness: Harness, method: RestRequest['method'], path: string, body?: unknown, contentType = 'application/json', accept = '',
): RestResponse {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const headers = { 'content-type': contentType, accept }
  const id = sendOutside(harness, { method, ...pathAndQuery(path), headers, ...(text === undefined ? {} : { body: text }) })
  runFor(harness, 20_000)
  const response = harness.outside.get(id)
  if (response === undefined) throw new Error(`no answer to ${method} ${path} within 20 ms`)
  return response
}

/** The Status that a refusal carries. */
export function statusOf(response: RestResponse): Status {
  return response.body as Status
}

/** A JSON body as the wide type that tests read. */
export interface WireObject {
  kind: string
  apiVersion: string
  metadata: {
    name: string; namespace?: string; uid: string; resourceVersion: string; generation?: number; labels?: Record<string,
    string>; deletionTimestamp?: string; deletionGracePeriodSeconds?: number; finalizers?: string[],
  }
  spec: Record<string, unknown>
  status: Record<string, unknown>
  items: WireObject[]
}
export function bodyOf(response: RestResponse): WireObject {
  return response.body as WireObject
}

export function objectOf<T extends KubernetesObject>(response: ApiResponse): T {
  if (response.object === undefined) throw new Error(`no object in the answer: ${response.code} ${response.status?.message ?? ''}`)
  return response.object as T
}

/** A pod's manifest. */
export function podManifest(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27' }], ...more },
  }
}

/** A Deployment's manifest. */
export function deploymentManifest(name: string, replicas: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels: { app: name } },
    spec: {
      replicas, selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } }, ...more,
    },
  }
}
