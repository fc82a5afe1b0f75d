/**
 * ReplicaSet controller: keeps as many active pods as `spec.replicas` says, then writes what it sees to the status.
 * Source: pkg/controller/replicaset/replica_set.go, replica_set_utils.go.
 */
import { isPodActive, podCondition } from '../../../../kubernetes/pod-conditions.ts'
import { matchesLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from '../../../../kubernetes/types/apps.ts'
import type { Pod } from '../../../../kubernetes/types/core.ts'
import {
  nothing, remove, result, update, updateStatus, type Action, type Failure, type ReconcileInput, type ReconcileResult,
} from '../../../client/controller-actions.ts'
import { parseTimeText } from '../../../simulation/time-text.ts'
import { podAt, replicaSetAt, type Caches } from '../caches/caches.ts'
import { ownedPods, type OwnedPods } from '../caches/owned-pods.ts'
import { controllerReference, newMeta, referenceTo, replicaSetWithStatus, withOwnership } from '../objects.ts'
import { podsToDelete } from './deletion-ranking.ts'

/** Most pods created or deleted in one sync. Source: replica_set.go (BurstReplicas). */
const burstReplicas = 500

export function reconcileReplicaSet(input: ReconcileInput<Caches>): ReconcileResult {
  const { key, listers } = input
  const replicaSet = replicaSetAt(listers, key)
  if (replicaSet === undefined) return nothing
  const owned = ownedPods(listers.ownedPods, replicaSet.metadata.uid)
  const availability = availabilityOf(input, replicaSet, owned)
  const status = statusOf(input, replicaSet, owned, availability.available)
  const writes = sameStatus(replicaSet.status, status) ? [] : [updateStatus('replicasets', key, replicaSetWithStatus(replicaSet, status))]
  if (input.failure !== undefined) return result([writes])
  const deleting = replicaSet.metadata.deletionTimestamp !== undefined
  const ownership = deleting ? [] : ownershipActions(listers, replicaSet, owned)
  // Who is counted changes with it: the pods' changes call again.
  if (ownership.length > 0) return result([ownership])
  const replicas = input.expectationsMet && !deleting ? manageReplicas(input, replicaSet, owned) : []
  return result([replicas, writes], undefined, availability.nextCheckUs)
}

/** The pod that the ReplicaSet makes: one body for all, its template's labels and spec shared. */
export function podFromTemplate(replicaSet: ReplicaSet): Pod {
  const { template } = replicaSet.spec
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: newMeta({
      generateName: `${replicaSet.metadata.name}-`, namespace: replicaSet.metadata.namespace, labels: template.metadata.labels,
      annotations: template.metadata.annotations, ownerReferences: [controllerReference(replicaSet)],
    }),
    spec: template.spec,
    status: {
      observedGeneration: undefined, phase: 'Pending', conditions: undefined, message: undefined, reason: undefined,
      nominatedNodeName: undefined,
      hostIP: undefined, hostIPs: undefined, podIP: undefined, podIPs: undefined, startTime: undefined, initContainerStatuses: undefined,
      containerStatuses: undefined, ephemeralContainerStatuses: undefined, qosClass: undefined,
    },
  }
}

function manageReplicas(input: ReconcileInput<Caches>, replicaSet: ReplicaSet, owned: OwnedPods | undefined): Action[] {
  const missing = replicaSet.spec.replicas - (owned?.active ?? 0)
  if (missing === 0) return []
  const regarding = referenceTo(replicaSet)
  if (missing > 0) {
    return [{
      do: 'createPods', pod: podFromTemplate(replicaSet), count: Math.min(missing, burstReplicas),
      onSuccess: { regarding, type: 'Normal', reason: 'SuccessfulCreate', message: 'Created pod: {name}' },
      onFailure: { regarding, type: 'Warning', reason: 'FailedCreate', message: 'Error creating: {error}' },
    }]
  }
  return podsToDelete(input, replicaSet, Math.min(-missing, burstReplicas)).map((slot) => remove(
    'pods', slot, podAt(input.listers, slot)!, { expected: true }, {
      onSuccess: { regarding, type: 'Normal', reason: 'SuccessfulDelete', message: 'Deleted pod: {name}' },
      onFailure: { regarding, type: 'Warning', reason: 'FailedDelete', message: 'Error deleting: {error}' },
    },
  ))
}

