/**
 * What the node lifecycle controller knows of each node's life signs, and the slow queue that guards NoExecute taints: the part of it that
 * runs by the clock. Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go, scheduler/rate_limited_queue.go.
 */
import type { Node, NodeCondition } from '../../../../kubernetes/types/core.ts'
import type { Labels } from '../../../../kubernetes/types/meta.ts'
import { leaseAt, nodeAt, type Caches } from '../caches/caches.ts'
import { evictionRate, type NodeHealth, type NodeMonitor, type ZoneQueue } from './node-health.ts'

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

/** A pass asks for every node's zone several times: its text is made once per set of labels. */
const zoneMemo = new WeakMap<Labels, string>()

function zoneOf(node: Node): string {
  const { labels } = node.metadata
  if (labels === undefined) return ':'
  let zone = zoneMemo.get(labels)
  if (zone === undefined) {
    zone = `${labels['topology.kubernetes.io/region'] ?? ''}:${labels['topology.kubernetes.io/zone'] ?? ''}`
    zoneMemo.set(labels, zone)
  }
  return zone
}

/** Takes note of a node's life signs. */
function observe(
  monitor: NodeMonitor, caches: Caches, slot: number, node: Node, ready: NodeCondition | undefined, nowUs: number,
): NodeHealth {
  const renewTime = leaseAt(caches, caches.nodes.leaseByNode.get(node.metadata.name) ?? -1)?.spec.renewTime
  const known = monitor.health.get(slot)
  const health: NodeHealth = known?.uid === node.metadata.uid
    ? known
    : { uid: node.metadata.uid, probeUs: nowUs, renewTime, heartbeat: ready?.lastHeartbeatTime, stale: false, noExecute: 'keep' }
  if (health.renewTime !== renewTime || health.heartbeat !== ready?.lastHeartbeatTime) {
    health.probeUs = nowUs
    health.renewTime = renewTime
    health.heartbeat = ready?.lastHeartbeatTime
  }
  health.stale = nowUs - health.probeUs > (ready === undefined ? startupGraceUs : caches.release.nodeMonitorGraceUs)
  if (health !== known) monitor.health.set(slot, health)
  return health
}

interface ZoneCount {
  ready: number
  notReady: number
}

/** One pass over all nodes, every five seconds. Returns the slots of nodes that the controller must look at. */
export function monitorNodes(monitor: NodeMonitor, caches: Caches, nowUs: number): number[] {
  const zones = new Map<string, ZoneCount>()
  const due: number[] = []
  const { objects } = caches.informers.nodes
  const waiting = new Set<number>()
  for (const zone of monitor.zones.values()) for (const slot of zone.waiting) waiting.add(slot)
  for (const slot of monitor.health.keys()) if (objects[slot] === undefined) monitor.health.delete(slot)
  for (let slot = 0; slot < objects.length; slot++) {
    const node = nodeAt(caches, slot)
    if (node === undefined) continue
    const isNew = monitor.health.get(slot)?.uid !== node.metadata.uid
    const condition = readyCondition(node)
    const health = observe(monitor, caches, slot, node, condition, nowUs)
    const ready = condition?.status ?? 'Unknown'
    const zone = zoneOf(node)
    let counts = zones.get(zone)
    if (counts === undefined) zones.set(zone, counts = { ready: 0, notReady: 0 })
    if (ready === 'True') counts.ready++
    else counts.notReady++
    const before = health.noExecute
    decideNoExecute(monitor, slot, node, health, ready, waiting)
    if (isNew || health.stale || health.noExecute !== before) due.push(slot)
  }
  for (const zone of monitor.zones.values()) {
    if (zone.waiting.some((slot) => !waiting.has(slot))) zone.waiting = zone.waiting.filter((slot) => waiting.has(slot))
  }
  return [...due, ...judgeZones(monitor, zones, nowUs)]
}

/** A node that was not Ready when the tick began is queued for its taint; one that is Ready loses it. `waiting`: the nodes in all zones' queues. */
function decideNoExecute(monitor: NodeMonitor, slot: number, node: Node, health: NodeHealth, ready: string, waiting: Set<number>): void {
  if (ready === 'True') {
    waiting.delete(slot)
    health.noExecute = 'none'
    return
  }
  const wanted = ready === 'Unknown' ? 'unreachable' : 'not-ready'
  if (health.noExecute === 'unreachable' || health.noExecute === 'not-ready') health.noExecute = wanted
  else if (readyCondition(node) !== undefined && !waiting.has(slot) && !monitor.allDisrupted) {
    waiting.add(slot)
    queueOf(monitor, zoneOf(node)).waiting.push(slot)
  }
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
  if (was && !allDisrupted) for (const health of monitor.health.values()) if (!health.stale) health.probeUs = nowUs
  if (!allDisrupted) return []
  const lifted: number[] = []
  for (const zone of monitor.zones.values()) zone.waiting = []
  for (const [slot, health] of monitor.health) {
    if (health.noExecute !== 'none') lifted.push(slot)
    health.noExecute = 'none'
  }
  return lifted
}

/** Nodes whose turn it is to be tainted NoExecute: one per zone and token. */
export function admitNoExecute(monitor: NodeMonitor, caches: Caches, nowUs: number): number[] {
  const admitted: number[] = []
  for (const zone of monitor.zones.values()) {
    zone.tokens = Math.min(1, zone.tokens + ((nowUs - zone.lastUs) * zone.rate) / 1_000_000)
    zone.lastUs = nowUs
    while (zone.waiting.length > 0 && zone.tokens >= 1 && zone.rate > 0) {
      const slot = zone.waiting.shift()!
      const node = nodeAt(caches, slot)
      const health = monitor.health.get(slot)
      if (node === undefined || health === undefined) continue
      zone.tokens -= 1
      health.noExecute = readyCondition(node)?.status === 'False' ? 'not-ready' : 'unreachable'
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
