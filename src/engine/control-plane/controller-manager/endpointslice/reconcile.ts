/**
 * EndpointSlice controller: lists the addresses of a Service's pods in slices of at most 100. It works on the pods that stand wrongly,
 * not on
 * all of them. Source: k8s.io/endpointslice/reconciler.go, pkg/controller/endpointslice.
 */
import { podCondition } from '../../../../kubernetes/pod-conditions.ts'
import type { Pod, Service } from '../../../../kubernetes/types/core.ts'
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../../kubernetes/types/discovery.ts'
import {
  create, nothing, remove, result, update, type Action, type ReconcileInput, type ReconcileResult,
} from '../../../client/controller-actions.ts'
import { endpointSources, podAt, serviceAt, sliceAt, type Caches } from '../caches/caches.ts'
import { desiredEndpoint, endpointsPerSlice, positionOfPlace, sliceOfPlace, type ServiceEndpoints } from '../caches/service-endpoints.ts'
import { samePorts, servicePorts } from './ports.ts'
import { newSlice, sliceWith, syncedLabels } from './slices.ts'

/** Endpoints that stand nowhere yet, by their ports. */
interface Addition {
  readonly ports: readonly EndpointPort[]
  readonly entries: Endpoint[]
}

/** Version of the Service that all slices follow. */
interface Memory {
  readonly serviceVersion: number
}

export function reconcileEndpoints(input: ReconcileInput<Caches>): ReconcileResult {
  const { key, listers } = input
  const service = serviceAt(listers, key)
  const endpoints = listers.endpoints.byService.get(key)
  // Slices of a Service that is gone are the garbage collector's; without a selector they are the user's.
  if (service === undefined || endpoints === undefined || service.metadata.deletionTimestamp !== undefined) return nothing
  const draft = new Map<number, Endpoint[]>()
  const added: Addition[] = []
  const memory: Memory = { serviceVersion: service.metadata.resourceVersion }
  const changed = (input.memory as Memory | undefined)?.serviceVersion !== memory.serviceVersion
  const moved = changed ? misplaced(listers, service, endpoints) : []
  let trigger = input.memory === undefined && endpoints.slices.size === 0 ? service.metadata.creationTimestamp : undefined
  for (const uid of moved.length === 0 ? endpoints.outOfSync : new Set([...endpoints.outOfSync, ...moved])) {
    const time = placeOne(listers, service, endpoints, uid, draft, added)
    if (time !== undefined && (trigger === undefined || time < trigger)) trigger = time
  }
  const stages = [write(listers, service, endpoints, draft, added, changed, trigger)]
  return result(stages, memory)
}

/** Uids of pods that stand in a slice whose ports are not theirs: only asked when the Service has changed. */
function misplaced(caches: Caches, service: Service, endpoints: ServiceEndpoints): string[] {
  const uids: string[] = []
  for (const slot of endpoints.slices) {
    const slice = sliceAt(caches, slot)!
    for (const { targetRef } of slice.endpoints) {
      const pod = podAt(caches, endpoints.members.get(targetRef?.uid ?? '') ?? -1)
      if (pod !== undefined && !samePorts(slice.ports, servicePorts(service, pod))) uids.push(pod.metadata.uid)
    }
  }
  return uids
}

/** Puts one pod where it belongs in the drafts. Returns the time of the change that made it necessary; undefined: it has none. */
function placeOne(
  caches: Caches, service: Service, endpoints: ServiceEndpoints, uid: string, draft: Map<number, Endpoint[]>,
  added: Addition[],
): string | undefined {
  const pod = podAt(caches, endpoints.members.get(uid) ?? -1)
  const place = endpoints.placed.get(uid) ?? -1
  const at = sliceOfPlace(place)
  const slice = sliceAt(caches, at)
  const standing = draft.get(at) ?? slice?.endpoints
  const position = standing === undefined ? -1 : positionOf(standing, uid, positionOfPlace(place))
  const listed = position < 0 ? undefined : standing?.[position]
  const wanted = pod === undefined ? undefined : desiredEndpoint(pod, service, endpointSources(caches))
  const ports = pod === undefined || wanted === undefined ? undefined : servicePorts(service, pod)
  const stays = slice !== undefined && ports !== undefined && samePorts(slice.ports, ports)
  if (slice !== undefined && listed !== undefined) {
    const entries = draftOf(draft, at, slice)
    if (stays && wanted !== undefined) entries[position] = wanted
    else entries.splice(position, 1)
  }
  if (wanted !== undefined && ports !== undefined && !stays) additionsFor(added, ports).push(wanted)
  return triggerTime(pod, listed, wanted)
}

