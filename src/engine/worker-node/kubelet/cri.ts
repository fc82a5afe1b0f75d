/** The kubelet's side of the unix socket: numbers its calls and keeps those in flight. */
import { componentIds, messageTypes } from '../../../protocol/vocabulary.ts'
import { callAt, callsInOrder, putCall, removeCall } from '../../simulation/call-table.ts'
import { scheduleAt, send, type MessageNote, type Simulation } from '../../simulation/simulation.ts'
import type { CriRequest, CriResponse } from '../container-runtime/messages.ts'
import type { CriPending, KubeletMachine, KubeletsState } from './state.ts'
import { kubeletTimers } from './timers.ts'

/** Silence after which a call has failed (`--runtime-request-timeout`); StopContainer may take its grace on top. */
const requestTimeoutUs = 120_000_000
const sweepEveryUs = 60_000_000

const note: MessageNote = { type: messageTypes.criRequest, flags: 0, bytes: 240, subject: 0 }

/** The next number for a call. */
export function nextCriId(state: KubeletsState): number {
  return state.nextCri++
}

/** Sends a call. `container`: index of the container it is about, or -1. */
export function callRuntime(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, request: CriRequest, container = -1, kubeletCall = 0, link = -1,
): void {
  const graceUs = request.call === 'StopContainer' ? request.timeoutSeconds * 1_000_000 : 0
  // A command may take as long as it likes.
  const deadlineUs = request.call === 'ExecSync' ? Infinity : sim.nowUs + requestTimeoutUs + graceUs
  const pending: CriPending = { machine: m.machine, request, container, deadlineUs, kubeletCall, link }
  putCall(state.criCalls, request.id, pending)
  if (!state.criSweepArmed) armSweep(sim, state)
  send(sim, m.runtimeLink, false, componentIds.containerRuntime, m.machine, request.id, request, note)
}

function armSweep(sim: Simulation, state: KubeletsState): void {
  state.criSweepArmed = true
  scheduleAt(sim, sim.nowUs + sweepEveryUs, componentIds.kubelet, -1, kubeletTimers.criSweep, 0)
}

/** The call that an answer belongs to; undefined: of a former life of the kubelet, or given up. */
export function takeCriCall(state: KubeletsState, id: number): CriPending | undefined {
  return removeCall(state.criCalls, id)
}

/** A call that gets several answers stays in flight. */
export function keepCriCall(state: KubeletsState, pending: CriPending): void {
  putCall(state.criCalls, pending.request.id, { ...pending, deadlineUs: Infinity })
}

/** Calls that have been silent too long; they are in flight no more. */
export function sweepCriCalls(sim: Simulation, state: KubeletsState): readonly CriPending[] {
  const silent: CriPending[] = []
  for (const id of callsInOrder(state.criCalls)) {
    const pending = callAt(state.criCalls, id)!
    if (pending.deadlineUs > sim.nowUs) continue
    removeCall(state.criCalls, id)
    silent.push(pending)
  }
  state.criSweepArmed = false
  if (state.criCalls.size > 0) armSweep(sim, state)
  return silent
}

/** Calls of one machine, given up (its runtime's socket closed, or its kubelet restarted). */
export function dropCriCalls(state: KubeletsState, machine: number): readonly CriPending[] {
  const dropped: CriPending[] = []
  for (const id of callsInOrder(state.criCalls)) {
    const pending = callAt(state.criCalls, id)!
    if (pending.machine !== machine) continue
    removeCall(state.criCalls, id)
    dropped.push(pending)
  }
  return dropped
}

/** The answer that stands for none. */
export function criFailure(request: CriRequest, error: string): CriResponse {
  return {
    id: request.id, call: request.call, pod: request.pod, podUid: request.podUid, error, value: '', bytes: 0, durationUs: 0, cached: false,
    started: undefined, exit: undefined, inventory: undefined, more: false, usages: undefined, exec: undefined,
  }
}
