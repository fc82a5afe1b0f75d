/**
 * Frames: what changed since the last one. Pods and nodes travel as columns by slot, the few other kinds as small records, messages as
 * hop columns. A slot is an object's number for its life (reused later); a place is where it stands on the canvas and lasts as long.
 */
import type { ProcessRef } from './world-commands.ts'
import type { LinkKind } from '../kubernetes/architecture.ts'

/** Rows of nodes that changed. All arrays have `slot.length` entries. */
export interface NodeColumns {
  readonly slot: Uint32Array
  /** 1 in the first frame of a node: its `names` entry is set and whatever the slot held before is gone. */
  readonly fresh: Uint8Array
  readonly place: Uint32Array
  /** `statusCodes`: running = Ready, failed = NotReady (Ready=False), unknown = Ready=Unknown, pending = no condition yet. */
  readonly status: Uint8Array
  /** `nodeFlags` */
  readonly flags: Uint16Array
  readonly cpuRequestedMilli: Float64Array
  readonly cpuAllocatableMilli: Float64Array
  readonly memoryRequestedMi: Float64Array
  readonly memoryAllocatableMi: Float64Array
  /** Simulated time of the last Lease renewal that the API server stored; -1 before the first. */
  readonly leaseRenewedUs: Float64Array
  /** Services whose rules this node's kube-proxy has written. */
  readonly proxyServices: Uint16Array
  /** Set where `fresh` is 1. */
  readonly names: readonly (NodeNames | undefined)[]
  /** Slots of Node objects that are gone. */
  readonly gone: Uint32Array
}
export interface NodeNames {
  readonly name: string
  readonly ip: string
  readonly podCIDR: string
  readonly zone: string
  /** Of the label `example.com/rack`; empty: it has none. */
  readonly rack: string
}

/** Rows of pods that changed. */
export interface PodColumns {
  readonly slot: Uint32Array
  readonly fresh: Uint8Array
  /** Slot of its node; -1: not scheduled, it stands in the tray. */
  readonly node: Int32Array
  /** Lowest free place on its node, or in the tray. */
  readonly place: Uint32Array
  /** `statusCodes`: shape and colour. */
  readonly status: Uint8Array
  /** Number of the STATUS word in `Frame.words`, as kubectl prints it. */
  readonly word: Uint16Array
  readonly readyContainers: Uint8Array
  readonly totalContainers: Uint8Array
  readonly restarts: Uint16Array
  /** Slot of the owning ReplicaSet; -1: none. */
  readonly replicaSet: Int32Array
  /** Revision of its Deployment; 0: none. */
  readonly revision: Uint16Array
  /** `podFlags` */
  readonly flags: Uint8Array
  /** `statusCodes` of containers 0..7 in 4 bits each, lowest first, in the order of `names.containers`. */
  readonly containerStates: Uint32Array
  readonly names: readonly (PodNames | undefined)[]
  readonly gone: Uint32Array
}
export interface PodNames {
  readonly namespace: string
  readonly name: string
  readonly containers: readonly string[]
}

export interface DeploymentRecord {
  readonly kind: 'Deployment'
  readonly slot: number
  readonly namespace: string
  readonly name: string
  readonly replicas: number
  readonly readyReplicas: number
  readonly updatedReplicas: number
  readonly availableReplicas: number
  readonly revision: number
  readonly paused: boolean
  /** Images of its containers, in order. */
  readonly images: readonly { readonly container: string; readonly image: string }[]
}
export interface ReplicaSetRecord {
  readonly kind: 'ReplicaSet'
  readonly slot: number
  readonly namespace: string
  readonly name: string
  /** Slot of the owning Deployment; -1: none. */
  readonly deployment: number
  readonly revision: number
  /** pod-template-hash; empty text if it has none. */
  readonly hash: string
  readonly desired: number
  readonly current: number
  readonly ready: number
}
export interface ServiceRecord {
  readonly kind: 'Service'
  readonly slot: number
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly clusterIP: string
  readonly ports: readonly { readonly port: number; readonly protocol: string; readonly nodePort: number; readonly targetPort: string }[]
  /** At most 16 are listed; `endpointCount` and `readyCount` count all. */
  readonly endpoints: readonly EndpointRecord[]
  readonly endpointCount: number
  readonly readyCount: number
}
export interface EndpointRecord {
  readonly address: string
  readonly port: number
  readonly pod: string
  readonly ready: boolean
  readonly serving: boolean
  readonly terminating: boolean
}
export interface ComponentRecord {
  readonly kind: 'Component'
  readonly ref: ProcessRef
  readonly state: 'running' | 'stopped' | 'crashed'
  /** When the supervisor starts it again; -1 unless crashed. */
  readonly restartAtUs: number
  readonly restarts: number
  /** One short line of what it does now, from its own state: "3 keys queued", "revision 4182, 17 watches". */
  readonly doing: string
}
export interface ClientsRecord {
  readonly kind: 'Clients'
  readonly requestsPerSecond: number
  /** Namespace/name of the Service they use; empty text: none. */
  readonly service: string
  readonly nodePort: number
  /** Of the last full simulated second. */
  readonly succeededPerSecond: number
  readonly failedPerSecond: number
  readonly succeededTotal: number
  readonly failedTotal: number
  /** Of the requests that succeeded, microseconds from sending to the answer, summed up. */
  readonly latencyTotalUs: number
  /** Reason of the last failure; empty text: none so far. */
  readonly lastFailure: string
  readonly lastFailureUs: number
}
export interface KubectlRecord {
  readonly kind: 'Kubectl'
  /** The last command in kubectl's words, e.g. "scale deployment web". */
  readonly lastCommand: string
  readonly waiting: number
}
export interface ApiServerRecord {
  readonly kind: 'ApiServer'
  readonly revision: number
  readonly watches: number
  readonly requestsTotal: number
}
/** Counts since the scheduler's process started. */
export interface SchedulerRecord {
  readonly kind: 'Scheduler'
  readonly boundTotal: number
  /** Of the bound pods, microseconds from entering the queue to the binding, summed up. */
  readonly boundLatencyUs: number
}
/** Machines that run and have no Node object: it was deleted, or their kubelet has not registered it yet. */
export interface UnregisteredRecord {
  readonly kind: 'Unregistered'
  /** Names of at most 20 of them. */
  readonly machines: readonly string[]
  readonly count: number
}
/** A link that exists; sent once when it appears and again when its state changes. */
export interface LinkRecord {
  readonly kind: 'Link'
  readonly id: number
  readonly link: LinkKind
  /** Slot of the node at its worker end (the dialling node for vxlan); -1 for links of the control plane. */
  readonly node: number
  /** For vxlan: slot of the other node; -1 else. */
  readonly peer: number
  readonly up: boolean
  readonly gone: boolean
}
export type FrameRecord =
  | DeploymentRecord | ReplicaSetRecord | ServiceRecord | ComponentRecord | ClientsRecord | KubectlRecord | ApiServerRecord | SchedulerRecord | LinkRecord | UnregisteredRecord
