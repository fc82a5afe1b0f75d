/** How a command in a container is asked for and what comes of it: the API server's own form of the streams of exec and attach. */
import { isJsonObject } from '../../kubernetes/patch/json-value.ts'
import type { RestEvent, RestRequest } from '../../protocol/rest.ts'

export interface ExecAsked {
  /** Path of the pod. */
  readonly path: string
  readonly container: string
  readonly command: readonly string[]
  readonly tty: boolean
  /** Under which it is typed to; undefined: it reads nothing. */
  readonly session: string | undefined
  /** It is the container's own program. */
  readonly attach: boolean
}

const headers = { 'content-type': 'application/json', 'user-agent': 'kubectl' }

/** The request whose answer streams what the command prints. */
export function execRequest({ path, container, command, tty, session, attach }: ExecAsked): RestRequest {
  const query: Record<string, string> = container === '' ? { follow: 'true' } : { container, follow: 'true' }
  return { method: 'POST', path: `${path}/exec`, query, headers, body: JSON.stringify({ command, tty, session, attach }) }
}

export interface Typed {
  readonly text?: string
  readonly interrupt?: true
  readonly end?: true
}

/** Types something into it. */
export function typeRequest({ path, session = '' }: ExecAsked, typed: Typed): RestRequest {
  return { method: 'POST', path: `${path}/exec`, query: { session }, headers, body: JSON.stringify(typed) }
}

/** One line of the stream. */
export interface ExecHeard {
  readonly stdout: string
  readonly stderr: string
  /** The end; undefined: more comes. */
  readonly exitCode: number | undefined
  /** The Status that is the end: it could not be started, or the connection broke. */
  readonly status: unknown
}

/** Reads an event of the stream. */
export function heardOf(event: RestEvent): ExecHeard {
  const line: unknown = JSON.parse(String(event.object))
  const { stdout, stderr, exitCode, status } = isJsonObject(line) ? line : {}
  return {
    stdout: typeof stdout === 'string' ? stdout : '', stderr: typeof stderr === 'string' ? stderr : '',
    exitCode: typeof exitCode === 'number' ? exitCode : undefined, status,
  }
}
