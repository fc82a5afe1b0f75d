/**
 * What a client may ask of the server itself: version, health, which resources there are, and their shapes. Sources:
 * k8s.io/apimachinery/pkg/apis/meta/v1 (APIGroup, APIResourceList), k8s.io/api/apidiscovery/v2 (APIGroupDiscoveryList).
 */
import { apiVersionOf, resources, type ResourceInfo } from '../../../kubernetes/resources.ts'
import { kubernetesVersion } from '../../../kubernetes/version.ts'
import { openApiDocument, openApiIndex } from './openapi.ts'
import { acceptedForms } from './outside-form.ts'

/** An answer without a call: it depends on nothing but the path and what the client accepts. */
export interface DirectAnswer {
  readonly status: number
  readonly body: unknown
  readonly contentType: string | undefined
}

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']
const withoutWatch = verbs.filter((verb) => verb !== 'watch')

interface SubresourceRow {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly verbs: readonly string[]
}

/** What a subresource takes and gives, where it is not the resource itself. */
const subresourceRows: Readonly<Partial<Record<string, SubresourceRow>>> = {
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get', 'patch', 'update'] },
  binding: { group: '', version: 'v1', kind: 'Binding', verbs: ['create'] },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
}

function subresourceRow(info: ResourceInfo, name: string): SubresourceRow {
  const own = { group: info.group, version: info.version, kind: info.kind }
  return subresourceRows[name] ?? { ...own, verbs: name === 'log' ? ['get'] : ['get', 'patch', 'update'] }
}

function verbsOf(info: ResourceInfo): readonly string[] {
  return info.name === 'events' ? withoutWatch : verbs
}

function categoriesOf(info: ResourceInfo): { readonly categories?: readonly string[] } {
  return info.categories.length > 0 ? { categories: info.categories } : {}
}

function resourceRows(group: string): unknown[] {
  return resources.filter((info) => info.group === group).flatMap((info: ResourceInfo) => [
    {
      name: info.name, singularName: info.singular, namespaced: info.namespaced, kind: info.kind, verbs: verbsOf(info),
      shortNames: info.shortNames, ...categoriesOf(info),
    },
    ...info.subresources.map((name) => {
      const row = subresourceRow(info, name)
      const elsewhere = row.group === info.group ? {} : { group: row.group, version: row.version }
      return { name: `${info.name}/${name}`, singularName: '', namespaced: info.namespaced, kind: row.kind, verbs: row.verbs, ...elsewhere }
    }),
  ])
}

/** Versions by group, the core group left out. */
const versions = new Map(resources.filter((info) => info.group !== '').map((info) => [info.group, info.version]))
const groups = [...versions.keys()]

function groupEntry(name: string): Record<string, unknown> {
  const served = versions.get(name) ?? 'v1'
  const version = { groupVersion: `${name}/${served}`, version: served }
  return { name, versions: [version], preferredVersion: version }
}

/** Groups with all their resources in one answer. */
function aggregated(names: readonly string[]): DirectAnswer {
  const items = names.map((group) => ({
    metadata: group === '' ? { creationTimestamp: null } : { name: group, creationTimestamp: null },
    versions: [{
      version: versions.get(group) ?? 'v1', freshness: 'Current',
      resources: resources.filter((info) => info.group === group).map(aggregatedRow),
    }],
  }))
  return {
    status: 200,
    body: { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items },
    contentType: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  }
}

function aggregatedRow(info: ResourceInfo): unknown {
  return {
    resource: info.name, responseKind: { group: info.group, version: info.version, kind: info.kind },
    scope: info.namespaced ? 'Namespaced' : 'Cluster', singularResource: info.singular, verbs: verbsOf(info),
    shortNames: info.shortNames, ...categoriesOf(info),
    subresources: info.subresources.map((name) => {
      const { group, version, kind, verbs: allowed } = subresourceRow(info, name)
      return { subresource: name, responseKind: { group, version, kind }, verbs: allowed }
    }),
  }
}

/** True when the client takes the aggregated form before the plain one. */
function wantsAggregated(accept: string): boolean {
  const first = acceptedForms(accept).find((parameters) => {
    const as = parameters.get('as')
    return as === undefined || (as === 'APIGroupDiscoveryList' && parameters.get('v') === 'v2')
  })
  return first?.get('as') === 'APIGroupDiscoveryList'
}

function versionInfo(): Record<string, string> {
  const [major = '1', minor = '0'] = kubernetesVersion.slice(1).split('.')
  // Not known of a simulated server, but clients expect the fields.
  const build = { gitCommit: '', gitTreeState: 'clean', buildDate: '1970-01-01T00:00:00Z', goVersion: '', compiler: '' }
  return { major, minor, gitVersion: kubernetesVersion, ...build, platform: 'linux/amd64' }
}

/** True when the path is answered even while the server is not ready. */
export function answersAlways(path: string): boolean {
  return path === '/version' || path === '/livez' || path === '/healthz'
}

const groupVersions = [...new Set(resources.map(apiVersionOf))]

/** The answer to a GET of a path that names no resource; undefined: it is none of these. */
export function discover(path: string, accept: string): DirectAnswer | undefined {
  if ((path === '/api' || path === '/apis') && wantsAggregated(accept)) return aggregated(path === '/api' ? [''] : groups)
  const body = plainBody(path)
  return body === undefined ? undefined : { status: 200, body, contentType: undefined }
}

function plainBody(path: string): unknown {
  switch (path) {
    case '/version': return versionInfo()
    case '/livez':
    case '/healthz':
    case '/readyz': return 'ok'
    case '/api': return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
    case '/apis': return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) }
    case '/openapi/v3': return openApiIndex(groupVersions)
    default: break
  }
  const [, root, ...rest] = path.split('/')
  if (root === 'api' && rest.join('/') === 'v1') return { kind: 'APIResourceList', groupVersion: 'v1', resources: resourceRows('') }
  if (root === 'openapi' && rest[0] === 'v3') return openApiDocument(rest.slice(1).join('/'))
  const [group = '', version, more] = rest
  if (root !== 'apis' || !groups.includes(group) || more !== undefined) return undefined
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) }
  return version === versions.get(group) ? {
    kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${group}/${version}`, resources: resourceRows(group),
  } : undefined
}
