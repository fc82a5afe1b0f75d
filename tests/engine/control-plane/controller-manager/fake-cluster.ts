/**
 * A small API server for the controller manager's tests: objects by slot, one revision, watches, conflicts, graceful deletion, finalizers. It
 * answers over a real link of the kernel, so that caches lag as in life. `refuse` lets a test make calls fail.
 */
import { createControllerManager, handleControllerManager, startControllerManager, type ControllerManagerState } from '../../../../src/engine/control-plane/controller-manager/controller-manager.ts'
import type { ApiRequest, ApiResponse, WatchEvent } from '../../../../src/engine/control-plane/api-server/messages.ts'
import { addLink } from '../../../../src/engine/simulation/links.ts'
import { forkRandom, nextSuffix, nextUid } from '../../../../src/engine/simulation/random.ts'
import { createSimulation, isStale, nextTimeUs, schedule, send, takeEvent, type Simulation } from '../../../../src/engine/simulation/simulation.ts'
import { timeText } from '../../../../src/engine/simulation/time-text.ts'
import { resourceInfo, type ResourceName } from '../../../../src/kubernetes/resources.ts'
import type { Event, Pod, PodCondition } from '../../../../src/kubernetes/types/core.ts'
import type { KubernetesObject, ObjectMeta } from '../../../../src/kubernetes/types/meta.ts'
import { componentIds, messageTypes } from '../../../../src/protocol/vocabulary.ts'

export interface Write {
  readonly timeUs: number
  readonly verb: string
  readonly resource: ResourceName
  readonly subresource: string
  readonly name: string
  readonly code: number
  readonly userAgent: string
}

type Stored = KubernetesObject & { readonly spec?: Record<string, unknown>; readonly status?: Record<string, unknown> }

export interface FakeCluster {
  readonly sim: Simulation
  readonly manager: ControllerManagerState
  readonly objects: Map<ResourceName, (Stored | undefined)[]>
  readonly writes: Write[]
  readonly events: Event[]
  revision: number
  /** HTTP code to refuse a request with; undefined lets it through; 0 stays silent. */
  refuse: (request: ApiRequest) => number | undefined
  readonly watches: Map<ResourceName, number>
  readonly random: ReturnType<typeof forkRandom>
  readonly link: number
  /** Called after each change; a fake kubelet hangs here. */
  onChange: (resource: ResourceName, slot: number, object: Stored | undefined) => void
}

const epochMs = 1_767_225_600_000

export function createFakeCluster(options: { readonly seed?: number; readonly clientRateLimits?: boolean; readonly compatibility?: 'v1.34' | 'v1.29' } = {}): FakeCluster {
  const seed = options.seed ?? 1
  const sim = createSimulation(seed, epochMs)
  const link = addLink(sim.links, 3, -1, -1, 800, 200)
  const manager = createControllerManager(seed, {
    clientRateLimits: options.clientRateLimits ?? false, compatibility: options.compatibility ?? 'v1.34',
  }, link)
  const cluster: FakeCluster = {
    sim, manager, objects: new Map(), writes: [], events: [], revision: 1, refuse: () => undefined, watches: new Map(),
    random: forkRandom(seed, 'fake'), link, onChange: () => undefined,
  }
  startControllerManager(sim, manager)
  return cluster
}

export function listOf<T extends KubernetesObject>(cluster: FakeCluster, resource: ResourceName): T[] {
  return (cluster.objects.get(resource) ?? []).filter((object) => object !== undefined) as unknown as T[]
}

export function find<T extends KubernetesObject>(cluster: FakeCluster, resource: ResourceName, name: string): T {
  const found = listOf<T>(cluster, resource).find((object) => object.metadata.name === name)
  if (found === undefined) throw new Error(`no ${resource} "${name}"`)
  return found
}

function slotsOf(cluster: FakeCluster, resource: ResourceName): (Stored | undefined)[] {
  const known = cluster.objects.get(resource) ?? []
  cluster.objects.set(resource, known)
  return known
}

function slotNamed(cluster: FakeCluster, resource: ResourceName, namespace: string, name: string): number {
  return slotsOf(cluster, resource).findIndex((object) => object?.metadata.name === name && object.metadata.namespace === namespace)
}

