/** A scheduling decision as rows of a grid. */
import type { SchedulingDecision } from '../../protocol/inspect.ts'

interface DecisionScore {
  readonly plugin: string
  readonly weight: number
  readonly raw: number
  readonly weighted: number
}
export interface DecisionRow {
  readonly node: string
  readonly chosen: boolean
  /** Plugin and reason that refused the node; undefined: it passed all filters. */
  readonly refused: { readonly plugin: string; readonly reason: string } | undefined
  /** Per plugin in order; empty when refused, or when only one node was left and nothing was scored. */
  readonly scores: readonly DecisionScore[]
  readonly total: number
}

/** Chosen node first, then by total, then the refused ones; names break ties. */
export function decisionRows(decision: SchedulingDecision): readonly DecisionRow[] {
  const rows = decision.nodes.map((node): DecisionRow => ({
    node: node.node,
    chosen: node.node === decision.chosen,
    refused: node.filteredBy,
    scores: node.scores.length === 0 ? [] : decision.plugins.map((plugin, i) => {
      const raw = node.scores[i] ?? 0
      return { plugin: plugin.name, weight: plugin.weight, raw, weighted: raw * plugin.weight }
    }),
    total: node.total,
  }))
  return rows.toSorted((a, b) => rank(a) - rank(b) || b.total - a.total || (a.node < b.node ? -1 : 1))
}

const rank = (row: DecisionRow): number => (row.chosen ? 0 : row.refused === undefined ? 1 : 2)

/** The decision in one sentence. */
export function decisionSentence(decision: SchedulingDecision): string {
  if (decision.chosen === undefined) return decision.message ?? 'No node fitted.'
  const winner = decision.nodes.find((node) => node.node === decision.chosen)
  if (winner === undefined || winner.scores.length === 0) return `${decision.chosen} was the only node that fitted; nothing had to be scored.`
  const equal = decision.nodes.filter((node) => node.filteredBy === undefined && node.total === winner.total).length
  const tie = equal > 1 ? `, as ${equal - 1} other${equal > 2 ? 's' : ''} did; the scheduler draws among equals` : ', the most'
  return `${decision.chosen} scored ${winner.total}${tie}. ${decision.feasible} of ${decision.totalNodes} nodes fitted.`
}

/** A CamelCase name in pieces between which a line may break. */
export function camelPieces(name: string): readonly string[] {
  return name.split(/(?<=[a-z0-9])(?=[A-Z])/)
}