/** `known`: where it stands if nothing before it was taken out. */
function positionOf(entries: readonly Endpoint[], uid: string, known: number): number {
  if (known < entries.length && entries[known]!.targetRef?.uid === uid) return known
  for (let i = 0; i < entries.length; i++) if (entries[i]!.targetRef?.uid === uid) return i
  return -1
}

/** The additions with these ports. */
function additionsFor(added: Addition[], ports: readonly EndpointPort[]): Endpoint[] {
  for (const { ports: other, entries } of added) if (samePorts(other, ports)) return entries
  const entries: Endpoint[] = []
  added.push({ ports, entries })
  return entries
}

function draftOf(draft: Map<number, Endpoint[]>, slot: number, slice: EndpointSlice): Endpoint[] {
  const known = draft.get(slot)
  if (known !== undefined) return known
  const made = slice.endpoints.slice()
  draft.set(slot, made)
  return made
}

/** When the pod's readiness changed, if that is what the slice shows now; a pod that merely terminates has no such time. */
function triggerTime(pod: Pod | undefined, listed: Endpoint | undefined, wanted: Endpoint | undefined): string | undefined {
  if (pod === undefined || (listed !== undefined && wanted !== undefined && listed.conditions.serving === wanted.conditions.serving)) {
    return undefined
  }
  return podCondition(pod.status, 'Ready')?.lastTransitionTime
}

const noPorts: Map<number, readonly EndpointPort[]> = new Map()

/** Drafts and additions as writes: additions fill slices that change anyway, then those with room, then new ones. */
function write(
  caches: Caches, service: Service, endpoints: ServiceEndpoints, draft: Map<number, Endpoint[]>,
  added: readonly Addition[],
  serviceChanged: boolean, trigger: string | undefined,
): Action[] {
  const actions: Action[] = []
  const newPorts = added.length === 0 ? noPorts : new Map<number, readonly EndpointPort[]>()
  const fresh: EndpointSlice[] = []
  for (const { ports, entries } of added) {
    for (const slot of [...draft.keys(), ...endpoints.roomy]) fillSlice(caches, slot, ports, entries, draft, newPorts)
    while (entries.length > 0) fresh.push(newSlice(service, ports, entries.splice(0, endpointsPerSlice), trigger))
  }
  for (const slot of endpoints.slices) {
    const slice = sliceAt(caches, slot)!
    const entries = draft.get(slot)
    const labels = serviceChanged ? syncedLabels(service, slice) : slice.metadata.labels
    if (entries === undefined && labels === slice.metadata.labels) continue
    const left = entries ?? slice.endpoints
    const isSpare = left.length === 0 && (endpoints.slices.size > 1 || fresh.length > 0)
    if (isSpare) actions.push(remove('endpointslices', slot, slice))
    else actions.push(update('endpointslices', slot, sliceWith(slice, left, newPorts.get(slot) ?? slice.ports, labels, trigger)))
  }
  // A Service without pods has one empty slice all the same.
  if (endpoints.slices.size === 0 && fresh.length === 0) fresh.push(newSlice(service, [], [], trigger))
  for (const slice of fresh) actions.push(create('endpointslices', slice))
  return actions
}

function fillSlice(
  caches: Caches, slot: number, ports: readonly EndpointPort[], entries: Endpoint[], draft: Map<number, Endpoint[]>,
  newPorts: Map<number, readonly EndpointPort[]>,
): void {
  if (entries.length === 0) return
  const slice = sliceAt(caches, slot)!
  const standing = draft.get(slot) ?? slice.endpoints
  // An empty slice takes on any ports.
  const fits = standing.length === 0
    ? !newPorts.has(slot) || samePorts(newPorts.get(slot)!, ports)
    : samePorts(newPorts.get(slot) ?? slice.ports, ports)
  if (!fits || standing.length >= endpointsPerSlice) return
  if (standing.length === 0) newPorts.set(slot, ports)
  // In one piece: a list that grows keeps room for half as much again, and all versions of a slice are kept.
  draft.set(slot, standing.concat(entries.splice(0, endpointsPerSlice - standing.length)))
}
