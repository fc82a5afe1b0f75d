/** The conversation of page and engine host, in both directions. Requests carry an id that their answer repeats. */
import type { Status } from '../kubernetes/types/status.ts'
import type { Frame } from './frame.ts'
import type { InspectQuery } from './inspect.ts'
import type { ClusterOptions } from './options.ts'
import type { RestEvent, RestRequest, RestResponse } from './rest.ts'
import type { WorldCommand } from './world-commands.ts'

export type PaceCommand =
  | { readonly pace: 'play' }
  | { readonly pace: 'pause' }
  /** Simulated seconds per wall second, 0.01 to 100. */
  | { readonly pace: 'rate'; readonly rate: number }
  | { readonly pace: 'auto' }
  /** To the next message, or to the next change that a person would tell; leaves the cluster paused. */
  | { readonly pace: 'step'; readonly to: 'message' | 'change' }

export type HostCommand =
  | { readonly type: 'start'; readonly protocolVersion: number; readonly options: ClusterOptions; readonly pace: readonly PaceCommand[] }
  /** Back to the start with the same options and seed. */
  | { readonly type: 'reset' }
  | { readonly type: 'request'; readonly id: number; readonly request: RestRequest; readonly label: string }
  /** Nobody waits for the answer of request `id` any more, or for the events of its watch. */
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'world'; readonly id: number; readonly command: WorldCommand }
  | { readonly type: 'inspect'; readonly id: number; readonly query: InspectQuery }
  | { readonly type: 'pace'; readonly command: PaceCommand }
  /** The page has applied this frame: one credit. */
  | { readonly type: 'ack'; readonly frame: number }
  /** There was a gap: send everything. */
  | { readonly type: 'snapshot' }

export type HostMessage =
  | { readonly type: 'ready'; readonly protocolVersion: number }
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'response'; readonly id: number; readonly response: RestResponse }
  /** The next event of the watch that request `id` opened; undefined: it has ended. */
  | { readonly type: 'event'; readonly id: number; readonly event: RestEvent | undefined }
  /** Answer of a world command; a refusal is a Status with reason and message. */
  | { readonly type: 'done'; readonly id: number; readonly refused: Status | undefined }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  /** One line that the user must read, e.g. that the API server refused an object of the start. */
  | { readonly type: 'notice'; readonly text: string }
  /** The engine broke; the log up to here is kept. */
  | { readonly type: 'fault'; readonly message: string; readonly simTimeUs: number; readonly steps: number }
