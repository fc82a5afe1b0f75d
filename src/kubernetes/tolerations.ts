/** Which taints a pod puts up with. Source: k8s.io/api/core/v1/toleration.go, component-helpers/scheduling/corev1/helpers.go. */
import type { Taint, TaintEffect, Toleration } from './types/core.ts'

/** True when the toleration fits the taint: an empty key fits every key, an absent effect every effect. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== taint.effect) return false
  const key = toleration.key ?? ''
  if (key !== '' && key !== taint.key) return false
  if (toleration.operator === 'Exists') return true
  return (toleration.value ?? '') === (taint.value ?? '')
}

export function toleratesTaint(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  if (tolerations === undefined) return false
  for (const toleration of tolerations) if (tolerates(toleration, taint)) return true
  return false
}

/** Keeps a pod off a node that does not tolerate it: NoSchedule and NoExecute. */
export function repels(effect: TaintEffect): boolean {
  return effect !== 'PreferNoSchedule'
}

/** The first taint that keeps the pod off the node, in the node's order; undefined when there is none. */
export function firstUntolerated(taints: readonly Taint[] | undefined, tolerations: readonly Toleration[] | undefined): Taint | undefined {
  if (taints === undefined) return undefined
  for (const taint of taints) if (repels(taint.effect) && !toleratesTaint(tolerations, taint)) return taint
  return undefined
}

/** How many PreferNoSchedule taints the pod does not tolerate. */
export function untoleratedPreferences(taints: readonly Taint[] | undefined, tolerations: readonly Toleration[] | undefined): number {
  if (taints === undefined) return 0
  let count = 0
  for (const taint of taints) if (!repels(taint.effect) && !toleratesTaint(tolerations, taint)) count++
  return count
}
