/** State of one pod in a kubelet: its containers, their probes and hooks, what it is made from. */
import type { Container, ContainerStateTerminated, ObjectReference, Pod, PodStatus } from '../../../kubernetes/types/core.ts'
import type { ContainerStart } from '../container-runtime/messages.ts'

/** Restart and image pull back-off of one container: delay now in force and when it was set. */
export interface Backoff {
  delayUs: number
  setUs: number
}

/** One probe of one running container. */
export interface ProbeState {
  result: boolean
  /** Outcomes alike in a row. */
  streak: number
  lastOutcome: boolean
  /** Time of the next tick; 0: the outcome can't change, none is needed. */
  nextUs: number
}

export type ProbeKind = 'startup' | 'readiness' | 'liveness'

export interface ContainerWork {
  spec: Container
  init: boolean
  /** Init container with restartPolicy Always. */
  sidecar: boolean
  /** Started once and never again; it counts for nothing. */
  ephemeral: boolean
  state: 'waiting' | 'created' | 'running' | 'exited'
  /** Waiting reason; empty text: the default one (ContainerCreating, PodInitializing). */
  reason: string
  message: string
  id: string
  /** Of the container that `id` names; the next one has one more. -1: none yet. */
  attempt: number
  start: ContainerStart | undefined
  exitCode: number
  exitReason: string
  /** What it left for its status; undefined: nothing. */
  exitMessage?: string | undefined
  finishedUs: number
  /** The attempt before this one, as `lastState` prints it. */
  last: ContainerStateTerminated | undefined
  ready: boolean
  started: boolean
  stopping: boolean
  crashBackoff: Backoff | undefined
  pullBackoff: Backoff | undefined
  /** startup, readiness, liveness; undefined: the container has none of them. */
  probes: (ProbeState | undefined)[] | undefined
}

/**
 * What the worker of a pod does: `syncing` towards running, `stopping` its containers, `stopped` with a status that says so on its way,
 * `deleting` the object, `finished` (all ended, the object stays).
 */
type WorkerStage = 'syncing' | 'stopping' | 'stopped' | 'deleting' | 'finished'

export interface PodWorker {
  uid: string
  slot: number
  pod: Pod
  stage: WorkerStage
  /** The API server has it no more. */
  gone: boolean
  /** Was admitted: its requests count on the node. */
  holds: boolean
  /** The init containers are done, in this sandbox. */
  initialized: boolean
  ip: string
  sandbox: 'none' | 'ready' | 'lost'
  /** Init containers first, in order; then the regular ones; then the ephemeral ones as they came. */
  containers: ContainerWork[]
  initCount: number
  /** Where the ephemeral containers begin. */
  regularEnd: number
  /** A CRI call or image pull of the sync is under way. */
  busy: 'no' | 'cri' | 'pull'
  /** Set: phase Failed with this reason (not admitted, past its deadline). */
  failedReason: string
  failedMessage: string
  startTime: string
  /** When the work on it began: its probes tick in periods from then on. */
  beganUs: number
  /** Grace of the stop that runs, seconds; -1: none runs. */
  graceSeconds: number
  stopDeadlineUs: number
  /** Status last sent; what the next one is built from (times of transitions). */
  status: PodStatus
  /** Something has changed since. */
  dirty: boolean
  patching: boolean
  /** Of the answer of the last status patch: watch events up to it are echoes. */
  knownRevision: number
  /** A start failed: nothing is started before this time. */
  heldUntilUs: number
  /** When the next look at it is due (timer `podSync`); 0: none is planned. */
  syncAtUs: number
  /** What its last Event was about, and at which resourceVersion. */
  about: ObjectReference | undefined
  aboutRevision: number
}

/** ConfigMaps and Secrets of a pod, as far as they have been read. */
export interface PodSources {
  /** By "configmaps/name": texts by key; undefined: there is no such object. */
  readonly texts: Map<string, ReadonlyMap<string, string> | undefined>
  /** Questions that are not answered yet. */
  open: number
  readUs: number
  mountFailures: number
}

/** A lifecycle hook that runs, or a preStop hook that has run while its container has not ended. */
export interface HookRun {
  readonly uid: string
  /** Index of the container. */
  readonly container: number
  readonly kind: 'postStart' | 'preStop'
  readonly beganUs: number
  /** Of a sleep; Infinity: it is none. */
  sleepsUntilUs: number
  /** Of preStop: when the grace has no more time for it. */
  deadlineUs: number
  /** Of preStop: seconds that the stop as a whole may take. */
  readonly timeoutSeconds: number
  /** CRI call of its command; 0: none. */
  call: number
  done: boolean
}

/** What the kubelet knows of a pod's mounts that follow their ConfigMaps and Secrets. */
export interface VolumeRefresh {
  /** When it looks again; timers that say otherwise are void. */
  dueUs: number
  rounds: number
  /** Questions that are not answered yet. */
  open: number
  /** As last read, by "configmaps/name". */
  readonly texts: Map<string, ReadonlyMap<string, string> | undefined>
  /** Those that say of themselves that they never change. */
  readonly fixed: Set<string>
  /** What was written last, by index of the container. */
  readonly written: Map<number, string>
}
