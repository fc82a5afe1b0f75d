/**
 * Messages of page and host as text, for a WebSocket. JSON, but for what JSON cannot hold: typed arrays, `undefined` inside a list, and
 * numbers that are not finite; each of these travels as `{ "$": what, "v": [...] }`.
 */
const arrayTypes = {
  Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array,
} as const
type ArrayName = keyof typeof arrayTypes
type NumberArray = InstanceType<(typeof arrayTypes)[ArrayName]>

interface Special {
  readonly $: ArrayName | 'undefined' | 'number'
  readonly v: readonly (number | string)[]
}

function special(this: unknown, _key: string, value: unknown): unknown {
  if (value === undefined && Array.isArray(this)) return { $: 'undefined', v: [] } satisfies Special
  if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', v: [String(value)] } satisfies Special
  if (!ArrayBuffer.isView(value)) return value
  return { $: value.constructor.name as ArrayName, v: Array.from(value as NumberArray) } satisfies Special
}

/** A message as text. */
export function messageText(message: unknown): string {
  return JSON.stringify(message, special)
}

function isSpecial(value: object): value is Special {
  return '$' in value && 'v' in value && Array.isArray(value.v)
}

function restored({ $, v }: Special): unknown {
  if ($ === 'undefined') return undefined
  return $ === 'number' ? Number(v[0]) : arrayTypes[$].from(v as readonly number[])
}

function restore(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isSpecial(value)) return restored(value)
  const holder = value as Record<string, unknown>
  for (const key of Object.keys(holder)) holder[key] = restore(holder[key])
  return holder
}

/** The message of a text that `messageText` made. Throws a SyntaxError for anything that is no JSON. */
export function messageOf(text: string): unknown {
  return restore(JSON.parse(text))
}
