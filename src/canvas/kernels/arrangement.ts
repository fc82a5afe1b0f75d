/** Nodes side by side by what they have in common: each group has whole columns of the grid. A node in a group stands at an ordinary place of it. */
import { gridCell, gridSize, placeOfCell } from './grid.ts'
import type { GridSize, PlacedNode } from './grid.ts'
import { nodePitchX, nodePitchY } from './layout.ts'

export interface NodeGroup {
  readonly name: string
  /** Its first column, and how many. */
  readonly column: number
  readonly columns: number
  /** In the order of their places. */
  readonly slots: readonly number[]
}
export interface Arrangement {
  readonly placed: readonly PlacedNode[]
  readonly groups: readonly NodeGroup[]
}

/** Grids with so many rows leave a column free between two groups; smaller ones have no column to spare. */
export const rowsWithGaps = 5

/** What each of `sizes` groups takes in a grid of so many rows: its columns, and the free one before the next. */
function columnsOf(sizes: readonly number[], rows: number): { readonly each: readonly number[]; readonly gap: number; readonly total: number } {
  const each = sizes.map((size) => Math.ceil(size / rows))
  const gap = rows >= rowsWithGaps ? 1 : 0
  return { each, gap, total: each.reduce((sum, columns) => sum + columns, 0) + gap * (sizes.length - 1) }
}

/** What nodes have for themselves of a picture at 1280x720 beside the inspector, in px: its shape decides how many rows there are. */
const nodesRoom = { width: 748, height: 311 } as const

/** How small a grid is seen there; the least is best. */
export function smallnessOf(columns: number, rows: number): number {
  return Math.max((columns * nodePitchX) / nodesRoom.width, (rows * nodePitchY) / nodesRoom.height)
}

/** Rows with which all groups are seen largest. */
function rowsFor(sizes: readonly number[], nodes: number): number {
  const smallness = (rows: number): number => smallnessOf(columnsOf(sizes, rows).total, rows)
  let best = 2
  for (let rows = 2; rows <= 2 * gridSize(nodes).rows; rows += 1) if (smallness(rows) < smallness(best)) best = rows
  return best
}

/**
 * Nodes arranged in groups by `keyOf` (their zone), the groups in the order of their names and nodes in the order of their own places,
 * column by column. A single group, or a cluster of one row, stays as it is: undefined.
 */
export function arrangeInGroups(nodes: readonly PlacedNode[], keyOf: (slot: number) => string): Arrangement | undefined {
  const members = new Map<string, number[]>()
  for (const { slot } of nodes) {
    const key = keyOf(slot)
    const known = members.get(key)
    if (known === undefined) members.set(key, [slot])
    else known.push(slot)
  }
  if (members.size < 2 || gridSize(nodes.length).rows < 2) return undefined
  const named = [...members].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const sizes = named.map(([, slots]) => slots.length)
  const rows = rowsFor(sizes, nodes.length)
  const { each, gap } = columnsOf(sizes, rows)
  const placed: PlacedNode[] = []
  let column = 0
  const groups = named.map(([name, slots], i): NodeGroup => {
    const group = { name, column, columns: each[i] ?? 0, slots }
    for (const [n, slot] of slots.entries()) placed.push({ slot, place: placeOfCell(column + Math.floor(n / rows), n % rows) })
    column += group.columns + gap
    return group
  })
  return { placed: placed.toSorted((a, b) => a.place - b.place), groups }
}

/** A block of cells that belong together, with or without nodes in them. */
interface Block {
  readonly column: number
  readonly row: number
  readonly columns: number
  readonly rows: number
}

/** Columns and rows that an arrangement takes, and its blocks. */
export function gridOf(arranged: ReadonlyMap<number, number>, blocks: readonly Block[] = []): GridSize {
  let columns = blocks.reduce((most, block) => Math.max(most, block.column + block.columns), 3)
  let rows = blocks.reduce((most, block) => Math.max(most, block.row + block.rows), 1)
  for (const place of arranged.values()) {
    const cell = gridCell(place)
    columns = Math.max(columns, cell.column + 1)
    rows = Math.max(rows, cell.row + 1)
  }
  return { columns, rows }
}

/** `count` places in columns of their own behind a grid, and the grid that holds them too. */
export function placesBehind({ columns, rows }: GridSize, count: number): { readonly places: readonly number[]; readonly grid: GridSize } {
  if (count === 0) return { places: [], grid: { columns, rows } }
  const first = columns + (rows >= rowsWithGaps ? 1 : 0)
  const places = Array.from({ length: count }, (_, i) => placeOfCell(first + Math.floor(i / rows), i % rows))
  return { places, grid: { columns: first + Math.ceil(count / rows), rows } }
}
