/** Builds the status that a kubelet writes for a pod. Pure. Sources: pkg/kubelet/kubelet_pods.go, pkg/kubelet/status/generate.go. */
import type {
  ContainerState, ContainerStateTerminated, ContainerStatus, PodCondition, PodPhase, PodStatus,
} from '../../../kubernetes/types/core.ts'
import { timeText } from '../../simulation/time-text.ts'
import { phaseOf } from './pod-phase.ts'
import type { KubeletOptions } from './state.ts'
import type { ContainerWork, PodWorker } from './worker-state.ts'

const emptyState: ContainerState = Object.freeze({ waiting: undefined, running: undefined, terminated: undefined })
/** What nearly every container says first; shared. */
const creating = Object.freeze(waitingState('ContainerCreating', ''))
const initializing = Object.freeze(waitingState('PodInitializing', ''))

/** What the clock and the release add. */
interface StatusMoment {
  readonly nowUs: number
  readonly epochMs: number
  readonly hostIP: string
  /** The same as a list; shared by the pods of a machine. */
  readonly hostIPs: PodStatus['hostIPs']
  readonly release: KubeletOptions['compatibility']
}

/** When a container started that never ran: the second that a runtime has for none. */
const neverStarted = '1970-01-01T00:00:00Z'

/** How a container ended, as `state.terminated` or `lastState.terminated` prints it. */
export function terminatedState(c: ContainerWork, epochMs: number): ContainerStateTerminated {
  return {
    exitCode: c.exitCode, signal: undefined, reason: c.exitReason, message: c.exitMessage,
    startedAt: c.start === undefined ? neverStarted : timeText(c.start.startedUs, epochMs), finishedAt: timeText(c.finishedUs, epochMs), containerID: c.id,
  }
}

function waitingState(reason: string, message: string): ContainerState {
  return { waiting: { reason, message: message === '' ? undefined : message }, running: undefined, terminated: undefined }
}

function lastStateOf(last: ContainerStateTerminated | undefined): ContainerState {
  return last === undefined ? emptyState : { waiting: undefined, running: undefined, terminated: last }
}

/** The running state that was made last: containers that started in the same second share it. */
let lastRunning: ContainerState = emptyState

function runningState(startedAt: string): ContainerState {
  if (lastRunning.running?.startedAt !== startedAt) lastRunning = Object.freeze({ waiting: undefined, running: { startedAt }, terminated: undefined })
  return lastRunning
}

/** A container that ended and waits for its restart shows the wait; how it ended moves to `lastState`. */
function stateOf(w: PodWorker, c: ContainerWork, epochMs: number): ContainerState {
  if (c.state === 'running' && c.start !== undefined) {
    return runningState(timeText(c.start.startedUs, epochMs))
  }
  if (c.state === 'exited' && c.reason === '') return { waiting: undefined, running: undefined, terminated: terminatedState(c, epochMs) }
  if (c.reason !== '') return waitingState(c.reason, c.message)
  return w.initCount > 0 ? initializing : creating
}

function containerStatus(w: PodWorker, c: ContainerWork, epochMs: number): ContainerStatus {
  const waitsAfterEnd = c.state === 'exited' && c.reason !== ''
  return {
    name: c.spec.name,
    state: stateOf(w, c, epochMs),
    lastState: waitsAfterEnd ? lastStateOf(terminatedState(c, epochMs)) : lastStateOf(c.last),
    ready: isReady(c),
    restartCount: Math.max(0, c.attempt),
    image: c.start?.image ?? c.spec.image,
    imageID: c.start?.imageRef ?? '',
    containerID: c.id === '' ? undefined : c.id,
    started: c.ephemeral ? undefined : c.state === 'running' && c.started,
  }
}

function sameState(a: ContainerState, b: ContainerState): boolean {
  if (a === b) return true
  return a.running !== undefined && a.running.startedAt === b.running?.startedAt
}

