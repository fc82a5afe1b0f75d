/** What can be typed at a place of a manifest, by the schema of its kind. */
import { customResources } from '../../../kubectl/custom-resources.ts'
import { apiVersionOf, resources } from '../../../kubernetes/resources.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { childSchema, schemaOfKind, typesOf } from './open-api.ts'
import type { Schema, Schemas } from './open-api.ts'
import type { SchemaSource } from './schema-source.ts'
import type { YamlCursor } from './yaml-cursor.ts'

interface Proposal {
  readonly label: string
  /** Type of the field in few words: "string", "list of Container". */
  readonly detail: string
  /** The schema's description; empty text: it has none. */
  readonly says: string
  /** What is written in place of the typed word. */
  readonly insert: string
  /** Required fields come first. */
  readonly required: boolean
}

const head: readonly (readonly [name: string, insert: string])[] = [['apiVersion', 'apiVersion: '], ['kind', 'kind: '], ['metadata', 'metadata:\n  name: '], ['spec', 'spec:\n  ']]

/** Proposals at the cursor, required fields first; empty when the schema says nothing there. Rejects when the connection breaks. */
export async function proposalsAt(cursor: YamlCursor, source: SchemaSource): Promise<readonly Proposal[]> {
  const top = cursor.path.length === 0
  if (top && cursor.valueOf === 'kind') return kinds(cursor)
  if (top && cursor.valueOf === 'apiVersion') return versions(cursor)
  const schemas = cursor.apiVersion === '' ? {} : await source(cursor.apiVersion)
  const kind = schemaOfKind(schemas, cursor.apiVersion, cursor.kind)
  if (kind === undefined) return top && cursor.valueOf === undefined ? head.filter(([name]) => !cursor.siblings.has(name)).map(([label, insert]) => plain(label, insert)) : []
  const object = cursor.path.reduce<Schema | undefined>((at, step) => (at === undefined ? undefined : childSchema(schemas, at, step)), childSchemaOfKind(schemas, kind))
  if (object === undefined) return []
  return cursor.valueOf === undefined ? fields(schemas, object, cursor) : values(childSchema(schemas, object, cursor.valueOf))
}

const childSchemaOfKind = (schemas: Schemas, kind: Schema): Schema | undefined => childSchema(schemas, { items: kind }, 0)

const plain = (label: string, insert = label): Proposal => ({ label, detail: '', says: '', insert, required: false })

/** Every kind, those of definitions too. */
const allKinds = (): readonly ResourceInfo[] => [...resources, ...customResources()]

function kinds(cursor: YamlCursor): readonly Proposal[] {
  const fitting = allKinds().filter((info) => cursor.apiVersion === '' || apiVersionOf(info) === cursor.apiVersion)
  return (fitting.length > 0 ? fitting : allKinds()).map((info) => ({ ...plain(info.kind), detail: apiVersionOf(info) }))
}

function versions(cursor: YamlCursor): readonly Proposal[] {
  const fitting = allKinds().filter((info) => info.kind === cursor.kind)
  return [...new Set((fitting.length > 0 ? fitting : allKinds()).map(apiVersionOf))].map((version) => plain(version))
}

function fields(schemas: Schemas, object: Schema, cursor: YamlCursor): readonly Proposal[] {
  const required = new Set(object.required)
  return Object.keys(object.properties ?? {})
    .filter((name) => !cursor.siblings.has(name) && !(cursor.path.length === 0 && name === 'status'))
    .map((name) => {
      const schema = childSchema(schemas, object, name) ?? {}
      return { label: name, detail: typeText(schemas, schema), says: schema.description ?? '', insert: `${name}:${opening(schemas, schema, cursor.column)}`, required: required.has(name) }
    })
    .toSorted((a, b) => Number(b.required) - Number(a.required))
}

/** What follows a field's name, so that typing can go on: a blank, or a line for the first field or item. */
function opening(schemas: Schemas, schema: Schema, column: number): string {
  const indent = ' '.repeat(column + 2)
  if (schema.type === 'array') return `\n${indent}- `
  return schema.type === 'object' && (schema.properties !== undefined || childSchema(schemas, schema, '') !== undefined) ? `\n${indent}` : ' '
}

function typeText(schemas: Schemas, schema: Schema): string {
  if (schema.type === 'array') return `list of ${typeText(schemas, childSchema(schemas, schema, 0) ?? {})}`
  const types = typesOf(schema)
  return types.length === 0 ? 'object' : types.join(' or ')
}

function values(schema: Schema | undefined): readonly Proposal[] {
  if (schema === undefined) return []
  if (schema.enum !== undefined) return schema.enum.filter((one) => typeof one === 'string').map((one) => plain(one))
  return schema.type === 'boolean' ? [plain('true'), plain('false')] : []
}
