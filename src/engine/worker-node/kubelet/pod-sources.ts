/**
 * ConfigMaps and Secrets that pods are made from: read from the API server before the sandbox and again before a container that starts later.
 * Mounted files follow later changes: `volume-refresh.ts`.
 * Source: pkg/kubelet/{configmap,secret}, pkg/kubelet/util/manager, pkg/kubelet/volumemanager.
 */
import { decodeBase64Text } from '../../../kubernetes/base64-text.ts'
import type { ConfigMap, Secret } from '../../../kubernetes/types/core.ts'
import { call, requestOptions, type PendingCall } from '../../client/api-client.ts'
import type { ApiResponse } from '../../control-plane/api-server/messages.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { referencesOf, sourceKey, volumeProblem, type SourceTexts } from './container-config.ts'
import { podEvent } from './events.ts'
import { requestLimiter, type KubeletMachine, type KubeletsState } from './state.ts'
import type { PodWorker } from './worker-state.ts'
import { planSync } from './status-manager.ts'
import { purposes } from './timers.ts'

/** What was read is used so long: the steps of one start follow one another closely. */
const freshUs = 5_000_000
/** A volume that can't be mounted is tried again: 500 ms doubling to 2 min 2 s. Source: pkg/util/goroutinemap/exponentialbackoff. */
const firstMountPauseUs = 500_000
const longestMountPauseUs = 122_000_000

const nothing: SourceTexts = new Map()

/** What was read for a pod; empty: nothing was needed. */
export function sourcesOf(m: KubeletMachine, w: PodWorker): SourceTexts {
  return m.sources.get(w.uid)?.texts ?? nothing
}

/** True when what the pod is made from is known. Else it is asked for, and the pod is looked at again when it has come. */
export function sourcesAreKnown(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): boolean {
  const references = referencesOf(w.pod)
  if (references.length === 0) return true
  const known = m.sources.get(w.uid)
  if (known !== undefined && known.open === 0 && sim.nowUs - known.readUs <= freshUs) return true
  w.busy = 'cri'
  if (known !== undefined && known.open > 0) return false
  m.sources.set(w.uid, { texts: new Map(), open: references.length, readUs: 0, mountFailures: known?.mountFailures ?? 0 })
  for (const { resource, name } of references) {
    call(sim, state.client, {
      verb: 'get', resource, subresource: '', namespace: w.pod.metadata.namespace, name, slot: -1, body: undefined, patchType: undefined,
      options: requestOptions({}), userAgent: m.userAgent, node: m.machine, link: m.apiLink,
    }, purposes.podSources, 0, w.uid, requestLimiter(m.machine))
  }
  return false
}

/** The texts of a ConfigMap or Secret, by key. */
export function textsOfSource(resource: string, object: unknown): ReadonlyMap<string, string> {
  const entries = Object.entries((object as ConfigMap | Secret).data ?? {})
  return new Map(resource === 'secrets' ? entries.map(([key, text]) => [key, decodeBase64Text(text)]) : entries)
}

/** An answer has come. Returns true when it was the last that the pod waits for. One that did not come in time counts as not there. */
export function onSourceRead(sim: Simulation, m: KubeletMachine, w: PodWorker, { request }: PendingCall, response: ApiResponse): boolean {
  const sources = m.sources.get(w.uid)
  if (sources === undefined || sources.open === 0) return false
  const key = sourceKey({ resource: request.resource === 'secrets' ? 'secrets' : 'configmaps', name: request.name })
  sources.texts.set(key, response.code === 200 ? textsOfSource(request.resource, response.object) : undefined)
  sources.readUs = sim.nowUs
  if (--sources.open > 0) return false
  w.busy = 'no'
  return true
}

/** True when the pod's volumes can be mounted. Else it is told, and tried again later. */
export function volumesAreMounted(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): boolean {
  const sources = m.sources.get(w.uid)
  if (sources === undefined) return true
  const problem = volumeProblem(w.pod, sources.texts)
  if (problem === undefined) {
    sources.mountFailures = 0
    return true
  }
  podEvent(sim, state, m, w, undefined, 'Warning', 'FailedMount', problem)
  w.heldUntilUs = sim.nowUs + Math.min(firstMountPauseUs * (1 << Math.min(sources.mountFailures, 20)), longestMountPauseUs)
  sources.mountFailures++
  sources.readUs = -freshUs - 1
  planSync(sim, m, w, w.heldUntilUs)
  return false
}
