/** What comes over the unix socket: answers of calls, and what the runtime tells by itself. */
import { nextRelistUs } from './status-manager.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import type { ContainerEvent, CriResponse } from '../container-runtime/messages.ts'
import { createContainer, ended, holdStarts, onCreated, onHooked, onStarted } from './container-starter.ts'
import { criFailure, dropCriCalls } from './cri.ts'
import { podEvent } from './events.ts'
import { forgetHook, onHookCommand, type EndedHook } from './lifecycle-hooks.ts'
import { onExecuted, onUsages } from './exec.ts'
import { onPulled } from './image-puller.ts'
import { askInventory, onInventory } from './inventory.ts'
import { onLogRead } from './logs.ts'
import { resumeStop, sandboxReady, syncPod } from './pod-worker.ts'
import { resumeProbes } from './probes.ts'
import { runtimeIsAway, writeNodeStatusIfDue } from './registration.ts'
import type { CriPending, KubeletMachine, KubeletsState } from './state.ts'
import type { ContainerWork, PodWorker } from './worker-state.ts'
import { changed, flushStatus, planSync } from './status-manager.ts'
import { stopAfterHook } from './termination.ts'

/** An answer. Calls about pods that are forgotten end here, but that a pull still fills the disk. */
export function onCriAnswer(sim: Simulation, state: KubeletsState, m: KubeletMachine, pending: CriPending, response: CriResponse): void {
  const { request, container } = pending
  const w = m.pods.get(request.podUid)
  switch (request.call) {
    case 'ListPodSandbox':
      if (response.inventory !== undefined) onInventory(sim, state, m, response.inventory)
      return
    case 'UpdateRuntimeConfig':
      if (response.error === undefined) networkIsReady(sim, state, m)
      return
    case 'ReadLog': return onLogRead(sim, state, pending, response)
    case 'CloseLog':
    case 'CloseExec':
    case 'ExecInput': return
    case 'ExecSync':
      if (pending.link >= 0) return onExecuted(sim, state, pending, response)
      if (w !== undefined) onHookEnded(sim, state, m, w, onHookCommand(sim, state, m, w, request.id, response.exec?.exitCode))
      return
    case 'ListContainerStats': return onUsages(sim, pending, response)
    case 'PullImage':
      if (onPulled(sim, state, m, w, request.image, response) && w?.stage === 'syncing') createContainer(sim, state, m, w, container)
      else if (w !== undefined) syncPod(sim, state, m, w)
      return
    case 'StopContainer':
      if (w !== undefined) onStopped(sim, state, m, w, container, request.containerId, response)
      return
    case 'WriteVolumes':
    case 'RemovePodSandbox': return
    default:
      if (w !== undefined) onStep(sim, state, m, w, container, response)
  }
}

/** A hook is over: what waited for it goes on. */
export function onHookEnded(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, ended: EndedHook | undefined): void {
  if (ended === undefined) return
  const { run, outcome } = ended
  if (run.kind === 'preStop') return stopAfterHook(sim, state, m, w, run)
  w.busy = 'no'
  if (w.containers[run.container]?.state === 'running') onHooked(sim, state, m, w, run.container, outcome)
  syncPod(sim, state, m, w)
}

/** A step of the pod's own sequence: the next one follows. */
function onStep(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, container: number, response: CriResponse): void {
  w.busy = 'no'
  switch (response.call) {
    case 'RunPodSandbox':
      if (response.error === undefined) sandboxReady(w, response.value)
      else sandboxFailed(sim, state, m, w, response.error)
      break
    case 'StopPodSandbox':
      w.sandbox = 'none'
      return resumeStop(sim, state, m, w)
    case 'CreateContainer':
      onCreated(sim, state, m, w, container, response)
      break
    case 'StartContainer':
      onStarted(sim, state, m, w, container, response)
      break
  }
  syncPod(sim, state, m, w)
}

