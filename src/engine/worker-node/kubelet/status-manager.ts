/**
 * Writes pod statuses: one patch at a time for each pod, and only when something has changed; what changes while a patch is on its way goes
 * with the next. Then the last step of a deletion. Source: pkg/kubelet/status/status_manager.go.
 */
import type { Pod } from '../../../kubernetes/types/core.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { call, requestOptions } from '../../client/api-client.ts'
import type { ApiResponse } from '../../control-plane/api-server/messages.ts'
import { scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import { requestLimiter, type KubeletMachine, type KubeletsState } from './state.ts'
import type { PodWorker } from './worker-state.ts'
import { buildStatus } from './status-builder.ts'
import { kubeletTimers, purposes } from './timers.ts'

/** A write that failed is tried again with the next round of the status manager. */
const retryUs = 10_000_000

/** Time of the kubelet's next relist of containers (PLEG, every second); a stand-in acts at once. */
export function nextRelistUs(sim: Simulation, state: KubeletsState, m: KubeletMachine): number {
  if (state.options.standInKubelet !== undefined) return sim.nowUs
  const since = (sim.nowUs - m.relistOffsetUs) % 1_000_000
  return sim.nowUs - (since < 0 ? since + 1_000_000 : since) + 1_000_000
}

/** Plans a look at the pod; an earlier one that is planned stays. */
export function planSync(sim: Simulation, m: KubeletMachine, w: PodWorker, atUs: number): void {
  if (w.syncAtUs > 0 && w.syncAtUs <= atUs) return
  w.syncAtUs = Math.max(atUs, sim.nowUs, 1)
  scheduleAt(sim, w.syncAtUs, componentIds.kubelet, m.machine, kubeletTimers.podSync, 0, w.uid)
}

/** Something that the status tells has changed; it is written when the next relist finds it. */
export function changed(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  w.dirty = true
  planSync(sim, m, w, nextRelistUs(sim, state, m))
}

/** Writes the status if it has changed and no write is on its way. */
export function flushStatus(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  if (w.gone || w.patching || !w.dirty) return
  w.dirty = false
  w.patching = true
  w.status = buildStatus(w, { nowUs: sim.nowUs, epochMs: sim.epochMs, hostIP: m.ip, hostIPs: m.ips, release: state.options.compatibility })
  call(sim, state.client, {
    verb: 'patch', resource: 'pods', subresource: 'status', namespace: w.pod.metadata.namespace, name: w.pod.metadata.name, slot: w.slot,
    body: w.status, patchType: 'strategic', options: undefined, userAgent: m.userAgent, node: m.machine, link: m.apiLink,
  }, purposes.podStatus, 0, w.uid, requestLimiter(m.machine))
}

/** Answer of a status patch. 404: the pod is gone, the watch will say so. */
export function onStatusAnswer(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, response: ApiResponse): void {
  w.patching = false
  if (response.code === 200) w.knownRevision = (response.object as Pod).metadata.resourceVersion
  else if (mayWorkLater(response.code)) {
    w.dirty = true
    planSync(sim, m, w, sim.nowUs + retryUs)
    return
  }
  if (w.dirty) flushStatus(sim, state, m, w)
  else if (w.stage === 'stopped') deletePod(sim, state, m, w)
}

function mayWorkLater(code: number): boolean {
  return code === 0 || code === 429 || code >= 500
}

/** The containers have ended and the API server knows: the object may go. */
export function deletePod(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  w.stage = 'deleting'
  call(sim, state.client, {
    verb: 'delete', resource: 'pods', subresource: '', namespace: w.pod.metadata.namespace, name: w.pod.metadata.name, slot: w.slot,
    body: undefined, patchType: undefined, userAgent: m.userAgent, node: m.machine, link: m.apiLink,
    options: requestOptions({ gracePeriodSeconds: 0, preconditionUid: w.uid }),
  }, purposes.podDelete, 0, w.uid, requestLimiter(m.machine))
}

/** Answer of the last delete: when nobody answered it is sent again later. */
export function onDeleteAnswer(sim: Simulation, m: KubeletMachine, w: PodWorker, response: ApiResponse): void {
  if (w.gone || !mayWorkLater(response.code)) return
  w.stage = 'stopped'
  planSync(sim, m, w, sim.nowUs + retryUs)
}
