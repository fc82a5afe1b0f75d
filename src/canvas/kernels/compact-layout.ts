/**
 * The small picture of an embed or a stage: the same boxes in the same order as the whole one, without the column of what is outside,
 * and with one line for each thing. Its world is as large as its container, so that text keeps its size: nothing is scaled below 1.
 */
import type { ClusterLayout, NodeGeometry } from './layout.ts'
import { chipGap, edge, leastSlimWidth, networkGap, networkHeight, sideMargin, slimHead, slimHeadHeight } from './slim-head.ts'

/** Narrowest card in which "kube-proxy" and a pod's suffix still have room. */
const narrowestNode = 184
const nodeGap = 10
const titleHeight = 17
const rowGap = 5
/** The space between two columns of pods is the lane of the pod network. */
const bridgeGap = 12
const smallestRow = 20
const usualRow = 30
const largestRow = 34
/** Height above which the nodes' region gets a title of its own. */
const titledFrom = 341

const nodesWidth = (worldWidth: number): number => worldWidth - 2 * sideMargin
const nodeWidthOf = (places: number, worldWidth: number): number => (nodesWidth(worldWidth) - (places - 1) * nodeGap) / places

/** Whether so many node places have room side by side. */
export function fitsCompact(places: number, worldWidth: number): boolean {
  return nodeWidthOf(Math.max(1, places), worldWidth) >= narrowestNode
}

/** Rows besides those of pods: two of the slim head; of a node its name's, its parts' and the runtime's. */
const otherRows = 5
/** What a node's name's row is higher than others, and what is free below the runtime's. */
const nameRoom = 2
const nodeFoot = 6

/** Rows of pods and the height of a row, from the height that is left for all rows. */
function rowsFor(left: number): { readonly row: number; readonly podRows: number } {
  const rowWith = (podRows: number): number => (left - podRows * rowGap) / (otherRows + podRows)
  let podRows = 2
  while (rowWith(podRows) > largestRow && rowWith(podRows + 1) >= usualRow) podRows += 1
  return { podRows, row: Math.floor(Math.min(largestRow, Math.max(smallestRow, rowWith(podRows)))) }
}

function compactNode(width: number, row: number, podRows: number): { readonly node: NodeGeometry; readonly podsTop: number } {
  const half = (width - 16 - bridgeGap) / 2
  const parts = row + nameRoom
  const podsTop = parts + row + rowGap
  const runtime = podsTop + podRows * (row + rowGap)
  const middle = width / 2
  const node: NodeGeometry = {
    width,
    height: runtime + row + nodeFoot,
    pitchX: width + nodeGap,
    lanes: { toKubelet: 16, fromKubelet: Math.round(half - 4), fromKubeProxy: width - 16, vxlan: 17, nodePort: Math.round(width * 0.62) },
    kubelet: { x: 8, y: parts, width: half, height: row },
    kubeProxy: { x: 8 + half + bridgeGap, y: parts, width: half, height: row },
    containerRuntime: { x: 8, y: runtime, width: width - 16, height: row },
    cri: [{ x: 8, y: parts + row / 2 }, { x: 4, y: parts + row / 2 }, { x: 4, y: runtime + row / 2 }, { x: 8, y: runtime + row / 2 }],
    bridge: [{ x: middle, y: runtime - 1 }, { x: middle, y: podsTop }],
  }
  return { node, podsTop }
}

/** The picture for `places` node places in a container of `worldWidth` x `worldHeight`; `fitsCompact` must hold. */
export function compactLayout(places: number, worldWidth: number, worldHeight: number): ClusterLayout {
  const columns = Math.max(1, places)
  const width = nodesWidth(worldWidth)
  const titled = worldHeight >= titledFrom
  const lines = (titled ? titleHeight : 0) + chipGap
  const { row, podRows } = rowsFor(worldHeight - slimHeadHeight(0) - lines - (nameRoom + rowGap + nodeFoot) - networkGap - networkHeight - edge)
  const nodeWidth = nodeWidthOf(columns, worldWidth)
  const { node, podsTop } = compactNode(nodeWidth, row, podRows)
  const workersTop = -lines
  const top = workersTop - slimHeadHeight(row)
  const networkTop = node.height + networkGap
  return {
    compact: { row, rowPitch: row + rowGap, podRows, podWidth: (nodeWidth - 16 - bridgeGap) / 2, podsTop },
    slim: { row, titled },
    textFactor: 1,
    node,
    columns,
    rows: 1,
    arranged: undefined,
    gutter: 0,
    headScale: 1,
    bounds: { x: -sideMargin, y: top, width: worldWidth, height: networkTop + networkHeight + edge - top },
    workers: { x: -8, y: workersTop, width: width + 16, height: node.height + nodeFoot - workersTop },
    ...slimHead({ x: 0, width, top, networkTop, row, scale: 1 }),
  }
}

/** The large labels of a stage come from a small world. */
const stageScale = 1.68
const stageWidths = { least: leastSlimWidth, most: 760 } as const
/** Least height of a stage's world, in which its nodes have two rows of pods. */
const leastStageHeight = 310
/** Height of a stage's world in a window of the usual shape. */
const usualStageHeight = 368
/** With more nodes the stage's labels may become smaller down to this scale. */
const leastStageScale = 1.6
const largestEmbed = 900
/** Above an open console the picture may be drawn larger as long as its world is at least so high. */
const leastConsoleHeight = 380

const neededWidth = (places: number): number => places * narrowestNode + (places - 1) * nodeGap + 2 * sideMargin

function stageWorld(places: number, width: number, height: number): number {
  const usual = Math.max((leastStageHeight * width) / height, Math.min(stageWidths.most, Math.max(stageWidths.least, width / stageScale)))
  const needed = neededWidth(places)
  return needed > usual && needed <= width / leastStageScale ? needed : usual
}

/** A container at least so large holds the whole picture with its text at full size. */
const wholePicture = { width: 1000, height: 560 } as const

/** `console`: the whole page, with an open console below that leaves little height. */
export type PictureFrame = 'whole' | 'console' | 'embed' | 'stage'

function worldWidth(frame: PictureFrame, places: number, width: number, height: number): number {
  if (frame === 'stage') return stageWorld(places, width, height)
  if (frame === 'console') {
    const usual = width / Math.max(1, Math.min(width / largestEmbed, height / leastConsoleHeight))
    return Math.min(width, Math.max(usual, neededWidth(places)))
  }
  return Math.max(stageWidths.least, Math.min(width, largestEmbed))
}

/** Whether a container is for a picture with a slim head, small or not. Sizes in CSS px; 0 while unknown. */
export function isSlim(frame: PictureFrame, width: number, height: number): boolean {
  if (frame === 'whole' || width <= 0 || height <= 0) return false
  return frame !== 'embed' || width < wholePicture.width || height < wholePicture.height
}

/** How many times larger than usual text is in a picture that has a slim head and is not small. */
export function slimText(frame: PictureFrame, width: number, height: number): number {
  return frame === 'stage' ? Math.max(stageScale, Math.min(width / stageWidths.most, height / usualStageHeight)) : 1
}

/** Size of the small picture's world for a container; undefined: another picture is drawn. Sizes in CSS px; 0 while unknown. */
export function compactWorld(
  frame: PictureFrame,
  places: number,
  width: number,
  height: number,
): { readonly width: number; readonly height: number } | undefined {
  if (!isSlim(frame, width, height)) return undefined
  const world = worldWidth(frame, places, width, height)
  return fitsCompact(places, world) ? { width: world, height: (world * height) / width } : undefined
}
