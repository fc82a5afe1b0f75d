/** Gives each node its block of pod addresses, the next free one in order. Source: pkg/controller/nodeipam/ipam/range_allocator.go. */
import { nothing, result, update, type ReconcileInput, type ReconcileResult } from '../../../client/controller-actions.ts'
import { nodeAt, type Caches } from '../caches/caches.ts'
import { blockOfCidr, podCidr, podCidrBlocks } from '../caches/pod-cidr.ts'
import { nodeWithSpec } from '../objects.ts'

/** One worker, and it waits for its own writes: two nodes never get one block. */
export function reconcileNodeIpam(input: ReconcileInput<Caches>): ReconcileResult {
  const node = nodeAt(input.listers, input.key)
  if (node === undefined || node.spec.podCIDR !== undefined) return nothing
  const block = nextBlock(input.listers)
  if (block < 0) return nothing
  const podCIDR = podCidr(block)
  const { providerID, unschedulable, taints } = node.spec
  return result([[update('nodes', input.key, nodeWithSpec(node, { podCIDR, podCIDRs: [podCIDR], providerID, unschedulable, taints }))]])
}

/** The block after the highest in use; when that was the last one, the lowest free. -1: none is left. */
function nextBlock(caches: Caches): number {
  const after = Math.max(caches.nodes.highestBlock + 1, caches.release.firstPodCidrBlock)
  if (after < podCidrBlocks) return after
  const used = new Set<number>()
  for (const slot of caches.nodes.byName.values()) used.add(blockOfCidr(nodeAt(caches, slot)?.spec.podCIDR))
  for (let block = caches.release.firstPodCidrBlock; block < podCidrBlocks; block++) if (!used.has(block)) return block
  return -1
}
