/** Which changes make the Deployment controller look at which Deployments. Source: pkg/controller/deployment/deployment_controller.go. */
import type { Deployment, ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { controllerOf } from '../caches/owned-pods.ts'
import { slotOfGraphKey } from '../caches/owners.ts'
import { add, cachesOf, ownObject, type Feed, type Handlers } from '../feed.ts'

function deploymentOf(feed: Feed, object: KubernetesObject | undefined): number {
  const owner = object === undefined ? undefined : controllerOf(object)
  const key = owner?.kind === 'Deployment' ? cachesOf(feed).owners.byUid.get(owner.uid) : undefined
  return key === undefined ? -1 : slotOfGraphKey(key)
}

function onReplicaSet(feed: Feed, _slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const deployment = deploymentOf(feed, after ?? before)
  if (deployment >= 0) add(feed, deployment)
}

/** Recreate waits for the last old pod to go. */
function onPod(feed: Feed, _slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  if (after !== undefined || before === undefined) return
  const caches = cachesOf(feed)
  const at = caches.ownedPods.replicaSetByUid.get(controllerOf(before)?.uid ?? '') ?? -1
  const set = caches.informers.replicasets.objects[at] as ReplicaSet | undefined
  const slot = deploymentOf(feed, set)
  const deployment = caches.informers.deployments.objects[slot] as Deployment | undefined
  if (deployment?.spec.strategy.type === 'Recreate') add(feed, slot)
}

export const deploymentHandlers: Handlers = { deployments: ownObject, replicasets: onReplicaSet, pods: onPod }
