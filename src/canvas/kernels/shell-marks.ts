/** Where the marks of pods stand in a small card: a grid of square cells. */
import type { Box, Point } from './layout.ts'

/** Width of the grid at zoom 1, and between two cells. */
const gridWidth = 256
const gap = 5
/** Part of its cell that the mark of a running pod fills. */
const markPart = 0.7
const radius = { cell: 5, mark: 4 } as const
/** With more, marks would be specks. */
const mostColumns = 15

export interface MarkGrid {
  readonly columns: number
  /** Side of a cell. */
  readonly cell: number
  readonly width: number
  readonly height: number
}

function gridOf(pods: number, columns: number): MarkGrid {
  const rows = Math.max(1, Math.ceil(pods / columns))
  const cell = (gridWidth - gap * (columns - 1)) / columns
  return { columns, cell, width: gridWidth, height: rows * cell + (rows - 1) * gap }
}

/** The grid for so many pods, not higher than `room` (at zoom 1) as long as cells of some size fit: fewer pods get larger cells. */
export function markGrid(pods: number, room = Infinity): MarkGrid {
  let columns = pods <= 8 ? 4 : pods <= 15 ? 5 : 6
  while (columns < Math.min(pods, mostColumns) && gridOf(pods, columns).height > room) columns += 1
  return gridOf(pods, columns)
}

/** The cell of the `index`th pod. */
export function markBox({ columns, cell }: MarkGrid, index: number): Box {
  return { x: (index % columns) * (cell + gap), y: Math.floor(index / columns) * (cell + gap), width: cell, height: cell }
}

/** Which pod's cell a point of the grid lies in; undefined between cells. It may be one that has no pod. */
export function markAt({ columns, cell }: MarkGrid, { x, y }: Point): number | undefined {
  const [column, row] = [Math.floor(x / (cell + gap)), Math.floor(y / (cell + gap))]
  const inside = column >= 0 && column < columns && row >= 0 && x - column * (cell + gap) <= cell && y - row * (cell + gap) <= cell
  return inside ? row * columns + column : undefined
}

function roundedSquare(x: number, y: number, side: number, corner: number): string {
  const straight = side - 2 * corner
  const arc = (dx: number, dy: number): string => `a${corner} ${corner} 0 0 1 ${dx} ${dy}`
  return `M${x + corner} ${y}h${straight}${arc(corner, corner)}v${straight}${arc(-corner, corner)}h${-straight}${arc(-corner, -corner)}v${-straight}${arc(corner, -corner)}z`
}

/** SVG paths of the cells of some pods, and of the marks in them, all in one: hundreds of small cards are drawn with them. */
export function markPaths(grid: MarkGrid, indices: readonly number[]): { readonly cells: string; readonly marks: string } {
  const side = grid.cell * markPart
  const inset = (grid.cell - side) / 2
  const boxes = indices.map((index) => markBox(grid, index))
  return {
    cells: boxes.map(({ x, y }) => roundedSquare(x, y, grid.cell, radius.cell)).join(''),
    marks: boxes.map(({ x, y }) => roundedSquare(x + inset, y + inset, side, radius.mark)).join(''),
  }
}

/** Part of its cell that the box of a status mark takes, and units of that box. */
const glyphPart = 0.8
const glyphUnits = 16

/** Where the status marks of some pods stand: so large is a unit of their box, and their upper left corners in such units. */
export function glyphPlaces(grid: MarkGrid, indices: readonly number[]): { readonly unit: number; readonly corners: readonly Point[] } {
  const unit = (grid.cell * glyphPart) / glyphUnits
  const inset = (grid.cell * (1 - glyphPart)) / 2
  const corners = indices.map((index) => {
    const { x, y } = markBox(grid, index)
    return { x: (x + inset) / unit, y: (y + inset) / unit }
  })
  return { unit, corners }
}

/** Width of the bar at the left of a pod that has to go. */
const barWidth = 3

/** SVG path of the bars that follow the left edges of some pods' cells. */
export function barPaths(grid: MarkGrid, indices: readonly number[]): string {
  const { cell: corner } = radius
  const straight = grid.cell - 2 * corner
  const [out, back] = [`a${corner} ${corner} 0 0 0`, `a${corner} ${corner} 0 0 1`]
  const rest = `h${barWidth}${out} ${-corner} ${corner}v${straight}${out} ${corner} ${corner}h${-barWidth}${back} ${-corner} ${-corner}v${-straight}${back} ${corner} ${-corner}Z`
  return indices.map((index) => markBox(grid, index)).map(({ x, y }) => `M${x + corner} ${y}${rest}`).join('')
}
