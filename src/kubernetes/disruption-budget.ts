/** What the disruption controller and the eviction subresource both say of a budget. Source: k8s.io/component-helpers/apps/poddisruptionbudget. */
import type { Condition, PodDisruptionBudgetStatus } from './types/policy.ts'

export const disruptionAllowed = 'DisruptionAllowed'

/** The conditions with DisruptionAllowed as the numbers say; the same status keeps its transition time. `now`: timestamp. */
export function withDisruptionCondition(status: PodDisruptionBudgetStatus, now: string): readonly Condition[] {
  const allowed = status.disruptionsAllowed > 0
  return withCondition(status.conditions, {
    type: disruptionAllowed, status: allowed ? 'True' : 'False', observedGeneration: status.observedGeneration, lastTransitionTime: now,
    reason: allowed ? 'SufficientPods' : 'InsufficientPods', message: '',
  })
}

/** The conditions with one added or replaced; the same status keeps its transition time. Source: apimachinery/pkg/api/meta (SetStatusCondition). */
function withCondition(conditions: readonly Condition[] | undefined, condition: Condition): readonly Condition[] {
  const old = conditions?.find((one) => one.type === condition.type)
  if (old === undefined) return [...(conditions ?? []), condition]
  const kept: Condition = old.status === condition.status ? { ...condition, lastTransitionTime: old.lastTransitionTime } : condition
  return (conditions ?? []).map((one) => (one === old ? kept : one))
}
