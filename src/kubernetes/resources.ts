/** The resources of the API, one row each: adding a kind starts here. Source of names: `kubectl api-resources`. */
export type ResourceName =
  | 'namespaces' | 'nodes' | 'pods' | 'services' | 'configmaps' | 'secrets' | 'serviceaccounts' | 'events'
  | 'deployments' | 'replicasets' | 'endpointslices' | 'leases' | 'customresourcedefinitions'
  | StoredResource
  | CustomResource

/**
 * A resource that a CustomResourceDefinition makes: its number, group, plural, kind and scope, none of which ever changes. The text is its
 * whole identity, so that no table has to be kept beside the definitions themselves.
 */
export type CustomResource = `custom/${string}`

/** Resources without rules of their own in the API server: rows of `strategies/stored/kinds.ts` say all there is to them. */
export type StoredResource =
  | 'statefulsets' | 'daemonsets' | 'controllerrevisions' | 'jobs' | 'cronjobs' | 'replicationcontrollers' | 'endpoints' | 'podtemplates'
  | 'persistentvolumes' | 'persistentvolumeclaims' | 'storageclasses' | 'csidrivers' | 'resourcequotas' | 'limitranges'
  | 'ingresses' | 'ingressclasses' | 'networkpolicies' | 'roles' | 'rolebindings' | 'clusterroles' | 'clusterrolebindings'
  | 'horizontalpodautoscalers' | 'poddisruptionbudgets' | 'priorityclasses' | 'runtimeclasses'
  | 'mutatingwebhookconfigurations' | 'validatingwebhookconfigurations' | 'apiservices'

export interface ResourceInfo {
  /** Plural name in paths. That of a custom resource is in no table here. */
  readonly name: ResourceName
  /** Dense number of the resource, used in watch events, hops and change logs; below 256. */
  readonly id: number
  readonly kind: string
  /** Empty text for the core group. */
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly subresources: readonly ('status' | 'scale' | 'binding' | 'log' | 'eviction' | 'exec' | 'metrics' | 'ephemeralcontainers')[]
  /** Prefix of its keys in etcd, after `/registry/`. Source: k8s.io/kubernetes pkg/registry, storage prefixes. */
  readonly etcdPrefix: string
  /** `all`: one of the kinds of `kubectl get all`. */
  readonly categories: readonly string[]
  /** False: objects are stored and shown, and no part of this cluster acts on them. */
  readonly actedOn: boolean
}

const row = (
  id: number, name: ResourceName, kind: string, group: string, namespaced: boolean, shortNames: readonly string[],
  subresources: ResourceInfo['subresources'], etcdPrefix: string = name, more: Partial<ResourceInfo> = {},
): ResourceInfo => ({
  id, name, kind, group, version: 'v1', namespaced, singular: kind.toLowerCase(), shortNames, subresources, etcdPrefix,
  categories: [], actedOn: true, ...more,
})

const all = { categories: ['all'] }
const stored = { actedOn: false }
const rbac = 'rbac.authorization.k8s.io'
const networking = 'networking.k8s.io'
const storage = 'storage.k8s.io'
const admission = 'admissionregistration.k8s.io'

