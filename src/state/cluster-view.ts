/**
 * What the page knows of the cluster: mutable typed columns by slot and a few maps, written only by `applyFrame`. React reads them through
 * version counters (`cluster-store.ts`), never by copying them.
 */
import type {
  ApiServerRecord, Change, ClientsRecord, ComponentRecord, DeploymentRecord, KubectlRecord, LinkRecord, NodeNames, PaceStatus, PodNames,
  ReplicaSetRecord, SchedulerRecord, ServiceRecord, UnregisteredRecord,
} from '../protocol/frame.ts'
import type { ObjectKeyIndex } from '../kubernetes/object-keys.ts'
import type { LinksByNode } from './link-index.ts'
import type { OwnedPods } from './owned-pods.ts'

/** Columns of nodes by slot; `alive[slot]` is 0 for a free slot. */
export interface NodeTable {
  capacity: number
  /** Highest slot ever used + 1. */
  end: number
  count: number
  /** How many of them are Ready. */
  readyCount: number
  alive: Uint8Array
  place: Uint32Array
  status: Uint8Array
  flags: Uint16Array
  cpuRequestedMilli: Float64Array
  cpuAllocatableMilli: Float64Array
  memoryRequestedMi: Float64Array
  memoryAllocatableMi: Float64Array
  leaseRenewedUs: Float64Array
  proxyServices: Uint16Array
  names: (NodeNames | undefined)[]
  /** Goes up with every change of the node's own row or of a pod on it. */
  version: Uint32Array
  /** Slots of the pods on it, by place; -1: free place. */
  pods: number[][]
}
export interface PodTable {
  capacity: number
  end: number
  count: number
  /** How many of them carry `podFlags.ready`. */
  readyCount: number
  alive: Uint8Array
  node: Int32Array
  place: Uint32Array
  status: Uint8Array
  word: Uint16Array
  readyContainers: Uint8Array
  totalContainers: Uint8Array
  restarts: Uint16Array
  replicaSet: Int32Array
  revision: Uint16Array
  flags: Uint8Array
  containerStates: Uint32Array
  names: (PodNames | undefined)[]
}

export interface ClusterView {
  frame: number
  simTimeUs: number
  /** Wall time at simulated time 0, milliseconds since 1970. */
  epochMs: number
  steps: number
  readonly nodes: NodeTable
  readonly pods: PodTable
  /** Slots of pods by namespace and name. */
  readonly podSlots: ObjectKeyIndex
  /** Slots of pods without a node, by place in the tray; -1: free place. */
  readonly tray: number[]
  readonly words: string[]
  readonly deployments: Map<number, DeploymentRecord>
  readonly replicaSets: Map<number, ReplicaSetRecord>
  /** Pods of each ReplicaSet. */
  readonly owned: OwnedPods
  /** Goes up when a Deployment has another revision: pods of the one before have to go. */
  rolloutsVersion: number
  readonly services: Map<number, ServiceRecord>
  /** By `processKey(ref)`: "kube-scheduler", "kubelet/node-1". */
  readonly components: Map<string, ComponentRecord>
  readonly links: Map<number, LinkRecord>
  readonly linksByNode: LinksByNode
  /** By a link's id: `linkKindNumber` and 1 where the link is a node's, else 0. Thousands of messages in a frame ask for it. */
  nodeLinkKinds: Uint8Array
  /** Goes up with every change of a link. */
  linksVersion: number
  clients: ClientsRecord | undefined
  kubectl: KubectlRecord | undefined
  apiServer: ApiServerRecord | undefined
  /** Machines that run and have no Node object. */
  unregistered: UnregisteredRecord | undefined
  scheduler: SchedulerRecord | undefined
  pace: PaceStatus
  /** The newest 200, oldest first. */
  readonly changes: Change[]
}
