/**
 * The container runtimes of all machines (containerd behind CRI): they do what their kubelet asks, each call in its time, and tell of
 * containers that exit by themselves. Containers outlive the runtime's process, as under containerd's shims.
 */
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import { nextInt } from '../../simulation/random.ts'
import { schedule, scheduleAt, send, type MessageNote, type Simulation } from '../../simulation/simulation.ts'
import { imageOf, imageReference, pullBytesPerSecond, pullError, pullOverheadUs } from '../../world/images.ts'
import { programOf } from '../../world/programs.ts'
import { createActivity, notePrinted } from './activity.ts'
import { freeAddress, rebuildAddresses, takeAddress } from './addresses.ts'
import { createContainer, endContainer, planStop, reasonOfExit, startContainer } from './containers.ts'
import { drawUs, type Latency } from './latencies.ts'
import { beginExec, closeExec, endExecsOf, keepPrograms, onExecTimer, onFetched, startProgram, typeInto, type ExecPiece } from './exec.ts'
import { closeFollower, endFollowing, follow, lineWritten, lookAtLog, type LogPiece } from './followers.ts'
import { loggedContainer, logText } from './log-lines.ts'
import { inventoryOf } from './look.ts'
import type { FetchAnswer } from '../../pod-network/messages.ts'
import type { ContainerEvent, CriCall, CriRequest, CriResponse } from './messages.ts'
import { onOwnAnswer, onRequestDue, planRequest } from './own-requests.ts'
import { changedFiles } from './probed-files.ts'
import { findContainer, type RuntimeContainer, type RuntimeMachine, type RuntimesState, type Sandbox } from './state.ts'
import { runtimeTimers } from './timers.ts'
import { usagesOf } from './usage.ts'

export { addRuntime, createRuntimes, removeRuntime } from './state.ts'
export { adoptRuntime, crashContainer, placeRunningPod, powerLost, setReadiness } from './world-doors.ts'

const answerNote: MessageNote = { type: messageTypes.criResponse, flags: 0, bytes: 160, subject: 0 }
const errorNote: MessageNote = { type: messageTypes.criResponse, flags: hopFlags.failed, bytes: 220, subject: 0 }

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

function tell(sim: Simulation, machine: RuntimeMachine, event: ContainerEvent): void {
  send(sim, machine.kubeletLink, true, componentIds.kubelet, machine.machine, -1, event, answerNote)
}

/** A container's program has ended by itself or after a signal. A timer of an end that was planned anew is void. */
function exitDue(sim: Simulation, machine: RuntimeMachine, sandbox: Sandbox | undefined, number: number): void {
  const container = sandbox?.containers.find((one) => one.number === number)
  if (sandbox === undefined || container === undefined || container.state !== 'running' || container.exitAtUs !== sim.nowUs) return
  const exit = endContainer(container, sim.nowUs, container.exitCode, reasonOfExit(container))
  endLogs(sim, machine, container)
  if (container.stopCall > 0) {
    const id = container.stopCall
    container.stopCall = 0
    answer(sim, machine, { ...blank, id, call: 'StopContainer', pod: sandbox.slot, podUid: sandbox.podUid, exit })
    return
  }
  tell(sim, machine, {
    event: 'exited', pod: sandbox.slot, podUid: sandbox.podUid, containerId: container.id, exitCode: exit.exitCode, reason: exit.reason,
    finishedUs: exit.finishedUs,
  })
}

/** Who follows its log hears the end of it; commands in it end with it. */
function endLogs(sim: Simulation, machine: RuntimeMachine, container: RuntimeContainer): void {
  for (const piece of endFollowing(sim, machine, container)) tellPiece(sim, machine, piece)
  for (const piece of endExecsOf(machine, container)) tellExec(sim, machine, piece)
}

