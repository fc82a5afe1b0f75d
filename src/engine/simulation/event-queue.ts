/**
 * The queue of future events, ordered by (time, sequence): timers in a 4-ary heap over typed arrays, messages, which come and go within
 * milliseconds, on a wheel. It is plain data, so copying a cluster copies its future.
 * What is read together stands together: with tens of thousands of events ahead the way to memory is what a step waits for.
 */
import {
  createMessageWheel, forEachInWheel, growWheel, headEntry, isWithinReach, putInWheel, takeHead, type MessageWheel,
} from './message-wheel.ts'

interface EventHeap {
  size: number
  /** Time and sequence by heap position, in pairs. The root is at position 3, so that four siblings begin at a multiple of four. */
  keys: Float64Array
  /** By heap position. */
  entry: Int32Array
}

export interface EventQueue {
  /** Events in both. */
  size: number
  /** Entries that there is room for. */
  capacity: number
  /** And messages from beyond the reach of the wheel. */
  timers: EventHeap
  messages: MessageWheel
  /** Eight numbers per entry, one after another: `queueFields`. */
  fields: Float64Array
  /** By entry. */
  payload: unknown[]
  free: Int32Array
  freeCount: number
  top: number
}

/** Place of a number among the eight of an entry (`pushEvent` and `popEvent` go by the same order). `hop` and `link`: the hop and the link that carry it, -1 for a timer. */
const queueFields = { to: 0, at: 1, op: 2, num: 3, hop: 4, link: 5, cause: 6, epoch: 7 } as const
const fieldCount = 8

/** A number of a queued entry, for those who look at what is on its way. */
export function queuedField(queue: EventQueue, entry: number, field: keyof typeof queueFields): number {
  return queue.fields[entry * fieldCount + queueFields[field]]!
}

/** One event, as it is handled. The record is reused: read it, don't keep it. */
export interface SimulationEvent {
  timeUs: number
  /** Component (`componentIds`). */
  to: number
  /** Node slot of a component that exists per node; -1 else. */
  at: number
  /** Message type, or a timer's number that only its component knows (100 and up). */
  op: number
  /** A number for the receiver: request id, slot, watch id. */
  num: number
  payload: unknown
  /** Link it came over; -1 for a timer. */
  link: number
  hop: number
  cause: number
  epoch: number
}

export function createEvent(): SimulationEvent {
  return { timeUs: 0, to: 0, at: -1, op: 0, num: 0, payload: undefined, link: -1, hop: -1, cause: -1, epoch: 0 }
}

const root = 3

function createHeap(capacity: number): EventHeap {
  return { size: 0, keys: new Float64Array((capacity + root) * 2), entry: new Int32Array(capacity + root) }
}

export function createEventQueue(capacity = 4096): EventQueue {
  return {
    size: 0,
    capacity,
    timers: createHeap(capacity),
    messages: createMessageWheel(capacity),
    fields: new Float64Array(capacity * fieldCount),
    payload: new Array<unknown>(capacity).fill(undefined),
    free: new Int32Array(capacity),
    freeCount: 0,
    top: 0,
  }
}

function grow(queue: EventQueue): void {
  const capacity = queue.capacity * 2
  const fields = new Float64Array(capacity * fieldCount)
  fields.set(queue.fields)
  queue.fields = fields
  const free = new Int32Array(capacity)
  free.set(queue.free)
  queue.free = free
  growWheel(queue.messages, capacity)
  for (let i = queue.capacity; i < capacity; i++) queue.payload.push(undefined)
  queue.capacity = capacity
}

function growHeap(heap: EventHeap): void {
  const keys = new Float64Array(heap.keys.length * 2)
  keys.set(heap.keys)
  heap.keys = keys
  const entry = new Int32Array(heap.entry.length * 2)
  entry.set(heap.entry)
  heap.entry = entry
}

/**
 * Adds an event, by its parts (see `SimulationEvent`): a record in between would be written and read for every message. `sequence` must grow
 * with each call: it decides between events of one microsecond.
 */
export function pushEvent(
  queue: EventQueue, timeUs: number, to: number, node: number, op: number, num: number, payload: unknown,
  link: number, hop: number, cause: number, epoch: number, sequence: number,
): void {
  if (queue.size === queue.capacity) grow(queue)
  const slot = queue.freeCount > 0 ? queue.free[--queue.freeCount]! : queue.top++
  const { fields } = queue
  const at = slot * fieldCount
  fields[at] = to
  fields[at + 1] = node
  fields[at + 2] = op
  fields[at + 3] = num
  fields[at + 4] = hop
  fields[at + 5] = link
  fields[at + 6] = cause
  fields[at + 7] = epoch
  queue.payload[slot] = payload
  queue.size++
  if (link >= 0 && isWithinReach(queue.messages, timeUs)) putInWheel(queue.messages, slot, timeUs, sequence)
  else siftUp(queue.timers, timeUs, sequence, slot)
}

