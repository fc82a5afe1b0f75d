/**
 * Which container of a pod is to be started next, and the calls that start it: image, create, start, one after another.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions, SyncPod).
 */
import type { Simulation } from '../../simulation/simulation.ts'
import type { ContainerExit, CriResponse } from '../container-runtime/messages.ts'
import { nextBackoff, restartHeldUntilUs } from './backoff.ts'
import { configuredContainer } from './container-config.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { podEvent } from './events.ts'
import { runPostStart, type HookOutcome } from './lifecycle-hooks.ts'
import { ensureImage } from './image-puller.ts'
import { restarts } from './pod-phase.ts'
import { sourcesAreKnown, sourcesOf } from './pod-sources.ts'
import { startProbes } from './probes.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'
import type { ContainerWork, PodWorker } from './worker-state.ts'
import { terminatedState } from './status-builder.ts'
import { changed, flushStatus, nextRelistUs, planSync } from './status-manager.ts'
import { stopContainer } from './termination.ts'
import { noteMounted } from './volume-refresh.ts'
import { createdText, textsOf } from './texts.ts'

/** Starts what can be started. Returns when a call is under way, or when nothing more can be done now. */
export function startContainers(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  // Those first: they are there to look into a pod whose own containers do not come up.
  for (let i = w.regularEnd; i < w.containers.length; i++) {
    if (needsStart(w, w.containers[i]!) && startOne(sim, state, m, w, i) === 'busy') return
  }
  for (let i = 0; i < w.regularEnd; i++) {
    const c = w.containers[i]!
    if (c.init && !initStepDone(w, c)) {
      if (c.state === 'running' || !needsStart(w, c)) return
      startOne(sim, state, m, w, i)
      return
    }
    if (i === w.initCount) w.initialized = true
    if (c.init && !c.sidecar) continue
    if (needsStart(w, c) && startOne(sim, state, m, w, i) === 'busy') return
  }
}

/** May the containers after this init container go on? Once the pod is initialized, always. */
function initStepDone(w: PodWorker, c: ContainerWork): boolean {
  if (w.initialized) return true
  return c.sidecar ? c.state === 'running' && c.started : c.state === 'exited' && c.exitCode === 0
}

function needsStart(w: PodWorker, c: ContainerWork): boolean {
  if (c.state === 'waiting' || c.state === 'created') return true
  return c.state === 'exited' && !c.ephemeral && restarts(w.pod.spec.restartPolicy, c)
}

function startOne(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number): 'busy' | 'held' {
  const c = w.containers[index]!
  if (c.state === 'exited') {
    const heldUntilUs = restartHeldUntilUs(c.crashBackoff, c.finishedUs)
    if (heldUntilUs > sim.nowUs) {
      waitForRestart(sim, state, m, w, c)
      planSync(sim, m, w, heldUntilUs)
      return 'held'
    }
  }
  if (!sourcesAreKnown(sim, state, m, w)) return 'busy'
  const image = ensureImage(sim, state, m, w, index)
  if (image === 'held') return 'held'
  if (image === 'present') createContainer(sim, state, m, w, index)
  return 'busy'
}

/** `10s`, `1m20s`, `5m0s`: as Go prints a back-off. */
function backoffText(us: number): string {
  const seconds = Math.round(us / 1_000_000)
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}

/** First the status shows how the container ended; one relist later, or at once where it could not be started, CrashLoopBackOff until the restart. */
function waitForRestart(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork): void {
  if (c.reason === 'CrashLoopBackOff' || c.crashBackoff === undefined) return
  if (c.reason !== '' || c.message === '') {
    const { metadata } = w.pod
    const pod = `${metadata.name}_${metadata.namespace}(${w.uid})`
    c.message = `back-off ${backoffText(c.crashBackoff.delayUs)} restarting failed container=${c.spec.name} pod=${pod}`
    podEvent(sim, state, m, w, c, 'Warning', 'BackOff', `Back-off restarting failed container ${c.spec.name} in pod ${pod}`)
    if (c.reason === '') {
      planSync(sim, m, w, nextRelistUs(sim, state, m))
      return
    }
  }
  c.reason = 'CrashLoopBackOff'
  w.dirty = true
  flushStatus(sim, state, m, w)
}

