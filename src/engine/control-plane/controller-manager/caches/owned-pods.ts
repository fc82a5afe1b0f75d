/**
 * Pods by the ReplicaSet (or other controller) that owns them, with the counts that its status needs, so that a sync lists no pods.
 * Keyed by the owner's uid: a pod may reach its cache before its owner does.
 */
import { hasLabels } from '../../../../kubernetes/selectors.ts'
import { isPodReady, isPodTerminal } from '../../../../kubernetes/pod-conditions.ts'
import type { ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject, OwnerReference } from '../../../../kubernetes/types/meta.ts'

export interface OwnedPods {
  /** All pods of the owner, finished and terminating ones too. */
  slots: Set<number>
  /** Neither finished nor being deleted. */
  active: number
  /** Active and Ready. */
  ready: number
  /** Being deleted, not finished. */
  terminating: number
  /** Active pods that lack a label of the owner's template (or its selector). */
  offLabel: Set<number>
}
export interface OwnedPodsIndex {
  byOwner: Map<string, OwnedPods>
  /** Active pods without a controller, that a ReplicaSet may adopt. */
  orphans: Set<number>
  /** ReplicaSets by uid: whose template labels count. */
  replicaSetByUid: Map<string, number>
}

export function createOwnedPodsIndex(): OwnedPodsIndex {
  return { byOwner: new Map(), orphans: new Set(), replicaSetByUid: new Map() }
}

/** The owner reference that says `controller: true`. */
export function controllerOf(object: KubernetesObject): OwnerReference | undefined {
  const references = object.metadata.ownerReferences
  if (references === undefined) return undefined
  for (let i = 0; i < references.length; i++) if (references[i]!.controller === true) return references[i]
  return undefined
}

const isDeleting = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined

/** Adds (`sign` 1) or takes away (-1) what a pod counts for. */
function count(owned: OwnedPods, pod: Pod, sign: 1 | -1): void {
  if (isPodTerminal(pod)) return
  if (isDeleting(pod)) {
    owned.terminating += sign
    return
  }
  owned.active += sign
  if (isPodReady(pod)) owned.ready += sign
}

function isOffLabel(pod: Pod, replicaSet: ReplicaSet | undefined): boolean {
  if (replicaSet === undefined || isPodTerminal(pod) || isDeleting(pod)) return false
  const wanted = replicaSet.spec.template.metadata.labels
  return wanted !== undefined && wanted !== pod.metadata.labels && !hasLabels(pod.metadata.labels, wanted)
}

function ownedBy(index: OwnedPodsIndex, uid: string): OwnedPods {
  const known = index.byOwner.get(uid)
  if (known !== undefined) return known
  const made: OwnedPods = { slots: new Set(), active: 0, ready: 0, terminating: 0, offLabel: new Set() }
  index.byOwner.set(uid, made)
  return made
}

/** A pod changed in the cache. `replicaSets`: the objects by slot. */
export function onPodForOwners(
  index: OwnedPodsIndex, replicaSets: readonly (KubernetesObject | undefined)[], slot: number, before: Pod | undefined,
  after: Pod | undefined,
): void {
  const former = before === undefined ? undefined : controllerOf(before)
  const owner = after === undefined ? undefined : controllerOf(after)
  if (before !== undefined && after !== undefined && former !== undefined && former.uid === owner?.uid) {
    stay(index, replicaSets, owner.uid, slot, before, after)
    return
  }
  if (before !== undefined) {
    if (former === undefined) index.orphans.delete(slot)
    else leave(index, former.uid, slot, before)
  }
  if (after === undefined) return
  if (owner === undefined) {
    if (!isPodTerminal(after) && !isDeleting(after)) index.orphans.add(slot)
    return
  }
  const owned = ownedBy(index, owner.uid)
  owned.slots.add(slot)
  count(owned, after, 1)
  if (isOffLabel(after, replicaSets[index.replicaSetByUid.get(owner.uid) ?? -1] as ReplicaSet | undefined)) owned.offLabel.add(slot)
}

/** The pod has another version and the same owner: only what it counts for may differ. */
function stay(
  index: OwnedPodsIndex, replicaSets: readonly (KubernetesObject | undefined)[], uid: string, slot: number, before: Pod, after: Pod,
): void {
  const owned = ownedBy(index, uid)
  count(owned, before, -1)
  count(owned, after, 1)
  const off = isOffLabel(after, replicaSets[index.replicaSetByUid.get(uid) ?? -1] as ReplicaSet | undefined)
  if (off) owned.offLabel.add(slot)
  else if (owned.offLabel.size > 0) owned.offLabel.delete(slot)
}

function leave(index: OwnedPodsIndex, uid: string, slot: number, pod: Pod): void {
  const owned = index.byOwner.get(uid)
  if (owned === undefined) return
  owned.slots.delete(slot)
  owned.offLabel.delete(slot)
  count(owned, pod, -1)
  if (owned.slots.size === 0) index.byOwner.delete(uid)
}

/** A ReplicaSet changed in the cache: its template's labels are compared anew, which is rare. */
export function onReplicaSetForOwners(
  index: OwnedPodsIndex, pods: readonly (KubernetesObject | undefined)[], slot: number, before: ReplicaSet | undefined,
  after: ReplicaSet | undefined,
): void {
  if (before !== undefined && after === undefined) {
    index.replicaSetByUid.delete(before.metadata.uid)
    index.byOwner.get(before.metadata.uid)?.offLabel.clear()
  }
  if (after === undefined) return
  index.replicaSetByUid.set(after.metadata.uid, slot)
  if (before?.spec.template === after.spec.template) return
  const owned = index.byOwner.get(after.metadata.uid)
  if (owned === undefined) return
  owned.offLabel.clear()
  for (const pod of owned.slots) if (isOffLabel(pods[pod] as Pod, after)) owned.offLabel.add(pod)
}

/** Pods of an owner; none: zeros. */
export function ownedPods(index: OwnedPodsIndex, uid: string): OwnedPods | undefined {
  return index.byOwner.get(uid)
}
