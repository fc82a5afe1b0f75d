/**
 * Garbage collector: deletes what its owners have left, and holds owners back that are deleted in the foreground or orphan their
 * dependents.
 * Key: an object of the owner graph. An owner that is not in the cache is asked for live before anything is deleted, and so is the object
 * itself. Source: pkg/controller/garbagecollector/garbagecollector.go. Pods as owners are left out.
 */
import { resourceInfo, type ResourceName } from '../../../../kubernetes/resources.ts'
import type { KubernetesObject, OwnerReference } from '../../../../kubernetes/types/meta.ts'
import {
  get, nothing, remove, result, update, type Action, type Answer, type ReconcileInput, type ReconcileResult,
} from '../../../client/controller-actions.ts'
import { objectAt } from '../../../client/informer.ts'
import type { Caches, WatchedResource } from '../caches/caches.ts'
import { graphKey, resourceOfGraphKey, slotOfGraphKey } from '../caches/owners.ts'
import { resourceOfReference, withOwnership } from '../objects.ts'

const foreground = 'foregroundDeletion'
const orphan = 'orphan'

interface Item {
  readonly resource: ResourceName
  readonly slot: number
  readonly object: KubernetesObject
}

export function itemOf(caches: Caches, key: number): Item | undefined {
  const resource = resourceOfGraphKey(key)
  const slot = slotOfGraphKey(key)
  const informer = caches.informers[resource as WatchedResource]
  const object = informer === undefined ? undefined : objectAt(informer, slot)
  return object === undefined ? undefined : { resource, slot, object }
}

export function reconcileGarbage(input: ReconcileInput<Caches>): ReconcileResult {
  const item = itemOf(input.listers, input.key)
  if (item === undefined) return nothing
  const { metadata } = item.object
  if (metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(orphan) === true) {
    return orphanDependents(input.listers, item)
  }
  if (metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(foreground) === true) {
    return foregroundDeletion(input.listers, item)
  }
  if (metadata.deletionTimestamp !== undefined || (metadata.ownerReferences ?? []).length === 0) return nothing
  return input.answers === undefined ? ask(input.listers, item) : judge(input.listers, item, input.answers)
}

/** Keys of all objects that name the owner. */
export function dependentsOf(caches: Caches, uid: string): number[] {
  const keys = [...(caches.owners.dependents.get(uid) ?? [])]
  for (const slot of caches.ownedPods.byOwner.get(uid)?.slots ?? []) keys.push(graphKey('pods', slot))
  return keys
}

function cachedOwner(caches: Caches, reference: OwnerReference): KubernetesObject | undefined {
  const key = caches.owners.byUid.get(reference.uid)
  return key === undefined ? undefined : itemOf(caches, key)?.object
}

function waitsForDependents(owner: KubernetesObject): boolean {
  return owner.metadata.deletionTimestamp !== undefined && owner.metadata.finalizers?.includes(foreground) === true
}

/** A live look at the object and at the owners that the cache does not have. */
function ask(caches: Caches, item: Item): ReconcileResult {
  const { metadata } = item.object
  const references = metadata.ownerReferences ?? []
  const missing = references.filter((reference) => cachedOwner(caches, reference) === undefined
    && resourceOfReference(reference) !== undefined)
  const waiting = references.some((reference) => {
    const owner = cachedOwner(caches, reference)
    return owner !== undefined && waitsForDependents(owner) && reference.blockOwnerDeletion === true
  })
  if (missing.length === 0 && !waiting) return nothing
  const unknown = missing.filter((reference) => !caches.absentOwners.has(reference.uid))
  const own = get(item.resource, metadata.namespace, metadata.name)
  const owners = unknown.map((reference) => askFor(reference, metadata.namespace))
  return result([[own, ...owners]], undefined, undefined, true)
}

/** An owner is of the dependent's namespace, or of none. */
function askFor(reference: OwnerReference, namespace: string): Action {
  const resource = resourceOfReference(reference)!
  return get(resource, resourceInfo(resource).namespaced ? namespace : '', reference.name)
}

/** With a solid owner the object stays (and forgets the others); without one it goes. */
function judge(caches: Caches, item: Item, answers: readonly Answer[]): ReconcileResult {
  const live = answers[0]?.object
  if (live === undefined || live.metadata.uid !== item.object.metadata.uid || live.metadata.deletionTimestamp !== undefined) return nothing
  const found = new Set(answers.slice(1).map((answer) => answer.object?.metadata.uid))
  const references = live.metadata.ownerReferences ?? []
  const solid: OwnerReference[] = []
  const waiting: OwnerReference[] = []
  for (const reference of references) {
    const owner = cachedOwner(caches, reference)
    if (owner !== undefined && waitsForDependents(owner)) waiting.push(reference)
    else if (owner !== undefined || found.has(reference.uid) || resourceOfReference(reference) === undefined) solid.push(reference)
  }
  if (solid.length === references.length) return nothing
  if (solid.length > 0) return result([[update(item.resource, item.slot, withOwnership(live, solid, live.metadata.finalizers))]])
  const inForeground = waiting.length > 0 && dependentsOf(caches, live.metadata.uid).length > 0
  return result([[remove(item.resource, item.slot, live, { propagationPolicy: inForeground ? 'Foreground' : 'Background' })]])
}

/** The owner stays until the dependents that block it are gone; they are queued when its deletion is seen. */
function foregroundDeletion(caches: Caches, item: Item): ReconcileResult {
  const { uid } = item.object.metadata
  const blocks = dependentsOf(caches, uid).some((key) => {
    const dependent = itemOf(caches, key)
    return dependent?.object.metadata.ownerReferences?.some((reference) => reference.uid === uid
      && reference.blockOwnerDeletion === true) ?? false
  })
  return blocks ? nothing : result([[withoutFinalizer(item, foreground)]])
}

/** Dependents lose the reference, then the owner its finalizer. */
function orphanDependents(caches: Caches, item: Item): ReconcileResult {
  const { uid } = item.object.metadata
  const freed: Action[] = []
  for (const key of dependentsOf(caches, uid)) {
    const dependent = itemOf(caches, key)
    if (dependent === undefined) continue
    const others = (dependent.object.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid)
    const free = withOwnership(dependent.object, others.length === 0 ? undefined : others, dependent.object.metadata.finalizers)
    freed.push(update(dependent.resource, dependent.slot, free))
  }
  return result([freed, [withoutFinalizer(item, orphan)]])
}

function withoutFinalizer(item: Item, finalizer: string): Action {
  const { metadata } = item.object
  const left = (metadata.finalizers ?? []).filter((other) => other !== finalizer)
  return update(item.resource, item.slot, withOwnership(item.object, metadata.ownerReferences, left.length === 0 ? undefined : left))
}
