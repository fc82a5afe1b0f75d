/** Requests that programs make of themselves, as a script with `curl` or `wget` in a loop does: load for others, answers for their own log. */
import { packSubject } from '../../../protocol/subject.ts'
import { componentIds, messageTypes } from '../../../protocol/vocabulary.ts'
import { resourceInfo } from '../../../kubernetes/resources.ts'
import type { FetchAnswer, FetchRequest } from '../../pod-network/messages.ts'
import { scheduleAt, send, type Simulation } from '../../simulation/simulation.ts'
import { programOf } from '../../world/programs.ts'
import type { TimedFetch } from '../../world/shell.ts'
import { createActivity, notePrinted } from './activity.ts'
import { fetchedText } from './fetched-text.ts'
import { lineWritten } from './followers.ts'
import { isAlive, type RuntimeContainer, type RuntimeMachine, type Sandbox } from './state.ts'
import { runtimeTimers } from './timers.ts'

interface Due {
  readonly atUs: number
  readonly what: TimedFetch
}

/** The first request at or after a time; undefined: there is none. */
function nextDue(container: RuntimeContainer, fromUs: number): Due | undefined {
  const { fetches, loop } = programOf(container.spec)
  const startUs = container.start?.startedUs ?? 0
  let due: Due | undefined
  const offer = (atUs: number, what: TimedFetch): void => { if (atUs >= fromUs && (due === undefined || atUs < due.atUs)) due = { atUs, what } }
  for (const one of fetches) offer(startUs + one.afterUs, one)
  for (const one of loop?.fetches ?? []) {
    const firstUs = startUs + loop!.fromUs + one.afterUs
    offer(firstUs + Math.max(0, Math.ceil((fromUs - firstUs) / loop!.periodUs)) * loop!.periodUs, one)
  }
  return due
}

/** Sets the timer of the next request, if the program makes one. */
export function planRequest(sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox, container: RuntimeContainer, fromUs: number): void {
  const { fetches, loop } = programOf(container.spec)
  if (fetches.length === 0 && (loop === undefined || loop.fetches.length === 0)) return
  const due = nextDue(container, fromUs)
  if (due === undefined) return
  scheduleAt(sim, due.atUs, componentIds.containerRuntime, machine.machine, runtimeTimers.load, container.number, sandbox.podUid)
}

function runningOf(machine: RuntimeMachine, podUid: string, number: number, nowUs: number): RuntimeContainer | undefined {
  const container = machine.sandboxes.get(podUid)?.containers.find((one) => one.number === number)
  return container !== undefined && isAlive(container, nowUs) ? container : undefined
}

/** Timer `load`: makes the request that is due, and plans the next. Its answer is told apart by the container's number, below zero. */
export function onRequestDue(sim: Simulation, machine: RuntimeMachine, podUid: string, number: number): void {
  const sandbox = machine.sandboxes.get(podUid)
  const container = runningOf(machine, podUid, number, sim.nowUs)
  if (sandbox === undefined || container === undefined) return
  const due = nextDue(container, sim.nowUs)
  if (due?.atUs === sim.nowUs && machine.podLink >= 0) {
    const { host, port, path, agent } = due.what.fetch
    const request: FetchRequest = { fetch: -number, from: sandbox.ip, namespace: sandbox.namespace, host, port, path, agent }
    send(sim, machine.podLink, true, componentIds.podNetwork, machine.machine, -number, request, {
      type: messageTypes.serviceRequest, flags: 0, bytes: 320, subject: packSubject('get', resourceInfo('services').id, '', -1),
    })
  }
  planRequest(sim, machine, sandbox, container, sim.nowUs + 1)
}

/** An answer to a program's own request: it prints it, as the first of its requests says. */
export function onOwnAnswer(sim: Simulation, machine: RuntimeMachine, answer: FetchAnswer): void {
  for (const sandbox of machine.sandboxes.values()) {
    const container = runningOf(machine, sandbox.podUid, -answer.fetch, sim.nowUs)
    if (container === undefined) continue
    const { fetches, loop } = programOf(container.spec)
    const what = fetches[0] ?? loop?.fetches[0]
    if (what === undefined) return
    const { out, err } = fetchedText(what.fetch, answer)
    if (out + err === '') return
    notePrinted(container.activity ??= createActivity(), sim.nowUs, out + err)
    if (machine.followers.length > 0) lineWritten(sim, machine, container)
    return
  }
}
