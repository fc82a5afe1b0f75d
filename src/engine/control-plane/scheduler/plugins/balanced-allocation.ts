/** Prefers nodes whose cpu and memory would be used to the same share. Source: plugins/noderesources/balanced_allocation.go. */
import { maxNodeScore, type ScorePlugin } from './plugin.ts'

export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  /** A pod without requests balances nothing. */
  applies: (_columns, { resources }) => resources.cpuMilli > 0 || resources.memoryBytes > 0,
  score: (columns, { resources }, candidates, n, out) => {
    const { allocatableCpuMilli, allocatableMemoryBytes, requestedCpuMilli, requestedMemoryBytes } = columns
    for (let j = 0; j < n; j++) {
      const i = candidates[j]!
      const cpu = allocatableCpuMilli[i]!
      const memory = allocatableMemoryBytes[i]!
      // The deviation of two shares is half their difference; one resource alone has none.
      let deviation = 0
      if (cpu > 0 && memory > 0) {
        const cpuShare = Math.min((requestedCpuMilli[i]! + resources.cpuMilli) / cpu, 1)
        const memoryShare = Math.min((requestedMemoryBytes[i]! + resources.memoryBytes) / memory, 1)
        deviation = Math.abs((cpuShare - memoryShare) / 2)
      }
      out[j] = Math.floor((1 - deviation) * maxNodeScore)
    }
  },
}
