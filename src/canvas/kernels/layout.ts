/**
 * Where everything stands, from the number of node places alone. World units are pixels at zoom 1; the origin is the upper left corner of
 * the first node, so that no node ever moves when others come: control traffic comes from above, data traffic from below.
 */
import { gridCell, gridSize } from './grid.ts'
import type { GridSize } from './grid.ts'

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
/** Room of the lines that run above a row of nodes where there are several, in world units. */
export const busRoom = 48
export const podWidth = 122
const podHeight = 64
/** Places inside a node's footprint that are drawn as cards; with more pods the last place says "+n more". */
export const podPlaces = 4

/** A node's card: its size, its distance to the next, its parts and the lanes of its links, relative to its upper left corner. */
export interface NodeGeometry {
  readonly width: number
  readonly height: number
  readonly pitchX: number
  /** Offsets of the upright lanes from the left edge. */
  readonly lanes: {
    readonly toKubelet: number
    readonly fromKubelet: number
    readonly fromKubeProxy: number
    readonly vxlan: number
    readonly nodePort: number
  }
  readonly kubelet: Box
  readonly kubeProxy: Box
  readonly containerRuntime: Box
  /** From the kubelet around the pods to the container runtime. */
  readonly cri: readonly Point[]
  /** From the bridge up between the pods. */
  readonly bridge: readonly Point[]
}

/** Measures of the small picture. */
export interface CompactSize {
  /** Height of a pod's row and of a component's box in a node. */
  readonly row: number
  /** From the upper edge of a row to that of the next. */
  readonly rowPitch: number
  readonly podRows: number
  readonly podWidth: number
  /** Upper edge of the first pod's row in its node. */
  readonly podsTop: number
}

/** Measures of a head with one line for each thing. */
export interface SlimSize {
  /** Height of a line. */
  readonly row: number
  /** Whether there is room for the title of the nodes' region. */
  readonly titled: boolean
}

