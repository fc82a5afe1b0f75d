/**
 * What a client may ask of the server itself: version, health, and which resources there are. Source: k8s.io/apimachinery/pkg/apis/meta/v1
 * (APIGroup, APIResourceList).
 */
import { resources, type ResourceInfo } from '../../../kubernetes/resources.ts'
import { kubernetesVersion } from '../../../kubernetes/version.ts'

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

function resourceRows(group: string): unknown[] {
  return resources.filter((info) => info.group === group).flatMap((info: ResourceInfo) => [
    {
      name: info.name, singularName: info.singular, namespaced: info.namespaced, kind: info.kind,
      verbs: info.name === 'events' ? verbs.filter((verb) => verb !== 'watch') : verbs, shortNames: info.shortNames,
    },
    ...info.subresources.map((name) => ({
      name: `${info.name}/${name}`, singularName: '', namespaced: info.namespaced,
      kind: name === 'scale' ? 'Scale' : name === 'binding' ? 'Binding' : info.kind,
      verbs: name === 'log' ? ['get'] : name === 'binding' ? ['create'] : ['get', 'patch', 'update'],
    })),
  ])
}

const groups = [...new Set(resources.map((info) => info.group))].filter((group) => group !== '')

function groupEntry(name: string): Record<string, unknown> {
  const version = { groupVersion: `${name}/v1`, version: 'v1' }
  return { name, versions: [version], preferredVersion: version }
}

function versionInfo(): Record<string, string> {
  const [major = '1', minor = '0'] = kubernetesVersion.slice(1).split('.')
  return { major, minor, gitVersion: kubernetesVersion, gitTreeState: 'clean', platform: 'linux/amd64' }
}

/** True when the path is answered even while the server is not ready. */
export function answersAlways(path: string): boolean {
  return path === '/version' || path === '/livez' || path === '/healthz'
}

/** The answer to a GET of a path that names no resource; undefined: it is none of these. */
export function discoveryBody(path: string): unknown {
  switch (path) {
    case '/version': return versionInfo()
    case '/livez':
    case '/healthz':
    case '/readyz': return 'ok'
    case '/api': return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
    case '/api/v1': return { kind: 'APIResourceList', groupVersion: 'v1', resources: resourceRows('') }
    case '/apis': return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) }
    default: break
  }
  const [, first, group = '', version] = path.split('/')
  if (first !== 'apis' || !groups.includes(group)) return undefined
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) }
  return version === 'v1' && path.split('/').length === 4 ? {
    kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${group}/v1`, resources: resourceRows(group),
  } : undefined
}
