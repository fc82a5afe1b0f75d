/**
 * The way of every link as a polyline from the side that dials to the side that is dialled. Lanes are reserved, lines straight, nothing
 * crosses: both wide bars are hubs. Packets travel on the same polylines (`way.ts`).
 */
import type { LinkKind } from '../../kubernetes/architecture.ts'
import { gridCell } from './grid.ts'
import { nodeBox } from './layout.ts'
import type { ClusterLayout, Point } from './layout.ts'

/** Heights of the two lanes inside the cluster network's bar, from its upper edge, before scaling. */
const networkLanes = { nodePort: 8, vxlan: 21 } as const

/** A row's buses, for lines that go on to a trunk: above and below its nodes, one beside the other, in world units. */
const buses = { above: 46, below: 30, apart: 7 } as const
/** Trunks in a gutter: how many would fill it, and where the first one's middle is, in trunks. */
const trunksOfGutter = { count: 3.5, first: 0.9 } as const
/** Trunks begin so far inside the nodes' region. */
const trunkInset = 20

/** Kinds of links whose route depends on a node, in the order of their trunks in the gutter. */
const controlTrunks: readonly LinkKind[] = ['api-kubelet', 'kubelet-api', 'proxy-api']
const dataTrunks: readonly LinkKind[] = ['vxlan', 'client-nodeport']

/** Height of the lane of NodePort traffic, or of VXLAN's outer packets, in the network's bar. */
export function networkLaneY(layout: ClusterLayout, kind: 'vxlan' | 'client-nodeport'): number {
  return layout.network.y + (kind === 'vxlan' ? networkLanes.vxlan : networkLanes.nodePort) * layout.headScale
}

/** Middle of the trunk of a kind in the gutter beside the nodes. */
export function trunkX(layout: ClusterLayout, kind: LinkKind): number {
  const control = controlTrunks.indexOf(kind)
  const step = layout.gutter / trunksOfGutter.count
  if (control >= 0) return layout.workers.x + (control + trunksOfGutter.first) * step
  return layout.workers.x + layout.workers.width - (dataTrunks.indexOf(kind) + trunksOfGutter.first) * step
}

const apiBottom = (layout: ClusterLayout): number => layout.apiServer.y + layout.apiServer.height

/** From a node's lane up to the API server; in a grid of several rows over the row's bus and the gutter. */
function upToApi(layout: ClusterLayout, place: number, kind: LinkKind, laneX: number, inside: boolean): Point[] {
  const box = nodeBox(place, layout.node)
  const x = box.x + laneX
  const top = { x, y: apiBottom(layout) }
  const start = { x, y: box.y + (inside ? layout.node.kubelet.y : 0) }
  if (layout.rows === 1) return [start, top]
  const busY = box.y - buses.above + controlTrunks.indexOf(kind) * buses.apart
  const gutter = trunkX(layout, kind)
  return [start, { x, y: busY }, { x: gutter, y: busY }, { x: gutter, y: top.y }]
}

/** From a node's lane down to its lane in the network's bar; above the last row over the row's bus and the gutter. */
function downToNetwork(layout: ClusterLayout, place: number, kind: 'vxlan' | 'client-nodeport', laneX: number): Point[] {
  const box = nodeBox(place, layout.node)
  const x = box.x + laneX
  const y = networkLaneY(layout, kind)
  const start = { x, y: box.y + layout.node.height }
  if (gridCell(place).row === layout.rows - 1) return [start, { x, y }]
  const busY = box.y + layout.node.height + buses.below + dataTrunks.indexOf(kind) * buses.apart
  const gutter = trunkX(layout, kind)
  return [start, { x, y: busY }, { x: gutter, y: busY }, { x: gutter, y }]
}

/**
 * The part of a link that belongs to one node and is drawn as its line: without the stretch inside the network's bar. `inside`: it ends
 * at the part of the node's card that it belongs to; else at the card's edge, because the card shows no parts.
 */
