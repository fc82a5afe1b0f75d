/**
 * Reads the type declarations of the package `kubernetes-types` as OpenAPI definitions: types, descriptions and what is required. Runs when
 * the page or the server is built, so that no text of Kubernetes' own stands here.
 */
import type { Definition } from '../openapi/definitions.ts'

/** Go packages by folder; all others are `io.k8s.api.GROUP.VERSION`. */
const packages: Readonly<Record<string, string>> = {
  'meta/v1': 'io.k8s.apimachinery.pkg.apis.meta.v1', 'api/resource': 'io.k8s.apimachinery.pkg.api.resource',
  runtime: 'io.k8s.apimachinery.pkg.runtime', version: 'io.k8s.apimachinery.pkg.version',
  'apiextensions/v1': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
}

function packageOf(file: string): string {
  return packages[file] ?? `io.k8s.api.${file.replace('/', '.')}`
}

/** "../core/v1" as seen from "apps/v1". */
function resolved(from: string, path: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** Names in scope of a file, with their definitions' names. */
function namesOf(file: string, text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [, list = '', path = ''] of text.matchAll(/import \{([^}]*)\} from "([^"]+)"/g)) {
    for (const name of list.split(',')) names.set(name.trim(), `${packageOf(resolved(file, path))}.${name.trim()}`)
  }
  for (const [, name = ''] of text.matchAll(/export (?:interface|type) (\w+)/g)) names.set(name, `${packageOf(file)}.${name}`)
  return names
}

/** The text of a comment: its lines joined, empty ones as paragraphs. */
function descriptionOf(comment: string | undefined): { readonly description?: string } {
  if (comment === undefined) return {}
  const inner = comment.replace(/^\/\*\*/, '').replace(/\*\/$/, '')
  const text = inner.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd()).join('\n').trim()
  return text === '' ? {} : { description: text }
}

function referTo(name: string): Definition {
  return { allOf: [{ $ref: `#/components/schemas/${name}` }], default: {} }
}

/** A type of TypeScript as a schema. Throws for a form that the package does not have today. */
function schemaOf(type: string, names: ReadonlyMap<string, string>): Definition {
  const list = /^Array<(.*)>$/s.exec(type) ?? /^(\w+)\[\]$/.exec(type)
  if (list !== null) return { type: 'array', items: schemaOf(list[1]!.trim(), names) }
  const map = /^\{\s*\[name: string\]: (.*?);?\s*\}$/s.exec(type)
  if (map !== null) return { type: 'object', additionalProperties: schemaOf(map[1]!.trim(), names) }
  if (type === 'string' || type === 'boolean') return { type }
  // Almost all numbers of the API are whole.
  if (type === 'number') return { type: 'integer', format: 'int32' }
  if (type === 'number | string' || type === 'string | number') {
    return { type: 'string', format: 'int-or-string', 'x-kubernetes-int-or-string': true }
  }
  if (type.startsWith('"')) {
    const values = type.split('|').map((one) => one.trim().replaceAll('"', ''))
    return values.length > 1 ? { type: 'string', enum: values } : { type: 'string' }
  }
  if (type === 'any' || type === '{}' || type === 'object' || type.includes(' | ')) return { type: 'object' }
  const name = names.get(type)
  if (name === undefined) throw new Error(`kubernetes-types: the type "${type}" is not understood`)
  return referTo(name)
}

const memberPattern = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\s*(?:readonly )?("?[$\w-]+"?)(\?)?: ((?:\{[^}]*\}|[^;{])+);/g

function interfaceOf(body: string, names: ReadonlyMap<string, string>): Definition {
  const properties: Record<string, Definition> = {}
  const required: string[] = []
  const said: Record<string, string> = {}
  for (const [, comment, quoted = '', optional, type = ''] of body.matchAll(memberPattern)) {
    const name = quoted.replaceAll('"', '')
    const literal = /^"([^"]+)"$/.exec(type.trim())
    if (literal !== null) said[name] = literal[1]!
    properties[name] = { ...schemaOf(type.trim(), names), ...descriptionOf(comment) }
    if (optional === undefined) required.push(name)
  }
  const { apiVersion, kind } = said
  if (apiVersion === undefined || kind === undefined) return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) }
  const [version = '', group = ''] = apiVersion.split('/').toReversed()
  // The two are known from the path, whatever TypeScript asks for.
  const rest = required.filter((name) => name !== 'apiVersion' && name !== 'kind')
  return {
    type: 'object', properties, ...(rest.length > 0 ? { required: rest } : {}), 'x-kubernetes-group-version-kind': [{ group, version, kind }],
  }
}

const interfacePattern = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\s*export interface (\w+) \{([\s\S]*?)\n\}/g
const aliasPattern = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\s*export type (\w+) = ([^;]+);/g

/** Definitions of one file ("apps/v1") by their names. */
export function definitionsOf(file: string, text: string): Readonly<Record<string, Definition>> {
  const names = namesOf(file, text)
  const found: Record<string, Definition> = {}
  const plain = text.replace(/import [^;]+;/g, '')
  for (const [, comment, name = '', body = ''] of plain.matchAll(interfacePattern)) {
    found[names.get(name)!] = { ...interfaceOf(body, names), ...descriptionOf(comment) }
  }
  for (const [, comment, name = '', type = ''] of plain.matchAll(aliasPattern)) {
    found[names.get(name)!] = { ...schemaOf(type.trim(), names), ...descriptionOf(comment) }
  }
  return found
}
