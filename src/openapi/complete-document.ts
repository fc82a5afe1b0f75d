/**
 * The API server's OpenAPI documents with Kubernetes' own types and descriptions, where there are any. They come from release 1.30 (what the
 * package has): fields that the server knows beyond it are kept. Loaded when first asked for.
 */
import { definitions as text } from './kubernetes-schemas.ts'
import type { Definition, Definitions, GroupVersionKind } from './definitions.ts'

interface Document {
  readonly components: { readonly schemas: Definitions }
}

const refPrefix = '#/components/schemas/'
let parsed: Definitions | undefined

function upstream(): Definitions {
  parsed ??= JSON.parse(text) as Definitions
  return parsed
}

function isDocument(value: unknown): value is Document {
  const components = typeof value === 'object' && value !== null && 'components' in value ? value.components : undefined
  return typeof components === 'object' && components !== null && 'schemas' in components
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** Names of the definitions that a definition mentions. */
function mentioned(definition: Definition): readonly string[] {
  const own = definition.$ref === undefined ? [] : [definition.$ref.slice(refPrefix.length)]
  const { properties, items, additionalProperties, allOf, oneOf } = definition
  const inner = [...Object.values(properties ?? {}), ...allOf ?? [], ...oneOf ?? []]
  if (items !== undefined) inner.push(items)
  if (typeof additionalProperties === 'object') inner.push(additionalProperties)
  return [...own, ...inner.flatMap(mentioned)]
}

/** The definitions of some names and all that they need. */
function closure(all: Definitions, names: readonly string[]): Record<string, Definition> {
  const found: Record<string, Definition> = {}
  const waiting = [...names]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const definition = all[name]
    if (definition === undefined || Object.hasOwn(found, name)) continue
    found[name] = definition
    waiting.push(...mentioned(definition))
  }
  return found
}

function sameKind(definition: Definition, { group, version, kind }: GroupVersionKind): boolean {
  const kinds = definition['x-kubernetes-group-version-kind']
  return kinds?.some((one) => one.group === group && one.version === version && one.kind === kind) === true
}

/** The document of the API server (any other value is given back) with fuller schemas. */
export function completeDocument(document: unknown): unknown {
  if (!isDocument(document)) return document
  const all = upstream()
  const own = document.components.schemas
  const kinds = Object.values(own).flatMap((definition) => definition['x-kubernetes-group-version-kind'] ?? [])
  const roots = Object.keys(all).filter((name) => kinds.some((kind) => sameKind(all[name]!, kind)))
  if (roots.length === 0) return document
  const schemas = closure(all, roots)
  const fuller = new Map(Object.keys(schemas).map((name) => [lastPart(name), name]))
  const renamed = (definition: Definition): Definition => JSON.parse(
    JSON.stringify(definition), (key: string, value: unknown) => {
      if (key !== '$ref' || typeof value !== 'string') return value
      return refPrefix + (fuller.get(lastPart(value)) ?? value.slice(refPrefix.length))
    },
  ) as Definition
  for (const [name, definition] of Object.entries(own)) {
    const better = fuller.get(lastPart(name))
    if (better === undefined) {
      schemas[name] = renamed(definition)
      continue
    }
    const { properties = {}, ...rest } = schemas[better]!
    const missing = Object.entries(definition.properties ?? {}).filter(([field]) => !Object.hasOwn(properties, field))
    if (missing.length === 0 || rest.type !== 'object') continue
    const added = Object.fromEntries(missing.map(([field, value]) => [field, renamed(value)]))
    schemas[better] = { ...rest, properties: { ...properties, ...added } }
  }
  return { ...document, components: { ...document.components, schemas } }
}
