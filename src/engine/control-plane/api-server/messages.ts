/** Messages on port 6443, as components of the engine exchange them: typed objects in place of JSON text. Types only. */
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/types/status.ts'
import type { RestEvent, RestRequest, RestResponse } from '../../../protocol/rest.ts'
import type { Subresource, Verb } from '../../../protocol/subject.ts'
import type { LeaseRenewed } from '../../state/lease-renewals.ts'

/** `apply`: server-side apply, of requests from outside only. */
export type PatchType = 'json' | 'merge' | 'strategic' | 'apply'

export interface RequestOptions {
  /** Optimistic lock of an update; 0: none. */
  readonly resourceVersion: number
  readonly labelSelector: string
  readonly fieldSelector: string
  readonly gracePeriodSeconds: number | undefined
  readonly propagationPolicy: 'Background' | 'Foreground' | 'Orphan' | undefined
  /** Delete only the object with this uid. */
  readonly preconditionUid: string | undefined
  /** Watch: changes after this revision; 0: first all that exists as ADDED, then what changes. */
  readonly sinceRevision: number
}

/**
 * A request of a component. The body's type follows from verb and subresource: `create` a whole object (name or generateName in its
 * metadata; an Event belongs to the server from then on), `update` a whole object, `update`+`status` a whole object of which only the status counts, `patch` a JSON value in the form of
 * `patchType`, `patch`+`status` of pods from a kubelet a whole `PodStatus` (conditions are merged by type),
 * `create`+`binding` of pods a node's name as text. `patch`+`strategic` on nodes' taints and labels is a JSON value. `update` of a Lease that
 * only renews it may be a `LeaseRenewal`; it is answered with a `LeaseRenewed`, or with the whole object.
 */
export interface ApiRequest {
  /** Unique for its client; the answer repeats it. */
  readonly id: number
  readonly client: number
  /** Machine number of the client; -1 for those of the control plane. */
  readonly node: number
  /** Who asks: "kube-scheduler", "system:node:node-1", "deployment-controller". */
  readonly userAgent: string
  readonly verb: Verb
  readonly resource: ResourceName
  readonly subresource: Subresource
  readonly namespace: string
  readonly name: string
  /** Slot by which the client knows the object (checked against its name); -1: look it up by name. */
  readonly slot: number
  readonly body: unknown
  readonly patchType: PatchType | undefined
  readonly options: RequestOptions | undefined
}

/**
 * Answer of an `ApiRequest`. `code` is the HTTP status; 0 means that no server answered (refused, timed out): the client library makes it.
 */
export interface ApiResponse {
  readonly id: number
  readonly code: number
  readonly object: KubernetesObject | undefined
  readonly slot: number
  readonly status: Status | undefined
  /** Of a list: objects with their slots, and the revision at which it is true. */
  readonly list: ApiList | undefined
  /** The version that a renewal made, if its request named it so; then there is no `object`. */
  readonly renewal?: LeaseRenewed
}
export interface ApiList {
  readonly revision: number
  readonly items: readonly KubernetesObject[]
  readonly slots: readonly number[]
}

/**
 * A request of the world outside, as HTTP text; the answer is an `ExternalResponse`. It comes from component `user` with `num` = id.
 */
export interface ExternalRequest {
  readonly id: number
  readonly request: RestRequest
}
export interface ExternalResponse {
  readonly id: number
  readonly response: RestResponse
}
/** An event of the watch that request `id` opened; undefined: the watch has ended. */
export interface ExternalEvent {
  readonly id: number
  readonly event: RestEvent | undefined
}
/** The world outside has closed the connection of request `id`. */
export interface ExternalClose {
  readonly id: number
  readonly closed: true
}

/**
 * One event of a watch; one record is shared by all who watch. `num` of the message is the id of the watch request. CLOSED: the connection
 * ended (the server stopped or the watch timed out): list and watch again. EXPIRED: 410, the revision is compacted.
 */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'CLOSED' | 'EXPIRED'
  readonly resource: ResourceName
  readonly slot: number
  readonly object: KubernetesObject | undefined
  /** The state before, for MODIFIED and DELETED. */
  readonly previous: KubernetesObject | undefined
  readonly revision: number
}
