/**
 * The engine's `runFor` and `runUntil` for tests: a storm of messages ends the test and says so. Without a bound it would never end, for
 * nothing can interrupt a step loop.
 */
import { runUntil as engineRunUntil, type ClusterState } from '../../src/engine/index.ts'

/** Far more than any cluster of a test needs: five thousand idle nodes take 3,500 steps a second, a burst of pods some hundred thousand. */
const stepsAtOnce = 3_000_000
const stepsPerSecond = 20_000

/** Runs until `untilUs` (simulated). Throws when that takes more steps than a sound cluster needs. */
export function runUntil(cluster: ClusterState, untilUs: number): number {
  const mostSteps = stepsAtOnce + Math.ceil((Math.max(0, untilUs - cluster.sim.nowUs) / 1_000_000) * stepsPerSecond)
  const steps = engineRunUntil(cluster, untilUs, mostSteps)
  if (steps < mostSteps) return steps
  throw new Error(`${steps} steps have only led to ${cluster.sim.nowUs / 1_000_000} s of ${untilUs / 1_000_000} s: a storm of messages`)
}

/** Runs for a simulated duration; see `runUntil`. */
export function runFor(cluster: ClusterState, durationUs: number): number {
  return runUntil(cluster, cluster.sim.nowUs + durationUs)
}
