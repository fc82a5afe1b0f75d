/** An empty view and how its tables grow. */
import { createKeyIndex } from '../kubernetes/object-keys.ts'
import { defaultEpochMs } from '../protocol/options.ts'
import type { ClusterView, NodeTable, PodTable } from './cluster-view.ts'
import { createOwnedPods } from './owned-pods.ts'

const firstNodeCapacity = 16
const firstPodCapacity = 64
const firstLinkCapacity = 64

/** A view that knows nothing yet. */
export function createClusterView(): ClusterView {
  return {
    frame: 0,
    simTimeUs: 0,
    epochMs: defaultEpochMs,
    steps: 0,
    nodes: createNodeTable(firstNodeCapacity),
    pods: createPodTable(firstPodCapacity),
    podSlots: createKeyIndex(),
    tray: [],
    words: [],
    deployments: new Map(),
    replicaSets: new Map(),
    owned: createOwnedPods(),
    rolloutsVersion: 0,
    services: new Map(),
    components: new Map(),
    links: new Map(),
    linksByNode: new Map(),
    nodeLinkKinds: new Uint8Array(firstLinkCapacity),
    linksVersion: 0,
    clients: undefined,
    kubectl: undefined,
    apiServer: undefined,
    unregistered: undefined,
    scheduler: undefined,
    pace: { playing: false, mode: 'fixed', rate: 1, reason: '', waiting: 0 },
    changes: [],
  }
}

/** Empty columns of `size` node slots. */
function nodeColumns(size: number) {
  return {
    alive: new Uint8Array(size),
    place: new Uint32Array(size),
    status: new Uint8Array(size),
    flags: new Uint16Array(size),
    cpuRequestedMilli: new Float64Array(size),
    cpuAllocatableMilli: new Float64Array(size),
    memoryRequestedMi: new Float64Array(size),
    memoryAllocatableMi: new Float64Array(size),
    leaseRenewedUs: new Float64Array(size),
    proxyServices: new Uint16Array(size),
    version: new Uint32Array(size),
  }
}

/** Empty columns of `size` pod slots. */
function podColumns(size: number) {
  return {
    alive: new Uint8Array(size),
    node: new Int32Array(size).fill(-1),
    place: new Uint32Array(size),
    status: new Uint8Array(size),
    word: new Uint16Array(size),
    readyContainers: new Uint8Array(size),
    totalContainers: new Uint8Array(size),
    restarts: new Uint16Array(size),
    replicaSet: new Int32Array(size).fill(-1),
    revision: new Uint16Array(size),
    flags: new Uint8Array(size),
    containerStates: new Uint32Array(size),
  }
}

function createNodeTable(capacity: number): NodeTable {
  return { capacity, end: 0, count: 0, readyCount: 0, names: [], pods: [], ...nodeColumns(capacity) }
}

function createPodTable(capacity: number): PodTable {
  return { capacity, end: 0, count: 0, readyCount: 0, names: [], ...podColumns(capacity) }
}

/** Twice the capacity until `slot` fits. */
function capacityFor(capacity: number, slot: number): number {
  let wanted = capacity
  while (wanted <= slot) wanted *= 2
  return wanted
}

/** Makes room for a node slot; the table object stays the same, its arrays are replaced. */
export function growNodes(table: NodeTable, slot: number): void {
  if (slot < table.capacity) return
  table.capacity = capacityFor(table.capacity, slot)
  const larger = nodeColumns(table.capacity)
  for (const name of Object.keys(larger) as (keyof typeof larger)[]) larger[name].set(table[name])
  Object.assign(table, larger)
}

/** Makes room for a pod slot. */
export function growPods(table: PodTable, slot: number): void {
  if (slot < table.capacity) return
  table.capacity = capacityFor(table.capacity, slot)
  const larger = podColumns(table.capacity)
  for (const name of Object.keys(larger) as (keyof typeof larger)[]) larger[name].set(table[name])
  Object.assign(table, larger)
}

/** Makes room for a link's id. */
export function growLinks(view: ClusterView, id: number): void {
  if (id < view.nodeLinkKinds.length) return
  const larger = new Uint8Array(capacityFor(view.nodeLinkKinds.length, id))
  larger.set(view.nodeLinkKinds)
  view.nodeLinkKinds = larger
}
