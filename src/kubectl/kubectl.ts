/** What a kubectl command works with: the API's door, two outputs, the cluster's clock, and what a kubeconfig would hold. */
import type { RestEvent, RestRequest, RestResponse } from '../protocol/rest.ts'

/** Sends a request through the API's door; rejects only when the connection breaks. */
export type Send = (request: RestRequest) => Promise<RestResponse>

/** The answer of a watch, or of a log that is followed, and what comes after it. */
export interface EventStream {
  readonly response: RestResponse
  /**
   * The next event; 'timeout' when the cluster's clock reaches `untilMs`, 'ended' after the last and at once when Ctrl-C is pressed. Rejects
   * when the cluster is gone.
   */
  readonly next: (untilMs: number) => Promise<RestEvent | 'ended' | 'timeout'>
  readonly close: () => void
}

/** What stays between commands: the current context's namespace. */
export interface Session {
  namespace: string
}

export interface Kubectl {
  readonly send: Send
  /** Sends a request whose answer streams; rejects only when the connection breaks. */
  readonly stream: (request: RestRequest) => Promise<EventStream>
  /** Text to the standard output; line feeds are part of it. */
  readonly out: (text: string) => void
  readonly error: (text: string) => void
  /** The cluster's clock: milliseconds since 1970. Never the wall clock. */
  readonly nowMs: () => number
  /** Resolves when so much simulated time has gone by; at once when `signal` is aborted. */
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Ctrl-C. */
  readonly signal: AbortSignal
  readonly session: Session
  /** What a here-document or a pipe gives; undefined: nothing was piped. */
  readonly stdin: string | undefined
  /**
   * Takes the keyboard of a terminal: every key that is pressed goes to the listener, Ctrl-C too, until the function that is given back is
   * called. Undefined: there is no terminal.
   */
  readonly keyboard?: (onKeys: (text: string) => void) => () => void
  /** Opens an editor; gives the text as it was left, undefined when it was given up. Undefined: there is no editor. */
  readonly edit?: (text: string) => Promise<string | undefined>
  /** The text of a file (`-f NAME`); undefined: there is none. */
  readonly readFile: (name: string) => Promise<string | undefined>
}
