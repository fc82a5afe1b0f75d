/**
 * What a node's resources mean for pods that ask for the same: whether it has room, and its scores of NodeResourcesFit and
 * NodeResourcesBalancedAllocation. Kept until the node changes: a cycle asks hundreds of nodes, and few of them are others than before.
 */
import type { PodResources } from '../../../../kubernetes/pod-resources.ts'
import { balanceScore, leastAllocatedScore } from '../plugins/resource-scores.ts'
import type { NodeColumns } from './node-columns.ts'

export interface FitMemo {
  readonly cpuMilli: number
  readonly memoryBytes: number
  readonly nonZeroCpuMilli: number
  readonly nonZeroMemoryBytes: number
  /** By node slot, packed: read by `roomIn`, `leastAllocatedIn` and `balanceIn`; 0: not worked out. */
  fits: Uint16Array
}

export interface FitMemos {
  kept: FitMemo[]
  /** How many were made; when there is no room for one more the oldest goes. */
  made: number
}

/** What pods ask for in so many ways is kept. */
export const maxFitMemos = 8

const knownBit = 1
const roomBit = 2

export function createFitMemos(): FitMemos {
  return { kept: [], made: 0 }
}

/** The memo of what a pod asks for; undefined: it asks for more than cpu, memory and a place. */
export function fitMemoOf(columns: NodeColumns, ask: PodResources): FitMemo | undefined {
  if (ask.ephemeralBytes !== 0 || ask.other !== undefined) return undefined
  const { kept } = columns.fitMemos
  for (const memo of kept) {
    if (memo.cpuMilli === ask.cpuMilli && memo.memoryBytes === ask.memoryBytes && memo.nonZeroCpuMilli === ask.nonZeroCpuMilli
      && memo.nonZeroMemoryBytes === ask.nonZeroMemoryBytes) return memo
  }
  const { cpuMilli, memoryBytes, nonZeroCpuMilli, nonZeroMemoryBytes } = ask
  const memo: FitMemo = { cpuMilli, memoryBytes, nonZeroCpuMilli, nonZeroMemoryBytes, fits: new Uint16Array(columns.capacity) }
  kept[columns.fitMemos.made++ % maxFitMemos] = memo
  return memo
}

/** The packed word of node `i`. */
export function fitOf(columns: NodeColumns, memo: FitMemo, i: number): number {
  const known = memo.fits[i]!
  return known === 0 ? workOut(columns, memo, i) : known
}

/** The filter NodeResourcesFit, for what nearly every pod asks for. */
function hasRoom(columns: NodeColumns, { cpuMilli, memoryBytes }: FitMemo, i: number): boolean {
  return columns.requestedPods[i]! < columns.allocatablePods[i]!
    && (cpuMilli === 0 || cpuMilli <= columns.allocatableCpuMilli[i]! - columns.requestedCpuMilli[i]!)
    && (memoryBytes === 0 || memoryBytes <= columns.allocatableMemoryBytes[i]! - columns.requestedMemoryBytes[i]!)
}

function workOut(columns: NodeColumns, memo: FitMemo, i: number): number {
  const cpu = columns.allocatableCpuMilli[i]!
  const memory = columns.allocatableMemoryBytes[i]!
  const room = hasRoom(columns, memo, i) ? roomBit : 0
  const least = leastAllocatedScore(
    columns.nonZeroCpuMilli[i]! + memo.nonZeroCpuMilli, cpu, columns.nonZeroMemoryBytes[i]! + memo.nonZeroMemoryBytes, memory,
  )
  const balance = balanceScore(columns.requestedCpuMilli[i]! + memo.cpuMilli, cpu, columns.requestedMemoryBytes[i]! + memo.memoryBytes, memory)
  const fit = knownBit | room | (least << 2) | (balance << 9)
  memo.fits[i] = fit
  return fit
}

export function roomIn(fit: number): boolean {
  return (fit & roomBit) !== 0
}
export function leastAllocatedIn(fit: number): number {
  return (fit >> 2) & 127
}
export function balanceIn(fit: number): number {
  return fit >> 9
}

/** Node `slot` has other resources or other pods than before. */
export function forgetFits(memos: FitMemos, slot: number): void {
  for (const memo of memos.kept) memo.fits[slot] = 0
}

/** The same memos worked out from other columns, for the nodes that they know. */
export function rebuildFitMemos(old: FitMemos, columns: NodeColumns): FitMemos {
  const kept = old.kept.map((memo) => ({ ...memo, fits: new Uint16Array(columns.capacity) }))
  old.kept.forEach(({ fits }, k) => { fits.forEach((fit, i) => { if (fit !== 0) workOut(columns, kept[k]!, i) }) })
  return { kept, made: old.made }
}
