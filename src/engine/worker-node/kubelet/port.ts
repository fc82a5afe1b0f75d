/** Answers on port 10250, and the pods that it is asked about. */
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import { send, type Simulation } from '../../simulation/simulation.ts'
import type { KubeletResponse } from './messages.ts'
import type { KubeletMachine } from './state.ts'
import type { PodWorker } from './worker-state.ts'

export function answer(sim: Simulation, link: number, response: KubeletResponse): void {
  send(sim, link, true, componentIds.apiServer, -1, response.id, response, {
    type: messageTypes.kubeletResponse, flags: response.code >= 400 ? hopFlags.failed : 0, bytes: 60 + response.text.length, subject: 0,
  })
}

export function refuse(sim: Simulation, link: number, id: number, code: number, text: string): void {
  answer(sim, link, { id, code, text, more: false })
}

/** The pod of this node that has these names. */
export function findPod(m: KubeletMachine, namespace: string, name: string): PodWorker | undefined {
  for (const w of m.pods.values()) if (w.pod.metadata.name === name && w.pod.metadata.namespace === namespace) return w
  return undefined
}