/** Lets go pods whose labels left the selector, and adopts pods without a controller that match it. Source: controller_ref_manager.go. */
function ownershipActions(caches: Caches, replicaSet: ReplicaSet, owned: OwnedPods | undefined): Action[] {
  const actions: Action[] = []
  const { selector } = replicaSet.spec
  for (const slot of owned?.offLabel ?? []) {
    const pod = podAt(caches, slot)!
    if (matchesLabelSelector(selector, pod.metadata.labels)) continue
    const others = (pod.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== replicaSet.metadata.uid)
    actions.push(update('pods', slot, withOwnership(pod, others.length === 0 ? undefined : others, pod.metadata.finalizers)))
  }
  for (const slot of caches.ownedPods.orphans) {
    const pod = podAt(caches, slot)!
    if (pod.metadata.namespace !== replicaSet.metadata.namespace || !matchesLabelSelector(selector, pod.metadata.labels)) continue
    const references = [...(pod.metadata.ownerReferences ?? []), controllerReference(replicaSet)]
    actions.push(update('pods', slot, withOwnership(pod, references, pod.metadata.finalizers)))
  }
  return actions
}

interface Availability {
  readonly available: number
  /** Until the next pod becomes available by time alone; nobody else would call. */
  readonly nextCheckUs: number | undefined
}

/** Ready pods that have been so for `minReadySeconds`. Without that field they are the ready ones; with it the set's pods are looked at. */
function availabilityOf(input: ReconcileInput<Caches>, replicaSet: ReplicaSet, owned: OwnedPods | undefined): Availability {
  const waitUs = (replicaSet.spec.minReadySeconds ?? 0) * 1_000_000
  if (waitUs === 0 || owned === undefined) return { available: owned?.ready ?? 0, nextCheckUs: undefined }
  let available = 0
  let nextCheckUs: number | undefined
  for (const slot of owned.slots) {
    const pod = podAt(input.listers, slot)!
    const ready = isPodActive(pod) ? podCondition(pod.status, 'Ready') : undefined
    if (ready?.status !== 'True') continue
    const leftUs = (parseTimeText(ready.lastTransitionTime, input.epochMs) ?? 0) + waitUs - input.nowUs
    if (leftUs <= 0) available++
    else nextCheckUs = Math.min(nextCheckUs ?? leftUs, leftUs)
  }
  return { available, nextCheckUs }
}

const orUndefined = (count: number): number | undefined => (count === 0 ? undefined : count)

function statusOf(
  input: ReconcileInput<Caches>, replicaSet: ReplicaSet, owned: OwnedPods | undefined, available: number,
): ReplicaSetStatus {
  return {
    replicas: owned?.active ?? 0,
    fullyLabeledReplicas: orUndefined((owned?.active ?? 0) - (owned?.offLabel.size ?? 0)),
    readyReplicas: orUndefined(owned?.ready ?? 0),
    availableReplicas: orUndefined(available),
    terminatingReplicas: undefined,
    observedGeneration: replicaSet.metadata.generation,
    conditions: conditionsOf(input, replicaSet),
  }
}

/** ReplicaFailure stands while creating or deleting fails. */
function conditionsOf(input: ReconcileInput<Caches>, replicaSet: ReplicaSet): readonly ReplicaSetCondition[] | undefined {
  const { conditions } = replicaSet.status
  const known = conditions?.some((condition) => condition.type === 'ReplicaFailure') ?? false
  const reason = failureReason(input.failure)
  if (reason === undefined) {
    // A sync that may not act knows nothing of success.
    if (!known || !input.expectationsMet || input.failure !== undefined) return conditions
    const left = conditions!.filter((condition) => condition.type !== 'ReplicaFailure')
    return left.length === 0 ? undefined : left
  }
  if (known) return conditions
  return [...(conditions ?? []), {
    type: 'ReplicaFailure', status: 'True', lastTransitionTime: input.now, reason, message: input.failure!.message,
  }]
}

function failureReason(failure: Failure | undefined): string | undefined {
  if (failure?.action.do === 'createPods') return 'FailedCreate'
  return failure?.action.do === 'delete' ? 'FailedDelete' : undefined
}

function sameStatus(a: ReplicaSetStatus, b: ReplicaSetStatus): boolean {
  return a.replicas === b.replicas && a.fullyLabeledReplicas === b.fullyLabeledReplicas && a.readyReplicas === b.readyReplicas
    && a.availableReplicas === b.availableReplicas && a.observedGeneration === b.observedGeneration && a.conditions === b.conditions
}
