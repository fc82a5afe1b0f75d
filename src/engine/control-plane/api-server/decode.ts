/**
 * Reads JSON from outside into typed objects with every field named, and finds all that is wrong with it at once: unknown fields, wrong
 * types, each with its path. Source: apimachinery/pkg/runtime/serializer/json (strict decoding).
 */
import { quantityError } from '../../../kubernetes/quantity.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { FieldProblem } from './field-errors.ts'
import type { Schema, StructSchema } from './schema/types.ts'

export interface Decoded {
  readonly object: KubernetesObject
  /** Fields that the type does not have. */
  readonly unknown: readonly string[]
  readonly wrong: readonly FieldProblem[]
  /** Fields of the real type that were dropped, since they are not simulated. */
  readonly dropped: readonly string[]
}

interface Reading {
  readonly unknown: string[]
  readonly wrong: FieldProblem[]
  readonly dropped: string[]
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value
}

const goTypes: Readonly<Record<string, string>> = {
  string: 'string', nullableString: 'string', int: 'int32', boolean: 'bool', quantity: 'resource.Quantity',
  intOrString: 'intstr.IntOrString', revision: 'string', any: 'interface {}',
}

function goType(schema: Schema): string {
  switch (schema.kind) {
    case 'struct': return `v1.${schema.name}`
    case 'list': return `[]${goType(schema.of)}`
    case 'map': return `map[string]${goType(schema.of)}`
    default: return goTypes[schema.kind] ?? 'string'
  }
}

function wrongType(reading: Reading, schema: Schema, value: unknown, path: string, struct: string): undefined {
  // Go names fields without list positions; the cause's path has them.
  const field = path.replaceAll(/\[[^\]]*\]/g, '')
  const badQuantity = schema.kind === 'quantity' && typeof value === 'string' ? quantityError(value) : undefined
  const message = badQuantity ?? `json: cannot unmarshal ${jsonKind(value)} into Go struct field ${struct}.${field} of type ${goType(schema)}`
  reading.wrong.push({ reason: 'FieldValueTypeInvalid', field: path, message })
  return undefined
}

function absentValue(schema: Schema): unknown {
  if (schema.kind !== 'struct') return schema.absent
  return schema.absent === 'empty' ? readStruct(schema, {}, '', { unknown: [], wrong: [], dropped: [] }) : undefined
}

/** What Go makes of a null among the items of a list. */
function zeroOf(schema: Schema): unknown {
  switch (schema.kind) {
    case 'struct': return readStruct(schema, {}, '', { unknown: [], wrong: [], dropped: [] })
    case 'int': return 0
    case 'boolean': return false
    case 'any': return null
    case 'list': return []
    case 'map': return {}
    default: return ''
  }
}

function readPlain(schema: Schema, value: unknown, path: string, struct: string, reading: Reading): unknown {
  switch (schema.kind) {
    case 'any': return value
    case 'string':
    case 'nullableString': return typeof value === 'string' ? value : wrongType(reading, schema, value, path, struct)
    case 'int': return Number.isSafeInteger(value) ? value : wrongType(reading, schema, value, path, struct)
    case 'boolean': return typeof value === 'boolean' ? value : wrongType(reading, schema, value, path, struct)
    case 'intOrString': {
      return typeof value === 'string' || Number.isInteger(value) ? value : wrongType(reading, schema, value, path, struct)
    }
    case 'quantity': {
      const written = typeof value === 'number' ? String(value) : value
      return typeof written === 'string' && quantityError(written) === undefined ? written : wrongType(reading, schema, value, path, struct)
    }
    case 'revision': {
      if (value === '') return 0
      return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : wrongType(reading, schema, value, path, struct)
    }
    default: return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function read(schema: Schema, value: unknown, path: string, struct: string, reading: Reading): unknown {
  if (value === undefined || value === null) return schema.kind === 'nullableString' && value === null ? null : absentValue(schema)
  switch (schema.kind) {
    case 'struct': return isRecord(value) ? readStruct(schema, value, path, reading) : wrongType(reading, schema, value, path, struct)
    case 'list': {
      if (!Array.isArray(value)) return wrongType(reading, schema, value, path, struct)
      return value.map((item, i) => (item === null ? zeroOf(schema.of) : read(schema.of, item, `${path}[${i}]`, struct, reading)))
    }
    case 'map': {
      if (!isRecord(value)) return wrongType(reading, schema, value, path, struct)
      const entries = Object.entries(value).filter(([key]) => key !== '__proto__')
      return Object.fromEntries(entries.map(([key, item]) => [key, read(schema.of, item, `${path}.${key}`, struct, reading)]))
    }
    default: return readPlain(schema, value, path, struct, reading)
  }
}

function readStruct(schema: StructSchema, value: Record<string, unknown>, path: string, reading: Reading): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  let known = 0
  for (const [name, field] of schema.fields) {
    const has = Object.hasOwn(value, name)
    if (has) known++
    result[name] = read(field, has ? value[name] : undefined, path === '' ? name : `${path}.${name}`, schema.name, reading)
  }
  if (known === Object.keys(value).length) return result
  for (const name of Object.keys(value)) {
    if (schema.fields.some(([field]) => field === name)) continue
    const where = path === '' ? name : `${path}.${name}`
    if (schema.open === true) result[name] = value[name]
    else if (schema.dropped.has(name)) reading.dropped.push(where)
    else reading.unknown.push(where)
  }
  return result
}

/** Reads a JSON object by the schema of its kind. What could not be read is left out and told. */
export function decodeObject(schema: StructSchema, value: Record<string, unknown>): Decoded {
  const reading: Reading = { unknown: [], wrong: [], dropped: [] }
  const object = readStruct(schema, value, '', reading) as unknown as KubernetesObject
  return { object, ...reading }
}
