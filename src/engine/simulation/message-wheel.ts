/**
 * Messages on their way, by the microsecond in which they arrive: a ring of places, one for each of the next few milliseconds'
 * microseconds, with its messages in the order in which they were sent. Plain data, like the queue that it is a part of. Unlike in a heap,
 * putting in and taking out touch a few numbers, however many messages are on their way.
 */
export interface MessageWheel {
  size: number
  /** No message in it is earlier than this, or as much as `wheelSpanUs` later: so each place means one microsecond. */
  baseUs: number
  /** When the first one arrives; Infinity: it is empty. */
  headUs: number
  /** By place: number of its first and last entry plus 1; 0: none. */
  first: Int32Array
  last: Int32Array
  /** By entry: the next one of the same microsecond, plus 1; 0: none. */
  next: Int32Array
  /** By entry. */
  sequence: Float64Array
  /** A bit per place that has an entry. */
  occupied: Int32Array
}

/** A power of two. Links take less than this. */
export const wheelSpanUs = 4096
const placeMask = wheelSpanUs - 1
const wordMask = wheelSpanUs / 32 - 1

/** `capacity`: entries that there is room for. */
export function createMessageWheel(capacity: number): MessageWheel {
  return {
    size: 0, baseUs: 0, headUs: Infinity, first: new Int32Array(wheelSpanUs), last: new Int32Array(wheelSpanUs), next: new Int32Array(capacity),
    sequence: new Float64Array(capacity), occupied: new Int32Array(wheelSpanUs / 32),
  }
}

export function growWheel(wheel: MessageWheel, capacity: number): void {
  const next = new Int32Array(capacity)
  next.set(wheel.next)
  wheel.next = next
  const sequence = new Float64Array(capacity)
  sequence.set(wheel.sequence)
  wheel.sequence = sequence
}

/** May a message that arrives then be put in? */
export function isWithinReach(wheel: MessageWheel, timeUs: number): boolean {
  return timeUs >= wheel.baseUs && timeUs < wheel.baseUs + wheelSpanUs
}

/** Puts an entry in; it has a higher sequence than all before. Ask `isWithinReach` first. */
export function putInWheel(wheel: MessageWheel, entry: number, timeUs: number, sequence: number): void {
  const place = timeUs & placeMask
  const before = wheel.last[place]!
  wheel.next[entry] = 0
  wheel.sequence[entry] = sequence
  wheel.last[place] = entry + 1
  wheel.size++
  if (before !== 0) {
    wheel.next[before - 1] = entry + 1
    return
  }
  wheel.first[place] = entry + 1
  wheel.occupied[place >> 5] = wheel.occupied[place >> 5]! | (1 << (place & 31))
  if (timeUs < wheel.headUs) wheel.headUs = timeUs
}

/** The entry that arrives first; the wheel is not empty. */
export function headEntry(wheel: MessageWheel): number {
  return wheel.first[wheel.headUs & placeMask]! - 1
}

/** Takes the first entry out. */
export function takeHead(wheel: MessageWheel): number {
  const place = wheel.headUs & placeMask
  const entry = wheel.first[place]! - 1
  const next = wheel.next[entry]!
  wheel.first[place] = next
  wheel.size--
  if (next !== 0) return entry
  wheel.last[place] = 0
  wheel.occupied[place >> 5] = wheel.occupied[place >> 5]! & ~(1 << (place & 31))
  wheel.headUs = wheel.size === 0 ? Infinity : wheel.headUs + ((occupiedFrom(wheel, place) - place) & placeMask)
  return entry
}

/** The next place from this one on that has an entry; there is one. */
function occupiedFrom({ occupied }: MessageWheel, place: number): number {
  let word = place >> 5
  // Bits of the places before it count when the search has come round.
  let bits = occupied[word]! & (-1 << (place & 31))
  while (bits === 0) {
    word = (word + 1) & wordMask
    bits = occupied[word]!
  }
  return word * 32 + 31 - Math.clz32(bits & -bits)
}

/** Visits every entry in no special order. */
export function forEachInWheel(wheel: MessageWheel, visit: (entry: number, timeUs: number) => void): void {
  for (let place = 0; place < wheelSpanUs; place++) {
    for (let entry = wheel.first[place]!; entry !== 0; entry = wheel.next[entry - 1]!) {
      visit(entry - 1, wheel.baseUs + ((place - wheel.baseUs) & placeMask))
    }
  }
}
