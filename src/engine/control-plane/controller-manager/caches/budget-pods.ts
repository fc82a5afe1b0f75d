/**
 * Pods by the disruption budget that selects them, with the counts that its status needs. Budgets are few and their selectors seldom
 * change: then the pods are looked through anew.
 */
import { isPodReady } from '../../../../kubernetes/pod-conditions.ts'
import { matchesLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import type { PodDisruptionBudget } from '../../../../kubernetes/types/policy.ts'
import { controllerOf } from './owned-pods.ts'

export interface BudgetPods {
  slots: Set<number>
  /** Ready and not being deleted. */
  healthy: number
  /** Pods of each controller, by its uid. */
  byController: Map<string, number>
}
export interface BudgetIndex {
  /** Slots of budgets by namespace. */
  byNamespace: Map<string, number[]>
  pods: Map<number, BudgetPods>
}

type Objects = readonly (KubernetesObject | undefined)[]

export function createBudgetIndex(): BudgetIndex {
  return { byNamespace: new Map(), pods: new Map() }
}

/** True when the budget is about the pod. */
export function selectsPod(budget: PodDisruptionBudget, pod: Pod): boolean {
  return budget.metadata.namespace === pod.metadata.namespace && matchesLabelSelector(budget.spec.selector, pod.metadata.labels)
}

const isHealthy = (pod: Pod): boolean => pod.metadata.deletionTimestamp === undefined && isPodReady(pod)

/** Adds (`sign` 1) or takes away (-1) a pod. */
function count(group: BudgetPods, slot: number, pod: Pod, sign: 1 | -1): void {
  if (sign === 1) group.slots.add(slot)
  else group.slots.delete(slot)
  if (isHealthy(pod)) group.healthy += sign
  const owner = controllerOf(pod)
  if (owner === undefined) return
  const pods = (group.byController.get(owner.uid) ?? 0) + sign
  if (pods === 0) group.byController.delete(owner.uid)
  else group.byController.set(owner.uid, pods)
}

/** A pod changed in the cache. */
export function onPodForBudgets(index: BudgetIndex, budgets: Objects, slot: number, before: Pod | undefined, after: Pod | undefined): void {
  if (index.byNamespace.size === 0) return
  const inNamespace = index.byNamespace.get((after ?? before)!.metadata.namespace)
  if (inNamespace === undefined) return
  for (const budget of inNamespace) {
    const group = index.pods.get(budget)!
    // Counted when the budget came: the pod was in the informer already.
    if (before === undefined && group.slots.has(slot)) continue
    const had = before !== undefined && group.slots.has(slot)
    const has = after !== undefined && selectsPod(budgets[budget] as PodDisruptionBudget, after)
    if (had) count(group, slot, before, -1)
    if (has) count(group, slot, after, 1)
  }
}

/** A budget changed in the cache. */
export function onBudgetForPods(
  index: BudgetIndex, pods: Objects, slot: number, before: PodDisruptionBudget | undefined, after: PodDisruptionBudget | undefined,
): void {
  if (before !== undefined && after !== undefined && before.spec === after.spec) return
  if (before !== undefined) {
    const { namespace } = before.metadata
    const left = (index.byNamespace.get(namespace) ?? []).filter((other) => other !== slot)
    if (left.length > 0) index.byNamespace.set(namespace, left)
    else index.byNamespace.delete(namespace)
    index.pods.delete(slot)
  }
  if (after === undefined) return
  const { namespace } = after.metadata
  index.byNamespace.set(namespace, [...(index.byNamespace.get(namespace) ?? []), slot].sort((a, b) => a - b))
  const group: BudgetPods = { slots: new Set(), healthy: 0, byController: new Map() }
  for (let pod = 0; pod < pods.length; pod++) {
    const object = pods[pod] as Pod | undefined
    if (object !== undefined && selectsPod(after, object)) count(group, pod, object, 1)
  }
  index.pods.set(slot, group)
}
