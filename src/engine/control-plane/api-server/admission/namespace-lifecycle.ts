/**
 * Nothing is created in a namespace that does not exist or is being deleted. Source: plugin/pkg/admission/namespace/lifecycle/admission.go.
 */
import type { ResourceName } from '../../../../kubernetes/resources.ts'
import type { Namespace } from '../../../../kubernetes/types/core.ts'
import type { Status } from '../../../../kubernetes/types/status.ts'
import { forbiddenRequest, notFound } from '../status-errors.ts'
import { cachedObject, type WatchCache } from '../watch-cache.ts'

/** Namespaces that cannot be deleted. */
export const immortalNamespaces: readonly string[] = ['default', 'kube-system', 'kube-public']

export function refuseByNamespace(cache: WatchCache, resource: ResourceName, namespace: string, name: string): Status | undefined {
  const found = cachedObject(cache, 'namespaces', '', namespace) as Namespace | undefined
  if (found === undefined) return notFound('namespaces', namespace)
  if (found.metadata.deletionTimestamp === undefined) return undefined
  const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }
  return forbiddenRequest(resource, name, `unable to create new content in namespace ${namespace} because it is being terminated`, [cause])
}
