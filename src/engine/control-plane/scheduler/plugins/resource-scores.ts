/**
 * How a node's resources are judged, as plain functions of numbers. Sources: plugins/noderesources/least_allocated.go,
 * balanced_allocation.go.
 */
import { maxNodeScore } from './plugin.ts'

/** Share that stays free, 0..100. */
function leastRequested(requested: number, allocatable: number): number {
  return requested > allocatable ? 0 : Math.floor(((allocatable - requested) * maxNodeScore) / allocatable)
}

/** 0..100: the more would stay free the better; cpu and memory count alike. `asked`: by all pods, the new one included. */
export function leastAllocatedScore(askedCpu: number, cpu: number, askedMemory: number, memory: number): number {
  if (cpu > 0 && memory > 0) return Math.floor((leastRequested(askedCpu, cpu) + leastRequested(askedMemory, memory)) / 2)
  return cpu > 0 ? leastRequested(askedCpu, cpu) : memory > 0 ? leastRequested(askedMemory, memory) : 0
}

/** 0..100. The deviation of two shares is half their difference; one resource alone has none. */
export function balanceScore(askedCpu: number, cpu: number, askedMemory: number, memory: number): number {
  if (cpu <= 0 || memory <= 0) return maxNodeScore
  const deviation = Math.abs((Math.min(askedCpu / cpu, 1) - Math.min(askedMemory / memory, 1)) / 2)
  return Math.floor((1 - deviation) * maxNodeScore)
}
