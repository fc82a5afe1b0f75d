/**
 * Filter: requests must fit into what is left. Score: LeastAllocated over cpu and memory, weight 1 each.
 * Source: plugins/noderesources/fit.go, least_allocated.go.
 */
import type { NodeColumns } from '../cache/node-columns.ts'
import { fits, maxNodeScore, unschedulable, type CyclePod, type FilterPlugin, type ScorePlugin } from './plugin.ts'

/** The further resources that node `i` has too little of. */
function missingOther(columns: NodeColumns, { resources }: CyclePod, i: number): readonly string[] {
  if (resources.other === undefined) return []
  return resources.other.filter(({ name, amount }) => {
    const column = columns.other.get(name)
    return column === undefined || amount > column.allocatable[i]! - column.requested[i]!
  }).map(({ name }) => name)
}

export const nodeResourcesFitFilter: FilterPlugin = {
  name: 'NodeResourcesFit',
  applies: () => true,
  filter: (columns, pod, i) => {
    const ask = pod.resources
    if (columns.requestedPods[i]! + 1 > columns.allocatablePods[i]!) return unschedulable
    if (ask.cpuMilli > 0 && ask.cpuMilli > columns.allocatableCpuMilli[i]! - columns.requestedCpuMilli[i]!) return unschedulable
    if (ask.memoryBytes > 0 && ask.memoryBytes > columns.allocatableMemoryBytes[i]! - columns.requestedMemoryBytes[i]!) return unschedulable
    if (ask.ephemeralBytes > 0 && ask.ephemeralBytes > columns.allocatableEphemeralBytes[i]! - columns.requestedEphemeralBytes[i]!) return unschedulable
    if (ask.other !== undefined && missingOther(columns, pod, i).length > 0) return unschedulable
    return fits
  },
  reasons: (columns, pod, i) => {
    const ask = pod.resources
    const reasons: string[] = []
    if (columns.requestedPods[i]! + 1 > columns.allocatablePods[i]!) reasons.push('Too many pods')
    if (ask.cpuMilli > 0 && ask.cpuMilli > columns.allocatableCpuMilli[i]! - columns.requestedCpuMilli[i]!) reasons.push('Insufficient cpu')
    if (ask.memoryBytes > 0 && ask.memoryBytes > columns.allocatableMemoryBytes[i]! - columns.requestedMemoryBytes[i]!) reasons.push('Insufficient memory')
    if (ask.ephemeralBytes > 0 && ask.ephemeralBytes > columns.allocatableEphemeralBytes[i]! - columns.requestedEphemeralBytes[i]!) {
      reasons.push('Insufficient ephemeral-storage')
    }
    for (const name of missingOther(columns, pod, i)) reasons.push(`Insufficient ${name}`)
    return reasons
  },
}

/** Share that stays free, 0..100. */
function leastRequested(requested: number, allocatable: number): number {
  return requested > allocatable ? 0 : Math.floor(((allocatable - requested) * maxNodeScore) / allocatable)
}

export const leastAllocated: ScorePlugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  applies: () => true,
  score: (columns, { resources }, candidates, n, out) => {
    const { allocatableCpuMilli, allocatableMemoryBytes, nonZeroCpuMilli, nonZeroMemoryBytes } = columns
    for (let j = 0; j < n; j++) {
      const i = candidates[j]!
      const cpu = allocatableCpuMilli[i]!
      const memory = allocatableMemoryBytes[i]!
      let sum = 0
      let weights = 0
      if (cpu > 0) {
        sum += leastRequested(nonZeroCpuMilli[i]! + resources.nonZeroCpuMilli, cpu)
        weights++
      }
      if (memory > 0) {
        sum += leastRequested(nonZeroMemoryBytes[i]! + resources.nonZeroMemoryBytes, memory)
        weights++
      }
      out[j] = weights === 0 ? 0 : Math.floor(sum / weights)
    }
  },
}
