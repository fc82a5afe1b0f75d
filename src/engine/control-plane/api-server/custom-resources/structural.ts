/**
 * What is wrong with a schema itself: members of the wrong type, what custom resources do not support, what is not structural. Sources:
 * apiextensions-apiserver/pkg/apiserver/schema/validation.go, pkg/apis/apiextensions/validation/validation.go.
 */
import { isJsonObject, jsonEqual, type JsonObject, type JsonValue } from '../../../../kubernetes/patch/json-value.ts'
import { forbidden, invalid, notSupported, required, type FieldProblem } from '../field-errors.ts'

type Shape = 'text' | 'number' | 'flag' | 'list' | 'texts'

/** Members of a schema that are read, and what they must be. */
const shapes: Readonly<Record<string, Shape>> = {
  type: 'text', description: 'text', pattern: 'text', format: 'text', minimum: 'number', maximum: 'number', multipleOf: 'number', minLength: 'number',
  maxLength: 'number', minItems: 'number', maxItems: 'number', minProperties: 'number', maxProperties: 'number', nullable: 'flag',
  exclusiveMinimum: 'flag', exclusiveMaximum: 'flag', enum: 'list', required: 'texts', 'x-kubernetes-preserve-unknown-fields': 'flag',
  'x-kubernetes-int-or-string': 'flag', 'x-kubernetes-embedded-resource': 'flag', 'x-kubernetes-list-type': 'text',
  'x-kubernetes-list-map-keys': 'texts', 'x-kubernetes-map-type': 'text', allOf: 'list', anyOf: 'list', oneOf: 'list', 'x-kubernetes-validations': 'list',
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

const types: readonly string[] = ['array', 'boolean', 'integer', 'number', 'object', 'string']
/** What JSON Schema has and custom resources have not. */
const unsupported: readonly string[] = ['$ref', 'additionalItems', 'definitions', 'dependencies', 'id', 'patternProperties']
/** Under a combination only values may be restricted: by member, the word of the refusal. */
const notNested: Readonly<Record<string, string>> = {
  type: 'empty', additionalProperties: 'undefined', default: 'undefined', title: 'empty', description: 'empty', nullable: 'false',
  externalDocs: 'undefined', 'x-kubernetes-preserve-unknown-fields': 'false', 'x-kubernetes-embedded-resource': 'false',
  'x-kubernetes-int-or-string': 'false', 'x-kubernetes-list-map-keys': 'empty', 'x-kubernetes-list-type': 'undefined',
  'x-kubernetes-map-type': 'undefined', 'x-kubernetes-validations': 'empty',
}
const emptyTypes: Readonly<Record<Level, string>> = { root: 'at the root', item: 'for specified array items', field: 'for specified object fields' }
const intOrString: JsonValue = [{ type: 'integer' }, { type: 'string' }]

type Level = 'root' | 'item' | 'field'

/** What is wrong with the schema of a version. */
export function schemaProblems(schema: unknown, path: string): FieldProblem[] {
  const problems: FieldProblem[] = []
  checkSchema(schema, 'root', path, problems)
  return problems
}

function checkShapes(schema: JsonObject, path: string, problems: FieldProblem[]): void {
  for (const name of Object.keys(schema)) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
    if (shape !== undefined && !fits(schema[name], shape)) problems.push(invalid(`${path}.${name}`, schema[name], `must be a ${shape}`))
    if (unsupported.includes(name)) problems.push(forbidden(`${path}.${name}`, `${name} is not supported`))
  }
  const { pattern, properties, type } = schema
  if (schema['uniqueItems'] === true) {
    problems.push(forbidden(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'))
  }
  if (typeof pattern === 'string' && !isExpression(pattern)) {
    problems.push(invalid(`${path}.pattern`, pattern, 'must be a valid regular expression, but isn\'t'))
  }
  if (properties !== undefined && !isJsonObject(properties)) problems.push(invalid(`${path}.properties`, properties, 'must be schemas by name'))
  if (type === 'null') problems.push(forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'))
  else if (typeof type === 'string' && type !== '' && !types.includes(type)) problems.push(notSupported(`${path}.type`, type, types))
}

/** Schemas of the members, by name. */
function membersOf(schema: JsonObject): readonly (readonly [name: string, schema: JsonValue])[] {
  const { properties } = schema
  return isJsonObject(properties) ? Object.keys(properties).map((name) => [name, properties[name]!] as const) : []
}

function checkSchema(schema: unknown, level: Level, path: string, problems: FieldProblem[]): void {
  if (!isJsonObject(schema)) {
    problems.push(invalid(path, schema, 'must be a schema'))
    return
  }
  checkShapes(schema, path, problems)
  checkType(schema, level, path, problems)
  checkListKind(schema, path, problems)
  const { items, additionalProperties } = schema
  if (Array.isArray(items)) problems.push(forbidden(`${path}.items`, 'items must be a schema object and not an array'))
  else if (items !== undefined) checkSchema(items, 'item', `${path}.items`, problems)
  for (const [name, inner] of membersOf(schema)) checkSchema(inner, 'field', `${path}.properties[${name}]`, problems)
  if (additionalProperties === false) problems.push(forbidden(`${path}.additionalProperties`, 'additionalProperties cannot be set to false'))
  if (additionalProperties !== undefined && level === 'root') problems.push(forbidden(`${path}.additionalProperties`, 'must not be used at the root'))
  if (additionalProperties !== undefined && membersOf(schema).length > 0) {
    problems.push(forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'))
  }
  if (typeof additionalProperties === 'object') checkSchema(additionalProperties, 'field', `${path}.additionalProperties`, problems)
  checkCombinations(schema, schema, path, problems)
}

function checkType(schema: JsonObject, level: Level, path: string, problems: FieldProblem[]): void {
  const { type, items } = schema
  const free = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true
  if (type === undefined || type === '') {
    if (schema['x-kubernetes-embedded-resource'] === true) {
      problems.push(required(`${path}.type`, 'must be object if x-kubernetes-embedded-resource is true'))
    } else if (!free) problems.push(required(`${path}.type`, `must not be empty ${emptyTypes[level]}`))
  } else if (level === 'root' && type !== 'object') problems.push(invalid(`${path}.type`, type, 'must be object at the root'))
  if (type === 'array' && items === undefined) problems.push(required(`${path}.items`, 'must be specified'))
}

/** Lists that are sets or maps say what they are made of. */
function checkListKind(schema: JsonObject, path: string, problems: FieldProblem[]): void {
  const kind = schema['x-kubernetes-list-type']
  const keys = schema['x-kubernetes-list-map-keys']
  if (kind === undefined) return
  if (kind !== 'atomic' && kind !== 'set' && kind !== 'map') problems.push(notSupported(`${path}.x-kubernetes-list-type`, kind, ['atomic', 'set', 'map']))
  if (schema['type'] !== 'array') problems.push(invalid(`${path}.type`, schema['type'] ?? '', 'must be array if x-kubernetes-list-type is specified'))
  if (kind !== 'map') return
  if (!Array.isArray(keys) || keys.length === 0) {
    problems.push(required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'))
    return
  }
  const { items } = schema
  const members = isJsonObject(items) ? new Map(membersOf(items)) : new Map<string, JsonValue>()
  const must = isJsonObject(items) && Array.isArray(items['required']) ? items['required'] : []
  for (const key of keys as readonly string[]) {
    const inner = members.get(key)
    if (inner === undefined) problems.push(invalid(`${path}.x-kubernetes-list-map-keys`, keys, 'entries must all be names of item properties'))
    else if (!must.includes(key) && isJsonObject(inner) && inner['default'] === undefined) {
      problems.push(required(`${path}.items.properties[${key}].default`, 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property'))
    }
  }
}

/** `outside`: the schema of the same value outside of all combinations, which has to name its members. */
function checkCombinations(schema: JsonObject, outside: JsonValue | undefined, path: string, problems: FieldProblem[]): void {
  for (const name of ['allOf', 'anyOf', 'oneOf'] as const) {
    const list = schema[name]
    if (!Array.isArray(list)) continue
    // The one form in which types may be named: what `x-kubernetes-int-or-string` stands for.
    if (name === 'anyOf' && jsonEqual(list, intOrString)) continue
    list.forEach((one, i) => { checkNested(one, outside, `${path}.${name}[${i}]`, problems) })
  }
  if (schema['not'] !== undefined) checkNested(schema['not'], outside, `${path}.not`, problems)
}

function checkNested(schema: unknown, outside: JsonValue | undefined, path: string, problems: FieldProblem[]): void {
  if (!isJsonObject(schema)) {
    problems.push(invalid(path, schema, 'must be a schema'))
    return
  }
  checkShapes(schema, path, problems)
  for (const [name, word] of Object.entries(notNested)) {
    const said = schema[name]
    if (said !== undefined && said !== false && said !== '') problems.push(forbidden(`${path}.${name}`, `must be ${word} to be structural`))
  }
  const around: JsonObject = isJsonObject(outside) ? outside : {}
  const known = new Map(membersOf(around))
  for (const [name, inner] of membersOf(schema)) {
    const at = `${path}.properties[${name}]`
    if (name === 'metadata') problems.push(forbidden(at, 'must not be specified in a nested context'))
    else if (!known.has(name) && around['x-kubernetes-preserve-unknown-fields'] !== true && typeof around['additionalProperties'] !== 'object') {
      problems.push(required(at.replace(/\.(?:(?:all|any|one)Of\[\d+\]|not)/g, ''), `because it is defined in ${at}`))
    }
    checkNested(inner, known.get(name), at, problems)
  }
  if (schema['items'] !== undefined) checkNested(schema['items'], around['items'], `${path}.items`, problems)
  checkCombinations(schema, outside, path, problems)
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp
  } catch {
    // The engine's own words differ from host to host: the caller tells that it is none.
    return false
  }
}
