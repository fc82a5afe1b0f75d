/** State of all kubelets: one record per machine, the pods it works on in it. Plain data. */
import type { Container, ContainerStateTerminated, Node, NodeStatus, ObjectReference, Pod, PodStatus } from '../../../kubernetes/types/core.ts'
import type { Lease } from '../../../kubernetes/types/discovery.ts'
import { createApiClient, type ApiClient } from '../../client/api-client.ts'
import { createEventRecorder, eventSource, type EventAddress, type EventRecorder } from '../../client/event-recorder.ts'
import { createRateLimiter } from '../../client/rate-limiter.ts'
import { createCallTable, type CallTable } from '../../simulation/call-table.ts'
import { forkRandom, nextInt, type Random } from '../../simulation/random.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import type { ContainerStart, CriRequest } from '../container-runtime/messages.ts'
import { purposes } from './timers.ts'

export interface KubeletOptions {
  readonly clientRateLimits: boolean
  readonly compatibility: 'v1.34' | 'v1.29'
  /**
   * Set: behaves as the stand-in kubelet of recorded traces. It acts at once instead of in its next relist, and finds every image present.
   * The delays themselves are the runtime's (`standInLatencies`).
   */
  readonly standInKubelet?: { readonly startDelayMs: number; readonly stopDelayMs: number }
}

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
export type WorkerStage = 'syncing' | 'stopping' | 'stopped' | 'deleting' | 'finished'

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

export interface PodSource {
  phase: 'idle' | 'listing' | 'starting-watch' | 'watching' | 'waiting'
  revision: number
  watchId: number
  relist: boolean
  synced: boolean
  failures: number
}

/** What a machine's Node says of it as long as it stands. */
export interface LastingNodeStatus {
  readonly resources: NodeStatus['capacity']
  readonly addresses: NodeStatus['addresses']
  readonly daemonEndpoints: NodeStatus['daemonEndpoints']
  readonly nodeInfo: NodeStatus['nodeInfo']
}

export interface KubeletMachine {
  machine: number
  nodeName: string
  ip: string
  /** The same as pod statuses list it. */
  ips: PodStatus['hostIPs']
  zone: string
  rack: string
  cpu: number
  memoryGi: number
  apiLink: number
  runtimeLink: number
  userAgent: string
  /** Node as last seen; undefined until registered. */
  node: Node | undefined
  /** The Lease as last seen in full, and the revision of its newest version: renewals change nothing else. */
  lease: Lease | undefined
  leaseRevision: number
  /** A renewal need change nothing but its time. */
  leaseComplete: boolean
  /** Slot of the Lease as last answered; -1: not known yet. */
  leaseSlot: number
  lastingStatus: LastingNodeStatus | undefined
  /** The process has run before: calls of its former life may be in flight. */
  hasRun: boolean
  /** An extra try at the Lease is planned. */
  leaseRetryArmed: boolean
  registerFailures: number
  podCIDR: string
  runtimeUp: boolean
  /** When the runtime was last known to serve. */
  runtimeSeenUs: number
  networkReady: boolean
  inventoryTaken: boolean
  nodePolls: number
  /** What the last status write said of Ready; undefined: none yet. */
  readyWritten: boolean | undefined
  statusWrittenUs: number
  /** The Node in the API may say something else than we wrote: read it before the next write. */
  nodeDoubtful: boolean
  statusInFlight: boolean
  /** Bytes by name; changed by `keepImages` only. */
  images: Map<string, number>
  imageCount: number
  imagesWritten: number
  /** Pods whose pull waits, in order; the first one is under way. */
  pulls: { readonly uid: string; readonly container: number; readonly sinceUs: number }[]
  pods: Map<string, PodWorker>
  /** What was read of ConfigMaps and Secrets for pods that refer to some, by the pod's uid. */
  sources: Map<string, PodSources>
  source: PodSource
  hooks: HookRun[]
  /** By the pod's uid. */
  refreshes: Map<string, VolumeRefresh>
  /** PLEG relists at this offset in every second. */
  relistOffsetUs: number
  readonly eventAddress: EventAddress
  requestedMilliCpu: number
  requestedMemory: number
  admitted: number
}

/** A CRI call in flight. */
export interface CriPending {
  readonly machine: number
  readonly request: CriRequest
  readonly container: number
  readonly deadlineUs: number
  /** Of ReadLog: the API server's call that waits, and its link. */
  readonly kubeletCall: number
  readonly link: number
}

