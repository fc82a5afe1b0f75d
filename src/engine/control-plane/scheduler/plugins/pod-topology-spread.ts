/**
 * Spreads pods over zones and nodes. A pod without constraints of its own gets the system's: at most 3 apart between nodes, 5 between
 * zones, ScheduleAnyway; its peers are the pods of the same controlling owner (upstream adds the selectors of its Services, and leaves
 * out zones' pods on nodes that its node affinity excludes). Source: plugins/podtopologyspread/{common,filtering,scoring}.go.
 */
import { countInChunks, countOnNode, noChunks, type SpreadGroup } from '../cache/spread-groups.ts'
import type { NodeColumns } from '../cache/node-columns.ts'
import { fits, maxNodeScore, unresolvable, unschedulable, type FilterPlugin, type ScorePlugin, type SpreadConstraint } from './plugin.ts'
import { naturalLog } from './natural-log.ts'

/** Number of the node's domain; -1: it lacks the label. */
function domainOf(constraint: SpreadConstraint, i: number): number {
  return constraint.topology === undefined ? i : constraint.topology.domainOf[i]!
}

function countAt(constraint: SpreadConstraint, i: number, domain: number): number {
  if (constraint.topology !== undefined) return constraint.domainCounts[domain] ?? 0
  return constraint.group === undefined ? 0 : countOnNode(constraint.group, i)
}

export const podTopologySpreadFilter: FilterPlugin = {
  name: 'PodTopologySpread',
  applies: (_columns, { spread }) => spread !== undefined && spread.hard.length > 0,
  filter: (_columns, { spread }, i) => {
    for (const constraint of spread?.hard ?? []) {
      const domain = domainOf(constraint, i)
      if (domain < 0) return unresolvable
      if (countAt(constraint, i, domain) + constraint.self - constraint.minimum > constraint.maxSkew) return unschedulable
    }
    return fits
  },
  reasons: (_columns, { spread }, i) => {
    const missing = (spread?.hard ?? []).some((constraint) => domainOf(constraint, i) < 0)
    return [`node(s) didn't match pod topology spread constraints${missing ? ' (missing required label)' : ''}`]
  },
}

/** By domain plus 1; written anew by each `domainsAmong`. */
let seen = new Uint8Array(64)

/** Domains among the candidates; nodes without the label are one more, as upstream counts them. */
function domainsAmong(columns: NodeColumns, constraint: SpreadConstraint, candidates: Int32Array, n: number): number {
  if (constraint.topology === undefined) return n
  const { domainOf: domainsOf, domains, labelled } = constraint.topology
  const most = domains.size + (labelled < columns.count ? 1 : 0)
  if (seen.length <= domains.size) seen = new Uint8Array(2 * domains.size)
  seen.fill(0, 0, domains.size + 1)
  let count = 0
  for (let j = 0; j < n && count < most; j++) {
    const domain = domainsOf[candidates[j]!]! + 1
    if (seen[domain] === 1) continue
    seen[domain] = 1
    count++
  }
  return count
}

function addHostnameScore(
  group: SpreadGroup | undefined, weight: number, base: number, candidates: Int32Array, n: number, out: Float64Array,
): void {
  if (group === undefined) for (let j = 0; j < n; j++) out[j] = out[j]! + base
  else for (let j = 0; j < n; j++) out[j] = out[j]! + countOnNode(group, candidates[j]!) * weight + base
}

function addDomainScore(constraint: SpreadConstraint, weight: number, candidates: Int32Array, n: number, out: Float64Array): void {
  const { topology, domainCounts, maxSkew } = constraint
  const domains = topology!.domainOf
  const base = maxSkew - 1
  for (let j = 0; j < n; j++) {
    const domain = domains[candidates[j]!]!
    if (domain >= 0) out[j] = out[j]! + domainCounts[domain]! * weight + base
  }
}

/** Normal scores by how much a score is above the least, for differences up to its length: few differ, and a division is dear. */
export const normalOf = new Int8Array(256)