/** A Deployment, ReplicaSet or Service that is gone. */
export interface GoneRecord {
  readonly kind: 'Deployment' | 'ReplicaSet' | 'Service'
  readonly slot: number
}

/** Messages that were sent since the last frame. */
export interface HopColumns {
  /** Number of the hop since the start of the history: its identity for `inspect`. */
  readonly id: Float64Array
  readonly sentUs: Float64Array
  readonly arrivesUs: Float64Array
  /** `LinkRecord.id` */
  readonly link: Uint32Array
  /** `messageTypes` */
  readonly type: Uint8Array
  /** `hopFlags` */
  readonly flags: Uint8Array
}
/** Counted messages of one link and type, in place of single hops when a frame would hold more than `maxSingleHops`. */
export interface HopBundle {
  readonly link: number
  readonly type: number
  readonly reverse: boolean
  readonly count: number
  readonly sentUs: number
  readonly arrivesUs: number
}
export const maxSingleHops = 250

/** Something that a person would tell: the caption line, the event timeline and the step button use it. */
export interface Change {
  /** Increases by one with each change. */
  readonly id: number
  readonly simTimeUs: number
  /** Who did it, in plain words: "Scheduler", "kubelet on node-2", "You". */
  readonly actor: string
  /** Whole sentence with the actor in front: "Scheduler bound web-…-x7k2p to node-3". */
  readonly text: string
  /** What it happened to. */
  readonly subject: { readonly kind: 'Pod' | 'Node' | 'Deployment' | 'ReplicaSet' | 'Service' | 'EndpointSlice' | 'Component' | 'Other'; readonly namespace: string; readonly name: string }
  readonly tone: 'neutral' | 'good' | 'bad'
  /** How it is told together with others like it; undefined: always alone. */
  readonly many?: ManyWords
  /** It stands for several: `text` counts them, the rest is the newest's. */
  readonly group?: ChangeGroup
}
/** Changes are alike when these words are the same. */
export interface ManyWords {
  /** "kubelets" */
  readonly actor: string
  /** The sentence with "#" where the count stands: "kubelets reported # nodes Ready". */
  readonly text: string
  /** How many things this change alone is about. */
  readonly count: number
}
export interface ChangeGroup {
  /** Things that they are about. */
  readonly count: number
  /** How many changes they are. */
  readonly changes: number
  /** Simulated time of the first of them; the change has that of the newest. */
  readonly sinceUs: number
  /** The newest 20, oldest first. */
  readonly members: readonly Pick<Change, 'text' | 'subject'>[]
}

export interface PaceStatus {
  readonly playing: boolean
  readonly mode: 'fixed' | 'auto'
  /** Simulated seconds per wall second now. */
  readonly rate: number
  /** Why auto pace runs as it does: "a key message", "waiting: node-2 silent 12 s of 50". Empty in fixed mode. */
  readonly reason: string
  /** Requests and commands that wait for play or a step. */
  readonly waiting: number
}

export interface Frame {
  /** Number of the frame it builds on (0: nothing, this is a snapshot) and its own number. */
  readonly from: number
  readonly to: number
  readonly simTimeUs: number
  /** Wall time at simulated time 0, milliseconds since 1970; in snapshots. */
  readonly epochMs?: number
  readonly steps: number
  readonly nodes: NodeColumns
  readonly pods: PodColumns
  readonly records: readonly FrameRecord[]
  readonly gone: readonly GoneRecord[]
  /** New STATUS words with their numbers. */
  readonly words: readonly { readonly index: number; readonly text: string }[]
  readonly hops: HopColumns
  readonly bundles: readonly HopBundle[]
  readonly changes: readonly Change[]
  readonly pace: PaceStatus
}
