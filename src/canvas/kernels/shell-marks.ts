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
  /** What was a px at zoom 1: in the grid's own units. */
  readonly px: number
  /** Side of a cell. */
  readonly cell: number
  readonly width: number
  readonly height: number
}

function gridOf(pods: number, columns: number): MarkGrid {
  const rows = Math.max(1, Math.ceil(pods / columns))
  const cell = (gridWidth - gap * (columns - 1)) / columns
  return { columns, px: 1, cell, width: gridWidth, height: rows * cell + (rows - 1) * gap }
}

/** The grid for so many pods, not higher than `room` (at zoom 1) as long as cells of some size fit: fewer pods get larger cells. */
export function markGrid(pods: number, room = Infinity): MarkGrid {
  let columns = pods <= 8 ? 4 : pods <= 15 ? 5 : 6
  while (columns < Math.min(pods, mostColumns) && gridOf(pods, columns).height > room) columns += 1
  return gridOf(pods, columns)
}

/** The cell of the `index`th pod. */
export function markBox({ columns, px, cell }: MarkGrid, index: number): Box {
  const pitch = cell + gap * px
  return { x: (index % columns) * pitch, y: Math.floor(index / columns) * pitch, width: cell, height: cell }
}

/** Which pod's cell a point of the grid lies in; undefined between cells. It may be one that has no pod. */
export function markAt({ columns, px, cell }: MarkGrid, { x, y }: Point): number | undefined {
  const pitch = cell + gap * px
  const [column, row] = [Math.floor(x / pitch), Math.floor(y / pitch)]
  const inside = column >= 0 && column < columns && row >= 0 && x - column * pitch <= cell && y - row * pitch <= cell
  return inside ? row * columns + column : undefined
}

/** Short enough for a path: hundredths of a unit are not seen. */
const short = (value: number): number => Math.round(value * 100) / 100

/** The way around a square with round corners, from where its upper edge begins. */
function roundedSquare(side: number, corner: number): string {
  const straight = short(side - 2 * corner)
  const arc = (dx: number, dy: number): string => `a${corner} ${corner} 0 0 1 ${dx} ${dy}`
  return `h${straight}${arc(corner, corner)}v${straight}${arc(-corner, corner)}h${-straight}${arc(-corner, -corner)}v${-straight}${arc(corner, -corner)}z`
}

/** Part of its cell that the box of a status mark takes, and units of that box. */
const glyphPart = 0.8
const glyphUnits = 16

/** The same grid in units of a status mark's box: marks and cells are one drawing without a scale of its own for each kind of mark. */
export function inGlyphUnits({ columns, px, cell, width, height }: MarkGrid): MarkGrid {
  const unit = (cell * glyphPart) / glyphUnits
  return { columns, px: px / unit, cell: cell / unit, width: width / unit, height: height / unit }
}

/** SVG paths of the cells of some pods, and of the marks in them, all in one: hundreds of small cards are drawn with them. */
export function markPaths(grid: MarkGrid, indices: readonly number[]): { readonly cells: string; readonly marks: string } {
  const side = grid.cell * markPart
  const inset = (grid.cell - side) / 2
  const [cellCorner, markCorner] = [short(radius.cell * grid.px), short(radius.mark * grid.px)]
  const [cell, mark] = [roundedSquare(short(grid.cell), cellCorner), roundedSquare(short(side), markCorner)]
  const boxes = indices.map((index) => markBox(grid, index))
  return {
    cells: boxes.map(({ x, y }) => `M${short(x + cellCorner)} ${short(y)}${cell}`).join(''),
    marks: boxes.map(({ x, y }) => `M${short(x + inset + markCorner)} ${short(y + inset)}${mark}`).join(''),
  }
}

/** Upper left corners of the boxes of some pods' status marks; `grid` in their units (`inGlyphUnits`). */
export function glyphCorners(grid: MarkGrid, indices: readonly number[]): readonly Point[] {
  const inset = (grid.cell * (1 - glyphPart)) / 2
  return indices.map((index) => {
    const { x, y } = markBox(grid, index)
    return { x: short(x + inset), y: short(y + inset) }
  })
}

/** Width of the bar at the left of a pod that has to go. */
const barWidth = 3

/** SVG path of the bars that follow the left edges of some pods' cells. */
export function barPaths(grid: MarkGrid, indices: readonly number[]): string {
  const [corner, width] = [short(radius.cell * grid.px), short(barWidth * grid.px)]
  const straight = short(grid.cell - 2 * corner)
  const [out, back] = [`a${corner} ${corner} 0 0 0`, `a${corner} ${corner} 0 0 1`]
  const rest = `h${width}${out} ${-corner} ${corner}v${straight}${out} ${corner} ${corner}h${-width}${back} ${-corner} ${-corner}v${-straight}${back} ${corner} ${-corner}Z`
  return indices.map((index) => markBox(grid, index)).map(({ x, y }) => `M${short(x + corner)} ${short(y)}${rest}`).join('')
}
