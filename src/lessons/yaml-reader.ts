/** Reads typed values out of YAML nodes and notes every fault with its line and column; a faulty value reads as undefined. */
import { isMap, isScalar, isSeq } from 'yaml'
import type { LineCounter } from 'yaml'
import type { LessonError, Scalar } from './lesson.ts'

export interface Reader {
  readonly lines: LineCounter
  readonly errors: LessonError[]
}

/** A YAML value or key with its place; `node` is undefined where a field is absent. */
export interface Place {
  readonly node: unknown
  /** How the value is called in messages: `steps[2].caption`. */
  readonly path: string
  /** Offset in the text that is blamed when the value is absent. */
  readonly offset: number
}
export type Fields = ReadonlyMap<string, Place>

/** Notes a fault at a place. */
export function fault(reader: Reader, place: Place, message: string): undefined {
  const { line, col } = reader.lines.linePos(place.offset)
  reader.errors.push({ line, column: col, message: `${place.path === '' ? 'the lesson' : place.path} ${message}` })
  return undefined
}

/** The fields of a map; unknown ones are faults with the known names. */
export function readFields(reader: Reader, place: Place, known: readonly string[]): Fields | undefined {
  if (!isMap(place.node)) return fault(reader, place, 'must be a map of fields')
  const fields = new Map<string, Place>()
  for (const { key, value } of place.node.items) {
    const name = isScalar(key) ? String(key.value) : '?'
    const keyPlace: Place = { node: value, path: place.path === '' ? name : `${place.path}.${name}`, offset: offsetOf(key, place.offset) }
    if (known.length > 0 && !known.includes(name)) fault(reader, keyPlace, `is not a field here; known are ${known.join(', ')}`)
    else fields.set(name, { ...keyPlace, offset: offsetOf(value, keyPlace.offset) })
  }
  return fields
}

/** A field's place; where it is absent, the map's own offset is blamed. */
export function field(fields: Fields, parent: Place, name: string): Place {
  return fields.get(name) ?? { node: undefined, path: parent.path === '' ? name : `${parent.path}.${name}`, offset: parent.offset }
}

/** Whether a field was written, with a value. */
export function isPresent(place: Place): boolean {
  return place.node !== undefined && place.node !== null && !(isScalar(place.node) && place.node.value === null)
}

/** The elements of a list. */
export function readList(reader: Reader, place: Place): readonly Place[] | undefined {
  if (!isSeq(place.node)) return fault(reader, place, 'must be a list')
  return place.node.items.map((node, index) => ({ node, path: `${place.path}[${index}]`, offset: offsetOf(node, place.offset) }))
}

export function readText(reader: Reader, place: Place): string | undefined {
  const value = scalarOf(place)
  if (typeof value === 'string' && value.trim() !== '') return value.trim()
  return fault(reader, place, isPresent(place) ? 'must be text (put it in quotes)' : 'is missing')
}

export function readNumber(reader: Reader, place: Place): number | undefined {
  const value = scalarOf(place)
  return typeof value === 'number' && Number.isFinite(value) ? value : fault(reader, place, isPresent(place) ? 'must be a number' : 'is missing')
}

export function readWholeNumber(reader: Reader, place: Place, least: number, most: number): number | undefined {
  const value = readNumber(reader, place)
  if (value === undefined) return undefined
  return Number.isInteger(value) && value >= least && value <= most ? value : fault(reader, place, `must be a whole number from ${least} to ${most}`)
}

export function readScalar(reader: Reader, place: Place): Scalar | undefined {
  const value = scalarOf(place)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return fault(reader, place, isPresent(place) ? 'must be a text, number or boolean' : 'is missing')
}

/** One of a few words. */
export function readWord<T extends string>(reader: Reader, place: Place, words: readonly T[]): T | undefined {
  const value = scalarOf(place)
  return words.find((word) => word === value) ?? fault(reader, place, isPresent(place) ? `must be one of ${words.join(', ')}` : 'is missing')
}

/** Reads a field when it is written; undefined otherwise, without a fault. */
export function optional<T>(place: Place, read: (place: Place) => T | undefined): T | undefined {
  return isPresent(place) ? read(place) : undefined
}

function scalarOf(place: Place): unknown {
  return isScalar(place.node) ? place.node.value : undefined
}

function offsetOf(node: unknown, otherwise: number): number {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return otherwise
  const start: unknown = node.range[0]
  return typeof start === 'number' ? start : otherwise
}
