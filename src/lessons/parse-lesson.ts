/** Lesson text to `Lesson`: every fault at once, each with line and column. */
import { LineCounter, parseDocument } from 'yaml'
import type { Lesson, LessonCluster, LessonError, LessonStep, LookTarget } from './lesson.ts'
import { parseAction } from './parse-action.ts'
import { parseCondition } from './parse-condition.ts'
import { fault, field, isPresent, optional, readFields, readList, readText, readWholeNumber } from './yaml-reader.ts'
import type { Place, Reader } from './yaml-reader.ts'

type ParsedLesson =
  | { readonly ok: true; readonly lesson: Lesson }
  | { readonly ok: false; readonly errors: readonly LessonError[] }

/** A caption stays on one line of a stage of 1280 px. */
export const captionLengthMax = 90
const stepsMax = 200

/** Parses a lesson's YAML text. Never throws for bad text. */
export function parseLesson(text: string): ParsedLesson {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const reader: Reader = { lines, errors: [] }
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0])
    reader.errors.push({ line, column: col, message: `the text is not YAML: ${error.message}` })
  }
  if (reader.errors.length > 0) return { ok: false, errors: reader.errors }
  const lesson = readLesson(reader, { node: document.contents, path: '', offset: 0 })
  if (lesson === undefined || reader.errors.length > 0) return { ok: false, errors: reader.errors.toSorted((a, b) => a.line - b.line || a.column - b.column) }
  return { ok: true, lesson }
}

/** The faults as one plain text, for the page's banner. */
export function lessonFaultText(errors: readonly LessonError[]): string {
  return errors.map((error) => `line ${error.line}, column ${error.column}: ${error.message}`).join('\n')
}

function readLesson(reader: Reader, place: Place): Lesson | undefined {
  const fields = readFields(reader, place, ['title', 'about', 'cluster', 'steps'])
  if (fields === undefined) return undefined
  const title = readText(reader, field(fields, place, 'title'))
  const about = readText(reader, field(fields, place, 'about'))
  const cluster = readCluster(reader, field(fields, place, 'cluster'))
  const stepsPlace = field(fields, place, 'steps')
  const items = readList(reader, stepsPlace)
  if (items?.length === 0) fault(reader, stepsPlace, 'must hold at least one step')
  if (items !== undefined && items.length > stepsMax) return fault(reader, stepsPlace, `holds ${items.length} steps; at most ${stepsMax} are read`)
  const steps = items?.map((item) => readStep(reader, item)).filter((step) => step !== undefined)
  if (title === undefined || about === undefined || steps === undefined) return undefined
  return { title, about, cluster, steps }
}

function readCluster(reader: Reader, place: Place): LessonCluster {
  const empty: LessonCluster = { seed: undefined, nodes: undefined, manifests: undefined, requestsPerSecond: undefined }
  if (!isPresent(place)) return empty
  const fields = readFields(reader, place, Object.keys(empty))
  if (fields === undefined) return empty
  const whole = (name: string, most: number): number | undefined =>
    optional(field(fields, place, name), (found) => readWholeNumber(reader, found, 0, most))
  const manifests = optional(field(fields, place, 'manifests'), (found) => readList(reader, found))
  return {
    seed: whole('seed', 0xffffffff),
    nodes: whole('nodes', 5000),
    manifests: manifests?.map((item) => readText(reader, item)).filter((name) => name !== undefined),
    requestsPerSecond: whole('requestsPerSecond', 1000),
  }
}

function readStep(reader: Reader, place: Place): LessonStep | undefined {
  const fields = readFields(reader, place, ['caption', 'then', 'look', 'do', 'waitFor'])
  if (fields === undefined) return undefined
  const caption = readCaption(reader, field(fields, place, 'caption'))
  const after = optional(field(fields, place, 'then'), (found) => readCaption(reader, found))
  const look = optional(field(fields, place, 'look'), (found) => readLook(reader, found))
  const actions = optional(field(fields, place, 'do'), (found) => readList(reader, found))
  const done = actions?.map((action) => parseAction(reader, action)).filter((action) => action !== undefined) ?? []
  const waitFor = optional(field(fields, place, 'waitFor'), (found) => parseCondition(reader, found))
  return caption === undefined ? undefined : { caption, after, look, do: done, waitFor }
}

function readCaption(reader: Reader, place: Place): string | undefined {
  const text = readText(reader, place)
  if (text === undefined) return undefined
  if (text.includes('\n')) return fault(reader, place, 'must be one line')
  if (text.length > captionLengthMax) return fault(reader, place, `has ${text.length} characters; a caption has at most ${captionLengthMax}`)
  return text
}

const components = [
  'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'clients', 'cluster-network',
]
const nodeProcesses = ['kubelet', 'kube-proxy', 'container-runtime']
const objectKinds = ['pod', 'deployment', 'replicaset', 'service'] as const

function readLook(reader: Reader, place: Place): LookTarget | undefined {
  const text = readText(reader, place)
  if (text === undefined) return undefined
  const [first = '', ...rest] = text.split('/')
  if (text === 'everything') return { kind: 'everything' }
  if (components.includes(text) || (nodeProcesses.includes(first) && rest.length === 1)) return { kind: 'component', key: text }
  if (first === 'node' && rest.length === 1) return { kind: 'node', name: rest[0] ?? '' }
  const kind = objectKinds.find((name) => name === first)
  const [namespace, name] = rest.length === 2 ? rest : ['default', rest[0]]
  if (kind !== undefined && namespace !== undefined && name !== undefined) return { kind, namespace, name }
  return fault(reader, place, `must be everything, ${components.join(', ')}, kubelet/NODE, node/NAME, or pod, deployment, replicaset, service with /NAME`)
}
