/** World and pace commands from outside the program: checked before they reach the engine. */
import type { PaceCommand } from '../../protocol/host.ts'
import type { WorldCommand, WorldCommandType } from '../../protocol/world-commands.ts'

type FieldType = 'string' | 'number' | 'boolean' | 'control-plane or node process'
interface Shape {
  readonly required: Readonly<Record<string, FieldType>>
  readonly optional: Readonly<Record<string, FieldType>>
}

const controlPlane: ReadonlySet<unknown> = new Set(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'])
const onNodes: ReadonlySet<unknown> = new Set(['kubelet', 'kube-proxy', 'container-runtime'])

const machine: Shape = { required: { node: 'string' }, optional: {} }
const process: Shape = { required: { process: 'control-plane or node process' }, optional: { node: 'string' } }
const container = { namespace: 'string', pod: 'string', container: 'string' } as const
const nothing: Shape = { required: {}, optional: {} }

const shapes: Readonly<Record<WorldCommandType, Shape>> = {
  powerOff: machine, powerOn: machine, removeNode: machine, cutCable: machine, healCable: machine,
  cutApiServer: nothing, healApiServer: nothing,
  stopProcess: process, crashProcess: process, startProcess: process,
  addNode: { required: {}, optional: { node: 'string', cpu: 'number', memoryGi: 'number', zone: 'string', rack: 'string' } },
  crashContainer: { required: container, optional: { exitCode: 'number' } },
  setReadiness: { required: { ...container, ready: 'boolean' }, optional: {} },
  setClientLoad: { required: { requestsPerSecond: 'number' }, optional: { namespace: 'string', service: 'string' } },
}

type Checked<T> = { readonly command: T; readonly fault: undefined } | { readonly command: undefined; readonly fault: string }

function wrong<T>(fault: string): Checked<T> {
  return { command: undefined, fault }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fits(value: unknown, type: FieldType): boolean {
  return type === 'control-plane or node process' ? controlPlane.has(value) || onNodes.has(value) : typeof value === type
}

/** What is wrong with the fields of a command; undefined: nothing. */
function fieldFault(value: Record<string, unknown>, { required, optional }: Shape): string | undefined {
  for (const [field, type] of Object.entries(required)) {
    if (!fits(value[field], type)) return `field "${field}" must be a ${type}`
  }
  for (const field of Object.keys(value)) {
    if (field === 'type' || Object.hasOwn(required, field)) continue
    const type = Object.hasOwn(optional, field) ? optional[field] : undefined
    if (type === undefined) return `unknown field "${field}"`
    if (!fits(value[field], type)) return `field "${field}" must be a ${type}`
  }
  if (onNodes.has(value['process']) && value['node'] === undefined) return `field "node" must say on which node ${String(value['process'])} runs`
  if (controlPlane.has(value['process']) && value['node'] !== undefined) return `${String(value['process'])} runs on no node: leave out "node"`
  return undefined
}

/** A world command out of a JSON value. */
export function checkWorldCommand(value: unknown): Checked<WorldCommand> {
  const type = isRecord(value) ? value['type'] : undefined
  if (!isRecord(value) || typeof type !== 'string' || !Object.hasOwn(shapes, type)) {
    return wrong(`field "type" must be one of ${Object.keys(shapes).join(', ')}`)
  }
  const fault = fieldFault(value, shapes[type as WorldCommandType])
  return fault === undefined ? { command: value as unknown as WorldCommand, fault: undefined } : wrong(fault)
}

/** A pace command out of a JSON value. */
export function checkPaceCommand(value: unknown): Checked<PaceCommand> {
  const pace = isRecord(value) ? value : {}
  switch (pace['pace']) {
    case 'play': return { command: { pace: 'play' }, fault: undefined }
    case 'pause': return { command: { pace: 'pause' }, fault: undefined }
    case 'auto': return { command: { pace: 'auto' }, fault: undefined }
    case 'rate': {
      const { rate } = pace
      if (typeof rate === 'number' && rate >= 0.01 && rate <= 100) return { command: { pace: 'rate', rate }, fault: undefined }
      return wrong('field "rate" must be a number from 0.01 to 100')
    }
    case 'step': {
      const { to } = pace
      return to === 'message' || to === 'change' ? { command: { pace: 'step', to }, fault: undefined } : wrong('field "to" must be message or change')
    }
    default: return wrong('field "pace" must be one of play, pause, auto, rate, step')
  }
}
