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

function createNodeTable(capacity: number): NodeTable {
  return {
    capacity,
    end: 0,
    count: 0,
    readyCount: 0,
    alive: new Uint8Array(capacity),
    place: new Uint32Array(capacity),
    status: new Uint8Array(capacity),
    flags: new Uint16Array(capacity),
    cpuRequestedMilli: new Float64Array(capacity),
    cpuAllocatableMilli: new Float64Array(capacity),
    memoryRequestedMi: new Float64Array(capacity),
    memoryAllocatableMi: new Float64Array(capacity),
    leaseRenewedUs: new Float64Array(capacity),
    proxyServices: new Uint16Array(capacity),
    names: [],
    version: new Uint32Array(capacity),
    pods: [],
  }
}

function createPodTable(capacity: number): PodTable {
  return {
    capacity,
    end: 0,
    count: 0,
    readyCount: 0,
    alive: new Uint8Array(capacity),
    node: new Int32Array(capacity).fill(-1),
    place: new Uint32Array(capacity),
    status: new Uint8Array(capacity),
    word: new Uint16Array(capacity),
    readyContainers: new Uint8Array(capacity),
    totalContainers: new Uint8Array(capacity),
    restarts: new Uint16Array(capacity),
    replicaSet: new Int32Array(capacity).fill(-1),
    revision: new Uint16Array(capacity),
    flags: new Uint8Array(capacity),
    containerStates: new Uint32Array(capacity),
    names: [],
  }
}

interface Columns {
  readonly length: number
  set(from: this): void
}

function grown<T extends Columns>(bigger: T, old: T): T {
  bigger.set(old)
  return bigger
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
  const size = capacityFor(table.capacity, slot)
  table.capacity = size
  table.alive = grown(new Uint8Array(size), table.alive)
  table.place = grown(new Uint32Array(size), table.place)
  table.status = grown(new Uint8Array(size), table.status)
  table.flags = grown(new Uint16Array(size), table.flags)
  table.cpuRequestedMilli = grown(new Float64Array(size), table.cpuRequestedMilli)
  table.cpuAllocatableMilli = grown(new Float64Array(size), table.cpuAllocatableMilli)
  table.memoryRequestedMi = grown(new Float64Array(size), table.memoryRequestedMi)
  table.memoryAllocatableMi = grown(new Float64Array(size), table.memoryAllocatableMi)
  table.leaseRenewedUs = grown(new Float64Array(size), table.leaseRenewedUs)
  table.proxyServices = grown(new Uint16Array(size), table.proxyServices)
  table.version = grown(new Uint32Array(size), table.version)
}

/** Makes room for a pod slot. */
export function growPods(table: PodTable, slot: number): void {
  if (slot < table.capacity) return
  const size = capacityFor(table.capacity, slot)
  table.capacity = size
  table.alive = grown(new Uint8Array(size), table.alive)
  table.node = grown(new Int32Array(size).fill(-1), table.node)
  table.place = grown(new Uint32Array(size), table.place)
  table.status = grown(new Uint8Array(size), table.status)
  table.word = grown(new Uint16Array(size), table.word)
  table.readyContainers = grown(new Uint8Array(size), table.readyContainers)
  table.totalContainers = grown(new Uint8Array(size), table.totalContainers)
  table.restarts = grown(new Uint16Array(size), table.restarts)
  table.replicaSet = grown(new Int32Array(size).fill(-1), table.replicaSet)
  table.revision = grown(new Uint16Array(size), table.revision)
  table.flags = grown(new Uint8Array(size), table.flags)
  table.containerStates = grown(new Uint32Array(size), table.containerStates)
}

/** Makes room for a link's id. */
export function growLinks(view: ClusterView, id: number): void {
  if (id < view.nodeLinkKinds.length) return
  view.nodeLinkKinds = grown(new Uint8Array(capacityFor(view.nodeLinkKinds.length, id)), view.nodeLinkKinds)
}
