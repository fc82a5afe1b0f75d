/** The resources of the API, one row each: adding a kind starts here. Source of names: `kubectl api-resources`. */
export type ResourceName =
  | 'namespaces' | 'nodes' | 'pods' | 'services' | 'configmaps' | 'secrets' | 'serviceaccounts' | 'events'
  | 'deployments' | 'replicasets' | 'endpointslices' | 'leases'

export interface ResourceInfo {
  /** Plural name in paths. */
  readonly name: ResourceName
  /** Dense number of the resource, used in watch events, hops and change logs. */
  readonly id: number
  readonly kind: string
  /** Empty text for the core group. */
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly subresources: readonly ('status' | 'scale' | 'binding' | 'log' | 'eviction')[]
  /** Prefix of its keys in etcd, after `/registry/`. Source: k8s.io/kubernetes pkg/registry, storage prefixes. */
  readonly etcdPrefix: string
}

const row = (
  id: number, name: ResourceName, kind: string, group: string, namespaced: boolean, shortNames: readonly string[],
  subresources: ResourceInfo['subresources'], etcdPrefix: string,
): ResourceInfo => ({
  id, name, kind, group, version: 'v1', namespaced, singular: kind.toLowerCase(), shortNames, subresources, etcdPrefix,
})

export const resources: readonly ResourceInfo[] = [
  row(0, 'namespaces', 'Namespace', '', false, ['ns'], ['status'], 'namespaces'),
  row(1, 'nodes', 'Node', '', false, ['no'], ['status'], 'minions'),
  row(2, 'pods', 'Pod', '', true, ['po'], ['status', 'binding', 'log', 'eviction'], 'pods'),
  row(3, 'services', 'Service', '', true, ['svc'], ['status'], 'services/specs'),
  row(4, 'configmaps', 'ConfigMap', '', true, ['cm'], [], 'configmaps'),
  row(5, 'secrets', 'Secret', '', true, [], [], 'secrets'),
  row(6, 'serviceaccounts', 'ServiceAccount', '', true, ['sa'], [], 'serviceaccounts'),
  row(7, 'events', 'Event', '', true, ['ev'], [], 'events'),
  row(8, 'deployments', 'Deployment', 'apps', true, ['deploy'], ['status', 'scale'], 'deployments'),
  row(9, 'replicasets', 'ReplicaSet', 'apps', true, ['rs'], ['status', 'scale'], 'replicasets'),
  row(10, 'endpointslices', 'EndpointSlice', 'discovery.k8s.io', true, [], [], 'endpointslices'),
  row(11, 'leases', 'Lease', 'coordination.k8s.io', true, [], [], 'leases'),
]

const byName = new Map(resources.map((info) => [info.name, info]))
const byKind = new Map(resources.map((info) => [`${info.group}/${info.version}/${info.kind}`, info]))

/** The row of a resource by its plural name. Throws only for a name outside `ResourceName`. */
export function resourceInfo(name: ResourceName): ResourceInfo {
  const info = byName.get(name)
  if (info === undefined) throw new Error(`no resource "${name}" in kubernetes/resources.ts`)
  return info
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
