/**
 * What deserves a look on each node, counted once for each version of it: the map's marks, the mini-map and the groups' counts read all nodes
 * again and again, and only few of them have changed meanwhile.
 */
import { podFlags, statusCodes } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { outdatedSets } from './outdated-sets.ts'

/** What a node is marked with, the louder the later. Running, succeeded, creating and terminating pods are normal life. */
export const nodeMarks = ['pending', 'unknown', 'failed'] as const
export type NodeMark = (typeof nodeMarks)[number]

/** Counts of a node's pods, by their place in its part of `counts`. */
const podCounts = { failed: 0, waiting: 1, outgoing: 2, outdated: 3 } as const
const countsOfNode = 4

/** Loudness of a status: place in `nodeMarks` from 1 on; 0 deserves no mark. */
const loudness = Uint8Array.from(Object.values(statusCodes), () => 0)
nodeMarks.forEach((name, i) => { loudness[statusCodes[name]] = i + 1 })

interface NodeAlarms {
  /** By node slot: the node's version when it was counted, plus 1; 0: not counted yet. */
  seen: Uint32Array
  /** By node slot: `loudness` of the worst on it. */
  worst: Uint8Array
  counts: Uint16Array
  /** `rolloutsVersion` of the view that the counts hold for. */
  rollouts: number
  /** Goes up when a node is marked otherwise than before. */
  marked: number
}
const known = new WeakMap<ClusterView, NodeAlarms>()

function create(): NodeAlarms {
  return { seen: new Uint32Array(0), worst: new Uint8Array(0), counts: new Uint16Array(0), rollouts: 0, marked: 0 }
}

function grow(alarms: NodeAlarms, capacity: number): void {
  const { seen, worst, counts } = alarms
  alarms.seen = new Uint32Array(capacity)
  alarms.worst = new Uint8Array(capacity)
  alarms.counts = new Uint16Array(capacity * countsOfNode)
  alarms.seen.set(seen)
  alarms.worst.set(worst)
  alarms.counts.set(counts)
}

/** The counts of a view's nodes. Ask again after each frame: when a Deployment asks for another revision all nodes are to be counted anew. */
export function nodeAlarms(view: ClusterView): NodeAlarms {
  const alarms = known.get(view) ?? create()
  known.set(view, alarms)
  if (alarms.seen.length < view.nodes.capacity) grow(alarms, view.nodes.capacity)
  if (alarms.rollouts !== view.rolloutsVersion) alarms.seen.fill(0)
  alarms.rollouts = view.rolloutsVersion
  return alarms
}

function count({ worst, counts }: NodeAlarms, { nodes, pods }: ClusterView, slot: number, old: ReadonlySet<number>): void {
  const at = slot * countsOfNode
  counts.fill(0, at, at + countsOfNode)
  let loudest = loudness[nodes.status[slot]!]!
  for (const pod of nodes.pods[slot]!) {
    if (pod < 0) continue
    const status = pods.status[pod]!
    const loud = loudness[status]!
    if (loud > loudest) loudest = loud
    if (loud > 0) counts[at + (status === statusCodes.failed ? podCounts.failed : podCounts.waiting)]! += 1
    if ((pods.flags[pod]! & podFlags.terminating) !== 0) counts[at + podCounts.outgoing]! += 1
    else if (old.size > 0 && status === statusCodes.running && old.has(pods.replicaSet[pod]!)) counts[at + podCounts.outdated]! += 1
  }
  worst[slot] = loudest
}

/** Counts a node where that was not done since it changed. */
export function countNode(alarms: NodeAlarms, view: ClusterView, slot: number): void {
  const version = view.nodes.version[slot]! + 1
  if (alarms.seen[slot] === version) return
  alarms.seen[slot] = version
  const before = alarms.worst[slot]
  if (view.nodes.alive[slot] === 1) count(alarms, view, slot, outdatedSets(view))
  else {
    alarms.worst[slot] = 0
    alarms.counts.fill(0, slot * countsOfNode, (slot + 1) * countsOfNode)
  }
  if (alarms.worst[slot] !== before) alarms.marked += 1
}

/** The loudest status of a node and its pods that deserves a mark, so that one failed pod among thousands cannot vanish. */
export function markOf(alarms: NodeAlarms, view: ClusterView, slot: number): NodeMark | undefined {
  countNode(alarms, view, slot)
  return nodeMarks[alarms.worst[slot]! - 1]
}

/** How many of a node's pods fail, wait ...; as of the last `countNode` for it. */
export function podCount({ counts }: NodeAlarms, slot: number, what: keyof typeof podCounts): number {
  return counts[slot * countsOfNode + podCounts[what]]!
}
