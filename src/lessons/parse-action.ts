/** One entry of a lesson step's `do`: a request, a world command, a manifest or a pace. */
import { isNode, isScalar } from 'yaml'
import { parseManifest } from '../kubectl/apply/parse-manifest.ts'
import type { PaceCommand } from '../protocol/host.ts'
import type { RestRequest } from '../protocol/rest.ts'
import type { WorldCommand, WorldCommandType } from '../protocol/world-commands.ts'
import type { LessonAction } from './lesson.ts'
import { fault, field, isPresent, optional, readFields, readNumber, readText, readWord } from './yaml-reader.ts'
import type { Fields, Place, Reader } from './yaml-reader.ts'

const kinds = ['request', 'world', 'apply', 'pace'] as const

/** Reads an action; faults are noted in the reader. */
export function parseAction(reader: Reader, place: Place): LessonAction | undefined {
  const fields = readFields(reader, place, kinds)
  if (fields === undefined) return undefined
  const [kind, ...more] = kinds.filter((name) => fields.has(name))
  if (kind === undefined || more.length > 0) return fault(reader, place, `must have exactly one of ${kinds.join(', ')}`)
  const value = field(fields, place, kind)
  switch (kind) {
    case 'request': return parseRequest(reader, value)
    case 'world': return parseWorld(reader, value)
    case 'apply': return parseApply(reader, value)
    case 'pace': return parsePace(reader, value)
  }
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** `body` may be written as YAML: it travels as JSON. A PATCH is a merge patch unless `contentType` says otherwise. */
function parseRequest(reader: Reader, place: Place): LessonAction | undefined {
  const fields = readFields(reader, place, ['method', 'path', 'body', 'contentType', 'label'])
  if (fields === undefined) return undefined
  const method = readWord(reader, field(fields, place, 'method'), methods)
  const pathPlace = field(fields, place, 'path')
  const path = readText(reader, pathPlace)
  const label = readText(reader, field(fields, place, 'label'))
  if (method === undefined || path === undefined || label === undefined) return undefined
  if (!path.startsWith('/')) return fault(reader, pathPlace, 'must start with /')
  const usual = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  const contentType = optional(field(fields, place, 'contentType'), (found) => readText(reader, found)) ?? usual
  const body = field(fields, place, 'body')
  const request: RestRequest = { method, path, ...(isPresent(body) ? { headers: { 'content-type': contentType }, body: bodyText(body) } : {}) }
  return { type: 'request', request, label }
}

function bodyText(place: Place): string {
  return isNode(place.node) ? JSON.stringify(place.node.toJSON()) : ''
}

type FieldKind = 'text' | 'number' | 'boolean'
type WorldFields = Readonly<Record<string, { readonly kind: FieldKind; readonly needed: boolean }>>
const nodeField: WorldFields = { node: { kind: 'text', needed: true } }
const containerFields: WorldFields = {
  namespace: { kind: 'text', needed: true }, pod: { kind: 'text', needed: true }, container: { kind: 'text', needed: true },
}
const processFields: WorldFields = { process: { kind: 'text', needed: true }, node: { kind: 'text', needed: false } }

/** Fields of every world command; a command that is added to the protocol fails to compile here until it has its row. */
const worldFields: Readonly<Record<WorldCommandType, WorldFields>> = {
  powerOff: nodeField,
  powerOn: nodeField,
  removeNode: nodeField,
  cutCable: nodeField,
  healCable: nodeField,
  cutApiServer: {},
  healApiServer: {},
  addNode: {
    node: { kind: 'text', needed: false }, cpu: { kind: 'number', needed: false }, memoryGi: { kind: 'number', needed: false },
    zone: { kind: 'text', needed: false }, rack: { kind: 'text', needed: false },
  },
  stopProcess: processFields,
  crashProcess: processFields,
  startProcess: processFields,
  crashContainer: { ...containerFields, exitCode: { kind: 'number', needed: false } },
  setReadiness: { ...containerFields, ready: { kind: 'boolean', needed: true } },
  setClientLoad: {
    requestsPerSecond: { kind: 'number', needed: true }, namespace: { kind: 'text', needed: false }, service: { kind: 'text', needed: false },
  },
}
const worldTypes = Object.keys(worldFields).filter((name): name is WorldCommandType => name in worldFields)
const controlPlane = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']
const nodeProcesses = ['kubelet', 'kube-proxy', 'container-runtime']

function parseWorld(reader: Reader, place: Place): LessonAction | undefined {
  const faultsBefore = reader.errors.length
  const all = readFields(reader, place, [])
  const type = all === undefined ? undefined : readWord(reader, field(all, place, 'type'), worldTypes)
  if (all === undefined || type === undefined) return undefined
  const rows = worldFields[type]
  readFields(reader, place, ['type', ...Object.keys(rows)])
  const command: Record<string, unknown> = { type }
  for (const [name, row] of Object.entries(rows)) {
    const value = field(all, place, name)
    if (row.needed || isPresent(value)) command[name] = readKind(reader, value, row.kind)
  }
  if (rows === processFields) checkProcess(reader, place, all, command)
  // The rows above are the union's fields one by one, so a command without a fault is one of the union.
  return reader.errors.length === faultsBefore ? { type: 'world', command: command as WorldCommand } : undefined
}

function readKind(reader: Reader, place: Place, kind: FieldKind): unknown {
  switch (kind) {
    case 'text': return readText(reader, place)
    case 'number': return readNumber(reader, place)
    case 'boolean': {
      const value = isScalar(place.node) ? place.node.value : undefined
      return typeof value === 'boolean' ? value : fault(reader, place, 'must be true or false')
    }
  }
}

function checkProcess(reader: Reader, place: Place, fields: Fields, command: Readonly<Record<string, unknown>>): void {
  const where = field(fields, place, 'process')
  const process = command['process']
  if (typeof process !== 'string') return
  const onNode = nodeProcesses.includes(process)
  if (!onNode && !controlPlane.includes(process)) fault(reader, where, `must be one of ${[...controlPlane, ...nodeProcesses].join(', ')}`)
  else if (onNode && command['node'] === undefined) fault(reader, where, 'runs on a node: the field node is missing')
  else if (!onNode && command['node'] !== undefined) fault(reader, where, 'runs on the control plane: it has no field node')
}

function parseApply(reader: Reader, place: Place): LessonAction | undefined {
  const manifest = readText(reader, place)
  if (manifest === undefined) return undefined
  const [problem] = parseManifest(manifest).problems
  return problem === undefined ? { type: 'apply', manifest } : fault(reader, place, `is no manifest that can be applied: ${problem.message}`)
}

function parsePace(reader: Reader, place: Place): LessonAction | undefined {
  const value = isScalar(place.node) ? place.node.value : undefined
  if (typeof value === 'number' && value >= 0.01 && value <= 100) return { type: 'pace', command: { pace: 'rate', rate: value } }
  const words: Readonly<Record<string, PaceCommand>> = { play: { pace: 'play' }, pause: { pace: 'pause' }, auto: { pace: 'auto' } }
  const command = typeof value === 'string' ? words[value] : undefined
  return command === undefined ? fault(reader, place, 'must be play, pause, auto or a speed from 0.01 to 100') : { type: 'pace', command }
}
