/** Commands in containers, and what containers use: port 10250. */
import { callAt, callsInOrder } from '../../simulation/call-table.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import type { CriResponse, ExecInput } from '../container-runtime/messages.ts'
import { callRuntime, keepCriCall, nextCriId } from './cri.ts'
import type { KubeletRequest } from './messages.ts'
import { answer, findPod, refuse } from './port.ts'
import type { CriPending, KubeletMachine, KubeletsState } from './state.ts'

/**
 * `POST /exec/NAMESPACE/POD/CONTAINER`: accepted at once, so that the other side waits as long as the command takes.
 * Source of the refusals: pkg/kubelet/kubelet_pods.go (GetExec, GetAttach).
 */
export function runCommand(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, request: KubeletRequest & { readonly path: 'exec' }, link: number,
): void {
  const { id, namespace, pod, container, command, stdin, mode } = request
  const w = findPod(m, namespace, pod)
  if (w === undefined) return refuse(sim, link, id, 404, `pod "${pod}" does not exist`)
  const c = w.containers.find((one) => one.spec.name === container)
  if (c?.state !== 'running') {
    const reason = mode.attach ? `container ${container} not found in pod ${pod}_${namespace}` : `container not found ("${container}")`
    return refuse(sim, link, id, 500, reason)
  }
  answer(sim, link, { id, code: 101, text: '', more: true })
  return callRuntime(sim, state, m, {
    id: nextCriId(state), call: 'ExecSync', pod: w.slot, podUid: w.uid, container, command, stdin, mode,
  }, -1, id, link)
}

/** Something was typed for a command that runs. */
export function typeIntoCommand(sim: Simulation, state: KubeletsState, m: KubeletMachine, kubeletCall: number, input: ExecInput): void {
  for (const id of callsInOrder(state.criCalls)) {
    const { machine, request, kubeletCall: asked } = callAt(state.criCalls, id)!
    if (machine !== m.machine || asked !== kubeletCall || request.call !== 'ExecSync') continue
    const { pod, podUid } = request
    return callRuntime(sim, state, m, { id: nextCriId(state), call: 'ExecInput', pod, podUid, execCall: id, input })
  }
}

/** A command has printed something, has ended, or could not be started. */
export function onExecuted(sim: Simulation, state: KubeletsState, pending: CriPending, { error, exec, more }: CriResponse): void {
  const { kubeletCall: id, link } = pending
  if (more) keepCriCall(state, pending)
  if (error === undefined && exec !== undefined) answer(sim, link, { id, code: 200, text: '', more, exec })
  else refuse(sim, link, id, 500, `error executing command in container: ${error ?? 'no answer'}`)
}

/** A command prints for a connection that is gone: of a former life of this kubelet. */
export function onUnheard(sim: Simulation, state: KubeletsState, m: KubeletMachine, { id, call, pod, podUid, more }: CriResponse): void {
  if (call === 'ExecSync' && more) callRuntime(sim, state, m, { id: nextCriId(state), call: 'CloseExec', pod, podUid, execCall: id })
}

/** The runtime has told what its containers use. */
export function onUsages(sim: Simulation, pending: CriPending, { error, usages }: CriResponse): void {
  const { kubeletCall: id, link } = pending
  if (usages !== undefined) answer(sim, link, { id, code: 200, text: '', more: false, usages })
  else refuse(sim, link, id, 500, error ?? 'no answer')
}
