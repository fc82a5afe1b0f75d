/**
 * What a page and its own worker say beyond the host's conversation. The first view's worker has only the part of the engine that the first
 * view runs; the whole engine's worker takes the cluster over from it before the first command.
 */
import type { HostCommand, HostMessage } from './host.ts'

export type StartCommand = Extract<HostCommand, { readonly type: 'start' }>

export type WorkerCommand =
  | HostCommand
  /** Give the cluster to the worker at the port that comes along, as soon as it asks. */
  | { readonly type: 'handOver' }
  /** Ask for the cluster at the port that comes along, and go on with it. */
  | { readonly type: 'takeOver' }
  /** Start a cluster and run on to step `steps` at once: no command has come to it until then, so its history is the same. */
  | { readonly type: 'replay'; readonly start: StartCommand; readonly steps: number }

export type WorkerMessage =
  | HostMessage
  /** The cluster is here now: commands may come. */
  | { readonly type: 'tookOver' }
  /** The cluster has come to something that this worker lacks. `steps`: what was shown last. It says nothing more. */
  | { readonly type: 'lacking'; readonly steps: number }
