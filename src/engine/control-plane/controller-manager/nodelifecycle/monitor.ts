/**
 * What the node lifecycle controller knows of each node's life signs, and the slow queue that guards NoExecute taints: the part of it that
 * runs by the clock. Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go, scheduler/rate_limited_queue.go.
 */
import type { Node, NodeCondition } from '../../../../kubernetes/types/core.ts'
import {
  clearFlag, evictionRate, hasFlag, healthFlags, noExecuteCodes, readyCodes, setFlag, type NodeMonitor, type ZoneQueue,
} from './node-health.ts'

/** `--node-monitor-period`, and what a pass takes: so the grace period is over at its last tick, not one tick later. */
export const monitorPeriodUs = 5_002_000
/** Pause between two looks at the queue of nodes to taint. Source: scheduler.NodeHealthUpdateRetry. */
export const noExecutePassUs = 100_000
const startupGraceUs = 60_000_000

const secondaryEvictionRate = 0.01
const largeZone = 50
const unhealthyFraction = 0.55

export function readyCondition(node: Node): NodeCondition | undefined {
  const { conditions } = node.status
  for (let i = 0; i < conditions.length; i++) if (conditions[i]!.type === 'Ready') return conditions[i]
  return undefined
}

interface ZoneCount {
  ready: number
  notReady: number
}

/**
 * One pass over all nodes, every five seconds. `graceUs`: silence that is borne. Returns the slots of nodes that the controller must look at. Upstream's pass takes a while;
 * here it is one moment, and costs some nanoseconds a node.
 */
export function monitorNodes(monitor: NodeMonitor, graceUs: number, nowUs: number): number[] {
  const zones = new Map<string, ZoneCount>()
  const byNumber: (ZoneCount | undefined)[] = []
  const due: number[] = []
  let left = false
  for (let slot = 0; slot < monitor.ready.length; slot++) {
    const ready = monitor.ready[slot]!
    if (ready === readyCodes.absent) continue
    const zone = monitor.zone[slot]!
    const counts = byNumber[zone] ?? countZone(zones, byNumber, zone, monitor.zoneNames[zone]!)
    if (ready === readyCodes.true) counts.ready++
    else counts.notReady++
    const isNew = observe(monitor, slot, ready === readyCodes.missing ? startupGraceUs : graceUs, nowUs)
    const before = monitor.noExecute[slot]
    left = decideNoExecute(monitor, slot, ready) || left
    if (isNew || hasFlag(monitor, slot, healthFlags.stale) || monitor.noExecute[slot] !== before) due.push(slot)
  }
  if (left) for (const zone of monitor.zones.values()) zone.waiting = zone.waiting.filter((slot) => hasFlag(monitor, slot, healthFlags.waits))
  return [...due, ...judgeZones(monitor, zones, nowUs)]
}

function countZone(zones: Map<string, ZoneCount>, byNumber: (ZoneCount | undefined)[], zone: number, name: string): ZoneCount {
  const counts = { ready: 0, notReady: 0 }
  zones.set(name, counts)
  byNumber[zone] = counts
  return counts
}

/** Takes note of a node's life signs since the last pass. True: it is seen for the first time. */
function observe(monitor: NodeMonitor, slot: number, graceUs: number, nowUs: number): boolean {
  const flags = monitor.flags[slot]!
  const isNew = (flags & healthFlags.known) === 0
  if (isNew) monitor.noExecute[slot] = noExecuteCodes.keep
  if (isNew || (flags & (healthFlags.renewed | healthFlags.posted)) !== 0) monitor.probeUs[slot] = nowUs
  const stale = nowUs - monitor.probeUs[slot]! > graceUs
  monitor.flags[slot] = (flags & healthFlags.waits) | healthFlags.known | (stale ? healthFlags.stale : 0)
  return isNew
}

