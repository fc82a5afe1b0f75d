/**
 * From the engine's state to frames: reads etcd's newest changes, projects each changed slot once, and adds what was sent over the links.
 * It only looks.
 */
import { resources } from '../../kubernetes/resources.ts'
import type { Deployment, ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { Node, Pod, Service } from '../../kubernetes/types/core.ts'
import type { EndpointSlice } from '../../kubernetes/types/discovery.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import type { Change, Frame, FrameRecord, GoneRecord, PaceStatus } from '../../protocol/frame.ts'
import { countMessages, findSlot, nodeSilenceUs, servicesProgrammedOn, tableOf, type ClusterState } from '../../engine/index.ts'
import { createChangeReader, readChanges, type ChangeReader } from './changes.ts'
import { createRecordMemory, machineFlags, projectClusterRecords, type RecordMemory } from './cluster-records.ts'
import { createHopReader, readHops, skipHops, type HopReader } from './hops.ts'
import { createNodeRows, projectNodes, settleNodes, type NodeRows } from './node-rows.ts'
import { createPodRows, homelessPods, podsOnNode, projectPods, type PodRows } from './pod-rows.ts'
import { deploymentRecord, replicaSetRecord, revisionOf, serviceRecord } from './workload-records.ts'
import { allWords, createWords, type Words } from './words.ts'

export interface Projector {
  frame: number
  changes: ChangeReader
  hops: HopReader
  nodes: NodeRows
  pods: PodRows
  /** Slots of pods that have changed and that no frame has told yet, in the order of their changes. */
  podsToTell: Set<number>
  words: Words
  records: RecordMemory
  /** Slices of a Service by "namespace/name", and the Service of a slice. */
  slices: Map<string, Set<number>>
  serviceOfSlice: (string | undefined)[]
  lastCommand: string
  worldVersion: number
  /** By node name, as told last. */
  machineFlags: Map<string, number>
}

export function createProjector(): Projector {
  return {
    frame: 0, changes: createChangeReader(), hops: createHopReader(), nodes: createNodeRows(), pods: createPodRows(),
    podsToTell: new Set(), words: createWords(),
    records: createRecordMemory(), slices: new Map(), serviceOfSlice: [], lastCommand: '',
    worldVersion: -1, machineFlags: new Map(),
  }
}

type Dirty = readonly Set<number>[]
const idOf = Object.fromEntries(resources.map((info) => [info.name, info.id])) as Record<string, number>

function objectsOf<T extends KubernetesObject>(cluster: ClusterState, resource: (typeof resources)[number]['name']): readonly (T | undefined)[] {
  return tableOf(cluster.etcd.store, resource).objects as readonly (T | undefined)[]
}

/** Everything is dirty: a snapshot, or more changed than the history holds. */
function dirtyAll(cluster: ClusterState): Set<number>[] {
  return resources.map((info) => new Set(tableOf(cluster.etcd.store, info.name).objects.keys()))
}

/**
 * The next frame. `snapshot`: from nothing, for a page that has missed one. The pace is the host's to tell.
 */
export function projectFrame(cluster: ClusterState, projector: Projector, pace: PaceStatus, snapshot: boolean): Frame {
  if (snapshot) forgetAll(cluster, projector)
  const from = snapshot ? 0 : projector.frame
  const news = readChanges(projector.changes, cluster)
  const dirty: Dirty = snapshot || news.lost ? dirtyAll(cluster) : news.dirty
  const frame = projectState(cluster, projector, dirty, news.leases)
  countMessages(cluster.sim.links, cluster.proxies)
  const { hops, bundles } = readHops(projector.hops, cluster.sim)
  const words = snapshot ? allWords(projector.words) : projector.words.fresh
  projector.words.fresh = []
  projector.frame++
  return {
    from, to: projector.frame, simTimeUs: cluster.sim.nowUs, ...(snapshot ? { epochMs: cluster.sim.epochMs } : {}),
    steps: cluster.sim.steps, ...frame, words, hops, bundles, changes: news.changes, pace,
  }
}

function forgetAll(cluster: ClusterState, projector: Projector): void {
  const fresh = createProjector()
  projector.nodes = fresh.nodes
  projector.pods = fresh.pods
  projector.podsToTell = fresh.podsToTell
  projector.words = fresh.words
  projector.records = fresh.records
  projector.slices = fresh.slices
  projector.serviceOfSlice = fresh.serviceOfSlice
  projector.worldVersion = -1
  countMessages(cluster.sim.links, cluster.proxies)
  skipHops(projector.hops, cluster.sim)
}

/** Nodes whose machine is not what the last frame said. */
function touchChangedMachines(cluster: ClusterState, projector: Projector, touched: Set<number>): void {
  if (projector.worldVersion === cluster.world.version) return
  projector.worldVersion = cluster.world.version
  for (const [name, slot] of projector.nodes.slotByName) {
    const flags = machineFlags(cluster, name)
    if (projector.machineFlags.get(name) === flags) continue
    projector.machineFlags.set(name, flags)
    touched.add(slot)
  }
}

type StatePart = Pick<Frame, 'nodes' | 'pods' | 'records' | 'gone'>

function projectState(cluster: ClusterState, projector: Projector, dirty: Dirty, leases: ReadonlyMap<string, number>): StatePart {
  const nodeObjects = objectsOf<Node>(cluster, 'nodes')
  const freshNodes = new Set<number>()
  const goneNodes = settleNodes(projector.nodes, dirty[idOf.nodes!]!, nodeObjects, freshNodes)
  const { podsToTell } = projector
  for (const pod of dirty[idOf.pods!]!) podsToTell.add(pod)
  for (const node of goneNodes) for (const pod of podsOnNode(projector.pods, node)) podsToTell.add(pod)
  if (freshNodes.size > 0) for (const pod of homelessPods(projector.pods)) podsToTell.add(pod)
  const touched = new Set<number>(dirty[idOf.nodes!])
  takeLeases(projector, leases, touched)
  for (const slot of freshNodes) readLease(cluster, projector, slot)
  touchChangedMachines(cluster, projector, touched)
  const sets = objectsOf<ReplicaSet>(cluster, 'replicasets')
  const pods = projectPods(projector.pods, takePods(projector), objectsOf<Pod>(cluster, 'pods'), projector.words, {
    nodeSlot: (name) => projector.nodes.slotByName.get(name) ?? -1,
    replicaSet: (namespace, name) => {
      const slot = findSlot(cluster.etcd.store, 'replicasets', namespace, name)
      return { slot, revision: slot < 0 ? 0 : revisionOf(sets[slot]!) }
    },
  }, touched)
  const nodes = projectNodes(projector.nodes, [...touched], nodeObjects, freshNodes, goneNodes, {
    machineFlags: (name) => machineFlags(cluster, name),
    cpuRequestedMilli: (slot) => projector.pods.cpuMilli.get(slot) ?? 0,
    memoryRequestedMi: (slot) => projector.pods.memoryMi.get(slot) ?? 0,
    proxyServices: (name) => servicesProgrammedOn(cluster, name),
  })
  const gone: GoneRecord[] = []
  const records = projectWorkloads(cluster, projector, dirty, gone)
  const nodeSlot = (name: string): number => projector.nodes.slotByName.get(name) ?? -1
  const nodesChanged = freshNodes.size > 0 || goneNodes.length > 0
  records.push(...projectClusterRecords(cluster, projector.records, nodeSlot, nodesChanged, projector.lastCommand))
  return { nodes, pods, records, gone }
}

/** Rows of pods in one frame: what this thread and the page's can each do in some milliseconds. More of them wait for the next frames. */
const maxPodRows = 4000

/** The pods that the next frame tells. */
function takePods(projector: Projector): Iterable<number> {
  const waiting = projector.podsToTell
  if (waiting.size <= maxPodRows) {
    projector.podsToTell = new Set()
    return waiting
  }
  const taken: number[] = []
  for (const slot of waiting) {
    if (taken.length === maxPodRows) break
    taken.push(slot)
    waiting.delete(slot)
  }
  return taken
}

/** True when there is something to tell that the last frame had no room for. */
export function hasMoreToTell(projector: Projector): boolean {
  return projector.podsToTell.size > 0
}

function takeLeases(projector: Projector, leases: ReadonlyMap<string, number>, touched: Set<number>): void {
  for (const [name, renewedUs] of leases) {
    const slot = projector.nodes.slotByName.get(name)
    if (slot === undefined) continue
    projector.nodes.leaseRenewedUs[slot] = renewedUs
    touched.add(slot)
  }
}

/** A node that the page does not know yet may have been here for long: its Lease was renewed before this frame. */
function readLease(cluster: ClusterState, projector: Projector, slot: number): void {
  const { leaseRenewedUs, name } = projector.nodes
  const silentUs = leaseRenewedUs[slot] === -1 ? nodeSilenceUs(cluster, name[slot] ?? '') : -1
  if (silentUs >= 0) leaseRenewedUs[slot] = cluster.sim.nowUs - silentUs
}

function projectWorkloads(cluster: ClusterState, projector: Projector, dirty: Dirty, gone: GoneRecord[]): FrameRecord[] {
  const records: FrameRecord[] = []
  const { store } = cluster.etcd
  const deployments = objectsOf<Deployment>(cluster, 'deployments')
  for (const slot of dirty[idOf.deployments!]!) {
    const deployment = deployments[slot]
    if (deployment === undefined) gone.push({ kind: 'Deployment', slot })
    else records.push(deploymentRecord(slot, deployment))
  }
  const sets = objectsOf<ReplicaSet>(cluster, 'replicasets')
  for (const slot of dirty[idOf.replicasets!]!) {
    const set = sets[slot]
    if (set === undefined) gone.push({ kind: 'ReplicaSet', slot })
    else records.push(replicaSetRecord(slot, set, (namespace, name) => findSlot(store, 'deployments', namespace, name)))
  }
  projectServices(cluster, projector, dirty, records, gone)
  return records
}

function projectServices(cluster: ClusterState, projector: Projector, dirty: Dirty, records: FrameRecord[], gone: GoneRecord[]): void {
  const services = objectsOf<Service>(cluster, 'services')
  const slices = objectsOf<EndpointSlice>(cluster, 'endpointslices')
  const touched = new Set(dirty[idOf.services!])
  for (const slot of dirty[idOf.endpointslices!]!) {
    for (const key of followSlice(projector, slot, slices[slot])) {
      const [namespace, name] = key.split('/') as [string, string]
      const service = findSlot(cluster.etcd.store, 'services', namespace, name)
      if (service >= 0) touched.add(service)
    }
  }
  for (const slot of touched) {
    const service = services[slot]
    if (service === undefined) {
      gone.push({ kind: 'Service', slot })
      continue
    }
    const key = `${service.metadata.namespace}/${service.metadata.name}`
    const own = [...(projector.slices.get(key) ?? [])].sort((a, b) => a - b).map((at) => slices[at]).filter((slice) => slice !== undefined)
    records.push(serviceRecord(slot, service, own))
  }
}

/** Keeps the index of slices; returns the Services (as keys) that a slice concerns or concerned. */
function followSlice(projector: Projector, slot: number, slice: EndpointSlice | undefined): string[] {
  const before = projector.serviceOfSlice[slot]
  const name = slice?.metadata.labels?.['kubernetes.io/service-name']
  const after = slice === undefined || name === undefined ? undefined : `${slice.metadata.namespace}/${name}`
  if (before !== undefined && before !== after) projector.slices.get(before)?.delete(slot)
  if (after !== undefined) {
    const set = projector.slices.get(after) ?? new Set()
    set.add(slot)
    projector.slices.set(after, set)
  }
  projector.serviceOfSlice[slot] = after
  return [before, after].filter((key) => key !== undefined)
}

/** Tells something that no object change shows: what was done to a machine or process. */
export function tell(projector: Projector, change: Omit<Change, 'id'>): void {
  projector.changes.told.push(change)
}
