/** What a hop is about, packed into one number (the ring of hops holds no text): verb, resource, subresource, slot. */
import { resourceOfId, type ResourceName } from '../kubernetes/resources.ts'

export const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'] as const
export type Verb = (typeof verbs)[number]
export const subresources = ['', 'status', 'scale', 'binding', 'log', 'eviction', 'exec', 'metrics', 'ephemeralcontainers'] as const
export type Subresource = (typeof subresources)[number]

const verbNumber = new Map<string, number>(verbs.map((verb, i) => [verb, i]))
const subresourceNumber = new Map<string, number>(subresources.map((name, i) => [name, i]))

export interface Subject {
  readonly verb: Verb
  readonly resource: ResourceName
  readonly subresource: Subresource
  /** Slot of the object; -1: a collection or not known yet. */
  readonly slot: number
}

/** Packs a subject; the result is a non-negative integer below 2^53. */
export function packSubject(verb: Verb, resourceId: number, subresource: Subresource, slot: number): number {
  return (slot + 1) * 65_536 + resourceId * 256 + (verbNumber.get(verb) ?? 0) * 16 + (subresource === '' ? 0 : subresourceNumber.get(subresource) ?? 0)
}

/** The opposite of `packSubject`. */
export function unpackSubject(packed: number): Subject {
  const slot = Math.floor(packed / 65_536) - 1
  const rest = packed % 65_536
  return {
    verb: verbs[(rest >> 4) & 15]!,
    resource: resourceOfId(rest >> 8),
    subresource: subresources[rest & 15]!,
    slot,
  }
}