/** True when a container says what it said; only what is common is compared. */
function saysTheSame(now: ContainerStatus, before: ContainerStatus | undefined): before is ContainerStatus {
  return before !== undefined && now.ready === before.ready && now.started === before.started && now.restartCount === before.restartCount
    && now.containerID === before.containerID && now.image === before.image && now.imageID === before.imageID && now.name === before.name
    && now.lastState === before.lastState && sameState(now.state, before.state)
}

/** `before`: those of the last status. What says the same is the same object: all versions of a pod in etcd's history share it. */
function containerStatuses(
  w: PodWorker, from: number, to: number, epochMs: number, before: readonly ContainerStatus[] | undefined,
): readonly ContainerStatus[] {
  const statuses = new Array<ContainerStatus>(to - from)
  for (let i = from; i < to; i++) {
    const now = containerStatus(w, w.containers[i]!, epochMs)
    const known = before?.[i - from]
    statuses[i - from] = saysTheSame(now, known) ? known : now
  }
  return statuses
}

/** An init container is ready when it has succeeded. */
function isReady(c: ContainerWork): boolean {
  if (c.init && !c.sidecar) return c.state === 'exited' && c.exitCode === 0
  return c.state === 'running' && c.ready
}

function namesText(names: readonly string[]): string {
  return `[${names.join(' ')}]`
}

interface Verdict {
  readonly status: 'True' | 'False'
  readonly reason: string | undefined
  readonly message: string | undefined
}
const yes: Verdict = { status: 'True', reason: undefined, message: undefined }
const no: Verdict = { status: 'False', reason: undefined, message: undefined }
const completed: Verdict = { status: 'False', reason: 'PodCompleted', message: undefined }
const failed: Verdict = { status: 'False', reason: 'PodFailed', message: undefined }

function initializedVerdict(w: PodWorker, phase: PodPhase): Verdict {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted', message: undefined }
  if (w.initialized || w.initCount === 0) return yes
  const incomplete: string[] = []
  for (const c of w.containers) {
    if (c.init && !(c.sidecar ? c.state === 'running' && c.started : isReady(c))) incomplete.push(c.spec.name)
  }
  if (incomplete.length === 0) return yes
  return { status: 'False', reason: 'ContainersNotInitialized', message: `containers with incomplete status: ${namesText(incomplete)}` }
}

function containersReadyVerdict(w: PodWorker, phase: PodPhase): Verdict {
  if (phase === 'Succeeded') return completed
  if (phase === 'Failed') return failed
  let unready: string[] | undefined
  for (let i = 0; i < w.regularEnd; i++) {
    const c = w.containers[i]!
    if ((c.init && !c.sidecar) || isReady(c)) continue
    if (unready === undefined) unready = [c.spec.name]
    else unready.push(c.spec.name)
  }
  if (unready === undefined) return yes
  return unreadyVerdict(namesText(unready))
}

/** The verdict that was given last: the pods of a template have the same containers. */
let lastUnready = ''
let lastVerdict = no

