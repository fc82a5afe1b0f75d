/**
 * The small picture of an embed or a stage: the same boxes in the same order as the whole one, without the column of what is outside,
 * and with one line for each thing. Its world is as large as its container, so that text keeps its size: nothing is scaled below 1.
 */
import type { Box, ClusterLayout, NodeGeometry } from './layout.ts'

/** Narrowest card in which "kube-proxy" and a pod's suffix still have room. */
const narrowestNode = 184
const sideMargin = 14
const nodeGap = 10
/** Heights of what has no row: edges, gaps with port chips, the network's bar. */
const edge = 5
const inset = 7
const chipGap = 26
const regionGap = 4
const titleHeight = 17
const networkGap = 13
const networkHeight = 46
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

/** Rows of pods and the height of a row, from the height that is left without them. */
function rowsFor(left: number): { readonly row: number; readonly podRows: number } {
  const rowWith = (podRows: number): number => (left - podRows * rowGap) / (5 + podRows)
  let podRows = 2
  while (rowWith(podRows) > largestRow && rowWith(podRows + 1) >= usualRow) podRows += 1
  return { podRows, row: Math.floor(Math.min(largestRow, Math.max(smallestRow, rowWith(podRows)))) }
}

function compactNode(width: number, row: number, podRows: number): { readonly node: NodeGeometry; readonly podsTop: number } {
  const half = (width - 16 - bridgeGap) / 2
  const parts = row + 2
  const podsTop = parts + row + rowGap
  const runtime = podsTop + podRows * (row + rowGap)
  const middle = width / 2
  const node: NodeGeometry = {
    width,
    height: runtime + row + 6,
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

/** The control plane's boxes side by side; the tray takes what is left. Widths hold their titles in the widest letters. */
function controlPlaneBoxes(width: number, y: number, height: number): Pick<ClusterLayout, 'etcd' | 'controllerManager' | 'scheduler' | 'tray'> {
  const gap = Math.min(24, Math.max(8, (width - 560) / 6))
  const widths = { etcd: 88, controllerManager: 196, scheduler: 122 }
  const box = (x: number, boxWidth: number): Box => ({ x, y, width: boxWidth, height })
  const controllerManager = widths.etcd + gap
  const scheduler = controllerManager + widths.controllerManager + gap
  const tray = scheduler + widths.scheduler + gap
  return {
    etcd: box(0, widths.etcd),
    controllerManager: box(controllerManager, widths.controllerManager),
    scheduler: box(scheduler, widths.scheduler),
    tray: box(tray, width - tray),
  }
}

/** The picture for `places` node places in a container of `worldWidth` x `worldHeight`; `fitsCompact` must hold. */
export function compactLayout(places: number, worldWidth: number, worldHeight: number): ClusterLayout {
  const columns = Math.max(1, places)
  const width = nodesWidth(worldWidth)
  const titled = worldHeight >= titledFrom
  const above = edge + inset + 2 + chipGap + 6 + inset + regionGap + (titled ? titleHeight : 0) + chipGap
  const { row, podRows } = rowsFor(worldHeight - above - 13 - networkGap - networkHeight - edge)
  const nodeWidth = nodeWidthOf(columns, worldWidth)
  const { node, podsTop } = compactNode(nodeWidth, row, podRows)
  const top = -(above + 2 * row)
  const boxes = top + edge + inset
  const apiServer = { x: 0, y: boxes + row + 2 + chipGap, width, height: row + 6 }
  const regionEnd = apiServer.y + apiServer.height + inset
  const region = (y: number, end: number): Box => ({ x: -8, y, width: width + 16, height: end - y })
  const network = { x: -8, y: node.height + networkGap, width: width + 16, height: networkHeight }
  const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 }
  return {
    compact: { row, podRows, podWidth: (nodeWidth - 16 - bridgeGap) / 2, podsTop, titled },
    node,
    columns,
    rows: 1,
    arranged: undefined,
    gutter: 0,
    headScale: 1,
    bounds: { x: -sideMargin, y: top, width: worldWidth, height: network.y + networkHeight + edge - top },
    controlPlane: region(top + edge, regionEnd),
    workers: region(regionEnd + regionGap, node.height + 6),
    ...controlPlaneBoxes(width, boxes, row + 2),
    apiServer,
    network,
    kubectl: nowhere,
    deployments: nowhere,
    services: nowhere,
    clients: nowhere,
  }
}

/** The large labels of a stage come from a small world. */
const stageScale = 1.68
const stageWidths = { least: 620, most: 760 } as const
/** With more nodes the stage's labels may become smaller down to this scale. */
const leastStageScale = 1.2
const largestEmbed = 900
/** Above an open console the picture may be drawn larger as long as its world is at least so high. */
const leastConsoleHeight = 380

const neededWidth = (places: number): number => places * narrowestNode + (places - 1) * nodeGap + 2 * sideMargin

function stageWorld(places: number, width: number): number {
  const usual = Math.min(stageWidths.most, Math.max(stageWidths.least, width / stageScale))
  const needed = neededWidth(places)
  return needed > usual && needed <= width / leastStageScale ? needed : usual
}

/** A container at least so large holds the whole picture with its text at full size. */
const wholePicture = { width: 1000, height: 560 } as const

/** `console`: the whole page, with an open console below that leaves little height. */
export type PictureFrame = 'whole' | 'console' | 'embed' | 'stage'

function worldWidth(frame: PictureFrame, places: number, width: number, height: number): number {
  if (frame === 'stage') return stageWorld(places, width)
  if (frame === 'console') {
    const usual = width / Math.max(1, Math.min(width / largestEmbed, height / leastConsoleHeight))
    return Math.min(width, Math.max(usual, neededWidth(places)))
  }
  return Math.max(stageWidths.least, Math.min(width, largestEmbed))
}

/** Size of the small picture's world for a container; undefined: the whole picture is drawn. Sizes in CSS px; 0 while unknown. */
export function compactWorld(
  frame: PictureFrame,
  places: number,
  width: number,
  height: number,
): { readonly width: number; readonly height: number } | undefined {
  if (frame === 'whole' || width <= 0 || height <= 0) return undefined
  if (frame === 'embed' && width >= wholePicture.width && height >= wholePicture.height) return undefined
  const world = worldWidth(frame, places, width, height)
  return fitsCompact(places, world) ? { width: world, height: (world * height) / width } : undefined
}
