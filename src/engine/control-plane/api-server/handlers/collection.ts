/** Deletion of a collection: one object after another, as the server's one worker does it (`--delete-collection-workers=1`). */
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { componentIds } from '../../../../protocol/vocabulary.ts'
import type { Simulation } from '../../../simulation/simulation.ts'
import { answerList, answerStatus } from '../answers.ts'
import { submit } from '../etcd-calls.ts'
import type { ApiServerState, ServerCall } from '../state.ts'
import { selectObjects } from '../watch-cache.ts'
import { selectionOf } from './read.ts'
import { startWrite } from './write.ts'

export function startCollectionDelete(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { request } = call
  const { selection, status } = selectionOf(request)
  if (selection === undefined) {
    answerStatus(sim, state, call, status)
    return
  }
  if (selection.resource === 'events') {
    submit(
      sim, state, call,
      { op: 'delete', resource: 'events', namespace: request.namespace, name: '', slot: -1, modRevision: -1, value: undefined, lease: 0 },
      0,
    )
    return
  }
  const { items, slots } = selectObjects(state.cache, selection)
  const id = state.nextId++
  state.collections.set(id, { call, slots, targets: items, next: 0 })
  state.resumable.push({ parent: id, code: 200 })
}

/** Goes on with a collection whose newest object is done; the last one answers with what was deleted. */
export function resumeCollection(sim: Simulation, state: ApiServerState, id: number): void {
  const collection = state.collections.get(id)
  if (collection === undefined) return
  const target = collection.targets[collection.next]
  if (target === undefined) {
    state.collections.delete(id)
    answerList(sim, state, collection.call, { revision: state.cache.revision, items: collection.targets, slots: collection.slots })
    return
  }
  const slot = collection.slots[collection.next] ?? -1
  collection.next++
  startWrite(sim, state, deletionOf(collection.call, id, target, slot))
}

/** One object's deletion on behalf of the collection's caller. It answers to the collection, not to a link. */
function deletionOf(call: ServerCall, parent: number, target: KubernetesObject, slot: number): ServerCall {
  const { request } = call
  return {
    request: {
      id: parent, client: call.external === undefined ? request.client : componentIds.user, node: request.node,
      userAgent: request.userAgent, verb: 'delete',
      resource: request.resource, subresource: '', namespace: target.metadata.namespace, name: target.metadata.name, slot, body: undefined,
      patchType: undefined,
      options: request.options === undefined ? undefined : {
        ...request.options, labelSelector: '', fieldSelector: '', preconditionUid: target.metadata.uid,
      },
    },
    link: -1,
    external: undefined,
    parent,
  }
}
