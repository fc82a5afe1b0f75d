/** An object against its schema: fields that are unknown, of the wrong type, or missing, in the API server's words. */
import { isJsonObject } from '../../../kubectl/apply/manifest.ts'
import { childSchema, resolved, takesAnyField, typesOf } from './open-api.ts'
import type { Schema, Schemas } from './open-api.ts'

interface FieldFault {
  /** Field path, e.g. `spec.template.spec.containers[0].image`. */
  readonly field: string
  readonly message: string
}

/** Faults that are told of one object. */
const maxFaults = 30

/**
 * What of `value` the schema does not allow, in the order of the object. The API server has rules beyond its schema; only a request asks
 * for those.
 */
export function checkObject(schemas: Schemas, schema: Schema, value: unknown): readonly FieldFault[] {
  const faults: FieldFault[] = []
  check(schemas, resolved(schemas, schema), value, '', faults)
  return faults.slice(0, maxFaults)
}

function check(schemas: Schemas, schema: Schema, value: unknown, path: string, faults: FieldFault[]): void {
  // The API server reads null as a field that is not there.
  if (value === null || value === undefined || faults.length >= maxFaults) return
  const types = typesOf(schema)
  const type = typeName(value)
  if (types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number'))) {
    faults.push({ field: path, message: `${path}: expected ${types.join(' or ')}, got ${type}` })
    return
  }
  if (schema.enum !== undefined && schema.enum.length > 0 && !schema.enum.includes(value)) {
    faults.push({ field: path, message: `${path}: Unsupported value: ${JSON.stringify(value)}: supported values: ${schema.enum.map((one) => JSON.stringify(one)).join(', ')}` })
  }
  for (const limit of brokenLimits(schema, value)) faults.push({ field: path, message: `${path}: Invalid value: ${JSON.stringify(value)}: should ${limit}` })
  if (Array.isArray(value)) {
    const items = childSchema(schemas, schema, 0)
    if (items !== undefined) value.forEach((item, i) => { check(schemas, items, item, `${path}[${i}]`, faults) })
  } else if (isJsonObject(value)) checkFields(schemas, schema, value, path, faults)
}

/** Limits of the schema that a text or number does not keep. */
function brokenLimits({ pattern, minimum, maximum, minLength, maxLength }: Schema, value: unknown): readonly string[] {
  const broken: string[] = []
  if (typeof value === 'string') {
    if (minLength !== undefined && value.length < minLength) broken.push(`be at least ${minLength} chars long`)
    if (maxLength !== undefined && value.length > maxLength) broken.push(`be at most ${maxLength} chars long`)
    if (pattern !== undefined && !matches(pattern, value)) broken.push(`match '${pattern}'`)
  } else if (typeof value === 'number') {
    if (minimum !== undefined && value < minimum) broken.push(`be greater than or equal to ${minimum}`)
    if (maximum !== undefined && value > maximum) broken.push(`be less than or equal to ${maximum}`)
  }
  return broken
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text)
  } catch {
    // An expression that this browser does not read is left to the API server.
    return true
  }
}

function checkFields(schemas: Schemas, schema: Schema, value: Readonly<Record<string, unknown>>, path: string, faults: FieldFault[]): void {
  for (const name of schema.required ?? []) {
    const field = joined(path, name)
    if (value[name] === undefined || value[name] === null) faults.push({ field, message: `${field}: Required value` })
  }
  for (const [name, member] of Object.entries(value)) {
    const field = joined(path, name)
    const child = childSchema(schemas, schema, name)
    if (child !== undefined) check(schemas, child, member, field, faults)
    else if (!takesAnyField(schema)) {
      const near = nearest(name, Object.keys(schema.properties ?? {}))
      faults.push({ field, message: `unknown field "${field}"${near === undefined ? '' : `; did you mean ${near}?`}` })
    }
  }
}

const joined = (path: string, name: string): string =>
  /^[\w-]+$/.test(name) ? (path === '' ? name : `${path}.${name}`) : `${path}[${name}]`

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** The known name that is at most two letters away; undefined: none is. */
function nearest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.min(3, Math.ceil(name.length / 2))
  for (const candidate of known) {
    const far = distance(name.toLowerCase(), candidate.toLowerCase(), least)
    if (far >= least) continue
    least = far
    best = candidate
  }
  return best
}

/** Letters to change, add or leave out between two words (Levenshtein); `limit` or more is told as `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
