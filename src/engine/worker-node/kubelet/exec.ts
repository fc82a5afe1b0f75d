/** Commands in containers, and what containers use: port 10250. */
import type { Simulation } from '../../simulation/simulation.ts'
import type { CriResponse } from '../container-runtime/messages.ts'
import { callRuntime, nextCriId } from './cri.ts'
import type { KubeletRequest } from './messages.ts'
import { answer, findPod, refuse } from './port.ts'
import type { CriPending, KubeletMachine, KubeletsState } from './state.ts'

/** `POST /exec/NAMESPACE/POD/CONTAINER`: accepted at once, so that the other side waits as long as the command takes. */
export function runCommand(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, request: KubeletRequest & { readonly path: 'exec' }, link: number,
): void {
  const { id, namespace, pod, container, command, stdin } = request
  const w = findPod(m, namespace, pod)
  if (w === undefined) return refuse(sim, link, id, 404, `pod "${pod}" does not exist`)
  const c = w.containers.find((one) => one.spec.name === container)
  if (c?.state !== 'running') return refuse(sim, link, id, 500, `unable to upgrade connection: container not found ("${container}")`)
  answer(sim, link, { id, code: 101, text: '', more: true })
  return callRuntime(sim, state, m, {
    id: nextCriId(state), call: 'ExecSync', pod: w.slot, podUid: w.uid, container, command, stdin,
  }, -1, id, link)
}

/** A command has ended, or could not be started. */
export function onExecuted(sim: Simulation, pending: CriPending, { error, exec }: CriResponse): void {
  const { kubeletCall: id, link } = pending
  if (error === undefined && exec !== undefined) answer(sim, link, { id, code: 200, text: '', more: false, exec })
  else refuse(sim, link, id, 500, `error executing command in container: ${error ?? 'no answer'}`)
}

/** The runtime has told what its containers use. */
export function onUsages(sim: Simulation, pending: CriPending, { error, usages }: CriResponse): void {
  const { kubeletCall: id, link } = pending
  if (usages !== undefined) answer(sim, link, { id, code: 200, text: '', more: false, usages })
  else refuse(sim, link, id, 500, error ?? 'no answer')
}