export function nodeLine(layout: ClusterLayout, kind: LinkKind, place: number, inside: boolean): readonly Point[] {
  const box = nodeBox(place, layout.node)
  const { lanes, cri, bridge } = layout.node
  const within = (points: readonly Point[]): Point[] => points.map((point) => ({ x: box.x + point.x, y: box.y + point.y }))
  switch (kind) {
    case 'api-kubelet': return upToApi(layout, place, kind, lanes.toKubelet, inside).toReversed()
    case 'kubelet-api': return upToApi(layout, place, kind, lanes.fromKubelet, inside)
    case 'proxy-api': return upToApi(layout, place, kind, lanes.fromKubeProxy, inside)
    case 'vxlan': return downToNetwork(layout, place, kind, lanes.vxlan)
    case 'client-nodeport': return downToNetwork(layout, place, kind, lanes.nodePort).toReversed()
    case 'cri': return within(cri)
    case 'pod-network': return within(bridge)
    default: throw new Error(`a ${kind} link belongs to no node`)
  }
}

/** Under a slim head what lies outside is not drawn: its line comes in from the edge. */
function fromOutside({ bounds }: ClusterLayout, x: number, y: number): Point[] {
  return [{ x: bounds.x, y }, { x, y }]
}

/** The line of a link that belongs to no node. */
export function headLine(layout: ClusterLayout, kind: LinkKind): readonly Point[] {
  const { apiServer, kubectl, etcd, controllerManager, scheduler, clients, network, headScale: scale } = layout
  const drop = (box: { x: number; y: number; height: number }, offset: number): Point[] =>
    [{ x: box.x + offset * scale, y: box.y + box.height }, { x: box.x + offset * scale, y: apiServer.y }]
  switch (kind) {
    case 'kubectl-api': {
      if (layout.slim !== undefined) return fromOutside(layout, apiServer.x, apiServer.y + apiServer.height / 2)
      const x = kubectl.x + 16 * scale
      const y = apiServer.y + apiServer.height / 2
      return [{ x, y: kubectl.y + kubectl.height }, { x, y }, { x: apiServer.x, y }]
    }
    case 'api-etcd': return drop(etcd, 22).toReversed()
    case 'controller-manager-api': return drop(controllerManager, 34)
    case 'scheduler-api': return drop(scheduler, 34)
    case 'client-nodeport': {
      if (layout.slim !== undefined) return fromOutside(layout, network.x, networkLaneY(layout, 'client-nodeport'))
      const x = clients.x + 16 * scale
      const y = networkLaneY(layout, 'client-nodeport')
      return [{ x, y: clients.y + clients.height }, { x, y }, { x: network.x, y }]
    }
    default: throw new Error(`a ${kind} link needs its node`)
  }
}

/** Links that stay inside one machine. */
export const insideMachine: readonly LinkKind[] = ['cri', 'pod-network']
const headKinds: readonly LinkKind[] = ['kubectl-api', 'api-etcd', 'controller-manager-api', 'scheduler-api']

/**
 * The whole way of a message over a link, from the dialling side to the dialled side. `place` and `peer` are the places of the link's
 * nodes; undefined when the link has none or the node is not known. undefined: the picture has no way for it.
 */
export function packetRoute(
  layout: ClusterLayout, kind: LinkKind, place: number | undefined, peer: number | undefined, inside: boolean,
): readonly Point[] | undefined {
  if (headKinds.includes(kind)) return headLine(layout, kind)
  if (kind === 'etcd-peer' || place === undefined) return undefined
  if (kind === 'vxlan') {
    if (peer === undefined) return nodeLine(layout, kind, place, inside)
    return [...nodeLine(layout, kind, place, inside), ...nodeLine(layout, kind, peer, inside).toReversed()]
  }
  if (kind === 'client-nodeport') return [...headLine(layout, kind), ...nodeLine(layout, kind, place, inside)]
  if (!inside && insideMachine.includes(kind)) return undefined
  return nodeLine(layout, kind, place, inside)
}

/** The trunk that stands for all links of a kind when cards are too many for single lines. */
export function trunkLine(layout: ClusterLayout, kind: LinkKind): readonly Point[] {
  const x = trunkX(layout, kind)
  if (controlTrunks.includes(kind)) {
    const line = [{ x, y: layout.workers.y + layout.workers.height - trunkInset }, { x, y: apiBottom(layout) }]
    return kind === 'api-kubelet' ? line.toReversed() : line
  }
  const network = networkLaneY(layout, kind === 'vxlan' ? 'vxlan' : 'client-nodeport')
  const line = [{ x, y: layout.workers.y + trunkInset }, { x, y: network }]
  return kind === 'vxlan' ? line : line.toReversed()
}

/** Kinds of links that have a trunk. */
export const trunkKinds: readonly LinkKind[] = [...controlTrunks, ...dataTrunks]
