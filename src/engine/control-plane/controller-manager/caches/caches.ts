/** What the controllers look things up in: the informers' objects by slot, and the indices that are derived from them. */
import type { ResourceName } from '../../../../kubernetes/resources.ts'
import type { Deployment, ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import type { Namespace, Node, Pod, Service } from '../../../../kubernetes/types/core.ts'
import type { EndpointSlice } from '../../../../kubernetes/types/discovery.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import type { Informer } from '../../../client/informer.ts'
import type { PodDisruptionBudget } from '../../../../kubernetes/types/policy.ts'
import { createNodeMonitor, type NodeMonitor } from '../nodelifecycle/node-health.ts'
import { createBudgetIndex, onBudgetForPods, onPodForBudgets, type BudgetIndex } from './budget-pods.ts'
import { createNodeIndex, onLeaseForIndex, onNodeForIndex, onPodForNodes, type NodeIndex } from './nodes.ts'
import { createOwnedPodsIndex, onPodForOwners, onReplicaSetForOwners, type OwnedPodsIndex } from './owned-pods.ts'
import { createOwnerIndex, onObjectForOwners, type OwnerIndex } from './owners.ts'
import {
  createEndpointsIndex, onPodForEndpoints, onServiceForEndpoints, onSliceForEndpoints, type EndpointsIndex, type EndpointSources,
} from './service-endpoints.ts'

/**
 * Resources that the controller manager watches, in the order of their lists: who counts pods or selects them is known before the pods
 * come.
 */
export const watchedResources = [
  'nodes', 'services', 'deployments', 'replicasets', 'pods', 'endpointslices', 'namespaces', 'serviceaccounts', 'configmaps',
  'secrets', 'leases', 'poddisruptionbudgets',
  'horizontalpodautoscalers',
] as const satisfies readonly ResourceName[]
export type WatchedResource = (typeof watchedResources)[number]
export type WatchedInformers = Readonly<Record<WatchedResource, Informer>>

/** Rules that differ between releases. */
export interface ReleaseRules {
  /** Text of ScalingReplicaSet events: "from 0 to 3", or as before 1.30 "to 3" and "to 3 from 10". */
  readonly scalingTextHasFrom: boolean
  readonly nodeMonitorGraceUs: number
  /** Number of the first pod CIDR block that is handed out. */
  readonly firstPodCidrBlock: number
}

export interface Caches {
  readonly informers: WatchedInformers
  readonly release: ReleaseRules
  ownedPods: OwnedPodsIndex
  nodes: NodeIndex
  owners: OwnerIndex
  endpoints: EndpointsIndex
  budgets: BudgetIndex
  /** Uids of owners whose end was seen, newest last: the garbage collector need not ask for them. Not derived. */
  readonly absentOwners: Set<string>
  /** Life signs of nodes, kept by the node lifecycle controller. Not derived. */
  readonly monitor: NodeMonitor
}

/** Upstream's size of the same cache. */
const maxAbsentOwners = 500

/** Remembers that an owner is gone for good. */
export function rememberAbsentOwner(caches: Caches, uid: string): void {
  caches.absentOwners.add(uid)
  if (caches.absentOwners.size <= maxAbsentOwners) return
  const oldest = caches.absentOwners.values().next()
  if (oldest.done !== true) caches.absentOwners.delete(oldest.value)
}

export function createCaches(informers: WatchedInformers, release: ReleaseRules): Caches {
  return {
    informers, release, ownedPods: createOwnedPodsIndex(), nodes: createNodeIndex(), owners: createOwnerIndex(),
    endpoints: createEndpointsIndex(), budgets: createBudgetIndex(),
    absentOwners: new Set(), monitor: createNodeMonitor(),
  }
}

export function endpointSources(caches: Caches): EndpointSources {
  const { pods, services, endpointslices } = caches.informers
  return {
    pods: pods.objects, services: services.objects, slices: endpointslices.objects, zoneByNode: caches.nodes.zoneByNode,
  }
}

const noServices: readonly number[] = []

/** Takes a change of an informer's cache into the indices. Returns the Services whose slices are wrong now. */
export function updateIndices(
  caches: Caches, resource: WatchedResource, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined,
): readonly number[] {
  const { informers } = caches
  if (resource === 'pods') {
    const was = before as Pod | undefined
    const is = after as Pod | undefined
    onPodForOwners(caches.ownedPods, informers.replicasets.objects, slot, was, is)
    onPodForNodes(caches.nodes, slot, was, is)
    onPodForBudgets(caches.budgets, informers.poddisruptionbudgets.objects, slot, was, is)
    return onPodForEndpoints(caches.endpoints, endpointSources(caches), slot, was, is)
  }
  onObjectForOwners(caches.owners, resource, slot, before, after)
  switch (resource) {
    case 'replicasets':
      onReplicaSetForOwners(caches.ownedPods, informers.pods.objects, slot, before as ReplicaSet | undefined, after as ReplicaSet | undefined)
      return noServices
    case 'nodes':
      onNodeForIndex(caches.nodes, informers.nodes.objects, slot, before as Node | undefined, after as Node | undefined)
      return noServices
    case 'leases':
      onLeaseForIndex(caches.nodes, slot, before, after)
      return noServices
    case 'services':
      onServiceForEndpoints(caches.endpoints, endpointSources(caches), slot, before as Service | undefined, after as Service | undefined)
      return after === undefined ? noServices : [slot]
    case 'poddisruptionbudgets':
      onBudgetForPods(caches.budgets, informers.pods.objects, slot, before as PodDisruptionBudget | undefined, after as PodDisruptionBudget | undefined)
      return noServices
    case 'endpointslices': {
      const service = onSliceForEndpoints(
        caches.endpoints, endpointSources(caches), slot, before as EndpointSlice | undefined, after as EndpointSlice | undefined,
      )
      return service < 0 ? noServices : [service]
    }
    default:
      return noServices
  }
}

/** Builds all indices anew from the informers' objects. */
export function rebuildCaches(caches: Caches): void {
  const fresh = createCaches(caches.informers, caches.release)
  caches.ownedPods = fresh.ownedPods
  caches.nodes = fresh.nodes
  caches.owners = fresh.owners
  caches.endpoints = fresh.endpoints
  caches.budgets = fresh.budgets
  // Pods last: what they are counted for is known then.
  for (const resource of [...watchedResources.filter((name) => name !== 'pods'), 'pods'] as const) {
    const { objects } = caches.informers[resource]
    for (let slot = 0; slot < objects.length; slot++) if (objects[slot] !== undefined) updateIndices(caches, resource, slot, undefined, objects[slot])
  }
}

/** Listers: the cached object in a slot. */
export const deploymentAt = (caches: Caches, slot: number): Deployment | undefined =>
  caches.informers.deployments.objects[slot] as Deployment | undefined
export const replicaSetAt = (caches: Caches, slot: number): ReplicaSet | undefined =>
  caches.informers.replicasets.objects[slot] as ReplicaSet | undefined
export const podAt = (caches: Caches, slot: number): Pod | undefined => caches.informers.pods.objects[slot] as Pod | undefined
export const nodeAt = (caches: Caches, slot: number): Node | undefined => caches.informers.nodes.objects[slot] as Node | undefined
export const serviceAt = (caches: Caches, slot: number): Service | undefined =>
  caches.informers.services.objects[slot] as Service | undefined
export const sliceAt = (caches: Caches, slot: number): EndpointSlice | undefined =>
  caches.informers.endpointslices.objects[slot] as EndpointSlice | undefined
export const namespaceAt = (caches: Caches, slot: number): Namespace | undefined =>
  caches.informers.namespaces.objects[slot] as Namespace | undefined
export const nodeNamed = (caches: Caches, name: string | undefined): Node | undefined =>
  nodeAt(caches, caches.nodes.byName.get(name ?? '') ?? -1)
