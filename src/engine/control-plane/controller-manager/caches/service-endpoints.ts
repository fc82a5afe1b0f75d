/**
 * Which pods a Service selects, in which slice each of them stands, and which of them stand there wrongly: the EndpointSlice controller
 * works on those only, so the cost of one pod's change does not grow with the Service.
 */
import type { Pod, Service } from '../../../../kubernetes/types/core.ts'
import type { Endpoint, EndpointSlice } from '../../../../kubernetes/types/discovery.ts'
import { isPodReady, isPodTerminal } from '../../../../kubernetes/pod-conditions.ts'
import { hasLabels } from '../../../../kubernetes/selectors.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { addService, removeService, servicesSelecting, type ServiceIndex } from './service-index.ts'

/** Upstream's `--max-endpoints-per-slice`. */
export const endpointsPerSlice = 100

export interface ServiceEndpoints {
  /** Slots of the pods that the selector selects, by uid. */
  members: Map<string, number>
  /** Where a pod is listed, by its uid: `placeIn` of the slice's slot and its position there. */
  placed: Map<string, number>
  /** Uids of pods that should be listed otherwise than they are. */
  outOfSync: Set<string>
  /** Slots of the Service's slices, and of those with room. */
  slices: Set<number>
  roomy: Set<number>
}
export interface EndpointsIndex {
  services: ServiceIndex
  byService: Map<number, ServiceEndpoints>
  /** Services by namespace and name, for the label on slices. */
  byName: Map<string, Map<string, number>>
}

const noEndpoints: readonly Endpoint[] = []
const noServices: readonly number[] = []

/** The caches that the index is derived from, by slot. */
export interface EndpointSources {
  readonly pods: readonly (KubernetesObject | undefined)[]
  readonly services: readonly (KubernetesObject | undefined)[]
  readonly slices: readonly (KubernetesObject | undefined)[]
  readonly zoneByNode: ReadonlyMap<string, string>
}

export function createEndpointsIndex(): EndpointsIndex {
  return { services: new Map(), byService: new Map(), byName: new Map() }
}

/** More than the API allows in a slice (1,000). */
const positionBits = 10

function placeIn(slice: number, position: number): number {
  return (slice << positionBits) | position
}

/** Slot of the slice of a place; -1 stays -1. */
export function sliceOfPlace(place: number): number {
  return place >> positionBits
}

export function positionOfPlace(place: number): number {
  return place & ((1 << positionBits) - 1)
}

const managedBy = 'endpointslice-controller.k8s.io'

/** Slot of the Service that a slice of this controller belongs to; -1: none. */
function serviceOfSlice(index: EndpointsIndex, slice: EndpointSlice): number {
  const { labels, namespace } = slice.metadata
  if (labels?.['endpointslice.kubernetes.io/managed-by'] !== managedBy) return -1
  return index.byName.get(namespace)?.get(labels['kubernetes.io/service-name'] ?? '') ?? -1
}

/** All that an endpoint's conditions can say; shared, since a large cluster has as many endpoints as pods. */
const sayings: readonly Endpoint['conditions'][] = Array.from({ length: 8 }, (_, i) => Object.freeze({
  ready: (i & 4) !== 0, serving: (i & 2) !== 0, terminating: (i & 1) !== 0,
}))

function conditionsOf(ready: boolean, serving: boolean, terminating: boolean): Endpoint['conditions'] {
  return sayings[(ready ? 4 : 0) + (serving ? 2 : 0) + (terminating ? 1 : 0)]!
}

/**
 * The address of a pod as its Service should list it; undefined: not at all (finished, or without an address yet). Source:
 * k8s.io/endpointslice/utils.go.
 */
export function desiredEndpoint(pod: Pod, service: Service, sources: EndpointSources): Endpoint | undefined {
  const { podIP } = pod.status
  if (podIP === undefined || isPodTerminal(pod)) return undefined
  const serving = isPodReady(pod)
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const { namespace, name, uid } = pod.metadata
  return {
    addresses: [podIP],
    conditions: conditionsOf(service.spec.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating),
    hostname: pod.spec.hostname,
    targetRef: { kind: 'Pod', namespace, name, uid },
    nodeName: pod.spec.nodeName,
    zone: sources.zoneByNode.get(pod.spec.nodeName ?? ''),
  }
}