export const resources: readonly ResourceInfo[] = [
  row(0, 'namespaces', 'Namespace', '', false, ['ns'], ['status']),
  row(1, 'nodes', 'Node', '', false, ['no'], ['status'], 'minions'),
  row(2, 'pods', 'Pod', '', true, ['po'], ['status', 'binding', 'log', 'eviction', 'exec', 'ephemeralcontainers'], 'pods', all),
  row(3, 'services', 'Service', '', true, ['svc'], ['status'], 'services/specs', all),
  row(4, 'configmaps', 'ConfigMap', '', true, ['cm'], []),
  row(5, 'secrets', 'Secret', '', true, [], []),
  row(6, 'serviceaccounts', 'ServiceAccount', '', true, ['sa'], []),
  row(7, 'events', 'Event', '', true, ['ev'], []),
  row(8, 'deployments', 'Deployment', 'apps', true, ['deploy'], ['status', 'scale'], 'deployments', all),
  row(9, 'replicasets', 'ReplicaSet', 'apps', true, ['rs'], ['status', 'scale'], 'replicasets', all),
  row(10, 'endpointslices', 'EndpointSlice', 'discovery.k8s.io', true, [], []),
  row(11, 'leases', 'Lease', 'coordination.k8s.io', true, [], []),
  row(12, 'poddisruptionbudgets', 'PodDisruptionBudget', 'policy', true, ['pdb'], ['status']),
  row(13, 'horizontalpodautoscalers', 'HorizontalPodAutoscaler', 'autoscaling', true, ['hpa'], ['status'], 'horizontalpodautoscalers',
    { ...all, version: 'v2' }),
  row(14, 'statefulsets', 'StatefulSet', 'apps', true, ['sts'], ['status', 'scale'], 'statefulsets', { ...all, ...stored }),
  row(15, 'daemonsets', 'DaemonSet', 'apps', true, ['ds'], ['status'], 'daemonsets', { ...all, ...stored }),
  row(16, 'controllerrevisions', 'ControllerRevision', 'apps', true, [], [], 'controllerrevisions', stored),
  row(17, 'jobs', 'Job', 'batch', true, [], ['status'], 'jobs', { ...all, ...stored }),
  row(18, 'cronjobs', 'CronJob', 'batch', true, ['cj'], ['status'], 'cronjobs', { ...all, ...stored }),
  row(19, 'replicationcontrollers', 'ReplicationController', '', true, ['rc'], ['status', 'scale'], 'controllers', { ...all, ...stored }),
  row(20, 'endpoints', 'Endpoints', '', true, ['ep'], [], 'services/endpoints', stored),
  row(21, 'podtemplates', 'PodTemplate', '', true, [], [], 'podtemplates', stored),
  row(22, 'persistentvolumes', 'PersistentVolume', '', false, ['pv'], ['status'], 'persistentvolumes', stored),
  row(23, 'persistentvolumeclaims', 'PersistentVolumeClaim', '', true, ['pvc'], ['status'], 'persistentvolumeclaims', stored),
  row(24, 'resourcequotas', 'ResourceQuota', '', true, ['quota'], ['status']),
  row(25, 'limitranges', 'LimitRange', '', true, ['limits'], []),
  row(26, 'ingresses', 'Ingress', networking, true, ['ing'], ['status'], 'ingress', stored),
  row(27, 'ingressclasses', 'IngressClass', networking, false, [], [], 'ingressclasses', stored),
  row(28, 'networkpolicies', 'NetworkPolicy', networking, true, ['netpol'], [], 'networkpolicies', stored),
  row(29, 'roles', 'Role', rbac, true, [], [], 'roles', stored),
  row(30, 'rolebindings', 'RoleBinding', rbac, true, [], [], 'rolebindings', stored),
  row(31, 'clusterroles', 'ClusterRole', rbac, false, [], [], 'clusterroles', stored),
  row(32, 'clusterrolebindings', 'ClusterRoleBinding', rbac, false, [], [], 'clusterrolebindings', stored),
  row(33, 'storageclasses', 'StorageClass', storage, false, ['sc'], [], 'storageclasses', stored),
  row(34, 'csidrivers', 'CSIDriver', storage, false, [], [], 'csidrivers', stored),
  row(35, 'priorityclasses', 'PriorityClass', 'scheduling.k8s.io', false, ['pc'], []),
  row(36, 'runtimeclasses', 'RuntimeClass', 'node.k8s.io', false, [], [], 'runtimeclasses', stored),
  row(37, 'mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', admission, false, [], [], 'mutatingwebhookconfigurations',
    { ...stored, categories: ['api-extensions'] }),
  row(38, 'validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', admission, false, [], [], 'validatingwebhookconfigurations',
    { ...stored, categories: ['api-extensions'] }),
  row(39, 'apiservices', 'APIService', 'apiregistration.k8s.io', false, [], ['status'], 'apiregistration.k8s.io/apiservices',
    { ...stored, categories: ['api-extensions'] }),
  row(40, 'customresourcedefinitions', 'CustomResourceDefinition', 'apiextensions.k8s.io', false, ['crd', 'crds'], ['status'],
    'apiextensions.k8s.io/customresourcedefinitions', { categories: ['api-extensions'] }),
]

/** Usage of nodes and pods: served like resources, but nobody stores it. Source: k8s.io/metrics. */
export const metricsResources: readonly ResourceInfo[] = [
  row(-1, 'nodes', 'NodeMetrics', 'metrics.k8s.io', false, [], [], '', { version: 'v1beta1', singular: '' }),
  row(-1, 'pods', 'PodMetrics', 'metrics.k8s.io', true, [], [], '', { version: 'v1beta1', singular: '' }),
]

