/**
 * The picture of an embed, a stage or a page with an open console, when nodes are too many for the small picture: the same one-line control
 * plane and network, and between them the nodes in the grid of the whole picture. It is as wide as its container, and its text keeps its size.
 */
import { gridSize } from './grid.ts'
import { busRoom, fullNode, nameLines, nodeHeight, nodePitchX, nodePitchY } from './layout.ts'
import type { Arranged, ClusterLayout } from './layout.ts'
import { edge, leastSlimWidth, networkGap, networkHeight, sideMargin, slimHead, slimHeadHeight } from './slim-head.ts'

/** Height of the control plane's boxes, in head units: px where text has its usual size. */
const row = 28
/** Line of the region's title and the trunks' chips; line of the first node's chips; two lines of the title between lanes. */
const lineHeights = { title: 24, chips: 27, laneTitle: 36 } as const
const belowNodes = 6
const gutterWidth = 37
/** Most by which a single row's lines are longer than they must be, in head units. */
const mostSpare = 70
/** Part of the height that the nodes keep in a container that is too low for text of its size. */
const leastForNodes = 0.3

/** Most by which nodes are spread where the height decides how large they are: from one to the next, times the usual. */
const mostSpread = 1.75

/** From one column to the next, so that nodes take a room of that width. */
function pitchFor(columns: number, room: number): number {
  if (columns < 2) return nodePitchX
  return Math.max(nodePitchX, Math.min(mostSpread * nodePitchX, (room - fullNode.width) / (columns - 1)))
}

/** Lines between the upper edge of the nodes' region and the nodes, in head units. */
const linesAbove = (rows: number, arranged: Arranged | undefined): number =>
  rows > 1 ? lineHeights.title * (1 + nameLines(arranged)) : lineHeights.chips

/** The picture for `places` node places in a container of `width` x `height` px, its text `wantedText` times as large as usual. */
export function slimLayout(places: number, width: number, height: number, wantedText: number, arranged?: Arranged): ClusterLayout {
  const { columns, rows } = arranged?.grid ?? gridSize(places)
  const leastWidth = (columns - 1) * nodePitchX + fullNode.width
  const gridHeight = (rows - 1) * nodePitchY + nodeHeight
  const bus = rows > 1 ? busRoom : 0
  const lines = slimHeadHeight(row) + linesAbove(rows, arranged) + networkGap + networkHeight + edge
  const text = Math.min(wantedText, ((1 - leastForNodes) * height) / lines)
  const usableWidth = Math.max(width, leastSlimWidth * text)
  const sides = 2 * (sideMargin + (rows > 1 ? gutterWidth : 0))
  // The head grows with its scale, the nodes do not: with this one its text has its size when the whole is fitted into the container.
  const scale = Math.max(
    (text * (bus + gridHeight + belowNodes)) / (height - text * lines),
    (text * leastWidth) / (usableWidth - text * sides),
  )
  const worldWidth = (usableWidth * scale) / text
  const pitchX = pitchFor(columns, worldWidth - sides * scale)
  const gridWidth = (columns - 1) * pitchX + fullNode.width
  const spare = rows > 1 ? 0 : Math.min(mostSpare * scale, (height * scale) / text - lines * scale - gridHeight - belowNodes)
  const titled = rows > 1 || spare >= lineHeights.laneTitle * scale
  const above = rows === 1 && titled ? lineHeights.laneTitle * scale : 0
  const workersTop = -bus - above - linesAbove(rows, arranged) * scale
  const top = workersTop - slimHeadHeight(row) * scale
  const networkTop = gridHeight + belowNodes + networkGap * scale + spare - above
  const left = (gridWidth - worldWidth) / 2
  const boxesLeft = left + sideMargin * scale
  const boxesWidth = worldWidth - 2 * sideMargin * scale
  return {
    compact: undefined,
    slim: { row, titled },
    textFactor: text,
    node: { ...fullNode, pitchX },
    columns,
    rows,
    arranged: arranged?.places,
    gutter: rows > 1 ? gutterWidth * scale : 0,
    headScale: scale,
    bounds: { x: left, y: top, width: worldWidth, height: networkTop + (networkHeight + edge) * scale - top },
    workers: { x: boxesLeft - 8 * scale, y: workersTop, width: boxesWidth + 16 * scale, height: gridHeight + belowNodes - workersTop },
    ...slimHead({ x: boxesLeft, width: boxesWidth, top, networkTop, row, scale }),
  }
}
