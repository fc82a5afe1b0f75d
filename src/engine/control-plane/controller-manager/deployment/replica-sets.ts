/**
 * A Deployment's ReplicaSets: which is the new one, how one is made, and what its annotations say. Source:
 * deployment/util/deployment_util.go, sync.go.
 */
import { podTemplateHash, podTemplateHashLabel, templateText } from '../../../../kubernetes/pod-template-hash.ts'
import type { Deployment, ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import type { Labels } from '../../../../kubernetes/types/meta.ts'
import type { Caches } from '../caches/caches.ts'
import { resourceOfGraphKey, slotOfGraphKey } from '../caches/owners.ts'
import { controllerOf } from '../caches/owned-pods.ts'
import { controllerReference, newMeta } from '../objects.ts'
import { compareByAge, desiredReplicasAnnotation, maxReplicasAnnotation, maxSurge } from './scaling.ts'

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history'
/** Of the Deployment's annotations these are not handed on. */
const ownAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration', revisionAnnotation, revisionHistoryAnnotation, desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to',
])

/** The sets that the Deployment controls, oldest first. Sets without a controller are not adopted. */
export function setsOf(caches: Caches, deployment: Deployment): ReplicaSet[] {
  const sets: ReplicaSet[] = []
  for (const key of caches.owners.dependents.get(deployment.metadata.uid) ?? []) {
    if (resourceOfGraphKey(key) !== 'replicasets') continue
    const set = caches.informers.replicasets.objects[slotOfGraphKey(key)] as ReplicaSet
    if (controllerOf(set)?.uid === deployment.metadata.uid) sets.push(set)
  }
  return sets.sort(compareByAge)
}

/** Slot of a set that the cache holds; -1 for one that is only planned. */
export function slotOfSet(caches: Caches, set: ReplicaSet): number {
  return caches.ownedPods.replicaSetByUid.get(set.metadata.uid) ?? -1
}

/** The oldest set with the Deployment's template, whatever its hash says. */
export function findNewSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const wanted = templateText(deployment.spec.template)
  return sets.find((set) => templateText(set.spec.template) === wanted)
}

export function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations?.[revisionAnnotation] ?? 0) || 0
}

function maxRevision(sets: readonly ReplicaSet[]): number {
  return sets.reduce((most, set) => Math.max(most, revisionOf(set)), 0)
}

/** Annotations that a set has for being of this Deployment, at this revision. The same record when nothing changes. */
export function syncedAnnotations(deployment: Deployment, set: ReplicaSet, old: readonly ReplicaSet[]): Labels | undefined {
  const known = set.metadata.annotations
  const next: Record<string, string> = { ...known }
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) if (!ownAnnotations.has(key)) next[key] = value
  const revision = maxRevision(old) + 1
  if (revisionOf(set) < revision) {
    const former = known?.[revisionAnnotation]
    const history = known?.[revisionHistoryAnnotation]
    if (former !== undefined) next[revisionHistoryAnnotation] = history === undefined ? former : `${history},${former}`
    next[revisionAnnotation] = String(revision)
  }
  const changed = Object.keys(next).some((key) => next[key] !== known?.[key])
  return changed ? next : known
}

/** Annotations with the sizes that proportional scaling will ask for. The same record when they are right. */
export function sizeAnnotations(deployment: Deployment, annotations: Labels | undefined): Labels {
  const desired = String(deployment.spec.replicas)
  const most = String(deployment.spec.replicas + maxSurge(deployment))
  if (annotations?.[desiredReplicasAnnotation] === desired && annotations[maxReplicasAnnotation] === most) return annotations
  return { ...annotations, [desiredReplicasAnnotation]: desired, [maxReplicasAnnotation]: most }
}

/** A new set of a Deployment, with no replicas yet. Name and selector carry the template's hash. */
export function newSetOf(deployment: Deployment, old: readonly ReplicaSet[]): ReplicaSet {
  const { spec, status, metadata } = deployment
  const hash = podTemplateHash(spec.template, status.collisionCount)
  const labels = { ...spec.template.metadata.labels, [podTemplateHashLabel]: hash }
  const { name, annotations, creationTimestamp } = spec.template.metadata
  const bare: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: newMeta({
      name: `${metadata.name}-${hash}`, namespace: metadata.namespace, labels, ownerReferences: [controllerReference(deployment)],
    }),
    spec: {
      replicas: 0,
      minReadySeconds: spec.minReadySeconds,
      selector: { matchLabels: { ...spec.selector.matchLabels, [podTemplateHashLabel]: hash }, matchExpressions: spec.selector.matchExpressions },
      template: { metadata: { name, labels, annotations, creationTimestamp }, spec: spec.template.spec },
    },
    status: {
      replicas: 0, fullyLabeledReplicas: undefined, readyReplicas: undefined, availableReplicas: undefined, terminatingReplicas: undefined,
      observedGeneration: undefined, conditions: undefined,
    },
  }
  return { ...bare, metadata: { ...bare.metadata, annotations: sizeAnnotations(deployment, syncedAnnotations(deployment, bare, old)) } }
}
