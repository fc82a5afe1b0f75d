/** Port 10250: what the API server asks of a kubelet. */
import { callAt, callsInOrder, removeCall } from '../../simulation/call-table.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { runCommand, typeIntoCommand } from './exec.ts'
import { readLog } from './logs.ts'
import type { KubeletRequest } from './messages.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'

/** A request of the API server. */
export function onKubeletRequest(sim: Simulation, state: KubeletsState, m: KubeletMachine, request: KubeletRequest, link: number): void {
  switch (request.path) {
    case 'closed': return closeCall(sim, state, m, request.id)
    case 'exec': return runCommand(sim, state, m, request, link)
    case 'execInput': return typeIntoCommand(sim, state, m, request.id, request.input)
    case 'metrics':
      return callRuntime(sim, state, m, { id: nextCriId(state), call: 'ListContainerStats', pod: -1, podUid: '' }, -1, request.id, link)
    case 'containerLogs': return readLog(sim, state, m, request, link)
  }
}

/** The other side has closed: a log is read no more, and a command ends. Simplified: upstream's would run on until it writes something. */
function closeCall(sim: Simulation, state: KubeletsState, m: KubeletMachine, kubeletCall: number): void {
  for (const id of callsInOrder(state.criCalls)) {
    const pending = callAt(state.criCalls, id)!
    const { request } = pending
    if (pending.machine !== m.machine || pending.kubeletCall !== kubeletCall || pending.link < 0) continue
    removeCall(state.criCalls, id)
    const { pod, podUid } = request
    if (request.call === 'ReadLog') callRuntime(sim, state, m, { id: nextCriId(state), call: 'CloseLog', pod, podUid, readCall: id })
    if (request.call === 'ExecSync') callRuntime(sim, state, m, { id: nextCriId(state), call: 'CloseExec', pod, podUid, execCall: id })
    return
  }
}
