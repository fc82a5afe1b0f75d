/**
 * A Deployment's status: counts, Available and Progressing, and when progress has taken too long. Source: deployment/sync.go, progress.go.
 */
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import type { ConditionStatus } from '../../../../kubernetes/types/meta.ts'
import { parseTimeText } from '../../../simulation/time-text.ts'
import { availableReplicas, maxUnavailable, specReplicas } from './scaling.ts'

type Conditions = readonly DeploymentCondition[]
type ConditionType = DeploymentCondition['type']

const noDeadline = 2_147_483_647

export function hasProgressDeadline(deployment: Deployment): boolean {
  return deployment.spec.progressDeadlineSeconds !== noDeadline
}

export function conditionOf(conditions: Conditions | undefined, type: ConditionType): DeploymentCondition | undefined {
  return conditions?.find((condition) => condition.type === type)
}

export function newCondition(
  type: ConditionType, status: ConditionStatus, reason: string, message: string, now: string,
): DeploymentCondition {
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message }
}

function withoutCondition(conditions: Conditions, type: ConditionType): Conditions {
  return conditions.some((condition) => condition.type === type) ? conditions.filter((condition) => condition.type !== type) : conditions
}

/** Adds a condition at the end. Nothing changes when status and reason are the old ones; the same status keeps its transition time. */
export function withCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const old = conditionOf(conditions, condition.type)
  if (old !== undefined && old.status === condition.status && old.reason === condition.reason) return conditions
  const kept = old?.status === condition.status ? { ...condition, lastTransitionTime: old.lastTransitionTime } : condition
  return [...withoutCondition(conditions, condition.type), kept]
}

const orUndefined = (count: number): number | undefined => (count === 0 ? undefined : count)
const sum = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number | undefined): number => sets.reduce((all, set) =>
  all + (count(set) ?? 0), 0)

/** Status from the sets as they are in the cache. */
export function calculateStatus(
  deployment: Deployment, all: readonly ReplicaSet[], newSet: ReplicaSet | undefined, now: string,
): DeploymentStatus {
  const available = availableReplicas(all)
  const enough = available >= deployment.spec.replicas - maxUnavailable(deployment)
  const condition = enough
    ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : newCondition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now)
  return {
    observedGeneration: deployment.metadata.generation,
    replicas: orUndefined(sum(all, (set) => set.status.replicas)),
    updatedReplicas: orUndefined(newSet?.status.replicas ?? 0),
    readyReplicas: orUndefined(sum(all, (set) => set.status.readyReplicas)),
    availableReplicas: orUndefined(available),
    unavailableReplicas: orUndefined(Math.max(0, specReplicas(all) - available)),
    terminatingReplicas: undefined,
    conditions: withCondition(deployment.status.conditions ?? [], condition),
    collisionCount: deployment.status.collisionCount,
  }
}

/** All replicas are of the new set and available, and no old one is left. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const { replicas } = deployment.spec
  return (status.updatedReplicas ?? 0) === replicas && (status.replicas ?? 0) === replicas && (status.availableReplicas ?? 0) === replicas
    && (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const oldBefore = (before.replicas ?? 0) - (before.updatedReplicas ?? 0)
  const oldAfter = (after.replicas ?? 0) - (after.updatedReplicas ?? 0)
  return (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) || oldAfter < oldBefore
    || (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) || (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
}

interface Instant {
  readonly nowUs: number
  readonly now: string
  readonly epochMs: number
}

function deadlineUs(deployment: Deployment, condition: DeploymentCondition, at: Instant): number {
  return (parseTimeText(condition.lastUpdateTime, at.epochMs) ?? 0) + deployment.spec.progressDeadlineSeconds * 1_000_000
}

function hasTimedOut(deployment: Deployment, conditions: Conditions, at: Instant): boolean {
  const condition = conditionOf(conditions, 'Progressing')
  if (condition === undefined || condition.reason === 'NewReplicaSetAvailable') return false
  return condition.reason === 'ProgressDeadlineExceeded' || deadlineUs(deployment, condition, at) < at.nowUs
}

/**
 * Conditions of a rollout: Progressing by what has moved since the last status, ReplicaFailure from the sets. Source: progress.go
 * (syncRolloutStatus).
 */
export function rolloutConditions(
  deployment: Deployment, status: DeploymentStatus, all: readonly ReplicaSet[], newSet: ReplicaSet | undefined, at: Instant,
): Conditions {
  let conditions = status.conditions ?? []
  const current = conditionOf(deployment.status.conditions, 'Progressing')
  if (!hasProgressDeadline(deployment)) {
    conditions = withoutCondition(conditions, 'Progressing')
  } else if (!(status.replicas === status.updatedReplicas && current?.reason === 'NewReplicaSetAvailable')) {
    const subject = newSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newSet.metadata.name}"`
    if (isComplete(deployment, status)) {
      const done = newCondition('Progressing', 'True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`, at.now)
      conditions = withCondition(conditions, done)
    } else if (hasProgressed(deployment.status, status)) {
      const progress = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, at.now)
      const since = current?.status === 'True' ? { ...progress, lastTransitionTime: current.lastTransitionTime } : progress
      conditions = [...withoutCondition(conditions, 'Progressing'), since]
    } else if (hasTimedOut(deployment, conditions, at)) {
      const late = newCondition('Progressing', 'False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`, at.now)
      conditions = withCondition(conditions, late)
    }
  }
  return withReplicaFailure(conditions, all, newSet, at.now)
}

/** The new set's failure is told first. */
function withReplicaFailure(conditions: Conditions, all: readonly ReplicaSet[], newSet: ReplicaSet | undefined, now: string): Conditions {
  for (const set of newSet === undefined ? all : [newSet, ...all]) {
    const failure = set.status.conditions?.find((condition) => condition.type === 'ReplicaFailure')
    if (failure === undefined) continue
    const condition = newCondition('ReplicaFailure', failure.status, failure.reason, failure.message, now)
    return withCondition(conditions, {
      ...condition, lastTransitionTime: failure.lastTransitionTime, lastUpdateTime: failure.lastTransitionTime,
    })
  }
  return withoutCondition(conditions, 'ReplicaFailure')
}

/** Time until a stuck rollout must be looked at again: a second after its deadline, since timestamps are whole seconds. */
export function stuckCheckUs(deployment: Deployment, status: DeploymentStatus, at: Instant): number | undefined {
  const current = conditionOf(deployment.status.conditions, 'Progressing')
  if (!hasProgressDeadline(deployment) || current === undefined) return undefined
  if (isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded' || current.reason === 'NewReplicaSetAvailable') {
    return undefined
  }
  return Math.max(0, deadlineUs(deployment, current, at) - at.nowUs) + 1_000_000
}

function sameCondition(a: DeploymentCondition, b: DeploymentCondition | undefined): boolean {
  return a === b || (b !== undefined && a.type === b.type && a.status === b.status && a.reason === b.reason && a.message === b.message
    && a.lastUpdateTime === b.lastUpdateTime && a.lastTransitionTime === b.lastTransitionTime)
}

export function sameStatus(a: DeploymentStatus, b: DeploymentStatus): boolean {
  const left = a.conditions ?? []
  const right = b.conditions ?? []
  return a.observedGeneration === b.observedGeneration && a.replicas === b.replicas && a.updatedReplicas === b.updatedReplicas
    && a.readyReplicas === b.readyReplicas && a.availableReplicas === b.availableReplicas && a.unavailableReplicas === b.unavailableReplicas
    && a.collisionCount === b.collisionCount && left.length === right.length
    && left.every((condition, i) => sameCondition(condition, right[i]))
}
