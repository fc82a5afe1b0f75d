/**
 * Disruption controller: keeps the status of a PodDisruptionBudget, from which the eviction subresource takes how many pods may go.
 * Pods of controllers that are not known here (StatefulSets) count as many as there are. Left out: taking DisruptionTarget back from pods
 * that were not deleted after all. Source: pkg/controller/disruption/disruption.go.
 */
import { scaledValue } from '../../../../kubernetes/int-or-percent.ts'
import { disruptionAllowed, withDisruptionCondition } from '../../../../kubernetes/disruption-budget.ts'
import { isPodReady } from '../../../../kubernetes/pod-conditions.ts'
import type { Deployment, ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../../../kubernetes/types/policy.ts'
import { nothing, result, tell, updateStatus, type Action, type ReconcileInput, type ReconcileResult } from '../../../client/controller-actions.ts'
import { parseTimeText } from '../../../simulation/time-text.ts'
import type { BudgetPods } from '../caches/budget-pods.ts'
import { podAt, type Caches } from '../caches/caches.ts'
import { controllerOf } from '../caches/owned-pods.ts'
import { slotOfGraphKey } from '../caches/owners.ts'
import { referenceTo } from '../objects.ts'

/** A pod whose eviction was granted is expected to be deleted within this time (upstream: DeletionTimeout). */
const deletionTimeoutUs = 120_000_000

export function reconcileDisruption(input: ReconcileInput<Caches>): ReconcileResult {
  const { key, listers } = input
  const budget = listers.informers.poddisruptionbudgets.objects[key] as PodDisruptionBudget | undefined
  const pods = listers.budgets.pods.get(key)
  if (budget === undefined || pods === undefined) return nothing
  const disrupted = disruptedPods(input, budget, pods)
  const { expected, desired } = expectedPods(listers, budget, pods)
  const healthy = pods.healthy - disrupted.healthy
  const spare = healthy - desired
  const counted: PodDisruptionBudgetStatus = {
    observedGeneration: budget.metadata.generation, disruptedPods: disrupted.kept, disruptionsAllowed: expected <= 0 || spare <= 0 ? 0 : spare,
    currentHealthy: healthy, desiredHealthy: desired, expectedPods: expected, conditions: budget.status.conditions,
  }
  const status = { ...counted, conditions: withDisruptionCondition(counted, input.now) }
  const empty = pods.slots.size === 0 ? [about(budget, 'Normal', 'NoPods', 'No matching pods found')] : []
  const write = sameStatus(budget.status, status) ? [] : [updateStatus('poddisruptionbudgets', key, { ...budget, status } as PodDisruptionBudget)]
  return result([[...empty, ...disrupted.late], write], undefined, disrupted.nextCheckUs)
}

function about(budget: PodDisruptionBudget, type: 'Normal' | 'Warning', reason: string, message: string): Action {
  return tell({ regarding: referenceTo(budget), type, reason, message })
}

interface Disrupted {
  /** As the status keeps them; undefined: none. */
  readonly kept: Readonly<Record<string, string>> | undefined
  /** Of the kept ones, those that still count as healthy in the cache. */
  readonly healthy: number
  readonly late: readonly Action[]
  readonly nextCheckUs: number | undefined
}

/** Pods that were granted to an eviction: gone or being deleted ones are forgotten, and those that stayed longer than they should. */
function disruptedPods(input: ReconcileInput<Caches>, budget: PodDisruptionBudget, pods: BudgetPods): Disrupted {
  const granted = budget.status.disruptedPods
  if (granted === undefined || Object.keys(granted).length === 0) return { kept: undefined, healthy: 0, late: [], nextCheckUs: undefined }
  const kept: Record<string, string> = {}
  const late: Action[] = []
  let healthy = 0
  let nextCheckUs: number | undefined
  for (const slot of pods.slots) {
    const pod = podAt(input.listers, slot)!
    const { name, namespace } = pod.metadata
    const since = granted[name]
    if (since === undefined || pod.metadata.deletionTimestamp !== undefined) continue
    const leftUs = (parseTimeText(since, input.epochMs) ?? 0) + deletionTimeoutUs - input.nowUs
    if (leftUs < 0) {
      const message = `Pod was expected by PDB ${namespace}/${budget.metadata.name} to be deleted but it wasn't`
      late.push(tell({ regarding: referenceTo(pod), type: 'Warning', reason: 'NotDeleted', message }))
      continue
    }
    kept[name] = since
    if (isPodReady(pod)) healthy++
    nextCheckUs = Math.min(nextCheckUs ?? Infinity, leftUs + 1)
  }
  return { kept: Object.keys(kept).length === 0 ? undefined : kept, healthy, late, nextCheckUs }
}

/** How many pods there should be, and how many of them healthy. */
function expectedPods(caches: Caches, { spec }: PodDisruptionBudget, pods: BudgetPods): { readonly expected: number; readonly desired: number } {
  if (spec.maxUnavailable !== undefined) {
    const expected = expectedScale(caches, pods)
    return { expected, desired: Math.max(0, expected - scaledValue(spec.maxUnavailable, expected, true)) }
  }
  if (typeof spec.minAvailable === 'number') return { expected: pods.slots.size, desired: spec.minAvailable }
  if (spec.minAvailable === undefined) return { expected: 0, desired: 0 }
  const expected = expectedScale(caches, pods)
  return { expected, desired: scaledValue(spec.minAvailable, expected, true) }
}

/** Replicas that the controllers of the pods want, each counted once: a Deployment's where it controls the ReplicaSet. */
function expectedScale(caches: Caches, pods: BudgetPods): number {
  let sum = 0
  const counted = new Set<string>()
  for (const [uid, count] of pods.byController) {
    const slot = caches.ownedPods.replicaSetByUid.get(uid)
    const set = slot === undefined ? undefined : (caches.informers.replicasets.objects[slot] as ReplicaSet | undefined)
    if (set === undefined) {
      sum += count
      continue
    }
    const above = controllerOf(set)
    const key = above === undefined ? undefined : caches.owners.byUid.get(above.uid)
    const deployment = key === undefined ? undefined : (caches.informers.deployments.objects[slotOfGraphKey(key)] as Deployment | undefined)
    const controller = deployment ?? set
    if (counted.has(controller.metadata.uid)) continue
    counted.add(controller.metadata.uid)
    sum += controller.spec.replicas
  }
  return sum
}

function sameStatus(a: PodDisruptionBudgetStatus, b: PodDisruptionBudgetStatus): boolean {
  const condition = (status: PodDisruptionBudgetStatus): string => {
    const found = status.conditions?.find((one) => one.type === disruptionAllowed)
    return `${found?.status} ${found?.reason} ${found?.observedGeneration}`
  }
  return a.observedGeneration === b.observedGeneration && a.disruptionsAllowed === b.disruptionsAllowed && a.currentHealthy === b.currentHealthy
    && a.desiredHealthy === b.desiredHealthy && a.expectedPods === b.expectedPods && condition(a) === condition(b)
    && sameTimes(a.disruptedPods ?? {}, b.disruptedPods ?? {})
}

function sameTimes(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
