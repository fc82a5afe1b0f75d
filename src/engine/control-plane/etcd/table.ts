/** One resource's keys as columns by slot. A slot is an object's number for its life; the one freed longest ago is used again first. */
import { createKeyIndex, deleteKey, findKey, setKey, type ObjectKeyIndex } from '../../../kubernetes/object-keys.ts'
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import { createRenewalColumns, forgetRenewal, newestVersion, type RenewalColumns } from '../../state/lease-renewals.ts'

export interface Table {
  resource: ResourceName
  /** Number of the resource (`ResourceInfo.id`). */
  readonly id: number
  index: ObjectKeyIndex
  /** Of Leases not always the newest version: see `renewals`, and read with `objectIn`. */
  objects: (KubernetesObject | undefined)[]
  renewals: RenewalColumns
  createRevision: Float64Array
  modRevision: Float64Array
  /** Writes since creation. */
  version: Float64Array
  /** Lease that the key hangs on; 0: none. */
  lease: Float64Array
  /** Freed slots in the order of their freeing, from `freeHead` on. */
  free: number[]
  freeHead: number
  count: number
}

export function createTable(resource: ResourceName, id: number): Table {
  const capacity = 256
  return {
    resource, id, index: createKeyIndex(), objects: [], renewals: createRenewalColumns(),
    createRevision: new Float64Array(capacity), modRevision: new Float64Array(capacity), version: new Float64Array(capacity),
    lease: new Float64Array(capacity),
    free: [], freeHead: 0, count: 0,
  }
}

const columns = ['createRevision', 'modRevision', 'version', 'lease'] as const

function takeSlot(table: Table): number {
  if (table.freeHead < table.free.length) {
    const slot = table.free[table.freeHead++]!
    if (table.freeHead > 1024 && table.freeHead * 2 > table.free.length) {
      table.free = table.free.slice(table.freeHead)
      table.freeHead = 0
    }
    return slot
  }
  const slot = table.objects.length
  table.objects.push(undefined)
  if (slot === table.modRevision.length) {
    for (const name of columns) {
      const bigger = new Float64Array(slot * 2)
      bigger.set(table[name])
      table[name] = bigger
    }
  }
  return slot
}

/** The newest version of the object in a slot. */
export function objectIn(table: Table, slot: number): KubernetesObject | undefined {
  return newestVersion(table.renewals, slot, table.objects[slot])
}

/** Slot of a key; -1 when it does not exist. A slot that the caller knows is taken when it still has that name. */
export function slotOf(table: Table, namespace: string, name: string, knownSlot: number): number {
  if (knownSlot >= 0) {
    const metadata = table.objects[knownSlot]?.metadata
    if (metadata !== undefined && metadata.name === name && metadata.namespace === namespace) return knownSlot
  }
  return findKey(table.index, namespace, name)
}

/** Writes a key (slot -1: a new one) and returns its slot. The object is stored as it is. */
export function putRow(table: Table, slot: number, object: KubernetesObject, revision: number, lease: number): number {
  let at = slot
  if (at < 0) {
    at = takeSlot(table)
    setKey(table.index, object.metadata.namespace, object.metadata.name, at)
    table.createRevision[at] = revision
    table.version[at] = 0
    table.count++
  }
  table.objects[at] = object
  forgetRenewal(table.renewals, at)
  table.modRevision[at] = revision
  table.version[at] = table.version[at]! + 1
  table.lease[at] = lease
  return at
}

export function deleteRow(table: Table, slot: number): void {
  const object = table.objects[slot]
  if (object === undefined) return
  deleteKey(table.index, object.metadata.namespace, object.metadata.name)
  table.objects[slot] = undefined
  forgetRenewal(table.renewals, slot)
  table.modRevision[slot] = 0
  table.createRevision[slot] = 0
  table.version[slot] = 0
  table.lease[slot] = 0
  table.free.push(slot)
  table.count--
}

/** Builds the derived parts (name index, count) anew from the rows. */
export function rebuildTable(table: Table): void {
  table.index = createKeyIndex()
  table.count = 0
  table.objects.forEach((object, slot) => {
    if (object === undefined) return
    setKey(table.index, object.metadata.namespace, object.metadata.name, slot)
    table.count++
  })
}
