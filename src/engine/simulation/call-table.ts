/**
 * What a process keeps of its calls until they are answered, by the call's number (and of other things that come and go). Not a Map: a Map
 * through which entries stream leaves a chain of outgrown tables behind, one that has become old keeps all that came after it, so that
 * every call would outlive many collections, and one that loses its last entry is made anew.
 */
export interface CallTable<T> {
  size: number
  /** Number of the call in a place; 0: the place is free. The length is a power of two. */
  ids: Float64Array
  values: (T | undefined)[]
  /** How many were put before it: the order in which the calls were made. */
  order: Float64Array
  puts: number
}

const firstCapacity = 32

export function createCallTable<T>(): CallTable<T> {
  return {
    size: 0, ids: new Float64Array(firstCapacity), values: new Array<T | undefined>(firstCapacity).fill(undefined),
    order: new Float64Array(firstCapacity), puts: 0,
  }
}

/** Place of a call, or of the free place where it would go. Numbers that follow one another have places of their own. */
function placeOf<T>(table: CallTable<T>, id: number): number {
  const { ids } = table
  const mask = ids.length - 1
  let at = id & mask
  while (ids[at] !== 0 && ids[at] !== id) at = (at + 1) & mask
  return at
}

function grow<T>(table: CallTable<T>): void {
  const { ids, values, order } = table
  const capacity = ids.length * 2
  table.ids = new Float64Array(capacity)
  table.order = new Float64Array(capacity)
  table.values = new Array<T | undefined>(capacity).fill(undefined)
  for (let old = 0; old < ids.length; old++) {
    if (ids[old] === 0) continue
    const at = placeOf(table, ids[old]!)
    table.ids[at] = ids[old]!
    table.order[at] = order[old]!
    table.values[at] = values[old]
  }
}

/** Keeps a call, in place of one of this number if there is one. `id` is 1 or more. */
export function putCall<T>(table: CallTable<T>, id: number, value: T): void {
  if (table.size * 2 >= table.ids.length) grow(table)
  const at = placeOf(table, id)
  table.values[at] = value
  if (table.ids[at] === id) return
  table.ids[at] = id
  table.order[at] = table.puts++
  table.size++
}

/** The call of this number, or undefined. */
export function callAt<T>(table: CallTable<T>, id: number): T | undefined {
  return table.values[placeOf(table, id)]
}

/** Takes a call out and returns it; undefined: it is not there. */
export function removeCall<T>(table: CallTable<T>, id: number): T | undefined {
  const { ids, values, order } = table
  let hole = placeOf(table, id)
  if (ids[hole] === 0) return undefined
  const value = values[hole]
  const mask = ids.length - 1
  // What follows moves up into the hole, unless it stands between its own place and the hole.
  for (let at = (hole + 1) & mask; ids[at] !== 0; at = (at + 1) & mask) {
    if (((at - (ids[at]! & mask)) & mask) < ((at - hole) & mask)) continue
    ids[hole] = ids[at]!
    values[hole] = values[at]
    order[hole] = order[at]!
    hole = at
  }
  ids[hole] = 0
  values[hole] = undefined
  table.size--
  return value
}

/** Numbers of all calls, the one that was made first in front. */
export function callsInOrder<T>(table: CallTable<T>): number[] {
  const { ids, order } = table
  const places: number[] = []
  if (table.size === 0) return places
  for (let at = 0; at < ids.length; at++) if (ids[at] !== 0) places.push(at)
  return places.sort((a, b) => order[a]! - order[b]!).map((at) => ids[at]!)
}

/** Forgets all calls. */
export function clearCalls<T>(table: CallTable<T>): void {
  table.ids.fill(0)
  table.values.fill(undefined)
  table.size = 0
}
