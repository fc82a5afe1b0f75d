/** Messages on port 2379 (API server -> etcd, gRPC) and their answers. Types only. Source: etcd api/etcdserverpb/rpc.proto. */
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { LeaseRenewal } from '../../state/lease-renewals.ts'

/** One operation of a transaction with its own compare; all compares must hold, else nothing is done. */
export interface EtcdOperation {
  readonly op: 'put' | 'delete'
  readonly resource: ResourceName
  readonly namespace: string
  /** Empty text: with `delete` of events, all of the namespace. */
  readonly name: string
  /** Slot by which the sender knows the key; -1: look it up by name. */
  readonly slot: number
  /** The key's modRevision must be this; 0: it must not exist; -1: any. */
  readonly modRevision: number
  /** A fresh object that etcd owns from now on: it stamps the revision and freezes it. */
  readonly value: KubernetesObject | undefined
  /** Lease that the key hangs on; 0: none. */
  readonly lease: number
}

interface Call {
  /** The API server's number of the call; the answer repeats it. */
  readonly id: number
}
export interface EtcdTxn extends Call {
  readonly call: 'txn'
  readonly operations: readonly EtcdOperation[]
  /** Component and user agent on whose behalf, for the history. */
  readonly actor: number
  readonly userAgent: string
}
export interface EtcdRange extends Call {
  readonly call: 'range'
  /** undefined: all keys (but events). */
  readonly resource: ResourceName | undefined
  /** Empty text: all namespaces (when `name` is empty too). */
  readonly namespace: string
  readonly name: string
  /** Slot of a known key; -1: look it up by name. */
  readonly slot: number
  /** Read the store as it was at this revision; 0: now. */
  readonly revision: number
}
/** A transaction of one put with one compare, of a Lease of which nothing but the renewal changes. */
export interface EtcdRenewal extends Call {
  readonly call: 'renew'
  readonly slot: number
  readonly renewal: LeaseRenewal
  readonly actor: number
  readonly userAgent: string
}
export type EtcdRequest =
  | EtcdTxn
  | EtcdRenewal
  | EtcdRange
  /**
   * Changes with a revision of at least `sinceRevision` (0: only those to come), then all to come. A link has one watch: a new one replaces
   * it.
   */
  | (Call & { readonly call: 'watch'; readonly sinceRevision: number })
  /**
   * The same of Events, which the watch above does not tell of: as many as are asked for, each ends with `cancelWatch` or with that watch.
   * 0: first, in one message, all that live as ADDED.
   */
  | (Call & { readonly call: 'watchEvents'; readonly sinceRevision: number })
  /** Ends the watch on Events of that call. It is not answered. */
  | (Call & { readonly call: 'cancelWatch'; readonly watch: number })
  | (Call & { readonly call: 'leaseGrant'; readonly ttlSeconds: number })
  | (Call & { readonly call: 'leaseKeepAlive'; readonly lease: number })
  | (Call & { readonly call: 'leaseRevoke'; readonly lease: number })
  | (Call & { readonly call: 'compact'; readonly revision: number })

/** Answer of every call but a renewal that was written: that is a `LeaseRenewed`. `num` of the message is the call's number. */
export interface EtcdResponse {
  readonly id: number
  readonly call: EtcdRequest['call']
  /** A transaction's compares held; every other call: it worked. */
  readonly succeeded: boolean
  /** Text of the gRPC error; undefined: none. */
  readonly error: 'compacted' | 'future revision' | 'lease not found' | undefined
  /** Revision of the store. After a transaction: the revision of its writes. */
  readonly revision: number
  readonly compactedRevision: number
  /** Transaction: state of its first key after it, or the current one of the first key whose compare failed. Range of a key: the object. */
  readonly object: KubernetesObject | undefined
  readonly slot: number
  /** Range of several keys: the objects with their slots. */
  readonly items: readonly KubernetesObject[] | undefined
  readonly slots: readonly number[] | undefined
  readonly lease: number
}

/** One change, in the shape of a watch event on 6443 so that it can be passed on as it is. A deleted key's object is its last state. */
export interface EtcdChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly resource: ResourceName
  readonly slot: number
  readonly object: KubernetesObject
  readonly previous: KubernetesObject | undefined
  readonly revision: number
}
/** Changes of one revision; `num` of the message is the id of the watch call. */
export interface EtcdWatchEvent {
  readonly revision: number
  readonly changes: readonly EtcdChange[]
}
