/**
 * The work on one pod: admission, sandbox, containers, end. Each call looks at where the pod stands and does the next thing, so that it
 * can be
 * called at any time. Source: pkg/kubelet/{kubelet,pod_workers}.go.
 */
import type { Container, Pod } from '../../../kubernetes/types/core.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { timeText } from '../../simulation/time-text.ts'
import { admitPod, count, releasePod } from './admission.ts'
import { startContainers } from './container-starter.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { podEvent } from './events.ts'
import { restarts } from './pod-phase.ts'
import { sourcesAreKnown, volumesAreMounted } from './pod-sources.ts'
import type { ProbeVerdict } from './probes.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'
import type { ContainerWork, PodWorker } from './worker-state.ts'
import { isOverwritten } from './status-builder.ts'
import { deletePod, flushStatus, planSync } from './status-manager.ts'
import { planRefreshes } from './volume-refresh.ts'
import { becomeStopped, continueStop, stopContainer, stopPod } from './termination.ts'

function containerWork(spec: Container, init: boolean, ephemeral = false): ContainerWork {
  return {
    spec, init, sidecar: init && spec.restartPolicy === 'Always', ephemeral, state: 'waiting', reason: '', message: '', id: '', attempt: -1,
    start: undefined,
    exitCode: 0, exitReason: '', finishedUs: 0, last: undefined, ready: false, started: false, stopping: false, crashBackoff: undefined,
    pullBackoff: undefined, probes: undefined,
  }
}

/** The record of a pod that the kubelet has just heard of. */
export function createWorker(slot: number, pod: Pod, nowUs: number): PodWorker {
  const { spec, status, metadata } = pod
  const initCount = spec.initContainers?.length ?? 0
  // Made at its length: an array that grew by pushes would keep room for sixteen more.
  let containers = spec.containers.map((container) => containerWork(container, false))
  if (spec.initContainers !== undefined) containers = [...spec.initContainers.map((container) => containerWork(container, true)), ...containers]
  const regularEnd = containers.length
  if (spec.ephemeralContainers !== undefined) {
    containers = [...containers, ...spec.ephemeralContainers.map((container) => containerWork(container, false, true))]
  }
  return {
    uid: metadata.uid, slot, pod, stage: 'syncing', gone: false, holds: false, initialized: initCount === 0, ip: '', sandbox: 'none',
    containers, initCount, regularEnd, busy: 'no', failedReason: '', failedMessage: '', startTime: status.startTime ?? '', beganUs: nowUs,
    graceSeconds: -1,
    stopDeadlineUs: 0, status, dirty: false, patching: false, knownRevision: 0, heldUntilUs: 0, syncAtUs: 0, about: undefined,
    aboutRevision: 0,
  }
}

/** Pod source: a pod of this node is new or has changed. Simplified: a new image in a running pod is not acted on. */
export function onPod(sim: Simulation, state: KubeletsState, m: KubeletMachine, slot: number, pod: Pod): void {
  const known = m.pods.get(pod.metadata.uid)
  if (known === undefined) {
    const w = createWorker(slot, pod, sim.nowUs)
    m.pods.set(w.uid, w)
    // What runs already is known only when the runtime has told what it holds.
    if (m.inventoryTaken) beginPod(sim, state, m, w)
    return
  }
  known.pod = pod
  const isMore = pod.spec.ephemeralContainers !== undefined && takeEphemeral(known)
  if (!m.inventoryTaken) return
  if (mustBePutRight(known)) planSync(sim, m, known, sim.nowUs + statusRoundUs)
  if (isMore && known.stage === 'syncing' && !mustStop(known)) {
    known.dirty = true
    flushStatus(sim, state, m, known)
    syncPod(sim, state, m, known)
    return
  }
  // Echoes of own writes change nothing else.
  if (mustStop(known)) syncPod(sim, state, m, known)
}

