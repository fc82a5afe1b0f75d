/** What the runtime tells its kubelet: answers, pieces of logs and of what commands print, ends of containers. */
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import { send, type MessageNote, type Simulation } from '../../simulation/simulation.ts'
import { createActivity, notePrinted } from './activity.ts'
import { endExecsOf, type ExecPiece } from './exec.ts'
import { endFollowing, lineWritten, type LogPiece } from './followers.ts'
import type { ContainerEvent, CriRequest, CriResponse } from './messages.ts'
import { changedFiles } from './probed-files.ts'
import type { RuntimeContainer, RuntimeMachine } from './state.ts'

const answerNote: MessageNote = { type: messageTypes.criResponse, flags: 0, bytes: 160, subject: 0 }

const errorNote: MessageNote = { type: messageTypes.criResponse, flags: hopFlags.failed, bytes: 220, subject: 0 }

/** Tells of what nobody has asked for. */
export function tell(sim: Simulation, machine: RuntimeMachine, event: ContainerEvent): void {
  send(sim, machine.kubeletLink, true, componentIds.kubelet, machine.machine, -1, event, answerNote)
}

/** Who follows its log hears the end of it; commands in it end with it. */
export function endLogs(sim: Simulation, machine: RuntimeMachine, container: RuntimeContainer): void {
  for (const piece of endFollowing(sim, machine, container)) tellPiece(sim, machine, piece)
  for (const piece of endExecsOf(machine, container)) tellExec(sim, machine, piece)
}

/** A piece of a log that is followed; undefined: there is none. */
export function tellPiece(sim: Simulation, machine: RuntimeMachine, piece: LogPiece | undefined): void {
  if (piece === undefined) return
  const { follower, sandbox, text, last } = piece
  answer(sim, machine, { ...blank, id: follower.call, call: 'ReadLog', pod: sandbox.slot, podUid: sandbox.podUid, value: text, more: !last })
}

/** The fields that an answer does not need. */
export const blank: CriResponse = {
  id: 0, call: 'StopContainer', pod: -1, podUid: '', error: undefined, value: '', bytes: 0, durationUs: 0, cached: false,
  started: undefined,
  exit: undefined, inventory: undefined, more: false, usages: undefined, exec: undefined,
}

/** Answers a call. */
export function answer(sim: Simulation, machine: RuntimeMachine, response: CriResponse): void {
  const note = response.error === undefined ? answerNote : errorNote
  send(sim, machine.kubeletLink, true, componentIds.kubelet, machine.machine, response.id, response, note)
}

/** The common answer of a call: worked, with one value. */
export function answered(request: CriRequest, value: string, error?: string): CriResponse {
  return {
    id: request.id, call: request.call, pod: request.pod, podUid: request.podUid, error, value, bytes: 0, durationUs: 0, cached: false,
    started: undefined, exit: undefined, inventory: undefined, more: false, usages: undefined, exec: undefined,
  }
}

/** What a command has printed, or its end; undefined: nothing. A container's own program prints into its log. */
export function tellExec(sim: Simulation, machine: RuntimeMachine, piece: ExecPiece | undefined): void {
  if (machine.written.size > 0) tellFiles(sim, machine)
  if (piece === undefined) return
  const { call, podUid, pod, result: exec, last } = piece
  if (call < 0) {
    const container = machine.sandboxes.get(podUid)?.containers.find((one) => one.number === -call)
    if (container === undefined || exec.stdout + exec.stderr === '') return
    notePrinted(container.activity ??= createActivity(), sim.nowUs, exec.stdout + exec.stderr)
    if (machine.followers.length > 0) lineWritten(sim, machine, container)
    return
  }
  answer(sim, machine, { ...blank, id: call, call: 'ExecSync', pod, podUid, exec, more: !last })
}

/** Commands may have made or taken away what probes look for. */
function tellFiles(sim: Simulation, machine: RuntimeMachine): void {
  for (const { slot: pod, podUid, containers } of machine.sandboxes.values()) {
    for (const container of containers) {
      const files = container.state === 'running' ? changedFiles(machine, container, sim.nowUs) : undefined
      if (files === undefined || container.start === undefined) continue
      container.start = { ...container.start, files }
      tell(sim, machine, { event: 'probe', pod, podUid, containerId: container.id, serving: container.start.serving, files })
    }
  }
}
