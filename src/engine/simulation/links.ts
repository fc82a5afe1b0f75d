/** Links between processes: latency, order, cuts and counts, as columns by link number. */
import { nextInt, type Random } from './random.ts'

export interface LinkTable {
  count: number
  /** Kind of link; only the owner of the table knows the numbers. */
  kind: Uint8Array
  /** Ends, as the owner numbers them (node slots; -1 none). */
  nearEnd: Int32Array
  farEnd: Int32Array
  baseUs: Float64Array
  jitterUs: Float64Array
  /** Arrival of the last message, dialling side to dialled side and back: a connection keeps its order. */
  lastForwardUs: Float64Array
  lastReverseUs: Float64Array
  /** Bits of reasons for which the link is cut; 0: whole. */
  cut: Uint8Array
  removed: Uint8Array
  messages: Float64Array
  lost: Float64Array
}

export function createLinkTable(capacity = 64): LinkTable {
  return {
    count: 0,
    kind: new Uint8Array(capacity),
    nearEnd: new Int32Array(capacity),
    farEnd: new Int32Array(capacity),
    baseUs: new Float64Array(capacity),
    jitterUs: new Float64Array(capacity),
    lastForwardUs: new Float64Array(capacity),
    lastReverseUs: new Float64Array(capacity),
    cut: new Uint8Array(capacity),
    removed: new Uint8Array(capacity),
    messages: new Float64Array(capacity),
    lost: new Float64Array(capacity),
  }
}

const columns = ['kind', 'nearEnd', 'farEnd', 'baseUs', 'jitterUs', 'lastForwardUs', 'lastReverseUs', 'cut', 'removed', 'messages', 'lost'] as const

/** Adds a link and returns its number. Latency of a message: base plus a random part below jitter, in microseconds. */
export function addLink(table: LinkTable, kind: number, nearEnd: number, farEnd: number, baseUs: number, jitterUs: number): number {
  const id = table.count++
  if (id >= table.kind.length) {
    for (const name of columns) {
      const old = table[name]
      const bigger = new (old.constructor as new (length: number) => typeof old)(old.length * 2)
      bigger.set(old)
      table[name] = bigger as never
    }
  }
  table.kind[id] = kind
  table.nearEnd[id] = nearEnd
  table.farEnd[id] = farEnd
  table.baseUs[id] = baseUs
  table.jitterUs[id] = jitterUs
  return id
}

/** When a message sent now arrives; later than every earlier one of the same direction. */
export function arrivalUs(table: LinkTable, link: number, reverse: boolean, nowUs: number, random: Random): number {
  const last = reverse ? table.lastReverseUs : table.lastForwardUs
  const jitter = table.jitterUs[link]!
  let arrives = nowUs + table.baseUs[link]! + (jitter > 0 ? nextInt(random, jitter) : 0)
  if (arrives <= last[link]!) arrives = last[link]! + 1
  last[link] = arrives
  return arrives
}
