/** The score half of a cycle, and the choice. Source: pkg/scheduler/schedule_one.go (prioritizeNodes, selectHost). */
import type { NodeColumns } from '../cache/node-columns.ts'
import { nextUint32, type Random } from '../../../simulation/random.ts'
import type { CyclePod } from '../plugins/plugin.ts'
import { scorePlugins } from '../plugins/registry.ts'

/** Scores by place among the candidates, reused. */
export interface Scores {
  /** One column per score plugin. */
  byPlugin: Float64Array[]
  /** Weighted sum. */
  total: Float64Array
  /** How near its peers are, before it is made a score of (`defaultSpread`). */
  peers: Int32Array
}

export function createScores(capacity: number): Scores {
  return { byPlugin: scorePlugins.map(() => new Float64Array(capacity)), total: new Float64Array(capacity), peers: new Int32Array(capacity) }
}

/** Scores all candidates with every plugin; a skipped plugin gives 0. */
export function scoreNodes(columns: NodeColumns, pod: CyclePod, candidates: Int32Array, n: number, scores: Scores): void {
  const { total, byPlugin } = scores
  total.fill(0, 0, n)
  let alike = 0
  for (let p = 0; p < scorePlugins.length; p++) {
    const plugin = scorePlugins[p]!
    const out = byPlugin[p]!
    const { weight } = plugin
    const same = plugin.applies(columns, pod) ? plugin.same?.(columns, pod) : 0
    if (same !== undefined) {
      out.fill(same, 0, n)
      alike += weight * same
      continue
    }
    plugin.score(columns, pod, candidates, n, out)
    for (let j = 0; j < n; j++) total[j] = total[j]! + weight * out[j]!
  }
  // Scores are whole numbers: it does not matter that these come last.
  for (let j = 0; j < n; j++) total[j] = total[j]! + alike
}

/** Place of the highest total; among equals the one with the highest random number. */
export function selectHost(scores: Scores, n: number, random: Random): number {
  let best = -1
  let bestTotal = -1
  let bestNumber = 0
  for (let j = 0; j < n; j++) {
    const total = scores.total[j]!
    if (total < bestTotal) continue
    const number = nextUint32(random)
    if (total === bestTotal && number <= bestNumber) continue
    best = j
    bestTotal = total
    bestNumber = number
  }
  return best
}
