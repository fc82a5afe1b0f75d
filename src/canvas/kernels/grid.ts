/** The grid that nodes stand in: a node's place decides its column and row, so that growing the cluster moves nothing. */

/** Columns and rows of a grid. */
export interface GridSize {
  readonly columns: number
  readonly rows: number
}

/** A node and where it stands in the grid. */
export interface PlacedNode {
  readonly slot: number
  readonly place: number
}

/** Nodes that stand in one row before there is a second. */
const firstRow = 6
/** Width of a row: the first two hold 6, each further row comes with more columns (6, 6, 8, 11, 14 ...), the shape of a screen. */
function columnsOfShell(rows: number): number {
  return rows <= 2 ? firstRow : 3 * rows - 1
}
/** Places in a grid of that many rows. */
function capacityOfShell(rows: number): number {
  return rows * columnsOfShell(rows)
}
/** Rows of the smallest grid that holds a place: from the third row on the solution of `rows * (3 * rows - 1) > place`. */
function shellOf(place: number): number {
  if (place < 2 * firstRow) return place < firstRow ? 1 : 2
  return Math.floor((1 + Math.sqrt(1 + 12 * place)) / 6) + 1
}

/** Column and row of a node's place. */
export function gridCell(place: number): { readonly column: number; readonly row: number } {
  const rows = shellOf(place)
  if (rows === 1) return { column: place, row: 0 }
  const innerRows = rows - 1
  const innerColumns = columnsOfShell(innerRows)
  const columns = columnsOfShell(rows)
  const offset = place - capacityOfShell(innerRows)
  const added = columns - innerColumns
  const beside = added * innerRows
  if (offset < beside) return { column: innerColumns + (offset % added), row: Math.floor(offset / added) }
  return { column: offset - beside, row: innerRows }
}

/** The place of a cell: the inverse of `gridCell`. */
export function placeOfCell(column: number, row: number): number {
  let rows = row + 1
  while (columnsOfShell(rows) <= column) rows += 1
  if (rows === 1) return column
  const innerRows = rows - 1
  const innerColumns = columnsOfShell(innerRows)
  const added = columnsOfShell(rows) - innerColumns
  const inner = capacityOfShell(innerRows)
  if (row < innerRows && column >= innerColumns) return inner + row * added + column - innerColumns
  return inner + added * innerRows + column
}

/** The first `count` places that no node has. */
export function freePlaces(placed: readonly PlacedNode[], count: number): readonly number[] {
  const taken = new Set(placed.map(({ place }) => place))
  const free: number[] = []
  for (let place = 0; free.length < count; place += 1) if (!taken.has(place)) free.push(place)
  return free
}

/** Columns and rows that hold `places` node places; never fewer than 3 columns, the width of the control plane. */
export function gridSize(places: number): GridSize {
  if (places <= firstRow) return { columns: Math.max(3, places), rows: 1 }
  const rows = shellOf(places - 1)
  return { columns: columnsOfShell(rows), rows }
}
