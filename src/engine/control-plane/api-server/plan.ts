/**
 * What a write comes to, given the current object: a refusal, nothing to write, or one operation for etcd. Pure but for the allocators and
 * random names.
 */
import type { Status } from '../../../kubernetes/types/status.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { EtcdOperation } from '../etcd/messages.ts'
import type { ApiRequest } from './messages.ts'

export type Plan =
  | { readonly kind: 'refuse'; readonly status: Status }
  /** The object is already as it should be. */
  | { readonly kind: 'same'; readonly object: KubernetesObject; readonly slot: number }
  | { readonly kind: 'write'; readonly operation: EtcdOperation }

export function refuse(status: Status): Plan {
  return { kind: 'refuse', status }
}

/** Puts a new object. */
export function putNew(request: ApiRequest, object: KubernetesObject): Plan {
  const { metadata } = object
  return {
    kind: 'write',
    operation: {
      op: 'put', resource: request.resource, namespace: metadata.namespace, name: metadata.name, slot: -1, modRevision: 0, value: object,
      lease: 0,
    },
  }
}

/** Puts the next version of an object, if nobody wrote meanwhile. */
export function putNext(request: ApiRequest, current: KubernetesObject, slot: number, next: KubernetesObject): Plan {
  const { metadata } = current
  return {
    kind: 'write',
    operation: {
      op: 'put', resource: request.resource, namespace: metadata.namespace, name: metadata.name, slot,
      modRevision: metadata.resourceVersion, value: next, lease: 0,
    },
  }
}

/** Deletes an object, if nobody wrote meanwhile. */
export function removeNow(request: ApiRequest, current: KubernetesObject, slot: number): Plan {
  const { metadata } = current
  return {
    kind: 'write',
    operation: {
      op: 'delete', resource: request.resource, namespace: metadata.namespace, name: metadata.name, slot,
      modRevision: metadata.resourceVersion, value: undefined, lease: 0,
    },
  }
}
