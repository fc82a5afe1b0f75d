/** Prefers nodes whose cpu and memory would be used to the same share. Source: plugins/noderesources/balanced_allocation.go. */
import { balanceIn, fitOf } from '../cache/fit-memos.ts'
import type { ScorePlugin } from './plugin.ts'
import { balanceScore } from './resource-scores.ts'

export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  /** A pod without requests balances nothing. */
  applies: (_columns, { resources }) => resources.cpuMilli > 0 || resources.memoryBytes > 0,
  score: (columns, { resources, fits }, candidates, n, out) => {
    if (fits !== undefined) {
      for (let j = 0; j < n; j++) out[j] = balanceIn(fitOf(columns, fits, candidates[j]!))
      return
    }
    const { allocatableCpuMilli, allocatableMemoryBytes, requestedCpuMilli, requestedMemoryBytes } = columns
    for (let j = 0; j < n; j++) {
      const i = candidates[j]!
      out[j] = balanceScore(
        requestedCpuMilli[i]! + resources.cpuMilli, allocatableCpuMilli[i]!,
        requestedMemoryBytes[i]! + resources.memoryBytes, allocatableMemoryBytes[i]!,
      )
    }
  },
}
