/** What the API server serves, as it tells itself. Source: k8s.io/client-go/discovery (aggregated discovery). */
import { otherVersions, resources } from '../kubernetes/resources.ts'
import type { ResourceInfo, ResourceName } from '../kubernetes/resources.ts'
import { call } from './api.ts'
import { isJsonObject } from './apply/manifest.ts'
import { customResources } from './custom-resources.ts'
import type { Kubectl } from './kubectl.ts'
import { valueText } from './print/json.ts'

/** A resource and what may be done with it. */
export interface ServedResource {
  readonly info: ResourceInfo
  readonly verbs: readonly string[]
  readonly categories: readonly string[]
}

const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

interface ServedGroup {
  readonly name: string
  /** The preferred one first. */
  readonly versions: ReturnType<typeof itemsOf>
}

async function servedGroups(kubectl: Kubectl): Promise<readonly ServedGroup[]> {
  const lists = await Promise.all(['/api', '/apis'].map((path) => call(kubectl, { method: 'GET', path, headers: { accept } })))
  return lists.flatMap((list) => itemsOf(list, 'items')).map((group) => {
    const metadata = isJsonObject(group['metadata']) ? group['metadata'] : {}
    return { name: valueText(metadata['name']), versions: itemsOf(group, 'versions') }
  })
}

/** Every resource of the preferred version of each group. */
export async function servedResources(kubectl: Kubectl): Promise<readonly ServedResource[]> {
  return (await servedGroups(kubectl)).flatMap(({ name, versions: [version] }) => {
    if (version === undefined) return []
    return itemsOf(version, 'resources').map((row) => served(name, valueText(version['version']), row))
  })
}

/** Every version of every group, as `group/version`. */
export async function servedVersions(kubectl: Kubectl): Promise<readonly string[]> {
  return (await servedGroups(kubectl)).flatMap(({ name, versions }) => versions.map((version) => `${name === '' ? '' : `${name}/`}${valueText(version['version'])}`))
}

function itemsOf(value: unknown, field: string): readonly { readonly [key: string]: unknown }[] {
  const list = isJsonObject(value) ? value[field] : undefined
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(valueText) : [])

function served(group: string, version: string, row: { readonly [key: string]: unknown }): ServedResource {
  const name = valueText(row['resource'])
  const categories = texts(row['categories'])
  const known = [...resources, ...otherVersions, ...customResources()].find((info) => info.name === name && info.group === group)
  const kind = isJsonObject(row['responseKind']) ? valueText(row['responseKind']['kind']) : ''
  const info = known ?? {
    // A resource that a CustomResourceDefinition made: its name is not among those of the table.
    name: name as ResourceName, id: -1, kind, group, version, namespaced: row['scope'] === 'Namespaced', singular: valueText(row['singularResource']),
    shortNames: texts(row['shortNames']), etcdPrefix: '', categories, actedOn: false,
    subresources: itemsOf(row, 'subresources').map((one) => valueText(one['subresource'])).filter((one) => one === 'status' || one === 'scale'),
  }
  return { info, verbs: texts(row['verbs']), categories }
}