function tellPiece(sim: Simulation, machine: RuntimeMachine, piece: LogPiece | undefined): void {
  if (piece === undefined) return
  const { follower, sandbox, text, last } = piece
  answer(sim, machine, { ...blank, id: follower.call, call: 'ReadLog', pod: sandbox.slot, podUid: sandbox.podUid, value: text, more: !last })
}

const blank: CriResponse = {
  id: 0, call: 'StopContainer', pod: -1, podUid: '', error: undefined, value: '', bytes: 0, durationUs: 0, cached: false,
  started: undefined,
  exit: undefined, inventory: undefined, more: false, usages: undefined, exec: undefined,
}

function answer(sim: Simulation, machine: RuntimeMachine, response: CriResponse): void {
  const note = response.error === undefined ? answerNote : errorNote
  send(sim, machine.kubeletLink, true, componentIds.kubelet, machine.machine, response.id, response, note)
}

/** The common answer of a call: worked, with one value. */
function answered(request: CriRequest, value: string, error?: string): CriResponse {
  return {
    id: request.id, call: request.call, pod: request.pod, podUid: request.podUid, error, value, bytes: 0, durationUs: 0, cached: false,
    started: undefined, exit: undefined, inventory: undefined, more: false, usages: undefined, exec: undefined,
  }
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
  else answer(sim, machine, result(sim, state, machine, request, tookUs))
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

function tellExec(sim: Simulation, machine: RuntimeMachine, piece: ExecPiece | undefined): void {
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

function result(
  sim: Simulation, state: RuntimesState, machine: RuntimeMachine, request: Exclude<CriRequest, { readonly call: 'ExecSync' }>, tookUs: number,
): CriResponse {
  switch (request.call) {
    case 'RunPodSandbox': return runSandbox(machine, request)
    case 'PullImage': return pull(state, machine, request, tookUs)
    case 'CreateContainer': return create(state, machine, request)
    case 'StartContainer': return start(sim, machine, request)
    case 'StopPodSandbox': return stopSandbox(sim, machine, request, false)
    case 'RemovePodSandbox': return stopSandbox(sim, machine, request, true)
    case 'ListPodSandbox':
      // Asked by a kubelet that starts, or whose socket was closed: what a former connection followed is followed no more.
      machine.followers = []
      return { ...answered(request, ''), inventory: inventoryOf(machine) }
    case 'ReadLog': return readLog(sim, machine, request)
    case 'ListContainerStats': return { ...answered(request, ''), usages: usagesOf(machine, sim.nowUs) }
    case 'WriteVolumes': return writeVolumes(machine, request)
    case 'CloseLog':
      closeFollower(machine, request.readCall)
      return answered(request, '')
    case 'CloseExec':
      closeExec(machine, request.execCall)
      return answered(request, '')
    case 'ExecInput': return answered(request, '')
    case 'UpdateRuntimeConfig':
      machine.podCIDR = request.podCIDR
      return answered(request, '')
    case 'StopContainer': return answered(request, '', 'StopContainer is answered when the container has exited')
  }
}

function runSandbox(machine: RuntimeMachine, request: CriRequest & { readonly call: 'RunPodSandbox' }): CriResponse {
  const old = machine.sandboxes.get(request.podUid)
  if (old !== undefined && old.ready) freeAddress(machine, old.ip, request.podUid)
  const ip = request.hostNetwork ? machine.hostIP : takeAddress(machine, request.podUid)
  if (ip === undefined) {
    const why = machine.podCIDR === ''
      ? 'cni plugin not initialized'
      : `plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: ${machine.podCIDR}`
    return answered(request, '', `rpc error: code = Unknown desc = failed to setup network for sandbox: ${why}`)
  }
  machine.sandboxes.set(request.podUid, {
    podUid: request.podUid, slot: request.pod, namespace: request.namespace, name: request.name, ip, ready: true,
    containers: old?.containers ?? [],
  })
  return answered(request, ip)
}

function pull(
  state: RuntimesState, machine: RuntimeMachine, request: CriRequest & { readonly call: 'PullImage' }, tookUs: number,
): CriResponse {
  const error = pullError(request.image)
  if (error !== undefined) return answered(request, '', error)
  const cached = machine.images.has(request.image) || state.options.imagesPresent
  const bytes = imageOf(request.image).sizeBytes
  machine.images.set(request.image, bytes)
  return {
    id: request.id, call: request.call, pod: request.pod, podUid: request.podUid, error: undefined, value: imageReference(request.image),
    bytes, durationUs: tookUs, cached, started: undefined, exit: undefined, inventory: undefined, more: false, usages: undefined, exec: undefined,
  }
}

function noSandbox(request: CriRequest): CriResponse {
  return answered(request, '', `rpc error: code = NotFound desc = failed to find sandbox of pod ${request.podUid}`)
}

function create(state: RuntimesState, machine: RuntimeMachine, request: CriRequest & { readonly call: 'CreateContainer' }): CriResponse {
  const sandbox = machine.sandboxes.get(request.podUid)
  if (sandbox === undefined || !sandbox.ready) return noSandbox(request)
  return answered(request, createContainer(state, sandbox, request.container, request.attempt, request.files).id)
}

function start(sim: Simulation, machine: RuntimeMachine, request: CriRequest & { readonly call: 'StartContainer' }): CriResponse {
  const sandbox = machine.sandboxes.get(request.podUid)
  const container = findContainer(sandbox, request.containerId)
  if (sandbox === undefined || container === undefined) return noSandbox(request)
  startContainer(sim, machine, sandbox, container)
  const { live } = programOf(container.spec)
  if (live !== undefined) tellExec(sim, machine, startProgram(sim, machine, sandbox, container, live))
  return {
    id: request.id, call: request.call, pod: request.pod, podUid: request.podUid, error: undefined, value: '', bytes: 0, durationUs: 0,
    cached: false, started: container.start, exit: undefined, inventory: undefined, more: false, usages: undefined, exec: undefined,
  }
}

/** Stops a sandbox (its address is free again) or forgets it whole; what still runs in it is killed. */
function stopSandbox(sim: Simulation, machine: RuntimeMachine, request: CriRequest, forget: boolean): CriResponse {
  const sandbox = machine.sandboxes.get(request.podUid)
  if (sandbox === undefined) return answered(request, '')
  for (const container of sandbox.containers) {
    if (container.state !== 'running') continue
    endContainer(container, sim.nowUs, 137)
    endLogs(sim, machine, container)
  }
  if (sandbox.ready) freeAddress(machine, sandbox.ip, sandbox.podUid)
  sandbox.ready = false
  if (forget) machine.sandboxes.delete(request.podUid)
  return answered(request, '')
}

/** What the container's volumes hold is written anew. */
function writeVolumes(machine: RuntimeMachine, request: CriRequest & { readonly call: 'WriteVolumes' }): CriResponse {
  const { roots, files } = request
  const container = findContainer(machine.sandboxes.get(request.podUid), request.containerId)
  if (container === undefined) return answered(request, '', 'no such container')
  const others = container.files.filter(([path]) => !roots.some((root) => path.startsWith(root)))
  container.files = [...others, ...files]
  return answered(request, '')
}

function readLog(sim: Simulation, machine: RuntimeMachine, request: CriRequest & { readonly call: 'ReadLog' }): CriResponse {
  const { id, podUid, container: name, log } = request
  const sandbox = machine.sandboxes.get(podUid)
  const text = logText(sandbox, name, log, sim.nowUs, sim.epochMs)
  const container = loggedContainer(sandbox, name, log.previous)
  if (text === undefined || sandbox === undefined || container === undefined) return answered(request, '', 'no such log')
  const more = log.follow && follow(sim, machine, sandbox, container, id, log.timestamps)
  return { ...answered(request, text), more }
}
