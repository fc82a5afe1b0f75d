/** A frame applied to the view: the only writer of its tables. */
import { linkKindNumber } from '../kubernetes/architecture.ts'
import { deleteKey, findKey, setKey } from '../kubernetes/object-keys.ts'
import type { Frame, FrameRecord, NodeColumns, PodColumns } from '../protocol/frame.ts'
import { tellTogether } from '../protocol/like-changes.ts'
import { podFlags, statusCodes } from '../protocol/vocabulary.ts'
import type { ClusterView } from './cluster-view.ts'
import { growLinks, growNodes, growPods } from './create-view.ts'
import { indexLink } from './link-index.ts'
import { countOwned } from './owned-pods.ts'
import { processKey } from './process-key.ts'

/** What a frame changed. Slots are listed once each. */
export interface FrameDelta {
  /** Everything was replaced. */
  readonly snapshot: boolean
  readonly nodesAppeared: readonly number[]
  /** Nodes whose object is gone, also those whose slot a fresh row took over. */
  readonly nodesGone: readonly number[]
  readonly podsAppeared: readonly number[]
  readonly podsGone: readonly number[]
  /** A node is said to stand in another zone or rack than before. */
  readonly nodesMoved: boolean
  /** Nodes whose own row or one of whose pods changed. */
  readonly touchedNodes: ReadonlySet<number>
  readonly trayChanged: boolean
  readonly recordsChanged: boolean
}

interface MutableDelta {
  readonly nodesAppeared: number[]
  readonly nodesGone: number[]
  readonly podsAppeared: number[]
  readonly podsGone: number[]
  nodesMoved: boolean
  readonly touchedNodes: Set<number>
  trayChanged: boolean
}

/** Changes that the view keeps. */
export const maxChanges = 200

/**
 * Applies `frame` to `view` and says what changed. A frame whose `from` is 0 replaces everything. Order inside a frame: what is gone,
 * then rows; a `fresh` row evicts what its slot held before.
 */
export function applyFrame(view: ClusterView, frame: Frame): FrameDelta {
  const delta: MutableDelta = { nodesAppeared: [], nodesGone: [], podsAppeared: [], podsGone: [], nodesMoved: false, touchedNodes: new Set(), trayChanged: false }
  const snapshot = frame.from === 0
  if (snapshot) clearView(view, delta)
  for (const { index, text } of frame.words) view.words[index] = text
  for (const slot of frame.pods.gone) evictPod(view, slot, delta)
  for (const slot of frame.nodes.gone) evictNode(view, slot, delta)
  applyNodeRows(view, frame.nodes, delta)
  applyPodRows(view, frame.pods, delta)
  for (const gone of frame.gone) recordMap(view, gone.kind).delete(gone.slot)
  for (const record of frame.records) applyRecord(view, record)
  if (frame.changes.length > 0) view.changes.splice(0, view.changes.length, ...tellTogether(view.changes, frame.changes).slice(-maxChanges))
  view.frame = frame.to
  view.simTimeUs = frame.simTimeUs
  if (frame.epochMs !== undefined) view.epochMs = frame.epochMs
  view.steps = frame.steps
  view.pace = frame.pace
  for (const slot of delta.touchedNodes) {
    growNodes(view.nodes, slot)
    view.nodes.version[slot] = (view.nodes.version[slot] ?? 0) + 1
  }
  return { ...delta, snapshot, recordsChanged: snapshot || frame.records.length > 0 || frame.gone.length > 0 }
}

function clearView(view: ClusterView, delta: MutableDelta): void {
  // At once: one by one takes longer.
  view.podSlots.namespaces.clear()
  for (let slot = 0; slot < view.pods.end; slot += 1) evictPod(view, slot, delta)
  for (let slot = 0; slot < view.nodes.end; slot += 1) evictNode(view, slot, delta)
  view.nodes.end = 0
  view.pods.end = 0
  view.tray.length = 0
  delta.trayChanged = true
  for (const map of [view.deployments, view.replicaSets, view.services, view.components, view.links, view.linksByNode]) map.clear()
  view.linksVersion += 1
  view.nodeLinkKinds.fill(0)
  view.words.length = 0
  view.changes.length = 0
  view.clients = undefined
  view.kubectl = undefined
  view.apiServer = undefined
  view.unregistered = undefined
  view.scheduler = undefined
}

