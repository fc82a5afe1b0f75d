/** The one watch on etcd that feeds the cache: the first range, the watch, trying again when it is lost, and compaction. */
import { componentIds } from '../../../protocol/vocabulary.ts'
import { resourceForKind, type ResourceName } from '../../../kubernetes/resources.ts'
import type { Service } from '../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import { removeCall } from '../../simulation/call-table.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import type { LeaseRenewed } from '../../state/lease-renewals.ts'
import type { EtcdChange, EtcdResponse, EtcdWatchEvent } from '../etcd/messages.ts'
import { rebuildAllocators, releaseOf, takeOf } from './allocators.ts'
import { sendOwn } from './etcd-calls.ts'
import type { ApiServerState } from './state.ts'
import { timers } from './timers.ts'
import { quotaCallsAfter } from './admission/quota-status.ts'
import { callsAfter } from './custom-resources/cleanup.ts'
import { definedResources, resourceOfObject } from './custom-resources/definition.ts'
import type { ServerCall } from './state.ts'
import { applyChange, applyRenewal, cacheTable, replaceCache, type WatchCache } from './watch-cache.ts'
import { closeAll, closeEventWatches, fanOut, fanOutRenewal } from './watch-fan-out.ts'

const retryUs = 1_000_000
/** `--etcd-compaction-interval`. */
export const compactionIntervalUs = 300_000_000

/** Lists all of etcd, or watches on from the last revision. Tries again every second until etcd answers. */
export function connectToEtcd(sim: Simulation, state: ApiServerState): void {
  const resume = state.cache.revision > 0
  state.etcdWatch = 0
  closeEventWatches(sim, state)
  const id = resume ? sendOwn(sim, state, 'watch', state.cache.revision + 1) : sendOwn(sim, state, 'start', 0)
  schedule(sim, retryUs, componentIds.apiServer, -1, timers.etcdRetry, id)
}

/** Timer `etcdRetry`: the attempt was not answered. */
export function retryEtcd(sim: Simulation, state: ApiServerState, id: number): void {
  if (removeCall(state.inFlight, id) === undefined) return
  connectToEtcd(sim, state)
}

function resourceOf(object: KubernetesObject, cache: WatchCache): ResourceName {
  // A definition stands before its objects: its number is the smaller one.
  const resource = resourceForKind(object.apiVersion, object.kind)?.name ?? resourceOfObject(definedResources(cache), object)
  if (resource === undefined) throw new Error(`api-server: etcd holds an unknown kind ${object.apiVersion} ${object.kind}`)
  return resource
}

/** The first range (or a new one after a compaction): the cache is filled, what watched the old one must list again. */
export function onStartRange(sim: Simulation, state: ApiServerState, response: EtcdResponse): void {
  replaceCache(state.cache, response.items ?? [], response.slots ?? [], resourceOf, response.revision)
  state.allocators = rebuildAllocators(cacheTable(state.cache, 'services').objects as readonly (Service | undefined)[])
  closeAll(sim, state)
  connectToEtcd(sim, state)
}

/** The watch runs, or its revision is compacted. */
export function onWatchCreated(sim: Simulation, state: ApiServerState, response: EtcdResponse): void {
  if (response.error === 'compacted') {
    state.cache.revision = 0
    connectToEtcd(sim, state)
    return
  }
  state.etcdWatch = response.id
  state.ready = true
}

/** Takes one change into the cache and what follows from it. */
export function takeChange(state: ApiServerState, change: EtcdChange): void {
  applyChange(state.cache, change)
  if (change.resource !== 'services') return
  if (change.previous !== undefined) {
    releaseOf(state.allocators, change.previous as Service, change.type === 'DELETED' ? undefined : change.object as Service)
  }
  if (change.type !== 'DELETED') takeOf(state.allocators, change.object as Service)
}

/** Changes of one revision. `watch`: the call that they belong to; those of a former watch are not taken. `begin`: starts a call. */
export function onChanges(
  sim: Simulation, state: ApiServerState, watch: number, event: EtcdWatchEvent, begin: (call: ServerCall) => void,
): void {
  if (watch !== state.etcdWatch) return
  for (const change of event.changes) {
    takeChange(state, change)
    fanOut(sim, state, change)
    for (const call of callsAfter(state, change)) begin(call)
    for (const call of quotaCallsAfter(state, change)) begin(call)
  }
}

/** A renewal of a Lease. */
export function onRenewed(sim: Simulation, state: ApiServerState, watch: number, renewed: LeaseRenewed): void {
  if (watch !== state.etcdWatch) return
  applyRenewal(state.cache, renewed)
  fanOutRenewal(sim, state, renewed)
}

/** Timer `compaction`: forgets what is older than five minutes. Source: apiserver/pkg/storage/etcd3/compact.go. */
export function compact(sim: Simulation, state: ApiServerState): void {
  if (state.compactTo > 0 && state.ready) sendOwn(sim, state, 'compact', state.compactTo)
  state.compactTo = state.cache.revision
  schedule(sim, compactionIntervalUs, componentIds.apiServer, -1, timers.compaction, 0)
}
