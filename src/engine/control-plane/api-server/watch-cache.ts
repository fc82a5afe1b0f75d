/**
 * The API server's copy of the cluster, fed by one watch on etcd: lists, watches and the start of every write are served from it. It is a
 * prefix of etcd's history: it may lag, it never skips. Events are not in it, as upstream. Source: apiserver/pkg/storage/cacher.
 */
import { createKeyIndex, deleteKey, findKey, setKey, slotsOf, type ObjectKeyIndex } from '../../../kubernetes/object-keys.ts'
import { resourceInfo, resources, type ResourceName } from '../../../kubernetes/resources.ts'
import { meetsRequirements } from '../../../kubernetes/selectors.ts'
import type { Pod } from '../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import {
  createRenewalColumns, forgetRenewal, newestVersion, noteRenewal, renewedAtUs, renewedRevision, type LeaseRenewed, type RenewalColumns,
} from '../../state/lease-renewals.ts'
import type { EtcdChange } from '../etcd/messages.ts'
import { meetsFields } from './selectable-fields.ts'
import type { Selection } from './state.ts'
import { createWatchWindow, keepChange, keepRenewal, type WatchWindow } from './watch-window.ts'

interface CacheTable {
  /** Of Leases not always the newest version: see `renewals`, and read with `cachedIn`. */
  objects: (KubernetesObject | undefined)[]
  renewals: RenewalColumns
  index: ObjectKeyIndex
  count: number
}
export interface WatchCache {
  /** Revision up to which the cache is true. */
  revision: number
  /** By number of the resource. */
  tables: CacheTable[]
  /** Slots of pods by node name. */
  podsByNode: Map<string, Set<number>>
  /** The newest changes, for watches that resume. */
  window: WatchWindow
}

function createCacheTable(): CacheTable {
  return { objects: [], renewals: createRenewalColumns(), index: createKeyIndex(), count: 0 }
}

export function createWatchCache(): WatchCache {
  return {
    revision: 0,
    tables: resources.map(createCacheTable),
    podsByNode: new Map(),
    window: createWatchWindow(0),
  }
}

export function cacheTable(cache: WatchCache, resource: ResourceName): CacheTable {
  const { id } = resourceInfo(resource)
  // Those of custom resources are made when they are first asked for.
  while (cache.tables.length <= id) cache.tables.push(createCacheTable())
  return cache.tables[id]!
}

/** The newest version of the object in a slot. */
export function cachedIn(table: CacheTable, slot: number): KubernetesObject | undefined {
  return newestVersion(table.renewals, slot, table.objects[slot])
}

/** True when a Lease may be renewed that has this revision: it is the newest, and not on its way out. */
export function isRenewable({ objects, renewals }: CacheTable, slot: number, revision: number): boolean {
  // What was renewed since it was stored as a whole is not being deleted: that would be a whole version.
  if (renewedAtUs(renewals, slot) > 0) return renewedRevision(renewals, slot) === revision
  const metadata = objects[slot]?.metadata
  return metadata?.resourceVersion === revision && metadata.deletionTimestamp === undefined
}

/** Slot of an object; -1: not in the cache. A slot that the caller knows is taken when it still has that name. */
export function cachedSlot(cache: WatchCache, resource: ResourceName, namespace: string, name: string, knownSlot: number): number {
  const table = cacheTable(cache, resource)
  if (knownSlot >= 0) {
    const metadata = table.objects[knownSlot]?.metadata
    if (metadata !== undefined && metadata.name === name && metadata.namespace === namespace) return knownSlot
  }
  return findKey(table.index, namespace, name)
}

/** An object by name, or undefined. */
export function cachedObject(cache: WatchCache, resource: ResourceName, namespace: string, name: string): KubernetesObject | undefined {
  const slot = cachedSlot(cache, resource, namespace, name, -1)
  return slot < 0 ? undefined : cachedIn(cacheTable(cache, resource), slot)
}

function nodeOf(object: KubernetesObject | undefined): string {
  return object === undefined ? '' : (object as Pod).spec.nodeName ?? ''
}

function indexPod(cache: WatchCache, slot: number, before: string, after: string): void {
  if (before === after) return
  if (before !== '') {
    const old = cache.podsByNode.get(before)
    if (old?.delete(slot) === true && old.size === 0) cache.podsByNode.delete(before)
  }
  if (after === '') return
  let slots = cache.podsByNode.get(after)
  if (slots === undefined) {
    slots = new Set()
    cache.podsByNode.set(after, slots)
  }
  slots.add(slot)
}

