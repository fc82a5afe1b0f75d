/**
 * Five scenarios recorded from a real control plane (Kubernetes v1.29.7, default flags, stand-in kubelets), replayed by ours: the same
 * objects' states, the same events, in the same order where causality orders them. What still differs stands in `differences`.
 */
import { describe, expect, it } from 'vitest'
import { differences } from './replay/differences.ts'
import { livesOf, type Lives, type Races } from './replay/lives.ts'
import { renamed } from './replay/names.ts'
import { brokenOrder, orders } from './replay/orders.ts'
import { replay } from './replay/replay.ts'
import { readRecording, recordedStory, type Json, type TraceName } from './replay/story.ts'

const names = Object.keys(orders) as TraceName[]
const used = new Set<string>()

/** The entry that explains why `key` differs in this scenario. */
function explained(name: TraceName, key: string): boolean {
  const entry = differences.find((one) => one.in.includes(name[0]!) && one.what.test(key))
  if (entry !== undefined) used.add(entry.why)
  return entry !== undefined
}

const races: Readonly<Partial<Record<TraceName, Races>>> = { 'c-rolling-update': { steps: true }, 'e-node-failure': { depth: true } }
/** No agreement may hang on the luck of one seed. */
const runs = names.flatMap((name) => [11, 12, 13].map((seed) => [name, seed] as const))

describe.each(runs)('%s, seed %i', (name, seed) => {
  const recording = readRecording(name)
  const theirs = renamed(recordedStory(recording))
  const ours = renamed(replay(recording, seed))

  const unexplained = compared(name, livesOf(theirs, races[name]), livesOf(ours, races[name]))

  it('has the recorded lives of every object, and its events', () => expect(unexplained).toEqual({}))

  it.each(orders[name].map((chain) => [chain.map((moment) => moment.words).join(' > '), chain] as const))('%s', (_, chain) => {
    expect([brokenOrder(theirs, chain), brokenOrder(ours, chain)]).toEqual([undefined, undefined])
  })
})

/** The lives that differ and that no entry explains, by key. */
function compared(name: TraceName, expected: Lives, found: Lives): Record<string, { readonly recorded: Json | undefined; readonly ours: Json | undefined }> {
  const unexplained: Record<string, { readonly recorded: Json | undefined; readonly ours: Json | undefined }> = {}
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const pair = { recorded: expected.get(key), ours: found.get(key) }
    if (JSON.stringify(canonical(pair.recorded)) !== JSON.stringify(canonical(pair.ours)) && !explained(name, key)) unexplained[key] = pair
  }
  return unexplained
}

/** Members of objects in order of their names. */
function canonical(value: Json | undefined): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(canonical)
  if (typeof value !== 'object' || value === null) return value ?? null
  const members = Object.entries(value as Record<string, Json>).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([key, item]) => [key, canonical(item)]))
}

describe('the table of differences', () => {
  it('has at most ten entries', () => expect(differences.length).toBeLessThanOrEqual(10))
  it('has none that explains nothing', () => expect(differences.filter((entry) => !used.has(entry.why))).toEqual([]))
})
