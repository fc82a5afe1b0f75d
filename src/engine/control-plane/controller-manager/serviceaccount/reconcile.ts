/**
 * Every namespace has a ServiceAccount `default` and the cluster's root certificate. Sources: pkg/controller/serviceaccount,
 * pkg/controller/certificates/rootcacertpublisher.
 */
import type { ConfigMap, ServiceAccount } from '../../../../kubernetes/types/core.ts'
import { create, nothing, result, type ReconcileInput, type ReconcileResult } from '../../../client/controller-actions.ts'
import { namespaceAt, type Caches } from '../caches/caches.ts'
import { newMeta } from '../objects.ts'

const rootCertificate = 'kube-root-ca.crt'

/** Looks through the cache: it holds about one such object per namespace. */
function exists(caches: Caches, resource: 'serviceaccounts' | 'configmaps', namespace: string, name: string): boolean {
  return caches.informers[resource].objects.some((object) => object?.metadata.name === name && object.metadata.namespace === namespace)
}

function activeNamespace(input: ReconcileInput<Caches>): string | undefined {
  const namespace = namespaceAt(input.listers, input.key)
  return namespace === undefined || namespace.metadata.deletionTimestamp !== undefined ? undefined : namespace.metadata.name
}

export function reconcileServiceAccount(input: ReconcileInput<Caches>): ReconcileResult {
  const namespace = activeNamespace(input)
  if (namespace === undefined || exists(input.listers, 'serviceaccounts', namespace, 'default')) return nothing
  const account: ServiceAccount = {
    apiVersion: 'v1', kind: 'ServiceAccount', metadata: newMeta({ name: 'default', namespace }), secrets: undefined,
    imagePullSecrets: undefined,
    automountServiceAccountToken: undefined,
  }
  return result([[create('serviceaccounts', account)]])
}

export function reconcileRootCertificate(input: ReconcileInput<Caches>): ReconcileResult {
  const namespace = activeNamespace(input)
  if (namespace === undefined || exists(input.listers, 'configmaps', namespace, rootCertificate)) return nothing
  const description = 'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service '
    + 'IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'
  const map: ConfigMap = {
    apiVersion: 'v1', kind: 'ConfigMap',
    metadata: newMeta({ name: rootCertificate, namespace, annotations: { 'kubernetes.io/description': description } }),
    // The simulated cluster has no certificates.
    data: { 'ca.crt': '' }, binaryData: undefined, immutable: undefined,
  }
  return result([[create('configmaps', map)]])
}