/** Takes one object (undefined: the slot is free) into the cache and its indices. */
export function setCached(cache: WatchCache, resource: ResourceName, slot: number, object: KubernetesObject | undefined): void {
  const table = cacheTable(cache, resource)
  const before = table.objects[slot]
  while (table.objects.length <= slot) table.objects.push(undefined)
  table.objects[slot] = object
  forgetRenewal(table.renewals, slot)
  if (resource === 'pods') indexPod(cache, slot, nodeOf(before), nodeOf(object))
  if (before !== undefined && (object === undefined || before.metadata.uid !== object.metadata.uid)) {
    deleteKey(table.index, before.metadata.namespace, before.metadata.name)
    table.count--
  }
  if (object !== undefined && (before === undefined || before.metadata.uid !== object.metadata.uid)) {
    setKey(table.index, object.metadata.namespace, object.metadata.name, slot)
    table.count++
  }
}

/** Takes a change of etcd. */
export function applyChange(cache: WatchCache, change: EtcdChange): void {
  setCached(cache, change.resource, change.slot, change.type === 'DELETED' ? undefined : change.object)
  keepChange(cache.window, change)
  if (change.revision > cache.revision) cache.revision = change.revision
}

/** Takes a renewal of a Lease. */
export function applyRenewal(cache: WatchCache, renewed: LeaseRenewed): void {
  noteRenewal(cacheTable(cache, 'leases').renewals, renewed.slot, renewed)
  keepRenewal(cache.window, renewed)
  cache.revision = renewed.resourceVersion
}

/** Empties the cache and fills it from a range over all resources. */
export function replaceCache(
  cache: WatchCache, items: readonly KubernetesObject[], slots: readonly number[],
  resourceOf: (object: KubernetesObject, cache: WatchCache) => ResourceName, revision: number,
): void {
  cache.tables = createWatchCache().tables
  cache.podsByNode = new Map()
  items.forEach((object, i) => setCached(cache, resourceOf(object, cache), slots[i] ?? -1, object))
  cache.revision = revision
  cache.window = createWatchWindow(revision)
}

/** Builds the derived parts (name index, counts, pods by node) anew from the objects. */
export function rebuildWatchCache(cache: WatchCache): void {
  cache.podsByNode = new Map()
  const pods = resourceInfo('pods').id
  cache.tables.forEach((table, id) => {
    table.index = createKeyIndex()
    table.count = 0
    table.objects.forEach((object, slot) => {
      if (object === undefined) return
      setKey(table.index, object.metadata.namespace, object.metadata.name, slot)
      table.count++
      if (id === pods) indexPod(cache, slot, '', nodeOf(object))
    })
  })
}

/** True when an object is of the selection. */
export function isSelected(selection: Selection, object: KubernetesObject): boolean {
  const { metadata } = object
  if (selection.namespace !== '' && metadata.namespace !== selection.namespace) return false
  if (selection.labels.length > 0 && !meetsRequirements(selection.labels, metadata.labels)) return false
  return selection.fields.length === 0 || meetsFields(selection.fields, selection.resource, object)
}

/** Slots that can be of the selection: narrowed by node or namespace where an index has them. */
function candidates(cache: WatchCache, selection: Selection, table: CacheTable): Iterable<number> {
  const byNode = selection.fields.find((field) => field.equal && field.field === 'spec.nodeName' && field.value !== '')
  if (selection.resource === 'pods' && byNode !== undefined) return cache.podsByNode.get(byNode.value) ?? []
  if (selection.namespace !== '') return slotsOf(table.index, selection.namespace)
  return table.objects.keys()
}

/** Objects of a selection with their slots, in slot order. */
export function selectObjects(cache: WatchCache, selection: Selection): { items: KubernetesObject[]; slots: number[] } {
  const table = cacheTable(cache, selection.resource)
  const slots: number[] = []
  for (const slot of candidates(cache, selection, table)) {
    const object = table.objects[slot]
    if (object !== undefined && isSelected(selection, object)) slots.push(slot)
  }
  slots.sort((a, b) => a - b)
  return { slots, items: slots.flatMap((slot) => cachedIn(table, slot) ?? []) }
}
