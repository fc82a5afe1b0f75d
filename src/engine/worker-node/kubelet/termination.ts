/**
 * Stopping a pod: its containers get SIGTERM and, when the grace ends, SIGKILL; sidecars after the others, last one first; then the
 * sandbox.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go (killContainersWithSyncResult).
 */
import type { Simulation } from '../../simulation/simulation.ts'
import { releasePod } from './admission.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { podEvent } from './events.ts'
import { forgetStarts, runPreStop, secondsAfterHook } from './lifecycle-hooks.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'
import type { HookRun, PodWorker } from './worker-state.ts'
import { flushStatus } from './status-manager.ts'

/** The least that a container is given. */
const leastGraceSeconds = 2

/** Seconds from now on that the pod may take. */
function graceOf(w: PodWorker): number {
  return w.pod.metadata.deletionGracePeriodSeconds ?? w.pod.spec.terminationGracePeriodSeconds
}

/** Begins to stop a pod, or hastens it when less time is left than it was given. */
export function stopPod(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  const grace = graceOf(w)
  if (w.stage === 'syncing') {
    w.stage = 'stopping'
    w.graceSeconds = grace
    w.stopDeadlineUs = sim.nowUs + grace * 1_000_000
    if (w.busy === 'pull' || forgetStarts(m, w.uid)) w.busy = 'no'
  } else if (w.stage === 'stopping' && grace < w.graceSeconds) {
    w.graceSeconds = grace
    w.stopDeadlineUs = Math.min(w.stopDeadlineUs, sim.nowUs + grace * 1_000_000)
    for (const c of w.containers) c.stopping = false
  }
  continueStop(sim, state, m, w)
}

/** The next step of a stop; called again after each answer. */
export function continueStop(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  if (w.stage !== 'stopping' || w.busy === 'cri' || !m.runtimeUp) return
  let running = 0
  for (let i = 0; i < w.containers.length; i++) {
    const c = w.containers[i]!
    if (c.sidecar || c.state !== 'running') continue
    running++
    stopContainer(sim, state, m, w, i, `Stopping container ${c.spec.name}`, secondsLeft(sim, w))
  }
  if (running > 0) return
  for (let i = w.initCount - 1; i >= 0; i--) {
    const c = w.containers[i]!
    if (!c.sidecar || c.state !== 'running') continue
    stopContainer(sim, state, m, w, i, `Stopping container ${c.spec.name}`, secondsLeft(sim, w))
    return
  }
  if (w.sandbox === 'ready') {
    w.busy = 'cri'
    callRuntime(sim, state, m, { id: nextCriId(state), call: 'StopPodSandbox', pod: w.slot, podUid: w.uid })
    return
  }
  becomeStopped(sim, state, m, w)
}

function secondsLeft(sim: Simulation, w: PodWorker): number {
  return Math.max(leastGraceSeconds, Math.ceil((w.stopDeadlineUs - sim.nowUs) / 1_000_000))
}

/** Asks the runtime to stop one container, with its Event; a stop that is under way is left alone. */
export function stopContainer(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number, message: string, timeoutSeconds: number,
): void {
  const c = w.containers[index]!
  if (c.stopping) return
  c.stopping = true
  podEvent(sim, state, m, w, c, 'Normal', 'Killing', message)
  if (runPreStop(sim, state, m, w, index, timeoutSeconds) !== 'running') sendStop(sim, state, m, w, index, timeoutSeconds)
}

/** Its preStop hook is over: the rest of the time is the container's. */
export function stopAfterHook(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, hook: HookRun): void {
  const left = Math.max(leastGraceSeconds, secondsAfterHook(sim, hook))
  // While the runtime is away there is nobody to tell: the stop begins anew when it is back.
  if (m.runtimeUp && w.containers[hook.container]?.state === 'running') sendStop(sim, state, m, w, hook.container, left)
}

function sendStop(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number, timeoutSeconds: number,
): void {
  const c = w.containers[index]!
  callRuntime(sim, state, m, {
    id: nextCriId(state), call: 'StopContainer', pod: w.slot, podUid: w.uid, containerId: c.id, timeoutSeconds,
  }, index)
}

/** Nothing of the pod runs any more: the API server is told, and then either deletes the object or keeps it as ended. */
export function becomeStopped(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  w.stage = w.gone || w.pod.metadata.deletionTimestamp !== undefined ? 'stopped' : 'finished'
  releasePod(m, w)
  w.dirty = true
  flushStatus(sim, state, m, w)
}
