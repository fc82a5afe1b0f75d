/**
 * YAML or JSON text to checked objects with positions. Everything that can be known without the API server is checked here, so that
 * nothing of a broken file is sent. Scalars follow YAML 1.1 as Kubernetes reads it (sigs.k8s.io/yaml): `yes` is true, `0644` is octal;
 * dates and 12:30 stay text.
 */
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import type { Document, Node, Tags, YAMLMap } from 'yaml'
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import { kindInfo } from '../resources.ts'
import { fieldPathSteps } from './field-path.ts'
import { isJsonObject } from './manifest.ts'
import type { JsonObject, Manifest, ManifestDocument, ManifestProblem, Position } from './manifest.ts'

/** The API server refuses bodies above 3 MB (`MaxRequestBodyBytes`); a file may hold several objects, so only absurd ones are refused here. */
const maxManifestCharacters = 16 * 1024 * 1024
/** Problems that are told of one file. */
const maxProblems = 50

const tagsOutside = new Set(['binary', 'omap', 'pairs', 'set', 'timestamp'])

/** YAML 1.1 without the tags that Kubernetes does not read. */
function kubernetesTags(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || (!tagsOutside.has(tag.tag.slice(tag.tag.lastIndexOf(':') + 1)) && tag.format !== 'TIME'))
}

/** One object's place in the parsed text. */
interface Source {
  readonly node: Node
  readonly document: Document
  readonly lines: LineCounter
  /** Of objects that name none. */
  readonly namespace: string
  readonly generateNames: boolean
}

/** Parses one file of any number of documents and gives them only when all are good. A `List` counts as its items. */
export function parseManifest(text: string): Manifest {
  const { documents, problems } = parseDocuments(text, 'default')
  return { documents: problems.length === 0 ? documents : [], problems }
}

/** The same, but the good documents stand beside what is wrong with the others. `namespace`: of objects that name none.
 * `generateNames`: the name may be left to the API server, and is empty then. */
export function parseDocuments(text: string, namespace: string, generateNames = false): Manifest {
  if (text.length > maxManifestCharacters) {
    return { documents: [], problems: [{ line: 1, column: 1, field: '', message: `the file has ${text.length} characters; at most ${maxManifestCharacters} are read` }] }
  }
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter: lines, version: '1.1', customTags: kubernetesTags, prettyErrors: false })
  const documents: ManifestDocument[] = []
  const problems: ManifestProblem[] = []
  for (const document of Array.isArray(parsed) ? parsed : []) {
    for (const error of document.errors) problems.push({ ...at(lines, error.pos[0]), field: '', message: error.message })
    if (document.errors.length > 0 || !isNode(document.contents) || isEmpty(document.contents)) continue
    readObject({ node: document.contents, document, lines, namespace, generateNames }, documents, problems)
  }
  if (documents.length === 0 && problems.length === 0) problems.push({ line: 1, column: 1, field: '', message: 'no objects found: the file is empty' })
  return { documents, problems: problems.slice(0, maxProblems) }
}

const isEmpty = (node: Node): boolean => isScalar(node) && (node.value === null || node.value === '')

const at = (lines: LineCounter, offset: number): Position => {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function readObject(source: Source, documents: ManifestDocument[], problems: ManifestProblem[]): void {
  const start = at(source.lines, source.node.range?.[0] ?? 0)
  if (!isMap(source.node)) {
    problems.push({ ...start, field: '', message: 'a document must be an object with apiVersion, kind and metadata' })
    return
  }
  if (source.node.get('kind') === 'List') {
    readItems(source, source.node, documents, problems)
    return
  }
  const value = jsonOf(source, problems)
  if (value === undefined) return
  const refuse = (field: string, message: string): void => { problems.push({ ...locate(source, field), field, message }) }
  const info = kindOf(value, refuse)
  const name = nameOf(value, refuse, source.generateNames)
  if (info === undefined || name === undefined) return
  const namespace = info.namespaced ? namespaceOf(value, source.namespace, refuse) : ''
  if (namespace === undefined) return
  documents.push({ info, namespace, name, value: withNamespace(value, info, namespace), position: start, locate: (field) => locate(source, field) })
}

function readItems(source: Source, list: YAMLMap, documents: ManifestDocument[], problems: ManifestProblem[]): void {
  const items = list.get('items', true)
  if (!isSeq(items)) {
    problems.push({ ...locate(source, 'items'), field: 'items', message: 'a List must have a list of items' })
    return
  }
  for (const item of items.items) if (isNode(item)) readObject({ ...source, node: item }, documents, problems)
}

/** The object as JSON; aliases that multiply without bound are refused by the parser. */
function jsonOf(source: Source, problems: ManifestProblem[]): JsonObject | undefined {
  try {
    const value: unknown = source.node.toJS(source.document)
    return isJsonObject(value) ? value : undefined
  } catch (error) {
    problems.push({ ...at(source.lines, source.node.range?.[0] ?? 0), field: '', message: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}

type Refuse = (field: string, message: string) => void

function kindOf(value: JsonObject, refuse: Refuse): ResourceInfo | undefined {
  const { apiVersion, kind } = value
  if (typeof kind !== 'string' || kind === '') refuse('kind', 'Object \'Kind\' is missing')
  if (typeof apiVersion !== 'string' || apiVersion === '') refuse('apiVersion', 'apiVersion not set')
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || kind === '' || apiVersion === '') return undefined
  const info = kindInfo(apiVersion, kind)
  if (info === undefined) refuse('kind', `no matches for kind "${kind}" in version "${apiVersion}"`)
  return info
}

function nameOf(value: JsonObject, refuse: Refuse, generateNames: boolean): string | undefined {
  const { metadata } = value
  if (!isJsonObject(metadata)) {
    refuse('metadata', 'metadata is missing: an object needs metadata.name')
    return undefined
  }
  const { name, generateName } = metadata
  if (typeof name === 'string' && name !== '') return name
  if (name === undefined || name === null || name === '') {
    const generated = typeof generateName === 'string' && generateName !== ''
    if (generated && generateNames) return ''
    refuse('metadata.name', generated ? `from ${generateName}: cannot use generate name with apply` : 'resource name may not be empty')
  } else refuse('metadata.name', `expected string, got ${JSON.stringify(name)}`)
  return undefined
}

function namespaceOf(value: JsonObject, usual: string, refuse: Refuse): string | undefined {
  const namespace = isJsonObject(value['metadata']) ? value['metadata']['namespace'] : undefined
  if (namespace === undefined || namespace === null || namespace === '') return usual
  if (typeof namespace === 'string') return namespace
  refuse('metadata.namespace', `expected string, got ${JSON.stringify(namespace)}`)
  return undefined
}

function withNamespace(value: JsonObject, info: ResourceInfo, namespace: string): JsonObject {
  if (!info.namespaced || !isJsonObject(value['metadata'])) return value
  return { ...value, metadata: { ...value['metadata'], namespace } }
}

/** Walks from the object's node along a field path; stops at the last field that the text has. */
function locate(source: Source, fieldPath: string): Position {
  let node: unknown = source.node
  let offset = source.node.range?.[0] ?? 0
  for (const step of fieldPathSteps(fieldPath)) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (pair === undefined || !isPair(pair)) break
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node) && typeof step === 'number') {
      const item = node.items[step]
      if (!isNode(item)) break
      offset = item.range?.[0] ?? offset
      node = item
    } else break
  }
  return at(source.lines, offset)
}
