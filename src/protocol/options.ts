/** How a cluster is made. Together with the command log it is the ground state: all else follows from it. */
export interface ClusterOptions {
  /** Any 32-bit integer. */
  readonly seed: number
  /** Worker nodes at the start, 0 to 5000. */
  readonly nodes: number
  /** Client-side rate limits of the components (QPS and burst), on as in life. */
  readonly clientRateLimits: boolean
  /** Objects that are created through the API at the start, one JSON text each, in order. */
  readonly manifests: readonly string[]
  /** Clients' load at the start; undefined: no clients' traffic. */
  readonly clientLoad: { readonly namespace: string; readonly service: string; readonly requestsPerSecond: number } | undefined
  /** When > 0: this many Running pods are made directly at the start instead of by simulation (a full-size steady cluster). */
  readonly steadyPods: number
  /** Release whose rules differ in small ways (recorded traces). */
  readonly compatibility: 'v1.34' | 'v1.29'
  /** CPU cores and memory of every machine. */
  readonly nodeCpu: number
  readonly nodeMemoryGi: number
}

export const defaultClusterOptions: ClusterOptions = {
  seed: 1,
  nodes: 3,
  clientRateLimits: true,
  manifests: [],
  clientLoad: undefined,
  steadyPods: 0,
  compatibility: 'v1.34',
  nodeCpu: 4,
  nodeMemoryGi: 8,
}

/** Wall time at simulated time 0: 2026-01-01T00:00:00Z. */
export const defaultEpochMs = 1_767_225_600_000
