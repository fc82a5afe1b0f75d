/**
 * The renewal of a Lease by a component: the most frequent write of a large cluster. An update that changes nothing but the times of the
 * spec has nothing to check or complete, so its body, which is fresh, is the next version as it is.
 */
import type { Lease } from '../../../../kubernetes/types/discovery.ts'
import type { KubernetesObject, ObjectMeta } from '../../../../kubernetes/types/meta.ts'
import { putNext, type Plan } from '../plan.ts'
import type { ServerCall } from '../state.ts'

/** Members that say the same; the revision is the lock, and etcd stamps the next. */
function sameMeta(next: ObjectMeta, current: ObjectMeta): boolean {
  return next.resourceVersion === current.resourceVersion && next.uid === current.uid && next.name === current.name
    && next.generateName === current.generateName && next.namespace === current.namespace && next.generation === current.generation
    && next.creationTimestamp === current.creationTimestamp && next.deletionTimestamp === current.deletionTimestamp
    && next.deletionGracePeriodSeconds === current.deletionGracePeriodSeconds && next.labels === current.labels
    && next.annotations === current.annotations && next.ownerReferences === current.ownerReferences
    && next.finalizers === current.finalizers && next.managedFields === current.managedFields
}

/** The write of a plain renewal; undefined: the request is something else and goes the long way. */
export function planRenewal({ request, external }: ServerCall, current: KubernetesObject, slot: number): Plan | undefined {
  if (external !== undefined || request.resource !== 'leases' || request.verb !== 'update') return undefined
  const next = request.body as Lease
  const { spec } = current as Lease
  const renewed = next.spec.renewTime !== spec.renewTime && next.spec.holderIdentity === spec.holderIdentity
    && next.spec.leaseDurationSeconds === spec.leaseDurationSeconds && next.spec.acquireTime === spec.acquireTime
    && next.spec.leaseTransitions === spec.leaseTransitions
  if (!renewed || current.metadata.deletionTimestamp !== undefined || !sameMeta(next.metadata, current.metadata)) return undefined
  return putNext(request, current, slot, next)
}
