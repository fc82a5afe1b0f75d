/**
 * Filter: requests must fit into what is left. Score: LeastAllocated over cpu and memory, weight 1 each.
 * Source: plugins/noderesources/fit.go, least_allocated.go.
 */
import type { NodeColumns } from '../cache/node-columns.ts'
import { fits, maxNodeScore, unschedulable, type CyclePod, type FilterPlugin, type ScorePlugin, type Verdict } from './plugin.ts'

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

/** The filter's verdict; the scan of nodes that nothing else can refuse asks it directly. */
export function resourcesVerdict(columns: NodeColumns, pod: CyclePod, i: number): Verdict {
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

/** Share that stays free, 0..100. */
function leastRequested(requested: number, allocatable: number): number {
  return requested > allocatable ? 0 : Math.floor(((allocatable - requested) * maxNodeScore) / allocatable)
}

function leastAllocatedScore(askedCpu: number, cpu: number, askedMemory: number, memory: number): number {
  if (cpu > 0 && memory > 0) return Math.floor((leastRequested(askedCpu, cpu) + leastRequested(askedMemory, memory)) / 2)
  return cpu > 0 ? leastRequested(askedCpu, cpu) : memory > 0 ? leastRequested(askedMemory, memory) : 0
}

export const leastAllocated: ScorePlugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  applies: () => true,
  score: (columns, { resources }, candidates, n, out) => {
    const { allocatableCpuMilli, allocatableMemoryBytes, nonZeroCpuMilli, nonZeroMemoryBytes } = columns
    // Nodes are often as full as the one before: then the divisions are saved.
    let lastCpu = -1
    let lastMemory = -1
    let lastAskedCpu = -1
    let lastAskedMemory = -1
    let score = 0
    for (let j = 0; j < n; j++) {
      const i = candidates[j]!
      const cpu = allocatableCpuMilli[i]!
      const memory = allocatableMemoryBytes[i]!
      const askedCpu = nonZeroCpuMilli[i]! + resources.nonZeroCpuMilli
      const askedMemory = nonZeroMemoryBytes[i]! + resources.nonZeroMemoryBytes
      if (cpu !== lastCpu || memory !== lastMemory || askedCpu !== lastAskedCpu || askedMemory !== lastAskedMemory) {
        score = leastAllocatedScore(askedCpu, cpu, askedMemory, memory)
        lastCpu = cpu
        lastMemory = memory
        lastAskedCpu = askedCpu
        lastAskedMemory = askedMemory
      }
      out[j] = score
    }
  },
}
