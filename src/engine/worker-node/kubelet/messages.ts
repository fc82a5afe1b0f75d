/** Messages on port 10250 (API server -> kubelet). Types only. */
import type { LogOptions } from '../container-runtime/messages.ts'

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
  /** The API server has closed the connection of call `id`. */
  | { readonly id: number; readonly path: 'closed' }

export interface KubeletResponse {
  readonly id: number
  /** HTTP status. */
  readonly code: number
  readonly text: string
  /** More text follows under the same number. */
  readonly more: boolean
}
