/** What each call over CRI does when its time has come. */
import type { Simulation } from '../../simulation/simulation.ts'
import { imageOf, imageReference, pullError } from '../../world/images.ts'
import { programOf } from '../../world/programs.ts'
import { freeAddress, takeAddress } from './addresses.ts'
import { createContainer, endContainer, startContainer } from './containers.ts'
import { closeExec, startProgram } from './exec.ts'
import { closeFollower, follow } from './followers.ts'
import { loggedContainer, logText } from './log-lines.ts'
import { inventoryOf } from './look.ts'
import type { CriRequest, CriResponse } from './messages.ts'
import { findContainer, type RuntimeMachine, type RuntimesState } from './state.ts'
import { noSuchProgram } from './start-errors.ts'
import { answered, endLogs, tellExec } from './telling.ts'
import { usagesOf } from './usage.ts'

/** Does what a call asks; its answer. `tookUs`: how long it took. */
export function outcomeOf(
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
    containers: old?.containers ?? [], ...(old?.volumes === undefined ? {} : { volumes: old.volumes }),
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
  const { live, unstartable } = programOf(container.spec)
  if (unstartable !== undefined) {
    const error = noSuchProgram(unstartable)
    return { ...answered(request, '', error), exit: endContainer(container, sim.nowUs, 128, 'StartError', error) }
  }
  startContainer(sim, machine, sandbox, container)
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
