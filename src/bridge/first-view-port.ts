/**
 * The wire to the first view's worker, and then to the whole engine's. The first one is small: it has only what the first view runs. The whole
 * engine takes the running cluster over before the first command reaches it, or when the first one comes to something that it lacks.
 */
import type { HostCommand, HostMessage } from '../protocol/host.ts'
import type { StartCommand, WorkerCommand, WorkerMessage } from '../protocol/worker.ts'
import type { HostPort } from './port.ts'
import { openWorker } from './worker-port.ts'
import type { WorkerLike } from './worker-port.ts'

export interface FirstViewPort extends HostPort {
  /** Loads the whole engine, which then takes the cluster over: the first command will not have to wait for it. */
  complete(): void
}

interface State {
  worker: WorkerLike | undefined
  /** `moving`: the whole engine is being loaded and will take the cluster over. */
  stage: 'first' | 'moving' | 'whole'
  /** The whole engine's worker before it has the cluster. */
  coming: WorkerLike | undefined
  started: StartCommand | undefined
  /** Commands that wait for the whole engine. */
  held: HostCommand[]
  messageListener: (message: HostMessage) => void
  brokenListener: (reason: string) => void
}

type CreateWorker = () => WorkerLike

/** `createFirst` makes the first view's worker, at once; `createWhole` the whole engine's. */
export function createFirstViewPort(createFirst: CreateWorker, createWhole: CreateWorker): FirstViewPort {
  const state: State = {
    worker: undefined, stage: 'first', coming: undefined, started: undefined, held: [], messageListener: () => undefined, brokenListener: () => undefined,
  }
  const open = (create: CreateWorker): WorkerLike | undefined => {
    const made = openWorker(create, (message) => { hear(state, made, message, () => open(createWhole)) }, (reason) => { broke(state, made, reason) })
    return made
  }
  const restart = (): void => {
    end(state)
    state.stage = 'whole'
    state.worker = open(createWhole)
  }
  const complete = (): void => {
    if (state.stage !== 'first' || state.started === undefined) return
    state.stage = 'moving'
    state.coming = open(createWhole)
    const { port1, port2 } = new MessageChannel()
    post(state.worker, { type: 'handOver' }, port1)
    post(state.coming, { type: 'takeOver' }, port2)
  }
  state.worker = open(createFirst)

  return {
    complete,
    send: (command) => {
      if (command.type === 'start') {
        if (state.started !== undefined && state.stage !== 'whole') restart()
        state.started = command
      }
      if (state.stage === 'whole' || command.type === 'start' || command.type === 'ack' || command.type === 'snapshot') {
        post(state.worker, command)
        return
      }
      state.held.push(command)
      complete()
    },
    onMessage: (listener) => { state.messageListener = listener },
    onBroken: (listener) => { state.brokenListener = listener },
    reopen: restart,
    close: () => { end(state) },
  }
}

function post(worker: WorkerLike | undefined, command: WorkerCommand, port?: MessagePort): void {
  worker?.postMessage(command, port === undefined ? [] : [port])
}

function end(state: State): void {
  state.worker?.terminate()
  state.coming?.terminate()
  state.coming = undefined
  state.held = []
}

/** Hears a worker; one that is not in charge any more is not listened to. */
function hear(state: State, from: WorkerLike | undefined, message: WorkerMessage, openWhole: () => WorkerLike | undefined): void {
  if (message.type === 'tookOver') {
    if (from === state.coming) takeCharge(state)
    return
  }
  if (from !== state.worker) return
  if (message.type !== 'lacking') {
    state.messageListener(message)
    return
  }
  state.coming ??= openWhole()
  if (state.started !== undefined) post(state.coming, { type: 'replay', start: state.started, steps: message.steps })
  takeCharge(state)
}

/** The whole engine has the cluster from here on. */
function takeCharge(state: State): void {
  const { held } = state
  state.worker?.terminate()
  state.worker = state.coming
  state.coming = undefined
  state.stage = 'whole'
  state.held = []
  for (const command of held) post(state.worker, command)
}

/** A whole engine that nobody waits for may fail to load: the next command tries again. */
function broke(state: State, from: WorkerLike | undefined, reason: string): void {
  if (from !== undefined && from === state.coming && state.held.length === 0) {
    from.terminate()
    state.coming = undefined
    state.stage = 'first'
    return
  }
  if (from === undefined || from === state.worker || from === state.coming) state.brokenListener(reason)
}