/** Commits an object (undefined: deletes it) and tells the watch. */
function commit(cluster: FakeCluster, resource: ResourceName, slot: number, next: KubernetesObject | undefined): Stored | undefined {
  const slots = slotsOf(cluster, resource)
  const previous = slots[slot]
  cluster.revision++
  const object = next === undefined ? undefined : { ...next, metadata: { ...next.metadata, resourceVersion: cluster.revision } } as Stored
  if (object !== undefined) {
    Object.freeze(object)
    Object.freeze(object.metadata)
  }
  slots[slot] = object
  const watch = cluster.watches.get(resource)
  const type = object === undefined ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED'
  if (watch !== undefined) {
    const event: WatchEvent = { type, resource, slot, object: object ?? previous, previous, revision: cluster.revision }
    send(cluster.sim, cluster.link, true, componentIds.controllerManager, -1, watch, event, { type: messageTypes.watchEvent, flags: 0, bytes: 0, subject: 0 })
  }
  cluster.onChange(resource, slot, object)
  return object
}

function completed(cluster: FakeCluster, resource: ResourceName, metadata: ObjectMeta): ObjectMeta {
  const name = metadata.name === '' ? `${metadata.generateName ?? ''}${nextSuffix(cluster.random)}` : metadata.name
  return {
    ...metadata, name, uid: metadata.uid === '' ? nextUid(cluster.random) : metadata.uid, creationTimestamp: timeText(cluster.sim.nowUs, epochMs),
    generation: resourceInfo(resource).subresources.includes('status') ? 1 : undefined,
  }
}

/** Puts an object into the cluster as a user would; returns it. */
export function put(cluster: FakeCluster, resource: ResourceName, object: KubernetesObject): KubernetesObject {
  const slots = slotsOf(cluster, resource)
  const at = object.metadata.uid === '' ? -1 : slotNamed(cluster, resource, object.metadata.namespace, object.metadata.name)
  if (at >= 0) return commit(cluster, resource, at, object)!
  const free = slots.indexOf(undefined)
  const metadata = completed(cluster, resource, object.metadata)
  return commit(cluster, resource, free < 0 ? slots.length : free, { ...object, metadata })!
}

/** Changes an object's spec as a user would: its generation goes up. */
export function changeSpec(cluster: FakeCluster, resource: ResourceName, name: string, change: Record<string, unknown>): void {
  const object = find<Stored>(cluster, resource, name)
  const metadata = { ...object.metadata, generation: (object.metadata.generation ?? 0) + 1 }
  put(cluster, resource, { ...object, metadata, spec: { ...object.spec, ...change } } as KubernetesObject)
}

export function changeStatus(cluster: FakeCluster, resource: ResourceName, slot: number, change: Record<string, unknown>): void {
  const object = slotsOf(cluster, resource)[slot]
  if (object !== undefined) commit(cluster, resource, slot, { ...object, status: { ...object.status, ...change } } as KubernetesObject)
}

/** Deletes as the API server does: finalizers hold, bound pods get a grace period. */
export function removeObject(cluster: FakeCluster, resource: ResourceName, slot: number, grace?: number, policy?: string): void {
  const object = slotsOf(cluster, resource)[slot]
  if (object === undefined) return
  const finalizers = [...(object.metadata.finalizers ?? []), ...(policy === 'Foreground' ? ['foregroundDeletion'] : policy === 'Orphan' ? ['orphan'] : [])]
  const bound = resource === 'pods' && (object as unknown as Pod).spec.nodeName !== undefined
  const namespaceHeld = resource === 'namespaces' && ((object.spec?.['finalizers'] as string[] | undefined) ?? []).length > 0
  if (finalizers.length === 0 && !namespaceHeld && (!bound || grace === 0)) {
    commit(cluster, resource, slot, undefined)
    return
  }
  if (object.metadata.deletionTimestamp !== undefined) return
  const deletionTimestamp = timeText(cluster.sim.nowUs + (bound ? 30_000_000 : 0), epochMs)
  const status = resource === 'namespaces' ? { phase: 'Terminating' } : object.status
  const metadata = { ...object.metadata, deletionTimestamp, deletionGracePeriodSeconds: bound ? 30 : 0, finalizers: finalizers.length === 0 ? undefined : finalizers }
  commit(cluster, resource, slot, { ...object, metadata, status } as KubernetesObject)
}

