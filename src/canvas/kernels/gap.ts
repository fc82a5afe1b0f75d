/** The gap between what a Deployment's spec asks for and the pods that there are. It closes as the controllers act. */
import type { OwnedCount } from '../../state/owned-pods.ts'

export interface Gap {
  /** `spec.replicas` */
  readonly wanted: number
  /** Active pods of the newest ReplicaSet, at most `wanted` of them: ready ones, and others. */
  readonly ready: number
  readonly starting: number
  /** Pods that nobody has created yet. */
  readonly toCome: number
  /** Active pods that the spec has no use for: of older revisions, or more than are wanted. */
  readonly toGo: number
  /** Pods that are being deleted. */
  readonly leaving: number
}

/** What is missing and what is too much. `newest`: pods of the ReplicaSet of the newest revision; `older`: of all others. */
export function gapOf(wanted: number, newest: OwnedCount, older: readonly OwnedCount[]): Gap {
  const staying = Math.min(wanted, newest.present)
  const ready = Math.min(staying, newest.ready)
  return {
    wanted,
    ready,
    starting: staying - ready,
    toCome: wanted - staying,
    toGo: newest.present - staying + older.reduce((sum, { present }) => sum + present, 0),
    leaving: newest.leaving + older.reduce((sum, { leaving }) => sum + leaving, 0),
  }
}

type PipKind = 'ready' | 'starting' | 'toCome' | 'toGo' | 'leaving'
const order: readonly PipKind[] = ['ready', 'starting', 'toCome', 'toGo', 'leaving']

/** A stretch of a Deployment’s strip. */
interface PipRun {
  readonly kind: PipKind
  readonly pips: number
}

/**
 * The strip of marks for a gap: one pip for each pod as long as they have room, else the same in proportion. What there is at all keeps a
 * pip of its own, so that one missing pod of hundreds shows.
 */
export function pipRuns(gap: Gap, mostPips: number): readonly PipRun[] {
  const present = order.filter((kind) => gap[kind] > 0)
  const total = present.reduce((sum, kind) => sum + gap[kind], 0)
  if (total <= mostPips) return present.map((kind) => ({ kind, pips: gap[kind] }))
  const pips = present.map((kind) => Math.max(1, Math.floor((gap[kind] / total) * mostPips)))
  const largest = present.reduce((best, kind, i) => (gap[kind] > gap[present[best]!] ? i : best), 0)
  pips[largest]! += mostPips - pips.reduce((sum, count) => sum + count, 0)
  return present.map((kind, i) => ({ kind, pips: pips[i]! }))
}

/** A gap in words: "6 wanted, 4 ready, 1 starting, 1 to come, 2 to go, 1 leaving"; what there is none of is left out. */
export function gapWords(gap: Gap): string {
  const words: readonly (readonly [number, string])[] = [
    [gap.starting, 'not ready yet'], [gap.toCome, 'to come'], [gap.toGo, 'to go'], [gap.leaving, 'terminating'],
  ]
  return [`${gap.wanted} wanted`, `${gap.ready} ready`, ...words.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)].join(', ')
}
