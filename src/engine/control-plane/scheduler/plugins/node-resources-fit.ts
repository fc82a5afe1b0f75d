/**
 * Filter: requests must fit into what is left. Score: LeastAllocated over cpu and memory, weight 1 each.
 * Source: plugins/noderesources/fit.go, least_allocated.go.
 */
import { fitOf, leastAllocatedIn } from '../cache/fit-memos.ts'
import type { NodeColumns } from '../cache/node-columns.ts'
import { fits, unschedulable, type CyclePod, type FilterPlugin, type ScorePlugin, type Verdict } from './plugin.ts'
import { leastAllocatedScore } from './resource-scores.ts'

/** The further resources that node `i` has too little of. */
function missingOther(columns: NodeColumns, { resources }: CyclePod, i: number): readonly string[] {
  if (resources.other === undefined) return []
  return resources.other.filter(({ name, amount }) => {
    const column = columns.other.get(name)
    return column === undefined || amount > column.allocatable[i]! - column.requested[i]!
  }).map(({ name }) => name)
}

function lacks(ask: number, allocatable: number, requested: number): boolean {
  return ask > 0 && ask > allocatable - requested
}

function lacksPlace(columns: NodeColumns, i: number): boolean {
  return columns.requestedPods[i]! + 1 > columns.allocatablePods[i]!
}
function lacksCpu(columns: NodeColumns, { resources }: CyclePod, i: number): boolean {
  return lacks(resources.cpuMilli, columns.allocatableCpuMilli[i]!, columns.requestedCpuMilli[i]!)
}
function lacksMemory(columns: NodeColumns, { resources }: CyclePod, i: number): boolean {
  return lacks(resources.memoryBytes, columns.allocatableMemoryBytes[i]!, columns.requestedMemoryBytes[i]!)
}
function lacksEphemeral(columns: NodeColumns, { resources }: CyclePod, i: number): boolean {
  return lacks(resources.ephemeralBytes, columns.allocatableEphemeralBytes[i]!, columns.requestedEphemeralBytes[i]!)
}

function resourcesVerdict(columns: NodeColumns, pod: CyclePod, i: number): Verdict {
  if (lacksPlace(columns, i) || lacksCpu(columns, pod, i) || lacksMemory(columns, pod, i)) return unschedulable
  if (lacksEphemeral(columns, pod, i)) return unschedulable
  return pod.resources.other !== undefined && missingOther(columns, pod, i).length > 0 ? unschedulable : fits
}

export const nodeResourcesFitFilter: FilterPlugin = {
  name: 'NodeResourcesFit',
  applies: () => true,
  filter: resourcesVerdict,
  reasons: (columns, pod, i) => [
    ...(lacksPlace(columns, i) ? ['Too many pods'] : []),
    ...(lacksCpu(columns, pod, i) ? ['Insufficient cpu'] : []),
    ...(lacksMemory(columns, pod, i) ? ['Insufficient memory'] : []),
    ...(lacksEphemeral(columns, pod, i) ? ['Insufficient ephemeral-storage'] : []),
    ...missingOther(columns, pod, i).map((name) => `Insufficient ${name}`),
  ],
}

export const leastAllocated: ScorePlugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  applies: () => true,
  score: (columns, { resources, fits: memo }, candidates, n, out) => {
    if (memo !== undefined) {
      for (let j = 0; j < n; j++) out[j] = leastAllocatedIn(fitOf(columns, memo, candidates[j]!))
      return
    }
    const { allocatableCpuMilli, allocatableMemoryBytes, nonZeroCpuMilli, nonZeroMemoryBytes } = columns
    for (let j = 0; j < n; j++) {
      const i = candidates[j]!
      out[j] = leastAllocatedScore(
        nonZeroCpuMilli[i]! + resources.nonZeroCpuMilli, allocatableCpuMilli[i]!,
        nonZeroMemoryBytes[i]! + resources.nonZeroMemoryBytes, allocatableMemoryBytes[i]!,
      )
    }
  },
}
