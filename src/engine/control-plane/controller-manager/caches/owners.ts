/**
 * The owner graph for the garbage collector. Pods are found through `OwnedPodsIndex`; all other kinds are here. Pods as owners are left
 * out.
 * A graph node is named by one number: slot and resource.
 */
import { resourceInfo, resources, type ResourceName } from '../../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'

export interface OwnerIndex {
  /** Objects that name an owner, by the owner's uid. */
  dependents: Map<string, Set<number>>
  /** Objects that can own others, by uid. */
  byUid: Map<string, number>
}

const resourceBits = 256

export function graphKey(resource: ResourceName, slot: number): number {
  return slot * resourceBits + resourceInfo(resource).id
}
export function slotOfGraphKey(key: number): number {
  return Math.floor(key / resourceBits)
}
export function resourceOfGraphKey(key: number): ResourceName {
  return resources[key % resourceBits]!.name
}

export function createOwnerIndex(): OwnerIndex {
  return { dependents: new Map(), byUid: new Map() }
}

const canOwn = new Set<ResourceName>(['deployments', 'replicasets', 'services', 'nodes', 'namespaces', 'configmaps', 'secrets', 'serviceaccounts'])

/** An object other than a pod changed in the cache. */
export function onObjectForOwners(
  index: OwnerIndex, resource: ResourceName, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined,
): void {
  const key = graphKey(resource, slot)
  if (canOwn.has(resource)) {
    if (after === undefined && before !== undefined) index.byUid.delete(before.metadata.uid)
    else if (after !== undefined && before === undefined) index.byUid.set(after.metadata.uid, key)
  }
  if (before?.metadata.ownerReferences === after?.metadata.ownerReferences) return
  for (const reference of before?.metadata.ownerReferences ?? []) {
    const dependents = index.dependents.get(reference.uid)
    if (dependents !== undefined && dependents.delete(key) && dependents.size === 0) index.dependents.delete(reference.uid)
  }
  for (const reference of after?.metadata.ownerReferences ?? []) {
    const dependents = index.dependents.get(reference.uid)
    if (dependents === undefined) index.dependents.set(reference.uid, new Set([key]))
    else dependents.add(key)
  }
}
