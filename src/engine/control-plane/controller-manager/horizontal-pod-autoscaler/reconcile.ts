/**
 * Horizontal pod autoscaler: every 15 s reads the usage of its target's pods and sets the target's replicas. Only metrics of type Resource;
 * Deployments and ReplicaSets as targets. Memory: the recommendations of the last minutes. Source: pkg/controller/podautoscaler/horizontal.go.
 */
import { formatMilli } from '../../../../kubernetes/quantity.ts'
import { formatLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { Deployment, ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import type {
  HorizontalPodAutoscaler, HorizontalPodAutoscalerCondition, HorizontalPodAutoscalerStatus, MetricSpec, MetricStatus,
} from '../../../../kubernetes/types/autoscaling.ts'
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { PodMetrics } from '../../../../kubernetes/types/metrics.ts'
import {
  metricsOf, nothing, result, tell, updateStatus, type Action, type ReconcileInput, type ReconcileResult,
} from '../../../client/controller-actions.ts'
import { podAt, type Caches } from '../caches/caches.ts'
import { controllerOf } from '../caches/owned-pods.ts'
import { referenceTo } from '../objects.ts'
import { limit, type Recommendation } from './limits.ts'
import { replicasFor } from './replicas.ts'

/** `--horizontal-pod-autoscaler-sync-period` */
const syncPeriodUs = 15_000_000

type Target = Deployment | ReplicaSet

/** What a run does to the status, and what it wants to be done. */
interface Draft {
  readonly hpa: HorizontalPodAutoscaler
  readonly now: string
  conditions: readonly HorizontalPodAutoscalerCondition[]
  currentMetrics: readonly MetricStatus[]
  readonly events: Action[]
}

export function reconcileAutoscaler(input: ReconcileInput<Caches>): ReconcileResult {
  const hpa = input.listers.informers.horizontalpodautoscalers.objects[input.key] as HorizontalPodAutoscaler | undefined
  if (hpa === undefined) return nothing
  const draft: Draft = { hpa, now: input.now, conditions: hpa.status.conditions ?? [], currentMetrics: hpa.status.currentMetrics ?? [], events: [] }
  const target = targetOf(input.listers, hpa)
  if (target === undefined) return noTarget(input, draft)
  set(draft, 'AbleToScale', 'True', 'SucceededGetScale', 'the HPA controller was able to get the target\'s current scale')
  const known = (input.memory ?? [{ atUs: input.nowUs, replicas: target.spec.replicas }]) as readonly Recommendation[]
  const forced = forcedReplicas(draft, target)
  if (forced !== undefined) return rescale(input, draft, target, forced.replicas, forced.reason, known)
  if (input.answers === undefined && input.failure === undefined) {
    const ask = metricsOf(hpa.metadata.namespace, formatLabelSelector(target.spec.selector))
    return result([[ask]], known, undefined, true)
  }
  return byMetrics(input, draft, target, known)
}

/** Replicas that need no metrics: a target that is off, or outside its bounds. */
function forcedReplicas(draft: Draft, target: Target): { readonly replicas: number; readonly reason: string } | undefined {
  const { minReplicas = 1, maxReplicas } = draft.hpa.spec
  const { replicas } = target.spec
  if (replicas === 0 && minReplicas !== 0) {
    set(draft, 'ScalingActive', 'False', 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero')
    return { replicas: 0, reason: '' }
  }
  if (replicas > maxReplicas) return { replicas: maxReplicas, reason: 'Current number of replicas above Spec.MaxReplicas' }
  return replicas < minReplicas ? { replicas: minReplicas, reason: 'Current number of replicas below Spec.MinReplicas' } : undefined
}

interface Refusal {
  readonly reason: string
  readonly message: string
}
interface Proposal {
  readonly replicas: number
  /** "cpu resource utilization (percentage of request)" */
  readonly metric: string
}

/** Every metric proposes; the highest proposal counts. Metrics that fail hold the target where it is unless another asks for more. */
function propose(input: ReconcileInput<Caches>, draft: Draft, target: Target): Proposal | undefined {
  const metrics = (input.answers?.[0]?.items ?? []) as readonly PodMetrics[]
  const pods = podsOf(input.listers, target)
  const statuses: MetricStatus[] = []
  let best: Proposal | undefined
  let failed: Refusal | undefined
  for (const spec of draft.hpa.spec.metrics) {
    const proposal = proposalOf(input, spec, target, pods, metrics, statuses)
    if ('reason' in proposal) failed ??= proposal
    else if (best === undefined || proposal.replicas > best.replicas) best = proposal
  }
  draft.currentMetrics = statuses
  if (failed !== undefined) {
    const { reason, message } = failed
    warn(draft, reason, message)
    const { length } = draft.hpa.spec.metrics
    if (statuses.length === 0) {
      const why = `invalid metrics (${length} invalid out of ${length}), first error is: ${message}`
      warn(draft, 'FailedComputeMetricsReplicas', why)
    }
    if (best === undefined || best.replicas <= target.spec.replicas) {
      set(draft, 'ScalingActive', 'False', reason, `the HPA was unable to compute the replica count: ${message}`)
      return undefined
    }
  }
  if (best !== undefined) {
    set(draft, 'ScalingActive', 'True', 'ValidMetricFound', `the HPA was able to successfully calculate a replica count from ${best.metric}`)
  }
  return best
}

/** What one metric proposes, or why it cannot. */
function proposalOf(
  input: ReconcileInput<Caches>, spec: MetricSpec, target: Target, pods: readonly Pod[], metrics: readonly PodMetrics[], statuses: MetricStatus[],
): Proposal | Refusal {
  const { resource } = spec
  if (spec.type !== 'Resource' || resource === undefined) {
    return {
      reason: `FailedGet${spec.type}Metric`, message: `unable to get metric of type ${spec.type}: no metrics returned from custom metrics API`,
    }
  }
  const byUse = resource.target.type === 'Utilization'
  const answer = input.failure !== undefined
    ? { error: `unable to get metrics for resource ${resource.name}: ${input.failure.message}` }
    : replicasFor({
      resource: resource.name, target: resource.target, currentReplicas: target.spec.replicas, pods, metrics, nowUs: input.nowUs,
      epochMs: input.epochMs,
    })
  if (answer.error !== undefined) {
    return { reason: 'FailedGetResourceMetric', message: `failed to get ${resource.name} ${byUse ? 'utilization' : 'usage'}: ${answer.error}` }
  }
  const { utilization, averageValue } = answer
  const text = resource.name === 'cpu' ? formatMilli(averageValue) : String(averageValue)
  statuses.push({
    type: 'Resource',
    resource: { name: resource.name, current: utilization === undefined ? { averageValue: text } : { averageUtilization: utilization, averageValue: text } },
  })
  return { replicas: answer.replicas, metric: byUse ? `${resource.name} resource utilization (percentage of request)` : `${resource.name} resource` }
}

function byMetrics(input: ReconcileInput<Caches>, draft: Draft, target: Target, known: readonly Recommendation[]): ReconcileResult {
  const current = target.spec.replicas
  const proposal = propose(input, draft, target)
  if (proposal === undefined) {
    return result([draft.events, statusWrite(input, draft, current, current, false)], known, syncPeriodUs)
  }
  const verdict = limit(draft.hpa, known, current, proposal.replicas, input.nowUs)
  set(draft, 'AbleToScale', 'True', verdict.able[0], verdict.able[1])
  set(draft, 'ScalingLimited', ...verdict.limited)
  const reason = verdict.replicas > current ? `${proposal.metric} above target` : 'All metrics below target'
  return rescale(input, draft, target, verdict.replicas, reason, verdict.recommendations)
}

/** Sets the target's replicas if they differ, tells of it, and writes the status. */
function rescale(
  input: ReconcileInput<Caches>, draft: Draft, target: Target, replicas: number, reason: string, memory: readonly Recommendation[],
): ReconcileResult {
  const current = target.spec.replicas
  const scales = replicas !== current
  if (scales) set(draft, 'AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${replicas}`)
  const scale: Action[] = scales ? [scaleTo(draft.hpa, target, replicas, reason)] : []
  return result([draft.events, scale, statusWrite(input, draft, current, replicas, scales)], memory, syncPeriodUs)
}

function scaleTo(hpa: HorizontalPodAutoscaler, target: Target, replicas: number, reason: string): Action {
  const { namespace, name } = target.metadata
  const regarding = referenceTo(hpa)
  return {
    do: 'patch', resource: target.kind === 'Deployment' ? 'deployments' : 'replicasets', subresource: 'scale', slot: -1, namespace, name,
    patchType: 'merge', body: { spec: { replicas } },
    onSuccess: { regarding, type: 'Normal', reason: 'SuccessfulRescale', message: `New size: ${replicas}; reason: ${reason}` },
    onFailure: { regarding, type: 'Warning', reason: 'FailedRescale', message: `New size: ${replicas}; reason: ${reason}; error: {error}` },
  }
}

function statusWrite(input: ReconcileInput<Caches>, draft: Draft, current: number, desired: number, scaled: boolean): Action[] {
  const { hpa, now, conditions, currentMetrics } = draft
  const { lastScaleTime } = hpa.status
  const status: HorizontalPodAutoscalerStatus = {
    ...(scaled ? { lastScaleTime: now } : lastScaleTime === undefined ? {} : { lastScaleTime }),
    currentReplicas: current, desiredReplicas: desired, currentMetrics: currentMetrics.length === 0 ? null : currentMetrics, conditions,
  }
  return sameStatus(hpa.status, status) ? [] : [updateStatus('horizontalpodautoscalers', input.key, { ...hpa, status } as HorizontalPodAutoscaler)]
}

function noTarget(input: ReconcileInput<Caches>, draft: Draft): ReconcileResult {
  const { kind, name } = draft.hpa.spec.scaleTargetRef
  const message = `${kind.toLowerCase()}s.apps "${name}" not found`
  warn(draft, 'FailedGetScale', message)
  set(draft, 'AbleToScale', 'False', 'FailedGetScale', `the HPA controller was unable to get the target's current scale: ${message}`)
  return result([draft.events, statusWrite(input, draft, draft.hpa.status.currentReplicas ?? 0, 0, false)], undefined, syncPeriodUs)
}

function warn(draft: Draft, reason: string, message: string): void {
  draft.events.push(tell({ regarding: referenceTo(draft.hpa), type: 'Warning', reason, message }))
}

/** Sets a condition; the same status keeps its transition time. */
function set(draft: Draft, type: HorizontalPodAutoscalerCondition['type'], status: 'True' | 'False', reason: string, message: string): void {
  const old = draft.conditions.find((one) => one.type === type)
  const next = { type, status, lastTransitionTime: old?.status === status ? old.lastTransitionTime : draft.now, reason, message }
  draft.conditions = old === undefined ? [...draft.conditions, next] : draft.conditions.map((one) => (one === old ? next : one))
}

/** The Deployment or ReplicaSet by its name; autoscalers are few, so they are looked through. */
function targetOf(caches: Caches, { metadata, spec }: HorizontalPodAutoscaler): Target | undefined {
  const { kind, name } = spec.scaleTargetRef
  if (kind !== 'Deployment' && kind !== 'ReplicaSet') return undefined
  const { objects } = caches.informers[kind === 'Deployment' ? 'deployments' : 'replicasets']
  return objects.find((one) => one?.metadata.name === name && one.metadata.namespace === metadata.namespace) as Target | undefined
}

/** The target's pods, through the ReplicaSets that it controls. */
function podsOf(caches: Caches, target: Target): readonly Pod[] {
  const { objects } = caches.informers.replicasets
  const sets = target.kind === 'ReplicaSet' ? [target] : objects.filter((one) => one !== undefined && controllerOf(one)?.uid === target.metadata.uid)
  return sets.flatMap((one) => [...(caches.ownedPods.byOwner.get(one!.metadata.uid)?.slots ?? [])].map((slot) => podAt(caches, slot)!))
}

function sameStatus(a: HorizontalPodAutoscalerStatus, b: HorizontalPodAutoscalerStatus): boolean {
  const text = (status: HorizontalPodAutoscalerStatus): string => JSON.stringify([
    status.lastScaleTime, status.currentReplicas, status.desiredReplicas, status.currentMetrics,
    status.conditions?.map((one) => [one.type, one.status, one.reason, one.message]),
  ])
  return text(a) === text(b)
}
