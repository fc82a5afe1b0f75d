/** `kubectl explain`, from the API server's OpenAPI v3. Source: k8s.io/kubectl/pkg/explain/v2 (plaintext.tmpl). */
import { apiVersionOf } from '../../kubernetes/resources.ts'
import { call } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import type { JsonObject } from '../apply/manifest.ts'
import { KubectlError, plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { byText, valueText } from '../print/json.ts'
import { inVersion, resourceOf } from '../resources.ts'
import type { Command, Invocation } from './command.ts'

export const explain: Command = {
  name: 'explain',
  says: 'Get documentation for a resource.',
  usage: 'kubectl explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group]',
  flags: [
    flag('recursive', 'bool', 'When true, print the name of all the fields recursively'), flag('api-version', 'text', 'Use given api-version (group/version) of the resource'),
    flag('output', 'text', 'Format in which to render the schema', { short: 'o', preset: 'plaintext' }),
  ],
  run,
}

/** A document and its named shapes. */
interface Document {
  readonly schemas: JsonObject
}

async function run(invocation: Invocation): Promise<void> {
  const { kubectl, args: [word, ...more], flags } = invocation
  if (word === undefined) throw plainError('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.')
  if (more.length > 0) throw plainError('We accept only this format: explain RESOURCE')
  const [type = '', ...path] = word.split('.')
  const preferred = resourceOf(type)
  if (preferred === undefined) throw new KubectlError(`the server doesn't have a resource type "${type}"`)
  const version = flags.text('api-version')
  const info = version === '' ? preferred : inVersion(preferred, version)
  if (info === undefined) throw plainError(`couldn't find resource for "${version}, Resource=${preferred.name}"`)
  const body = await call(kubectl, { method: 'GET', path: `/openapi/v3/${info.group === '' ? 'api' : 'apis'}/${apiVersionOf(info)}` })
  const components = isJsonObject(body) && isJsonObject(body['components']) ? body['components'] : {}
  const document: Document = { schemas: isJsonObject(components['schemas']) ? components['schemas'] : {} }
  const root = Object.values(document.schemas).find((one) => isJsonObject(one) && isOf(one, info.group, info.version, info.kind))
  if (!isJsonObject(root)) throw plainError(`couldn't find resource for "${info.group}/${info.version}, Kind=${info.kind}"`)
  kubectl.out(`${info.group === '' ? '' : `GROUP:      ${info.group}\n`}KIND:       ${info.kind}\nVERSION:    ${info.version}\n\n`)
  kubectl.out(explained(document, root, path, flags.on('recursive')))
}

function isOf(schema: JsonObject, group: string, version: string, kind: string): boolean {
  const kinds = schema['x-kubernetes-group-version-kind']
  return Array.isArray(kinds) && kinds.some((one) => isJsonObject(one) && one['group'] === group && one['version'] === version && one['kind'] === kind)
}

/** The schema behind a reference. */
function resolved({ schemas }: Document, schema: JsonObject): JsonObject {
  const reference = schema['$ref']
  const target = typeof reference === 'string' ? schemas[reference.split('/').at(-1) ?? ''] : undefined
  return isJsonObject(target) ? target : schema
}

/** What a field holds: of lists and maps their elements. */
function inner(document: Document, schema: JsonObject): JsonObject {
  const { items, additionalProperties, allOf } = schema
  if (isJsonObject(items)) return inner(document, items)
  if (isJsonObject(additionalProperties)) return inner(document, additionalProperties)
  const [first] = Array.isArray(allOf) ? allOf as unknown[] : []
  if (isJsonObject(first) && schema['properties'] === undefined) return inner(document, first)
  const target = resolved(document, schema)
  return target === schema ? schema : inner(document, target)
}

/** "[]Container", "map[string]string", "PodSpec"; a named text or number is shown as what it is. */
function typeName(document: Document, schema: JsonObject): string {
  const { items, additionalProperties, allOf, $ref: reference, type } = schema
  if (isJsonObject(items)) return `[]${typeName(document, items)}`
  if (isJsonObject(additionalProperties)) return `map[string]${typeName(document, additionalProperties)}`
  const [first] = Array.isArray(allOf) ? allOf as unknown[] : []
  if (isJsonObject(first) && schema['properties'] === undefined) return typeName(document, first)
  const plain = resolved(document, schema)['type']
  if (typeof plain === 'string' && plain !== 'object') return plain
  if (typeof reference === 'string') return reference.split('/').at(-1)?.split('.').at(-1) ?? 'Object'
  return typeof type === 'string' && type !== 'object' ? type : 'Object'
}

const fieldsOf = (document: Document, schema: JsonObject): JsonObject => {
  const { properties } = inner(document, schema)
  return isJsonObject(properties) ? properties : {}
}

function explained(document: Document, root: JsonObject, path: readonly string[], recursive: boolean): string {
  let schema = root
  for (const name of path) {
    const next = fieldsOf(document, schema)[name]
    if (!isJsonObject(next)) throw plainError(`field "${name}" does not exist`)
    schema = next
  }
  const named = path.length === 0 ? '' : `FIELD: ${path.at(-1) ?? ''} <${typeName(document, schema)}>\n${enumLines(schema, 'ENUM:\n    ', '\n    ')}\n\n`
  const fields = fieldLines(document, schema, recursive, 1, new Set())
  const description = descriptionOf(document, schema)
  const described = `DESCRIPTION:\n${indented(description === undefined ? '<empty>' : `${description}\n`, 4)}\n`
  return `${named}${described}${fields === '' ? '' : `FIELDS:\n${fields}`}\n`
}

/** What the field says, and what its type says where both say something. */
function descriptionOf(document: Document, schema: JsonObject): string | undefined {
  const target = inner(document, schema)
  const texts = [...new Set([schema, target].map((one) => valueText(one['description'])).filter((text) => text !== ''))]
  return texts.length === 0 ? undefined : texts.join('\n')
}

const enumLines = (schema: JsonObject, before: string, between: string): string => {
  const values = schema['enum']
  return Array.isArray(values) ? `${before}${values.map(valueText).join(between)}\n` : ''
}

function fieldLines(document: Document, schema: JsonObject, recursive: boolean, level: number, around: ReadonlySet<JsonObject>): string {
  const target = inner(document, schema)
  if (around.has(target)) return ''
  const required = new Set(Array.isArray(target['required']) ? target['required'] as unknown[] : [])
  const indent = '  '.repeat(level)
  return Object.entries(fieldsOf(document, schema)).toSorted(([a], [b]) => byText(a, b)).map(([name, field]) => {
    if (!isJsonObject(field)) return ''
    const head = `${indent}${name}\t<${typeName(document, field)}>${required.has(name) ? ' -required-' : ''}\n${enumLines(field, `${indent}enum: `, ', ')}`
    if (recursive) return head + fieldLines(document, field, true, level + 1, new Set([...around, target]))
    const description = valueText(field['description'])
    return `${head}${indented(description === '' ? '<no description>' : description, 4)}\n\n`
  }).join('')
}

const width = 76

/** Lines of at most so many characters, each with blanks before it. */
function indented(text: string, blanks: number): string {
  const lines = text.split('\n').flatMap((line) => {
    const rows: string[] = ['']
    for (const word of line.split(' ')) {
      const row = rows.at(-1)!
      if (row === '') rows[rows.length - 1] = word
      else if (row.length + 1 + word.length <= width) rows[rows.length - 1] = `${row} ${word}`
      else rows.push(word)
    }
    return rows
  })
  return lines.map((line) => `${' '.repeat(blanks)}${line}`).join('\n')
}