export interface KubeletsState {
  options: KubeletOptions
  client: ApiClient
  recorder: EventRecorder
  random: Random
  machines: (KubeletMachine | undefined)[]
  criCalls: CallTable<CriPending>
  nextCri: number
  criSweepArmed: boolean
}

export const emptySource = (): PodSource => ({ phase: 'idle', revision: 0, watchId: 0, relist: true, synced: false, failures: 0 })

/** Identities of Events that all kubelets together can still patch. */
const recorderLimit = 16_384

/** Kubelets of a cluster, none yet. */
export function createKubelets(seed: number, options: KubeletOptions): KubeletsState {
  return {
    options, client: createApiClient(componentIds.kubelet, []), recorder: createEventRecorder(recorderLimit),
    random: forkRandom(seed, 'kubelet'), machines: [], criCalls: createCallTable(), nextCri: 1, criSweepArmed: false,
  }
}

export interface KubeletAddress {
  readonly machine: number
  readonly nodeName: string
  readonly ip: string
  readonly zone: string
  /** Empty: its Node says none. */
  readonly rack: string
  readonly cpu: number
  readonly memoryGi: number
  readonly apiLink: number
  readonly runtimeLink: number
}

/**
 * Number of a kubelet's bucket for requests; the one after it is for its Events. Both 50/100. Source:
 * pkg/kubelet/apis/config/v1beta1/defaults.go.
 */
export function requestLimiter(machine: number): number {
  return machine * 2
}

/** A machine gets a kubelet, not started yet. */
export function addKubelet(state: KubeletsState, what: KubeletAddress): void {
  const qps = state.options.clientRateLimits ? 50 : 0
  while (state.client.limiters.length <= requestLimiter(what.machine) + 1) state.client.limiters.push(createRateLimiter(qps, 100))
  const userAgent = `system:node:${what.nodeName}`
  // What every tick of the Lease reads stands together: with thousands of kubelets it is the way to memory that costs.
  state.machines[what.machine] = {
    lease: undefined, leaseRevision: 0, leaseComplete: false, leaseSlot: -1, node: undefined, nodeDoubtful: false, statusInFlight: false,
    runtimeUp: false, networkReady: false, inventoryTaken: false, readyWritten: undefined, imageCount: 0, imagesWritten: 0, statusWrittenUs: 0, nodeName: what.nodeName,
    userAgent, apiLink: what.apiLink, machine: what.machine, images: new Map(), lastingStatus: undefined, hasRun: false,
    leaseRetryArmed: false, ip: what.ip, ips: [{ ip: what.ip }], zone: what.zone, rack: what.rack, cpu: what.cpu, memoryGi: what.memoryGi,
    runtimeLink: what.runtimeLink,
    registerFailures: 0, podCIDR: '', runtimeSeenUs: 0, nodePolls: 0, pulls: [], pods: new Map(), sources: new Map(), source: emptySource(), hooks: [], refreshes: new Map(),
    relistOffsetUs: nextInt(state.random, 1_000_000), requestedMilliCpu: 0, requestedMemory: 0, admitted: 0,
    eventAddress: {
      node: what.machine, link: what.apiLink, userAgent, source: eventSource('kubelet', what.nodeName), purpose: purposes.event,
      limiter: requestLimiter(what.machine) + 1,
    },
  }
}

/** The machine is gone for good. */
export function removeKubelet(state: KubeletsState, machine: number): void {
  state.machines[machine] = undefined
}

/** Images are on the machine's disk; their bytes by name. */
export function keepImages(m: KubeletMachine, images: Iterable<readonly [string, number]>): void {
  for (const [image, bytes] of images) m.images.set(image, bytes)
  m.imageCount = m.images.size
}

/** Empties a kubelet's memory, as a restarted process finds it. */
export function resetMachine(m: KubeletMachine): void {
  m.node = undefined
  m.lease = undefined
  m.leaseSlot = -1
  m.leaseRetryArmed = false
  m.registerFailures = 0
  m.podCIDR = ''
  m.runtimeUp = false
  m.runtimeSeenUs = 0
  m.networkReady = false
  m.inventoryTaken = false
  m.nodePolls = 0
  m.readyWritten = undefined
  m.statusWrittenUs = 0
  m.nodeDoubtful = false
  m.statusInFlight = false
  m.images.clear()
  m.imageCount = 0
  m.imagesWritten = 0
  m.pulls = []
  m.pods.clear()
  m.sources.clear()
  m.source = emptySource()
  m.hooks = []
  m.refreshes.clear()
  m.requestedMilliCpu = 0
  m.requestedMemory = 0
  m.admitted = 0
}
