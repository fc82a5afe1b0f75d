/**
 * Numbers of a rollout: surge and unavailable, how far the new set may grow, and how a change is shared. Source:
 * deployment/util/deployment_util.go.
 */
import { scaledValue } from '../../../../kubernetes/int-or-percent.ts'
import type { Deployment, ReplicaSet } from '../../../../kubernetes/types/apps.ts'

export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas'
export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas'

/** Surge rounds up, unavailable down; both zero would never move: one may be unavailable. */
function fenceposts(deployment: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { rollingUpdate } = deployment.spec.strategy
  const surge = scaledValue(rollingUpdate?.maxSurge ?? '25%', deployment.spec.replicas, true)
  const unavailable = scaledValue(rollingUpdate?.maxUnavailable ?? '25%', deployment.spec.replicas, false)
  return surge === 0 && unavailable === 0 ? { surge: 0, unavailable: 1 } : { surge, unavailable }
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy.type === 'RollingUpdate'
}

export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0
}

export function maxUnavailable(deployment: Deployment): number {
  const { replicas } = deployment.spec
  if (!isRollingUpdate(deployment) || replicas === 0) return 0
  return Math.min(fenceposts(deployment).unavailable, replicas)
}

export function specReplicas(sets: readonly ReplicaSet[]): number {
  let sum = 0
  for (const set of sets) sum += set.spec.replicas
  return sum
}

export function availableReplicas(sets: readonly ReplicaSet[]): number {
  let sum = 0
  for (const set of sets) sum += set.status.availableReplicas ?? 0
  return sum
}

/** Size of the new set: as far as desired + surge leave room. `all` with the new set in it. */
export function newSetReplicas(deployment: Deployment, all: readonly ReplicaSet[], newReplicas: number): number {
  if (!isRollingUpdate(deployment)) return deployment.spec.replicas
  const room = deployment.spec.replicas + maxSurge(deployment) - specReplicas(all)
  return room <= 0 ? newReplicas : newReplicas + Math.min(room, deployment.spec.replicas - newReplicas)
}

/** Half away from zero. */
function round(value: number): number {
  return value < 0 ? -Math.floor(-value + 0.5) : Math.floor(value + 0.5)
}

/** A set's share of a change, from the size it had when it was last scaled as a part of the whole. */
function fractionOf(set: ReplicaSet, deployment: Deployment): number {
  if (deployment.spec.replicas === 0) return -set.spec.replicas
  const annotated = Number(set.metadata.annotations?.[maxReplicasAnnotation] ?? 0) || deployment.status.replicas || set.spec.replicas
  return round((set.spec.replicas * (deployment.spec.replicas + maxSurge(deployment))) / annotated) - set.spec.replicas
}

/**
 * Sizes after proportional scaling, in the order of `sets` (largest first); the first takes what rounding leaves. Source: sync.go (scale).
 */
export function proportionalSizes(deployment: Deployment, sets: readonly ReplicaSet[]): number[] {
  const allowed = deployment.spec.replicas > 0 ? deployment.spec.replicas + maxSurge(deployment) : 0
  const toAdd = allowed - specReplicas(sets)
  let added = 0
  const sizes = sets.map((set) => {
    if (toAdd === 0 || set.spec.replicas === 0 || toAdd === added) return set.spec.replicas
    const fraction = fractionOf(set, deployment)
    const share = toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added)
    added += share
    return set.spec.replicas + share
  })
  if (toAdd !== 0 && sizes.length > 0) sizes[0] = Math.max(0, sizes[0]! + toAdd - added)
  return sizes
}

/** Largest first; of one size the newer first when growing, the older first when shrinking. */
export function inSharingOrder(sets: readonly ReplicaSet[], growing: boolean): ReplicaSet[] {
  return sets.toSorted((a, b) => {
    if (a.spec.replicas !== b.spec.replicas) return b.spec.replicas - a.spec.replicas
    return growing ? -compareByAge(a, b) : compareByAge(a, b)
  })
}

/** Oldest first, then by name. */
export function compareByAge(a: ReplicaSet, b: ReplicaSet): number {
  const left = a.metadata
  const right = b.metadata
  if (left.creationTimestamp !== right.creationTimestamp) return left.creationTimestamp < right.creationTimestamp ? -1 : 1
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0
}
