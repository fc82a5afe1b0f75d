/** Links between processes: latency, order, cuts and counts, as columns by link number. */
import { nextInt, type Random } from './random.ts'

export interface LinkTable {
  count: number
  /** Kind of link; only the owner of the table knows the numbers. */
  kind: Uint8Array
  /** Ends, as the owner numbers them (node slots; -1 none). */
  nearEnd: Int32Array
  farEnd: Int32Array
  /**
   * Four numbers a link, side by side because every message reads them all: base and jitter of its latency, then the arrival of the last
   * message from the dialling side to the dialled one, and back: a connection keeps its order.
   */
  course: Float64Array
  /** Bits of reasons for which the link is cut; 0: whole. */
  cut: Uint8Array
  removed: Uint8Array
  messages: Float64Array
  lost: Float64Array
}

const courseNumbers = 4

export function createLinkTable(capacity = 64): LinkTable {
  return {
    count: 0,
    kind: new Uint8Array(capacity),
    nearEnd: new Int32Array(capacity),
    farEnd: new Int32Array(capacity),
    course: new Float64Array(capacity * courseNumbers),
    cut: new Uint8Array(capacity),
    removed: new Uint8Array(capacity),
    messages: new Float64Array(capacity),
    lost: new Float64Array(capacity),
  }
}

const columns = ['kind', 'nearEnd', 'farEnd', 'course', 'cut', 'removed', 'messages', 'lost'] as const

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
  table.course[id * courseNumbers] = baseUs
  table.course[id * courseNumbers + 1] = jitterUs
  return id
}

/** When a message sent now arrives; later than every earlier one of the same direction. */
export function arrivalUs(table: LinkTable, link: number, reverse: boolean, nowUs: number, random: Random): number {
  const { course } = table
  const at = link * courseNumbers
  const last = at + (reverse ? 3 : 2)
  const jitter = course[at + 1]!
  let arrives = nowUs + course[at]! + (jitter > 0 ? nextInt(random, jitter) : 0)
  if (arrives <= course[last]!) arrives = course[last]! + 1
  course[last] = arrives
  return arrives
}

/** Least latency of a link, microseconds. */
export function baseUs(table: LinkTable, link: number): number {
  return table.course[link * courseNumbers]!
}