/** Writes the normal scores of all scores from the least to the most into `normalOf`. False: there are too many. */
export function fillNormals(least: number, most: number): boolean {
  if (most - least >= normalOf.length) return false
  if (most === 0) normalOf[0] = maxNodeScore
  else for (let above = 0; above <= most - least; above++) normalOf[above] = Math.floor((maxNodeScore * (most - above)) / most)
  return true
}

/** The fewer peers the better: 100 * (max + min - score) / max. */
function normalizeSpread(out: Float64Array, n: number): void {
  let min = Infinity
  let max = 0
  for (let j = 0; j < n; j++) {
    const score = Math.round(out[j]!)
    out[j] = score
    if (score < min) min = score
    if (score > max) max = score
  }
  if (fillNormals(min, max)) for (let j = 0; j < n; j++) out[j] = normalOf[out[j]! - min]!
  else for (let j = 0; j < n; j++) out[j] = Math.floor((maxNodeScore * (max + min - out[j]!)) / max)
}

/** The score for any constraints; `defaultSpread` is the same for the system's own. */
function scoreSpread(
  columns: NodeColumns, constraints: readonly SpreadConstraint[], candidates: Int32Array, n: number, out: Float64Array,
): void {
  out.fill(0, 0, n)
  for (const constraint of constraints) {
    const weight = naturalLog(domainsAmong(columns, constraint, candidates, n) + 2)
    if (constraint.topology === undefined) addHostnameScore(constraint.group, weight, constraint.maxSkew - 1, candidates, n, out)
    else addDomainScore(constraint, weight, candidates, n, out)
  }
  normalizeSpread(out, n)
}

/** The least and the most that `defaultSpread` found; written anew by it, read at once. */
const peerRange = { least: 0, most: 0 }

/** The scores of the system's own constraints before they are made normal, in one pass. Returns their range. */
export function defaultSpread(
  columns: NodeColumns, [host, zone]: readonly SpreadConstraint[], candidates: Int32Array, n: number, out: Int32Array,
): Readonly<typeof peerRange> {
  const hostWeight = naturalLog(domainsAmong(columns, host!, candidates, n) + 2)
  const zoneWeight = naturalLog(domainsAmong(columns, zone!, candidates, n) + 2)
  const hostBase = host!.maxSkew - 1
  const zoneBase = zone!.maxSkew - 1
  const { domainCounts } = zone!
  const { domainOf: zones } = zone!.topology!
  const chunks = host!.group?.chunks ?? noChunks
  let least = Infinity
  let most = 0
  for (let j = 0; j < n; j++) {
    const i = candidates[j]!
    let score = countInChunks(chunks, i) * hostWeight + hostBase
    const domain = zones[i]!
    if (domain >= 0) score = score + domainCounts[domain]! * zoneWeight + zoneBase
    const whole = Math.round(score)
    out[j] = whole
    if (whole < least) least = whole
    if (whole > most) most = whole
  }
  peerRange.least = least
  peerRange.most = most
  return peerRange
}

/** Explicit constraints: nodes that lack one of their labels stand aside and score 0. */
function scoreLabelled(
  columns: NodeColumns, constraints: readonly SpreadConstraint[], candidates: Int32Array, n: number, out: Float64Array,
): void {
  const labelled: number[] = []
  for (let j = 0; j < n; j++) {
    if (!constraints.some((constraint) => domainOf(constraint, candidates[j]!) < 0)) labelled.push(j)
  }
  if (labelled.length === n) {
    scoreSpread(columns, constraints, candidates, n, out)
    return
  }
  const scores = new Float64Array(labelled.length)
  scoreSpread(columns, constraints, Int32Array.from(labelled, (j) => candidates[j]!), labelled.length, scores)
  out.fill(0, 0, n)
  labelled.forEach((j, k) => { out[j] = scores[k]! })
}

export const podTopologySpreadScore: ScorePlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  applies: (_columns, { spread }) => spread !== undefined && spread.soft.length > 0,
  score: (columns, { spread }, candidates, n, out) => {
    if (spread === undefined) return
    if (spread.byDefault) scoreSpread(columns, spread.soft, candidates, n, out)
    else scoreLabelled(columns, spread.soft, candidates, n, out)
  },
}
