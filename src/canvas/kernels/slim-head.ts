/** The control plane and the network with one line for each thing, and without the column of what is outside: for pictures with little room. */
import type { Box, ClusterLayout } from './layout.ts'

/** Least width of a picture whose titles are whole, in px where text has its usual size. */
export const leastSlimWidth = 620
/** From a picture's edge to its boxes. */
export const sideMargin = 14
export const edge = 5
const inset = 7
/** Holds the port chips of the lines above and below the API server. */
export const chipGap = 26
const regionGap = 4
export const networkGap = 13
export const networkHeight = 46
/** Regions are so much wider than what stands in them, on either side. */
const rim = 8

/** Height from a picture's upper edge to the upper edge of its nodes' region, for rows of that height. */
export function slimHeadHeight(row: number): number {
  return edge + inset + row + 2 + chipGap + row + 6 + inset + regionGap
}

interface SlimPlace {
  /** Left edge and width of the boxes, the picture's upper edge, the network's upper edge, in world units. */
  readonly x: number
  readonly width: number
  readonly top: number
  readonly networkTop: number
  readonly row: number
  /** How much larger than its usual size all is. */
  readonly scale: number
}

const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 }

/** The control plane's boxes side by side; the tray takes what is left. Widths hold their titles in the widest letters. */
function controlPlaneBoxes(width: number): Readonly<Record<'etcd' | 'controllerManager' | 'scheduler' | 'tray', readonly [number, number]>> {
  const gap = Math.min(24, Math.max(8, (width - 560) / 6))
  const widths = { etcd: 88, controllerManager: 196, scheduler: 122 }
  const controllerManager = widths.etcd + gap
  const scheduler = controllerManager + widths.controllerManager + gap
  const tray = scheduler + widths.scheduler + gap
  return {
    etcd: [0, widths.etcd],
    controllerManager: [controllerManager, widths.controllerManager],
    scheduler: [scheduler, widths.scheduler],
    tray: [tray, width - tray],
  }
}

/** All boxes of the picture but the nodes and their region. */
export function slimHead({ x, width, top, networkTop, row, scale }: SlimPlace): Pick<
  ClusterLayout,
  'controlPlane' | 'etcd' | 'controllerManager' | 'scheduler' | 'tray' | 'apiServer' | 'network' | 'kubectl' | 'deployments' | 'services' | 'clients'
> {
  const usual = width / scale
  const box = (left: number, above: number, boxWidth: number, height: number): Box =>
    ({ x: x + left * scale, y: top + above * scale, width: boxWidth * scale, height: height * scale })
  const boxes = edge + inset
  const apiServer = boxes + row + 2 + chipGap
  const { etcd, controllerManager, scheduler, tray } = controlPlaneBoxes(usual)
  return {
    controlPlane: box(-rim, edge, usual + 2 * rim, apiServer + row + 6 + inset - edge),
    etcd: box(etcd[0], boxes, etcd[1], row + 2),
    controllerManager: box(controllerManager[0], boxes, controllerManager[1], row + 2),
    scheduler: box(scheduler[0], boxes, scheduler[1], row + 2),
    tray: box(tray[0], boxes, tray[1], row + 2),
    apiServer: box(0, apiServer, usual, row + 6),
    network: { x: x - rim * scale, y: networkTop, width: width + 2 * rim * scale, height: networkHeight * scale },
    kubectl: nowhere,
    deployments: nowhere,
    services: nowhere,
    clients: nowhere,
  }
}
