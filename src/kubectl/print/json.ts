/** JSON as kubectl prints it: keys in order, four blanks, and `<`, `>`, `&` escaped. Source: encoding/json (Go standard library). */
import { isJsonObject } from '../apply/manifest.ts'

/** A value with the keys of its objects in order. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.keys(value).toSorted(byText).filter((key) => value[key] !== undefined).map((key) => [key, sortedKeys(value[key])]))
}

/** Order of code units, the same everywhere. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Indented JSON without a line feed at the end. */
export function jsonText(value: unknown): string {
  return escapeHtml(JSON.stringify(sortedKeys(value), undefined, 4))
}

/** JSON in one line. */
export function compactJson(value: unknown): string {
  return escapeHtml(JSON.stringify(sortedKeys(value)))
}

/** A value as kubectl prints it in a line: texts bare, objects and lists as JSON, nothing for null. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : compactJson(value)
}

const escapes: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' }

function escapeHtml(text: string): string {
  return text.replace(/[<>&]/g, (char) => escapes[char] ?? char)
}
