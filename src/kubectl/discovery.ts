/** What the API server serves, as it tells itself. Source: k8s.io/client-go/discovery (aggregated discovery). */
import { resources } from '../kubernetes/resources.ts'
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

/** Every resource of the preferred version of each group. */
export async function servedResources(kubectl: Kubectl): Promise<readonly ServedResource[]> {
  const lists = await Promise.all(['/api', '/apis'].map((path) => call(kubectl, { method: 'GET', path, headers: { accept } })))
  return lists.flatMap((list) => itemsOf(list, 'items')).flatMap((group) => {
    const metadata = isJsonObject(group['metadata']) ? group['metadata'] : {}
    const [version] = itemsOf(group, 'versions')
    if (version === undefined) return []
    return itemsOf(version, 'resources').map((row) => served(valueText(metadata['name']), valueText(version['version']), row))
  })
}

function itemsOf(value: unknown, field: string): readonly { readonly [key: string]: unknown }[] {
  const list = isJsonObject(value) ? value[field] : undefined
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(valueText) : [])

function served(group: string, version: string, row: { readonly [key: string]: unknown }): ServedResource {
  const name = valueText(row['resource'])
  const categories = texts(row['categories'])
  const known = [...resources, ...customResources()].find((info) => info.name === name && info.group === group)
  const kind = isJsonObject(row['responseKind']) ? valueText(row['responseKind']['kind']) : ''
  const info = known ?? {
    // A resource that a CustomResourceDefinition made: its name is not among those of the table.
    name: name as ResourceName, id: -1, kind, group, version, namespaced: row['scope'] === 'Namespaced', singular: valueText(row['singularResource']),
    shortNames: texts(row['shortNames']), etcdPrefix: '', categories, actedOn: false,
    subresources: itemsOf(row, 'subresources').map((one) => valueText(one['subresource'])).filter((one) => one === 'status' || one === 'scale'),
  }
  return { info, verbs: texts(row['verbs']), categories }
}
