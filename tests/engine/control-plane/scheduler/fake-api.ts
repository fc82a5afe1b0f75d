/**
 * Just enough of an API server for the scheduler to run against: list, watch, bindings, the Lease. What the scheduler asked is kept; a
 * binding can be made to fail or to stay unanswered.
 */
import { componentIds, messageTypes } from '../../../../src/protocol/vocabulary.ts'
import type { Event, Node, Pod } from '../../../../src/kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/types/meta.ts'
import type { ApiRequest, ApiResponse, WatchEvent } from '../../../../src/engine/control-plane/api-server/messages.ts'
import {
  createScheduler, handleScheduler, startScheduler, type SchedulerState,
} from '../../../../src/engine/control-plane/scheduler/scheduler.ts'
import { addLink } from '../../../../src/engine/simulation/links.ts'
import { createSimulation, isStale, nextTimeUs, send, takeEvent, type Simulation } from '../../../../src/engine/simulation/simulation.ts'
import { withPod } from './builders.ts'

type Kind = 'nodes' | 'pods'

export interface FakeCluster {
  sim: Simulation
  scheduler: SchedulerState
  link: number
  revision: number
  objects: Record<Kind, (KubernetesObject | undefined)[]>
  watches: Partial<Record<Kind, number>>
  requests: ApiRequest[]
  events: Event[]
  /** How the next bindings end; 0: no answer. Then 201. */
  bindCodes: number[]
}

export function createFakeCluster(seed = 1, compatibility: 'v1.34' | 'v1.29' = 'v1.34', clientRateLimits = false): FakeCluster {
  const sim = createSimulation(seed, 1_767_225_600_000)
  const link = addLink(sim.links, 0, -1, -1, 300, 100)
  return {
    sim, scheduler: createScheduler(seed, { clientRateLimits, compatibility }, link), link, revision: 1, objects: { nodes: [], pods: [] },
    watches: {},
    requests: [], events: [], bindCodes: [],
  }
}

export function startFakeCluster(cluster: FakeCluster): void {
  startScheduler(cluster.sim, cluster.scheduler)
}

function note(type: number): { type: number; flags: number; bytes: number; subject: number } {
  return { type, flags: 0, bytes: 100, subject: 0 }
}

function answer(cluster: FakeCluster, request: ApiRequest, code: number, more: Partial<ApiResponse> = {}): void {
  const response: ApiResponse = { id: request.id, code, object: undefined, slot: request.slot, status: undefined, list: undefined, ...more }
  send(cluster.sim, cluster.link, true, componentIds.scheduler, -1, request.id, response, note(messageTypes.apiResponse))
}

/** Writes an object (undefined: deletes it) and tells the watch. */
export function put(cluster: FakeCluster, kind: Kind, slot: number, object: KubernetesObject | undefined): void {
  const previous = cluster.objects[kind][slot]
  cluster.objects[kind][slot] = object
  cluster.revision++
  const watch = cluster.watches[kind]
  if (watch === undefined) return
  const type = object === undefined ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED'
  const event: WatchEvent = { type, resource: kind, slot, object: object ?? previous, previous, revision: cluster.revision }
  send(cluster.sim, cluster.link, true, componentIds.scheduler, -1, watch, event, note(messageTypes.watchEvent))
}

function bind(cluster: FakeCluster, request: ApiRequest): void {
  const code = cluster.bindCodes.shift() ?? 201
  if (code === 0) return
  const pod = cluster.objects.pods[request.slot] as Pod
  if (code === 201) put(cluster, 'pods', request.slot, withPod(pod, { spec: { nodeName: request.body as string } }))
  answer(cluster, request, code)
}

function serve(cluster: FakeCluster, request: ApiRequest): void {
  cluster.requests.push(request)
  if (request.resource === 'leases') {
    return answer(cluster, request, request.verb === 'get' ? 404 : 201, { object: request.body as KubernetesObject })
  }
  if (request.resource === 'events') {
    if (request.verb === 'create') cluster.events.push(request.body as Event)
    return answer(cluster, request, 201)
  }
  if (request.subresource === 'binding') return bind(cluster, request)
  if (request.subresource === 'status') {
    const { status } = request.body as { readonly status: Partial<Pod['status']> }
    put(cluster, 'pods', request.slot, withPod(cluster.objects.pods[request.slot] as Pod, { status }))
    return answer(cluster, request, 200)
  }
  const kind = request.resource as Kind
  if (request.verb === 'watch') {
    cluster.watches[kind] = request.id
    return answer(cluster, request, 200)
  }
  const slots = [...cluster.objects[kind].keys()].filter((slot) => cluster.objects[kind][slot] !== undefined)
  answer(cluster, request, 200, { list: { revision: cluster.revision, items: slots.map((slot) => cluster.objects[kind][slot]!), slots } })
}

/** Runs for so many simulated seconds. */
export function runSeconds(cluster: FakeCluster, seconds: number): void {
  const { sim } = cluster
  const endUs = sim.nowUs + seconds * 1_000_000
  while (nextTimeUs(sim) <= endUs) {
    const event = takeEvent(sim)
    if (event === undefined || isStale(sim, event)) continue
    if (event.to === componentIds.apiServer) serve(cluster, event.payload as ApiRequest)
    else handleScheduler(sim, cluster.scheduler, event)
  }
  sim.nowUs = endUs
}

/** Node names by pod name. */
export function placements(cluster: FakeCluster): Record<string, string | undefined> {
  const found: Record<string, string | undefined> = {}
  for (const object of cluster.objects.pods) if (object !== undefined) found[object.metadata.name] = (object as Pod).spec.nodeName
  return found
}

export function addNodes(cluster: FakeCluster, nodes: readonly Node[]): void {
  for (const node of nodes) put(cluster, 'nodes', cluster.objects.nodes.length, node)
}

export function addPods(cluster: FakeCluster, pods: readonly Pod[]): void {
  for (const pod of pods) put(cluster, 'pods', cluster.objects.pods.length, pod)
}
