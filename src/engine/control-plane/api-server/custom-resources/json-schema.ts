/**
 * Structural schemas of custom resources: what is left out, what is filled in, what is wrong. Texts are upstream's. Sources:
 * apiextensions-apiserver/pkg/apiserver/{schema,validation}, k8s.io/kube-openapi/pkg/validation. Simplified: `x-kubernetes-validations`
 * (CEL), `format`, `not`, `allOf`, `anyOf` and `oneOf` are kept and not evaluated.
 */
import { isJsonObject, jsonEqual, type JsonObject, type JsonValue } from '../../../../kubernetes/patch/json-value.ts'
import { invalid, notSupported, required, type FieldProblem } from '../field-errors.ts'

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

function typeName(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value
}

function hasType(schema: JsonSchema, value: JsonValue): boolean {
  if (value === null) return schema.nullable === true
  const is = typeName(value)
  if (schema['x-kubernetes-int-or-string'] === true) return is === 'integer' || is === 'string'
  return schema.type === undefined || schema.type === is || (schema.type === 'number' && is === 'integer')
}

function checkText(schema: JsonSchema, text: string, path: string, problems: FieldProblem[]): void {
  const { minLength, maxLength, pattern } = schema
  if (maxLength !== undefined && text.length > maxLength) {
    problems.push(invalid(path, text, `${path} in body should be at most ${maxLength} chars long`))
  }
  if (minLength !== undefined && text.length < minLength) {
    problems.push(invalid(path, text, `${path} in body should be at least ${minLength} chars long`))
  }
  if (pattern !== undefined && !new RegExp(pattern).test(text)) {
    problems.push(invalid(path, text, `${path} in body should match '${pattern}'`))
  }
}

function checkNumber(schema: JsonSchema, value: number, path: string, problems: FieldProblem[]): void {
  const { minimum, maximum, multipleOf, exclusiveMinimum, exclusiveMaximum } = schema
  const add = (what: string): void => { problems.push(invalid(path, value, `${path} in body should be ${what}`)) }
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    add(`less than ${exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`)
  }
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    add(`greater than ${exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`)
  }
  if (multipleOf !== undefined && value % multipleOf !== 0) add(`a multiple of ${multipleOf}`)
}

function checkList(schema: JsonSchema, list: readonly JsonValue[], path: string, problems: FieldProblem[]): void {
  const { items, minItems, maxItems } = schema
  if (maxItems !== undefined && list.length > maxItems) {
    problems.push({ reason: 'FieldValueTooMany', field: path, message: `Too many: ${list.length}: must have at most ${maxItems} items` })
  }
  if (minItems !== undefined && list.length < minItems) {
    problems.push(invalid(path, list.length, `${path} in body should have at least ${minItems} items`))
  }
  if (items !== undefined) list.forEach((item, i) => { validate(items, item, `${path}[${i}]`, problems) })
}

function checkObject(schema: JsonSchema, value: JsonObject, path: string, problems: FieldProblem[]): void {
  const names = Object.keys(value)
  const { maxProperties, minProperties } = schema
  const under = (name: string): string => (path === '' ? name : `${path}.${name}`)
  if (maxProperties !== undefined && names.length > maxProperties) {
    problems.push(invalid(path, names.length, `${path} in body should have at most ${maxProperties} properties`))
  }
  if (minProperties !== undefined && names.length < minProperties) {
    problems.push(invalid(path, names.length, `${path} in body should have at least ${minProperties} properties`))
  }
  for (const name of schema.required ?? []) if (value[name] === undefined) problems.push(required(under(name)))
  for (const name of names) {
    const inner = memberSchema(schema, name)
    if (inner !== undefined) validate(inner, value[name]!, under(name), problems)
  }
}

/** Adds what is wrong with a value, all of it. */
export function validate(schema: JsonSchema, value: JsonValue, path: string, problems: FieldProblem[]): void {
  if (!hasType(schema, value)) {
    const wanted = schema.type ?? 'integer,string'
    const shown = isJsonObject(value) || Array.isArray(value) ? typeName(value) : value
    problems.push({
      reason: 'FieldValueTypeInvalid', field: path,
      message: `Invalid value: ${JSON.stringify(shown)}: ${path} in body must be of type ${wanted}: ${JSON.stringify(typeName(value))}`,
    })
    return
  }
  if (value === null) return
  if (schema.enum !== undefined && !schema.enum.some((one) => jsonEqual(one, value))) {
    problems.push(notSupported(path, value, schema.enum.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))))
  }
  if (typeof value === 'string') checkText(schema, value, path, problems)
  else if (typeof value === 'number') checkNumber(schema, value, path, problems)
  else if (Array.isArray(value)) checkList(schema, value as readonly JsonValue[], path, problems)
  else if (isJsonObject(value)) checkObject(schema, value, path, problems)
}

type Shape = 'text' | 'number' | 'flag' | 'list' | 'texts'

/** Members of a schema that are read here, and what they must be. */
const shapes: Readonly<Record<string, Shape>> = {
  type: 'text', description: 'text', pattern: 'text', minimum: 'number', maximum: 'number', multipleOf: 'number', minLength: 'number',
  maxLength: 'number', minItems: 'number', maxItems: 'number', minProperties: 'number', maxProperties: 'number', nullable: 'flag',
  exclusiveMinimum: 'flag', exclusiveMaximum: 'flag', enum: 'list', required: 'texts', 'x-kubernetes-preserve-unknown-fields': 'flag',
  'x-kubernetes-int-or-string': 'flag', 'x-kubernetes-embedded-resource': 'flag', 'x-kubernetes-list-type': 'text',
  'x-kubernetes-list-map-keys': 'texts', 'x-kubernetes-map-type': 'text',
}

function fits(value: unknown, shape: Shape): boolean {
  switch (shape) {
    case 'text': return typeof value === 'string'
    case 'number': return typeof value === 'number'
    case 'flag': return typeof value === 'boolean'
    case 'list': return Array.isArray(value)
    case 'texts': return Array.isArray(value) && value.every((one) => typeof one === 'string')
  }
}

/** What is wrong with a schema itself: a member of the wrong type, a pattern that is no expression. */
export function schemaProblems(schema: unknown, path: string): FieldProblem[] {
  if (!isJsonObject(schema)) return [invalid(path, schema, 'must be a schema')]
  const problems: FieldProblem[] = []
  for (const name of Object.keys(schema)) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
    if (shape !== undefined && !fits(schema[name], shape)) problems.push(invalid(`${path}.${name}`, schema[name], `must be a ${shape}`))
  }
  const { pattern, properties, items, additionalProperties } = schema
  if (typeof pattern === 'string' && !isExpression(pattern)) {
    problems.push(invalid(`${path}.pattern`, pattern, 'must be a valid regular expression, but isn\'t'))
  }
  if (properties !== undefined && !isJsonObject(properties)) problems.push(invalid(`${path}.properties`, properties, 'must be schemas by name'))
  else for (const name of Object.keys(properties ?? {})) problems.push(...schemaProblems(properties?.[name], `${path}.properties[${name}]`))
  if (items !== undefined) problems.push(...schemaProblems(items, `${path}.items`))
  if (additionalProperties !== undefined && typeof additionalProperties !== 'boolean') {
    problems.push(...schemaProblems(additionalProperties, `${path}.additionalProperties`))
  }
  return problems
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp
  } catch {
    // The engine's own words differ from host to host: the caller tells that it is none.
    return false
  }
}