function sandboxFailed(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, error: string): void {
  podEvent(sim, state, m, w, undefined, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${error}`)
  holdStarts(sim, m, w)
}

/** The runtime has written the network's configuration: the Node is ready, and pods that waited for it begin. */
function networkIsReady(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  m.networkReady = true
  writeNodeStatusIfDue(sim, state, m)
  for (const w of [...m.pods.values()]) syncPod(sim, state, m, w)
}

function onStopped(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number, id: string, response: CriResponse,
): void {
  const c = w.containers[index]
  if (c === undefined || c.id !== id || c.state !== 'running') return
  if (response.exit === undefined) {
    // The runtime did not manage: it is asked again.
    c.stopping = false
    planSync(sim, m, w, nextRelistUs(sim, state, m))
    return
  }
  ended(c, response.exit)
  forgetHook(m, w.uid, index)
  if (w.stage === 'syncing') changed(sim, state, m, w)
  else resumeStop(sim, state, m, w)
}

/** The runtime tells of itself. */
export function onContainerEvent(sim: Simulation, state: KubeletsState, m: KubeletMachine, event: ContainerEvent): void {
  if (event.event === 'up') {
    if (m.source.synced) askInventory(sim, state, m)
    return
  }
  const w = m.pods.get(event.podUid)
  const index = w === undefined ? -1 : w.containers.findIndex((c) => c.id === event.containerId)
  const c = w?.containers[index]
  if (w === undefined || c === undefined || c.state !== 'running') return
  if (event.event === 'probe') {
    if (c.start !== undefined) c.start = { ...c.start, serving: event.serving, ...(event.files === undefined ? {} : { files: event.files }) }
    if (c.spec.readinessProbe === undefined) standInReadiness(sim, state, m, w, c, event.serving)
    else resumeProbes(sim, m, w, index)
    return
  }
  ended(c, event)
  if (m.hooks.length > 0) hookIsOver(m, w, index)
  if (w.stage === 'stopping') resumeStop(sim, state, m, w)
  else changed(sim, state, m, w)
}

/** A container has ended by itself: its hook ends with it, and the pod's other starts go on. */
function hookIsOver(m: KubeletMachine, w: PodWorker, index: number): void {
  if (m.hooks.some((one) => one.uid === w.uid && one.container === index && one.kind === 'postStart')) w.busy = 'no'
  forgetHook(m, w.uid, index)
}

/** The stand-in kubelet of recorded traces makes a container unready although it has no probe. */
function standInReadiness(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork, ready: boolean): void {
  if (state.options.standInKubelet === undefined || c.ready === ready) return
  c.ready = ready
  if (!ready) podEvent(sim, state, m, w, c, 'Warning', 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503')
  w.dirty = true
  flushStatus(sim, state, m, w)
}

/** Nobody hears what comes of the command of a hook: the hook counts as done. */
function loseHook(sim: Simulation, state: KubeletsState, m: KubeletMachine, { request }: CriPending): void {
  const w = m.pods.get(request.podUid)
  const ended = w === undefined ? undefined : onHookCommand(sim, state, m, w, request.id, 0)
  if (w !== undefined && ended?.run.kind === 'postStart') onHooked(sim, state, m, w, ended.run.container, 'succeeded')
}

/** The socket has closed: what was asked has failed and is asked anew when the runtime is back. */
export function loseRuntime(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  for (const pending of dropCriCalls(state, m.machine)) {
    const { call } = pending.request
    if (call === 'ExecSync' && pending.link < 0) loseHook(sim, state, m, pending)
    else if (call !== 'ReadLog' && call !== 'ExecSync' && call !== 'ListContainerStats') continue
    else onCriAnswer(sim, state, m, pending, criFailure(pending.request, 'connection refused'))
  }
  m.pulls = []
  for (const w of m.pods.values()) {
    w.busy = 'no'
    for (const c of w.containers) {
      c.stopping = false
      if (c.state !== 'created') continue
      // Made but not started: it is made anew, and counts as the same attempt.
      c.state = 'waiting'
      c.attempt--
    }
  }
  runtimeIsAway(sim, m)
}
