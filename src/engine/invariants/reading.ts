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
  readonly before: ArrayLike<KubernetesObject | undefined>
  readonly after: ArrayLike<KubernetesObject | undefined>
}

/** A component's copy of a resource. */
export interface CacheReading {
  readonly owner: string
  readonly resource: ResourceName
  /** Up to which it claims to be true. */
  readonly revision: number
  readonly objects: ArrayLike<KubernetesObject | undefined>
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
  /** Caches that have been filled once. */
  readonly caches: readonly CacheReading[]
  readonly sandboxes: readonly SandboxReading[]
  /** The garbage collector runs, and what it asks is answered. */
  readonly collectorWorks: boolean
}

/** What the checks remember between two looks. Plain data. */
export interface InvariantMemory {
  /** Number of the next change to look at. */
  nextChange: number
  revision: number
  /** By uid of a pod: when its Ready ended; Infinity while it is True. */
  readyUntilUs: Map<string, number>
  /** By uid of an object whose controlling owner is gone: since when the collector has been able to do something about it. */
  orphanSinceUs: Map<string, number>
}

export function createInvariantMemory(): InvariantMemory {
  return { nextChange: 0, revision: 0, readyUntilUs: new Map(), orphanSinceUs: new Map() }
}
