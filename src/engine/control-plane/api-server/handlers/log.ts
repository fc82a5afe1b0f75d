/**
 * A container's log: the API server asks the kubelet of the pod's node on port 10250. Source: pkg/registry/core/pod/strategy.go
 * (LogLocation).
 */
import { packSubject } from '../../../../protocol/subject.ts'
import { componentIds, messageTypes } from '../../../../protocol/vocabulary.ts'
import { resourceInfo } from '../../../../kubernetes/resources.ts'
import type { Node, Pod } from '../../../../kubernetes/types/core.ts'
import { send, type Simulation } from '../../../simulation/simulation.ts'
import type { KubeletRequest, KubeletResponse } from '../../../worker-node/kubelet/messages.ts'
import { answerBody, answerStatus } from '../answers.ts'
import { armSweep } from '../etcd-calls.ts'
import type { ApiServerState, KubeletCall, ServerCall } from '../state.ts'
import { badRequest, internalError, notFound } from '../status-errors.ts'
import { cachedObject } from '../watch-cache.ts'

/** `--kubelet-timeout`. */
export const kubeletTimeoutUs = 5_000_000

/** The container that is meant, or the text of the refusal. */
function containerOf(pod: Pod, wanted: string): { readonly name: string } | { readonly refusal: string } {
  const names = pod.spec.containers.map((container) => container.name)
  const initNames = (pod.spec.initContainers ?? []).map((container) => container.name)
  if (wanted === '') {
    const [only] = names
    if (names.length === 1 && only !== undefined) return { name: only }
    const also = initNames.length > 0 ? ` or one of the init containers: [${initNames.join(' ')}]` : ''
    return { refusal: `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]${also}` }
  }
  return names.includes(wanted) || initNames.includes(wanted) ? { name: wanted } : {
    refusal: `container ${wanted} is not valid for pod ${pod.metadata.name}`,
  }
}

function addressOf(node: Node | undefined): string {
  return node?.status.addresses.find((address) => address.type === 'InternalIP')?.address ?? ''
}

export function startLog(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { request, external } = call
  const pod = cachedObject(state.cache, 'pods', request.namespace, request.name) as Pod | undefined
  if (pod === undefined || external === undefined) {
    answerStatus(sim, state, call, notFound('pods', request.name))
    return
  }
  const container = containerOf(pod, external.container)
  if ('refusal' in container) {
    answerStatus(sim, state, call, badRequest(container.refusal))
    return
  }
  const node = pod.spec.nodeName ?? ''
  if (node === '') {
    answerBody(sim, state, call.link, external.id, '')
    return
  }
  const address = addressOf(cachedObject(state.cache, 'nodes', '', node) as Node | undefined)
  const kubelet = state.kubelets.get(node)
  if (kubelet === undefined || address === '') {
    answerStatus(sim, state, call, notFound('nodes', node))
    return
  }
  const id = state.nextId++
  const path = `containerLogs/${request.namespace}/${request.name}/${container.name}`
  state.kubeletCalls.set(id, { call, sentUs: sim.nowUs, address, path })
  const question: KubeletRequest = {
    id, path: 'containerLogs', namespace: request.namespace, pod: request.name, container: container.name, previous: external.previous,
    tailLines: external.tailLines,
  }
  const { note } = state
  note.type = messageTypes.kubeletRequest
  note.flags = 0
  note.bytes = 200
  note.subject = packSubject('get', resourceInfo('pods').id, 'log', request.slot)
  send(sim, kubelet.link, false, componentIds.kubelet, kubelet.machine, id, question, note)
  armSweep(sim, state, kubeletTimeoutUs)
}

function urlOf(asked: KubeletCall): string {
  return `https://${asked.address}:10250/${asked.path}`
}

/** The kubelet has answered. */
export function continueLog(sim: Simulation, state: ApiServerState, response: KubeletResponse): void {
  const asked = state.kubeletCalls.get(response.id)
  if (asked === undefined) return
  state.kubeletCalls.delete(response.id)
  const { call } = asked
  if (response.code === 200 && call.external !== undefined) answerBody(sim, state, call.link, call.external.id, response.text)
  else if (response.code >= 500) answerStatus(sim, state, call, internalError(`Get "${urlOf(asked)}": ${response.text}`))
  else answerStatus(sim, state, call, badRequest(response.text))
}

/** Kubelets that stayed silent. Returns the time at which the next question would be too old; Infinity: there is none. */
export function expireLogs(sim: Simulation, state: ApiServerState): number {
  for (const [id, asked] of state.kubeletCalls) {
    const deadline = asked.sentUs + kubeletTimeoutUs
    if (deadline > sim.nowUs) return deadline
    state.kubeletCalls.delete(id)
    answerStatus(
      sim, state, asked.call,
      internalError(`Get "${urlOf(asked)}": dial tcp ${asked.address}:10250: i/o timeout`),
    )
  }
  return Infinity
}
