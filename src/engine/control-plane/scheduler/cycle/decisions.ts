/**
 * Records of the last 512 decisions, at most 32 nodes each, for those who ask "why this node?". Written into columns in every cycle, read
 * into words only when somebody looks.
 */
import type { SchedulingDecision } from '../../../../protocol/inspect.ts'
import { filterNames } from '../plugins/plugin-names.ts'
import type { CyclePod } from '../plugins/plugin.ts'
import { filterPlugins, scorePlugins } from '../plugins/registry.ts'
import type { NodeColumns } from '../cache/node-columns.ts'
import type { Scan } from './find-feasible.ts'
import type { Scores } from './score-nodes.ts'

export const keptDecisions = 512
/** Of the nodes that were looked at the first so many, and the one that was chosen. */
export const keptNodes = 32

interface DecisionHead {
  readonly simTimeUs: number
  readonly attempt: number
  readonly namespace: string
  readonly name: string
  readonly cpuMilli: number
  readonly memoryMi: number
  readonly chosen: string | undefined
  readonly feasible: number
  readonly evaluated: number
  readonly totalNodes: number
  readonly scored: boolean
  readonly nodes: number
  readonly message: string | undefined
}

export interface DecisionRing {
  /** Decisions so far; the next goes to `count % keptDecisions`. */
  count: number
  heads: (DecisionHead | undefined)[]
  /** By decision and node. */
  nodeSlots: Int32Array
  nodeNames: string[]
  /** Index of `filterPlugins`; -1: passed. */
  refusedBy: Int8Array
  reasons: string[]
  /** By decision, node and score plugin. */
  scores: Uint8Array
}

export function createDecisionRing(): DecisionRing {
  const entries = keptDecisions * keptNodes
  return {
    count: 0,
    heads: new Array<DecisionHead | undefined>(keptDecisions).fill(undefined),
    nodeSlots: new Int32Array(entries),
    nodeNames: new Array<string>(entries).fill(''),
    refusedBy: new Int8Array(entries),
    reasons: new Array<string>(entries).fill(''),
    scores: new Uint8Array(entries * scorePlugins.length),
  }
}

/** What a cycle hands over. `winner` is a place among the candidates, -1: none fitted; `scored` false: only one node fitted. */
interface Outcome {
  readonly nowUs: number
  readonly attempt: number
  readonly winner: number
  readonly scored: boolean
  readonly message: string | undefined
}

export function recordDecision(
  ring: DecisionRing, columns: NodeColumns, pod: CyclePod, scan: Scan, scores: Scores, outcome: Outcome,
): void {
  const at = ring.count++ % keptDecisions
  const winnerSlot = outcome.winner < 0 ? -1 : scan.candidates[outcome.winner]!
  const { metadata } = pod.pod
  ring.heads[at] = {
    simTimeUs: outcome.nowUs, attempt: outcome.attempt, namespace: metadata.namespace, name: metadata.name,
    cpuMilli: pod.resources.cpuMilli, memoryMi: pod.resources.memoryBytes / (1024 * 1024),
    chosen: winnerSlot < 0 ? undefined : columns.names[winnerSlot],
    feasible: scan.feasible, evaluated: scan.evaluatedCount, totalNodes: columns.count, scored: outcome.scored,
    nodes: Math.min(scan.evaluatedCount, keptNodes), message: outcome.message,
  }
  recordNodes(ring, columns, pod, scan, scores, outcome, at, winnerSlot)
}

/** The first nodes of the scan; when the winner is not among them it takes the last place. */
function recordNodes(
  ring: DecisionRing, columns: NodeColumns, pod: CyclePod, scan: Scan, scores: Scores, outcome: Outcome, at: number, winnerSlot: number,
): void {
  const nodes = Math.min(scan.evaluatedCount, keptNodes)
  let candidate = 0
  let winnerSeen = winnerSlot < 0
  for (let k = 0; k < nodes; k++) {
    let slot = scan.evaluated[k]!
    const refusedBy = scan.refusedBy[k]!
    let place = refusedBy < 0 ? candidate++ : -1
    if (slot === winnerSlot) winnerSeen = true
    const entry = at * keptNodes + k
    if (k === keptNodes - 1 && !winnerSeen) {
      slot = winnerSlot
      place = outcome.winner
    }
    ring.nodeSlots[entry] = slot
    ring.nodeNames[entry] = columns.names[slot]!
    ring.refusedBy[entry] = place < 0 ? refusedBy : -1
    ring.reasons[entry] = place < 0 ? filterPlugins[refusedBy]!.reasons(columns, pod, slot).join(', ') : ''
    if (place < 0 || !outcome.scored) continue
    for (let p = 0; p < scorePlugins.length; p++) ring.scores[entry * scorePlugins.length + p] = scores.byPlugin[p]![place]!
  }
}

function nodeReport(ring: DecisionRing, head: DecisionHead, entry: number): SchedulingDecision['nodes'][number] {
  const refusedBy = ring.refusedBy[entry]!
  if (refusedBy >= 0) {
    const filteredBy = { plugin: filterPlugins[refusedBy]!.name, reason: ring.reasons[entry]! }
    return { node: ring.nodeNames[entry]!, filteredBy, scores: [], total: 0 }
  }
  const scores = head.scored ? scorePlugins.map((_, p) => ring.scores[entry * scorePlugins.length + p]!) : []
  const total = scores.reduce((sum, score, p) => sum + score * scorePlugins[p]!.weight, 0)
  return { node: ring.nodeNames[entry]!, filteredBy: undefined, scores, total }
}

/** The newest decision about a pod of that name that is still kept. Nodes in the order of their slots. */
export function findDecision(ring: DecisionRing, namespace: string, name: string): SchedulingDecision | undefined {
  for (let back = 1; back <= Math.min(ring.count, keptDecisions); back++) {
    const at = (ring.count - back) % keptDecisions
    const head = ring.heads[at]
    if (head === undefined || head.name !== name || head.namespace !== namespace) continue
    const entries = Array.from({ length: head.nodes }, (_, k) => at * keptNodes + k)
    entries.sort((a, b) => ring.nodeSlots[a]! - ring.nodeSlots[b]!)
    return {
      simTimeUs: head.simTimeUs,
      attempt: head.attempt,
      pod: { namespace, name },
      requests: { cpuMilli: head.cpuMilli, memoryMi: head.memoryMi },
      chosen: head.chosen,
      feasible: head.feasible,
      evaluated: head.evaluated,
      totalNodes: head.totalNodes,
      nodes: entries.map((entry) => nodeReport(ring, head, entry)),
      filters: filterNames,
      plugins: scorePlugins.map(({ name: plugin, weight }) => ({ name: plugin, weight })),
      message: head.message,
    }
  }
  return undefined
}
