/** The wire to an engine host in a Web Worker. */
import type { HostMessage } from '../protocol/host.ts'
import { unpackMessage, type PackedMessage } from '../protocol/packed-frame.ts'
import type { HostPort } from './port.ts'

/** The part of a Worker that is used, so that a test can hand in its own. */
export interface WorkerLike {
  postMessage(message: unknown): void
  terminate(): void
  onmessage: ((event: MessageEvent) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  onmessageerror: ((event: MessageEvent) => void) | null
}

/** What an `error` event of a worker says; it carries no message when the script itself could not be loaded. */
function reasonOf(event: ErrorEvent): string {
  if (event.message !== undefined && event.message !== '') return `The engine's worker stopped: ${event.message}`
  return 'The engine’s worker could not be started. The browser may have refused its script.'
}

/** The worker, or why the browser refuses to make one (a page opened as a file, a sandboxed iframe). */
function tryToCreate(create: () => WorkerLike): WorkerLike | string {
  try {
    return create()
  } catch (error) {
    return `The browser does not let this page start a worker: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** A port over workers that `create` makes: one now, another after each `reopen`. */
export function createWorkerPort(create: () => WorkerLike): HostPort {
  let messageListener: (message: HostMessage) => void = () => undefined
  let brokenListener: (reason: string) => void = () => undefined

  const attach = (): WorkerLike | undefined => {
    const made = tryToCreate(create)
    if (typeof made === 'string') {
      // Told later, when whoever asked for the port listens.
      queueMicrotask(() => { brokenListener(made) })
      return undefined
    }
    made.onmessage = (event) => { messageListener(unpackMessage(event.data as PackedMessage)) }
    made.onerror = (event) => {
      event.preventDefault()
      brokenListener(reasonOf(event))
    }
    made.onmessageerror = () => { brokenListener('The engine’s worker sent something that could not be read.') }
    return made
  }
  let worker = attach()

  return {
    send: (command) => { worker?.postMessage(command) },
    onMessage: (listener) => { messageListener = listener },
    onBroken: (listener) => { brokenListener = listener },
    reopen: () => {
      worker?.terminate()
      worker = attach()
    },
    close: () => { worker?.terminate() },
  }
}
