/** What the node lifecycle controller remembers of each node and zone. */

/** `--node-eviction-rate`, nodes per second and zone. */
export const evictionRate = 0.1

export interface NodeHealth {
  uid: string
  /** When the monitor last saw a new Lease or a new heartbeat. */
  probeUs: number
  renewTime: string | undefined
  heartbeat: string | undefined
  /** Silent for longer than the grace period. */
  stale: boolean
  /** NoExecute taint that the last tick decided on; `keep`: not decided yet, or the node waits in the queue. */
  noExecute: 'keep' | 'none' | 'unreachable' | 'not-ready'
}
export interface ZoneQueue {
  /** Nodes that wait for their NoExecute taint, oldest first. */
  waiting: number[]
  tokens: number
  lastUs: number
  /** Nodes per second; 0: none. */
  rate: number
}
export interface NodeMonitor {
  health: Map<number, NodeHealth>
  zones: Map<string, ZoneQueue>
  allDisrupted: boolean
  passArmed: boolean
}

export function createNodeMonitor(): NodeMonitor {
  return { health: new Map(), zones: new Map(), allDisrupted: false, passArmed: false }
}
