/** Logs on port 10250. */
import type { Simulation } from '../../simulation/simulation.ts'
import type { CriResponse } from '../container-runtime/messages.ts'
import { callRuntime, keepCriCall, nextCriId } from './cri.ts'
import type { KubeletRequest } from './messages.ts'
import { answer, findPod, refuse } from './port.ts'
import type { CriPending, KubeletMachine, KubeletsState } from './state.ts'

/** `GET /containerLogs/NAMESPACE/POD/CONTAINER`. Refusals are upstream's. Source: pkg/kubelet/kubelet_pods.go (GetKubeletContainerLogs). */
export function readLog(
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

/** The runtime's log has come, or a piece of it, or none. */
export function onLogRead(sim: Simulation, state: KubeletsState, pending: CriPending, response: CriResponse): void {
  const { value, error, more } = response
  if (more) keepCriCall(state, pending)
  const { kubeletCall: id, link } = pending
  answer(sim, link, error === undefined ? { id, code: 200, text: value, more } : { id, code: 500, text: error, more: false })
}