function unreadyVerdict(names: string): Verdict {
  if (names !== lastUnready) {
    lastUnready = names
    lastVerdict = { status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: ${names}` }
  }
  return lastVerdict
}

function findCondition(conditions: readonly PodCondition[] | undefined, type: string): PodCondition | undefined {
  if (conditions === undefined) return undefined
  for (let i = 0; i < conditions.length; i++) if (conditions[i]!.type === type) return conditions[i]
  return undefined
}

function condition(w: PodWorker, type: string, verdict: Verdict, now: string, generation: number | undefined): PodCondition {
  const before = findCondition(w.status.conditions, type)
  const stays = before !== undefined && before.status === verdict.status
  // One that says the same is the same object: all versions of a pod in etcd's history share it.
  if (stays && before.reason === verdict.reason && before.message === verdict.message && before.observedGeneration === generation) return before
  return shared(type, verdict, stays ? before.lastTransitionTime : now, generation)
}

/** Conditions that were made last, by type and status: the pods that start in one second say the same. */
const lastMade: Readonly<Record<Verdict['status'], Map<string, PodCondition>>> = { True: new Map(), False: new Map() }

function shared(type: string, { status, reason, message }: Verdict, lastTransitionTime: string, observedGeneration: number | undefined): PodCondition {
  const known = lastMade[status].get(type)
  if (known !== undefined && known.lastTransitionTime === lastTransitionTime && known.observedGeneration === observedGeneration
    && known.reason === reason && known.message === message) return known
  const made: PodCondition = { type, status, observedGeneration, lastProbeTime: null, lastTransitionTime, reason, message }
  lastMade[status].set(type, made)
  return made
}

/** The list of conditions that was made last: it is the same for pods that start in one second. */
let lastList: readonly PodCondition[] = []

function sharedList(conditions: readonly PodCondition[]): readonly PodCondition[] {
  let same = conditions.length === lastList.length
  for (let i = 0; same && i < conditions.length; i++) same = conditions[i] === lastList[i]
  if (!same) lastList = conditions
  return lastList
}

/** The list of one address: one that a status or the machine has already, while the address is the same. */
function addressList(known: PodStatus['hostIPs'], ip: string): PodStatus['hostIPs'] {
  return known?.length === 1 && known[0]?.ip === ip ? known : [{ ip }]
}

/** The whole status. `PodScheduled` is carried over from the pod as the API server has it. */
export function buildStatus(w: PodWorker, moment: StatusMoment): PodStatus {
  const { epochMs } = moment
  const now = timeText(moment.nowUs, epochMs)
  const generation = moment.release === 'v1.29' ? undefined : w.pod.metadata.generation
  const terminal = w.stage === 'stopped' || w.stage === 'deleting' || w.stage === 'finished'
  const phase = w.failedReason === '' ? phaseOf(w.pod.spec.restartPolicy, w.containers, w.initialized, terminal) : 'Failed'
  const ready = containersReadyVerdict(w, phase)
  const sandbox = condition(w, 'PodReadyToStartContainers', w.sandbox === 'ready' ? yes : no, now, generation)
  const initialized = condition(w, 'Initialized', initializedVerdict(w, phase), now, generation)
  const podReady = condition(w, 'Ready', ready, now, generation)
  const containersReady = condition(w, 'ContainersReady', ready, now, generation)
  const scheduled = findCondition(w.pod.status.conditions, 'PodScheduled')
  const admitted = w.failedReason === '' || w.startTime !== ''
  return {
    observedGeneration: generation,
    phase,
    conditions: sharedList(scheduled === undefined
      ? [sandbox, initialized, podReady, containersReady]
      : [sandbox, initialized, podReady, containersReady, scheduled]),
    message: w.failedMessage === '' ? undefined : w.failedMessage,
    reason: w.failedReason === '' ? undefined : w.failedReason,
    nominatedNodeName: w.pod.status.nominatedNodeName,
    hostIP: admitted ? moment.hostIP : undefined,
    hostIPs: admitted ? addressList(moment.hostIPs, moment.hostIP) : undefined,
    podIP: w.ip === '' ? undefined : w.ip,
    podIPs: w.ip === '' ? undefined : addressList(w.status.podIPs, w.ip),
    startTime: w.startTime === '' ? undefined : w.startTime,
    initContainerStatuses: w.initCount === 0 || !admitted ? undefined : containerStatuses(w, 0, w.initCount, epochMs, w.status.initContainerStatuses),
    containerStatuses: admitted ? containerStatuses(w, w.initCount, w.regularEnd, epochMs, w.status.containerStatuses) : undefined,
    ephemeralContainerStatuses: w.regularEnd === w.containers.length || !admitted
      ? undefined : containerStatuses(w, w.regularEnd, w.containers.length, epochMs, w.status.ephemeralContainerStatuses),
    qosClass: w.pod.status.qosClass,
  }
}

/** True when the API server's status says something that the kubelet's own does not: somebody else wrote it (the node controller, say). */
export function isOverwritten(own: PodStatus, stored: PodStatus): boolean {
  const ready = findCondition(own.conditions, 'Ready')
  const storedReady = findCondition(stored.conditions, 'Ready')
  if (own.phase !== stored.phase || ready?.status !== storedReady?.status) return true
  return ready !== undefined && storedReady?.reason !== ready.reason
}