function isEnded(resource: ResourceName, object: Stored): boolean {
  if (object.metadata.deletionTimestamp === undefined || (object.metadata.finalizers ?? []).length > 0 || resource === 'pods') return false
  return resource !== 'namespaces' || ((object.spec?.['finalizers'] as string[] | undefined) ?? []).length === 0
}

interface Outcome {
  readonly code: number
  readonly object?: Stored | undefined
  readonly slot?: number
}

function perform(cluster: FakeCluster, request: ApiRequest): Outcome {
  const { resource, namespace, name } = request
  const slots = slotsOf(cluster, resource)
  const body = request.body as Stored
  if (request.verb === 'create') {
    if (resource === 'events') {
      cluster.events.push(body as unknown as Event)
      return { code: 201 }
    }
    if (name !== '' && slotNamed(cluster, resource, namespace, name) >= 0) return { code: 409 }
    const object = put(cluster, resource, body) as Stored
    return { code: 201, object, slot: slots.indexOf(object) }
  }
  if (request.verb === 'deletecollection') {
    slots.forEach((object, slot) => { if (object?.metadata.namespace === namespace) removeObject(cluster, resource, slot, 0) })
    return { code: 200 }
  }
  if (resource === 'events') return { code: 200 }
  const slot = slotNamed(cluster, resource, namespace, name)
  const current = slots[slot]
  if (current === undefined) return { code: 404 }
  if (request.verb === 'get') return { code: 200, object: current, slot }
  if (request.verb === 'delete') {
    if (request.options?.preconditionUid !== undefined && request.options.preconditionUid !== current.metadata.uid) return { code: 409 }
    removeObject(cluster, resource, slot, request.options?.gracePeriodSeconds, request.options?.propagationPolicy)
    return { code: 200, object: current, slot }
  }
  const version = request.options?.resourceVersion ?? 0
  if (version !== 0 && version !== current.metadata.resourceVersion) return { code: 409 }
  return { code: 200, object: updated(cluster, request, current, slot), slot }
}

function updated(cluster: FakeCluster, request: ApiRequest, current: Stored, slot: number): Stored | undefined {
  const body = request.body as Stored
  if (request.subresource === 'status') {
    return commit(cluster, request.resource, slot, { ...current, metadata: { ...current.metadata, annotations: body.metadata.annotations }, status: body.status } as KubernetesObject)
  }
  const specChanged = JSON.stringify(body.spec) !== JSON.stringify(current.spec)
  const generation = specChanged && current.metadata.generation !== undefined ? current.metadata.generation + 1 : current.metadata.generation
  const next = { ...body, metadata: { ...body.metadata, generation }, status: current.status } as Stored
  if (isEnded(request.resource, next)) return commit(cluster, request.resource, slot, undefined)
  return commit(cluster, request.resource, slot, next)
}

function answer(cluster: FakeCluster, request: ApiRequest): void {
  const reply = (response: Partial<ApiResponse>, code: number): void => {
    const full: ApiResponse = { id: request.id, code, object: undefined, slot: -1, status: undefined, list: undefined, ...response }
    send(cluster.sim, cluster.link, true, request.client, request.node, request.id, full, { type: messageTypes.apiResponse, flags: 0, bytes: 0, subject: 0 })
  }
  if (request.verb === 'list') {
    const slots = slotsOf(cluster, request.resource)
    const used = slots.map((_, slot) => slot).filter((slot) => slots[slot] !== undefined)
    reply({ list: { revision: cluster.revision, items: used.map((slot) => slots[slot]!), slots: used } }, 200)
    return
  }
  if (request.verb === 'watch') {
    cluster.watches.set(request.resource, request.id)
    reply({}, 200)
    return
  }
  const refused = cluster.refuse(request)
  if (refused === 0) return
  const outcome: Outcome = refused === undefined ? perform(cluster, request) : { code: refused }
  if (request.resource !== 'leases' && request.verb !== 'get') {
    cluster.writes.push({
      timeUs: cluster.sim.nowUs, verb: request.verb, resource: request.resource, subresource: request.subresource, name: request.name, code: outcome.code, userAgent: request.userAgent,
    })
  }
  const status = outcome.code < 400 ? undefined : {
    kind: 'Status' as const, apiVersion: 'v1' as const, metadata: {}, status: 'Failure' as const, message: `refused with ${outcome.code}`, reason: undefined, details: undefined, code: outcome.code,
  }
  reply({ object: outcome.object, slot: outcome.slot ?? -1, status }, outcome.code)
}

