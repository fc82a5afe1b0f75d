/** Disruption budgets. Source: k8s.io/api/policy/v1/types.go. */
import type { ConditionStatus, IntOrString, KubernetesObject, LabelSelector } from './meta.ts'

export interface PodDisruptionBudgetSpec {
  readonly minAvailable: IntOrString | undefined
  /** undefined: it selects no pod; empty: all of the namespace. */
  readonly selector: LabelSelector | undefined
  readonly maxUnavailable: IntOrString | undefined
  readonly unhealthyPodEvictionPolicy: 'IfHealthyBudget' | 'AlwaysAllow' | undefined
}
/** metav1.Condition. */
export interface Condition {
  readonly type: string
  readonly status: ConditionStatus
  readonly observedGeneration: number | undefined
  readonly lastTransitionTime: string
  readonly reason: string
  readonly message: string
}
export interface PodDisruptionBudgetStatus {
  readonly observedGeneration: number | undefined
  /** Pods whose eviction was granted and not seen yet, by name: when it was granted. */
  readonly disruptedPods: Readonly<Record<string, string>> | undefined
  readonly disruptionsAllowed: number
  readonly currentHealthy: number
  readonly desiredHealthy: number
  readonly expectedPods: number
  readonly conditions: readonly Condition[] | undefined
}
export interface PodDisruptionBudget extends KubernetesObject {
  readonly spec: PodDisruptionBudgetSpec
  readonly status: PodDisruptionBudgetStatus
}
