/**
 * A small stand-in for the API server, for tests of the kubelet alone: it answers at once, keeps objects, and writes down what was asked.
 */
import type { Event, Node, Pod, PodCondition, PodStatus } from '../../../src/kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../src/kubernetes/types/meta.ts'
import { messageTypes } from '../../../src/protocol/vocabulary.ts'
import type { ApiRequest, ApiResponse, WatchEvent } from '../../../src/engine/control-plane/api-server/messages.ts'
import type { KubeletResponse } from '../../../src/engine/worker-node/kubelet/messages.ts'
import { send, type Simulation } from '../../../src/engine/simulation/simulation.ts'
import { timeText } from '../../../src/engine/simulation/time-text.ts'
import { freshLease, type LeaseRenewal } from '../../../src/engine/state/lease-renewals.ts'

interface Watch {
  readonly id: number
  readonly node: number
  readonly link: number
  readonly nodeName: string
}

export interface FakeApiServer {
  revision: number
  /** Of the last change of a pod. */
  podRevision: number
  up: boolean
  pods: Map<string, Pod>
  slots: Map<string, number>
  nodes: Map<string, Node>
  leases: Map<string, KubernetesObject>
  events: Map<string, Event>
  watches: Watch[]
  requests: ApiRequest[]
  logs: KubeletResponse[]
  /** A line per write about pods and their Events: the life of the pods as text. */
  story: string[]
  /** Nothing is written down but the objects themselves. */
  quiet: boolean
}

export function createFakeApiServer(): FakeApiServer {
  return {
    revision: 1, podRevision: 0, up: true, pods: new Map(), slots: new Map(), nodes: new Map(), leases: new Map(), events: new Map(), watches: [],
    requests: [],
    logs: [], story: [], quiet: false,
  }
}

const note = { type: messageTypes.apiResponse, flags: 0, bytes: 100, subject: 0 }

export function handleFakeApiServer(sim: Simulation, api: FakeApiServer, request: ApiRequest, link: number): void {
  if (!api.up) return
  if (!api.quiet) api.requests.push(request)
  const response = answer(sim, api, request)
  send(sim, link, true, request.client, request.node, request.id, response, note)
  if (request.verb === 'watch' && response.code === 200) {
    const nodeName = request.options?.fieldSelector.replace('spec.nodeName=', '') ?? ''
    api.watches = api.watches.filter((watch) => watch.node !== request.node)
    api.watches.push({ id: request.id, node: request.node, link, nodeName })
  }
}

function stamp<T extends KubernetesObject>(api: FakeApiServer, object: T): T {
  return { ...object, metadata: { ...object.metadata, resourceVersion: ++api.revision, uid: object.metadata.uid || `uid-${object.metadata.name}` } }
}

function ok(request: ApiRequest, code: number, object: KubernetesObject | undefined): ApiResponse {
  return { id: request.id, code, object, slot: -1, status: undefined, list: undefined }
}

function answer(sim: Simulation, api: FakeApiServer, request: ApiRequest): ApiResponse {
  if (request.resource === 'pods') return podRequest(sim, api, request)
  if (request.resource === 'events') return eventRequest(sim, api, request)
  const table: Map<string, KubernetesObject> = request.resource === 'nodes' ? api.nodes : api.leases
  const known = table.get(request.name)
  if (request.verb === 'get') return ok(request, known === undefined ? 404 : 200, known)
  if (request.verb === 'create' && known !== undefined) return ok(request, 409, undefined)
  if (request.verb === 'update' && known === undefined) return ok(request, 404, undefined)
  const asked = request.body as KubernetesObject | LeaseRenewal
  const body = 'renewTimeUs' in asked ? freshLease(asked) : asked
  const next = request.subresource === 'status' ? { ...known!, status: (body as Node).status } : body
  const stored = stamp(api, next)
  table.set(request.name, stored)
  return ok(request, request.verb === 'create' ? 201 : 200, stored)
}

function eventRequest(sim: Simulation, api: FakeApiServer, request: ApiRequest): ApiResponse {
  if (api.quiet) return ok(request, 201, request.body as Event)
  if (request.verb === 'create') {
    const event = request.body as Event
    api.events.set(event.metadata.name, event)
    if (event.involvedObject.kind === 'Pod') tell(sim, api, `event ${event.type} ${event.reason} ${event.involvedObject.name}: ${event.message}`)
    return ok(request, 201, event)
  }
  const { count } = request.body as { count: number }
  const known = api.events.get(request.name)
  if (known === undefined) return ok(request, 404, undefined)
  api.events.set(request.name, { ...known, count })
  tell(sim, api, `event ${known.type} ${known.reason} ${known.involvedObject.name} x${count}`)
  return ok(request, 200, known)
}

function tell(sim: Simulation, api: FakeApiServer, line: string): void {
  api.story.push(`${(sim.nowUs / 1_000_000).toFixed(1).padStart(7)}s ${line}`)
}

