/** Node changes, and what the monitor's next pass must know of Nodes and Leases; what comes by the clock is added by its tick. */
import type { Lease } from '../../../../kubernetes/types/discovery.ts'
import type { Node } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { add, cachesOf, forget, type Feed, type Handlers } from '../feed.ts'
import { readyCondition } from './monitor.ts'
import { healthFlags, noExecuteCodes, readyCodes, setFlag, type NodeMonitor } from './node-health.ts'

function zoneNumber(monitor: NodeMonitor, node: Node): number {
  const { labels } = node.metadata
  const name = `${labels?.['topology.kubernetes.io/region'] ?? ''}:${labels?.['topology.kubernetes.io/zone'] ?? ''}`
  const known = monitor.zoneNames.indexOf(name)
  return known < 0 ? monitor.zoneNames.push(name) - 1 : known
}

function readyCode(node: Node): number {
  const status = readyCondition(node)?.status
  if (status === undefined) return readyCodes.missing
  return status === 'True' ? readyCodes.true : status === 'False' ? readyCodes.false : readyCodes.unknown
}

function noteNode(feed: Feed, slot: number, was: Node | undefined, is: Node | undefined): void {
  const { monitor, nodes } = cachesOf(feed)
  if (was === undefined || is === undefined) {
    monitor.flags[slot] = 0
    monitor.ready[slot] = readyCodes.absent
    monitor.noExecute[slot] = noExecuteCodes.keep
    monitor.zone[slot] = -1
    monitor.probeUs[slot] = 0
    const lease = nodes.leaseByNode.get((is ?? was)?.metadata.name ?? '')
    if (lease !== undefined) monitor.nodeOfLease[lease] = is === undefined ? -1 : slot
  }
  if (is === undefined) return
  if (was === undefined || was.metadata.labels !== is.metadata.labels) monitor.zone[slot] = zoneNumber(monitor, is)
  if (was === undefined || was.status.conditions !== is.status.conditions) {
    monitor.ready[slot] = readyCode(is)
    const before = was === undefined ? undefined : readyCondition(was)?.lastHeartbeatTime
    if (readyCondition(is)?.lastHeartbeatTime !== before) setFlag(monitor, slot, healthFlags.posted)
  }
}

function onNode(feed: Feed, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const was = before as Node | undefined
  const is = after as Node | undefined
  noteNode(feed, slot, was, is)
  if (is === undefined) forget(feed, slot)
  else if (was?.spec !== is.spec || was.status.conditions !== is.status.conditions) add(feed, slot)
}

function onLease(feed: Feed, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const was = before as Lease | undefined
  const is = after as Lease | undefined
  const { metadata } = (is ?? was)!
  if (metadata.namespace !== 'kube-node-lease') return
  const { monitor, nodes } = cachesOf(feed)
  if (was === undefined) monitor.nodeOfLease[slot] = nodes.byName.get(metadata.name) ?? -1
  const node = monitor.nodeOfLease[slot]!
  if (node >= 0 && was?.spec.renewTime !== is?.spec.renewTime) setFlag(monitor, node, healthFlags.renewed)
  if (is === undefined) monitor.nodeOfLease[slot] = -1
}

/** The Lease in a slot was renewed. */
export function noteLifeSign(monitor: NodeMonitor, slot: number): void {
  const node = monitor.nodeOfLease[slot] ?? -1
  if (node >= 0) setFlag(monitor, node, healthFlags.renewed)
}

export const nodeLifecycleHandlers: Handlers = { nodes: onNode, leases: onLease }
