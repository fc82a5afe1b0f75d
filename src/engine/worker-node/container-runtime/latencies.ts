/**
 * How long the runtime takes for what it is asked: microseconds, a base and a random part below `jitter`. Typical of containerd on a
 * laptop.
 */
import { nextInt, type Random } from '../../simulation/random.ts'

export interface Latency {
  readonly baseUs: number
  readonly jitterUs: number
}
export interface Latencies {
  /** Sandbox process, network namespace and CNI plugin. */
  readonly sandbox: Latency
  readonly create: Latency
  readonly start: Latency
  readonly stopSandbox: Latency
  readonly remove: Latency
  /** Everything that only reads or writes records. */
  readonly quick: Latency
}
export const defaultLatencies: Latencies = {
  sandbox: { baseUs: 150_000, jitterUs: 150_000 },
  create: { baseUs: 20_000, jitterUs: 40_000 },
  start: { baseUs: 50_000, jitterUs: 100_000 },
  stopSandbox: { baseUs: 30_000, jitterUs: 40_000 },
  remove: { baseUs: 5_000, jitterUs: 5_000 },
  quick: { baseUs: 1_000, jitterUs: 500 },
}

export function drawUs(latency: Latency, random: Random): number {
  return latency.baseUs + (latency.jitterUs > 0 ? nextInt(random, latency.jitterUs) : 0)
}
