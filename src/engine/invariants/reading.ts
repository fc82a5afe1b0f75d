/** What the checks read of a cluster. The engine's wiring joins it from the components' state; nothing here changes anything. */
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'

/** The newest changes of etcd, as its history keeps them. */
export interface HistoryReading {
  readonly capacity: number
  /** Changes so far; change number n stands at n modulo capacity. */
  readonly count: number
  readonly revision: ArrayLike<number>
  /** Number of the resource. */
  readonly resource: ArrayLike<number>
  readonly slot: ArrayLike<number>
  readonly timeUs: ArrayLike<number>
  /** State before and after the change at a place of the columns. */
  readonly before: (at: number) => KubernetesObject | undefined
  readonly after: (at: number) => KubernetesObject | undefined
}

/** A component's copy of a resource. The record is the same at every look; what it says is true at the moment. */
export interface CacheReading {
  readonly owner: string
  readonly resource: ResourceName
  /** It has been filled, and says something. */
  readonly filled: boolean
  /** Up to which it claims to be true. */
  readonly revision: number
  /** As many as there are slots; another record when the cache was filled anew. */
  readonly objects: ArrayLike<KubernetesObject | undefined>
  /** The newest version of the object in a slot. */
  readonly objectAt: (slot: number) => KubernetesObject | undefined
}

/** A pod's sandbox on a machine that has power. */
export interface SandboxReading {
  readonly pod: string
  readonly node: string
  readonly ip: string
}

export interface ClusterReading {
  readonly nowUs: number
  readonly revision: number
  readonly history: HistoryReading
  /** Objects of a resource as etcd has them, by slot. */
  readonly objects: (resource: ResourceName) => ArrayLike<KubernetesObject | undefined>
  /** The same as they were at a revision; undefined when that is no longer known. */
  readonly objectsAt: (resource: ResourceName, revision: number) => ReadonlyMap<number, KubernetesObject> | undefined
  readonly caches: readonly CacheReading[]
  readonly sandboxes: () => readonly SandboxReading[]
  /** The newest step was one of a container runtime or of the world: sandboxes may be others. */
  readonly runtimeTouched: boolean
  /** The garbage collector runs, and what it asks is answered. */
  readonly collectorWorks: boolean
}

/** What runs on a node asks for. */
export interface NodeUse {
  cpuMilli: number
  memoryBytes: number
  pods: number
}
/** How far a cache has been followed. */
export interface CacheProgress {
  readonly objects: CacheReading['objects']
  revision: number
  /** Number of the first change that it has not taken. */
  nextChange: number
}
/** What is kept up from change to change. */
export interface Tracking {
  /** Number of the next change to take. */
  nextChange: number
  /** By name of a node. */
  used: Map<string, NodeUse>
  /** Uids of objects that can own. */
  owners: Set<string>
  /** Objects with a controlling owner, by its uid and theirs. */
  owned: Map<string, Map<string, KubernetesObject>>
  /** Those whose owner is gone, by uid. */
  orphans: Map<string, KubernetesObject>
  caches: Map<CacheReading, CacheProgress>
}

/** What the checks remember between two looks. */
export interface InvariantMemory {
  /** Number of the next change to look at. */
  nextChange: number
  revision: number
  /** By uid of a pod: when its Ready ended; Infinity while it is True. */
  readyUntilUs: Map<string, number>
  /** By uid of an object whose controlling owner is gone: since when the collector has been able to do something about it. */
  orphanSinceUs: Map<string, number>
  /** A slice of before this time may name a pod whose readiness the history no longer tells. */
  unknownUntilUs: number
  tracking: Tracking | undefined
}

export function createInvariantMemory(): InvariantMemory {
  return { nextChange: 0, revision: 0, readyUntilUs: new Map(), orphanSinceUs: new Map(), unknownUntilUs: -1, tracking: undefined }
}
