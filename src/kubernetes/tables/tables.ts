/** One row per resource: the columns that `kubectl get` prints of it. */
import { isCustom, type CustomResource, type ResourceName } from '../resources.ts'
import type { KubernetesObject } from '../types/meta.ts'
import { endpointSliceColumns, namespaceColumns, nodeColumns, serviceColumns } from './cluster-columns.ts'
import type { Column } from './column.ts'
import { configMapColumns, eventColumns, leaseColumns, secretColumns, serviceAccountColumns } from './data-columns.ts'
import { printerColumns } from './printer-column.ts'
import { storedColumns } from './stored-columns.ts'
import { deploymentColumns, podColumns, replicaSetColumns } from './workload-columns.ts'

const tables: Readonly<Record<Exclude<ResourceName, CustomResource>, readonly Column<KubernetesObject>[]>> = {
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
  customresourcedefinitions: storedColumns.roles,
}

/** Columns of a resource, those of `-o wide` among them. Of a custom resource, what it has when its definition asks for none. */
export function columnsOf(resource: ResourceName): readonly Column<KubernetesObject>[] {
  return isCustom(resource) ? printerColumns(undefined) : tables[resource]
}
