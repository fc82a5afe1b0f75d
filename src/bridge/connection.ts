/** The page's side of the wire over any port: ids and their promises, frames inside an animation frame with one credit each, faults. */
import type { Status } from '../kubernetes/types/status.ts'
import { kubernetesVersion } from '../kubernetes/version.ts'
import type { Frame } from '../protocol/frame.ts'
import type { HostMessage, PaceCommand } from '../protocol/host.ts'
import type { CommandLog, InspectAnswers, InspectQuery } from '../protocol/inspect.ts'
import { defaultEpochMs } from '../protocol/options.ts'
import type { ClusterOptions } from '../protocol/options.ts'
import type { RestEvent, RestRequest, RestResponse } from '../protocol/rest.ts'
import { protocolVersion } from '../protocol/vocabulary.ts'
import type { WorldCommand } from '../protocol/world-commands.ts'
import { asksForDocument, fullDocument, withFullSchemas } from '../openapi/requests.ts'
import type { HostConnection, HostFault, OpenWatch } from './host-connection.ts'
import type { HostPort } from './port.ts'

/** Runs a callback at the next animation frame; a test hands in its own. */
type FrameScheduler = (callback: () => void) => void

/** Commands that the page remembers for a report; the oldest go first. */
const maxSentCommands = 10_000

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: Error) => void
}

interface Started {
  readonly options: ClusterOptions
  readonly pace: readonly PaceCommand[]
}

/** Everything mutable of one connection. */
interface Wire {
  readonly port: HostPort
  readonly schedule: FrameScheduler
  readonly pending: Map<number, Pending>
  /** Listeners of open watches. */
  readonly watches: Map<number, (event: RestEvent | Error | undefined) => void>
  readonly sent: { readonly afterStep: number; readonly simTimeUs: number; readonly command: unknown }[]
  nextId: number
  started: Started | undefined
  fault: HostFault | undefined
  /** Frames that wait for the next animation frame. */
  waiting: Frame[]
  scheduled: boolean
  /** Number of the newest applied frame. */
  applied: number
  /** A snapshot was asked for and has not come. */
  resyncing: boolean
  /** Wall time at simulated time 0, by the newest snapshot. */
  epochMs: number
  simTimeUs: number
  steps: number
  frameListener: (frame: Frame) => void
  noticeListener: (text: string) => void
  faultListener: (fault: HostFault) => void
}

/** A connection over `port`. Frames are handed to the listener inside `schedule` (by default the browser's animation frame). */
export function createConnection(port: HostPort, schedule: FrameScheduler = (callback) => { requestAnimationFrame(callback) }): HostConnection {
  const wire: Wire = {
    port, schedule, pending: new Map(), watches: new Map(), sent: [], nextId: 1, started: undefined, fault: undefined, waiting: [], scheduled: false,
    applied: 0, resyncing: false, epochMs: defaultEpochMs, simTimeUs: 0, steps: 0,
    frameListener: () => undefined, noticeListener: () => undefined, faultListener: () => undefined,
  }
  port.onMessage((message) => { receive(wire, message) })
  port.onBroken((reason) => { breakDown(wire, { message: reason, simTimeUs: wire.simTimeUs, steps: wire.steps }) })
  return {
    start: (options, pace) => { start(wire, { options, pace }) },
    reset: () => { reset(wire) },
    request: (request, label) => {
      const answer = ask<RestResponse>(wire, (id) => { sendRequest(wire, id, request, label) })
      return asksForDocument(request) ? answer.then((one) => withFullSchemas(request, one)) : answer
    },
    watch: (request, label, onEvent) => openWatch(wire, request, label, onEvent),
    world: (command) => ask<Status | undefined>(wire, (id) => { sendWorld(wire, id, command) }),
    inspect: <Q extends InspectQuery>(query: Q) => {
      const answer = ask<InspectAnswers[Q['query']]>(wire, (id) => { port.send({ type: 'inspect', id, query }) })
      return query.query === 'openapi' ? answer.then(fullDocument) as typeof answer : answer
    },
    pace: (command) => { port.send({ type: 'pace', command }) },
    onFrame: (listener) => { wire.frameListener = listener },
    onNotice: (listener) => { wire.noticeListener = listener },
    onFault: (listener) => { wire.faultListener = listener },
    sentLog: () => sentLog(wire),
    close: () => {
      rejectPending(wire, 'The connection to the engine was closed.')
      port.close()
    },
  }
}

function start(wire: Wire, started: Started): void {
  beginAgain(wire)
  wire.started = started
  wire.port.send({ type: 'start', protocolVersion, options: started.options, pace: started.pace })
}

function reset(wire: Wire): void {
  if (wire.fault !== undefined && wire.started !== undefined) {
    start(wire, wire.started)
    return
  }
  beginAgain(wire)
  wire.port.send({ type: 'reset' })
}

/** Forgets what belongs to the cluster so far; a host that broke is replaced. */
function beginAgain(wire: Wire): void {
  rejectPending(wire, 'The cluster was started again.')
  if (wire.fault !== undefined) wire.port.reopen()
  wire.fault = undefined
  wire.sent.length = 0
  wire.waiting = []
  wire.applied = 0
  wire.resyncing = false
  wire.simTimeUs = 0
  wire.steps = 0
}

