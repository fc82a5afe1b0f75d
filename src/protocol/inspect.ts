/** Looking: outside the simulation, no hop, no time, not logged, answered while paused. */
import type { ProcessRef } from './world-commands.ts'
import type { LinkKind } from '../kubernetes/architecture.ts'
import type { ResourceName } from '../kubernetes/resources.ts'
import type { MessageType } from './vocabulary.ts'
import type { Outcome } from './subject.ts'

export type InspectQuery =
  /** One object as the REST door would print it (JSON value), or undefined. */
  | { readonly query: 'object'; readonly resource: ResourceName; readonly namespace: string; readonly name: string }
  /** All objects of a resource; namespace empty: of all namespaces. At most `limit` (default 500). */
  | { readonly query: 'list'; readonly resource: ResourceName; readonly namespace: string; readonly limit?: number }
  /** Events about one object, oldest first. */
  | { readonly query: 'events'; readonly kind: string; readonly namespace: string; readonly name: string }
  /** The newest `limit` Events of the whole cluster, oldest first. */
  | { readonly query: 'timeline'; readonly limit: number }
  /** The scheduler's last decision about a pod. */
  | { readonly query: 'decision'; readonly namespace: string; readonly name: string }
  /** What a process does now. */
  | { readonly query: 'component'; readonly ref: ProcessRef }
  /** A message on its way or delivered. */
  | { readonly query: 'hop'; readonly id: number }
  /** The chain of causes of an object's last change, newest last. */
  | { readonly query: 'why'; readonly resource: ResourceName; readonly namespace: string; readonly name: string }
  /** Engine's own message count per link since the start. */
  | { readonly query: 'links' }
  /** Seed, options and every command so far, as a permalink or bug report needs them. */
  | { readonly query: 'log' }
  /** Hash of the history so far. */
  | { readonly query: 'hash' }
  /** The OpenAPI v3 document of one version by its path in the API server's index ("api/v1", "apis/apps/v1"), or undefined. */
  | { readonly query: 'openapi'; readonly path: string }

export interface InspectAnswers {
  object: unknown
  list: readonly unknown[]
  events: readonly EventReport[]
  timeline: readonly TimelineEvent[]
  decision: SchedulingDecision | undefined
  component: ComponentReport | undefined
  hop: HopReport | undefined
  why: readonly WhyStep[]
  links: readonly LinkCount[]
  log: CommandLog
  hash: { readonly hash: string; readonly steps: number; readonly simTimeUs: number }
  openapi: unknown
}

export interface EventReport {
  readonly simTimeUs: number
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  readonly from: string
  readonly count: number
}

/** An Event with what it is about. */
export interface TimelineEvent extends EventReport {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** One column per node that was looked at (at most 32 are kept; the winner is always among them). */
export interface SchedulingDecision {
  readonly simTimeUs: number
  readonly attempt: number
  readonly pod: { readonly namespace: string; readonly name: string }
  readonly requests: { readonly cpuMilli: number; readonly memoryMi: number }
  /** Chosen node; undefined: none fitted. */
  readonly chosen: string | undefined
  readonly feasible: number
  readonly evaluated: number
  readonly totalNodes: number
  readonly nodes: readonly {
    readonly node: string
    /** Plugin that refused it with its reason; undefined: it passed all filters. */
    readonly filteredBy: { readonly plugin: string; readonly reason: string } | undefined
    /** Raw normalised score per plugin, same order as `plugins`; empty when filtered or scoring was skipped. */
    readonly scores: readonly number[]
    readonly total: number
  }[]
  readonly filters: readonly string[]
  readonly plugins: readonly { readonly name: string; readonly weight: number }[]
  /** The FailedScheduling message when nothing fitted. */
  readonly message: string | undefined
}

export interface ComponentReport {
  readonly ref: ProcessRef
  readonly state: 'running' | 'stopped' | 'crashed'
  /** Labelled facts in display order: "Work queue replicaset" -> "3 keys, 1 processing". */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** Tables such as kube-proxy's rules, the scheduler's queues, etcd's newest revisions. */
  readonly tables: readonly { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }[]
}

export interface HopReport {
  readonly id: number
  readonly link: LinkKind
  readonly type: MessageType
  readonly from: string
  readonly to: string
  readonly port: string
  readonly sentUs: number
  readonly arrivesUs: number
  readonly bytes: number
  readonly lost: boolean
  /** "PATCH /api/v1/namespaces/default/pods/web-x/status", "MODIFIED Pod default/web-x". */
  readonly what: string
  /** Body as text while it is in flight; undefined once delivered. */
  readonly says: string | undefined
  /** Hop that caused it; -1: a timer or a command. */
  readonly cause: number
  readonly causeWhat: string
  /** How the request ended that it answers; undefined: it is no answer of the API server. */
  readonly outcome: Outcome | undefined
  /** Revision of the object that it tells of, if that is still known. */
  readonly revision: number | undefined
  /** The message that answered it; undefined: none yet, or it is none that is answered. */
  readonly answer: HopAnswer | undefined
}

export interface HopAnswer {
  readonly id: number
  readonly what: string
  readonly outcome: Outcome | undefined
  readonly revision: number | undefined
  readonly bytes: number
  /** It says that the request failed. */
  readonly failed: boolean
  readonly lost: boolean
  /** From the sending of the request to the arrival of the answer. */
  readonly latencyUs: number
}

export interface WhyStep {
  readonly simTimeUs: number
  readonly actor: string
  readonly text: string
  readonly type: MessageType | undefined
}

export interface LinkCount {
  readonly id: number
  readonly link: LinkKind
  readonly node: number
  readonly messages: number
  readonly lost: number
}

export interface CommandLog {
  readonly header: { readonly version: string; readonly epochMs: number; readonly options: unknown }
  readonly entries: readonly { readonly afterStep: number; readonly simTimeUs: number; readonly command: unknown }[]
}
