/**
 * The scheduler's cache of nodes as columns by node slot: what upstream keeps in NodeInfo objects. Plugins loop over them.
 * Source: pkg/scheduler/backend/cache, pkg/scheduler/framework/types.go (NodeInfo).
 */
import { milliValue, quantityValue } from '../../../../kubernetes/quantity.ts'
import { repels } from '../../../../kubernetes/tolerations.ts'
import type { Node, Taint } from '../../../../kubernetes/types/core.ts'
import type { Labels } from '../../../../kubernetes/types/meta.ts'
import { createFitMemos, forgetFits, type FitMemos } from './fit-memos.ts'
import { placeImages, removeImages, type ImageColumn } from './image-columns.ts'
import { createSpreadGroups, type SpreadGroups } from './spread-groups.ts'
import { createTopologyColumn, setDomain, type TopologyColumn, zoneKey } from './topology-columns.ts'

/** A resource besides cpu, memory, ephemeral storage and pods. */
interface OtherResource {
  allocatable: Float64Array
  requested: Float64Array
}

export interface NodeColumns {
  /** Length of every column. */
  capacity: number
  count: number
  exists: Uint8Array
  /** `spec.unschedulable` */
  cordoned: Uint8Array
  allocatableCpuMilli: Float64Array
  allocatableMemoryBytes: Float64Array
  allocatableEphemeralBytes: Float64Array
  allocatablePods: Int32Array
  requestedCpuMilli: Float64Array
  requestedMemoryBytes: Float64Array
  requestedEphemeralBytes: Float64Array
  requestedPods: Int32Array
  /** Requests with the defaults for containers that name none. */
  nonZeroCpuMilli: Float64Array
  nonZeroMemoryBytes: Float64Array
  /** What follows from the columns above for what pods ask for. */
  fitMemos: FitMemos
  names: string[]
  labels: (Labels | undefined)[]
  taints: (readonly Taint[] | undefined)[]
  /** Host ports in use with their number of users, "TCP/8080"; undefined: none. */
  hostPorts: (Map<string, number> | undefined)[]
  other: Map<string, OtherResource>
  topology: Map<string, TopologyColumn>
  images: Map<string, ImageColumn>
  groups: SpreadGroups
  slotByName: Map<string, number>
  /** How many nodes are cordoned, have taints that repel, have taints that only discourage: a plugin without work is left out. */
  cordonedCount: number
  repellingCount: number
  discouragingCount: number
  /** Node slots in the order of the scan, zones taking turns; built anew when `orderStale`. */
  order: number[]
  orderStale: boolean
}

const initialCapacity = 64

export function createNodeColumns(): NodeColumns {
  const floats = (): Float64Array => new Float64Array(initialCapacity)
  return {
    capacity: initialCapacity,
    count: 0,
    exists: new Uint8Array(initialCapacity),
    cordoned: new Uint8Array(initialCapacity),
    allocatableCpuMilli: floats(),
    allocatableMemoryBytes: floats(),
    allocatableEphemeralBytes: floats(),
    allocatablePods: new Int32Array(initialCapacity),
    requestedCpuMilli: floats(),
    requestedMemoryBytes: floats(),
    requestedEphemeralBytes: floats(),
    requestedPods: new Int32Array(initialCapacity),
    nonZeroCpuMilli: floats(),
    nonZeroMemoryBytes: floats(),
    fitMemos: createFitMemos(),
    names: [],
    labels: [],
    taints: [],
    hostPorts: [],
    other: new Map(),
    topology: new Map([[zoneKey, createTopologyColumn(initialCapacity)]]),
    images: new Map(),
    groups: createSpreadGroups(),
    slotByName: new Map(),
    cordonedCount: 0,
    repellingCount: 0,
    discouragingCount: 0,
    order: [],
    orderStale: false,
  }
}

const typedColumns = [
  'exists', 'cordoned', 'allocatableCpuMilli', 'allocatableMemoryBytes', 'allocatableEphemeralBytes', 'allocatablePods',
  'requestedCpuMilli', 'requestedMemoryBytes', 'requestedEphemeralBytes', 'requestedPods', 'nonZeroCpuMilli', 'nonZeroMemoryBytes',
] as const

interface TypedColumn {
  set: (source: ArrayLike<number>) => void
  readonly length: number
  readonly [index: number]: number
}

function longer<T extends TypedColumn>(column: T, length: number): T {
  const bigger = new (column.constructor as new (length: number) => T)(length)
  bigger.set(column)
  return bigger
}

/** Makes the columns long enough for a node slot. */
export function ensureCapacity(columns: NodeColumns, slot: number): void {
  while (columns.names.length <= slot) {
    columns.names.push('')
    columns.labels.push(undefined)
    columns.taints.push(undefined)
    columns.hostPorts.push(undefined)
  }
  if (slot < columns.capacity) return
  while (columns.capacity <= slot) columns.capacity *= 2
  for (const name of typedColumns) columns[name] = longer(columns[name], columns.capacity) as never
  for (const resource of columns.other.values()) {
    resource.allocatable = longer(resource.allocatable, columns.capacity)
    resource.requested = longer(resource.requested, columns.capacity)
  }
  for (const column of columns.topology.values()) {
    const from = column.domainOf.length
    column.domainOf = longer(column.domainOf, columns.capacity).fill(-1, from)
  }
  for (const image of columns.images.values()) image.present = longer(image.present, columns.capacity)
  for (const memo of columns.fitMemos.kept) memo.fits = longer(memo.fits, columns.capacity)
}