function ask<T>(wire: Wire, send: (id: number) => void): Promise<T> {
  if (wire.fault !== undefined) return Promise.reject(new Error(wire.fault.message))
  const id = wire.nextId
  wire.nextId += 1
  return new Promise<T>((resolve, reject) => {
    wire.pending.set(id, { resolve: (value) => { resolve(value as T) }, reject })
    send(id)
  })
}

function sendRequest(wire: Wire, id: number, request: RestRequest, label: string): void {
  remember(wire, { request, label })
  wire.port.send({ type: 'request', id, request, label })
}

function openWatch(wire: Wire, request: RestRequest, label: string, onEvent: (event: RestEvent | Error | undefined) => void): OpenWatch {
  const id = wire.nextId
  wire.watches.set(id, onEvent)
  const response = ask<RestResponse>(wire, () => { sendRequest(wire, id, request, label) })
  response.then(({ stream }) => { if (stream !== true) wire.watches.delete(id) }, () => { wire.watches.delete(id) })
  return {
    response,
    stop: () => {
      const open = wire.watches.delete(id)
      wire.pending.delete(id)
      if (open && wire.fault === undefined) wire.port.send({ type: 'cancel', id })
    },
  }
}

function hear(wire: Wire, id: number, event: RestEvent | undefined): void {
  const listener = wire.watches.get(id)
  if (event === undefined) wire.watches.delete(id)
  listener?.(event)
}

function sendWorld(wire: Wire, id: number, command: WorldCommand): void {
  remember(wire, { world: command })
  wire.port.send({ type: 'world', id, command })
}

function remember(wire: Wire, command: unknown): void {
  wire.sent.push({ afterStep: wire.steps, simTimeUs: wire.simTimeUs, command })
  if (wire.sent.length > maxSentCommands) wire.sent.shift()
}

function sentLog(wire: Wire): CommandLog {
  return {
    header: { version: kubernetesVersion, epochMs: wire.epochMs, options: wire.started?.options },
    entries: [...wire.sent],
  }
}

function receive(wire: Wire, message: HostMessage): void {
  switch (message.type) {
    case 'ready':
      if (message.protocolVersion !== protocolVersion) {
        const text = `The page and the engine do not fit together: the page speaks version ${protocolVersion} of their protocol, the engine version `
          + `${message.protocolVersion}. Reload the page to get both from the same release.`
        breakDown(wire, { message: text, simTimeUs: 0, steps: 0 })
      }
      return
    case 'frame':
      wire.waiting.push(message.frame)
      if (!wire.scheduled) {
        wire.scheduled = true
        wire.schedule(() => { applyWaiting(wire) })
      }
      return
    case 'response':
      settle(wire, message.id, message.response)
      return
    case 'event':
      hear(wire, message.id, message.event)
      return
    case 'done':
      settle(wire, message.id, message.refused)
      return
    case 'answer':
      settle(wire, message.id, message.answer)
      return
    case 'notice':
      wire.noticeListener(message.text)
      return
    case 'fault':
      breakDown(wire, { message: message.message, simTimeUs: message.simTimeUs, steps: message.steps })
      return
  }
}

/** An answer whose question was dropped by `start` or `reset` has nobody waiting; it is of the cluster before. */
function settle(wire: Wire, id: number, value: unknown): void {
  const pending = wire.pending.get(id)
  wire.pending.delete(id)
  pending?.resolve(value)
}

/** Hands over every frame that came since the last animation frame, then gives back one credit for each. */
function applyWaiting(wire: Wire): void {
  wire.scheduled = false
  const frames = wire.waiting
  wire.waiting = []
  for (const frame of frames) {
    if (accept(wire, frame)) {
      wire.applied = frame.to
      if (frame.epochMs !== undefined) wire.epochMs = frame.epochMs
      wire.simTimeUs = frame.simTimeUs
      wire.steps = frame.steps
      wire.frameListener(frame)
    }
    wire.port.send({ type: 'ack', frame: frame.to })
  }
}

/** Whether a frame builds on what was applied; a gap asks for a snapshot once, as a reflector relists. */
function accept(wire: Wire, frame: Frame): boolean {
  if (frame.from === 0) {
    wire.resyncing = false
    return true
  }
  if (!wire.resyncing && frame.from === wire.applied) return true
  if (!wire.resyncing) {
    wire.resyncing = true
    wire.port.send({ type: 'snapshot' })
  }
  return false
}

function breakDown(wire: Wire, fault: HostFault): void {
  if (wire.fault !== undefined) return
  wire.fault = fault
  rejectPending(wire, fault.message)
  wire.faultListener(fault)
}

function rejectPending(wire: Wire, reason: string): void {
  const error = new Error(reason)
  const watching = [...wire.watches.values()]
  wire.watches.clear()
  for (const listener of watching) listener(error)
  const waiting = [...wire.pending.values()]
  wire.pending.clear()
  for (const pending of waiting) pending.reject(error)
}