/** True when the pod is listed as it should be, without making the endpoint. */
function isListedRightly(pod: Pod | undefined, listed: Endpoint | undefined, service: Service): boolean {
  const { podIP } = pod?.status ?? { podIP: undefined }
  if (pod === undefined || podIP === undefined || isPodTerminal(pod)) return listed === undefined
  if (listed === undefined) return false
  const { conditions } = listed
  const serving = isPodReady(pod)
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating)
  return conditions.ready === ready && conditions.serving === serving && conditions.terminating === terminating
    && listed.addresses[0] === podIP && listed.nodeName === pod.spec.nodeName
}

/** The entry of a pod in the slice that lists it. */
function endpointOf(endpoints: ServiceEndpoints, uid: string, sources: EndpointSources): Endpoint | undefined {
  const place = endpoints.placed.get(uid) ?? -1
  const slice = sources.slices[sliceOfPlace(place)] as EndpointSlice | undefined
  const entry = slice?.endpoints[positionOfPlace(place)]
  return entry?.targetRef?.uid === uid ? entry : undefined
}

function judge(endpoints: ServiceEndpoints, uid: string, service: Service, sources: EndpointSources): void {
  judgeListed(endpoints, uid, endpointOf(endpoints, uid, sources), service, sources)
}

function judgeListed(
  endpoints: ServiceEndpoints, uid: string, listed: Endpoint | undefined, service: Service, sources: EndpointSources,
): void {
  const pod = sources.pods[endpoints.members.get(uid) ?? -1] as Pod | undefined
  if (isListedRightly(pod, listed, service)) endpoints.outOfSync.delete(uid)
  else endpoints.outOfSync.add(uid)
}

/** Nothing that an endpoint shows differs. */
function looksTheSame(before: Pod, after: Pod): boolean {
  if (before.metadata.labels !== after.metadata.labels || before.status.podIP !== after.status.podIP) return false
  // Without an address it is not listed, whatever else is said of it.
  if (after.status.podIP === undefined) return true
  return before.spec.nodeName === after.spec.nodeName && before.metadata.deletionTimestamp === after.metadata.deletionTimestamp
    && isPodReady(before) === isPodReady(after) && isPodTerminal(before) === isPodTerminal(after)
}

/** A pod changed. Returns the Services whose slices are wrong now. */
export function onPodForEndpoints(
  index: EndpointsIndex, sources: EndpointSources, slot: number, before: Pod | undefined, after: Pod | undefined,
): readonly number[] {
  if (before !== undefined && after !== undefined && looksTheSame(before, after)) return []
  const is = after === undefined ? [] : servicesSelecting(index.services, sources.services, after.metadata.namespace, after.metadata.labels)
  const was = before === undefined ? [] : before.metadata.labels === after?.metadata.labels && before.metadata.namespace === after?.metadata.namespace
    ? is
    : servicesSelecting(index.services, sources.services, before.metadata.namespace, before.metadata.labels)
  if (was.length === 0 && is.length === 0) return is
  const uid = (after ?? before)!.metadata.uid
  const left = was === is ? noServices : was.filter((service) => !is.includes(service) && member(index, sources, service, uid, -1))
  const joined = is.filter((service) => member(index, sources, service, uid, slot))
  return left.length === 0 ? joined : [...left, ...joined]
}

/** Takes a pod into the members of a Service (slot -1: out of them). Returns true when it stands wrongly in the Service's slices now. */
function member(index: EndpointsIndex, sources: EndpointSources, service: number, uid: string, slot: number): boolean {
  const endpoints = index.byService.get(service)
  if (endpoints === undefined) return false
  if (slot < 0) endpoints.members.delete(uid)
  else if (endpoints.members.get(uid) !== slot) endpoints.members.set(uid, slot)
  judge(endpoints, uid, sources.services[service] as Service, sources)
  return endpoints.outOfSync.has(uid)
}

