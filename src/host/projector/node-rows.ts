/** Rows of nodes: what the API server believes, beside what the machine is. */
import { milliValue, quantityValue } from '../../kubernetes/quantity.ts'
import { rackLabel, zoneLabel } from '../../kubernetes/topology.ts'
import type { Node } from '../../kubernetes/types/core.ts'
import type { NodeColumns, NodeNames } from '../../protocol/frame.ts'
import { nodeFlags, statusCodes } from '../../protocol/vocabulary.ts'
import { createPlaces, freePlace, takePlace, type Places } from './places.ts'

export interface NodeRows {
  /** By slot. */
  uid: (string | undefined)[]
  name: (string | undefined)[]
  place: number[]
  leaseRenewedUs: number[]
  /** As the page was told them. */
  names: (NodeNames | undefined)[]
  slotByName: Map<string, number>
  places: Places
}
/** The machine's truth and the sums that others keep. */
interface NodeLook {
  machineFlags(name: string): number
  cpuRequestedMilli(slot: number): number
  memoryRequestedMi(slot: number): number
  proxyServices(name: string): number
}

export function createNodeRows(): NodeRows {
  return { uid: [], name: [], place: [], leaseRenewedUs: [], names: [], slotByName: new Map(), places: createPlaces() }
}

function statusOf(node: Node): number {
  const ready = node.status.conditions.find((condition) => condition.type === 'Ready')
  if (ready === undefined) return statusCodes.pending
  if (ready.status === 'True') return statusCodes.running
  return ready.status === 'False' ? statusCodes.failed : statusCodes.unknown
}

function flagsOf(node: Node, look: NodeLook): number {
  return (
    look.machineFlags(node.metadata.name) |
    (node.spec.unschedulable === true ? nodeFlags.cordoned : 0) |
    (node.spec.taints?.some((taint) => taint.effect === 'NoExecute') === true ? nodeFlags.evicting : 0)
  )
}

function namesOf(node: Node): NodeNames {
  return {
    name: node.metadata.name,
    ip: node.status.addresses.find((address) => address.type === 'InternalIP')?.address ?? '',
    podCIDR: node.spec.podCIDR ?? '',
    zone: node.metadata.labels?.[zoneLabel] ?? '',
    rack: node.metadata.labels?.[rackLabel] ?? '',
  }
}

/** The names when the page has not got them yet. */
function newsOfNames(rows: NodeRows, slot: number, node: Node, fresh: boolean): NodeNames | undefined {
  const now = namesOf(node)
  const told = rows.names[slot]
  if (!fresh && told !== undefined && told.name === now.name && told.ip === now.ip && told.podCIDR === now.podCIDR && told.zone === now.zone
    && told.rack === now.rack) return undefined
  rows.names[slot] = now
  return now
}

function forget(rows: NodeRows, slot: number): void {
  const name = rows.name[slot]
  if (name !== undefined) rows.slotByName.delete(name)
  freePlace(rows.places, rows.place[slot]!)
  rows.uid[slot] = undefined
  rows.name[slot] = undefined
  rows.names[slot] = undefined
}

/** Knows the nodes in `slots` before pods are placed on them. Returns the slots that are gone. */
export function settleNodes(rows: NodeRows, slots: Iterable<number>, nodes: readonly (Node | undefined)[], fresh: Set<number>): number[] {
  const gone: number[] = []
  for (const slot of slots) {
    const node = nodes[slot]
    if (rows.uid[slot] !== undefined && rows.uid[slot] !== node?.metadata.uid) {
      forget(rows, slot)
      gone.push(slot)
    }
    if (node === undefined || rows.uid[slot] !== undefined) continue
    rows.uid[slot] = node.metadata.uid
    rows.name[slot] = node.metadata.name
    rows.place[slot] = takePlace(rows.places)
    rows.leaseRenewedUs[slot] = -1
    rows.slotByName.set(node.metadata.name, slot)
    fresh.add(slot)
  }
  return gone
}

/** Columns of the nodes in `slots` that exist; names go with those that are fresh or have others than before. */
export function projectNodes(
  rows: NodeRows, slots: readonly number[], nodes: readonly (Node | undefined)[], fresh: ReadonlySet<number>, gone: readonly number[], look: NodeLook,
): NodeColumns {
  const present = slots.filter((slot) => nodes[slot] !== undefined)
  const count = present.length
  const columns: NodeColumns & { names: (NodeNames | undefined)[] } = {
    slot: new Uint32Array(count), fresh: new Uint8Array(count), place: new Uint32Array(count), status: new Uint8Array(count),
    flags: new Uint16Array(count), cpuRequestedMilli: new Float64Array(count), cpuAllocatableMilli: new Float64Array(count),
    memoryRequestedMi: new Float64Array(count), memoryAllocatableMi: new Float64Array(count), leaseRenewedUs: new Float64Array(count),
    proxyServices: new Uint16Array(count), names: new Array<NodeNames | undefined>(count).fill(undefined),
    gone: Uint32Array.from(gone.filter((slot) => nodes[slot] === undefined)),
  }
  present.forEach((slot, i) => {
    const node = nodes[slot]!
    columns.slot[i] = slot
    columns.fresh[i] = fresh.has(slot) ? 1 : 0
    columns.place[i] = rows.place[slot]!
    columns.status[i] = statusOf(node)
    columns.flags[i] = flagsOf(node, look)
    columns.cpuRequestedMilli[i] = look.cpuRequestedMilli(slot)
    columns.cpuAllocatableMilli[i] = milliValue(node.status.allocatable.cpu ?? '0')
    columns.memoryRequestedMi[i] = look.memoryRequestedMi(slot)
    columns.memoryAllocatableMi[i] = quantityValue(node.status.allocatable.memory ?? '0') / (1024 * 1024)
    columns.leaseRenewedUs[i] = rows.leaseRenewedUs[slot]!
    columns.proxyServices[i] = look.proxyServices(node.metadata.name)
    columns.names[i] = newsOfNames(rows, slot, node, fresh.has(slot))
  })
  return columns
}
