/** State of the API server process: everything it knows between two events. All of it is volatile; the disk is etcd's. */
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { FieldRequirement, LabelRequirement } from '../../../kubernetes/selectors.ts'
import type { PodCondition } from '../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { CallTable } from '../../simulation/call-table.ts'
import type { Random } from '../../simulation/random.ts'
import type { MessageNote } from '../../simulation/simulation.ts'
import type { ContainerUsage } from '../../worker-node/container-runtime/messages.ts'
import type { EtcdOperation, EtcdRequest } from '../etcd/messages.ts'
import type { Allocators } from './allocators.ts'
import type { ApiRequest } from './messages.ts'
import type { OutsideForm } from './outside-form.ts'
import type { WatchCache } from './watch-cache.ts'
import type { Watchers } from './watchers.ts'

/** What a watch from outside may ask for. */
export interface OutsideWatchOptions {
  /** The server ends the watch after so many seconds. */
  readonly timeoutSeconds: number
  /** The client takes BOOKMARK events. */
  readonly bookmarks: boolean
  /** A BOOKMARK tells where the objects that existed before end. */
  readonly initialEvents: boolean
}

/** What only requests of the world outside have. */
export interface ExternalDetails {
  readonly id: number
  readonly dryRun: boolean
  readonly limit: number
  readonly continueToken: string
  readonly fieldValidation: 'Strict' | 'Warn' | 'Ignore'
  /** Parameters that only some subresources read: those of logs. */
  readonly query: Readonly<Record<string, string>>
  readonly form: OutsideForm
  readonly watch: OutsideWatchOptions
  /** The request is an Eviction: its answer is a Status. */
  readonly evicts: boolean
  /** Fields that were dropped; they go back with the answer. */
  readonly warnings: string[]
}

/** A request and where its answer goes. */
export interface ServerCall {
  readonly request: ApiRequest
  /** Link of the answer; -1: the server's own request, nobody waits. */
  readonly link: number
  readonly external: ExternalDetails | undefined
  /** Number of the collection deletion or eviction that it is a part of; 0: none. */
  readonly parent: number
}

/** A call to etcd without an answer yet. */
export interface InFlight {
  readonly id: number
  readonly sentUs: number
  readonly stage: EtcdRequest['call'] | 'start'
  /** undefined: the server's own housekeeping. */
  readonly call: ServerCall | undefined
  /** Attempts made before this one. */
  readonly tries: number
  /** Transaction: its write, with what was reserved for it. */
  readonly operation: EtcdOperation | undefined
}

/** A question to a kubelet without its last answer yet. */
export interface KubeletCall {
  readonly call: ServerCall
  readonly sentUs: number
  readonly address: string
  readonly path: string
  readonly machine: number
  readonly link: number
  /** The first piece of a stream has come: it may be silent from then on. */
  streams: boolean
}

/** Deletion of a collection: one object after another. */
interface CollectionDelete {
  readonly call: ServerCall
  readonly slots: readonly number[]
  readonly targets: readonly KubernetesObject[]
  next: number
}

/** What kubelets told of usage when they were asked last. */
interface MetricsScrape {
  /** When it began; -1: never. */
  atUs: number
  /** Kubelets that have not answered yet. */
  open: number
  /** Calls that wait for it. */
  waiting: ServerCall[]
  /** By node name. */
  nodes: Map<string, readonly ContainerUsage[]>
}

/** An eviction whose budget or pod is being written. */
export interface Eviction {
  readonly call: ServerCall
  readonly stage: 'budget' | 'condition'
  readonly tries: number
}

export interface ApiServerState {
  etcdLink: number
  /** Link that stands for "to all kube-proxies". */
  groupLink: number
  /** Kubelets by node name: machine number and link of port 10250. */
  kubelets: Map<string, { readonly machine: number; readonly link: number }>
  compatibility: 'v1.34' | 'v1.29'
  ready: boolean
  /** What the first start makes: namespaces, then the Service `kubernetes`. */
  bootstrap: 'none' | 'namespaces' | 'done'
  cache: WatchCache
  watchers: Watchers
  allocators: Allocators
  inFlight: CallTable<InFlight>
  kubeletCalls: Map<number, KubeletCall>
  collections: Map<number, CollectionDelete>
  evictions: Map<number, Eviction>
  metrics: MetricsScrape
  /** Collection deletions and evictions of which a part is done: their numbers, and the HTTP code of that part. */
  resumable: { readonly parent: number; readonly code: number }[]
  nextId: number
  /** When the timer for silent calls is set for; Infinity: it is not. */
  sweepUs: number
  /** Id of the etcd watch whose events count; 0: none runs. */
  etcdWatch: number
  /** Revision that the newest compaction timer saw: it is compacted at the next. */
  compactTo: number
  uidRandom: Random
  nameRandom: Random
  ipRandom: Random
  portRandom: Random
  /** Clock of the event that is being handled. */
  nowUs: number
  epochMs: number
  note: MessageNote
  /** Condition PodScheduled=True of the second it was last made in, shared by all pods bound in it. */
  scheduled: { text: string; conditions: readonly PodCondition[] }
  /** Requests handled since the start, by code class: 2xx, 4xx, 5xx. */
  answered: { ok: number; refused: number; failed: number }
}

/** Parsed selectors of a list or watch. */
export interface Selection {
  readonly resource: ResourceName
  /** Empty text: all. */
  readonly namespace: string
  readonly labels: readonly LabelRequirement[]
  readonly fields: readonly FieldRequirement[]
}
