/** Where groups of pods stand in a room: on shelves, each with its name above a grid of square cells, the largest that fit. */
import { contains } from './hit-test.ts'
import type { Box, Point } from './layout.ts'

/** Where a group stands, and its grid of cells. */
export interface GroupPlace {
  readonly box: Box
  readonly columns: number
}
export interface PackedGroups {
  /** Width and height of a pod with the gap to the next. */
  readonly cell: number
  readonly places: readonly GroupPlace[]
}

/** Space of a group around its pods and to the next one, in sizes of its name's letters. */
const around = { head: 1.6, foot: 0.4, side: 0.25, gap: 0.5 } as const
/** A group is at least so many times as wide as its name's letters are high. */
const titleWidth = 7

/** Shapes that groups may have, all the same: so many times as wide as high. The first with which pods are largest is taken. */
const groupAspects = [1.6, 1.3, 2, 1, 2.5, 3.2, 0.8] as const
/** Few pods under a long name stand in rows so many times as long as they are high, at most. */
const mostAspect = 4

/** Groups of these sizes on shelves with cells of a size; undefined: the room is too small for them. */
function shelves(sizes: readonly number[], room: Box, cell: number, title: number, aspect: number): readonly GroupPlace[] | undefined {
  const places: GroupPlace[] = []
  let x = 0
  let y = 0
  let shelf = 0
  for (const size of sizes) {
    // A group whose name is wider than its pods takes as many columns as stand under the name.
    const underName = Math.min(Math.ceil(Math.sqrt(size * mostAspect)), Math.floor((title * titleWidth) / cell))
    const wanted = Math.max(Math.ceil(Math.sqrt(size * aspect)), Math.min(size, underName))
    const columns = Math.max(1, Math.min(Math.floor((room.width - title) / cell), wanted))
    const width = Math.max(columns * cell, title * titleWidth) + title * 2 * around.side
    const height = title * (around.head + around.foot) + Math.ceil(size / columns) * cell
    if (x > 0 && x + width > room.width) {
      x = 0
      y += shelf
      shelf = 0
    }
    if (width > room.width || y + height > room.height) return undefined
    places.push({ box: { x: room.x + x, y: room.y + y, width, height }, columns })
    x += width + title * around.gap
    shelf = Math.max(shelf, height + title * around.gap)
  }
  return places
}

/** Steps in which the largest cell is looked for, each half as wide as the one before. */
const halvings = 24
/** Another shape is taken for pods that are so many times as large. */
const worthwhile = 1.05

/** Groups with the size of their names' letters. */
interface TitledGroups {
  readonly packed: PackedGroups
  readonly title: number
}

/** With the largest cells that fit, groups of one shape; `least`: cells that are smaller are of no use. */
function packShaped(sizes: readonly number[], room: Box, least: number, mostCell: number, title: number, aspect: number): PackedGroups | undefined {
  const largest = shelves(sizes, room, mostCell, title, aspect)
  if (largest !== undefined) return { cell: mostCell, places: largest }
  if (least > 0 && shelves(sizes, room, least, title, aspect) === undefined) return undefined
  let best: PackedGroups | undefined
  let low = least
  let high = mostCell
  for (let i = 0; i < halvings; i += 1) {
    const cell = (low + high) / 2
    const places = shelves(sizes, room, cell, title, aspect)
    if (places === undefined) high = cell
    else {
      best = { cell, places }
      low = cell
    }
  }
  return best
}

/**
 * Groups of these sizes in a room with the largest cells that fit, at most `mostCell`; `title`: size of the letters of their names.
 * Undefined: not even their names have room.
 */
export function packGroups(sizes: readonly number[], room: Box, mostCell: number, title: number): PackedGroups | undefined {
  let best: PackedGroups | undefined
  for (const aspect of groupAspects) {
    if (best?.cell === mostCell) break
    const packed = packShaped(sizes, room, (best?.cell ?? 0) * worthwhile, mostCell, title, aspect)
    if (packed !== undefined && packed.cell > (best?.cell ?? 0)) best = packed
  }
  return best
}

/** Parts of their usual size that names of groups may have: where hundreds of groups have no room for names that can be read at once. */
const titleParts = [1, 0.75, 0.5, 0.35, 0.25, 0.15] as const

/**
 * As `packGroups`, with names of their usual size `title` where there is room for them; else so small that pods are at least half as large as
 * their letters, where that can be. Undefined: not even small names have room.
 */
export function packTitled(sizes: readonly number[], room: Box, mostCell: number, title: number): TitledGroups | undefined {
  let last: TitledGroups | undefined
  for (const part of titleParts) {
    const packed = packGroups(sizes, room, mostCell, title * part)
    if (packed === undefined) continue
    last = { packed, title: title * part }
    if (part === 1 || packed.cell >= last.title / 2) return last
  }
  return last
}

/** Upper left corner of a pod's cell in its group. */
export function cellOf({ box, columns }: GroupPlace, index: number, cell: number, title: number): Point {
  return { x: box.x + title * around.side + (index % columns) * cell, y: box.y + title * around.head + Math.floor(index / columns) * cell }
}

/** The group and the index in it of the pod whose cell holds a point; undefined: beside all pods. The index may be one that has no pod. */
export function cellAt({ cell, places }: PackedGroups, point: Point, title: number): { readonly group: number; readonly index: number } | undefined {
  const group = places.findIndex(({ box }) => contains(box, point))
  const place = places[group]
  if (place === undefined) return undefined
  const first = cellOf(place, 0, cell, title)
  const column = Math.floor((point.x - first.x) / cell)
  const row = Math.floor((point.y - first.y) / cell)
  return column >= 0 && column < place.columns && row >= 0 ? { group, index: row * place.columns + column } : undefined
}