/** A Service changed. Its members are found by looking at all pods and slices: rare, and only when its selector or address rule changed. */
export function onServiceForEndpoints(
  index: EndpointsIndex, sources: EndpointSources, slot: number, before: Service | undefined, after: Service | undefined,
): void {
  if (before !== undefined && after !== undefined && before.spec.selector === after.spec.selector
    && before.spec.publishNotReadyAddresses === after.spec.publishNotReadyAddresses && before.spec.type === after.spec.type) return
  if (before !== undefined) {
    removeService(index.services, slot, before)
    index.byService.delete(slot)
    const names = index.byName.get(before.metadata.namespace)
    if (names !== undefined && names.delete(before.metadata.name) && names.size === 0) index.byName.delete(before.metadata.namespace)
  }
  if (after === undefined) return
  const names = index.byName.get(after.metadata.namespace) ?? new Map<string, number>()
  index.byName.set(after.metadata.namespace, names.set(after.metadata.name, slot))
  if (after.spec.selector === undefined || after.spec.type === 'ExternalName') return
  addService(index.services, slot, after)
  const endpoints: ServiceEndpoints = { members: new Map(), placed: new Map(), outOfSync: new Set(), slices: new Set(), roomy: new Set() }
  index.byService.set(slot, endpoints)
  for (let i = 0; i < sources.slices.length; i++) {
    const slice = sources.slices[i] as EndpointSlice | undefined
    if (slice !== undefined && serviceOfSlice(index, slice) === slot) {
      place(endpoints, i, noEndpoints, slice.endpoints, differing(noEndpoints, slice.endpoints))
    }
  }
  for (let i = 0; i < sources.pods.length; i++) {
    const pod = sources.pods[i] as Pod | undefined
    if (pod === undefined || pod.metadata.namespace !== after.metadata.namespace) continue
    if (hasLabels(pod.metadata.labels, after.spec.selector)) endpoints.members.set(pod.metadata.uid, i)
  }
  for (const uid of endpoints.members.keys()) judge(endpoints, uid, after, sources)
  for (const uid of endpoints.placed.keys()) judge(endpoints, uid, after, sources)
}

/** Positions at which two lists of a slice have different entries. */
function differing(was: readonly Endpoint[], is: readonly Endpoint[]): number[] {
  const shared = Math.min(was.length, is.length)
  const found: number[] = []
  // Unlike `===`, `Object.is` need not look into equal objects, which are far apart in memory.
  for (let i = 0; i < shared; i++) if (!Object.is(was[i], is[i])) found.push(i)
  for (let i = shared; i < was.length || i < is.length; i++) found.push(i)
  return found
}

function targetUid(list: readonly Endpoint[], i: number): string | undefined {
  return i < list.length ? list[i]!.targetRef?.uid : undefined
}

/** Takes over what a slice lists (undefined: it is gone) at the positions that differ. */
function place(
  endpoints: ServiceEndpoints, slot: number, was: readonly Endpoint[], is: readonly Endpoint[] | undefined, changed: readonly number[],
): void {
  const { placed } = endpoints
  const after = is ?? noEndpoints
  for (const i of changed) {
    const uid = targetUid(was, i)
    if (uid !== undefined && uid !== targetUid(after, i) && sliceOfPlace(placed.get(uid) ?? -1) === slot) placed.delete(uid)
  }
  for (const i of changed) {
    const uid = targetUid(after, i)
    if (uid !== undefined) placed.set(uid, placeIn(slot, i))
  }
  if (is === undefined) endpoints.slices.delete(slot)
  else endpoints.slices.add(slot)
  if (is !== undefined && is.length < endpointsPerSlice) endpoints.roomy.add(slot)
  else endpoints.roomy.delete(slot)
}

/** Judges the pods whose entries differ between two versions of a slice that has been placed. */
function judgeChanged(
  endpoints: ServiceEndpoints, was: readonly Endpoint[], is: readonly Endpoint[], changed: readonly number[], service: Service,
  sources: EndpointSources,
): void {
  for (const i of changed) {
    const uid = targetUid(was, i)
    if (uid === undefined) continue
    if (uid === targetUid(is, i)) judgeListed(endpoints, uid, is[i], service, sources)
    else judge(endpoints, uid, service, sources)
  }
  for (const i of changed) {
    const uid = targetUid(is, i)
    if (uid !== undefined && uid !== targetUid(was, i)) judge(endpoints, uid, service, sources)
  }
}

/** A slice changed. Returns its Service when something in it is wrong now, else -1. */
export function onSliceForEndpoints(
  index: EndpointsIndex, sources: EndpointSources, slot: number, before: EndpointSlice | undefined, after: EndpointSlice | undefined,
): number {
  const service = serviceOfSlice(index, (after ?? before)!)
  const endpoints = index.byService.get(service)
  if (endpoints === undefined) return -1
  const owner = sources.services[service] as Service
  const was = before?.endpoints ?? noEndpoints
  const is = after?.endpoints ?? noEndpoints
  const changed = differing(was, is)
  place(endpoints, slot, was, after?.endpoints, changed)
  judgeChanged(endpoints, was, is, changed, owner, sources)
  return endpoints.outOfSync.size > 0 || endpoints.slices.size === 0 ? service : -1
}
