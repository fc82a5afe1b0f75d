/**
 * Delete: grace for pods, finalizers, propagation, preconditions. Sources: apiserver/pkg/registry/rest/delete.go,
 * pkg/registry/core/pod/strategy.go.
 */
import type { Namespace, Pod } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject, ObjectMeta } from '../../../../kubernetes/types/meta.ts'
import { immortalNamespaces } from '../admission/namespace-lifecycle.ts'
import type { ApiRequest, RequestOptions } from '../messages.ts'
import { deletingMeta } from '../metadata.ts'
import { putNext, refuse, removeNow, type Plan } from '../plan.ts'
import type { ApiServerState } from '../state.ts'
import { conflict, forbiddenRequest } from '../status-errors.ts'
import { assemble } from '../strategies/strategy.ts'
import { strategyOf } from '../strategies/table.ts'
import { parseTimeText } from '../../../simulation/time-text.ts'

const orphan = 'orphan'
const foreground = 'foregroundDeletion'

/** The finalizers that a propagation policy sets; undefined: none. No policy leaves what is there. */
function finalizersFor(current: ObjectMeta['finalizers'], policy: RequestOptions['propagationPolicy']): ObjectMeta['finalizers'] {
  if (policy === undefined) return current
  const kept = (current ?? []).filter((name) => name !== orphan && name !== foreground)
  if (policy === 'Orphan') kept.push(orphan)
  if (policy === 'Foreground') kept.push(foreground)
  return kept.length === 0 ? undefined : kept
}

/** Seconds of grace: a pod that was never bound or has finished has nothing to end. */
function graceOf(pod: Pod, options: RequestOptions | undefined): number {
  const { phase } = pod.status
  if ((pod.spec.nodeName ?? '') === '' || phase === 'Succeeded' || phase === 'Failed') return 0
  return options?.gracePeriodSeconds ?? pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds
}

function sameFinalizers(a: ObjectMeta['finalizers'], b: ObjectMeta['finalizers']): boolean {
  return (a ?? []).join(',') === (b ?? []).join(',')
}

/** Marks an object (again): deletionTimestamp, grace, finalizers. Nothing is written when it says so already. */
function mark(
  state: ApiServerState, request: ApiRequest, current: KubernetesObject, slot: number, grace: number, finalizers: ObjectMeta['finalizers'],
): Plan {
  const { metadata } = current
  const old = metadata.deletionGracePeriodSeconds
  if (metadata.deletionTimestamp !== undefined && old !== undefined && grace >= old && sameFinalizers(metadata.finalizers, finalizers)) {
    return { kind: 'same', object: current, slot }
  }
  let next = deletingMeta(state, metadata, grace, finalizers)
  if (metadata.deletionTimestamp !== undefined && old !== undefined) {
    // A shorter grace counts from the first deletion.
    const first = (parseTimeText(metadata.deletionTimestamp, state.epochMs) ?? state.nowUs) - old * 1_000_000
    next = deletingMeta({ ...state, nowUs: first }, metadata, Math.min(grace, old), finalizers)
  }
  const strategy = strategyOf(request.resource)
  return putNext(request, current, slot, strategy.withMetadata(current, next))
}

function planNamespace(state: ApiServerState, request: ApiRequest, current: Namespace, slot: number): Plan {
  const { name } = current.metadata
  if (immortalNamespaces.includes(name)) return refuse(forbiddenRequest('namespaces', name, 'this namespace may not be deleted'))
  if (current.metadata.deletionTimestamp === undefined) {
    const metadata = deletingMeta(state, current.metadata, 0, current.metadata.finalizers)
    return putNext(
      request, current, slot,
      assemble(current, { ...metadata, deletionGracePeriodSeconds: undefined }, current.spec, { phase: 'Terminating' }),
    )
  }
  if ((current.spec.finalizers?.length ?? 0) > 0) {
    return refuse(
      conflict(
        'namespaces', name,
        'The system is ensuring all content is removed from this namespace.  ' +
          'Upon completion, this namespace will automatically be purged by the system.',
      ),
    )
  }
  return removeNow(request, current, slot)
}

/**
 * Being deleted with grace: the end of the grace is written before the object is removed. Source: apiserver/pkg/registry/rest/delete.go
 * (BeforeDelete).
 */
function isInGrace(metadata: ObjectMeta): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.deletionGracePeriodSeconds ?? 0) > 0
}

/** True when a deletion has just written that the grace is over and nothing else holds the object: it is removed next. */
export function isLeaving(request: ApiRequest, written: KubernetesObject | undefined): boolean {
  if (request.verb !== 'delete' || request.resource !== 'pods' || written === undefined) return false
  return written.metadata.deletionGracePeriodSeconds === 0 && (written.metadata.finalizers?.length ?? 0) === 0
}

/** What a deletion comes to, given the current object. */
export function planDelete(state: ApiServerState, request: ApiRequest, current: KubernetesObject, slot: number): Plan {
  const { options, resource } = request
  const { metadata } = current
  if (options?.preconditionUid !== undefined && options.preconditionUid !== metadata.uid) {
    return refuse(
      conflict(
        resource, metadata.name,
        `Precondition failed: UID in precondition: ${options.preconditionUid}, UID in object meta: ${metadata.uid}`,
      ),
    )
  }
  if (resource === 'namespaces') return planNamespace(state, request, current as Namespace, slot)
  const finalizers = finalizersFor(metadata.finalizers, options?.propagationPolicy)
  const grace = resource === 'pods' ? graceOf(current as Pod, options) : 0
  if (grace > 0 || finalizers !== undefined || isInGrace(metadata)) return mark(state, request, current, slot, grace, finalizers)
  return removeNow(request, current, slot)
}
