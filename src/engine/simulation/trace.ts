/**
 * The ring of hops: every message that was sent, with the hop that caused it. Bounded: when it is full the oldest are forgotten, and a chain
 * of causes ends with "older than the trace".
 */
export interface Trace {
  /** A power of two. */
  capacity: number
  /** Hops recorded so far; the number of the next hop. */
  count: number
  sentUs: Float64Array
  arrivesUs: Float64Array
  link: Int32Array
  type: Uint8Array
  flags: Uint8Array
  bytes: Int32Array
  /** What the message says, as its sender packs it (see `packSubject`). */
  subject: Float64Array
  cause: Float64Array
}

export function createTrace(capacity = 1 << 16): Trace {
  return {
    capacity,
    count: 0,
    sentUs: new Float64Array(capacity),
    arrivesUs: new Float64Array(capacity),
    link: new Int32Array(capacity),
    type: new Uint8Array(capacity),
    flags: new Uint8Array(capacity),
    bytes: new Int32Array(capacity),
    subject: new Float64Array(capacity),
    cause: new Float64Array(capacity),
  }
}

/** Records a hop and returns its number. */
export function recordHop(
  trace: Trace, sentUs: number, arrivesUs: number, link: number, type: number, flags: number, bytes: number, subject: number, cause: number,
): number {
  const at = trace.count & (trace.capacity - 1)
  trace.sentUs[at] = sentUs
  trace.arrivesUs[at] = arrivesUs
  trace.link[at] = link
  trace.type[at] = type
  trace.flags[at] = flags
  trace.bytes[at] = bytes
  trace.subject[at] = subject
  trace.cause[at] = cause
  return trace.count++
}

/** True while hop `id` is still in the ring. */
export function hasHop(trace: Trace, id: number): boolean {
  return id >= 0 && id < trace.count && id >= trace.count - trace.capacity
}

/** Index of hop `id` in the columns; ask `hasHop` first. */
export function hopIndex(trace: Trace, id: number): number {
  return id & (trace.capacity - 1)
}
