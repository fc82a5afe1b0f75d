/**
 * Mounted ConfigMaps and Secrets follow their objects: with each sync of its pod, every 60 to 90 s, the kubelet reads them again and writes what
 * has changed into the volumes. Variables, `subPath` mounts and immutable objects stay. Simplified: as with `configMapAndSecretChangeDetectionStrategy:
 * Cache` (upstream's default watches, and then waits for the same sync), and of an object that is gone the files stay. Sources: pkg/kubelet/kubelet.go
 * (resyncInterval), pkg/kubelet/util/manager/cache_based_manager.go.
 */
import { componentIds } from '../../../protocol/vocabulary.ts'
import { call, requestOptions, type PendingCall } from '../../client/api-client.ts'
import type { ApiResponse } from '../../control-plane/api-server/messages.ts'
import { hashText } from '../../simulation/random.ts'
import { scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import { liveMounts, liveReferences, sourceKey } from './container-config.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { textsOfSource } from './pod-sources.ts'
import { requestLimiter, type KubeletMachine, type KubeletsState } from './state.ts'
import type { PodWorker, VolumeRefresh } from './worker-state.ts'
import { kubeletTimers, purposes } from './timers.ts'

/** `syncFrequency`, and the most by which chance makes it longer. */
const syncEveryUs = 60_000_000
const syncSpreadUs = 30_000_000

/** The kubelet begins with a pod: if it has mounts that may change, it looks at them from time to time. */
export function planRefreshes(sim: Simulation, m: KubeletMachine, w: PodWorker): void {
  if (w.pod.spec.volumes === undefined || m.refreshes.has(w.uid) || liveReferences(w.pod).length === 0) return
  const refresh: VolumeRefresh = { dueUs: 0, rounds: 0, open: 0, texts: new Map(), fixed: new Set(), written: new Map() }
  m.refreshes.set(w.uid, refresh)
  planNext(sim, m, w.uid, refresh)
}

function planNext(sim: Simulation, m: KubeletMachine, uid: string, refresh: VolumeRefresh): void {
  refresh.dueUs = sim.nowUs + syncEveryUs + (hashText(`${uid}/${refresh.rounds++}`) % syncSpreadUs)
  scheduleAt(sim, refresh.dueUs, componentIds.kubelet, m.machine, kubeletTimers.refresh, 0, uid)
}

/** A container is made with these contents of its volumes. */
export function noteMounted(m: KubeletMachine, w: PodWorker, index: number): void {
  const refresh = m.refreshes.get(w.uid)
  const texts = m.sources.get(w.uid)?.texts
  const mounted = refresh === undefined || texts === undefined ? undefined : liveMounts(w.pod, w.ip, w.containers[index]!.spec, texts)
  if (mounted !== undefined) refresh?.written.set(index, JSON.stringify(mounted.files))
}

/** Timer `refresh`: asks for what may have changed. One of a former life of the kubelet is void. */
export function onRefreshDue(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  const refresh = m.refreshes.get(w.uid)
  if (refresh === undefined || refresh.dueUs !== sim.nowUs) return
  const asked = liveReferences(w.pod).filter((reference) => !refresh.fixed.has(sourceKey(reference)))
  if (asked.length === 0 || w.stage !== 'syncing') return
  planNext(sim, m, w.uid, refresh)
  if (w.sandbox !== 'ready' || !m.runtimeUp) return
  refresh.open = asked.length
  for (const { resource, name } of asked) {
    call(sim, state.client, {
      verb: 'get', resource, subresource: '', namespace: w.pod.metadata.namespace, name, slot: -1, body: undefined, patchType: undefined,
      options: requestOptions({}), userAgent: m.userAgent, node: m.machine, link: m.apiLink,
    }, purposes.volumeRefresh, refresh.rounds, w.uid, requestLimiter(m.machine))
  }
}

/** An answer has come; with the last one the volumes are written. */
export function onRefreshed(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, { request, key: round }: PendingCall, response: ApiResponse,
): void {
  const refresh = m.refreshes.get(w.uid)
  if (refresh === undefined || refresh.rounds !== round || refresh.open === 0) return
  if (response.code === 200) {
    const key = sourceKey({ resource: request.resource === 'secrets' ? 'secrets' : 'configmaps', name: request.name })
    refresh.texts.set(key, textsOfSource(request.resource, response.object))
    if ((response.object as { readonly immutable?: boolean }).immutable === true) refresh.fixed.add(key)
  }
  if (--refresh.open === 0 && w.stage === 'syncing') write(sim, state, m, w, refresh)
}

function write(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, refresh: VolumeRefresh): void {
  w.containers.forEach((c, index) => {
    const mounted = c.state === 'running' ? liveMounts(w.pod, w.ip, c.spec, refresh.texts) : undefined
    if (mounted === undefined || mounted.roots.length === 0) return
    const text = JSON.stringify(mounted.files)
    if (refresh.written.get(index) === text) return
    refresh.written.set(index, text)
    callRuntime(sim, state, m, { id: nextCriId(state), call: 'WriteVolumes', pod: w.slot, podUid: w.uid, containerId: c.id, ...mounted }, index)
  })
}
