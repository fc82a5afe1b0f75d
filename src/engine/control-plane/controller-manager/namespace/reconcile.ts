/**
 * Namespace controller: empties a namespace that is being deleted, pods first, then takes its finalizer away.
 * Source: pkg/controller/namespace/deletion/namespaced_resources_deleter.go. Conditions of the namespace are left out.
 */
import { resources, type ResourceName } from '../../../../kubernetes/resources.ts'
import type { Namespace } from '../../../../kubernetes/types/core.ts'
import { nothing, result, update, type Action, type ReconcileInput, type ReconcileResult } from '../../../client/controller-actions.ts'
import { namespaceAt, watchedResources, type Caches } from '../caches/caches.ts'

const recheckUs = 1_000_000
const others: readonly ResourceName[] = resources.filter((info) => info.namespaced && info.name !== 'pods').map((info) => info.name)

export function reconcileNamespace(input: ReconcileInput<Caches>): ReconcileResult {
  const namespace = namespaceAt(input.listers, input.key)
  if (namespace === undefined || namespace.metadata.deletionTimestamp === undefined) return nothing
  if ((namespace.spec.finalizers ?? []).length === 0) return nothing
  const { name } = namespace.metadata
  const emptied = input.memory !== undefined && !watchedResources.some((resource) => holds(input.listers, resource, name))
  if (emptied) return result([[update('namespaces', input.key, finalized(namespace))]])
  const pods: Action = { do: 'deleteCollection', resource: 'pods', namespace: name }
  const rest = others.map((resource): Action => ({ do: 'deleteCollection', resource, namespace: name }))
  return result([[pods], holds(input.listers, 'pods', name) ? [] : rest], { emptied: true }, recheckUs)
}

function finalized(namespace: Namespace): Namespace {
  const { apiVersion, kind, metadata, status } = namespace
  return { apiVersion, kind, metadata, spec: { finalizers: undefined }, status }
}

/** Looks through the cache: only a namespace that is deleted costs that. */
function holds(caches: Caches, resource: (typeof watchedResources)[number], namespace: string): boolean {
  if (resource === 'namespaces' || resource === 'nodes') return false
  return caches.informers[resource].objects.some((object) => object?.metadata.namespace === namespace)
}
