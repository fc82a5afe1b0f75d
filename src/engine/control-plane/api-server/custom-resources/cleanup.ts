/**
 * What the server itself does for custom resources: with a definition goes what it defined, with a namespace what is in it.
 * Simplified: for namespaces upstream's namespace controller asks for it. Source: apiextensions-apiserver/pkg/controller/finalizer.
 */
import { isCustom, type CustomResource } from '../../../../kubernetes/resources.ts'
import type { EtcdChange } from '../../etcd/messages.ts'
import { ownCall } from '../own-call.ts'
import type { ApiServerState, ServerCall } from '../state.ts'
import { cacheTable } from '../watch-cache.ts'
import { definedResources, type Defined } from './definition.ts'
import { cleanupFinalizer } from './definition-strategy.ts'

/** Lets a definition go that has nothing left, else deletes what there is. */
function empty(state: ApiServerState, { resource, definition }: Defined): ServerCall {
  const { name, finalizers } = definition.metadata
  if (cacheTable(state.cache, resource).count > 0) return ownCall('deletecollection', resource, '', '', undefined)
  const left = (finalizers ?? []).filter((finalizer) => finalizer !== cleanupFinalizer)
  return ownCall('patch', 'customresourcedefinitions', '', name, { metadata: { finalizers: left } })
}

/** True for a definition that is being deleted and still held by its objects. */
function isLeaving({ definition: { metadata } }: Defined): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(cleanupFinalizer) === true
}

function isLastOf(state: ApiServerState, resource: CustomResource, change: EtcdChange): boolean {
  return change.type === 'DELETED' && cacheTable(state.cache, resource).count === 0
}

/** Calls that follow from a change that the cache has just taken. Most changes cost one comparison. */
export function callsAfter(state: ApiServerState, change: EtcdChange): readonly ServerCall[] {
  const { resource, object, previous } = change
  if (resource !== 'customresourcedefinitions' && resource !== 'namespaces' && !isCustom(resource)) return []
  const all = definedResources(state.cache)
  if (resource === 'namespaces') {
    const ends = object.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined
    if (!ends) return []
    return all.filter((one) => cacheTable(state.cache, one.resource).count > 0 && one.definition.spec.scope === 'Namespaced')
      .map((one) => ownCall('deletecollection', one.resource, object.metadata.name, '', undefined))
  }
  if (isCustom(resource)) {
    if (!isLastOf(state, resource, change)) return []
    return all.filter((one) => one.resource === resource && isLeaving(one)).map((one) => empty(state, one))
  }
  const begins = object.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined
  return begins ? all.filter((one) => one.definition === object && isLeaving(one)).map((one) => empty(state, one)) : []
}
