/**
 * What the node lifecycle controller remembers of each node and zone: columns by the node's slot. A pass over five thousand nodes reads
 * numbers only; what it needs of a Node or Lease is noted when its watch event comes.
 */

/** `--node-eviction-rate`, nodes per second and zone. */
export const evictionRate = 0.1

/** What a node's newest version says of Ready; `absent`: there is no node in the slot, `missing`: it has no such condition. */
export const readyCodes = { absent: 0, missing: 1, true: 2, false: 3, unknown: 4 } as const

/** The NoExecute taint that the last tick decided on; `keep`: not decided yet, or the node waits in the queue. */
export const noExecuteCodes = { keep: 0, none: 1, unreachable: 2, notReady: 3 } as const

/** Bits of `flags`. */
export const healthFlags = {
  /** A pass has seen it. */
  known: 1,
  /** Its Lease was renewed since the last pass. */
  renewed: 2,
  /** Its status was posted since the last pass. */
  posted: 4,
  /** Silent for longer than the grace period. */
  stale: 8,
  /** Waits in its zone's queue. */
  waits: 16,
} as const

export interface ZoneQueue {
  /** Nodes that wait for their NoExecute taint, oldest first. */
  waiting: number[]
  tokens: number
  lastUs: number
  /** Nodes per second; 0: none. */
  rate: number
}
export interface NodeMonitor {
  flags: number[]
  ready: number[]
  noExecute: number[]
  /** Number of the zone. */
  zone: number[]
  /** When a pass last saw a new Lease or a new heartbeat. */
  probeUs: number[]
  /** Slot of the node that a Lease is of, by slot of the Lease; -1: none. */
  nodeOfLease: number[]
  zoneNames: string[]
  zones: Map<string, ZoneQueue>
  allDisrupted: boolean
  passArmed: boolean
}

export function createNodeMonitor(): NodeMonitor {
  return {
    flags: [], ready: [], noExecute: [], zone: [], probeUs: [], nodeOfLease: [], zoneNames: [], zones: new Map(), allDisrupted: false,
    passArmed: false,
  }
}

export function hasFlag(monitor: NodeMonitor, slot: number, flag: number): boolean {
  return ((monitor.flags[slot] ?? 0) & flag) !== 0
}

export function setFlag(monitor: NodeMonitor, slot: number, flag: number): void {
  monitor.flags[slot] = (monitor.flags[slot] ?? 0) | flag
}

export function clearFlag(monitor: NodeMonitor, slot: number, flag: number): void {
  monitor.flags[slot] = (monitor.flags[slot] ?? 0) & ~flag
}

/** A Ready node that passes have seen for long, seen last at `nowUs`: for clusters that are made directly. */
export function adoptKnown(monitor: NodeMonitor, slot: number, nowUs: number): void {
  setFlag(monitor, slot, healthFlags.known)
  monitor.probeUs[slot] = nowUs
  monitor.noExecute[slot] = noExecuteCodes.none
}

/** A leader that begins has watched nobody's silence yet. */
export function forgetSilence(monitor: NodeMonitor): void {
  for (let slot = 0; slot < monitor.flags.length; slot++) clearFlag(monitor, slot, healthFlags.known | healthFlags.stale)
}
