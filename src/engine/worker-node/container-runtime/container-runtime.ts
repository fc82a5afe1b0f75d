/**
 * The container runtimes of all machines (containerd behind CRI): they do what their kubelet asks, each call in its time, and tell of
 * containers that exit by themselves. Containers outlive the runtime's process, as under containerd's shims.
 */
import { componentIds, messageTypes } from '../../../protocol/vocabulary.ts'
import type { FetchAnswer } from '../../pod-network/messages.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import { nextInt } from '../../simulation/random.ts'
import { schedule, scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import { imageOf, pullBytesPerSecond, pullError, pullOverheadUs } from '../../world/images.ts'
import { rebuildAddresses } from './addresses.ts'
import { outcomeOf } from './calls.ts'
import { endContainer, planStop, reasonOfExit } from './containers.ts'
import { beginExec, keepPrograms, onExecTimer, onFetched, typeInto } from './exec.ts'
import { lookAtLog } from './followers.ts'
import { drawUs, type Latency } from './latencies.ts'
import type { CriCall, CriRequest } from './messages.ts'
import { onOwnAnswer, onRequestDue, planRequest } from './own-requests.ts'
import { findContainer, type RuntimeContainer, type RuntimeMachine, type RuntimesState, type Sandbox } from './state.ts'
import { answer, answered, blank, endLogs, tell, tellExec, tellPiece } from './telling.ts'
import { terminationMessage } from './termination-message.ts'
import { runtimeTimers } from './timers.ts'

export { addRuntime, createRuntimes, removeRuntime } from './state.ts'
export { adoptRuntime, crashContainer, placeRunningPod, powerLost, setReadiness } from './world-doors.ts'

/** Process start: exits that fell due while it was down are found; then the kubelet is told. */
export function startRuntime(sim: Simulation, state: RuntimesState, machineNumber: number): void {
  const machine = state.machines[machineNumber]
  if (machine === undefined) return
  for (const sandbox of machine.sandboxes.values()) {
    for (const container of sandbox.containers) {
      container.stopCall = 0
      if (container.state !== 'running') continue
      if (container.exitAtUs > sim.nowUs) planRequest(sim, machine, sandbox, container, sim.nowUs)
      if (container.exitAtUs <= sim.nowUs) endLost(sim, container)
      else if (container.exitAtUs < Infinity) {
        const { exitAtUs, number } = container
        scheduleAt(sim, exitAtUs, componentIds.containerRuntime, machineNumber, runtimeTimers.exit, number, sandbox.podUid)
      }
    }
  }
  keepPrograms(sim, machine)
  rebuildAddresses(machine)
  tell(sim, machine, { event: 'up' })
}

/** An end that fell due while the runtime was down; after a power loss (time -1) nobody knows when and how, and it is dated now. */
function endLost(sim: Simulation, container: RuntimeContainer): void {
  const lost = container.exitAtUs < 0
  endContainer(container, lost ? sim.nowUs : container.exitAtUs, container.exitCode, lost ? 'Unknown' : reasonOfExit(container))
}

/** Handles one message or timer. */
export function handleRuntime(sim: Simulation, state: RuntimesState, event: SimulationEvent): void {
  const machine = state.machines[event.at]
  if (machine === undefined) return
  if (event.op === messageTypes.criRequest) accept(sim, state, machine, event.payload as CriRequest)
  else if (event.op === runtimeTimers.done) perform(sim, state, machine, event.payload as CriRequest, event.num)
  else if (event.op === runtimeTimers.exit) exitDue(sim, machine, machine.sandboxes.get(event.payload as string), event.num)
  else if (event.op === runtimeTimers.exec) tellExec(sim, machine, onExecTimer(sim, machine, event.num))
  else if (event.op === runtimeTimers.load) onRequestDue(sim, machine, event.payload as string, event.num)
  else if (event.op === messageTypes.serviceResponse) onFetchAnswer(sim, machine, event.payload as FetchAnswer)
  else if (event.op === runtimeTimers.follow) tellPiece(sim, machine, lookAtLog(sim, machine, event.num))
}

/** A container's program has ended by itself or after a signal. A timer of an end that was planned anew is void. */
function exitDue(sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox | undefined, number: number): void {
  const container = sandbox?.containers.find((one) => one.number === number)
  if (sandbox === undefined || container === undefined || container.state !== 'running' || container.exitAtUs !== sim.nowUs) return
  const message = terminationMessage(machine, sandbox, container, sim.nowUs, sim.epochMs)
  const exit = endContainer(container, sim.nowUs, container.exitCode, reasonOfExit(container), message)
  endLogs(sim, machine, container)
  if (container.stopCall > 0) {
    const id = container.stopCall
    container.stopCall = 0
    answer(sim, machine, { ...blank, id, call: 'StopContainer', pod: sandbox.slot, podUid: sandbox.podUid, exit })
    return
  }
  tell(sim, machine, {
    event: 'exited', pod: sandbox.slot, podUid: sandbox.podUid, containerId: container.id, ...exit,
  })
}

/** Which latency a call takes; PullImage has its own rule, StopContainer waits for the container. */
const latencyOf: Readonly<Record<CriCall, 'sandbox' | 'create' | 'start' | 'stopSandbox' | 'remove' | 'quick'>> = {
  UpdateRuntimeConfig: 'quick', ListPodSandbox: 'quick', RunPodSandbox: 'sandbox', StopPodSandbox: 'stopSandbox', PullImage: 'quick',
  CreateContainer: 'create', StartContainer: 'start', StopContainer: 'quick', RemovePodSandbox: 'remove',
  ReadLog: 'quick', CloseLog: 'quick', ListContainerStats: 'quick', WriteVolumes: 'quick',
  ExecSync: 'quick', ExecInput: 'quick', CloseExec: 'quick',
}

function accept(sim: Simulation, state: RuntimesState, machine: RuntimeMachine, request: CriRequest): void {
  if (request.call === 'StopContainer') {
    stop(sim, state, machine, request)
    return
  }
  // What is typed keeps its order, and finds its command.
  if (request.call === 'ExecInput' || (request.call === 'ExecSync' && request.mode.open)) {
    perform(sim, state, machine, request, 0)
    return
  }
  const latency: Latency = state.options.latencies[latencyOf[request.call]]
  const takesUs = request.call === 'PullImage' ? pullUs(state, machine, request.image) : drawUs(latency, state.random)
  schedule(sim, takesUs, componentIds.containerRuntime, machine.machine, runtimeTimers.done, takesUs, request)
}

/** An image that is there still costs the question for its manifest. */
function pullUs(state: RuntimesState, machine: RuntimeMachine, image: string): number {
  const overheadUs = pullOverheadUs + nextInt(state.random, pullOverheadUs)
  if (machine.images.has(image) || state.options.imagesPresent || pullError(image) !== undefined) return overheadUs
  return overheadUs + Math.floor((imageOf(image).sizeBytes * 1_000_000) / pullBytesPerSecond)
}

function stop(
  sim: Simulation, state: RuntimesState, machine: RuntimeMachine, request: CriRequest & { readonly call: 'StopContainer' },
): void {
  const sandbox = machine.sandboxes.get(request.podUid)
  const container = findContainer(sandbox, request.containerId)
  if (sandbox === undefined || container === undefined || container.state !== 'running') {
    // Upstream answers a stop of what does not run with success; one that was only created has no exit of its own.
    const exit = container?.exit ?? { exitCode: 137, reason: 'ContainerStatusUnknown', finishedUs: sim.nowUs }
    answer(sim, machine, { ...blank, id: request.id, pod: request.pod, podUid: request.podUid, exit })
    return
  }
  container.stopCall = request.id
  planStop(sim, state, machine, sandbox, container, request.timeoutSeconds)
}

function perform(sim: Simulation, state: RuntimesState, machine: RuntimeMachine, request: CriRequest, tookUs: number): void {
  if (request.call === 'ExecInput') tellExec(sim, machine, typeInto(sim, machine, request))
  if (request.call === 'ExecSync') startExec(sim, machine, request)
  else answer(sim, machine, outcomeOf(sim, state, machine, request, tookUs))
}

function onFetchAnswer(sim: Simulation, machine: RuntimeMachine, answer: FetchAnswer): void {
  if (answer.fetch < 0) onOwnAnswer(sim, machine, answer)
  else tellExec(sim, machine, onFetched(sim, machine, answer))
}

/** A command begins: it is answered when it has printed something or ended, or now when it cannot be started. */
function startExec(sim: Simulation, machine: RuntimeMachine, request: CriRequest & { readonly call: 'ExecSync' }): void {
  const begun = beginExec(sim, machine, request)
  if (begun.error !== undefined) answer(sim, machine, answered(request, '', begun.error))
  else tellExec(sim, machine, begun.piece)
}