/** The places that a pod row stands in: its node's, or the tray. */
function home(view: ClusterView, node: number): number[] {
  if (node < 0) return view.tray
  return (view.nodes.pods[node] ??= [])
}

function touchHome(node: number, delta: MutableDelta): void {
  if (node < 0) delta.trayChanged = true
  else delta.touchedNodes.add(node)
}

function countOwner(view: ClusterView, slot: number, by: 1 | -1): void {
  countOwned(view.owned, view.pods.replicaSet[slot] ?? -1, view.pods.flags[slot] ?? 0, by)
}

/** Takes a pod out of its place if it still holds it; places at the end that became free are dropped. */
function leavePlace(view: ClusterView, slot: number, delta: MutableDelta): void {
  const node = view.pods.node[slot] ?? -1
  const places = home(view, node)
  const place = view.pods.place[slot] ?? 0
  if (places[place] !== slot) return
  places[place] = -1
  while (places.length > 0 && places[places.length - 1] === -1) places.pop()
  touchHome(node, delta)
}

function takePlace(view: ClusterView, slot: number, delta: MutableDelta): void {
  const node = view.pods.node[slot] ?? -1
  const place = view.pods.place[slot] ?? 0
  const places = home(view, node)
  while (places.length < place) places.push(-1)
  places[place] = slot
  touchHome(node, delta)
}

function evictPod(view: ClusterView, slot: number, delta: MutableDelta): void {
  const { pods } = view
  if (pods.alive[slot] !== 1) return
  leavePlace(view, slot, delta)
  pods.alive[slot] = 0
  const names = pods.names[slot]
  // Another pod of that name may have been told in another slot before this one went.
  if (names !== undefined && findKey(view.podSlots, names.namespace, names.name) === slot) deleteKey(view.podSlots, names.namespace, names.name)
  pods.names[slot] = undefined
  pods.count -= 1
  if (isReadyPod(view, slot)) pods.readyCount -= 1
  countOwner(view, slot, -1)
  pods.flags[slot] = 0
  delta.podsGone.push(slot)
}

/** Pods that the page still has on a node that goes stand nowhere until a row of their own says where. */
function evictNode(view: ClusterView, slot: number, delta: MutableDelta): void {
  const { nodes, pods } = view
  if (nodes.alive[slot] !== 1) return
  for (const pod of nodes.pods[slot] ?? []) if (pod >= 0) pods.node[pod] = -1
  nodes.pods[slot] = []
  nodes.alive[slot] = 0
  nodes.names[slot] = undefined
  nodes.count -= 1
  if (isReadyNode(view, slot)) nodes.readyCount -= 1
  delta.nodesGone.push(slot)
  delta.touchedNodes.add(slot)
}

const isReadyNode = (view: ClusterView, slot: number): boolean => view.nodes.status[slot] === statusCodes.running
const isReadyPod = (view: ClusterView, slot: number): boolean => ((view.pods.flags[slot] ?? 0) & podFlags.ready) !== 0

function applyNodeRows(view: ClusterView, rows: NodeColumns, delta: MutableDelta): void {
  const { nodes } = view
  for (let i = 0; i < rows.slot.length; i += 1) {
    const slot = rows.slot[i]!
    growNodes(nodes, slot)
    if (rows.fresh[i] === 1) evictNode(view, slot, delta)
    if (nodes.alive[slot] === 1) {
      if (isReadyNode(view, slot)) nodes.readyCount -= 1
    } else {
      nodes.alive[slot] = 1
      nodes.count += 1
      nodes.pods[slot] ??= []
      if (slot >= nodes.end) nodes.end = slot + 1
      delta.nodesAppeared.push(slot)
    }
    nodes.place[slot] = rows.place[i]!
    nodes.status[slot] = rows.status[i]!
    nodes.flags[slot] = rows.flags[i]!
    nodes.cpuRequestedMilli[slot] = rows.cpuRequestedMilli[i]!
    nodes.cpuAllocatableMilli[slot] = rows.cpuAllocatableMilli[i]!
    nodes.memoryRequestedMi[slot] = rows.memoryRequestedMi[i]!
    nodes.memoryAllocatableMi[slot] = rows.memoryAllocatableMi[i]!
    nodes.leaseRenewedUs[slot] = rows.leaseRenewedUs[i]!
    nodes.proxyServices[slot] = rows.proxyServices[i]!
    const names = rows.names[i]
    if (names !== undefined) {
      if (names.zone !== nodes.names[slot]?.zone || names.rack !== nodes.names[slot]?.rack) delta.nodesMoved = true
      nodes.names[slot] = names
    }
    if (isReadyNode(view, slot)) nodes.readyCount += 1
    delta.touchedNodes.add(slot)
  }
}

