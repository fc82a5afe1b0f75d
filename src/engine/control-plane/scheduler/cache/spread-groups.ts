/**
 * How many pods of a group run on which node, kept up with every change so that PodTopologySpread never lists pods. A group is the pods of
 * one owner (system default constraints) or those that a constraint's selector matches (explicit constraints). Terminating pods don't
 * count.
 */
import { matchesLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { LabelSelector } from '../../../../kubernetes/types/meta.ts'

const chunkSize = 64

export interface SpreadGroup {
  total: number
  /** Counts by node slot in chunks of 64; the last element of a chunk is its sum; a chunk without pods is absent. */
  chunks: (Uint16Array | undefined)[]
  /** Counts by zone number (-1: no zone). */
  zones: Map<number, number>
}
interface SelectorGroup {
  readonly namespace: string
  readonly selector: LabelSelector
  readonly group: SpreadGroup
}
export interface SpreadGroups {
  /** By uid of the controlling owner; gone with its last pod. */
  byOwner: Map<string, SpreadGroup>
  /** By namespace and selector as text, least recently asked for first. */
  bySelector: Map<string, SelectorGroup>
}

/** Selectors that are kept counted; one that is asked for again later is counted anew. */
const maxSelectorGroups = 64

export function createSpreadGroups(): SpreadGroups {
  return { byOwner: new Map(), bySelector: new Map() }
}

export function createSpreadGroup(): SpreadGroup {
  return { total: 0, chunks: [], zones: new Map() }
}

export function countOnNode(group: SpreadGroup, slot: number): number {
  return countInChunks(group.chunks, slot)
}

/** Those of a group that nobody is in. */
export const noChunks: SpreadGroup['chunks'] = []

/** The same, for those who ask of many nodes. */
export function countInChunks(chunks: SpreadGroup['chunks'], slot: number): number {
  const chunk = chunks[slot >> 6]
  return chunk === undefined ? 0 : chunk[slot & 63]!
}

function change(group: SpreadGroup, slot: number, zone: number, sign: 1 | -1): void {
  const index = slot >> 6
  while (group.chunks.length <= index) group.chunks.push(undefined)
  const chunk = group.chunks[index] ?? new Uint16Array(chunkSize + 1)
  chunk[slot & 63] = chunk[slot & 63]! + sign
  chunk[chunkSize] = chunk[chunkSize]! + sign
  group.chunks[index] = chunk[chunkSize] === 0 ? undefined : chunk
  while (group.chunks.length > 0 && group.chunks.at(-1) === undefined) group.chunks.pop()
  const inZone = (group.zones.get(zone) ?? 0) + sign
  if (inZone === 0) group.zones.delete(zone)
  else group.zones.set(zone, inZone)
  group.total += sign
}

/** Uid of the object that controls a pod; undefined: none. */
export function controllerUid(pod: Pod): string | undefined {
  const owners = pod.metadata.ownerReferences
  if (owners === undefined) return undefined
  for (const owner of owners) if (owner.controller === true) return owner.uid
  return undefined
}

export function countsForSpread(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined
}

/** Counts a pod in (1) or out (-1) of its groups. */
export function changeGroups(groups: SpreadGroups, pod: Pod, slot: number, zone: number, sign: 1 | -1): void {
  if (!countsForSpread(pod)) return
  const owner = controllerUid(pod)
  if (owner !== undefined) {
    let group = groups.byOwner.get(owner)
    if (group === undefined) {
      group = createSpreadGroup()
      groups.byOwner.set(owner, group)
    }
    change(group, slot, zone, sign)
    if (group.total === 0) groups.byOwner.delete(owner)
  }
  for (const { namespace, selector, group } of groups.bySelector.values()) {
    if (namespace === pod.metadata.namespace && matchesLabelSelector(selector, pod.metadata.labels)) change(group, slot, zone, sign)
  }
}

/** True when an update of a pod moves it into or out of a group. */
export function groupsDiffer(before: Pod, after: Pod): boolean {
  return countsForSpread(before) !== countsForSpread(after) || before.metadata.labels !== after.metadata.labels ||
    before.metadata.ownerReferences !== after.metadata.ownerReferences
}

const keys = new WeakMap<LabelSelector, string>()

function keyOf(namespace: string, selector: LabelSelector): string {
  let key = keys.get(selector)
  if (key === undefined) {
    key = JSON.stringify([selector.matchLabels, selector.matchExpressions])
    keys.set(selector, key)
  }
  return `${namespace} ${key}`
}

/** The group of a selector if it is kept; it counts as asked for just now. */
export function findSelectorGroup(groups: SpreadGroups, namespace: string, selector: LabelSelector): SpreadGroup | undefined {
  const key = keyOf(namespace, selector)
  const known = groups.bySelector.get(key)
  if (known === undefined) return undefined
  groups.bySelector.delete(key)
  groups.bySelector.set(key, known)
  return known.group
}

/** Keeps a selector counted from now on; the pods that are there already are for the caller to count in. */
export function addSelectorGroup(groups: SpreadGroups, namespace: string, selector: LabelSelector): SpreadGroup {
  const group = createSpreadGroup()
  groups.bySelector.set(keyOf(namespace, selector), { namespace, selector, group })
  if (groups.bySelector.size > maxSelectorGroups) {
    const oldest = groups.bySelector.keys().next()
    if (oldest.done !== true) groups.bySelector.delete(oldest.value)
  }
  return group
}

/** Counts one pod into a single group. */
export function countIn(group: SpreadGroup, slot: number, zone: number): void {
  change(group, slot, zone, 1)
}
