/** Prefers nodes whose cpu and memory would be used to the same share. Source: plugins/noderesources/balanced_allocation.go. */
import { maxNodeScore, type ScorePlugin } from './plugin.ts'

/** The deviation of two shares is half their difference; one resource alone has none. */
function balance(askedCpu: number, cpu: number, askedMemory: number, memory: number): number {
  if (cpu <= 0 || memory <= 0) return maxNodeScore
  const deviation = Math.abs((Math.min(askedCpu / cpu, 1) - Math.min(askedMemory / memory, 1)) / 2)
  return Math.floor((1 - deviation) * maxNodeScore)
}

export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  /** A pod without requests balances nothing. */
  applies: (_columns, { resources }) => resources.cpuMilli > 0 || resources.memoryBytes > 0,
  score: (columns, { resources }, candidates, n, out) => {
    const { allocatableCpuMilli, allocatableMemoryBytes, requestedCpuMilli, requestedMemoryBytes } = columns
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
      const askedCpu = requestedCpuMilli[i]! + resources.cpuMilli
      const askedMemory = requestedMemoryBytes[i]! + resources.memoryBytes
      if (cpu !== lastCpu || memory !== lastMemory || askedCpu !== lastAskedCpu || askedMemory !== lastAskedMemory) {
        score = balance(askedCpu, cpu, askedMemory, memory)
        lastCpu = cpu
        lastMemory = memory
        lastAskedCpu = askedCpu
        lastAskedMemory = askedMemory
      }
      out[j] = score
    }
  },
}
