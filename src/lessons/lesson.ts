/** A lesson: captions for an audience, where to look, what is done to the cluster, and what to wait for. Read from YAML by `parse-lesson.ts`. */
import type { ResourceName } from '../kubernetes/resources.ts'
import type { PaceCommand } from '../protocol/host.ts'
import type { RestRequest } from '../protocol/rest.ts'
import type { WorldCommand } from '../protocol/world-commands.ts'
import type { ObjectPath } from './object-path.ts'

export interface Lesson {
  readonly title: string
  readonly about: string
  readonly cluster: LessonCluster
  readonly steps: readonly LessonStep[]
}

/** The cluster that the lesson starts; what is left out is as on the first run. */
export interface LessonCluster {
  readonly seed: number | undefined
  readonly nodes: number | undefined
  /** Manifests by file name in `public/manifests/`, applied at the start in order. */
  readonly manifests: readonly string[] | undefined
  readonly requestsPerSecond: number | undefined
}

export interface LessonStep {
  /** One line, subject first. */
  readonly caption: string
  /** Takes the caption's place once the step is over; `then` in the file. */
  readonly after: string | undefined
  readonly look: LookTarget | undefined
  readonly do: readonly LessonAction[]
  readonly waitFor: Condition | undefined
}

/** What the spotlight stands on. `component` is a process key: "etcd", "kubelet/node-1", "clients". */
export type LookTarget =
  | { readonly kind: 'everything' }
  | { readonly kind: 'component'; readonly key: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'pod' | 'deployment' | 'replicaset' | 'service'; readonly namespace: string; readonly name: string }

export type LessonAction =
  | { readonly type: 'request'; readonly request: RestRequest; readonly label: string }
  | { readonly type: 'world'; readonly command: WorldCommand }
  /** YAML text of one or more objects, applied as `kubectl apply` does. */
  | { readonly type: 'apply'; readonly manifest: string }
  | { readonly type: 'pace'; readonly command: PaceCommand }

export type Scalar = string | number | boolean
export interface FieldTest {
  readonly path: ObjectPath
  /** The path as it was written, for messages. */
  readonly text: string
  readonly compare: 'equals' | 'not' | 'atLeast' | 'atMost'
  readonly value: Scalar
}

export type Condition =
  | { readonly type: 'object'; readonly resource: ResourceName; readonly namespace: string; readonly name: string; readonly test: FieldTest }
  /** Number of objects with these labels for which all tests hold. */
  | {
      readonly type: 'count'
      readonly resource: ResourceName
      readonly namespace: string
      readonly labels: Readonly<Record<string, string>>
      readonly where: readonly FieldTest[]
      readonly compare: FieldTest['compare']
      readonly value: number
    }
  /** Simulated seconds since the step began. */
  | { readonly type: 'seconds'; readonly seconds: number }
  | { readonly type: 'all'; readonly conditions: readonly Condition[] }

/** A fault in a lesson's text. Line and column count from 1. */
export interface LessonError {
  readonly line: number
  readonly column: number
  readonly message: string
}
