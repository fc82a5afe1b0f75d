/**
 * What is wrong with an object by the schema of its definition, in upstream's words. Sources: k8s.io/kube-openapi/pkg/validation/validate,
 * apiextensions-apiserver/pkg/apiserver/{validation,schema/listtype,schema/objectmeta}. Simplified: `x-kubernetes-validations` (CEL) are not
 * evaluated, and of several alternatives that all fail the one with the most fields that were looked at is told.
 */
import { isJsonObject, jsonEqual, type JsonObject, type JsonValue } from '../../../../kubernetes/patch/json-value.ts'
import { duplicate, invalid, notSupported, required, tooLong, type FieldProblem } from '../field-errors.ts'
import { hasFormat } from './formats.ts'
import { memberSchema, type JsonSchema } from './json-schema.ts'

/** Problems, and how much was looked at. */
interface Findings {
  readonly problems: FieldProblem[]
  looked: number
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value
}

function hasType(schema: JsonSchema, value: JsonValue): boolean {
  const either = schema['x-kubernetes-int-or-string'] === true
  if (value === null) return schema.nullable === true || (schema.type === undefined && !either)
  const is = typeName(value)
  if (either) return is === 'integer' || is === 'string'
  return schema.type === undefined || schema.type === is || (schema.type === 'number' && is === 'integer')
}

function wrongType(path: string, value: JsonValue, wanted: string, is: string): FieldProblem {
  return { reason: 'FieldValueTypeInvalid', field: path, message: `Invalid value: ${JSON.stringify(value)}: ${path} in body must be of type ${wanted}: ${JSON.stringify(is)}` }
}

/** Characters as Go counts them. */
function lengthOf(text: string): number {
  return Array.from(text).length
}

function checkText(schema: JsonSchema, text: string, path: string, problems: FieldProblem[]): void {
  const { minLength, maxLength, pattern, format } = schema
  if (maxLength !== undefined && lengthOf(text) > maxLength) problems.push(tooLong(path, maxLength))
  if (minLength !== undefined && lengthOf(text) < minLength) {
    problems.push(invalid(path, text, `${path} in body should be at least ${minLength} chars long`))
  }
  if (pattern !== undefined && !new RegExp(pattern).test(text)) {
    problems.push(invalid(path, text, `${path} in body should match '${pattern}'`))
  }
  if (format !== undefined && !hasFormat(format, text)) problems.push(wrongType(path, text, format, text))
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

function checkList(schema: JsonSchema, list: readonly JsonValue[], path: string, found: Findings): void {
  const { items, minItems, maxItems } = schema
  if (items !== undefined) list.forEach((item, i) => { look(items, item, `${path}[${i}]`, found) })
  if (maxItems !== undefined && list.length > maxItems) {
    found.problems.push({ reason: 'FieldValueTooMany', field: path, message: `Too many: ${list.length}: must have at most ${maxItems} items` })
  }
  if (minItems !== undefined && list.length < minItems) {
    found.problems.push(invalid(path, list.length, `${path} in body should have at least ${minItems} items`))
  }
  checkListType(schema, list, path, found.problems)
}

/** A set has each item once, a map each combination of its keys. */
function checkListType(schema: JsonSchema, list: readonly JsonValue[], path: string, problems: FieldProblem[]): void {
  const kind = schema['x-kubernetes-list-type']
  if (kind !== 'set' && kind !== 'map') return
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const seen = new Map<string, number>()
  list.forEach((item, i) => {
    const identity = kind === 'set' ? item : keysOf(item, keys)
    const text = canonical(identity)
    const times = seen.get(text) ?? 0
    seen.set(text, times + 1)
    // What is there three times is told once.
    if (times === 1) problems.push(duplicate(`${path}[${i}]`, identity))
  })
}

/** The same text for equal values, whatever the order of their members. */
function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(canonical).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name]!)}`).join(',')}}`
}

function keysOf(item: JsonValue, keys: readonly string[]): JsonValue {
  return isJsonObject(item) ? Object.fromEntries(keys.flatMap((key) => (item[key] === undefined ? [] : [[key, item[key]]]))) : item
}

