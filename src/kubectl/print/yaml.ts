/**
 * YAML as kubectl prints it: keys in order, lists not indented, texts plain where YAML 1.1 would read them back as text, folded after
 * column 80. Written by hand because the text must be the same to the byte.
 * Source: sigs.k8s.io/yaml/goyaml.v2 (encode.go, emitterc.go, resolve.go).
 */
import { isJsonObject } from '../apply/manifest.ts'
import { byText } from './json.ts'

const bestWidth = 80

/** A JSON value as YAML, with a line feed at the end. */
export function yamlText(value: unknown): string {
  return isBlock(value) ? block(value, '') : `${scalar(value, '', 0, false)}\n`
}

function isBlock(value: unknown): value is readonly unknown[] | { readonly [key: string]: unknown } {
  return (Array.isArray(value) && value.length > 0) || (isJsonObject(value) && Object.values(value).some((member) => member !== undefined))
}

/** Lines of a list or an object; each begins with the indent. */
function block(value: readonly unknown[] | { readonly [key: string]: unknown }, indent: string): string {
  if (Array.isArray(value)) return value.map((item) => listItem(item, indent)).join('')
  const object = value as { readonly [key: string]: unknown }
  return Object.keys(object).filter((key) => object[key] !== undefined).toSorted(byText).map((key) => member(key, object[key], indent)).join('')
}

function listItem(item: unknown, indent: string): string {
  if (!isBlock(item)) return `${indent}- ${scalar(item, `${indent}  `, indent.length + 2, false)}\n`
  const inner = block(item, `${indent}  `)
  return `${indent}- ${inner.slice(indent.length + 2)}`
}

function member(key: string, value: unknown, indent: string): string {
  const head = `${indent}${scalar(key, indent, indent.length, true)}:`
  if (isBlock(value)) return `${head}\n${block(value, Array.isArray(value) ? indent : `${indent}  `)}`
  return `${head} ${scalar(value, `${indent}  `, head.length + 1, false)}\n`
}

function scalar(value: unknown, indent: string, column: number, isKey: boolean): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return '[]'
  if (typeof value === 'object') return '{}'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return 'null'
  if (value.includes('\n') && !isKey && canBeLiteral(value)) return literal(value, indent)
  if (readsAsOther(value) || hasSpecial(value)) return doubleQuoted(value, indent, isKey ? -Infinity : column)
  return isPlain(value) ? fold(value, indent, isKey ? -Infinity : column) : `'${fold(value.replaceAll("'", "''"), indent, isKey ? -Infinity : column + 1)}'`
}

/** Words that YAML 1.1 reads as null or a truth value. */
const otherWords = new Set([
  '', '~', 'null', 'Null', 'NULL', 'true', 'True', 'TRUE', 'false', 'False', 'FALSE', 'y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON',
  'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', '.nan', '.NaN', '.NAN', '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF', '-.inf', '-.Inf', '-.INF',
  '<<',
])
const numbers = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*|\.[0-9_]+|[0-9][0-9_]*\.[0-9_]*)(?:[eE][-+]?[0-9]+)?$/
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/
const timestamp = /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|\s+)\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d*)?\s*(?:Z|[-+]\d{1,2}(?::?\d{2})?)?)?$/

function readsAsOther(text: string): boolean {
  return otherWords.has(text) || numbers.test(text) || base60.test(text) || timestamp.test(text)
}

/** Characters that only double quotes can hold. */
function hasSpecial(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x20 || code === 0x7f || code === 0xfeff || (code >= 0x80 && code < 0xa0 && code !== 0x85)) return true
  }
  return false
}

function isPlain(text: string): boolean {
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[?:-](?:\s|$)/.test(text) || /^(?:---|\.\.\.)/.test(text)) return false
  return !(text.startsWith(' ') || text.endsWith(' ') || /:(?:\s|$)/.test(text) || / #/.test(text))
}

const canBeLiteral = (text: string): boolean => !/[ \t]\n/.test(text) && !/[ \t]$/.test(text) && !hasSpecial(text.replaceAll('\n', ''))

function literal(text: string, indent: string): string {
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const chomp = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') || text === '\n' ? '+' : ''
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  return `|${hint}${chomp}\n${body.split('\n').map((line) => (line === '' ? '' : indent + line)).join('\n')}`
}

/** Breaks at single blanks once the line is longer than 80. */
function fold(text: string, indent: string, start: number): string {
  let column = start
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    const alone = char === ' ' && text[i - 1] !== ' ' && text[i + 1] !== ' '
    if (alone && column > bestWidth && i > 0 && i < text.length - 1) {
      out += `\n${indent}`
      column = indent.length
    } else {
      out += char
      column++
    }
  }
  return out
}

const named: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r', '\0': '\\0', '\u001b': '\\e' }

function doubleQuoted(text: string, indent: string, start: number): string {
  let column = start + 1
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    const escaped = named[char] ?? (hasSpecial(char) ? `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : char)
    if (char === ' ' && text[i - 1] !== ' ' && column > bestWidth && i > 0 && i < text.length - 1) {
      out += `\n${indent}${text[i + 1] === ' ' ? '\\' : ''}`
      column = indent.length
    } else {
      out += escaped
      column += escaped.length
    }
  }
  return `"${out}"`
}