/** Two passes: all rows leave their places, then all take them, so that two pods may swap places within a frame. */
function applyPodRows(view: ClusterView, rows: PodColumns, delta: MutableDelta): void {
  const { pods } = view
  for (let i = 0; i < rows.slot.length; i += 1) {
    const slot = rows.slot[i]!
    growPods(pods, slot)
    if (rows.fresh[i] === 1) evictPod(view, slot, delta)
    if (pods.alive[slot] === 1) leavePlace(view, slot, delta)
  }
  for (let i = 0; i < rows.slot.length; i += 1) {
    const slot = rows.slot[i]!
    if (pods.alive[slot] === 1) {
      if (isReadyPod(view, slot)) pods.readyCount -= 1
      countOwner(view, slot, -1)
    } else {
      pods.alive[slot] = 1
      pods.count += 1
      if (slot >= pods.end) pods.end = slot + 1
      delta.podsAppeared.push(slot)
    }
    writePodRow(view, rows, i, slot)
    if (isReadyPod(view, slot)) pods.readyCount += 1
    countOwner(view, slot, 1)
    takePlace(view, slot, delta)
  }
}

function writePodRow(view: ClusterView, rows: PodColumns, i: number, slot: number): void {
  const { pods } = view
  pods.node[slot] = rows.node[i]!
  pods.place[slot] = rows.place[i]!
  pods.status[slot] = rows.status[i]!
  pods.word[slot] = rows.word[i]!
  pods.readyContainers[slot] = rows.readyContainers[i]!
  pods.totalContainers[slot] = rows.totalContainers[i]!
  pods.restarts[slot] = rows.restarts[i]!
  pods.replicaSet[slot] = rows.replicaSet[i]!
  pods.revision[slot] = rows.revision[i]!
  pods.flags[slot] = rows.flags[i]!
  pods.containerStates[slot] = rows.containerStates[i]!
  const names = rows.names[i]
  if (names === undefined) return
  pods.names[slot] = names
  setKey(view.podSlots, names.namespace, names.name, slot)
}

function recordMap(view: ClusterView, kind: 'Deployment' | 'ReplicaSet' | 'Service'): Map<number, unknown> {
  return { Deployment: view.deployments, ReplicaSet: view.replicaSets, Service: view.services }[kind]
}

function applyRecord(view: ClusterView, record: FrameRecord): void {
  switch (record.kind) {
    case 'Deployment':
      if (view.deployments.get(record.slot)?.revision !== record.revision) view.rolloutsVersion += 1
      view.deployments.set(record.slot, record)
      return
    case 'ReplicaSet': view.replicaSets.set(record.slot, record); return
    case 'Service': view.services.set(record.slot, record); return
    case 'Component': view.components.set(processKey(record.ref), record); return
    case 'Clients': view.clients = record; return
    case 'Kubectl': view.kubectl = record; return
    case 'ApiServer': view.apiServer = record; return
    case 'Unregistered': view.unregistered = record; return
    case 'Scheduler': view.scheduler = record; return
    case 'Link':
      view.linksVersion += 1
      indexLink(view.linksByNode, record, view.links.get(record.id))
      if (record.gone) view.links.delete(record.id)
      else view.links.set(record.id, record)
      growLinks(view, record.id)
      view.nodeLinkKinds[record.id] = record.gone || record.node < 0 ? 0 : linkKindNumber(record.link) + 1
  }
}
