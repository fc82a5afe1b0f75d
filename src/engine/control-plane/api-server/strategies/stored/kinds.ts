/** One row per resource that has no rules of its own: adding such a kind is adding a row here and in `kubernetes/resources.ts`. */
import type { StoredResource } from '../../../../../kubernetes/resources.ts'
import type { Strategy } from '../strategy.ts'
import {
  apiService, csiDriver, endpoints, ingress, ingressClass, networkPolicy, persistentVolume, persistentVolumeClaim, runtimeClass,
  storageClass,
  webhookConfiguration,
} from './network-and-storage.ts'
import {
  clusterRole, clusterRoleBinding, horizontalPodAutoscaler, limitRange, podDisruptionBudget, priorityClass, resourceQuota, role,
  roleBinding,
} from './policy.ts'
import { storedStrategy, type StoredKind } from './strategy.ts'
import {
  controllerRevision, cronJob, daemonSet, job, podTemplateKind, replicationController, statefulSet,
} from './workloads.ts'

const kinds: Readonly<Record<StoredResource, StoredKind>> = {
  poddisruptionbudgets: podDisruptionBudget,
  horizontalpodautoscalers: horizontalPodAutoscaler,
  statefulsets: statefulSet,
  daemonsets: daemonSet,
  controllerrevisions: controllerRevision,
  jobs: job,
  cronjobs: cronJob,
  replicationcontrollers: replicationController,
  endpoints,
  podtemplates: podTemplateKind,
  persistentvolumes: persistentVolume,
  persistentvolumeclaims: persistentVolumeClaim,
  resourcequotas: resourceQuota,
  limitranges: limitRange,
  ingresses: ingress,
  ingressclasses: ingressClass,
  networkpolicies: networkPolicy,
  roles: role,
  rolebindings: roleBinding,
  clusterroles: clusterRole,
  clusterrolebindings: clusterRoleBinding,
  storageclasses: storageClass,
  csidrivers: csiDriver,
  priorityclasses: priorityClass,
  runtimeclasses: runtimeClass,
  mutatingwebhookconfigurations: webhookConfiguration,
  validatingwebhookconfigurations: webhookConfiguration,
  apiservices: apiService,
}

/** Strategies of all of them. */
export const storedStrategies = Object.fromEntries(
  Object.entries(kinds).map(([resource, kind]) => [resource, storedStrategy(resource as StoredResource, kind)]),
) as Readonly<Record<StoredResource, Strategy>>
