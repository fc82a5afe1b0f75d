/** What a pod's conditions say. Sources: pkg/api/v1/pod/util.go, pkg/controller/controller_utils.go. */
import type { Pod, PodCondition, PodStatus } from './types/core.ts'
import type { ConditionStatus } from './types/meta.ts'

export function podCondition(status: PodStatus, type: string): PodCondition | undefined {
  const { conditions } = status
  if (conditions === undefined) return undefined
  for (let i = 0; i < conditions.length; i++) if (conditions[i]!.type === type) return conditions[i]
  return undefined
}

export function isPodReady(pod: Pod): boolean {
  return podCondition(pod.status, 'Ready')?.status === 'True'
}

/** Succeeded or Failed: it will not run again. */
export function isPodTerminal(pod: Pod): boolean {
  const { phase } = pod.status
  return phase === 'Succeeded' || phase === 'Failed'
}

/** Counts as a replica: not finished and not being deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined
}

/** Restarts of the container that was restarted most. Source: controller_utils.go (maxContainerRestarts). */
export function maxContainerRestarts(pod: Pod): number {
  let most = 0
  for (const status of pod.status.containerStatuses ?? []) most = Math.max(most, status.restartCount)
  for (const status of pod.status.initContainerStatuses ?? []) most = Math.max(most, status.restartCount)
  return most
}

/** A condition as a controller sets it. `now`: timestamp. */
export function newPodCondition(type: string, status: ConditionStatus, now: string, reason?: string, message?: string): PodCondition {
  return { type, status, observedGeneration: undefined, lastProbeTime: null, lastTransitionTime: now, reason, message }
}

/** The conditions with one added or replaced; the same status keeps its transition time. */
export function withPodCondition(conditions: readonly PodCondition[] | undefined, condition: PodCondition): readonly PodCondition[] {
  const old = conditions?.find((one) => one.type === condition.type)
  if (old === undefined) return [...(conditions ?? []), condition]
  const kept: PodCondition = old.status === condition.status ? { ...condition, lastTransitionTime: old.lastTransitionTime } : condition
  return (conditions ?? []).map((one) => (one === old ? kept : one))
}