/** Ephemeral containers that the pod has got since the kubelet last saw it; true when there are any. */
function takeEphemeral(w: PodWorker): boolean {
  const known = w.containers.length
  for (const spec of w.pod.spec.ephemeralContainers ?? []) {
    if (!w.containers.some((c) => c.spec.name === spec.name)) w.containers.push(containerWork(spec, false, true))
  }
  return w.containers.length > known
}

/**
 * The status manager compares what it wrote with what the API server has in rounds.
 * Source: pkg/kubelet/status/status_manager.go (syncPeriod).
 */
const statusRoundUs = 10_000_000

/** True when somebody else has written over the status, seen by an event that is no echo of an own write. */
function mustBePutRight(w: PodWorker): boolean {
  if (!w.holds || w.patching || w.stage !== 'syncing' || w.pod.metadata.resourceVersion <= w.knownRevision) return false
  return isOverwritten(w.status, w.pod.status)
}

/** Pod source: the API server has the pod no more. */
export function onPodGone(sim: Simulation, state: KubeletsState, m: KubeletMachine, uid: string): void {
  const w = m.pods.get(uid)
  if (w === undefined) return
  w.gone = true
  if (m.inventoryTaken) syncPod(sim, state, m, w)
}

function isEnded(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
}

/** Admission and first status; the runtime's inventory (if any) is in the worker already. */
export function beginPod(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  if (isEnded(w.pod) && w.sandbox !== 'ready') {
    w.stage = 'finished'
    settle(sim, state, m, w)
    return
  }
  if (w.sandbox !== 'none') count(m, w)
  else if (w.pod.metadata.deletionTimestamp === undefined && !w.gone) {
    const rejection = admitPod(m, w)
    if (rejection !== undefined) {
      w.failedReason = rejection.reason
      w.failedMessage = rejection.message
      podEvent(sim, state, m, w, undefined, 'Warning', rejection.reason, rejection.message.replace('Pod was rejected: ', ''))
      becomeStopped(sim, state, m, w)
      return
    }
  }
  if (w.startTime === '') {
    w.startTime = timeText(sim.nowUs, sim.epochMs)
    w.dirty = true
  }
  planDeadline(sim, m, w)
  planRefreshes(sim, m, w)
  // Of a pod that is to end only its end is told.
  if (!mustStop(w)) flushStatus(sim, state, m, w)
  syncPod(sim, state, m, w)
}

function deadlineUs(w: PodWorker): number {
  const seconds = w.pod.spec.activeDeadlineSeconds
  return seconds === undefined ? Infinity : seconds * 1_000_000
}

/** `activeDeadlineSeconds` counts from when this kubelet began with the pod. Upstream counts from `status.startTime`, a whole second. */
function planDeadline(sim: Simulation, m: KubeletMachine, w: PodWorker): void {
  const us = deadlineUs(w)
  if (us === Infinity) return
  w.stopDeadlineUs = sim.nowUs + us
  planSync(sim, m, w, w.stopDeadlineUs)
}

/** Looks at the pod and does the next thing. */
export function syncPod(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  if (w.stage === 'syncing' && isPastDeadline(sim, m, w)) {
    w.failedReason = 'DeadlineExceeded'
    w.failedMessage = 'Pod was active on the node longer than the specified deadline'
    podEvent(sim, state, m, w, undefined, 'Normal', 'DeadlineExceeded', w.failedMessage)
  }
  if (w.stage === 'stopping' || (w.stage === 'syncing' && (mustStop(w) || hasEnded(w)))) stopPod(sim, state, m, w)
  else if (w.stage === 'syncing') sync(sim, state, m, w)
  settle(sim, state, m, w)
}

function isPastDeadline(sim: Simulation, m: KubeletMachine, w: PodWorker): boolean {
  if (w.pod.spec.activeDeadlineSeconds === undefined || w.failedReason !== '') return false
  if (sim.nowUs >= w.stopDeadlineUs) return true
  planSync(sim, m, w, w.stopDeadlineUs)
  return false
}

function mustStop(w: PodWorker): boolean {
  return w.gone || w.failedReason !== '' || w.pod.metadata.deletionTimestamp !== undefined
}

