/** State of all kubelets: one record per machine, the pods it works on in it. Plain data. */
import type { Node, NodeStatus, PodStatus } from '../../../kubernetes/types/core.ts'
import type { Lease } from '../../../kubernetes/types/discovery.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { createApiClient, type ApiClient } from '../../client/api-client.ts'
import { createEventRecorder, eventSource, type EventAddress, type EventRecorder } from '../../client/event-recorder.ts'
import { createRateLimiter } from '../../client/rate-limiter.ts'
import { createCallTable, type CallTable } from '../../simulation/call-table.ts'
import { forkRandom, nextInt, type Random } from '../../simulation/random.ts'
import type { CriRequest } from '../container-runtime/messages.ts'
import { purposes } from './timers.ts'
import type { HookRun, PodSources, PodWorker, VolumeRefresh } from './worker-state.ts'

export interface KubeletOptions {
  readonly clientRateLimits: boolean
  readonly compatibility: 'v1.34' | 'v1.29'
  /**
   * Set: behaves as the stand-in kubelet of recorded traces. It acts at once instead of in its next relist, and finds every image present.
   * The delays themselves are the runtime's (`standInLatencies`).
   */
  readonly standInKubelet?: { readonly startDelayMs: number; readonly stopDelayMs: number }
}

interface PodSource {
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

/** The source of a kubelet that has not listed yet. */
const emptySource = (): PodSource => ({ phase: 'idle', revision: 0, watchId: 0, relist: true, synced: false, failures: 0 })

/** Identities of Events that all kubelets together can still patch. */
const recorderLimit = 16_384

/** Kubelets of a cluster, none yet. */
export function createKubelets(seed: number, options: KubeletOptions): KubeletsState {
  return {
    options, client: createApiClient(componentIds.kubelet, []), recorder: createEventRecorder(recorderLimit),
    random: forkRandom(seed, 'kubelet'), machines: [], criCalls: createCallTable(), nextCri: 1, criSweepArmed: false,
  }
}

interface KubeletAddress {
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