/** Versions that are served beside the one in which a resource is kept; the columns, rules and numbers are those of the resource. */
export const otherVersions: readonly ResourceInfo[] = [
  row(7, 'events', 'Event', 'events.k8s.io', true, ['ev'], []),
  row(13, 'horizontalpodautoscalers', 'HorizontalPodAutoscaler', 'autoscaling', true, ['hpa'], ['status'], 'horizontalpodautoscalers', all),
]

const byName = new Map(resources.map((info) => [info.name, info]))
const byKind = new Map([...resources, ...otherVersions].map((info) => [`${info.group}/${info.version}/${info.kind}`, info]))

/** Numbers from here on are custom resources': their definition's slot in etcd is added. */
export const firstCustomId = 56
/** Definitions at most: numbers of resources stay below 256. */
export const mostDefinitions = 200

/** The identity of a custom resource, out of the slot and the unchanging parts of its definition. */
export function customResource(slot: number, group: string, plural: string, kind: string, namespaced: boolean): CustomResource {
  return `custom/${firstCustomId + slot}/${group}/${plural}/${kind}/${namespaced ? 'Namespaced' : 'Cluster'}`
}

/** What a number that is beyond the table stands for when nothing more is known of it. */
export function unknownCustom(id: number): CustomResource {
  return `custom/${id}///CustomResource/Namespaced`
}

export function isCustom(name: ResourceName): name is CustomResource {
  return name.startsWith('custom/')
}

/** Rows of custom resources that were asked for: each follows from its name alone. */
const customRows = new Map<CustomResource, ResourceInfo>()

function customRow(name: CustomResource): ResourceInfo {
  let info = customRows.get(name)
  if (info === undefined) {
    const [, id = '', group = '', plural = '', kind = '', scope = ''] = name.split('/')
    const namespaced = scope === 'Namespaced'
    info = row(Number(id), plural as ResourceName, kind, group, namespaced, [], ['status', 'scale'], `${group}/${plural}`, stored)
    customRows.set(name, info)
  }
  return info
}

/**
 * The row of a resource. Throws only for a name outside `ResourceName`. Of a custom resource the row holds what never changes: versions,
 * short names and subresources are its definition's.
 */
export function resourceInfo(name: ResourceName): ResourceInfo {
  const recent = recentInfo[name.length]
  return recent !== undefined && recent.name === name ? recent : findInfo(name)
}

/** Rows that were asked for last, by the length of their names: a few resources are asked for hundreds of times while a pod starts. */
const recentInfo: (ResourceInfo | undefined)[] = new Array<ResourceInfo | undefined>(64).fill(undefined)

function findInfo(name: ResourceName): ResourceInfo {
  const info = byName.get(name)
  if (info !== undefined) {
    recentInfo[name.length] = info
    return info
  }
  if (!isCustom(name)) throw new Error(`no resource "${name}" in kubernetes/resources.ts`)
  // Not remembered: the row of a custom resource has its plural for a name.
  return customRow(name)
}

/** The name of a resource by its number. */
export function resourceOfId(id: number): ResourceName {
  return resources[id]?.name ?? unknownCustom(id)
}

/** The row for an `apiVersion` ("v1", "apps/v1") and `kind`, or undefined when the cluster does not serve it. */
export function resourceForKind(apiVersion: string, kind: string): ResourceInfo | undefined {
  const slash = apiVersion.indexOf('/')
  return byKind.get(slash < 0 ? `/${apiVersion}/${kind}` : `${apiVersion}/${kind}`)
}

/** `apiVersion` text of a resource: "v1" for the core group, else "group/version". */
export function apiVersionOf(info: ResourceInfo): string {
  return info.group === '' ? info.version : `${info.group}/${info.version}`
}

/** The REST path of a collection (name empty) or object, e.g. `/apis/apps/v1/namespaces/default/deployments/web`. */
export function resourcePath(info: ResourceInfo, namespace: string, name = '', subresource = ''): string {
  const base = info.group === '' ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`
  const scope = info.namespaced && namespace !== '' ? `/namespaces/${namespace}` : ''
  return `${base}${scope}/${info.name}${name === '' ? '' : `/${name}`}${subresource === '' ? '' : `/${subresource}`}`
}
