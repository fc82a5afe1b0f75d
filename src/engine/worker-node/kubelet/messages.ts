/** Messages on port 10250 (API server -> kubelet). Types only. */
import type { ContainerUsage, ExecInput, ExecMode, ExecResult, LogOptions } from '../container-runtime/messages.ts'

export type KubeletRequest =
  | {
    /** The API server's number of the call; the answer repeats it. */
    readonly id: number
    readonly path: 'containerLogs'
    readonly namespace: string
    readonly pod: string
    readonly container: string
    readonly log: LogOptions
  }
  | {
    readonly id: number
    readonly path: 'exec'
    readonly namespace: string
    readonly pod: string
    readonly container: string
    readonly command: readonly string[]
    readonly stdin: string
    readonly mode: ExecMode
  }
  /** Something was typed for the command of call `id`. */
  | { readonly id: number; readonly path: 'execInput'; readonly input: ExecInput }
  /** What the node's containers use. */
  | { readonly id: number; readonly path: 'metrics' }
  /** The API server has closed the connection of call `id`. */
  | { readonly id: number; readonly path: 'closed' }

export interface KubeletResponse {
  readonly id: number
  /** HTTP status. */
  readonly code: number
  readonly text: string
  /** More text follows under the same number. */
  readonly more: boolean
  /** Of `exec`: a piece of what the command prints, or its end. */
  readonly exec?: ExecResult
  /** Of `metrics`. */
  readonly usages?: readonly ContainerUsage[]
}
