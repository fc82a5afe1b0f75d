/** The page's side of the wire, the same over a Worker, a WebSocket or in memory. */
import type { Status } from '../kubernetes/types/status.ts'
import type { Frame } from '../protocol/frame.ts'
import type { PaceCommand } from '../protocol/host.ts'
import type { CommandLog, InspectAnswers, InspectQuery } from '../protocol/inspect.ts'
import type { ClusterOptions } from '../protocol/options.ts'
import type { RestEvent, RestRequest, RestResponse } from '../protocol/rest.ts'
import type { WorldCommand } from '../protocol/world-commands.ts'

/** The engine or its worker broke, or the two sides speak different protocol versions. `message` is for people. */
export interface HostFault {
  readonly message: string
  readonly simTimeUs: number
  readonly steps: number
}

/** A request whose answer streams: a watch, or a log that is followed. */
export interface OpenWatch {
  /** The first answer; events follow when it has `stream`. */
  readonly response: Promise<RestResponse>
  /** Nobody waits for it any more: nothing is heard of it from now on, and an answer that has not come never settles. */
  stop(): void
}

export interface HostConnection {
  /** Starts a cluster; later calls start another one in its place. */
  start(options: ClusterOptions, pace: readonly PaceCommand[]): void
  /** Back to the start, same options and seed. */
  reset(): void
  /** A real request through the API server; the answer comes as simulated time runs. `label` is kubectl's words for it. */
  request(request: RestRequest, label: string): Promise<RestResponse>
  /** The same for an answer that streams. `onEvent` hears each event after the answer; undefined: it has ended; an error: its cluster is gone. */
  watch(request: RestRequest, label: string, onEvent: (event: RestEvent | Error | undefined) => void): OpenWatch
  /** A world command; resolves with the refusal or undefined. */
  world(command: WorldCommand): Promise<Status | undefined>
  inspect<Q extends InspectQuery>(query: Q): Promise<InspectAnswers[Q['query']]>
  pace(command: PaceCommand): void
  /** One listener; it applies the frame and the connection acknowledges it afterwards. */
  onFrame(listener: (frame: Frame) => void): void
  /** One listener for lines of the host that the user must read, e.g. what the start could not create. */
  onNotice(listener: (text: string) => void): void
  onFault(listener: (fault: HostFault) => void): void
  /**
   * Options and commands as this page sent them, for the report after a fault when the host can't be asked any more.
   * `afterStep` and `simTimeUs` are those of the newest frame at that moment; the host's own log (`inspect` 'log') is exact.
   */
  sentLog(): CommandLog
  close(): void
}
