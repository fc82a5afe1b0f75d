/**
 * What the proxies know of Services and EndpointSlices, joined by name, and which Services' rules are out of date. The two indices are
 * derived from the informers' objects; `rebuildIndices` makes them anew.
 */
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { Service } from '../../../kubernetes/types/core.ts'
import type { EndpointSlice } from '../../../kubernetes/types/discovery.ts'
import { changeTable, emptyTable, serviceRules } from './rules.ts'
import type { RuleTable, ServiceRules } from './messages.ts'

/** Label of a slice that names its Service. Source: k8s.io/api/discovery/v1/well_known_labels.go. */
const serviceNameLabel = 'kubernetes.io/service-name'

/** By namespace, then name of the Service: nested, so that no key has to be glued together. */
type ByName<T> = Map<string, Map<string, T>>
type Objects = readonly (KubernetesObject | undefined)[]

export interface ProxyCache {
  serviceSlot: ByName<number>
  /** Slots of a Service's slices, ascending. */
  sliceSlots: ByName<number[]>
  /** Slots of Services whose rules must be written again. */
  dirty: Set<number>
  /** Rules that are worked out but not written: those of a large sync are made in several steps. */
  prepared: Map<number, ServiceRules | undefined>
}

export function createProxyCache(): ProxyCache {
  return { serviceSlot: new Map(), sliceSlots: new Map(), dirty: new Set(), prepared: new Map() }
}

function setIn<T>(index: ByName<T>, namespace: string, name: string, value: T): void {
  const names = index.get(namespace)
  if (names === undefined) index.set(namespace, new Map([[name, value]]))
  else names.set(name, value)
}

function deleteIn<T>(index: ByName<T>, namespace: string, name: string): void {
  const names = index.get(namespace)
  names?.delete(name)
  if (names?.size === 0) index.delete(namespace)
}

function insertSorted(slots: number[], slot: number): void {
  let at = slots.length
  while (at > 0 && slots[at - 1]! > slot) at--
  if (slots[at - 1] !== slot) slots.splice(at, 0, slot)
}

function ownerName(slice: KubernetesObject): string | undefined {
  return slice.metadata.labels?.[serviceNameLabel]
}

/** Takes a change of a Service. */
export function onServiceChange(cache: ProxyCache, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  if (before !== undefined && after === undefined) deleteIn(cache.serviceSlot, before.metadata.namespace, before.metadata.name)
  if (after !== undefined) setIn(cache.serviceSlot, after.metadata.namespace, after.metadata.name, slot)
  cache.dirty.add(slot)
}

/** Takes a change of an EndpointSlice. */
export function onSliceChange(cache: ProxyCache, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const oldName = before === undefined ? undefined : ownerName(before)
  const newName = after === undefined ? undefined : ownerName(after)
  if (before !== undefined && oldName !== undefined && oldName !== newName) dropSlice(cache, before.metadata.namespace, oldName, slot)
  if (after !== undefined && newName !== undefined) keepSlice(cache, after.metadata.namespace, newName, slot)
}

function dropSlice(cache: ProxyCache, namespace: string, service: string, slot: number): void {
  const left = cache.sliceSlots.get(namespace)?.get(service)?.filter((other) => other !== slot) ?? []
  if (left.length === 0) deleteIn(cache.sliceSlots, namespace, service)
  else setIn(cache.sliceSlots, namespace, service, left)
  markDirty(cache, namespace, service)
}

function keepSlice(cache: ProxyCache, namespace: string, service: string, slot: number): void {
  const slots = cache.sliceSlots.get(namespace)?.get(service)
  if (slots === undefined) setIn(cache.sliceSlots, namespace, service, [slot])
  else insertSorted(slots, slot)
  markDirty(cache, namespace, service)
}

function markDirty(cache: ProxyCache, namespace: string, service: string): void {
  const slot = cache.serviceSlot.get(namespace)?.get(service)
  if (slot !== undefined) cache.dirty.add(slot)
}

function rulesOfSlot(cache: ProxyCache, services: Objects, slices: Objects, slot: number): ServiceRules | undefined {
  const service = services[slot] as Service | undefined
  if (service === undefined) return undefined
  const { namespace, name } = service.metadata
  const slots = cache.sliceSlots.get(namespace)?.get(name) ?? []
  return serviceRules(service, slot, slots.map((at) => slices[at] as EndpointSlice))
}

/**
 * Works out rules of dirty Services until about so many endpoints have been looked at. True when none is dirty any more: then
 * `syncedTable` has nothing left to do but to put them in.
 */
export function prepareRules(cache: ProxyCache, services: Objects, slices: Objects, mostEndpoints: number): boolean {
  let endpoints = 0
  for (const slot of cache.dirty) {
    if (endpoints >= mostEndpoints) return false
    const rules = rulesOfSlot(cache, services, slices, slot)
    cache.prepared.set(slot, rules)
    cache.dirty.delete(slot)
    endpoints += rules?.ports.reduce((sum, port) => sum + port.readyCount, 0) ?? 0
  }
  return true
}

/** The table as a sync of all dirty Services makes it. Changes nothing. */
export function syncedTable(table: RuleTable, cache: ProxyCache, services: Objects, slices: Objects): RuleTable {
  if (cache.dirty.size === 0 && cache.prepared.size === 0) return table
  const changes = new Map(cache.prepared)
  for (const slot of cache.dirty) changes.set(slot, rulesOfSlot(cache, services, slices, slot))
  return changeTable(table, changes)
}

/** Indices of these objects, with every Service dirty. */
export function rebuildIndices(services: Objects, slices: Objects): ProxyCache {
  const cache = createProxyCache()
  services.forEach((service, slot) => {
    if (service !== undefined) onServiceChange(cache, slot, undefined, service)
  })
  slices.forEach((slice, slot) => {
    if (slice !== undefined) onSliceChange(cache, slot, undefined, slice)
  })
  return cache
}

/** The whole table from nothing. */
export function tableOf(services: Objects, slices: Objects): RuleTable {
  return syncedTable(emptyTable, rebuildIndices(services, slices), services, slices)
}
