/**
 * Kinds that CustomResourceDefinitions made, as this client has learnt them: kubectl's own cache of discovery. It is read anew when a word
 * names no kind that is known, so it may name a kind that is gone; the API server says so then.
 */
import { toKeptVersion } from '../kubernetes/other-versions/convert.ts'
import type { JsonObject as JsonValues } from '../kubernetes/patch/json-value.ts'
import { apiVersionOf, otherVersions, resourceInfo, resourcePath } from '../kubernetes/resources.ts'
import type { ResourceInfo, ResourceName } from '../kubernetes/resources.ts'
import { printerColumns } from '../kubernetes/tables/printer-column.ts'
import type { KubernetesObject } from '../kubernetes/types/meta.ts'
import type { PrinterColumn } from '../kubernetes/tables/printer-column.ts'
import { columnsOf } from '../kubernetes/tables/tables.ts'
import { isJsonObject } from './apply/manifest.ts'
import type { JsonObject } from './apply/manifest.ts'
import type { Send } from './kubectl.ts'
import { valueText } from './print/json.ts'

type Columns = ReturnType<typeof columnsOf>

let known: ReadonlyMap<ResourceInfo, Columns> = new Map()

/** Every kind that is known so. */
export const customResources = (): readonly ResourceInfo[] => [...known.keys()]

/** True for a kind that a definition made: it has no strategic merge patch. */
export const isCustomKind = (info: ResourceInfo): boolean => known.has(info)

/** The columns of `kubectl get`. */
export const columnsFor = (info: ResourceInfo): Columns => known.get(info) ?? keptColumns(info)

/** The columns of a built-in kind. They read the version in which it is kept. */
function keptColumns(info: ResourceInfo): Columns {
  const columns = columnsOf(info.name)
  if (!otherVersions.includes(info)) return columns
  const kept = (object: KubernetesObject): KubernetesObject => toKeptVersion(object as unknown as JsonValues, apiVersionOf(info)) as unknown as KubernetesObject
  return columns.map((column) => ({ ...column, cell: (object, nowSeconds) => column.cell(kept(object), nowSeconds) }))
}

/** Asks which definitions there are. Gives true when one is new. */
export async function learnCustomResources(send: Send): Promise<boolean> {
  const { status, body } = await send({ method: 'GET', path: resourcePath(resourceInfo('customresourcedefinitions'), '') })
  if (status >= 400 || !isJsonObject(body) || !Array.isArray(body['items'])) return false
  const names = new Set(customResources().map((info) => `${info.name}.${info.group}/${info.version}`))
  known = new Map(body['items'].filter(isJsonObject).flatMap(kindsOf))
  return customResources().some((info) => !names.has(`${info.name}.${info.group}/${info.version}`))
}

/** The kind of each version that a definition serves. */
function kindsOf({ spec }: JsonObject): readonly (readonly [ResourceInfo, Columns])[] {
  if (!isJsonObject(spec) || !isJsonObject(spec['names']) || !Array.isArray(spec['versions'])) return []
  const { names, group, scope } = spec
  const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(valueText) : [])
  const kind = valueText(names['kind'])
  const singular = valueText(names['singular'])
  return spec['versions'].filter(isJsonObject).filter((version) => version['served'] !== false).map((version) => [
    {
      // Outside the table of names: it stands in paths as it is.
      name: valueText(names['plural']) as ResourceName, id: -1, kind, group: valueText(group), version: valueText(version['name']), namespaced: scope === 'Namespaced',
      singular: singular === '' ? kind.toLowerCase() : singular, shortNames: texts(names['shortNames']), categories: texts(names['categories']), etcdPrefix: '', actedOn: false,
      subresources: isJsonObject(version['subresources']) ? (['status', 'scale'] as const).filter((one) => isJsonObject(version['subresources']) && version['subresources'][one] !== undefined) : [],
    },
    printerColumns(version['additionalPrinterColumns'] as readonly PrinterColumn[] | undefined),
  ] as const)
}
