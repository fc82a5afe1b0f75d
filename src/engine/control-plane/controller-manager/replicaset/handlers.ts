/**
 * Which changes make the ReplicaSet controller look at which sets. Source: pkg/controller/replicaset/replica_set.go (addPod, updatePod,
 * deletePod).
 */
import { isPodActive } from '../../../../kubernetes/pod-conditions.ts'
import { matchesLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { controllerOf } from '../caches/owned-pods.ts'
import { add, cachesOf, creationSeen, deletionSeen, ownObject, type Feed, type Handlers } from '../feed.ts'

function setOf(feed: Feed, pod: Pod | undefined): number {
  const owner = pod === undefined ? undefined : controllerOf(pod)
  return owner === undefined ? -1 : (cachesOf(feed).ownedPods.replicaSetByUid.get(owner.uid) ?? -1)
}

function onPod(feed: Feed, _slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const was = before as Pod | undefined
  const is = after as Pod | undefined
  const set = setOf(feed, is ?? was)
  if (was !== undefined && is !== undefined) {
    const old = setOf(feed, was)
    if (old >= 0 && old !== set) add(feed, old)
  }
  if (set < 0) {
    if (is !== undefined && isPodActive(is) && is.metadata.labels !== was?.metadata.labels) addAdopters(feed, is)
    return
  }
  const gone = is === undefined || is.metadata.deletionTimestamp !== undefined
  if (was === undefined && !gone) creationSeen(feed, set)
  // The first sight of a deletion counts: the pod need not be gone.
  if (gone) deletionSeen(feed, set, (is ?? was)!.metadata.uid)
  add(feed, set)
}

/** A pod without a controller: sets of its namespace that select it may adopt it. Such pods are rare. */
function addAdopters(feed: Feed, pod: Pod): void {
  if (controllerOf(pod) !== undefined) return
  cachesOf(feed).informers.replicasets.objects.forEach((object, slot) => {
    const set = object as ReplicaSet | undefined
    if (set?.metadata.namespace === pod.metadata.namespace && matchesLabelSelector(set.spec.selector, pod.metadata.labels)) add(feed, slot)
  })
}

export const replicaSetHandlers: Handlers = { replicasets: ownObject, pods: onPod }