/** Runs until the given simulated time, or until `done` says so. Returns whether it did. */
export function runUntil(cluster: FakeCluster, untilUs: number, done: () => boolean = () => false): boolean {
  while (nextTimeUs(cluster.sim) <= untilUs) {
    const event = takeEvent(cluster.sim)
    if (event === undefined || isStale(cluster.sim, event)) continue
    if (event.to === componentIds.apiServer) answer(cluster, event.payload as ApiRequest)
    else if (event.to === componentIds.controllerManager) handleControllerManager(cluster.sim, cluster.manager, event)
    else if (event.to === componentIds.user) (event.payload as () => void)()
    if (done()) return true
  }
  cluster.sim.nowUs = Math.max(cluster.sim.nowUs, untilUs)
  return false
}

export function runFor(cluster: FakeCluster, us: number): void {
  runUntil(cluster, cluster.sim.nowUs + us)
}

export function condition(type: string, status: 'True' | 'False', now: string): PodCondition {
  return { type, status, observedGeneration: undefined, lastProbeTime: null, lastTransitionTime: now, reason: undefined, message: undefined }
}

/** Marks a pod as a kubelet would: bound, with an address, Running, and Ready or not. */
export function setPod(cluster: FakeCluster, slot: number, nodeName: string, ready: boolean, podIP = `10.244.1.${slot + 2}`): void {
  const pod = slotsOf(cluster, 'pods')[slot]
  if (pod === undefined) return
  const now = timeText(cluster.sim.nowUs, epochMs)
  const conditions = [condition('Ready', ready ? 'True' : 'False', now), condition('PodScheduled', 'True', now)]
  commit(cluster, 'pods', slot, { ...pod, spec: { ...pod.spec, nodeName }, status: { ...pod.status, phase: 'Running', podIP, conditions } } as KubernetesObject)
}

export interface FakeKubelet {
  readonly readyAfterUs: number
  readonly goneAfterUs: number
  /** Pods for which it says no never become Ready. */
  readonly becomesReady: (pod: Pod) => boolean
}

/** Does `work` after a delay of simulated time. */
export function later(cluster: FakeCluster, delayUs: number, work: () => void): void {
  schedule(cluster.sim, delayUs, componentIds.user, -1, 900, 0, work)
}

/** Stands in for scheduler and kubelets: binds new pods round robin, makes them Ready, ends those that are deleted. */
export function attachKubelet(cluster: FakeCluster, kubelet: FakeKubelet, nodes: readonly string[] = ['node-1', 'node-2', 'node-3']): void {
  let next = 0
  const ending = new Set<string>()
  const starting = new Set<string>()
  cluster.onChange = (resource, slot, object) => {
    if (resource !== 'pods' || object === undefined) return
    const { uid, deletionTimestamp } = object.metadata
    const same = (): boolean => slotsOf(cluster, 'pods')[slot]?.metadata.uid === uid
    if (deletionTimestamp !== undefined && !ending.has(uid)) {
      ending.add(uid)
      later(cluster, kubelet.goneAfterUs, () => { if (same()) removeObject(cluster, 'pods', slot, 0) })
    }
    if (starting.has(uid) || deletionTimestamp !== undefined) return
    starting.add(uid)
    const nodeName = nodes[next++ % nodes.length]!
    later(cluster, 1_000, () => { if (same()) setPod(cluster, slot, nodeName, false) })
    if (!kubelet.becomesReady(object as unknown as Pod)) return
    later(cluster, kubelet.readyAfterUs, () => { if (same() && slotsOf(cluster, 'pods')[slot]?.metadata.deletionTimestamp === undefined) setPod(cluster, slot, nodeName, true) })
  }
}
