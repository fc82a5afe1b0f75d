/** Port 10250: what the API server asks of a kubelet. */
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import { callAt, callsInOrder, removeCall } from '../../simulation/call-table.ts'
import { send, type Simulation } from '../../simulation/simulation.ts'
import type { CriResponse } from '../container-runtime/messages.ts'
import { callRuntime, keepCriCall, nextCriId } from './cri.ts'
import type { KubeletRequest, KubeletResponse } from './messages.ts'
import type { CriPending, KubeletMachine, KubeletsState, PodWorker } from './state.ts'

function answer(sim: Simulation, link: number, response: KubeletResponse): void {
  send(sim, link, true, componentIds.apiServer, -1, response.id, response, {
    type: messageTypes.kubeletResponse, flags: response.code >= 400 ? hopFlags.failed : 0, bytes: 60 + response.text.length, subject: 0,
  })
}

function refuse(sim: Simulation, link: number, id: number, code: number, text: string): void {
  answer(sim, link, { id, code, text, more: false })
}

function findPod(m: KubeletMachine, namespace: string, name: string): PodWorker | undefined {
  for (const w of m.pods.values()) if (w.pod.metadata.name === name && w.pod.metadata.namespace === namespace) return w
  return undefined
}

/** A request of the API server. */
export function onKubeletRequest(sim: Simulation, state: KubeletsState, m: KubeletMachine, request: KubeletRequest, link: number): void {
  if (request.path === 'closed') closeLog(sim, state, m, request.id)
  else readLog(sim, state, m, request, link)
}

/** `GET /containerLogs/NAMESPACE/POD/CONTAINER`. Refusals are upstream's. Source: pkg/kubelet/kubelet_pods.go (GetKubeletContainerLogs). */
function readLog(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, request: KubeletRequest & { readonly path: 'containerLogs' }, link: number,
): void {
  const { id, namespace, pod, container, log } = request
  const w = findPod(m, namespace, pod)
  if (w === undefined) return refuse(sim, link, id, 404, `pod "${pod}" does not exist`)
  const c = w.containers.find((one) => one.spec.name === container)
  const who = `container "${container}" in pod "${pod}"`
  if (c === undefined) return refuse(sim, link, id, 404, `container ${container} not found in pod ${pod}_${namespace}`)
  if (log.previous && c.attempt < 1) return refuse(sim, link, id, 400, `previous terminated ${who} not found`)
  if (c.attempt < 0) {
    const waits = w.initCount > 0 ? 'PodInitializing' : 'ContainerCreating'
    const why = c.reason === '' ? waits : c.reason.includes('Image') ? 'trying and failing to pull image' : c.reason
    return refuse(sim, link, id, 400, `${who} is waiting to start: ${why}`)
  }
  return callRuntime(sim, state, m, {
    id: nextCriId(state), call: 'ReadLog', pod: w.slot, podUid: w.uid, container, log,
  }, -1, id, link)
}

/** Nobody waits for this log any more. */
function closeLog(sim: Simulation, state: KubeletsState, m: KubeletMachine, kubeletCall: number): void {
  for (const id of callsInOrder(state.criCalls)) {
    const pending = callAt(state.criCalls, id)!
    if (pending.machine !== m.machine || pending.kubeletCall !== kubeletCall || pending.request.call !== 'ReadLog') continue
    removeCall(state.criCalls, id)
    const { pod, podUid } = pending.request
    callRuntime(sim, state, m, { id: nextCriId(state), call: 'CloseLog', pod, podUid, readCall: id })
    return
  }
}

/** The runtime's log has come, or a piece of it, or none. */
export function onLogRead(sim: Simulation, state: KubeletsState, pending: CriPending, response: CriResponse): void {
  const { value, error, more } = response
  if (more) keepCriCall(state, pending)
  const { kubeletCall: id, link } = pending
  answer(sim, link, error === undefined ? { id, code: 200, text: value, more } : { id, code: 500, text: error, more: false })
}
