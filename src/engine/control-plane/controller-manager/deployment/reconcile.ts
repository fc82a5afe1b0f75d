/**
 * Deployment controller: makes a ReplicaSet per template, moves pods from old sets to the new one, and tells how far it is.
 * Source: pkg/controller/deployment/{deployment_controller,sync,rolling,recreate,progress}.go.
 *
 * As upstream, a status is worked out from the sets as they were before this run's own writes, so it follows a step behind.
 */
import type { Deployment, ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import {
  create, nothing, remove, result, update, updateStatus, type Action, type ReconcileInput, type ReconcileResult, type Told,
} from '../../../client/controller-actions.ts'
import { deploymentAt, type Caches } from '../caches/caches.ts'
import { ownedPods } from '../caches/owned-pods.ts'
import { deploymentWith, referenceTo, replicaSetWith } from '../objects.ts'
import {
  findNewSet, newSetOf, revisionAnnotation, revisionOf, setsOf, sizeAnnotations, slotOfSet, syncedAnnotations,
} from './replica-sets.ts'
import { oldSetSizes } from './rolling.ts'
import {
  availableReplicas, desiredReplicasAnnotation, inSharingOrder, isRollingUpdate, maxSurge, newSetReplicas, proportionalSizes, specReplicas,
} from './scaling.ts'
import {
  calculateStatus, conditionOf, hasProgressDeadline, isComplete, newCondition, rolloutConditions, sameStatus, stuckCheckUs, withCondition,
} from './status.ts'

/** A Deployment with its sets, as one run sees them. */
interface Rollout {
  readonly input: ReconcileInput<Caches>
  readonly deployment: Deployment
  /** Oldest first. */
  readonly old: readonly ReplicaSet[]
  readonly newSet: ReplicaSet | undefined
}

type Stages = readonly (readonly Action[])[]

export function reconcileDeployment(input: ReconcileInput<Caches>): ReconcileResult {
  const deployment = deploymentAt(input.listers, input.key)
  if (deployment === undefined) return nothing
  const sets = setsOf(input.listers, deployment)
  const newSet = findNewSet(deployment, sets)
  const rollout: Rollout = { input, deployment, newSet, old: sets.filter((set) => set !== newSet) }
  if (deployment.metadata.deletionTimestamp !== undefined) return plainStatus(rollout, [])
  const pausing = pauseCondition(rollout)
  if (pausing !== undefined) return result([[pausing]])
  const upkeep = newSet === undefined ? undefined : upkeepOfNewSet(rollout, newSet)
  if (upkeep !== undefined) return result([[upkeep]])
  if (deployment.spec.paused === true) return plainStatus(rollout, [scaleAll(rollout), cleanUp(rollout)])
  if (isScaling(deployment, sets)) return plainStatus(rollout, [scaleAll(rollout)])
  return isRollingUpdate(deployment) ? rolling(rollout) : recreate(rollout)
}

const allOf = (rollout: Rollout): readonly ReplicaSet[] => (rollout.newSet === undefined ? rollout.old : [...rollout.old, rollout.newSet])
const active = (sets: readonly ReplicaSet[]): ReplicaSet[] => sets.filter((set) => set.spec.replicas > 0)

/** Pausing and resuming are told as a condition, so that the time of a pause doesn't count against the deadline. */
function pauseCondition(rollout: Rollout): Action | undefined {
  const { deployment, input } = rollout
  const current = conditionOf(deployment.status.conditions, 'Progressing')
  if (!hasProgressDeadline(deployment) || current?.reason === 'ProgressDeadlineExceeded') return undefined
  const told = current?.reason === 'DeploymentPaused'
  if ((deployment.spec.paused === true) === told) return undefined
  const condition = told
    ? newCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', input.now)
    : newCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', input.now)
  const conditions = withCondition(deployment.status.conditions ?? [], condition)
  return updateStatus('deployments', input.key, deploymentWith(deployment, deployment.metadata.annotations, {
    ...deployment.status, conditions,
  }))
}

/** What the new set and the Deployment must say of each other before anything moves: revision, minReadySeconds, Progressing. */
function upkeepOfNewSet(rollout: Rollout, newSet: ReplicaSet): Action | undefined {
  const { deployment, input } = rollout
  const annotations = syncedAnnotations(deployment, newSet, rollout.old)
  if (annotations !== newSet.metadata.annotations || (newSet.spec.minReadySeconds ?? 0) !== (deployment.spec.minReadySeconds ?? 0)) {
    const changed = replicaSetWith(newSet, newSet.spec.replicas, deployment.spec.minReadySeconds, annotations)
    return update('replicasets', slotOfSet(input.listers, newSet), changed)
  }
  const { conditions } = deployment.status
  const found = hasProgressDeadline(deployment) && conditionOf(conditions, 'Progressing') === undefined
  const revision = String(revisionOf(newSet))
  if (!found && deployment.metadata.annotations?.[revisionAnnotation] === revision) return undefined
  const message = `Found new replica set "${newSet.metadata.name}"`
  const next = found
    ? withCondition(conditions ?? [], newCondition('Progressing', 'True', 'FoundNewReplicaSet', message, input.now))
    : conditions
  return updateStatus('deployments', input.key, deploymentWith(deployment, withRevision(deployment, revision), {
    ...deployment.status, conditions: next,
  }))
}

function withRevision(deployment: Deployment, revision: string): Record<string, string> {
  return { ...deployment.metadata.annotations, [revisionAnnotation]: revision }
}

/** `spec.replicas` has changed since the sets were last scaled. */
function isScaling(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
  return active(sets).some((set) => {
    const desired = set.metadata.annotations?.[desiredReplicasAnnotation]
    return desired !== undefined && desired !== String(deployment.spec.replicas)
  })
}

/** Gives a set a size, with an event when it changes; undefined when set and annotations are right. */
function scaleSet(rollout: Rollout, set: ReplicaSet, replicas: number): Action | undefined {
  const { deployment, input } = rollout
  const annotations = sizeAnnotations(deployment, set.metadata.annotations)
  if (set.spec.replicas === replicas && annotations === set.metadata.annotations) return undefined
  const changed = replicaSetWith(set, replicas, set.spec.minReadySeconds, annotations)
  const told = set.spec.replicas === replicas ? undefined : scaled(rollout, set.metadata.name, set.spec.replicas, replicas, false)
  return update('replicasets', slotOfSet(input.listers, set), changed, told)
}

function scaled(rollout: Rollout, name: string, from: number, to: number, made: boolean): Told {
  const way = to > from ? 'up' : 'down'
  const old = `to ${to}${made ? '' : ` from ${from}`}`
  const sizes = rollout.input.listers.release.scalingTextHasFrom ? `from ${from} to ${to}` : old
  return {
    onSuccess: {
      regarding: referenceTo(rollout.deployment), type: 'Normal', reason: 'ScalingReplicaSet',
      message: `Scaled ${way} replica set ${name} ${sizes}`,
    },
    onFailure: undefined,
  }
}

const present = (actions: readonly (Action | undefined)[]): Action[] => actions.filter((action) => action !== undefined)

/** After a change of `spec.replicas`: the one active set takes it all; several share it. Source: sync.go (scale). */
function scaleAll(rollout: Rollout): Action[] {
  const { deployment, newSet, old } = rollout
  const all = allOf(rollout)
  const running = active(all)
  if (running.length <= 1) {
    const only = running[0] ?? newSet ?? old.at(-1)
    if (only === undefined || only.spec.replicas === deployment.spec.replicas) return []
    return present([scaleSet(rollout, only, deployment.spec.replicas)])
  }
  const saturated = newSet !== undefined && newSet.spec.replicas === deployment.spec.replicas
    && newSet.metadata.annotations?.[desiredReplicasAnnotation] === String(deployment.spec.replicas)
    && (newSet.status.availableReplicas ?? 0) === deployment.spec.replicas
  if (saturated) return present(active(old).map((set) => scaleSet(rollout, set, 0)))
  if (!isRollingUpdate(deployment)) return []
  const growing = deployment.spec.replicas + maxSurge(deployment) > specReplicas(running)
  const shared = inSharingOrder(running, growing)
  const sizes = proportionalSizes(deployment, shared)
  return present(shared.map((set, i) => scaleSet(rollout, set, sizes[i]!)))
}

/** The new set is made at the size that surge leaves room for; the Deployment's status says so at once. */
function createNewSet(rollout: Rollout): { readonly stages: Stages; readonly made: ReplicaSet } {
  const { deployment, input, old } = rollout
  const bare = newSetOf(deployment, old)
  const replicas = newSetReplicas(deployment, [...old, bare], 0)
  const made: ReplicaSet = { ...bare, spec: { ...bare.spec, replicas } }
  const { name } = made.metadata
  const told = replicas > 0 ? scaled(rollout, name, 0, replicas, true) : undefined
  const condition = newCondition('Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, input.now)
  const conditions = hasProgressDeadline(deployment)
    ? withCondition(deployment.status.conditions ?? [], condition)
    : deployment.status.conditions
  const status = deploymentWith(deployment, withRevision(deployment, String(revisionOf(made))), { ...deployment.status, conditions })
  return { stages: [[create('replicasets', made, told)], [updateStatus('deployments', input.key, status)]], made }
}

function rolling(rollout: Rollout): ReconcileResult {
  const { deployment, newSet } = rollout
  if (newSet === undefined) {
    const { stages, made } = createNewSet(rollout)
    const grown: Rollout = { ...rollout, newSet: made }
    return rolloutStatus(grown, [...stages, shrinkOld(grown, made)])
  }
  const size = newSet.spec.replicas > deployment.spec.replicas
    ? deployment.spec.replicas
    : newSetReplicas(deployment, allOf(rollout), newSet.spec.replicas)
  if (size !== newSet.spec.replicas) return rolloutStatus(rollout, [present([scaleSet(rollout, newSet, size)])])
  const shrinking = shrinkOld(rollout, newSet)
  if (shrinking.length > 0) return rolloutStatus(rollout, [shrinking])
  return rolloutStatus(rollout, [isComplete(deployment, deployment.status) ? cleanUp(rollout) : []])
}

function shrinkOld(rollout: Rollout, newSet: ReplicaSet): Action[] {
  const sets = active(rollout.old)
  const sizes = oldSetSizes(rollout.deployment, sets, newSet, availableReplicas(allOf(rollout)))
  return present(sets.map((set, i) => (sizes[i] === set.spec.replicas ? undefined : scaleSet(rollout, set, sizes[i]!))))
}

/** All old pods go, and only when the last is gone the new set is made or grown. */
function recreate(rollout: Rollout): ReconcileResult {
  const { deployment, newSet, old } = rollout
  const running = active(old)
  if (running.length > 0) return rolloutStatus(rollout, [present(running.map((set) => scaleSet(rollout, set, 0)))])
  if (old.some((set) => hasLivingPods(rollout.input.listers, set))) return rolloutStatus(rollout, [])
  if (newSet === undefined) {
    const { stages, made } = createNewSet(rollout)
    return rolloutStatus({ ...rollout, newSet: made }, stages)
  }
  const growing = newSet.spec.replicas === deployment.spec.replicas ? undefined : scaleSet(rollout, newSet, deployment.spec.replicas)
  if (growing !== undefined) return rolloutStatus(rollout, [[growing]])
  return rolloutStatus(rollout, [isComplete(deployment, deployment.status) ? cleanUp(rollout) : []])
}

function hasLivingPods(caches: Caches, set: ReplicaSet): boolean {
  const owned = ownedPods(caches.ownedPods, set.metadata.uid)
  return set.status.replicas > 0 || (owned !== undefined && owned.active + owned.terminating > 0)
}

/** Old sets beyond `revisionHistoryLimit` go, the lowest revision first, if they are empty and settled. */
function cleanUp(rollout: Rollout): Action[] {
  const { deployment, old, input } = rollout
  const alive = old.filter((set) => set.metadata.deletionTimestamp === undefined)
  const surplus = alive.length - deployment.spec.revisionHistoryLimit
  if (surplus <= 0) return []
  return alive.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, surplus)
    .filter((set) => set.status.replicas === 0 && set.spec.replicas === 0)
    .filter((set) => (set.metadata.generation ?? 0) <= (set.status.observedGeneration ?? 0))
    .map((set) => remove('replicasets', slotOfSet(input.listers, set), set))
}

/** Ends a run of a rollout: its actions, then the status with progress. */
function rolloutStatus(rollout: Rollout, stages: Stages): ReconcileResult {
  const { deployment, input, newSet } = rollout
  const all = allOf(rollout)
  const counted = calculateStatus(deployment, all, newSet, input.now)
  const status = { ...counted, conditions: rolloutConditions(deployment, counted, all, newSet, input) }
  if (sameStatus(deployment.status, status)) return result(stages, undefined, stuckCheckUs(deployment, status, input))
  return result([...stages, [updateStatus('deployments', input.key, deploymentWith(deployment, deployment.metadata.annotations, status))]])
}

/** Ends a run that is no rollout (paused, scaling, deleting): only counts and Available. */
function plainStatus(rollout: Rollout, stages: Stages): ReconcileResult {
  const { deployment, input } = rollout
  const status = calculateStatus(deployment, allOf(rollout), rollout.newSet, input.now)
  if (sameStatus(deployment.status, status)) return result(stages)
  return result([...stages, [updateStatus('deployments', input.key, deploymentWith(deployment, deployment.metadata.annotations, status))]])
}
