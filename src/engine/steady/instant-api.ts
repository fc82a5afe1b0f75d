/**
 * Writes that are in etcd and in every cache at once, without a message: how a full-size cluster is made directly. The API server's own
 * functions prepare and check each object, and each cache takes it through the door where its watch events come in.
 */
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import { componentIds, messageTypes } from '../../protocol/vocabulary.ts'
import type { ClusterState } from '../cluster-state.ts'
import { prepareCreate } from '../control-plane/api-server/api-server.ts'
import { takeChange } from '../control-plane/api-server/etcd-stream.ts'
import { planUpdate } from '../control-plane/api-server/handlers/update.ts'
import type { ApiRequest } from '../control-plane/api-server/messages.ts'
import type { EtcdChange } from '../control-plane/etcd/messages.ts'
import { findSlot, putObject } from '../control-plane/etcd/store.ts'
import { handleControllerManager } from '../control-plane/controller-manager/controller-manager.ts'
import { watchedResources } from '../control-plane/controller-manager/caches/caches.ts'
import { handleScheduler } from '../control-plane/scheduler/scheduler.ts'
import { createEvent } from '../simulation/event-queue.ts'

/** Attempts to find a free generated name. Source: RetryGenerateName, apiserver/pkg/registry/generic/registry/store.go. */
const mostNames = 8

/** An object as a create would store it, its name free. Throws when the API server refuses it: the maker of the body is at fault. */
export function prepareNow(cluster: ClusterState, resource: ResourceName, body: KubernetesObject): KubernetesObject {
  const { namespace } = body.metadata
  for (let tries = 0; tries < mostNames; tries++) {
    const { object, status } = prepareCreate(cluster.sim, cluster.apiServer, resource, namespace, body)
    if (object === undefined) throw new Error(`steady cluster: ${status.message}`)
    if (findSlot(cluster.etcd.store, resource, object.metadata.namespace, object.metadata.name) < 0) return object
  }
  throw new Error(`steady cluster: ${resource} "${body.metadata.name}" already exists`)
}

/** Stores a fresh object (slot -1: a new one) and gives it to all caches. Returns its slot. */
export function storeNow(cluster: ClusterState, resource: ResourceName, slot: number, object: KubernetesObject, userAgent: string): number {
  const { store } = cluster.etcd
  const origin = { timeUs: cluster.sim.nowUs, hop: -1, actor: componentIds.apiServer, userAgent }
  store.revision++
  const change = putObject(store, resource, slot, object, store.revision, 0, origin)
  takeChange(cluster.apiServer, change)
  feedControllerManager(cluster, change)
  feedScheduler(cluster, change)
  return change.slot
}

/** Creates an object; returns its slot. */
export function createNow(cluster: ClusterState, resource: ResourceName, body: KubernetesObject, userAgent: string): number {
  return storeNow(cluster, resource, -1, prepareNow(cluster, resource, body), userAgent)
}

/** Updates an object or its status. False: it was written since the body was made (409). Throws when the API server refuses the body. */
export function updateNow(
  cluster: ClusterState, resource: ResourceName, subresource: '' | 'status', slot: number, body: KubernetesObject, userAgent: string,
): boolean {
  const { namespace, name } = body.metadata
  const request: ApiRequest = {
    id: 0, client: componentIds.controllerManager, node: -1, userAgent, verb: 'update', resource, subresource, namespace, name, slot, body,
    patchType: undefined, options: undefined,
  }
  const current = cluster.etcd.store.tables.find((table) => table.resource === resource)?.objects[slot]
  if (current === undefined) throw new Error(`steady cluster: ${resource} "${name}" not found`)
  const plan = planUpdate(cluster.apiServer, { request, link: -1, external: undefined, parent: 0 }, current, slot)
  if (plan.kind === 'refuse' && plan.status.code === 409) return false
  if (plan.kind === 'refuse') throw new Error(`steady cluster: ${plan.status.message}`)
  if (plan.kind === 'write' && plan.operation.value !== undefined) storeNow(cluster, resource, slot, plan.operation.value, userAgent)
  return true
}

const event = createEvent()
const watched: ReadonlySet<ResourceName> = new Set(watchedResources)

/** The record of a watch event; handlers read it and keep nothing of it. */
function watchEvent(to: number, watchId: number, change: EtcdChange): typeof event {
  event.to = to
  event.op = messageTypes.watchEvent
  event.num = watchId
  event.payload = change
  return event
}

function feedControllerManager(cluster: ClusterState, change: EtcdChange): void {
  if (!watched.has(change.resource)) return
  const { controllerManager } = cluster
  const { watchId } = controllerManager.caches.informers[change.resource as (typeof watchedResources)[number]]
  handleControllerManager(cluster.sim, controllerManager, watchEvent(componentIds.controllerManager, watchId, change))
}

function feedScheduler(cluster: ClusterState, change: EtcdChange): void {
  if (change.resource !== 'nodes' && change.resource !== 'pods') return
  const { scheduler } = cluster
  handleScheduler(cluster.sim, scheduler, watchEvent(componentIds.scheduler, scheduler[change.resource].watchId, change))
}
