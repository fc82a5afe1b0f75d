/** Port 10250: what the API server asks of a kubelet. */
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import { send, type Simulation } from '../../simulation/simulation.ts'
import { callRuntime, nextCriId } from './cri.ts'
import type { KubeletRequest, KubeletResponse } from './messages.ts'
import type { KubeletMachine, KubeletsState, PodWorker } from './state.ts'

function answer(sim: Simulation, link: number, response: KubeletResponse): void {
  send(sim, link, true, componentIds.apiServer, -1, response.id, response, {
    type: messageTypes.kubeletResponse, flags: response.code >= 400 ? hopFlags.failed : 0, bytes: 60 + response.text.length, subject: 0,
  })
}

function findPod(m: KubeletMachine, namespace: string, name: string): PodWorker | undefined {
  for (const w of m.pods.values()) if (w.pod.metadata.name === name && w.pod.metadata.namespace === namespace) return w
  return undefined
}

/** `GET /containerLogs/NAMESPACE/POD/CONTAINER`. Refusals are upstream's. Source: pkg/kubelet/kubelet_pods.go (GetKubeletContainerLogs). */
export function onKubeletRequest(sim: Simulation, state: KubeletsState, m: KubeletMachine, request: KubeletRequest, link: number): void {
  const { id, namespace, pod, container, previous } = request
  const w = findPod(m, namespace, pod)
  if (w === undefined) {
    answer(sim, link, { id, code: 404, text: `pod "${pod}" does not exist` })
    return
  }
  const c = w.containers.find((one) => one.spec.name === container)
  const who = `container "${container}" in pod "${pod}"`
  if (c === undefined) answer(sim, link, { id, code: 404, text: `container ${container} not found in pod ${pod}_${namespace}` })
  else if (previous && c.attempt < 1) answer(sim, link, { id, code: 400, text: `previous terminated ${who} not found` })
  else if (c.attempt < 0) {
    const waits = w.initCount > 0 ? 'PodInitializing' : 'ContainerCreating'
    const why = c.reason === '' ? waits : c.reason.includes('Image') ? 'trying and failing to pull image' : c.reason
    answer(sim, link, { id, code: 400, text: `${who} is waiting to start: ${why}` })
  } else {
    callRuntime(sim, state, m, {
      id: nextCriId(state), call: 'ReadLog', pod: w.slot, podUid: w.uid, container, previous, tailLines: request.tailLines,
    }, -1, id, link)
  }
}

/** The runtime's log has come (or none). */
export function onLogRead(sim: Simulation, link: number, kubeletCall: number, text: string, error: string | undefined): void {
  answer(sim, link, error === undefined ? { id: kubeletCall, code: 200, text } : { id: kubeletCall, code: 500, text: error })
}