function mergeConditions(old: readonly PodCondition[] | undefined, now: readonly PodCondition[] | undefined): readonly PodCondition[] {
  const types = new Set((now ?? []).map((one) => one.type))
  return [...(now ?? []), ...(old ?? []).filter((one) => !types.has(one.type))]
}

function podRequest(sim: Simulation, api: FakeApiServer, request: ApiRequest): ApiResponse {
  const key = `${request.namespace}/${request.name}`
  const known = api.pods.get(key)
  if (request.verb === 'list') {
    const nodeName = request.options?.fieldSelector.replace('spec.nodeName=', '')
    const items = [...api.pods.values()].filter((pod) => pod.spec.nodeName === nodeName)
    const slots = items.map((pod) => api.slots.get(pod.metadata.uid)!)
    return { ...ok(request, 200, undefined), list: { revision: api.revision, items, slots } }
  }
  // No history is kept: a watch that would have to begin in the past gets 410.
  if (request.verb === 'watch') return ok(request, (request.options?.sinceRevision ?? 0) < api.podRevision ? 410 : 200, undefined)
  if (known === undefined) return ok(request, 404, undefined)
  if (request.verb === 'delete') {
    if (request.options?.preconditionUid !== known.metadata.uid) return ok(request, 409, undefined)
    removePod(sim, api, request.namespace, request.name)
    return ok(request, 200, known)
  }
  const status = request.body as PodStatus
  const next = { ...known, status: { ...status, conditions: mergeConditions(known.status.conditions, status.conditions) } }
  if (!api.quiet) tell(sim, api, `patch ${known.metadata.name} ${statusLine(status)}`)
  return ok(request, 200, putPod(sim, api, next))
}

/** `Pending Ready=False(ContainersNotReady) app=waiting:ContainerCreating`. */
export function statusLine(status: PodStatus): string {
  const ready = status.conditions?.find((one) => one.type === 'Ready')
  const parts = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map((one) => {
    const { waiting, running, terminated } = one.state
    const what = waiting !== undefined ? `waiting:${waiting.reason}`
      : running !== undefined ? `running${one.ready ? '' : '(unready)'}` : `terminated:${terminated?.reason}:${terminated?.exitCode}`
    return `${one.name}=${what}${one.restartCount > 0 ? `#${one.restartCount}` : ''}`
  })
  const reason = ready?.reason === undefined ? '' : `(${ready.reason})`
  return [status.phase, status.reason, `Ready=${ready?.status ?? '-'}${reason}`, ...parts].filter((part) => part !== undefined).join(' ')
}

/** Stores a pod and tells its node's watcher. */
export function putPod(sim: Simulation, api: FakeApiServer, pod: Pod): Pod {
  const key = `${pod.metadata.namespace}/${pod.metadata.name}`
  const before = api.pods.get(key)
  const stored = stamp(api, pod)
  if (!api.slots.has(stored.metadata.uid)) api.slots.set(stored.metadata.uid, api.slots.size)
  api.pods.set(key, stored)
  notify(sim, api, stored.spec.nodeName, {
    type: before === undefined ? 'ADDED' : 'MODIFIED', resource: 'pods', slot: api.slots.get(stored.metadata.uid)!, object: stored,
    previous: before,
    revision: api.revision,
  })
  return stored
}

/** As a user's delete does: a deletion time now, the object goes later. */
export function deletePodGracefully(sim: Simulation, api: FakeApiServer, name: string, graceSeconds: number): void {
  const pod = api.pods.get(`default/${name}`)!
  tell(sim, api, `delete ${name} grace ${graceSeconds}`)
  putPod(sim, api, {
    ...pod,
    metadata: {
      ...pod.metadata, deletionTimestamp: timeText(sim.nowUs + graceSeconds * 1_000_000, sim.epochMs), deletionGracePeriodSeconds: graceSeconds,
    },
  })
}

/** The object is gone at once. */
export function removePod(sim: Simulation, api: FakeApiServer, namespace: string, name: string): void {
  const key = `${namespace}/${name}`
  const pod = api.pods.get(key)!
  api.pods.delete(key)
  api.revision++
  tell(sim, api, `gone ${name}`)
  notify(sim, api, pod.spec.nodeName, {
    type: 'DELETED', resource: 'pods', slot: api.slots.get(pod.metadata.uid)!, object: pod, previous: pod, revision: api.revision,
  })
}

function notify(sim: Simulation, api: FakeApiServer, nodeName: string | undefined, event: WatchEvent): void {
  api.podRevision = event.revision
  for (const watch of api.watches) {
    if (watch.nodeName !== nodeName) continue
    send(sim, watch.link, true, 5, watch.node, watch.id, event, { ...note, type: messageTypes.watchEvent })
  }
}

/** Ends every watch, as a server that stops does. */
export function closeWatches(sim: Simulation, api: FakeApiServer): void {
  for (const watch of api.watches) {
    send(sim, watch.link, true, 5, watch.node, watch.id, {
      type: 'CLOSED', resource: 'pods', slot: -1, object: undefined, previous: undefined, revision: api.revision,
    }, { ...note, type: messageTypes.watchEvent })
  }
  api.watches = []
}
