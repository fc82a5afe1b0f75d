/** Reads etcd's history since the last frame: which slots are dirty, which Leases were renewed, and what a person would tell. */
import { resourceOfId, resources } from '../../kubernetes/resources.ts'
import type { Change } from '../../protocol/frame.ts'
import { changeIndex, oldestChange, type ClusterState } from '../../engine/index.ts'
import { tellTogether } from '../../protocol/like-changes.ts'
import { tellChange } from '../story/story.ts'

export interface ChangeReader {
  /** Number of the next change to read. */
  next: number
  nextId: number
  /** Changes below this number are not told: the making of a cluster is no story. */
  quietUntil: number
  /** Told by the host, not by an object: in order of time. */
  told: Omit<Change, 'id'>[]
}

export function createChangeReader(): ChangeReader {
  return { next: 0, nextId: 1, quietUntil: 0, told: [] }
}

interface ChangeNews {
  /** More changed than the history keeps: everything is dirty. */
  readonly lost: boolean
  /** By number of the resource. */
  readonly dirty: readonly Set<number>[]
  /** Node name -> simulated time of its Lease's renewal. */
  readonly leases: ReadonlyMap<string, number>
  readonly changes: readonly Change[]
}

/** Sentences that one frame carries, those of like changes counted as one; when more happened the newest are told. */
const maxToldChanges = 60
const leases = resources.find((info) => info.name === 'leases')!.id

export function readChanges(reader: ChangeReader, cluster: ClusterState): ChangeNews {
  const { history } = cluster.etcd.store
  const oldest = oldestChange(history)
  const lost = reader.next < oldest
  const dirty = resources.map(() => new Set<number>())
  const renewed = new Map<string, number>()
  const told: Omit<Change, 'id'>[] = []
  const tellFrom = Math.max(history.count - 5000, reader.quietUntil)
  for (let number = Math.max(reader.next, oldest); number < history.count; number++) {
    const at = changeIndex(history, number)
    const resource = history.resource[at]!
    dirty[resource]?.add(history.slot[at]!)
    const after = history.after[at]
    if (resource === leases) {
      if (after?.metadata.namespace === 'kube-node-lease') renewed.set(after.metadata.name, history.timeUs[at]!)
    } else if (number >= tellFrom) {
      const change = tellChange(resourceOfId(resource), history.before[at], after, history.userAgent[at]!)
      if (change !== undefined) told.push({ ...change, simTimeUs: history.timeUs[at]! })
    }
  }
  reader.next = history.count
  const all = tellTogether([], [...told, ...reader.told].sort((a, b) => a.simTimeUs - b.simTimeUs))
  reader.told = []
  return { lost, dirty, leases: renewed, changes: all.slice(-maxToldChanges).map((change) => ({ ...change, id: reader.nextId++ })) }
}

/** True when the history since `from` holds something that a person would tell. */
export function hasTold(cluster: ClusterState, from: number): boolean {
  const { history } = cluster.etcd.store
  for (let number = Math.max(from, oldestChange(history)); number < history.count; number++) {
    const at = changeIndex(history, number)
    if (history.resource[at] === leases) continue
    if (tellChange(resourceOfId(history.resource[at]!), history.before[at], history.after[at], history.userAgent[at]!) !== undefined) return true
  }
  return false
}
