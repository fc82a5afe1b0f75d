/** Derived state of every component made anew and compared with what was kept up change by change. */
import type { ClusterState } from '../../src/engine/index.ts'
import { rebuildWatchCache } from '../../src/engine/control-plane/api-server/watch-cache.ts'
import { rebuildCaches } from '../../src/engine/control-plane/controller-manager/caches/caches.ts'
import { rebuildTable } from '../../src/engine/control-plane/etcd/table.ts'
import { scanOrder } from '../../src/engine/control-plane/scheduler/cache/node-columns.ts'
import { rebuildCache } from '../../src/engine/control-plane/scheduler/cache/pod-accounting.ts'
import { rebuildVxlanOf } from '../../src/engine/pod-network/state.ts'
import { rebuildAddresses } from '../../src/engine/worker-node/container-runtime/addresses.ts'
import { rebuildSums } from '../../src/engine/worker-node/kubelet/admission.ts'
import { differenceOf } from './difference.ts'

/** A copy whose derived part was made anew must equal the original. */
function recount<T>(name: string, kept: T, rebuild: (copy: T) => void): string[] {
  const copy = structuredClone(kept)
  rebuild(copy)
  const difference = differenceOf(copy, kept)
  return difference === undefined ? [] : [`${name}, made anew and as kept: ${difference}`]
}

function recountScheduler({ scheduler }: ClusterState): string[] {
  return recount('scheduler cache', scheduler.cache, (copy) => {
    Object.assign(copy, rebuildCache(copy, scheduler.nodes, scheduler.pods))
    // The order of the scan is made when a cycle needs it.
    if (!scheduler.cache.columns.orderStale) scanOrder(copy.columns)
    else copy.columns.order = [...scheduler.cache.columns.order]
  })
}

/** Where a recount differs from what was kept up; none: all agree. */
export function recountFaults(cluster: ClusterState): readonly string[] {
  const present = <T>(items: readonly (T | undefined)[]): T[] => items.filter((item) => item !== undefined)
  return [
    ...recountScheduler(cluster),
    ...recount('controller manager caches', cluster.controllerManager.caches, rebuildCaches),
    ...recount('API server watch cache', cluster.apiServer.cache, rebuildWatchCache),
    ...cluster.etcd.store.tables.flatMap((table) => recount(`etcd table ${table.resource}`, table, rebuildTable)),
    ...present(cluster.runtimes.machines).flatMap((machine) => recount(`addresses on ${machine.machine}`, machine, rebuildAddresses)),
    ...present(cluster.kubelets.machines).flatMap((machine) => recount(`sums of kubelet ${machine.machine}`, machine, rebuildSums)),
    ...recount('vxlan links by machine', cluster.network, (copy) => { copy.vxlanOf = rebuildVxlanOf(copy) }),
  ]
}
