/**
 * The queue of future events, ordered by (time, sequence): 4-ary heaps over typed arrays. Measured against a heap of objects and a timer
 * wheel it was the fastest at every size; it is plain data, so copying a cluster copies its future. Messages, which come and go within
 * milliseconds, have a heap of their own: thousands of timers that are far away don't stand in their way.
 */
export interface EventHeap {
  size: number
  /** By heap position. */
  timeUs: Float64Array
  sequence: Float64Array
  entry: Int32Array
}

export interface EventQueue {
  /** Events in both heaps. */
  size: number
  /** Entries that there is room for. */
  capacity: number
  timers: EventHeap
  messages: EventHeap
  /** By entry. */
  to: Uint8Array
  at: Int32Array
  op: Int32Array
  num: Float64Array
  /** Hop that carries it; -1 for a timer. */
  hop: Float64Array
  /** Link that carries it; -1 for a timer. */
  link: Int32Array
  cause: Float64Array
  epoch: Int32Array
  payload: unknown[]
  free: Int32Array
  freeCount: number
  top: number
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

function createHeap(capacity: number): EventHeap {
  return { size: 0, timeUs: new Float64Array(capacity), sequence: new Float64Array(capacity), entry: new Int32Array(capacity) }
}

export function createEventQueue(capacity = 4096): EventQueue {
  return {
    size: 0,
    capacity,
    timers: createHeap(capacity),
    messages: createHeap(capacity),
    to: new Uint8Array(capacity),
    at: new Int32Array(capacity),
    op: new Int32Array(capacity),
    num: new Float64Array(capacity),
    hop: new Float64Array(capacity),
    link: new Int32Array(capacity),
    cause: new Float64Array(capacity),
    epoch: new Int32Array(capacity),
    payload: new Array<unknown>(capacity).fill(undefined),
    free: new Int32Array(capacity),
    freeCount: 0,
    top: 0,
  }
}

const typedColumns = ['to', 'at', 'op', 'num', 'hop', 'link', 'cause', 'epoch', 'free'] as const
const heapColumns = ['timeUs', 'sequence', 'entry'] as const

function grow(queue: EventQueue): void {
  const capacity = queue.capacity * 2
  for (const name of typedColumns) {
    const old = queue[name]
    const bigger = new (old.constructor as new (length: number) => typeof old)(capacity)
    bigger.set(old)
    queue[name] = bigger as never
  }
  for (let i = queue.capacity; i < capacity; i++) queue.payload.push(undefined)
  queue.capacity = capacity
}

function growHeap(heap: EventHeap): void {
  for (const name of heapColumns) {
    const old = heap[name]
    const bigger = new (old.constructor as new (length: number) => typeof old)(old.length * 2)
    bigger.set(old)
    heap[name] = bigger as never
  }
}

/** Adds an event. `sequence` must grow with each call: it decides between events of one microsecond. */
export function pushEvent(queue: EventQueue, event: SimulationEvent, sequence: number): void {
  if (queue.size === queue.capacity) grow(queue)
  const slot = queue.freeCount > 0 ? queue.free[--queue.freeCount]! : queue.top++
  queue.to[slot] = event.to
  queue.at[slot] = event.at
  queue.op[slot] = event.op
  queue.num[slot] = event.num
  queue.hop[slot] = event.hop
  queue.link[slot] = event.link
  queue.cause[slot] = event.cause
  queue.epoch[slot] = event.epoch
  queue.payload[slot] = event.payload
  queue.size++
  siftUp(event.link < 0 ? queue.timers : queue.messages, event.timeUs, sequence, slot)
}

function siftUp(heap: EventHeap, time: number, sequence: number, slot: number): void {
  if (heap.size === heap.entry.length) growHeap(heap)
  const { timeUs, sequence: order, entry } = heap
  let i = heap.size++
  while (i > 0) {
    const parent = (i - 1) >> 2
    const parentTime = timeUs[parent]!
    if (parentTime < time || (parentTime === time && order[parent]! < sequence)) break
    timeUs[i] = parentTime
    order[i] = order[parent]!
    entry[i] = entry[parent]!
    i = parent
  }
  timeUs[i] = time
  order[i] = sequence
  entry[i] = slot
}

/** Takes the first event out and writes it into `into`. Returns false when the queue is empty. */
export function popEvent(queue: EventQueue, into: SimulationEvent): boolean {
  if (queue.size === 0) return false
  const heap = firstHeap(queue)
  const slot = heap.entry[0]!
  into.timeUs = heap.timeUs[0]!
  into.to = queue.to[slot]!
  into.at = queue.at[slot]!
  into.op = queue.op[slot]!
  into.num = queue.num[slot]!
  into.hop = queue.hop[slot]!
  into.link = queue.link[slot]!
  into.cause = queue.cause[slot]!
  into.epoch = queue.epoch[slot]!
  into.payload = queue.payload[slot]
  queue.payload[slot] = undefined
  queue.free[queue.freeCount++] = slot
  queue.size--
  siftDown(heap)
  return true
}

/** The heap that the first event of a queue is in; the queue is not empty. */
function firstHeap({ timers, messages }: EventQueue): EventHeap {
  if (messages.size === 0) return timers
  if (timers.size === 0) return messages
  const timerUs = timers.timeUs[0]!
  const messageUs = messages.timeUs[0]!
  return timerUs < messageUs || (timerUs === messageUs && timers.sequence[0]! < messages.sequence[0]!) ? timers : messages
}

function siftDown(heap: EventHeap): void {
  const size = --heap.size
  if (size === 0) return
  const { timeUs, sequence, entry } = heap
  const time = timeUs[size]!
  const order = sequence[size]!
  const slot = entry[size]!
  let i = 0
  for (;;) {
    const first = i * 4 + 1
    if (first >= size) break
    let least = first
    let leastTime = timeUs[first]!
    let leastOrder = sequence[first]!
    const end = first + 4 < size ? first + 4 : size
    for (let child = first + 1; child < end; child++) {
      const childTime = timeUs[child]!
      if (childTime < leastTime || (childTime === leastTime && sequence[child]! < leastOrder)) {
        least = child
        leastTime = childTime
        leastOrder = sequence[child]!
      }
    }
    if (time < leastTime || (time === leastTime && order < leastOrder)) break
    timeUs[i] = leastTime
    sequence[i] = leastOrder
    entry[i] = entry[least]!
    i = least
  }
  timeUs[i] = time
  sequence[i] = order
  entry[i] = slot
}

/** Time of the first event; Infinity when there is none. */
export function nextEventTimeUs(queue: EventQueue): number {
  return queue.size === 0 ? Infinity : firstHeap(queue).timeUs[0]!
}

/** Visits every queued event in no special order (looking at packets in flight). `visit` gets the entry's number in the columns and its time. */
export function forEachQueued(queue: EventQueue, visit: (entry: number, timeUs: number) => void): void {
  for (const heap of [queue.timers, queue.messages]) for (let i = 0; i < heap.size; i++) visit(heap.entry[i]!, heap.timeUs[i]!)
}
