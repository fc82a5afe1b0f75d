/** The filter half of a cycle. Source: pkg/scheduler/schedule_one.go (findNodesThatFitPod, numFeasibleNodesToFind). */
import { scanOrder, type NodeColumns } from '../cache/node-columns.ts'
import { fitOf, roomIn, type FitMemo } from '../cache/fit-memos.ts'
import { fits, unschedulable, type CyclePod, type FilterPlugin } from '../plugins/plugin.ts'
import { nodeResourcesFitFilter } from '../plugins/node-resources-fit.ts'
import { filterPlugins } from '../plugins/registry.ts'

/** Columns of one cycle's outcome, reused. */
export interface Scan {
  /** Slots of nodes that fit, in the order of the scan. */
  candidates: Int32Array
  feasible: number
  /** Slots of nodes that were looked at, in the order of the scan. */
  evaluated: Int32Array
  evaluatedCount: number
  /** Number of the filter that refused it (index of `filterPlugins`), by place in `evaluated`; -1: it fits. */
  refusedBy: Int8Array
  /** The refusal's verdict, likewise. */
  verdict: Uint8Array
}

export function createScan(capacity: number): Scan {
  return {
    candidates: new Int32Array(capacity), feasible: 0, evaluated: new Int32Array(capacity), evaluatedCount: 0,
    refusedBy: new Int8Array(capacity), verdict: new Uint8Array(capacity),
  }
}

const resourcesNumber = filterPlugins.indexOf(nodeResourcesFitFilter)

const minFeasibleNodes = 100
const minPercentage = 5

/** How many feasible nodes are enough: all below 100 nodes, else max(5, 50 - nodes/125) percent, at least 100. */
export function feasibleNodesToFind(nodes: number): number {
  if (nodes < minFeasibleNodes) return nodes
  const percentage = Math.max(minPercentage, 50 - Math.trunc(nodes / 125))
  return Math.max(minFeasibleNodes, Math.trunc((nodes * percentage) / 100))
}

/** Looks for nodes from place `start` of the scan order on. Returns where the next scan starts. */
export function findFeasible(columns: NodeColumns, pod: CyclePod, scan: Scan, start: number): number {
  const order = scanOrder(columns)
  const nodes = order.length
  const enough = feasibleNodesToFind(nodes)
  const active = filterPlugins.filter((plugin) => plugin.applies(columns, pod))
  const first = start < nodes ? start : 0
  scan.feasible = 0
  const resourcesOnly = active.length === 1 && active[0] === nodeResourcesFitFilter
  const k = resourcesOnly && pod.fits !== undefined
    ? scanResources(columns, pod.fits, scan, order, first, enough)
    : scanAll(columns, pod, active, scan, order, first, enough)
  scan.evaluatedCount = k
  return nodes === 0 ? 0 : (first + k) % nodes
}

/** Asks all filters that apply about one node after another. Returns how many nodes were looked at. */
function scanAll(
  columns: NodeColumns, pod: CyclePod, active: readonly FilterPlugin[], scan: Scan, order: readonly number[], first: number, enough: number,
): number {
  const nodes = order.length
  let k = 0
  for (; k < nodes && scan.feasible < enough; k++) {
    const at = first + k
    const i = order[at < nodes ? at : at - nodes]!
    scan.evaluated[k] = i
    scan.refusedBy[k] = -1
    judge(columns, pod, active, scan, k, i)
    if (scan.refusedBy[k] === -1) scan.candidates[scan.feasible++] = i
  }
  return k
}

/** The same where only resources can refuse a node, which is nearly always so: one loop over what is known of the nodes. */
function scanResources(columns: NodeColumns, memo: FitMemo, scan: Scan, order: readonly number[], first: number, enough: number): number {
  const { evaluated, refusedBy, candidates } = scan
  const nodes = order.length
  let feasible = 0
  let k = 0
  for (; k < nodes && feasible < enough; k++) {
    const at = first + k
    const i = order[at < nodes ? at : at - nodes]!
    evaluated[k] = i
    if (roomIn(fitOf(columns, memo, i))) {
      refusedBy[k] = -1
      candidates[feasible++] = i
      continue
    }
    refusedBy[k] = resourcesNumber
    scan.verdict[k] = unschedulable
  }
  scan.feasible = feasible
  return k
}

function judge(columns: NodeColumns, pod: CyclePod, active: readonly FilterPlugin[], scan: Scan, k: number, i: number): void {
  for (let f = 0; f < active.length; f++) {
    const verdict = active[f]!.filter(columns, pod, i)
    if (verdict === fits) continue
    scan.refusedBy[k] = filterPlugins.indexOf(active[f]!)
    scan.verdict[k] = verdict
    return
  }
}
