/** What may have become garbage: dependents of an owner that went, objects whose owner is not known, owners that wait for dependents. */
import type { ResourceName } from '../../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { rememberAbsentOwner, watchedResources } from '../caches/caches.ts'
import { graphKey } from '../caches/owners.ts'
import { add, cachesOf, forget, type Feed, type Handler, type Handlers } from '../feed.ts'
import { dependentsOf, itemOf } from './reconcile.ts'

const heldBack = (object: KubernetesObject | undefined): boolean => object?.metadata.deletionTimestamp !== undefined
  && (object.metadata.finalizers?.some((finalizer) => finalizer === 'foregroundDeletion' || finalizer === 'orphan') ?? false)

function handlerOf(resource: ResourceName): Handler {
  return (feed, slot, before, after) => {
    const key = graphKey(resource, slot)
    if (after === undefined) {
      forget(feed, key)
      if (before !== undefined) onGone(feed, before)
      return
    }
    if (before === undefined && hasUnknownOwner(feed, after)) add(feed, key)
    if (heldBack(after) && !heldBack(before)) {
      add(feed, key)
      for (const dependent of dependentsOf(cachesOf(feed), after.metadata.uid)) add(feed, dependent)
    }
  }
}

function onGone(feed: Feed, object: KubernetesObject): void {
  const caches = cachesOf(feed)
  const dependents = dependentsOf(caches, object.metadata.uid)
  if (dependents.length > 0) rememberAbsentOwner(caches, object.metadata.uid)
  for (const dependent of dependents) add(feed, dependent)
  for (const reference of object.metadata.ownerReferences ?? []) {
    const owner = caches.owners.byUid.get(reference.uid)
    if (owner !== undefined && heldBack(itemOf(caches, owner)?.object)) add(feed, owner)
  }
}

function hasUnknownOwner(feed: Feed, object: KubernetesObject): boolean {
  const references = object.metadata.ownerReferences
  if (references === undefined) return false
  for (const reference of references) if (!cachesOf(feed).owners.byUid.has(reference.uid)) return true
  return false
}

export const garbageHandlers: Handlers = Object.fromEntries(watchedResources.map((resource) => [resource, handlerOf(resource)]))
