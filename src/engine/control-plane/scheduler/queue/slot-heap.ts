/**
 * A binary heap of pod slots ordered by three numbers, least first. Entries carry a ticket: the queue changes its mind by giving a pod a
 * new ticket, and stale entries are dropped when they come up.
 */
export interface SlotHeap {
  first: number[]
  second: number[]
  ticket: number[]
  slot: number[]
}

export function createSlotHeap(): SlotHeap {
  return { first: [], second: [], ticket: [], slot: [] }
}

function before(heap: SlotHeap, a: number, b: number): boolean {
  if (heap.first[a] !== heap.first[b]) return heap.first[a]! < heap.first[b]!
  if (heap.second[a] !== heap.second[b]) return heap.second[a]! < heap.second[b]!
  return heap.ticket[a]! < heap.ticket[b]!
}

function swap(heap: SlotHeap, a: number, b: number): void {
  for (const column of [heap.first, heap.second, heap.ticket, heap.slot]) {
    const kept = column[a]!
    column[a] = column[b]!
    column[b] = kept
  }
}

export function pushSlot(heap: SlotHeap, first: number, second: number, ticket: number, slot: number): void {
  let i = heap.slot.length
  heap.first.push(first)
  heap.second.push(second)
  heap.ticket.push(ticket)
  heap.slot.push(slot)
  while (i > 0) {
    const parent = (i - 1) >> 1
    if (!before(heap, i, parent)) break
    swap(heap, i, parent)
    i = parent
  }
}

/** Removes the least entry; the heap must not be empty. */
export function dropFirst(heap: SlotHeap): void {
  const last = heap.slot.length - 1
  swap(heap, 0, last)
  heap.first.pop()
  heap.second.pop()
  heap.ticket.pop()
  heap.slot.pop()
  let i = 0
  for (;;) {
    let least = i
    for (let child = i * 2 + 1; child <= i * 2 + 2 && child < last; child++) if (before(heap, child, least)) least = child
    if (least === i) return
    swap(heap, i, least)
    i = least
  }
}
