/** What a command in a container finds around it, and what comes of it. */
import type { Container } from '../../kubernetes/types/core.ts'

/** What a shell, or a command without one, has of its own. */
export interface ShellState {
  cwd: string
  /** `set -e`: a command that fails ends the script. */
  errexit?: boolean
  readonly variables: Map<string, string>
}

/** What a command finds around it. */
export interface ShellWorld {
  readonly container: Container
  readonly podName: string
  readonly namespace: string
  readonly ip: string
  /** Commands may change it. */
  readonly state: ShellState
  /** Files of its volumes, and those that its own program has made. */
  readonly made: ReadonlyMap<string, string>
  /** What was written in the container: a file's text by its path; undefined: it was taken away. */
  readonly written: Map<string, string | undefined>
  /** What `date` prints. */
  readonly date: string
}

/** An HTTP request that a command makes. */
export interface Fetch {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly agent: string
  readonly timeoutUs: number
  /** What it prints of the answer: the body, the head, both, or nothing. */
  readonly shows: 'body' | 'head' | 'both' | 'nothing'
  /** Format of curl's `-w`, `verbose` of nc's `-v`; empty text: none. */
  readonly format: string
  /** `nc`: it only knocks. */
  readonly tool: 'curl' | 'wget' | 'nc'
}

export type Outcome =
  | { readonly does: 'print'; readonly out: string; readonly err: string; readonly code: number }
  | { readonly does: 'sleep'; readonly us: number }
  | { readonly does: 'fetch'; readonly fetch: Fetch }
  | { readonly does: 'lookup'; readonly host: string }
  | { readonly does: 'exit'; readonly code: number }
  /** Out of the innermost loop, or to its next round. */
  | { readonly does: 'break' | 'continue' }
  /** There is no such program. */
  | { readonly does: 'missing' }

export type CommandOf = (words: readonly string[], world: ShellWorld, input: string) => Outcome

export const print = (out: string, code = 0): Outcome => ({ does: 'print', out, err: '', code })
export const fail = (err: string, code = 1): Outcome => ({ does: 'print', out: '', err, code })
