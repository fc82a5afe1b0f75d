/** The cluster as the invariants read it, and all of them at once. Reads only. */
import { resources } from '../kubernetes/resources.ts'
import { componentIds } from '../protocol/vocabulary.ts'
import type { ClusterState } from './cluster-state.ts'
import type { Informer } from './client/informer.ts'
import { objectsAt, tableOf } from './control-plane/etcd/store.ts'
import { checkInvariants } from './invariants/check.ts'
import type { CacheReading, ClusterReading, InvariantMemory, SandboxReading } from './invariants/reading.ts'
import { isUp } from './simulation/processes.ts'

export { createInvariantMemory, type InvariantMemory } from './invariants/reading.ts'

/** Broken invariants in words; see `checkInvariants`. */
export function brokenInvariants(cluster: ClusterState, memory: InvariantMemory, depth: 'changes' | 'everything'): readonly string[] {
  return checkInvariants(readingOf(cluster, depth), memory, depth)
}

function readingOf(cluster: ClusterState, depth: 'changes' | 'everything'): ClusterReading {
  const { store } = cluster.etcd
  return {
    nowUs: cluster.sim.nowUs,
    revision: store.revision,
    history: store.history,
    objects: (resource) => tableOf(store, resource).objects,
    objectsAt: (resource, revision) => objectsAt(store, resource, revision),
    caches: depth === 'changes' ? [] : cachesOf(cluster),
    sandboxes: depth === 'changes' ? [] : sandboxesOf(cluster),
    collectorWorks: collectorWorks(cluster),
  }
}

function cachesOf(cluster: ClusterState): CacheReading[] {
  const caches: CacheReading[] = []
  const add = (owner: string, informer: Informer): void => {
    const { resource, revision, objects } = informer
    if (informer.synced) caches.push({ owner, resource, revision, objects })
  }
  add('scheduler', cluster.scheduler.nodes)
  add('scheduler', cluster.scheduler.pods)
  for (const informer of Object.values(cluster.controllerManager.caches.informers)) add('controller manager', informer)
  for (const informer of cluster.proxies.informers) add('kube-proxies', informer)
  const { ready, cache } = cluster.apiServer
  if (!ready) return caches
  for (const info of resources) {
    if (info.name === 'events') continue
    caches.push({ owner: 'API server', resource: info.name, revision: cache.revision, objects: cache.tables[info.id]!.objects })
  }
  return caches
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
