/** OpenAPI v3 documents of the API server, as far as the editor reads them: shapes of kinds, found by group, version and kind. */
import { isJsonObject } from '../../../kubectl/apply/manifest.ts'

/** One schema. Members beyond these are not read. */
export interface Schema {
  readonly type?: string
  readonly format?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly allOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly $ref?: string
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[]
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
}

/** The schemas of one version by name. */
export type Schemas = Readonly<Record<string, Schema>>

/** The schemas of a document; empty for anything that is none. */
export function schemasOf(document: unknown): Schemas {
  const components = isJsonObject(document) ? document['components'] : undefined
  const schemas = isJsonObject(components) ? components['schemas'] : undefined
  return isJsonObject(schemas) ? schemas as Schemas : {}
}

/** Path of a version in the API server's index: "api/v1", "apis/apps/v1". */
export function versionPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`
}

/** The schema of a kind; undefined when the version has none. */
export function schemaOfKind(schemas: Schemas, apiVersion: string, kind: string): Schema | undefined {
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  const version = apiVersion.slice(slash + 1)
  return Object.values(schemas).find((schema) =>
    schema['x-kubernetes-group-version-kind']?.some((it) => it.group === group && it.version === version && it.kind === kind))
}

/** References that are followed from one schema to the next; a document whose references run in a circle ends there. */
const maxReferences = 8

/** The schema behind `$ref` and an `allOf` of one; what stands beside the reference, such as its description, wins. */
export function resolved(schemas: Schemas, schema: Schema): Schema {
  let at = schema
  let description = schema.description
  for (let i = 0; i < maxReferences; i += 1) {
    const [only] = at.allOf ?? []
    const next = at.$ref === undefined ? (only?.$ref === undefined ? undefined : only) : schemas[at.$ref.slice(at.$ref.lastIndexOf('/') + 1)]
    if (next === undefined) break
    at = next
    description ??= next.description
  }
  return description === undefined ? at : { ...at, description }
}

/** Types that a schema takes, as JSON Schema names them; empty: anything. */
export function typesOf(schema: Schema): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string') return ['integer', 'string']
  if (schema.format === 'quantity') return ['string', 'number']
  if (schema.oneOf !== undefined) return schema.oneOf.flatMap((one) => (one.type === undefined ? [] : [one.type]))
  if (schema.type === undefined || isLoose(schema)) return []
  return [schema.type]
}

/** An object of which nothing is said may as well be something else: the API server keeps or drops it unread. */
function isLoose(schema: Schema): boolean {
  return schema.type === 'object' && schema.properties === undefined && schema.additionalProperties === undefined
}

/** The schema of a field of an object or map, or of the items of a list (`step` a number); undefined: there is none. */
export function childSchema(schemas: Schemas, parent: Schema, step: string | number): Schema | undefined {
  const at = resolved(schemas, parent)
  const child = typeof step === 'number' ? at.items : own(at.properties, step) ?? (typeof at.additionalProperties === 'object' ? at.additionalProperties : undefined)
  return child === undefined ? undefined : resolved(schemas, child)
}

function own(properties: Schema['properties'], name: string): Schema | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined
}

/** Whether an object may have a field that its schema does not name. */
export function takesAnyField(schema: Schema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema.properties === undefined || schema.additionalProperties === true
    || typeof schema.additionalProperties === 'object'
}
