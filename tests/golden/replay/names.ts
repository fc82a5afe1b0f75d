/**
 * Names that a run invents (hashes, suffixes) become names by order of creation: the second ReplicaSet of web is "web-RS2", its third pod
 * "web-RS2-P3". Both stories then speak of the same things.
 */
import { text, type Change, type Json, type JsonObject } from './story.ts'

export type Names = ReadonlyMap<string, string>

/** The name given to each invented one, in order of creation. */
export function inventedNames(story: readonly Change[]): Names {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  const next = (base: string): number => {
    const number = (counts.get(base) ?? 0) + 1
    counts.set(base, number)
    return number
  }
  for (const change of story) {
    if (change.type !== 'ADDED') continue
    const owner = text(change.object, 'metadata', 'ownerReferences', 0, 'name')
    if (change.kind === 'ReplicaSet') {
      const name = `${owner}-RS${next(`${owner}/RS`)}`
      names.set(change.name, name)
      names.set(text(change.object, 'metadata', 'labels', 'pod-template-hash'), `HASH-${name}`)
    } else if (change.kind === 'Pod') {
      const set = names.get(owner) ?? owner
      names.set(change.name, `${set}-P${next(set)}`)
    } else if (change.kind === 'EndpointSlice') names.set(change.name, `${owner}-SLICE${next(`${owner}/SLICE`)}`)
  }
  return names
}

/** All names in a text put in place of the invented ones. */
export function renameText(names: Names, value: string): string {
  if (names.has(value)) return names.get(value)!
  return value.replace(/[a-z0-9]+(?:-[a-z0-9]+)*/g, (word) => names.get(word) ?? word)
}

/** The same in every text of a JSON value. */
export function renameAll(names: Names, value: Json): Json {
  if (typeof value === 'string') return renameText(names, value)
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => renameAll(names, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, item]) => [key, renameAll(names, item)]))
}

/** The story with names by order of creation. */
export function renamed(story: readonly Change[]): readonly Change[] {
  const names = inventedNames(story)
  return story.map((change) => ({ ...change, name: renameText(names, change.name), object: renameAll(names, change.object) as JsonObject }))
}
