/** A small language for the shape of objects, from which JSON from outside is checked and read. */
export type Schema =
  | { readonly kind: 'string' | 'int' | 'boolean' | 'quantity' | 'intOrString' | 'any' | 'revision'; readonly absent?: unknown }
  /** Text or null, both are kept. */
  | { readonly kind: 'nullableString'; readonly absent?: unknown }
  | { readonly kind: 'map' | 'list'; readonly of: Schema; readonly absent?: unknown }
  | StructSchema

export interface StructSchema {
  readonly kind: 'struct'
  /** Name of the Go type, for error texts. */
  readonly name: string
  readonly fields: readonly (readonly [string, Schema])[]
  /** Fields of the real type that are accepted and dropped with a warning: they are not simulated. */
  readonly dropped: ReadonlySet<string>
  /** Other members are kept as they are. */
  readonly open?: true
  /** 'empty': a missing struct is read as if it were {}. */
  readonly absent?: 'empty'
}

export const string: Schema = { kind: 'string' }
/** Text that is '' when it is missing. */
export const text: Schema = { kind: 'string', absent: '' }
export const int: Schema = { kind: 'int' }
export const boolean: Schema = { kind: 'boolean' }
export const quantity: Schema = { kind: 'quantity' }
export const intOrString: Schema = { kind: 'intOrString' }
export const any: Schema = { kind: 'any' }
export const nullableString: Schema = { kind: 'nullableString' }
export const stringMap: Schema = { kind: 'map', of: string }
export const resourceList: Schema = { kind: 'map', of: quantity }
/** A resource list that is {} when it is missing. */
export const requiredResourceList: Schema = { kind: 'map', of: quantity, absent: {} }

export function list(of: Schema): Schema {
  return { kind: 'list', of }
}
/** A list that is [] when it is missing. */
export function requiredList(of: Schema): Schema {
  return { kind: 'list', of, absent: [] }
}

export function struct(name: string, fields: Readonly<Record<string, Schema>>, dropped: readonly string[] = []): StructSchema {
  return { kind: 'struct', name, fields: Object.entries(fields), dropped: new Set(dropped) }
}
/** The same, read as {} when it is missing. */
export function requiredStruct(name: string, fields: Readonly<Record<string, Schema>>, dropped: readonly string[] = []): StructSchema {
  return { ...struct(name, fields, dropped), absent: 'empty' }
}

/** Schema of a whole object of a kind. */
export function objectSchema(kind: string, fields: Readonly<Record<string, Schema>>): StructSchema {
  return struct(kind, { apiVersion: text, kind: text, metadata: objectMeta, ...fields })
}

/** Schema of a whole object of which only the metadata is known. */
export function openObjectSchema(kind: string): StructSchema {
  return { ...objectSchema(kind, {}), open: true }
}

const ownerReference = struct('OwnerReference', {
  apiVersion: text, kind: text, name: text, uid: text, controller: boolean, blockOwnerDeletion: boolean,
})
const objectMeta = requiredStruct('ObjectMeta', {
  name: text, generateName: string, namespace: text, uid: text, resourceVersion: { kind: 'revision', absent: 0 }, generation: int,
  creationTimestamp: { kind: 'nullableString', absent: '' }, deletionTimestamp: string, deletionGracePeriodSeconds: int,
  labels: stringMap, annotations: stringMap, ownerReferences: list(ownerReference), finalizers: list(string),
  managedFields: any,
}, ['selfLink'])

export const labelSelector = struct('LabelSelector', {
  matchLabels: stringMap,
  matchExpressions: list(struct('LabelSelectorRequirement', { key: text, operator: text, values: list(string) })),
})