/** The image is there: makes the container. */
export function createContainer(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number): void {
  const c = w.containers[index]!
  const { container, files, problem } = configuredContainer(w.pod, w.ip, c.spec, sourcesOf(m, w))
  if (container === undefined) {
    w.busy = 'no'
    failStart(sim, state, m, w, c, 'CreateContainerConfigError', problem)
    return
  }
  w.busy = 'cri'
  if (m.refreshes.size > 0) noteMounted(m, w, index)
  if (c.state === 'exited') c.crashBackoff = nextBackoff(c.crashBackoff, c.finishedUs, sim.nowUs)
  callRuntime(sim, state, m, {
    id: nextCriId(state), call: 'CreateContainer', pod: w.slot, podUid: w.uid, container, files, init: c.init, attempt: c.attempt + 1,
  }, index)
}

/** Answer of CreateContainer: the attempt counts from here on, and what the one before came to is `lastState`. */
export function onCreated(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number, response: CriResponse,
): void {
  const c = w.containers[index]!
  if (response.error !== undefined) {
    failStart(sim, state, m, w, c, 'CreateContainerError', response.error)
    return
  }
  if (c.state === 'exited') c.last = terminatedState(c, sim.epochMs)
  c.state = 'created'
  c.id = response.value
  c.attempt++
  c.start = undefined
  c.stopping = false
  c.reason = ''
  c.message = ''
  podEvent(sim, state, m, w, c, 'Normal', 'Created', createdText(state.options.compatibility, c.spec))
  if (w.stage !== 'syncing') return
  w.busy = 'cri'
  callRuntime(sim, state, m, { id: nextCriId(state), call: 'StartContainer', pod: w.slot, podUid: w.uid, containerId: c.id }, index)
}

/** Records that a container has ended. */
export function ended(c: ContainerWork, exit: ContainerExit): void {
  c.state = 'exited'
  c.exitCode = exit.exitCode
  c.exitReason = exit.reason
  if (c.exitMessage !== exit.message) c.exitMessage = exit.message
  c.finishedUs = exit.finishedUs
  c.reason = ''
  c.message = ''
  c.ready = false
  c.started = false
  c.stopping = false
}

/** Answer of StartContainer. */
export function onStarted(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number, response: CriResponse,
): void {
  const c = w.containers[index]!
  if (response.exit !== undefined) {
    neverRan(sim, state, m, w, c, response.exit, response.error ?? '')
    return
  }
  if (response.started === undefined) {
    failStart(sim, state, m, w, c, 'RunContainerError', response.error ?? 'no answer')
    return
  }
  c.state = 'running'
  c.start = response.started
  c.exitReason = ''
  podEvent(sim, state, m, w, c, 'Normal', 'Started', textsOf(c.spec).started)
  const hook = runPostStart(sim, state, m, w, index)
  if (hook === 'running') w.busy = 'cri'
  else onHooked(sim, state, m, w, index, hook)
}

/** The container's postStart hook is over, or it has none: now it counts as started, or it is stopped. */
export function onHooked(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number, hook: HookOutcome): void {
  if (hook === 'failed') {
    stopContainer(sim, state, m, w, index, 'FailedPostStartHook', w.pod.spec.terminationGracePeriodSeconds)
    return
  }
  startProbes(sim, m, w, index)
  changed(sim, state, m, w)
}

/** Its program could not be started: the container has ended before it ran, and the status says so until the next try. */
function neverRan(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork, exit: ContainerExit, message: string,
): void {
  ended(c, exit)
  failStart(sim, state, m, w, c, restarts(w.pod.spec.restartPolicy, c) ? 'RunContainerError' : '', message)
}

/** The runtime could not: told in the status, tried again later. */
function failStart(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, c: ContainerWork, reason: string, message: string,
): void {
  c.state = c.state === 'created' ? 'waiting' : c.state
  c.reason = reason
  c.message = message
  podEvent(sim, state, m, w, c, 'Warning', 'Failed', `Error: ${message}`)
  changed(sim, state, m, w)
  holdStarts(sim, m, w)
}

/** Pause after a call that failed. Source: pkg/kubelet/pod_workers.go (backOffPeriod; its jitter is left out). */
const startRetryUs = 10_000_000

/** Nothing of the pod is started for a while. */
export function holdStarts(sim: Simulation, m: KubeletMachine, w: PodWorker): void {
  w.heldUntilUs = sim.nowUs + startRetryUs
  planSync(sim, m, w, w.heldUntilUs)
}
