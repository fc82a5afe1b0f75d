/** What a hop is about, packed into one number (the ring of hops holds no text): verb, resource, subresource, slot. */
import { resourceOfId, type ResourceName } from '../kubernetes/resources.ts'
import type { StatusReason } from '../kubernetes/types/status.ts'

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'] as const
export type Verb = (typeof verbs)[number]
export const subresources = ['', 'status', 'scale', 'binding', 'log', 'eviction', 'exec', 'metrics', 'ephemeralcontainers'] as const
export type Subresource = (typeof subresources)[number]

/** Place of a word in a short list; 0 when it is not there. A walk: every message asks, and a map's way is longer. */
function placeOf(list: readonly string[], word: string): number {
  for (let i = 0; i < list.length; i++) if (list[i] === word) return i
  return 0
}

interface Subject {
  readonly verb: Verb
  readonly resource: ResourceName
  readonly subresource: Subresource
  /** Slot of the object; -1: a collection or not known yet. */
  readonly slot: number
}

/** Packs a subject; the result is a non-negative integer below 2^53. */
export function packSubject(verb: Verb, resourceId: number, subresource: Subresource, slot: number): number {
  return (slot + 1) * 65_536 + resourceId * 256 + placeOf(verbs, verb) * 16 + placeOf(subresources, subresource)
}

/** Slots are below 2^24; above them stands how a request ended. */
const slotBound = 16_777_216
const outcomeUnit = slotBound * 65_536

/** How a request ended: the code of its answer, and the reason of a refusal. */
export interface Outcome {
  readonly code: number
  readonly reason: StatusReason | undefined
}
/** By number; 0: nobody noted it. */
const outcomes: readonly (Outcome | undefined)[] = [
  undefined, ...[200, 201].map((code) => ({ code, reason: undefined })),
  ...(Object.entries({
    BadRequest: 400, Unauthorized: 401, Forbidden: 403, NotFound: 404, MethodNotAllowed: 405, NotAcceptable: 406, AlreadyExists: 409, Conflict: 409,
    Gone: 410, Expired: 410, RequestEntityTooLarge: 413, UnsupportedMediaType: 415, Invalid: 422, TooManyRequests: 429, InternalError: 500,
    ServiceUnavailable: 503, ServerTimeout: 500, Timeout: 504,
  } satisfies Record<StatusReason, number>) as [StatusReason, number][]).map(([reason, code]) => ({ code, reason })),
  { code: 500, reason: undefined },
]
const failedWithoutReason = outcomes.length - 1
const refusalNumber = new Map(outcomes.map((outcome, number) => [outcome?.reason, number]))

/** What is added to a packed subject to say how a request ended. Codes of success other than 201 count as 200. */
export function packOutcome(code: number, reason: StatusReason | undefined): number {
  return (reason === undefined ? (code === 201 ? 2 : code >= 500 ? failedWithoutReason : 1) : refusalNumber.get(reason) ?? 0) * outcomeUnit
}

/** The opposite of `packOutcome`; undefined where nothing was added. */
export function unpackOutcome(packed: number): Outcome | undefined {
  return outcomes[Math.floor(packed / outcomeUnit)]
}

/** The opposite of `packSubject`. */
export function unpackSubject(packed: number): Subject {
  const slot = (Math.floor(packed / 65_536) % slotBound) - 1
  const rest = packed % 65_536
  return {
    verb: verbs[(rest >> 4) & 15]!,
    resource: resourceOfId(rest >> 8),
    subresource: subresources[rest & 15]!,
    slot,
  }
}
