/** A command's connection to a program in a container: what is typed goes there, what it prints comes out, until it has ended. */
import type { Status } from '../../kubernetes/types/status.ts'
import type { RestRequest } from '../../protocol/rest.ts'
import { Interrupted, plainError, StatusError } from '../errors.ts'
import type { EventStream, Kubectl } from '../kubectl.ts'
import { openStream } from '../watch.ts'
import { execRequest, heardOf, typeRequest, type ExecAsked, type Typed } from './exec-messages.ts'
import { createTerminal, type Terminal } from './terminal.ts'

interface SessionAsked {
  readonly path: string
  readonly container: string
  readonly command: readonly string[]
  readonly stdin: boolean
  readonly tty: boolean
  readonly attach: boolean
}

let sessions = 0

/** A refusal of the kubelet is a text, one of the API server a Status. */
async function open(kubectl: Kubectl, request: RestRequest): Promise<EventStream> {
  return openStream(kubectl, request).catch((error: unknown) => {
    const refused = error instanceof StatusError && error.status.reason === undefined && error.status.message?.startsWith('error dialing') !== true
    throw refused ? plainError(`unable to upgrade connection: ${error.status.message ?? ''}`) : error
  })
}

/**
 * Runs a program, or attaches to one, until it has ended. Gives its exit code. `beside` begins once the connection stands, and is waited
 * for too. Throws what kubectl says when it can't be begun.
 */
export async function runSession(
  kubectl: Kubectl, { path, container, command, stdin, tty, attach }: SessionAsked, beside?: () => Promise<void>,
): Promise<number> {
  const asked: ExecAsked = {
    path, container, command, tty, attach, session: stdin ? `console-${kubectl.nowMs()}-${++sessions}` : undefined,
  }
  const stream = await open(kubectl, execRequest(asked))
  const type = (typed: Typed): void => {
    // Typed into what has just ended: nobody reads it.
    kubectl.send(typeRequest(asked, typed)).catch((error: unknown) => { kubectl.error(`${String(error)}\n`) })
  }
  const terminal = createTerminal({
    tty, show: kubectl.out, input: (text) => { type({ text }) }, interrupt: () => { type({ interrupt: true }) }, end: () => { type({ end: true }) },
  })
  const stopKeys = stdin && tty ? kubectl.keyboard?.((text) => { terminal.type(text) }) : undefined
  if (stdin && stopKeys === undefined) {
    if (kubectl.stdin !== undefined && kubectl.stdin !== '') type({ text: kubectl.stdin })
    type({ end: true })
  }
  try {
    const [exitCode] = await Promise.all([hear(kubectl, stream, terminal, tty), beside?.()])
    return exitCode
  } finally {
    stopKeys?.()
    stream.close()
  }
}

async function hear(kubectl: Kubectl, stream: EventStream, terminal: Terminal, tty: boolean): Promise<number> {
  for (;;) {
    const event = await stream.next(Number.POSITIVE_INFINITY)
    if (kubectl.signal.aborted) throw new Interrupted()
    if (event === 'ended' || event === 'timeout') return 0
    const { stdout, stderr, exitCode, status } = heardOf(event)
    if (stdout !== '') terminal.print(stdout)
    if (stderr !== '') (tty ? terminal.print : kubectl.error)(stderr)
    if (status !== undefined) throw plainError((status as Status).message ?? 'the connection broke')
    if (exitCode !== undefined) return exitCode
  }
}