/** The column of a further resource; made when first named. */
export function otherResource(columns: NodeColumns, name: string): OtherResource {
  let resource = columns.other.get(name)
  if (resource === undefined) {
    resource = { allocatable: new Float64Array(columns.capacity), requested: new Float64Array(columns.capacity) }
    columns.other.set(name, resource)
  }
  return resource
}

const ownResources = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods'])

function setAllocatable(columns: NodeColumns, slot: number, node: Node): void {
  const { allocatable } = node.status
  columns.allocatableCpuMilli[slot] = milliValue(allocatable['cpu'] ?? '0')
  columns.allocatableMemoryBytes[slot] = quantityValue(allocatable['memory'] ?? '0')
  columns.allocatableEphemeralBytes[slot] = quantityValue(allocatable['ephemeral-storage'] ?? '0')
  columns.allocatablePods[slot] = quantityValue(allocatable['pods'] ?? '0')
  for (const [name, resource] of columns.other) resource.allocatable[slot] = quantityValue(allocatable[name] ?? '0')
  for (const [name, text] of Object.entries(allocatable)) {
    if (ownResources.has(name)) continue
    const amount = quantityValue(text)
    if (amount > 0) otherResource(columns, name).allocatable[slot] = amount
  }
  forgetFits(columns.fitMemos, slot)
}

function countTaints(columns: NodeColumns, taints: readonly Taint[] | undefined, sign: 1 | -1): void {
  if (taints === undefined) return
  if (taints.some((taint) => repels(taint.effect))) columns.repellingCount += sign
  if (taints.some((taint) => !repels(taint.effect))) columns.discouragingCount += sign
}

/** Takes a new Node, or a new state of one. `before` is the state that the columns hold now. */
export function setNode(columns: NodeColumns, slot: number, before: Node | undefined, node: Node): void {
  ensureCapacity(columns, slot)
  if (before === undefined) {
    columns.exists[slot] = 1
    columns.count++
    columns.names[slot] = node.metadata.name
    columns.slotByName.set(node.metadata.name, slot)
    columns.orderStale = true
  }
  if (before === undefined || before.status.allocatable !== node.status.allocatable) setAllocatable(columns, slot, node)
  const cordoned = node.spec.unschedulable === true ? 1 : 0
  columns.cordonedCount += cordoned - columns.cordoned[slot]!
  columns.cordoned[slot] = cordoned
  if (before?.spec.taints !== node.spec.taints) {
    countTaints(columns, before?.spec.taints, -1)
    countTaints(columns, node.spec.taints, 1)
    columns.taints[slot] = node.spec.taints
  }
  if (before === undefined || before.metadata.labels !== node.metadata.labels) {
    columns.labels[slot] = node.metadata.labels
    for (const [key, column] of columns.topology) {
      if (setDomain(column, slot, node.metadata.labels?.[key]) && key === zoneKey) columns.orderStale = true
    }
  }
  if (before?.status.images !== node.status.images) {
    if (before !== undefined) removeImages(columns.images, slot, before)
    placeImages(columns.images, columns.capacity, slot, node)
  }
}

/** Takes a Node out; its pods must have been taken off before. */
export function removeNode(columns: NodeColumns, slot: number, node: Node): void {
  columns.exists[slot] = 0
  columns.count--
  columns.slotByName.delete(node.metadata.name)
  columns.names[slot] = ''
  columns.labels[slot] = undefined
  columns.cordonedCount -= columns.cordoned[slot]!
  columns.cordoned[slot] = 0
  countTaints(columns, node.spec.taints, -1)
  columns.taints[slot] = undefined
  for (const column of columns.topology.values()) setDomain(column, slot, undefined)
  for (const resource of columns.other.values()) resource.allocatable[slot] = 0
  removeImages(columns.images, slot, node)
  columns.allocatableCpuMilli[slot] = 0
  columns.allocatableMemoryBytes[slot] = 0
  columns.allocatableEphemeralBytes[slot] = 0
  columns.allocatablePods[slot] = 0
  forgetFits(columns.fitMemos, slot)
  columns.orderStale = true
}

/** Adds a topology key that a constraint names for the first time. */
export function topologyColumn(columns: NodeColumns, key: string): TopologyColumn {
  let column = columns.topology.get(key)
  if (column === undefined) {
    column = createTopologyColumn(columns.capacity)
    for (let slot = 0; slot < columns.capacity; slot++) {
      if (columns.exists[slot] === 1) setDomain(column, slot, columns.labels[slot]?.[key])
    }
    columns.topology.set(key, column)
  }
  return column
}

/** Node slots in the order of the scan: zones take turns, so that a partial scan sees them all. Source: cache/node_tree.go. */
export function scanOrder(columns: NodeColumns): readonly number[] {
  if (!columns.orderStale) return columns.order
  const zone = columns.topology.get(zoneKey)!
  const byZone = new Map<number, number[]>()
  for (let slot = 0; slot < columns.capacity; slot++) {
    if (columns.exists[slot] === 0) continue
    const domain = zone.domainOf[slot]!
    const slots = byZone.get(domain)
    if (slots === undefined) byZone.set(domain, [slot])
    else slots.push(slot)
  }
  const order: number[] = []
  for (let turn = 0; order.length < columns.count; turn++) {
    for (const slots of byZone.values()) if (turn < slots.length) order.push(slots[turn]!)
  }
  columns.order = order
  columns.orderStale = false
  return order
}
