/** How values of custom resources are merged: by the `x-kubernetes-` extensions of their schema. */
import { memberSchema, type JsonSchema } from '../custom-resources/json-schema.ts'
import { builtInType, type ValueType } from './value-types.ts'

const noDefaults = {}

function mergeOf(schema: JsonSchema | undefined): ValueType['merge'] {
  if (schema?.['x-kubernetes-map-type'] === 'atomic') return 'atomic'
  switch (schema?.['x-kubernetes-list-type']) {
    case 'map': return 'keyed'
    case 'set': return 'set'
    case 'atomic': return 'atomic'
    default: return 'granular'
  }
}

function typeOf(schema: JsonSchema | undefined): ValueType {
  return {
    merge: mergeOf(schema), keys: schema?.['x-kubernetes-list-map-keys'] ?? [], keyDefaults: noDefaults,
    member: (name) => typeOf(memberSchema(schema, name)), item: () => typeOf(schema?.items),
  }
}

/** The type of whole objects with this schema; metadata is as that of all kinds. */
export function schemaType(schema: JsonSchema): ValueType {
  const own = typeOf(schema)
  return { ...own, member: (name) => (name === 'metadata' ? builtInType.member(name) : own.member(name)) }
}
