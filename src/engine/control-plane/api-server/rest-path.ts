/** REST paths: which resource, namespace, object and subresource a path names. Source: apiserver/pkg/endpoints/request/requestinfo.go. */
import { apiVersionOf, metricsResources, otherVersions, resources, type ResourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import { definedResources, infoInVersion, servedVersions } from './custom-resources/definition.ts'
import type { VersionView } from './outside-form.ts'
import type { WatchCache } from './watch-cache.ts'
import type { RestRequest } from '../../../protocol/rest.ts'
import { subresources, type Subresource, type Verb } from '../../../protocol/subject.ts'

export interface RestTarget {
  readonly resource: ResourceName
  readonly namespace: string
  readonly name: string
  readonly subresource: Subresource
  /** The version that the path names, of a custom resource and of others when it is not the one in which they are kept. */
  readonly view?: VersionView
}

const byPath = new Map([...resources, ...metricsResources, ...otherVersions].map((info) => [`${info.group}/${info.version}/${info.name}`, info]))
const views = new Map(otherVersions.map((info): [ResourceInfo, VersionView] => [
  info, { apiVersion: apiVersionOf(info), listKind: `${info.kind}List`, columns: undefined },
]))

interface Found {
  readonly resource: ResourceName
  readonly info: ResourceInfo
  readonly view: VersionView | undefined
}

function customOf(cache: WatchCache, group: string, version: string | undefined, name: string | undefined): Found | undefined {
  for (const defined of definedResources(cache)) {
    const { spec } = defined.definition
    if (spec.group !== group || spec.names.plural !== name) continue
    const served = servedVersions(defined.definition).find((one) => one.name === version)
    if (served === undefined) return undefined
    const view = { apiVersion: `${group}/${served.name}`, listKind: spec.names.listKind, columns: served.additionalPrinterColumns }
    return { resource: defined.resource, info: infoInVersion(defined, served), view }
  }
  return undefined
}

function find(cache: WatchCache, group: string, version: string | undefined, name: string | undefined): Found | undefined {
  const info = byPath.get(`${group}/${version}/${name}`)
  return info === undefined ? customOf(cache, group, version, name) : { resource: info.name, info, view: views.get(info) }
}

function targetOf(found: Found | undefined, namespace: string, rest: readonly string[]): RestTarget | undefined {
  const [name = '', subresource = '', ...more] = rest
  if (found === undefined || more.length > 0) return undefined
  const { info, resource, view } = found
  if (namespace !== '' && !info.namespaced) return undefined
  if (metricsResources.includes(info)) return subresource === '' ? { resource, namespace, name, subresource: 'metrics' } : undefined
  const known = subresources.find((item) => item === subresource)
  if (known === undefined || (known !== '' && !info.subresources.includes(known))) return undefined
  const target = { resource, namespace, name, subresource: known }
  return view === undefined ? target : { ...target, view }
}

/** The target of `/api/v1/...` and `/apis/GROUP/VERSION/...`; undefined: no such path is served. */
export function parsePath(path: string, cache: WatchCache): RestTarget | undefined {
  const parts = path.split('/').slice(1).map(decodePart)
  if (parts.at(-1) === '') parts.pop()
  if (parts.includes('') || parts.includes(undefined)) return undefined
  const [root, ...tail] = parts as string[]
  const group = root === 'api' ? '' : root === 'apis' ? tail.shift() : undefined
  if (group === undefined) return undefined
  const version = tail.shift()
  // `namespaces/x` is the object itself, `namespaces/x/pods` is what is in it.
  const inside = tail[0] === 'namespaces' ? find(cache, group, version, tail[2]) : undefined
  if (inside !== undefined && inside.info.namespaced) return targetOf(inside, tail[1] ?? '', tail.slice(3))
  return targetOf(find(cache, group, version, tail[0]), '', tail.slice(1))
}

function decodePart(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    // A broken escape names nothing that is served: the caller answers 404.
    return undefined
  }
}

/** The verb of a method on a target; undefined: the method is not allowed there. */
export function verbOf(method: RestRequest['method'], target: RestTarget): Verb | undefined {
  const collection = target.name === ''
  const { subresource } = target
  if (subresource === 'log') return method === 'GET' ? 'get' : undefined
  if (subresource === 'metrics') return method !== 'GET' ? undefined : collection ? 'list' : 'get'
  if (subresource === 'exec') return method === 'POST' ? 'create' : undefined
  // An eviction is a deletion that budgets may refuse.
  if (subresource === 'eviction') return method === 'POST' ? 'delete' : undefined
  if (subresource === 'binding') return method === 'POST' ? 'create' : undefined
  switch (method) {
    case 'GET': return collection ? 'list' : 'get'
    case 'POST': return collection ? 'create' : undefined
    case 'PUT': return collection ? undefined : 'update'
    case 'PATCH': return collection ? undefined : 'patch'
    case 'DELETE': return subresource !== '' ? undefined : collection ? 'deletecollection' : 'delete'
  }
}