function checkObject(schema: JsonSchema, value: JsonObject, path: string, found: Findings): void {
  const names = Object.keys(value)
  const { maxProperties, minProperties } = schema
  const { problems } = found
  const under = (name: string): string => (path === '' ? name : `${path}.${name}`)
  if (maxProperties !== undefined && names.length > maxProperties) {
    problems.push({ reason: 'FieldValueTooMany', field: path, message: `Too many: ${names.length}: must have at most ${maxProperties} items` })
  }
  if (minProperties !== undefined && names.length < minProperties) {
    problems.push(invalid(path, names.length, `${path} in body should have at least ${minProperties} properties`))
  }
  for (const name of names) {
    const inner = memberSchema(schema, name)
    if (inner !== undefined) look(inner, value[name]!, under(name), found)
  }
  for (const name of schema.required ?? []) if (value[name] === undefined) problems.push(required(under(name)))
  if (schema['x-kubernetes-embedded-resource'] === true) checkEmbedded(value, under, problems)
}

/** An object of the API within another: it says what it is. */
function checkEmbedded(value: JsonObject, under: (name: string) => string, problems: FieldProblem[]): void {
  for (const name of ['apiVersion', 'kind']) {
    const said = value[name]
    if (said === undefined || said === '') problems.push(required(under(name), 'must not be empty'))
    else if (typeof said !== 'string') problems.push(invalid(under(name), said, 'must be a string'))
  }
  const { metadata } = value
  if (metadata !== undefined && !isJsonObject(metadata)) problems.push(invalid(under('metadata'), metadata, 'must be an object'))
}

/** A combination of schemas fails as a whole: upstream names its path in the text alone. */
function combined(path: string, what: string): FieldProblem {
  return { reason: 'FieldValueInvalid', field: '<nil>', message: `Invalid value: "": ${JSON.stringify(path)} ${what}` }
}

function alternatives(schemas: readonly JsonSchema[], value: JsonValue, path: string): { readonly valid: number; readonly best: FieldProblem[] } {
  const tried = schemas.map((schema) => lookedAt(schema, value, path))
  const failed = tried.filter(({ problems }) => problems.length > 0)
  const most = failed.reduce<Findings | undefined>((best, one) => (best === undefined || one.looked > best.looked ? one : best), undefined)
  return { valid: tried.length - failed.length, best: most?.problems ?? [] }
}

function checkCombinations({ anyOf, oneOf, allOf, not }: JsonSchema, value: JsonValue, path: string, found: Findings): void {
  const { problems } = found
  if (anyOf !== undefined && anyOf.length > 0) {
    const { valid, best } = alternatives(anyOf, value, path)
    if (valid === 0) problems.push(combined(path, 'must validate at least one schema (anyOf)'), ...best)
  }
  if (oneOf !== undefined && oneOf.length > 0) {
    const { valid, best } = alternatives(oneOf, value, path)
    const count = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`
    if (valid !== 1) problems.push(combined(path, `must validate one and only one schema (oneOf). ${count}`), ...(valid === 0 ? best : []))
  }
  if (allOf !== undefined && allOf.length > 0) {
    const all = allOf.map((schema) => lookedAt(schema, value, path).problems)
    const failed = all.filter((one) => one.length > 0).length
    problems.push(...all.flat())
    if (failed > 0) problems.push(combined(path, `must validate all the schemas (allOf)${failed === all.length ? '. None validated' : ''}`))
  }
  if (not !== undefined && lookedAt(not, value, path).problems.length === 0) problems.push(combined(path, 'must not validate the schema (not)'))
}

function lookedAt(schema: JsonSchema, value: JsonValue, path: string): Findings {
  const found: Findings = { problems: [], looked: 0 }
  look(schema, value, path, found)
  return found
}

function look(schema: JsonSchema, value: JsonValue, path: string, found: Findings): void {
  found.looked++
  if (!hasType(schema, value)) {
    const is = typeName(value)
    const shown = isJsonObject(value) || Array.isArray(value) ? is : value
    found.problems.push(wrongType(path, shown, schema.type ?? 'integer,string', is))
    return
  }
  checkCombinations(schema, value, path, found)
  if (value === null) return
  if (schema.enum !== undefined && !schema.enum.some((one) => jsonEqual(one, value))) {
    found.problems.push(notSupported(path, value, schema.enum.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))))
  }
  if (typeof value === 'string') checkText(schema, value, path, found.problems)
  else if (typeof value === 'number') checkNumber(schema, value, path, found.problems)
  else if (Array.isArray(value)) checkList(schema, value as readonly JsonValue[], path, found)
  else if (isJsonObject(value)) checkObject(schema, value, path, found)
}

/** Adds what is wrong with a value, all of it. */
export function validate(schema: JsonSchema, value: JsonValue, path: string, problems: FieldProblem[]): void {
  look(schema, value, path, { problems, looked: 0 })
}