/** All regular containers have ended for good, or an init container has failed for good. */
function hasEnded(w: PodWorker): boolean {
  const policy = w.pod.spec.restartPolicy
  if (policy === 'Always') return false
  let open = false
  for (const c of w.containers) {
    if (c.sidecar || c.ephemeral) continue
    const ended = c.state === 'exited' && !restarts(policy, c)
    if (c.init && ended && c.exitCode !== 0) return true
    if (!c.init && !ended) open = true
  }
  return !open
}

function sync(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  if (w.busy !== 'no' || !m.runtimeUp) return
  if (w.heldUntilUs > sim.nowUs) {
    planSync(sim, m, w, w.heldUntilUs)
    return
  }
  if (w.sandbox === 'ready') {
    startContainers(sim, state, m, w)
    return
  }
  // Simplified: a pod that comes before the node's network is ready waits for it without an Event.
  if (!m.networkReady && w.pod.spec.hostNetwork !== true) return
  if (!sourcesAreKnown(sim, state, m, w) || !volumesAreMounted(sim, state, m, w)) return
  if (w.sandbox === 'lost') {
    podEvent(sim, state, m, w, undefined, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.')
  }
  w.busy = 'cri'
  const { namespace, name } = w.pod.metadata
  callRuntime(sim, state, m, {
    id: nextCriId(state), call: 'RunPodSandbox', pod: w.slot, podUid: w.uid, namespace, name, hostNetwork: w.pod.spec.hostNetwork === true,
  })
}

/** Timer `podSync`: what has changed is told, then the next thing is done. The end of a pod is told only when all of it has ended. */
export function onPodSync(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  if (mustBePutRight(w)) w.dirty = true
  if (w.stage === 'syncing' ? !mustStop(w) && !hasEnded(w) : w.stage !== 'stopping') flushStatus(sim, state, m, w)
  if (w.stage === 'stopped' && !w.dirty && !w.patching && !w.gone) deletePod(sim, state, m, w)
  syncPod(sim, state, m, w)
}

/** A new sandbox is there: init containers run again in it. */
export function sandboxReady(w: PodWorker, ip: string): void {
  const again = w.sandbox === 'lost'
  w.sandbox = 'ready'
  w.ip = ip
  if (!again) return
  w.dirty = true
  w.initialized = w.initCount === 0
  for (const c of w.containers) {
    if (!c.init) continue
    if (c.state === 'exited') c.state = 'waiting'
    c.reason = ''
  }
}

/** A pod that is gone from the API and has nothing running any more is forgotten. */
function settle(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  if (!w.gone || w.stage === 'syncing' || w.stage === 'stopping') return
  releasePod(m, w)
  m.pods.delete(w.uid)
  m.sources.delete(w.uid)
  m.refreshes.delete(w.uid)
  if (m.hooks.length > 0) m.hooks = m.hooks.filter((one) => one.uid !== w.uid)
  callRuntime(sim, state, m, { id: nextCriId(state), call: 'RemovePodSandbox', pod: w.slot, podUid: w.uid })
}

/** A step of a stop has been answered. */
export function resumeStop(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker): void {
  continueStop(sim, state, m, w)
  settle(sim, state, m, w)
}

/** What follows from a probe's tick: a failed liveness or startup probe stops the container, which its restart policy then restarts. */
export function onProbeVerdict(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, num: number, verdict: ProbeVerdict,
): void {
  if (verdict === 'nothing') return
  if (verdict === 'status') {
    w.dirty = true
    flushStatus(sim, state, m, w)
    syncPod(sim, state, m, w)
    return
  }
  const index = Math.floor(num / 4) % 64
  const c = w.containers[index]
  if (c === undefined || w.stage !== 'syncing') return
  const what = num % 4 === 0 ? 'startup' : 'liveness'
  const message = `Container ${c.spec.name} failed ${what} probe, will be restarted`
  stopContainer(sim, state, m, w, index, message, w.pod.spec.terminationGracePeriodSeconds)
}
