/** In every recorded scale-down the pods that went are those that our ranking puts first; where it sees a tie, only the UID decides. */
import { describe, expect, it } from 'vitest'
import { compareForDeletion, rankPod, type RankedPod } from '../../src/engine/control-plane/controller-manager/replicaset/deletion-ranking.ts'
import { timeText } from '../../src/engine/simulation/time-text.ts'
import type { Pod } from '../../src/kubernetes/types/core.ts'
import { at, count, readRecording, recordedStory, text, type Change, type Json, type JsonObject } from './replay/story.ts'

interface ScaleDown {
  readonly set: string
  readonly nowUs: number
  readonly victims: readonly RankedPod[]
  readonly survivors: readonly RankedPod[]
}

const isActive = (pod: JsonObject): boolean =>
  at(pod, 'metadata', 'deletionTimestamp') === undefined && !['Succeeded', 'Failed'].includes(text(pod, 'status', 'phase'))
const setOf = (pod: JsonObject): string => text(pod, 'metadata', 'ownerReferences', 0, 'name')

/** Milliseconds to add to a recorded time "@N": timestamps are whole seconds of the wall clock, N counts from the start of the recording. */
function clockShiftMs(story: readonly Change[]): number {
  const created = Number(text(story[0]!.object, 'metadata', 'creationTimestamp').slice(1))
  return 10_000 - (((created % 1000) + 1000) % 1000)
}

/** A recorded pod as the engine types it: "@N" becomes a timestamp, and no UID, so that a tie compares as equal. */
function typed(value: Json, shiftMs: number): Json {
  if (typeof value === 'string') return /^@-?\d+$/.test(value) ? timeText((Number(value.slice(1)) + shiftMs) * 1000, 0) : value
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => typed(item, shiftMs))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, item]) => [key, typed(item, shiftMs)]))
}

function ranked(pods: readonly JsonObject[], all: readonly JsonObject[], shiftMs: number): RankedPod[] {
  return pods.map((pod, slot) => {
    const crowd = all.filter((other) => text(other, 'spec', 'nodeName') === text(pod, 'spec', 'nodeName')).length
    const plain = typed(pod, shiftMs) as unknown as Pod
    return rankPod({ ...plain, metadata: { ...plain.metadata, uid: '' } }, slot, crowd, 0)
  })
}

/** Each time a ReplicaSet wants fewer pods than it has: who gets a deletionTimestamp next, and who stays. */
function scaleDowns(story: readonly Change[]): ScaleDown[] {
  const pods = new Map<string, JsonObject>()
  const found: ScaleDown[] = []
  const shiftMs = clockShiftMs(story)
  story.forEach((change, i) => {
    if (change.kind === 'Pod') pods.set(change.name, change.object)
    if (change.kind !== 'ReplicaSet' || change.type !== 'MODIFIED') return
    const all = [...pods.values()].filter(isActive)
    const own = all.filter((pod) => setOf(pod) === change.name)
    const excess = own.length - count(change.object, 'spec', 'replicas')
    if (excess <= 0 || excess === own.length) return
    const gone: string[] = []
    for (const later of story.slice(i)) {
      if (later.kind === 'Pod' && setOf(later.object) === change.name && !isActive(later.object) && !gone.includes(later.name)) gone.push(later.name)
    }
    const victims = new Set(gone.filter((name) => own.some((pod) => text(pod, 'metadata', 'name') === name)).slice(0, excess))
    const isVictim = (pod: JsonObject): boolean => victims.has(text(pod, 'metadata', 'name'))
    found.push({
      set: change.name, nowUs: (change.ms + shiftMs) * 1000, victims: ranked(own.filter(isVictim), all, shiftMs), survivors: ranked(own.filter((pod) => !isVictim(pod)), all, shiftMs),
    })
  })
  return found
}

describe.each(['b-scale', 'c-rolling-update'] as const)('%s', (name) => {
  const found = scaleDowns(recordedStory(readRecording(name)))

  it('holds scale-downs in which more than the UID decides', () => {
    const decided = found.some(({ victims, survivors, nowUs }) =>
      victims.some((victim) => survivors.some((survivor) => compareForDeletion(victim, survivor, nowUs) < 0)))
    expect(decided).toBe(true)
  })
  it.each(found.map((one) => [`${one.set} from ${one.victims.length + one.survivors.length} to ${one.survivors.length}`, one] as const))('%s', (_, { victims, survivors, nowUs }) => {
    for (const victim of victims) {
      for (const survivor of survivors) expect(compareForDeletion(victim, survivor, nowUs)).toBeLessThanOrEqual(0)
    }
  })
})
