/**
 * What a client may ask of the server itself: version, which resources there are, and their shapes. Sources:
 * k8s.io/apimachinery/pkg/apis/meta/v1 (APIGroup, APIResourceList), k8s.io/api/apidiscovery/v2 (APIGroupDiscoveryList).
 */
import { metricsResources, otherVersions, resources, type ResourceInfo } from '../../../kubernetes/resources.ts'
import { kubernetesVersion } from '../../../kubernetes/version.ts'
import { definedResources, infoInVersion, servedVersions } from './custom-resources/definition.ts'
import { openApiDocument, openApiIndex } from './openapi.ts'
import { acceptedForms } from './outside-form.ts'
import type { WatchCache } from './watch-cache.ts'

/** An answer without a call: it depends on nothing but the path and what the client accepts. */
export interface DirectAnswer {
  readonly status: number
  readonly body: unknown
  readonly contentType: string | undefined
}

/** All that is listed. */
const served: readonly ResourceInfo[] = [...resources, ...metricsResources, ...otherVersions]
const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

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
  exec: { group: '', version: 'v1', kind: 'PodExecOptions', verbs: ['create', 'get'] },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
}

function subresourceRow(info: ResourceInfo, name: string): SubresourceRow {
  const own = { group: info.group, version: info.version, kind: info.kind }
  return subresourceRows[name] ?? { ...own, verbs: name === 'log' ? ['get'] : ['get', 'patch', 'update'] }
}

function verbsOf(info: ResourceInfo): readonly string[] {
  if (metricsResources.includes(info)) return ['get', 'list']
  return verbs
}

function categoriesOf(info: ResourceInfo): { readonly categories?: readonly string[] } {
  return info.categories.length > 0 ? { categories: info.categories } : {}
}

function resourceRows(rows: readonly ResourceInfo[]): unknown[] {
  return rows.flatMap((info) => [
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

interface ServedVersion {
  readonly version: string
  readonly rows: readonly ResourceInfo[]
}
type Groups = ReadonlyMap<string, readonly ServedVersion[]>

/** What the server serves by itself: of each group first the version in which its resources are kept. */
const builtIn: Groups = new Map([...new Set(served.map((info) => info.group))].map((group) => {
  const inside = served.filter((info) => info.group === group)
  const versions = [...new Set(inside.map((info) => info.version))]
  return [group, versions.map((version) => ({ version, rows: inside.filter((info) => info.version === version) }))] as const
}))

/** All groups with their versions, the preferred first: the built-in ones, then those that definitions make. */
function servedGroups(cache: WatchCache): Groups {
  const defined = definedResources(cache)
  if (defined.length === 0) return builtIn
  const groups = new Map<string, readonly ServedVersion[]>(builtIn)
  for (const one of defined) {
    const { group } = one.definition.spec
    const versions = [...groups.get(group) ?? []]
    for (const version of servedVersions(one.definition)) {
      const row = infoInVersion(one, version)
      const at = versions.findIndex((known) => known.version === version.name)
      if (at < 0) versions.push({ version: version.name, rows: [row] })
      else versions[at] = { version: version.name, rows: [...versions[at]!.rows, row] }
    }
    groups.set(group, versions)
  }
  return groups
}

function groupEntry(name: string, served: readonly ServedVersion[]): Record<string, unknown> {
  const versions = served.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }))
  return { name, versions, preferredVersion: versions[0] }
}

/** Groups with all their resources in one answer. */
function aggregated(groups: Groups): DirectAnswer {
  const items = [...groups].map(([group, versions]) => ({
    metadata: group === '' ? { creationTimestamp: null } : { name: group, creationTimestamp: null },
    versions: versions.map(({ version, rows }) => ({ version, freshness: 'Current', resources: rows.map(aggregatedRow) })),
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

/** The answer to a GET of a path that names no resource; undefined: it is none of these. */
export function discover(cache: WatchCache, path: string, accept: string): DirectAnswer | undefined {
  // Most requests name a resource.
  if (!isAboutServer(path)) return undefined
  const groups = servedGroups(cache)
  if ((path === '/api' || path === '/apis') && wantsAggregated(accept)) {
    return aggregated(new Map([...groups].filter(([group]) => (group === '') === (path === '/api'))))
  }
  const body = plainBody(groups, cache, path)
  return body === undefined ? undefined : { status: 200, body, contentType: undefined }
}

/** True for paths with fewer parts than a resource's. */
function isAboutServer(path: string): boolean {
  const parts = path.split('/').length - 1
  return path.startsWith('/openapi/') || parts < (path.startsWith('/apis/') ? 4 : 3)
}

function plainBody(groups: Groups, cache: WatchCache, path: string): unknown {
  const named = [...groups].filter(([group]) => group !== '')
  switch (path) {
    case '/version': return versionInfo()
    case '/api': return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
    case '/apis': return { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(([group, versions]) => groupEntry(group, versions)) }
    case '/openapi/v3': {
      const of = ([group, versions]: readonly [string, readonly ServedVersion[]]): string[] =>
        versions.map(({ version }) => (group === '' ? version : `${group}/${version}`))
      return openApiIndex([...groups].flatMap(of))
    }
    default: break
  }
  const [, root, ...rest] = path.split('/')
  if (root === 'openapi' && rest[0] === 'v3') return openApiDocument(rest.slice(1).join('/'), cache)
  const [group = '', version, more] = root === 'api' ? ['', ...rest] : rest
  const versions = groups.get(group)
  if ((root !== 'api' && (root !== 'apis' || group === '')) || versions === undefined || more !== undefined) return undefined
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group, versions) }
  const found = versions.find((one) => one.version === version)
  if (found === undefined) return undefined
  return {
    kind: 'APIResourceList', ...(group === '' ? {} : { apiVersion: 'v1' }), groupVersion: group === '' ? version : `${group}/${version}`,
    resources: resourceRows(found.rows),
  }
}
