/** Questions to kubelets on port 10250: sent, matched with their answers, given up after a silence, closed. */
import { packSubject, type Subresource } from '../../../../protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../../../../protocol/vocabulary.ts'
import { resourceInfo } from '../../../../kubernetes/resources.ts'
import type { Node } from '../../../../kubernetes/types/core.ts'
import { send, type Simulation } from '../../../simulation/simulation.ts'
import type { KubeletRequest, KubeletResponse } from '../../../worker-node/kubelet/messages.ts'
import { armSweep } from '../etcd-calls.ts'
import type { ApiServerState, KubeletCall, ServerCall } from '../state.ts'
import { internalError } from '../status-errors.ts'
import { cachedObject } from '../watch-cache.ts'

/** `--kubelet-timeout`. */
const kubeletTimeoutUs = 5_000_000

function addressOf(node: Node | undefined): string {
  return node?.status.addresses.find((address) => address.type === 'InternalIP')?.address ?? ''
}

/** Asks the kubelet of a node. `path`: as its URL has it, for errors. Returns false when the node is not known. */
export function askKubelet(
  sim: Simulation, state: ApiServerState, call: ServerCall, node: string, path: string, subresource: Subresource,
  questionOf: (id: number) => KubeletRequest,
): boolean {
  const address = addressOf(cachedObject(state.cache, 'nodes', '', node) as Node | undefined)
  const kubelet = state.kubelets.get(node)
  if (kubelet === undefined || address === '') return false
  const { machine, link } = kubelet
  const id = state.nextId++
  state.kubeletCalls.set(id, { call, sentUs: sim.nowUs, address, path, machine, link, streams: false })
  sendQuestion(sim, state, machine, link, questionOf(id), subresource, 0)
  armSweep(sim, state, kubeletTimeoutUs)
  return true
}

function sendQuestion(
  sim: Simulation, state: ApiServerState, machine: number, link: number, question: KubeletRequest, subresource: Subresource, flags: number,
): void {
  const { note } = state
  note.type = messageTypes.kubeletRequest
  note.flags = flags
  note.bytes = 200
  note.subject = packSubject('get', resourceInfo('pods').id, subresource, -1)
  send(sim, link, false, componentIds.kubelet, machine, question.id, question, note)
}

/** Sends something more over the connection of a question. */
export function tellKubelet(sim: Simulation, state: ApiServerState, machine: number, link: number, more: KubeletRequest): void {
  sendQuestion(sim, state, machine, link, more, 'exec', 0)
}

/** The question that an answer belongs to; undefined: it was given up. It stays open while more is to come. */
export function takeKubeletCall(state: ApiServerState, response: KubeletResponse): KubeletCall | undefined {
  const asked = state.kubeletCalls.get(response.id)
  if (asked !== undefined && !response.more) state.kubeletCalls.delete(response.id)
  return asked
}

/** What a kubelet's error, or its silence, is for the client. */
export function kubeletError(asked: KubeletCall, text: string): ReturnType<typeof internalError> {
  return internalError(`Get "https://${asked.address}:10250/${asked.path}": ${text}`)
}

interface FailedKubeletCall {
  readonly asked: KubeletCall
  readonly text: string
}

/** Takes out the calls to kubelets that stayed silent; and when the next one would be too old (Infinity: there is none). */
export function expireKubeletCalls(sim: Simulation, state: ApiServerState): { readonly failed: readonly FailedKubeletCall[]; readonly nextUs: number } {
  const failed: FailedKubeletCall[] = []
  for (const [id, asked] of state.kubeletCalls) {
    if (asked.streams) continue
    const deadline = asked.sentUs + kubeletTimeoutUs
    if (deadline > sim.nowUs) return { failed, nextUs: deadline }
    state.kubeletCalls.delete(id)
    failed.push({ asked, text: `dial tcp ${asked.address}:10250: i/o timeout` })
  }
  return { failed, nextUs: Infinity }
}

/** The world outside has closed the connection of its request `externalId`: the kubelet's connection is closed too. */
export function closeKubeletCall(sim: Simulation, state: ApiServerState, externalId: number): void {
  for (const [id, asked] of state.kubeletCalls) {
    if (asked.call.external?.id !== externalId) continue
    state.kubeletCalls.delete(id)
    sendQuestion(sim, state, asked.machine, asked.link, { id, path: 'closed' }, asked.call.request.subresource, hopFlags.routine)
    return
  }
}

/** A kubelet has ended: takes out the calls over its connections. */
export function closeKubelet(state: ApiServerState, machine: number): readonly FailedKubeletCall[] {
  const failed: FailedKubeletCall[] = []
  for (const [id, asked] of state.kubeletCalls) {
    if (asked.machine !== machine) continue
    state.kubeletCalls.delete(id)
    failed.push({ asked, text: 'EOF' })
  }
  return failed
}