export interface ClusterLayout {
  /** Set in the small picture of an embed or a stage, whose nodes have one line for each thing. */
  readonly compact: CompactSize | undefined
  /** Set where the control plane and the network have one line for each thing, and there is no left column. */
  readonly slim: SlimSize | undefined
  /** What keeps its size on screen, as a node's name from afar does, is drawn so many times larger than usual: a stage is seen from afar. */
  readonly textFactor: number
  readonly node: NodeGeometry
  readonly columns: number
  readonly rows: number
  /** Where nodes stand by their slot, when they are arranged in groups; undefined: at their own places. */
  readonly arranged: ReadonlyMap<number, number> | undefined
  /** Width of the space on either side of the nodes that holds the trunks. */
  readonly gutter: number
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

/** The footprint of a node's place. */
export function nodeBox(place: number, { pitchX, width, height }: NodeGeometry = fullNode): Box {
  const { column, row } = gridCell(place)
  return { x: column * pitchX, y: row * nodePitchY, width, height }
}

/** A pod's card inside a node's card, relative to the node's upper left corner. */
export function podBox(position: number): Box {
  return { x: 8 + (position % 2) * 139, y: 97 + Math.floor(position / 2) * 70, width: podWidth, height: podHeight }
}

/** Parts of a node's card, relative to its upper left corner. */
export const nodeParts = {
  kubelet: { x: 8, y: 50, width: 120, height: 41 },
  kubeProxy: { x: 134, y: 50, width: 135, height: 41 },
  pods: { x: 8, y: 97, width: 261, height: 134 },
  containerRuntime: { x: 8, y: 237, width: 261, height: 44 },
} as const satisfies Record<string, Box>

/** A full node card. Between its pods is room for the pod network's packets. */
export const fullNode: NodeGeometry = {
  width: nodeWidth,
  height: nodeHeight,
  pitchX: nodePitchX,
  lanes: { toKubelet: 16, fromKubelet: 118, fromKubeProxy: 264, vxlan: 17, nodePort: 178 },
  kubelet: nodeParts.kubelet,
  kubeProxy: nodeParts.kubeProxy,
  containerRuntime: nodeParts.containerRuntime,
  cri: [{ x: 8, y: 71 }, { x: 4, y: 71 }, { x: 4, y: 268 }, { x: 8, y: 268 }],
  bridge: [{ x: 138.5, y: 234 }, { x: 138.5, y: 99 }],
}

/** Nodes in groups: their places by slot, the grid that they take, and whether racks have a line for their names below that of the zones. */
export interface Arranged {
  readonly namesRacks?: boolean
  readonly places: ReadonlyMap<number, number>
  readonly grid: GridSize
}

/** Width of a picture of three nodes, whose head has its usual size. */
export const baseWidth = 2 * nodePitchX + nodeWidth
/** Height at which the head meets the nodes' region in a picture of one row; there the head is scaled from. */
const headBottom = -43
/** Room beside the nodes for the trunks of a grid with several rows: at least so much, and in head units what three packets take side by side. */
const gutterWidth = 56
const gutterHeadWidth = 37
const networkHeight = 62
/** Space between the last row of nodes and the network's bar. */
const networkGap = 29
/** From the last row of nodes to the lower edge of their region. */
const belowNodes = 6
/** Height of the one-row picture below `headBottom`; the left column is made for it. */
const oneRowHeight = 422
/** Room for the title of the nodes' region where it stands above the lanes, in head units. */
const titleHeight = 24
/** Regions reach so far beyond what stands in them, and the picture beyond its lowest and highest boxes, in head units. */
const rim = 8
const margin = 4
/** Upper edges of the head's rows, in head units of a picture of one row: of all of it, of the components, of the API server. */
const headTop = -218
const componentsTop = -194
const apiServerTop = -100
/** The column of what is outside: its left edge, its width, the upper edge of its lists below kubectl's line, in head units. */
const leftColumn = { x: -172, width: 156, listsTop: -72 } as const
/** Least heights of the lists, the space between them, the most that a higher picture gives them, and the Deployments' part of that. */
const lists = { deployments: 163, services: 124, gap: 5, mostSpare: 300, deploymentsPart: 0.6 } as const

/**
 * Room that is added above and below the nodes: few rows under a larger head leave height unused, which the left column needs;
 * several rows need a line for the region's title.
 */
function extraRoom(rows: number, gridHeight: number, scale: number, titles: number): { readonly above: number; readonly below: number } {
  const lines = rows > 1 ? titleHeight * scale * titles : 0
  const missing = Math.max(0, oneRowHeight * scale - (gridHeight - headBottom + lines + networkGap + networkHeight * scale))
  if (rows > 1) return { above: lines, below: missing }
  return { above: missing * 0.4, below: missing * 0.6 }
}

/** Lines for the names of groups above the nodes. */
export const nameLines = (arranged: Arranged | undefined): number => (arranged === undefined ? 0 : arranged.namesRacks === true ? 2 : 1)

/** Width of the control plane, in head units, that still has room for the tray. */
const leastHeadWidth = 748
/** How much larger than the width of several rows of nodes gives the head may be. */
const mostWidened = 1.6

const widthOf = (columns: number): number => (columns - 1) * nodePitchX + nodeWidth

/**
 * How much larger the head must be for its text to keep its size on screen when the whole picture is fitted into a container. One row
 * takes no more than the nodes' width gives; several rows may need more than that, where the container is low.
 */
export function headScaleFor(places: number, width: number, height: number, arranged?: Arranged): number {
  const { columns, rows } = arranged?.grid ?? gridSize(places)
  const full = widthOf(columns) / baseWidth
  if (width <= 0 || height <= 0 || (rows === 1 && full <= 1)) return full
  const [least, most] = rows === 1 ? [1, full] : [full, full * mostWidened]
  for (let scale = least; scale < most; scale *= 1.02) {
    const { bounds } = clusterLayout(places, scale, arranged)
    if (scale * Math.min(width / bounds.width, height / bounds.height) >= 1) return scale
  }
  return most
}

/**
 * The whole picture for `places` node places (the highest place in use + 1), its head `wantedScale` times as large. The control plane is
 * always as wide as the nodes: with a smaller scale its bar and its tray grow. `arranged`: nodes in groups, whose names have a line too.
 */
export function clusterLayout(places: number, wantedScale?: number, arranged?: Arranged): ClusterLayout {
  const { columns, rows } = arranged?.grid ?? gridSize(places)
  // A head that is larger than the nodes' width allows makes room for itself beside them.
  const gridWidth = rows > 1 && wantedScale !== undefined ? Math.max(widthOf(columns), wantedScale * leastHeadWidth) : widthOf(columns)
  const gridHeight = (rows - 1) * nodePitchY + nodeHeight
  const scale = wantedScale ?? gridWidth / baseWidth
  const gutter = rows > 1 ? Math.max(gutterWidth, gutterHeadWidth * scale) : 0
  const { above, below } = extraRoom(rows, gridHeight, scale, 1 + nameLines(arranged))
  const meet = headBottom - above
  const head = (x: number, y: number, width: number, height: number): Box => ({
    x: x * scale,
    y: meet + (y - headBottom) * scale,
    width: width * scale,
    height: height * scale,
  })
  const outside = (y: number, height: number): Box => {
    const box = head(leftColumn.x, y, leftColumn.width, height)
    return { ...box, x: box.x - gutter }
  }
  const workers = { x: -rim * scale - gutter, y: meet, width: gridWidth + 2 * (rim * scale + gutter), height: gridHeight - meet + belowNodes }
  const network = { x: workers.x, y: gridHeight + networkGap + below, width: workers.width, height: networkHeight * scale }
  const bottom = network.y + network.height
  const left = leftBoxes(outside, (bottom - meet) / scale)
  const bounds = { x: left.kubectl.x - rim * scale, y: meet + (headTop - margin - headBottom) * scale }
  return {
    compact: undefined,
    slim: undefined,
    textFactor: 1,
    node: fullNode,
    columns,
    rows,
    arranged: arranged?.places,
    gutter,
    headScale: scale,
    bounds: { ...bounds, width: workers.x + workers.width + rim * scale - bounds.x, height: bottom + margin * scale - bounds.y },
    workers,
    network,
    controlPlane: { ...head(0, headTop, 0, 169), x: workers.x, width: workers.width },
    ...headBoxes(head, gridWidth / scale),
    ...left,
  }
}

/** The boxes of the control plane; the tray and the API server take what is left of its `width`. `head`: a box given in head units. */
function headBoxes(
  head: (x: number, y: number, width: number, height: number) => Box, width: number,
): Pick<ClusterLayout, 'etcd' | 'controllerManager' | 'scheduler' | 'tray' | 'apiServer'> {
  const component = (x: number, boxWidth: number): Box => head(x, componentsTop, boxWidth, 60)
  return {
    etcd: component(2, 146),
    controllerManager: component(156, 236),
    scheduler: component(400, 190),
    tray: component(606, width - 608),
    apiServer: head(2, apiServerTop, width - 4, 44),
  }
}

/** The boxes of the left column of a picture that is `height` high below its head; `outside`: one of them. All in head units. */
function leftBoxes(outside: (y: number, height: number) => Box, height: number): Pick<ClusterLayout, 'kubectl' | 'deployments' | 'services' | 'clients'> {
  const spare = Math.min(Math.max(0, height - oneRowHeight), lists.mostSpare)
  const deployments = lists.deployments + spare * lists.deploymentsPart
  const services = lists.services + spare * (1 - lists.deploymentsPart)
  const servicesTop = leftColumn.listsTop + lists.gap + deployments
  return {
    kubectl: outside(headTop, 70),
    deployments: outside(leftColumn.listsTop, deployments),
    services: outside(servicesTop, services),
    clients: outside(servicesTop + services + 4, 96),
  }
}
