/**
 * The kubelet's reflector: lists and watches the pods of its node. As the client library's informer, but it keeps no objects of its own:
 * the
 * pod workers do. Source: pkg/kubelet/config/apiserver.go, client-go/tools/cache/reflector.go.
 */
import type { Pod } from '../../../kubernetes/types/core.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { call, requestOptions } from '../../client/api-client.ts'
import type { ApiResponse, WatchEvent } from '../../control-plane/api-server/messages.ts'
import { clientTimers } from '../../client/timers.ts'
import { nextInt } from '../../simulation/random.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import { askInventory } from './inventory.ts'
import { onPod, onPodGone } from './pod-worker.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'
import { purposes } from './timers.ts'

/** Lists, or watches on from the last revision seen. */
export function startSource(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  const { source } = m
  const list = source.relist
  source.phase = list ? 'listing' : 'starting-watch'
  const id = call(sim, state.client, {
    verb: list ? 'list' : 'watch', resource: 'pods', subresource: '', namespace: '', name: '', slot: -1, body: undefined,
    patchType: undefined,
    options: requestOptions({ fieldSelector: `spec.nodeName=${m.nodeName}`, sinceRevision: list ? 0 : source.revision }),
    userAgent: m.userAgent,
    node: m.machine, link: m.apiLink,
  }, purposes.podSource, 0, undefined)
  source.watchId = list ? 0 : id
}

/** Answer of list or watch. */
export function onSourceAnswer(sim: Simulation, state: KubeletsState, m: KubeletMachine, response: ApiResponse): void {
  const { source } = m
  if (response.code >= 400 || response.code === 0) {
    if (response.code === 410) source.relist = true
    retryLater(sim, state, m)
    return
  }
  source.failures = 0
  if (response.list === undefined) {
    source.phase = 'watching'
    return
  }
  const { items, slots, revision } = response.list
  source.revision = revision
  source.synced = true
  source.relist = false
  startSource(sim, state, m)
  const listed = new Set(items.map((item) => item.metadata.uid))
  for (const uid of [...m.pods.keys()]) if (!listed.has(uid)) onPodGone(sim, state, m, uid)
  for (let i = 0; i < items.length; i++) onPod(sim, state, m, slots[i]!, items[i] as Pod)
  // Now that it is known which pods there are, what the runtime holds can be told apart.
  if (!m.inventoryTaken) askInventory(sim, state, m)
}

/** Pause: 0.8 s doubling to 30 s, as much again by chance. */
function retryLater(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  const { source } = m
  source.phase = 'waiting'
  const pauseUs = Math.min(800_000 * (1 << Math.min(source.failures, 6)), 30_000_000)
  source.failures++
  schedule(sim, pauseUs + nextInt(state.random, pauseUs), componentIds.kubelet, m.machine, clientTimers.informerRetry, 0)
}

/** Timer `informerRetry`. */
export function onSourceRetry(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  if (m.source.phase === 'waiting') startSource(sim, state, m)
}

/** The connection is known to be lost: watch again from the last revision. */
export function onSourceLost(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  const { source } = m
  if (source.phase !== 'watching' && source.phase !== 'starting-watch') return
  source.watchId = 0
  retryLater(sim, state, m)
}

/** One event of the watch; those of a former watch are ignored. */
export function onSourceEvent(sim: Simulation, state: KubeletsState, m: KubeletMachine, watchId: number, event: WatchEvent): void {
  const { source } = m
  if (watchId !== source.watchId) return
  if (event.type === 'CLOSED' || event.type === 'EXPIRED') {
    source.relist = source.relist || event.type === 'EXPIRED'
    source.watchId = 0
    startSource(sim, state, m)
    return
  }
  source.phase = 'watching'
  source.revision = event.revision
  const pod = event.object as Pod
  if (event.type === 'DELETED') onPodGone(sim, state, m, (event.object ?? event.previous)!.metadata.uid)
  else onPod(sim, state, m, event.slot, pod)
}
