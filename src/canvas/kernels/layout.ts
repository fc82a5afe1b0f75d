/**
 * Where everything stands, from the number of node places alone. World units are pixels at zoom 1; the origin is the upper left corner of
 * the first node, so that no node ever moves when others come: control traffic comes from above, data traffic from below.
 */
export interface Point {
  readonly x: number
  readonly y: number
}
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

export const nodeWidth = 277
export const nodeHeight = 288
export const nodePitchX = 284
/** Rows leave room above for control links and below for data links. */
export const nodePitchY = 380
export const podWidth = 127
export const podHeight = 64
/** Places inside a node's footprint that are drawn as cards; with more pods the last place says "+n more". */
export const podPlaces = 4

export interface ClusterLayout {
  readonly columns: number
  readonly rows: number
  /** The outside and the control plane are drawn this many times larger, so that they read when the whole cluster is in view. */
  readonly headScale: number
  readonly bounds: Box
  readonly controlPlane: Box
  readonly etcd: Box
  readonly controllerManager: Box
  readonly scheduler: Box
  readonly tray: Box
  readonly apiServer: Box
  readonly kubectl: Box
  readonly deployments: Box
  readonly services: Box
  readonly clients: Box
  readonly workers: Box
  readonly network: Box
}

const firstRow = 6
/** Width of a row: the first holds up to 6, each further row comes with two more columns from the third on (6, 6, 8, 10, 12 ...). */
function columnsOfShell(rows: number): number {
  return rows <= 2 ? firstRow : 2 * rows + 2
}
/** Places in a grid of that many rows. */
function capacityOfShell(rows: number): number {
  return rows * columnsOfShell(rows)
}
/** Rows of the smallest grid that holds a place: the solution of `rows * (2 * rows + 2) > place`. */
function shellOf(place: number): number {
  return place < firstRow ? 1 : Math.floor((Math.sqrt(1 + 2 * place) - 1) / 2) + 1
}

/** Column and row of a node's place. It depends on the place alone: growing the cluster moves nothing. */
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

/** Columns and rows that hold `places` node places; never fewer than 3 columns, the width of the control plane. */
export function gridSize(places: number): { readonly columns: number; readonly rows: number } {
  if (places <= firstRow) return { columns: Math.max(3, places), rows: 1 }
  const rows = shellOf(places - 1)
  return { columns: columnsOfShell(rows), rows }
}

/** The footprint of a node's place. */
export function nodeBox(place: number): Box {
  const { column, row } = gridCell(place)
  return { x: column * nodePitchX, y: row * nodePitchY, width: nodeWidth, height: nodeHeight }
}

/** A pod's card inside a node's card, relative to the node's upper left corner. */
export function podBox(position: number): Box {
  return { x: 8 + (position % 2) * 134, y: 97 + Math.floor(position / 2) * 70, width: podWidth, height: podHeight }
}

/** Parts of a node's card, relative to its upper left corner. */
export const nodeParts = {
  kubelet: { x: 8, y: 50, width: 120, height: 41 },
  kubeProxy: { x: 134, y: 50, width: 135, height: 41 },
  pods: { x: 8, y: 97, width: 261, height: 134 },
  containerRuntime: { x: 8, y: 237, width: 261, height: 44 },
} as const satisfies Record<string, Box>

const baseWidth = 2 * nodePitchX + nodeWidth
/** Height at which the head meets the nodes' region: the point that `headScale` leaves where it is. */
const headBottom = -43
/** Room beside the nodes for the trunks of a grid with several rows. */
const gutterWidth = 56
const networkHeight = 50
/** Height of the one-row picture below `headBottom`; the left column is made for it. */
const oneRowHeight = 414

/** The whole picture for `places` node places (the highest place in use + 1). */
export function clusterLayout(places: number): ClusterLayout {
  const { columns, rows } = gridSize(places)
  const gridWidth = (columns - 1) * nodePitchX + nodeWidth
  const gridHeight = (rows - 1) * nodePitchY + nodeHeight
  const scale = gridWidth / baseWidth
  const gutter = rows > 1 ? gutterWidth : 0
  const head = (x: number, y: number, width: number, height: number): Box =>
    ({ x: x * scale, y: headBottom + (y - headBottom) * scale, width: width * scale, height: height * scale })
  const outside = (y: number, height: number): Box => {
    const box = head(-172, y, 156, height)
    return { ...box, x: box.x - gutter }
  }
  const workers = { x: -8 - gutter, y: headBottom, width: gridWidth + 2 * (8 + gutter), height: gridHeight - headBottom + 6 }
  const network = { x: workers.x, y: gridHeight + 33, width: workers.width, height: networkHeight * scale }
  const bottom = network.y + network.height
  const spare = Math.max(0, (bottom - headBottom) / scale - oneRowHeight)
  const services = 148 + Math.min(spare, 300)
  const controlPlane = head(-8, -218, baseWidth + 16, 169)
  const kubectl = outside(-218, 70)
  const x = kubectl.x - 8 * scale
  const right = Math.max(workers.x + workers.width, controlPlane.x + controlPlane.width) + 8 * scale
  const y = controlPlane.y - 4 * scale
  return {
    columns, rows, headScale: scale, bounds: { x, y, width: right - x, height: bottom + 4 * scale - y },
    controlPlane, workers, network, kubectl,
    etcd: head(2, -194, 146, 60),
    controllerManager: head(156, -194, 236, 60),
    scheduler: head(400, -194, 190, 60),
    tray: head(606, -194, 237, 60),
    apiServer: head(2, -100, 841, 44),
    deployments: outside(-68, 148),
    services: outside(86, services),
    clients: outside(92 + services, 70),
  }
}
