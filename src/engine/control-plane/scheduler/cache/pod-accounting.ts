/** Adds pods to nodes in the columns and takes them off. Everything here can be made anew from the informers: `rebuildCache`. */
import { podResources } from '../../../../kubernetes/pod-resources.ts'
import { matchesLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { Container, Node, Pod, PodSpec } from '../../../../kubernetes/types/core.ts'
import type { LabelSelector } from '../../../../kubernetes/types/meta.ts'
import type { Informer } from '../../../client/informer.ts'
import { forgetFits, rebuildFitMemos } from './fit-memos.ts'
import { createNodeColumns, ensureCapacity, otherResource, removeNode, setNode, topologyColumn, type NodeColumns } from './node-columns.ts'
import {
  addSelectorGroup, changeGroups, countIn, countsForSpread, createSpreadGroup, findSelectorGroup, groupsDiffer, type SpreadGroup,
} from './spread-groups.ts'
import { zoneKey } from './topology-columns.ts'

export const nowhere = -1
/** Bound to a node that the cache does not know (yet, or no more). */
const unknownNode = -2

export interface SchedulerCache {
  columns: NodeColumns
  /** Node slot by pod slot: bound or assumed; `nowhere`, `unknownNode`. */
  nodeOfPod: number[]
  /** Pods that were given a node here but whose binding the cache has not seen: pod slot -> node slot. */
  assumed: Map<number, number>
  /** Pod slots waiting for the Node that they are bound to, by its name. */
  waitingForNode: Map<string, Set<number>>
}

export function createCache(): SchedulerCache {
  return { columns: createNodeColumns(), nodeOfPod: [], assumed: new Map(), waitingForNode: new Map() }
}

/** A finished pod holds nothing on its node. */
export function isFinished(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
}

const hostPortMemo = new WeakMap<readonly Container[], readonly string[] | null>()

/** Host ports that a pod needs, "TCP/8080"; undefined: none. */
export function hostPortsOf(spec: PodSpec): readonly string[] | undefined {
  const known = hostPortMemo.get(spec.containers)
  if (known !== undefined) return known ?? undefined
  const ports: string[] = []
  for (const container of spec.containers) {
    for (const port of container.ports ?? []) {
      const hostPort = port.hostPort ?? (spec.hostNetwork === true ? port.containerPort : 0)
      if (hostPort > 0) ports.push(`${port.protocol}/${hostPort}`)
    }
  }
  hostPortMemo.set(spec.containers, ports.length === 0 ? null : ports)
  return ports.length === 0 ? undefined : ports
}

function changeHostPorts(columns: NodeColumns, ports: readonly string[], slot: number, sign: 1 | -1): void {
  const used = columns.hostPorts[slot] ?? new Map<string, number>()
  for (const port of ports) {
    const users = (used.get(port) ?? 0) + sign
    if (users === 0) used.delete(port)
    else used.set(port, users)
  }
  columns.hostPorts[slot] = used.size === 0 ? undefined : used
}

/** Counts a pod on a node (1) or off it (-1). */
function account(columns: NodeColumns, pod: Pod, slot: number, sign: 1 | -1): void {
  const ask = podResources(pod.spec)
  columns.requestedPods[slot] = columns.requestedPods[slot]! + sign
  columns.requestedCpuMilli[slot] = columns.requestedCpuMilli[slot]! + sign * ask.cpuMilli
  columns.requestedMemoryBytes[slot] = columns.requestedMemoryBytes[slot]! + sign * ask.memoryBytes
  columns.requestedEphemeralBytes[slot] = columns.requestedEphemeralBytes[slot]! + sign * ask.ephemeralBytes
  columns.nonZeroCpuMilli[slot] = columns.nonZeroCpuMilli[slot]! + sign * ask.nonZeroCpuMilli
  columns.nonZeroMemoryBytes[slot] = columns.nonZeroMemoryBytes[slot]! + sign * ask.nonZeroMemoryBytes
  if (ask.other !== undefined) {
    for (const { name, amount } of ask.other) {
      const { requested } = otherResource(columns, name)
      requested[slot] = requested[slot]! + sign * amount
    }
  }
  forgetFits(columns.fitMemos, slot)
  const ports = hostPortsOf(pod.spec)
  if (ports !== undefined) changeHostPorts(columns, ports, slot, sign)
  changeGroups(columns.groups, pod, slot, zoneOf(columns, slot), sign)
}

function zoneOf(columns: NodeColumns, slot: number): number {
  return columns.topology.get(zoneKey)!.domainOf[slot]!
}

/** Where a pod counts, by its own state and what has been assumed for it. */
function placeOf(cache: SchedulerCache, podSlot: number, pod: Pod | undefined): number {
  if (pod === undefined || isFinished(pod)) return nowhere
  if (pod.spec.nodeName !== undefined) {
    const assumed = cache.assumed.get(podSlot)
    if (assumed !== undefined && cache.columns.names[assumed] === pod.spec.nodeName) return assumed
    return cache.columns.slotByName.get(pod.spec.nodeName) ?? unknownNode
  }
  return cache.assumed.get(podSlot) ?? nowhere
}

function leave(cache: SchedulerCache, podSlot: number, pod: Pod, place: number): void {
  if (place >= 0) account(cache.columns, pod, place, -1)
  else if (place === unknownNode) {
    const waiting = cache.waitingForNode.get(pod.spec.nodeName ?? '')
    waiting?.delete(podSlot)
    if (waiting?.size === 0) cache.waitingForNode.delete(pod.spec.nodeName ?? '')
  }
}

function enter(cache: SchedulerCache, podSlot: number, pod: Pod, place: number): void {
  if (place >= 0) account(cache.columns, pod, place, 1)
  else if (place === unknownNode) {
    const name = pod.spec.nodeName ?? ''
    const waiting = cache.waitingForNode.get(name)
    if (waiting === undefined) cache.waitingForNode.set(name, new Set([podSlot]))
    else waiting.add(podSlot)
  }
}

/** Takes a pod's change into the columns; `before` is the state they hold. Returns true when a place on a node was given up. */
export function setPod(cache: SchedulerCache, podSlot: number, before: Pod | undefined, after: Pod | undefined): boolean {
  while (cache.nodeOfPod.length <= podSlot) cache.nodeOfPod.push(nowhere)
  const was = before === undefined ? nowhere : cache.nodeOfPod[podSlot]!
  const place = placeOf(cache, podSlot, after)
  if (after === undefined || after.spec.nodeName !== undefined) cache.assumed.delete(podSlot)
  cache.nodeOfPod[podSlot] = place
  if (before !== undefined && after !== undefined && was === place) {
    if (place >= 0 && groupsDiffer(before, after)) {
      const zone = zoneOf(cache.columns, place)
      changeGroups(cache.columns.groups, before, place, zone, -1)
      changeGroups(cache.columns.groups, after, place, zone, 1)
    }
    return false
  }
  if (before !== undefined) leave(cache, podSlot, before, was)
  if (after !== undefined) enter(cache, podSlot, after, place)
  return was >= 0 && place !== was
}

/** Gives a pod to a node before the API server knows: the next cycle counts it already. */
export function assumePod(cache: SchedulerCache, podSlot: number, pod: Pod, nodeSlot: number): void {
  cache.assumed.set(podSlot, nodeSlot)
  cache.nodeOfPod[podSlot] = nodeSlot
  account(cache.columns, pod, nodeSlot, 1)
}

/** Takes an assumption back (binding failed). `pod` is the state that the informer holds. */
export function forgetPod(cache: SchedulerCache, podSlot: number, pod: Pod): void {
  const nodeSlot = cache.assumed.get(podSlot)
  if (nodeSlot === undefined) return
  cache.assumed.delete(podSlot)
  cache.nodeOfPod[podSlot] = nowhere
  account(cache.columns, pod, nodeSlot, -1)
}

/**
 * Takes a Node's change into the columns, with the pods that were waiting for it or lose it. Nodes come and go seldom, so then all pods are
 * looked through.
 */
export function setNodeWithPods(
  cache: SchedulerCache, pods: Informer, nodeSlot: number, before: Node | undefined, after: Node | undefined,
): void {
  const { columns } = cache
  if (after === undefined) {
    if (before === undefined) return
    movePodsOff(cache, pods, nodeSlot)
    removeNode(columns, nodeSlot, before)
    return
  }
  const zoneBefore = before === undefined ? undefined : zoneOf(columns, nodeSlot)
  setNode(columns, nodeSlot, before, after)
  if (before === undefined) movePodsOn(cache, pods, nodeSlot, after.metadata.name)
  else if (zoneOf(columns, nodeSlot) !== zoneBefore) recountGroups(cache, pods)
}

function movePodsOff(cache: SchedulerCache, pods: Informer, nodeSlot: number): void {
  for (let podSlot = 0; podSlot < cache.nodeOfPod.length; podSlot++) {
    if (cache.nodeOfPod[podSlot] !== nodeSlot) continue
    const pod = pods.objects[podSlot] as Pod | undefined
    if (pod === undefined) continue
    account(cache.columns, pod, nodeSlot, -1)
    cache.assumed.delete(podSlot)
    cache.nodeOfPod[podSlot] = pod.spec.nodeName === undefined ? nowhere : unknownNode
    if (pod.spec.nodeName !== undefined) enter(cache, podSlot, pod, unknownNode)
  }
}

function movePodsOn(cache: SchedulerCache, pods: Informer, nodeSlot: number, name: string): void {
  const waiting = cache.waitingForNode.get(name)
  if (waiting === undefined) return
  cache.waitingForNode.delete(name)
  for (const podSlot of waiting) {
    const pod = pods.objects[podSlot] as Pod | undefined
    if (pod === undefined) continue
    cache.nodeOfPod[podSlot] = nodeSlot
    account(cache.columns, pod, nodeSlot, 1)
  }
}

/** Counts all groups anew: a node has changed its zone. */
function recountGroups(cache: SchedulerCache, pods: Informer): void {
  const { groups } = cache.columns
  groups.byOwner.clear()
  for (const { group } of groups.bySelector.values()) Object.assign(group, createSpreadGroup())
  for (let podSlot = 0; podSlot < cache.nodeOfPod.length; podSlot++) {
    const place = cache.nodeOfPod[podSlot]!
    const pod = pods.objects[podSlot] as Pod | undefined
    if (place >= 0 && pod !== undefined) changeGroups(groups, pod, place, zoneOf(cache.columns, place), 1)
  }
}

/** The group of a selector. One that is asked for the first time (or again after long) has its pods counted in. */
export function groupOfSelector(cache: SchedulerCache, pods: Informer, namespace: string, selector: LabelSelector): SpreadGroup {
  const { groups } = cache.columns
  const known = findSelectorGroup(groups, namespace, selector)
  if (known !== undefined) return known
  const group = addSelectorGroup(groups, namespace, selector)
  for (let podSlot = 0; podSlot < cache.nodeOfPod.length; podSlot++) {
    const place = cache.nodeOfPod[podSlot]!
    const pod = pods.objects[podSlot] as Pod | undefined
    if (place < 0 || pod === undefined || !countsForSpread(pod) || pod.metadata.namespace !== namespace) continue
    if (matchesLabelSelector(selector, pod.metadata.labels)) countIn(group, place, zoneOf(cache.columns, place))
  }
  return group
}

/**
 * The cache made from scratch: from what the informers hold and what is assumed. Numbers of topology domains and the selectors that are
 * kept counted are taken over.
 */
export function rebuildCache(old: SchedulerCache, nodes: Informer, pods: Informer): SchedulerCache {
  const cache = createCache()
  ensureCapacity(cache.columns, old.columns.names.length - 1)
  for (const [key, column] of old.columns.topology) topologyColumn(cache.columns, key).domains = new Map(column.domains)
  for (const [key, { namespace, selector }] of old.columns.groups.bySelector) {
    cache.columns.groups.bySelector.set(key, { namespace, selector, group: createSpreadGroup() })
  }
  for (const name of old.columns.other.keys()) otherResource(cache.columns, name)
  for (let podSlot = 0; podSlot < old.nodeOfPod.length; podSlot++) cache.nodeOfPod.push(nowhere)
  for (const [podSlot, nodeSlot] of old.assumed) cache.assumed.set(podSlot, nodeSlot)
  for (let slot = 0; slot < nodes.objects.length; slot++) {
    const node = nodes.objects[slot] as Node | undefined
    if (node !== undefined) setNode(cache.columns, slot, undefined, node)
  }
  for (let podSlot = 0; podSlot < pods.objects.length; podSlot++) {
    const pod = pods.objects[podSlot] as Pod | undefined
    if (pod !== undefined) setPod(cache, podSlot, undefined, pod)
  }
  cache.columns.fitMemos = rebuildFitMemos(old.columns.fitMemos, cache.columns)
  return cache
}