/** A node that was not Ready when the tick began is queued for its taint; one that is Ready loses it. True: it has left the queue. */
function decideNoExecute(monitor: NodeMonitor, slot: number, ready: number): boolean {
  if (ready === readyCodes.true) {
    const waited = hasFlag(monitor, slot, healthFlags.waits)
    if (waited) clearFlag(monitor, slot, healthFlags.waits)
    monitor.noExecute[slot] = noExecuteCodes.none
    return waited
  }
  const decided = monitor.noExecute[slot]
  if (decided === noExecuteCodes.unreachable || decided === noExecuteCodes.notReady) {
    monitor.noExecute[slot] = ready === readyCodes.false ? noExecuteCodes.notReady : noExecuteCodes.unreachable
  } else if (ready !== readyCodes.missing && !hasFlag(monitor, slot, healthFlags.waits) && !monitor.allDisrupted) {
    setFlag(monitor, slot, healthFlags.waits)
    queueOf(monitor, monitor.zoneNames[monitor.zone[slot]!]!).waiting.push(slot)
  }
  return false
}

function queueOf(monitor: NodeMonitor, zone: string): ZoneQueue {
  const known = monitor.zones.get(zone)
  if (known !== undefined) return known
  const made: ZoneQueue = { waiting: [], tokens: 1, lastUs: 0, rate: evictionRate }
  monitor.zones.set(zone, made)
  return made
}

/** Rate of a zone by how much of it is down: a zone that is mostly gone is more likely cut off than dead. */
function rateOf(counts: ZoneCount): number {
  const total = counts.ready + counts.notReady
  const partial = counts.ready > 0 && counts.notReady > 2 && counts.notReady / total >= unhealthyFraction
  if (!partial) return evictionRate
  return total > largeZone ? secondaryEvictionRate : 0
}

/** Sets the zones' rates. When every zone is fully down nobody is evicted any more and taints are lifted. Returns nodes to look at. */
function judgeZones(monitor: NodeMonitor, zones: ReadonlyMap<string, ZoneCount>, nowUs: number): number[] {
  let allDisrupted = zones.size > 0
  for (const [name, counts] of zones) {
    queueOf(monitor, name).rate = rateOf(counts)
    if (counts.ready > 0 || counts.notReady === 0) allDisrupted = false
  }
  const was = monitor.allDisrupted
  monitor.allDisrupted = allDisrupted
  if (was && !allDisrupted) {
    for (let slot = 0; slot < monitor.flags.length; slot++) if (!hasFlag(monitor, slot, healthFlags.stale)) monitor.probeUs[slot] = nowUs
  }
  return allDisrupted ? liftAll(monitor) : []
}

/** Nobody waits for a taint any more, nobody keeps one. Returns the nodes that this is news for. */
function liftAll(monitor: NodeMonitor): number[] {
  const lifted: number[] = []
  for (const zone of monitor.zones.values()) zone.waiting = []
  for (let slot = 0; slot < monitor.flags.length; slot++) {
    if (!hasFlag(monitor, slot, healthFlags.known)) continue
    clearFlag(monitor, slot, healthFlags.waits)
    if (monitor.noExecute[slot] !== noExecuteCodes.none) lifted.push(slot)
    monitor.noExecute[slot] = noExecuteCodes.none
  }
  return lifted
}

/** Nodes whose turn it is to be tainted NoExecute: one per zone and token. */
export function admitNoExecute(monitor: NodeMonitor, nowUs: number): number[] {
  const admitted: number[] = []
  for (const zone of monitor.zones.values()) {
    zone.tokens = Math.min(1, zone.tokens + ((nowUs - zone.lastUs) * zone.rate) / 1_000_000)
    zone.lastUs = nowUs
    while (zone.waiting.length > 0 && zone.tokens >= 1 && zone.rate > 0) {
      const slot = zone.waiting.shift()!
      // It went, or another node has its slot.
      if (!hasFlag(monitor, slot, healthFlags.waits)) continue
      clearFlag(monitor, slot, healthFlags.waits)
      zone.tokens -= 1
      monitor.noExecute[slot] = monitor.ready[slot] === readyCodes.false ? noExecuteCodes.notReady : noExecuteCodes.unreachable
      admitted.push(slot)
    }
  }
  return admitted
}

/** True while nodes wait whose zone lets some through. */
export function hasWaiting(monitor: NodeMonitor): boolean {
  for (const zone of monitor.zones.values()) if (zone.waiting.length > 0 && zone.rate > 0) return true
  return false
}
