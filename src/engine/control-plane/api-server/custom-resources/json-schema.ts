/**
 * Structural schemas of custom resources: what is left out and what is filled in. What is wrong with an object is found in `schema-validation.ts`,
 * what is wrong with a schema in `structural.ts`. Source: apiextensions-apiserver/pkg/apiserver/schema/{pruning,defaulting}.
 */
import { isJsonObject, type JsonValue } from '../../../../kubernetes/patch/json-value.ts'

export interface JsonSchema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema
  readonly required?: readonly string[]
  readonly enum?: readonly JsonValue[]
  readonly default?: JsonValue
  readonly nullable?: boolean
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: boolean
  readonly exclusiveMaximum?: boolean
  readonly multipleOf?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly format?: string
  readonly allOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly not?: JsonSchema
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-embedded-resource'?: boolean
  readonly 'x-kubernetes-list-type'?: string
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-map-type'?: string
}

const everyObjectHas: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

/** The schema of a member; undefined: it has none. */
export function memberSchema(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  if (schema?.properties !== undefined && Object.hasOwn(schema.properties, name)) return schema.properties[name]
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined
}

function isKept(schema: JsonSchema, name: string): boolean {
  if (schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true) return true
  return schema['x-kubernetes-embedded-resource'] === true && everyObjectHas.has(name)
}

/** The value without the members that its schema does not have, and without nulls that may not be; their paths go to `unknown`. */
export function pruned(schema: JsonSchema, value: JsonValue, path: string, unknown: string[]): JsonValue {
  if (Array.isArray(value)) {
    const { items } = schema
    return items === undefined ? value : (value as readonly JsonValue[]).map((item, i) => pruned(items, item, `${path}[${i}]`, unknown))
  }
  if (!isJsonObject(value)) return value
  const kept: [string, JsonValue][] = []
  for (const name of Object.keys(value)) {
    const member = value[name]!
    const inner = memberSchema(schema, name)
    if (inner !== undefined) {
      if (member !== null || inner.nullable === true) kept.push([name, pruned(inner, member, `${path}.${name}`, unknown)])
    } else if (isKept(schema, name)) kept.push([name, member])
    else unknown.push(path === '' ? name : `${path}.${name}`.replace(/^\./, ''))
  }
  return Object.fromEntries(kept)
}

/** The value with the defaults of its schema. */
export function withDefaults(schema: JsonSchema, value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    const { items } = schema
    return items === undefined ? value : (value as readonly JsonValue[]).map((item) => withDefaults(items, item))
  }
  if (!isJsonObject(value)) return value
  const result: Record<string, JsonValue> = { ...value }
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (result[name] === undefined && inner.default !== undefined) result[name] = inner.default
  }
  for (const name of Object.keys(result)) {
    const inner = memberSchema(schema, name)
    if (inner !== undefined) result[name] = withDefaults(inner, result[name]!)
  }
  return result
}
