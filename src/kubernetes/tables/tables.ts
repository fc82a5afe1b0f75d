/** One row per resource: the columns that `kubectl get` prints of it. */
import type { ResourceName } from '../resources.ts'
import type { KubernetesObject } from '../types/meta.ts'
import { endpointSliceColumns, namespaceColumns, nodeColumns, serviceColumns } from './cluster-columns.ts'
import type { Column } from './column.ts'
import { configMapColumns, eventColumns, leaseColumns, secretColumns, serviceAccountColumns } from './data-columns.ts'
import { storedColumns } from './stored-columns.ts'
import { deploymentColumns, podColumns, replicaSetColumns } from './workload-columns.ts'

const tables: Readonly<Record<ResourceName, readonly Column<KubernetesObject>[]>> = {
  namespaces: namespaceColumns,
  nodes: nodeColumns,
  pods: podColumns,
  services: serviceColumns,
  configmaps: configMapColumns,
  secrets: secretColumns,
  serviceaccounts: serviceAccountColumns,
  events: eventColumns,
  deployments: deploymentColumns,
  replicasets: replicaSetColumns,
  endpointslices: endpointSliceColumns,
  leases: leaseColumns,
  ...storedColumns,
}

/** Columns of a resource, those of `-o wide` among them. */
export function columnsOf(resource: ResourceName): readonly Column<KubernetesObject>[] {
  return tables[resource]
}