function siftUp(heap: EventHeap, time: number, sequence: number, slot: number): void {
  if (heap.size + root === heap.entry.length) growHeap(heap)
  const { keys, entry } = heap
  let i = heap.size++ + root
  while (i > root) {
    const parent = (i >> 2) + 2
    const parentTime = keys[parent * 2]!
    if (parentTime < time || (parentTime === time && keys[parent * 2 + 1]! < sequence)) break
    keys[i * 2] = parentTime
    keys[i * 2 + 1] = keys[parent * 2 + 1]!
    entry[i] = entry[parent]!
    i = parent
  }
  keys[i * 2] = time
  keys[i * 2 + 1] = sequence
  entry[i] = slot
}

/** Takes the first event out and writes it into `into`. Returns false when the queue is empty. */
export function popEvent(queue: EventQueue, into: SimulationEvent): boolean {
  if (queue.size === 0) return false
  const { timers, messages, fields } = queue
  const isTimer = timerIsFirst(queue)
  const timeUs = isTimer ? timers.keys[root * 2]! : messages.headUs
  const slot = isTimer ? timers.entry[root]! : takeHead(messages)
  if (isTimer) siftDown(timers)
  // The wheel turns on: nothing earlier will come.
  if (timeUs > messages.baseUs) messages.baseUs = timeUs
  const at = slot * fieldCount
  into.timeUs = timeUs
  // Whole numbers again, which the machine compares faster than floating ones.
  into.to = fields[at]! | 0
  into.at = fields[at + 1]! | 0
  into.op = fields[at + 2]! | 0
  into.num = fields[at + 3]!
  into.hop = fields[at + 4]!
  into.link = fields[at + 5]! | 0
  into.cause = fields[at + 6]!
  into.epoch = fields[at + 7]! | 0
  into.payload = queue.payload[slot]
  queue.payload[slot] = undefined
  queue.free[queue.freeCount++] = slot
  queue.size--
  return true
}

/** Is the first event of a queue in the heap? The queue is not empty. */
function timerIsFirst({ timers, messages }: EventQueue): boolean {
  if (timers.size === 0) return false
  const timerUs = timers.keys[root * 2]!
  return timerUs < messages.headUs || (timerUs === messages.headUs && timers.keys[root * 2 + 1]! < messages.sequence[headEntry(messages)]!)
}

/** Position of the first of four siblings. No loop, and each time is read once: it is asked at every level of the heap. */
function leastOfFour(keys: Float64Array, first: number): number {
  const at = first * 2
  const a = keys[at]!
  const b = keys[at + 2]!
  const c = keys[at + 4]!
  const d = keys[at + 6]!
  const second = b < a || (b === a && keys[at + 3]! < keys[at + 1]!)
  const fourth = d < c || (d === c && keys[at + 7]! < keys[at + 5]!)
  const left = second ? first + 1 : first
  const right = fourth ? first + 3 : first + 2
  const leftTime = second ? b : a
  const rightTime = fourth ? d : c
  return rightTime < leftTime || (rightTime === leftTime && keys[right * 2 + 1]! < keys[left * 2 + 1]!) ? right : left
}

function leastOfFew(keys: Float64Array, first: number, end: number): number {
  let least = first
  for (let i = first + 1; i < end; i++) {
    const before = keys[i * 2]! - keys[least * 2]!
    if (before < 0 || (before === 0 && keys[i * 2 + 1]! < keys[least * 2 + 1]!)) least = i
  }
  return least
}

function siftDown(heap: EventHeap): void {
  const size = --heap.size
  if (size === 0) return
  const { keys, entry } = heap
  const last = size + root
  const time = keys[last * 2]!
  const order = keys[last * 2 + 1]!
  const slot = entry[last]!
  let i = root
  for (;;) {
    const first = (i - 2) * 4
    if (first >= last) break
    const least = first + 4 <= last ? leastOfFour(keys, first) : leastOfFew(keys, first, last)
    const leastTime = keys[least * 2]!
    const leastOrder = keys[least * 2 + 1]!
    if (time < leastTime || (time === leastTime && order < leastOrder)) break
    keys[i * 2] = leastTime
    keys[i * 2 + 1] = leastOrder
    entry[i] = entry[least]!
    i = least
  }
  keys[i * 2] = time
  keys[i * 2 + 1] = order
  entry[i] = slot
}

/** Time of the first event; Infinity when there is none. */
export function nextEventTimeUs(queue: EventQueue): number {
  const { timers, messages } = queue
  const timerUs = timers.size === 0 ? Infinity : timers.keys[root * 2]!
  return timerUs < messages.headUs ? timerUs : messages.headUs
}

/** Visits every queued event in no special order (looking at packets in flight). `visit` gets the entry's number and its time. */
export function forEachQueued(queue: EventQueue, visit: (entry: number, timeUs: number) => void): void {
  const { timers } = queue
  for (let i = root; i < timers.size + root; i++) visit(timers.entry[i]!, timers.keys[i * 2]!)
  forEachInWheel(queue.messages, visit)
}
