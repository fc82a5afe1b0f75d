/**
 * Score and choice for what nearly every pod is: it asks for cpu and memory, and is spread as the system spreads. The candidates are gone
 * through twice, not once per plugin: a cycle has hundreds of them. What `scoreNodes` and `selectHost` say is the rule, and this the same.
 */
import type { Random } from '../../../simulation/random.ts'
import { balanceIn, fitOf, leastAllocatedIn, type FitMemo } from '../cache/fit-memos.ts'
import type { NodeColumns } from '../cache/node-columns.ts'
import { balancedAllocation } from '../plugins/balanced-allocation.ts'
import { leastAllocated } from '../plugins/node-resources-fit.ts'
import type { CyclePod, ScorePlugin } from '../plugins/plugin.ts'
import { defaultSpread, fillNormals, normalOf, podTopologySpreadScore } from '../plugins/pod-topology-spread.ts'
import { scorePlugins } from '../plugins/registry.ts'
import { keptNodes } from './decisions.ts'
import type { Scan } from './find-feasible.ts'
import { scoreNodes, selectHost, type Scores } from './score-nodes.ts'

const leastNumber = scorePlugins.indexOf(leastAllocated)
const balancedNumber = scorePlugins.indexOf(balancedAllocation)
const spreadNumber = scorePlugins.indexOf(podTopologySpreadScore)
const otherPlugins: readonly (readonly [number, ScorePlugin])[] = [...scorePlugins.entries()]
  .filter(([number]) => number !== leastNumber && number !== balancedNumber && number !== spreadNumber)

/** Place of the chosen node among the candidates. The scores of the nodes that a decision's record names are in `scores`. */
export function chooseHost(columns: NodeColumns, pod: CyclePod, scan: Scan, scores: Scores, random: Random): number {
  const { candidates, feasible: n } = scan
  const { fits, spread } = pod
  if (fits !== undefined && spread !== undefined && spread.byDefault) {
    const range = defaultSpread(columns, spread.soft, candidates, n, scores.peers)
    if (fillNormals(range.least, range.most)) return chooseQuickly(columns, pod, fits, range.least, candidates, n, scores, random)
  }
  scoreNodes(columns, pod, candidates, n, scores)
  return selectHost(scores, n, random)
}

/** The plugins that need no pass of their own when they say the same of all nodes. Returns true when the totals have a part of theirs. */
function scoreOthers(columns: NodeColumns, pod: CyclePod, candidates: Int32Array, n: number, { byPlugin, total }: Scores): boolean {
  let tellApart = false
  for (const [number, plugin] of otherPlugins) {
    const out = byPlugin[number]!
    const same = plugin.applies(columns, pod) ? plugin.same?.(columns, pod) : 0
    if (same !== undefined) {
      out.fill(same, 0, n)
      continue
    }
    plugin.score(columns, pod, candidates, n, out)
    if (!tellApart) total.fill(0, 0, n)
    tellApart = true
    for (let j = 0; j < n; j++) total[j] = total[j]! + plugin.weight * out[j]!
  }
  return tellApart
}

function chooseQuickly(
  columns: NodeColumns, pod: CyclePod, memo: FitMemo, leastPeers: number, candidates: Int32Array, n: number, scores: Scores, random: Random,
): number {
  const { peers, total } = scores
  const tellApart = scoreOthers(columns, pod, candidates, n, scores)
  const balanced = balancedAllocation.applies(columns, pod) ? balancedAllocation.weight : 0
  const { weight: leastWeight } = leastAllocated
  const { weight: spreadWeight } = podTopologySpreadScore
  for (let j = 0; j < n; j++) {
    const fit = fitOf(columns, memo, candidates[j]!)
    const own = leastWeight * leastAllocatedIn(fit) + balanced * balanceIn(fit) + spreadWeight * normalOf[peers[j]! - leastPeers]!
    total[j] = tellApart ? total[j]! + own : own
  }
  const best = selectHost(scores, n, random)
  const recorded = Math.min(n, keptNodes)
  for (let j = 0; j < recorded; j++) writeScores(columns, memo, balanced, leastPeers, candidates, scores, j)
  if (best >= recorded) writeScores(columns, memo, balanced, leastPeers, candidates, scores, best)
  return best
}

/** What the three plugins say of one candidate. */
function writeScores(
  columns: NodeColumns, memo: FitMemo, balanced: number, leastPeers: number, candidates: Int32Array, { byPlugin, peers }: Scores, j: number,
): void {
  const fit = fitOf(columns, memo, candidates[j]!)
  byPlugin[leastNumber]![j] = leastAllocatedIn(fit)
  byPlugin[balancedNumber]![j] = balanced === 0 ? 0 : balanceIn(fit)
  byPlugin[spreadNumber]![j] = normalOf[peers[j]! - leastPeers]!
}
