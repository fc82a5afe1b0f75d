/**
 * What a controller wants done, as plain data: `reconcile` reads caches and returns actions in ordered stages, the loop performs them. So a
 * controller is pure, its test compares actions, and the inspector can show them.
 */
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { Pod } from '../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import type { ApiResponse, PatchType } from '../control-plane/api-server/messages.ts'
import type { EventDraft } from './event-recorder.ts'

/** Events that follow an action. In their messages `{name}` becomes the name of the object that was written, `{error}` the refusal. */
export interface Told {
  readonly onSuccess: EventDraft | undefined
  readonly onFailure: EventDraft | undefined
}

/** `count` pods from one body, in batches of 1, 2, 4 ... that stop after a batch with an error; creations are expected for the key. */
export interface CreatePodsAction extends Told {
  readonly do: 'createPods'
  readonly pod: Pod
  readonly count: number
}
interface CreateAction extends Told {
  readonly do: 'create'
  readonly resource: ResourceName
  readonly object: KubernetesObject
}
/** Writes a whole object (or, with `status`, its status), if it is still the version that the cache had. */
interface UpdateAction extends Told {
  readonly do: 'update'
  readonly resource: ResourceName
  readonly subresource: '' | 'status'
  readonly slot: number
  readonly object: KubernetesObject
}
interface PatchAction extends Told {
  readonly do: 'patch'
  readonly resource: ResourceName
  readonly subresource: '' | 'status' | 'scale'
  readonly slot: number
  readonly namespace: string
  readonly name: string
  readonly patchType: PatchType
  readonly body: unknown
}
/** Deletes the object with this uid and no other. It counts as done when it is gone already. `expected`: seen by the key's expectations. */
export interface DeleteAction extends Told {
  readonly do: 'delete'
  readonly resource: ResourceName
  readonly slot: number
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly gracePeriodSeconds: number | undefined
  readonly propagationPolicy: 'Background' | 'Foreground' | 'Orphan' | undefined
  readonly expected: boolean
}
interface DeleteCollectionAction {
  readonly do: 'deleteCollection'
  readonly resource: ResourceName
  readonly namespace: string
}
/** A live read; its answer comes with the next call of `reconcile` when the result says `again`. */
interface GetAction {
  readonly do: 'get'
  readonly resource: ResourceName
  readonly namespace: string
  readonly name: string
}
/** Usage of the pods that a label selector names; the answer comes like that of a live read. */
interface MetricsAction {
  readonly do: 'metrics'
  readonly namespace: string
  readonly labelSelector: string
}
interface EventAction {
  readonly do: 'event'
  readonly event: EventDraft
}
export type Action =
  | CreatePodsAction | CreateAction | UpdateAction | PatchAction | DeleteAction | DeleteCollectionAction | GetAction | MetricsAction
  | EventAction

/** The answer to one action of the stages before. */
export interface Answer {
  readonly action: Action
  /** Place of the action in the run. */
  readonly order: number
  readonly code: number
  readonly object: KubernetesObject | undefined
  readonly slot: number
  /** Of a list. */
  readonly items: readonly KubernetesObject[] | undefined
}
export interface Failure {
  readonly action: Action
  readonly code: number
  readonly message: string
}

export interface ReconcileInput<Listers> {
  /** Slot of the main object. */
  readonly key: number
  readonly listers: Listers
  /** What the last run left; undefined at first and after the object went. */
  readonly memory: unknown
  readonly nowUs: number
  /** The same instant as a timestamp. */
  readonly now: string
  /** Wall time at simulated time 0, for reading timestamps. */
  readonly epochMs: number
  /** False while the controller has not yet seen what it did before (upstream: expectations). */
  readonly expectationsMet: boolean
  /** Set when the run before asked for it with `again`; in the order of the actions. */
  readonly answers: readonly Answer[] | undefined
  /** Set on the last call of a run in which an action failed (only for controllers with `reportsFailures`). */
  readonly failure: Failure | undefined
}
export interface ReconcileResult {
  /**
   * Stages run one after another; the actions of one stage at once. A failed action ends the run, the key is tried again after a back-off.
   */
  readonly stages: readonly (readonly Action[])[]
  readonly memory: unknown
  /** Run again after this time at the latest. */
  readonly requeueAfterUs: number | undefined
  /** Call again with the answers when the stages are done. */
  readonly again: boolean
}

export interface Controller<Listers> {
  /** Name of its queue, as upstream's: "replicaset". */
  readonly name: string
  readonly userAgent: string
  /** Reporting component of its events. */
  readonly eventSource: string
  readonly workers: number
  /** Multiple of the process' request rate (upstream doubles it for the garbage collector). */
  readonly rateFactor: number
  readonly reportsFailures: boolean
  /** Run a key only when the cache holds what the last run wrote, of this key (upstream's endpointSliceTracker) or of any. */
  readonly waitsForOwnWrites: 'no' | 'key' | 'any'
  readonly reconcile: (input: ReconcileInput<Listers>) => ReconcileResult
}

const untold = { onSuccess: undefined, onFailure: undefined }

/** Nothing to do. */
export const nothing: ReconcileResult = { stages: [], memory: undefined, requeueAfterUs: undefined, again: false }

/** The stages that have something in them; memory and timers as given. */
export function result(stages: readonly (readonly Action[])[], memory?: unknown, requeueAfterUs?: number, again = false): ReconcileResult {
  const full = stages.every((stage) => stage.length > 0) ? stages : stages.filter((stage) => stage.length > 0)
  return { stages: full, memory, requeueAfterUs, again }
}

export function create(resource: ResourceName, object: KubernetesObject, told: Told = untold): CreateAction {
  return { do: 'create', resource, object, onSuccess: told.onSuccess, onFailure: told.onFailure }
}

export function update(resource: ResourceName, slot: number, object: KubernetesObject, told: Told = untold): UpdateAction {
  return { do: 'update', resource, subresource: '', slot, object, onSuccess: told.onSuccess, onFailure: told.onFailure }
}

export function updateStatus(resource: ResourceName, slot: number, object: KubernetesObject): UpdateAction {
  return { do: 'update', resource, subresource: 'status', slot, object, onSuccess: undefined, onFailure: undefined }
}

interface DeleteHow {
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  readonly expected?: boolean
}
export function remove(
  resource: ResourceName, slot: number, object: KubernetesObject, how: DeleteHow = {}, told: Told = untold,
): DeleteAction {
  const { namespace, name, uid } = object.metadata
  return {
    do: 'delete', resource, slot, namespace, name, uid, gracePeriodSeconds: how.gracePeriodSeconds,
    propagationPolicy: how.propagationPolicy,
    expected: how.expected ?? false, onSuccess: told.onSuccess, onFailure: told.onFailure,
  }
}

export function get(resource: ResourceName, namespace: string, name: string): GetAction {
  return { do: 'get', resource, namespace, name }
}

export function metricsOf(namespace: string, labelSelector: string): MetricsAction {
  return { do: 'metrics', namespace, labelSelector }
}

export function tell(event: EventDraft): EventAction {
  return { do: 'event', event }
}

export function answerOf(action: Action, order: number, response: ApiResponse): Answer {
  return { action, order, code: response.code, object: response.object, slot: response.slot, items: response.list?.items }
}
