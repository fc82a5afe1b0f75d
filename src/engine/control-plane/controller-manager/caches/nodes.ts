/** Nodes by name, their Leases, their pods, and which of them evict: what node lifecycle, taint eviction and pod GC look up. */
import { isPodTerminal } from '../../../../kubernetes/pod-conditions.ts'
import type { Node, Pod } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { blockOfCidr } from './pod-cidr.ts'

export interface NodeIndex {
  byName: Map<string, number>
  /** Zones of the nodes that are labelled with one, by name. */
  zoneByNode: Map<string, string>
  /** Slot of the Lease in kube-node-lease, by node name. */
  leaseByNode: Map<string, number>
  /** Names of nodes with a NoExecute taint. */
  noExecute: Set<string>
  /** Slots of pods that are bound, by node name. */
  podsByNode: Map<string, Set<number>>
  /** Pods that no scheduler has placed yet. */
  unscheduled: Set<number>
  /** Pods that have Succeeded or Failed. */
  finished: Set<number>
  /** Highest pod CIDR block in use; -1: none. */
  highestBlock: number
}

export function createNodeIndex(): NodeIndex {
  return {
    byName: new Map(), zoneByNode: new Map(), leaseByNode: new Map(), noExecute: new Set(), podsByNode: new Map(),
    unscheduled: new Set(), finished: new Set(), highestBlock: -1,
  }
}

const zoneLabel = 'topology.kubernetes.io/zone'

function setZone(index: NodeIndex, name: string, zone: string | undefined): void {
  if (zone === undefined) index.zoneByNode.delete(name)
  else index.zoneByNode.set(name, zone)
}

function evicts(node: Node): boolean {
  return node.spec.taints?.some((taint) => taint.effect === 'NoExecute') ?? false
}

export function onNodeForIndex(
  index: NodeIndex, nodes: readonly (KubernetesObject | undefined)[], slot: number, before: Node | undefined, after: Node | undefined,
): void {
  if (before !== undefined && after === undefined) {
    index.byName.delete(before.metadata.name)
    index.zoneByNode.delete(before.metadata.name)
    index.noExecute.delete(before.metadata.name)
    // Rare, so looked up anew: the block of a node that left is free again.
    if (blockOfCidr(before.spec.podCIDR) === index.highestBlock) index.highestBlock = highest(nodes, slot)
  }
  if (after === undefined) return
  const { name } = after.metadata
  index.byName.set(name, slot)
  if (before === undefined || before.metadata.labels !== after.metadata.labels) setZone(index, name, after.metadata.labels?.[zoneLabel])
  if (evicts(after)) index.noExecute.add(name)
  else index.noExecute.delete(name)
  index.highestBlock = Math.max(index.highestBlock, blockOfCidr(after.spec.podCIDR))
}

function highest(nodes: readonly (KubernetesObject | undefined)[], without: number): number {
  let block = -1
  for (let slot = 0; slot < nodes.length; slot++) {
    const node = nodes[slot]
    if (node !== undefined && slot !== without) block = Math.max(block, blockOfCidr((node as Node).spec.podCIDR))
  }
  return block
}

export function onLeaseForIndex(
  index: NodeIndex, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined,
): void {
  const lease = after ?? before
  if (lease === undefined || lease.metadata.namespace !== 'kube-node-lease') return
  if (after === undefined) index.leaseByNode.delete(lease.metadata.name)
  else if (before === undefined) index.leaseByNode.set(lease.metadata.name, slot)
}

export function onPodForNodes(index: NodeIndex, slot: number, before: Pod | undefined, after: Pod | undefined): void {
  const from = before?.spec.nodeName
  const to = after?.spec.nodeName
  if (from !== to || before === undefined || after === undefined) {
    if (before !== undefined) leave(index, slot, from)
    if (after !== undefined) join(index, slot, to)
  }
  if (after !== undefined && isPodTerminal(after)) index.finished.add(slot)
  else if (before !== undefined) index.finished.delete(slot)
}

function leave(index: NodeIndex, slot: number, node: string | undefined): void {
  if (node === undefined) {
    index.unscheduled.delete(slot)
    return
  }
  const pods = index.podsByNode.get(node)
  if (pods !== undefined && pods.delete(slot) && pods.size === 0) index.podsByNode.delete(node)
}

function join(index: NodeIndex, slot: number, node: string | undefined): void {
  if (node === undefined) {
    index.unscheduled.add(slot)
    return
  }
  const pods = index.podsByNode.get(node)
  if (pods === undefined) index.podsByNode.set(node, new Set([slot]))
  else pods.add(slot)
}
