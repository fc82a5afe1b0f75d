/** The cluster as the invariants read it, and all of them at once. Reads only. */
import { resources, type ResourceName } from '../kubernetes/resources.ts'
import { componentIds } from '../protocol/vocabulary.ts'
import type { ClusterState } from './cluster-state.ts'
import { objectAt, type Informer } from './client/informer.ts'
import { cachedIn } from './control-plane/api-server/watch-cache.ts'
import { afterChange, beforeChange } from './control-plane/etcd/history.ts'
import { objectsAt, tableOf } from './control-plane/etcd/store.ts'
import { checkInvariants } from './invariants/check.ts'
import type { CacheReading, ClusterReading, HistoryReading, InvariantMemory, SandboxReading } from './invariants/reading.ts'
import { isUp } from './simulation/processes.ts'

export { createInvariantMemory, type InvariantMemory } from './invariants/reading.ts'

/** Broken invariants in words; see `checkInvariants`. */
export function brokenInvariants(cluster: ClusterState, memory: InvariantMemory, depth: 'step' | 'everything'): readonly string[] {
  let reading = readings.get(cluster)
  if (reading === undefined) readings.set(cluster, reading = readingOf(cluster))
  return checkInvariants(reading, memory, depth)
}

/** A reading is a window on its cluster: made once, so that a look after each step makes nothing anew. */
const readings = new WeakMap<ClusterState, ClusterReading>()

function readingOf(cluster: ClusterState): ClusterReading {
  const { etcd, sim } = cluster
  return {
    get nowUs() { return sim.nowUs },
    get revision() { return etcd.store.revision },
    history: historyReading(cluster),
    get collectorWorks() { return collectorWorks(cluster) },
    get runtimeTouched() { return sim.event.to === componentIds.containerRuntime || sim.event.to === componentIds.world },
    objects: (resource) => tableOf(etcd.store, resource).objects,
    objectsAt: (resource, revision) => objectsAt(etcd.store, resource, revision),
    caches: cachesOf(cluster),
    sandboxes: () => sandboxesOf(cluster),
  }
}

function historyReading({ etcd }: ClusterState): HistoryReading {
  const { history } = etcd.store
  return {
    get capacity() { return history.capacity },
    get count() { return history.count },
    get revision() { return history.revision },
    get resource() { return history.resource },
    get slot() { return history.slot },
    get timeUs() { return history.timeUs },
    before: (at) => beforeChange(history, at),
    after: (at) => afterChange(history, at),
  }
}

function informerReading(owner: string, resource: ResourceName, informer: () => Informer): CacheReading {
  return {
    owner, resource,
    get filled() { return informer().synced },
    get revision() { return informer().revision },
    get objects() { return informer().objects },
    objectAt: (slot) => objectAt(informer(), slot),
  }
}

function cachesOf(cluster: ClusterState): CacheReading[] {
  const { scheduler, controllerManager, proxies, apiServer } = cluster
  return [
    informerReading('scheduler', 'nodes', () => scheduler.nodes),
    informerReading('scheduler', 'pods', () => scheduler.pods),
    ...Object.values(controllerManager.caches.informers).map(({ resource }) => informerReading(
      'controller manager', resource, () => controllerManager.caches.informers[resource as keyof typeof controllerManager.caches.informers],
    )),
    ...proxies.informers.map(({ resource }, i) => informerReading('kube-proxies', resource, () => proxies.informers[i]!)),
    ...resources.filter((info) => info.name !== 'events').map((info) => ({
      owner: 'API server', resource: info.name,
      get filled() { return apiServer.ready },
      get revision() { return apiServer.cache.revision },
      get objects() { return apiServer.cache.tables[info.id]!.objects },
      objectAt: (slot: number) => cachedIn(apiServer.cache.tables[info.id]!, slot),
    })),
  ]
}

/** Sandboxes that are ready on machines that have power; those in the host's network have no address of their own. */
function sandboxesOf(cluster: ClusterState): SandboxReading[] {
  const found: SandboxReading[] = []
  for (const machine of cluster.world.machines) {
    const runtime = cluster.runtimes.machines[machine.number]
    if (runtime === undefined || !machine.power || machine.removed) continue
    for (const { ready, ip, namespace, name } of runtime.sandboxes.values()) {
      if (ready && ip !== '' && ip !== machine.ip) found.push({ pod: `${namespace}/${name}`, node: machine.name, ip })
    }
  }
  return found
}

function collectorWorks(cluster: ClusterState): boolean {
  const { sim, world, apiServer, controllerManager } = cluster
  const up = (component: number): boolean => isUp(sim.processes, component, -1)
  return up(componentIds.etcd) && up(componentIds.apiServer) && up(componentIds.controllerManager) && apiServer.ready &&
    world.apiServerCable && controllerManager.loop.active
}
