/** Reads of objects and of lists, now or at an older revision. */
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import { hopFlags } from '../../../protocol/vocabulary.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { eventRevision, findEventRows, materialiseEvent, rowNamespace } from './event-log.ts'
import type { EtcdRange } from './messages.ts'
import { answer, emptyResponse, subjectOf } from './replies.ts'
import type { EtcdState } from './state.ts'
import { getObject, objectsAt, tableOf } from './store.ts'
import { slotOf } from './table.ts'
import { findEventRow } from './transactions.ts'

/** Answers with one object, or with all of a resource and namespace. `revision` 0: as they are now. */
export function handleRange(sim: Simulation, state: EtcdState, request: EtcdRange, link: number): void {
  const { resource, name, namespace, revision } = request
  const base = emptyResponse(state, request)
  const { store } = state
  if (revision > store.revision) {
    answer(sim, state, link, { ...base, succeeded: false, error: 'future revision' }, 0, 0)
    return
  }
  const flags = resource === 'leases' ? hopFlags.routine : 0
  if (resource !== undefined && name !== '' && revision === 0) {
    const isEvent = resource === 'events'
    const slot = isEvent ? eventSlot(state, request, sim.nowUs) : slotOf(tableOf(store, resource), namespace, name, request.slot)
    const object = slot < 0 ? undefined : getObject(store, resource, slot)
    answer(sim, state, link, { ...base, object, slot }, flags, subjectOf('get', resource, slot))
    return
  }
  const found = resource === 'events' ? eventItems(state, namespace, sim.nowUs) : itemsAt(state, resource, namespace, name, revision)
  const subject = subjectOf('list', resource ?? 'namespaces', -1)
  if (found === undefined) answer(sim, state, link, { ...base, succeeded: false, error: 'compacted' }, flags, subject)
  else answer(
    sim, state, link,
    {
      ...base, items: found.items, slots: found.slots, object: name === '' ? undefined : found.items[0],
      slot: name === '' ? -1 : found.slots[0] ?? -1,
    },
    flags, subject,
  )
}

function eventSlot(state: EtcdState, request: EtcdRange, nowUs: number): number {
  if (request.slot >= 0 && eventRevision(state.store.events, request.slot, nowUs) > 0) return request.slot
  return findEventRow(state.store, request.namespace, request.name, nowUs)
}

interface Items {
  items: KubernetesObject[]
  slots: number[]
}

function eventItems(state: EtcdState, namespace: string, nowUs: number): Items {
  const { events } = state.store
  const slots = findEventRows(events, nowUs, Infinity, (chunk, at) => namespace === '' || rowNamespace(chunk, at) === namespace).toReversed()
  return { slots, items: slots.map((row) => materialiseEvent(events, row)!) }
}

/** Objects of one resource (undefined: of all) now or at an older revision; undefined: that revision is compacted. */
function itemsAt(
  state: EtcdState, resource: ResourceName | undefined, namespace: string, name: string, revision: number,
): Items | undefined {
  const found: Items = { items: [], slots: [] }
  for (const table of state.store.tables) {
    if (resource !== undefined ? table.resource !== resource : table.resource === 'events') continue
    const objects = objectsAt(state.store, table.resource, revision === 0 ? state.store.revision : revision)
    if (objects === undefined) return undefined
    for (const [slot, object] of objects) {
      if (namespace !== '' && object.metadata.namespace !== namespace) continue
      if (name !== '' && object.metadata.name !== name) continue
      found.items.push(object)
      found.slots.push(slot)
    }
  }
  return found
}
