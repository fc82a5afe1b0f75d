/**
 * Objects that come as protobuf, turned into JSON before they go in at the API server's door. Sources: protobuf.dev (encoding),
 * apimachinery/pkg/runtime/serializer/protobuf (the envelope).
 */
import { shapeOf } from './shapes.ts'

/** A body that is no protobuf of a kind that is read here; the message is for people. */
export class ProtobufError extends Error {}

export const protobufType = 'application/vnd.kubernetes.protobuf'

const magic = Buffer.from('k8s\0')

interface Field {
  readonly number: number
  /** Of wire type 0: the number. */
  readonly value: number
  /** Of wire type 2: the bytes. */
  readonly bytes: Buffer
}

const nothing = Buffer.alloc(0)

/** A base-128 number and where it ends. Negative numbers come as 64 bits in two's complement. */
function varint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } {
  let value = 0n
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) break
    value |= BigInt(byte & 127) << BigInt(7 * i)
    if (byte < 128) return { value: Number(BigInt.asIntN(64, value)), end: at + i + 1 }
  }
  throw new ProtobufError('the protobuf body ends inside a number')
}

function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = varint(bytes, at)
    const number = Math.floor(tag.value / 8)
    const wireType = tag.value % 8
    if (wireType !== 0 && wireType !== 2) throw new ProtobufError(`the protobuf body has a field of wire type ${wireType}`)
    const { value, end } = varint(bytes, tag.end)
    at = end
    if (wireType === 0) {
      fields.push({ number, value, bytes: nothing })
      continue
    }
    if (value < 0 || end + value > bytes.length) throw new ProtobufError('the protobuf body ends inside a field')
    fields.push({ number, value: 0, bytes: bytes.subarray(end, end + value) })
    at = end + value
  }
  return fields
}

function intOrString(bytes: Buffer): number | string {
  const fields = fieldsOf(bytes)
  const isText = fields.find((field) => field.number === 1)?.value === 1
  return isText ? fields.find((field) => field.number === 3)?.bytes.toString('utf8') ?? '' : fields.find((field) => field.number === 2)?.value ?? 0
}

/** A value of a type; undefined: it is the zero of a field that Go leaves out of JSON. */
function valueOf(type: string, field: Field): unknown {
  const { value, bytes } = field
  switch (type) {
    case 'skip': return undefined
    case 'string': return bytes.length === 0 ? undefined : bytes.toString('utf8')
    case 'string?': return bytes.toString('utf8')
    case 'bytes': return bytes.toString('base64')
    case 'int': return value === 0 ? undefined : value
    case 'int?': return value
    case 'bool': return value === 0 ? undefined : true
    case 'bool?': return value !== 0
    case 'intOrString': return intOrString(bytes)
    case 'quantity': return fieldsOf(bytes).find((one) => one.number === 1)?.bytes.toString('utf8') ?? '0'
    default: return messageOf(type, bytes)
  }
}

/** An entry of a map: key in field 1, value in field 2. */
function entryOf(type: string, bytes: Buffer): readonly [string, unknown] {
  const fields = fieldsOf(bytes)
  const key = fields.find((field) => field.number === 1)?.bytes.toString('utf8') ?? ''
  const field = fields.find((one) => one.number === 2) ?? { number: 2, value: 0, bytes: nothing }
  // An empty text is a value here.
  return [key, valueOf(type === 'string' ? 'string?' : type, field)]
}

function messageOf(message: string, bytes: Buffer): Record<string, unknown> {
  const shape = shapeOf(message)
  if (shape === undefined) throw new ProtobufError(`${message} is not read as protobuf here: send JSON`)
  const members = new Map<string, unknown>()
  const maps = new Map<string, [string, unknown][]>()
  for (const field of fieldsOf(bytes)) {
    const known = shape[field.number]
    if (known === undefined) throw new ProtobufError(`field ${field.number} of ${message} is not read as protobuf here: send JSON`)
    const [member, type] = known
    if (type.startsWith('[]')) {
      const item = type === '[]string' ? field.bytes.toString('utf8') : valueOf(type.slice(2), field)
      members.set(member, [...(members.get(member) as unknown[] | undefined ?? []), item])
    } else if (type.startsWith('{}')) {
      const entries = maps.get(member) ?? []
      entries.push([...entryOf(type.slice(2), field.bytes)])
      maps.set(member, entries)
    } else {
      const value = valueOf(type, field)
      if (member === '') for (const [name, inner] of Object.entries(value as object)) members.set(name, inner)
      else if (value !== undefined) members.set(member, value)
    }
  }
  for (const [member, entries] of maps) members.set(member, Object.fromEntries(entries))
  return Object.fromEntries(members)
}

/**
 * The JSON text of an object in its envelope (apiVersion, kind, bytes); undefined: a kind that is not read here, the API server may say so.
 * Throws a ProtobufError for what is no protobuf.
 */
export function protobufToJson(body: Buffer): string | undefined {
  if (!body.subarray(0, 4).equals(magic)) throw new ProtobufError('the protobuf body does not begin with the mark of Kubernetes')
  const envelope = fieldsOf(body.subarray(4))
  const typeMeta = fieldsOf(envelope.find((field) => field.number === 1)?.bytes ?? nothing)
  const apiVersion = typeMeta.find((field) => field.number === 1)?.bytes.toString('utf8') ?? ''
  const kind = typeMeta.find((field) => field.number === 2)?.bytes.toString('utf8') ?? ''
  if (shapeOf(kind) === undefined) return undefined
  const object = messageOf(kind, envelope.find((field) => field.number === 2)?.bytes ?? nothing)
  return JSON.stringify({ kind, apiVersion, ...object })
}
