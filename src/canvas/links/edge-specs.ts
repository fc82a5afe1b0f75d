/** The lines of the picture with their port chips and names, from the layout, the nodes in view and the links' own state. */
import { linkRow } from '../../kubernetes/architecture.ts'
import type { LinkKind } from '../../kubernetes/architecture.ts'
import type { ClusterLayout, Point } from '../kernels/layout.ts'
import { nodeBox } from '../kernels/layout.ts'
import type { LinkMode } from '../kernels/level-of-detail.ts'
import { headLine, insideMachine, nodeLine, trunkKinds, trunkLine } from '../kernels/routing.ts'

export interface EdgeSpec {
  readonly id: string
  readonly kind: LinkKind
  /** `LinkRecord.id` that is chosen with it; undefined while the engine has told of none. */
  readonly link: number | undefined
  /** Slot of the node it belongs to; -1: none. */
  readonly node: number
  readonly points: readonly Point[]
  readonly dead: boolean
  readonly trunk: boolean
  /** Enlarges line and chip like the head of the picture. */
  readonly scale: number
  /**
   * Upper left corner of the chip and its text; undefined: no chip (too small, or its neighbour's chip serves both). `tight`: no room for a
   * glyph. `scale`: where it is not the line's.
   */
  readonly chip: (Point & { readonly text: string; readonly tight?: boolean; readonly scale?: number }) | undefined
  /** "kubelet node-1 to API Server, TCP 6443 · HTTPS". */
  readonly name: string
}

export interface NodeLinks {
  readonly slot: number
  readonly place: number
  readonly name: string
  /** Whether something can get through at all: powered on and its cable whole. */
  readonly reachable: boolean
  /** Links of the node by kind, where the engine has told of them. */
  readonly links: ReadonlyMap<LinkKind, { readonly id: number; readonly up: boolean }>
}

export interface EdgeInput {
  readonly layout: ClusterLayout
  readonly mode: LinkMode
  /** In `plain` mode: how much larger chips must be to keep their size on screen; undefined: there is no room for chips. */
  readonly chipScale?: number | undefined
  /** Lines stand so close that only the first node's have chips, which serve all. */
  readonly firstChipsOnly?: boolean
  readonly nodes: readonly NodeLinks[]
  readonly headLinks: ReadonlyMap<LinkKind, { readonly id: number; readonly up: boolean }>
  /** 0: the clients use no NodePort. */
  readonly nodePort: number
}

const chipHeight = 20
/** Chip of a node's line, relative to the node's upper left corner. kube-proxy's line shares the kubelet's chip. */
const nodeChips: Partial<Record<LinkKind, Point>> = {
  'api-kubelet': { x: 22, y: -24 },
  'kubelet-api': { x: 125, y: -24 },
  cri: { x: 13, y: 259 },
  vxlan: { x: 24, y: 297 },
  'client-nodeport': { x: 185, y: 297 },
}
const nodeNames: Partial<Record<LinkKind, (node: string) => string>> = {
  'api-kubelet': (node) => `API Server to kubelet ${node}`,
  'kubelet-api': (node) => `kubelet ${node} to API Server`,
  'proxy-api': (node) => `kube-proxy ${node} to API Server`,
  cri: (node) => `kubelet ${node} to container runtime`,
  vxlan: (node) => `${node} to the other nodes`,
  'client-nodeport': (node) => `Cluster network to ${node}`,
  'pod-network': (node) => `Pods of ${node} to each other`,
}
const nodeKinds = Object.keys(nodeNames) as LinkKind[]

const headNames: Partial<Record<LinkKind, string>> = {
  'kubectl-api': 'kubectl to API Server',
  'api-etcd': 'API Server to etcd',
  'controller-manager-api': 'Controller Manager to API Server',
  'scheduler-api': 'Scheduler to API Server',
  'client-nodeport': 'clients to Service (NodePort)',
}
const headKinds = Object.keys(headNames) as LinkKind[]

/** The lines that nodes had when they were asked for last: in a move cards come one by one, and the lines of all others stay as they are. */
interface EdgeMemory {
  input: EdgeInput | undefined
  nodes: ReadonlyMap<number, { readonly node: NodeLinks; readonly isFirst: boolean; readonly specs: readonly EdgeSpec[] }>
}

/** Remembers nothing yet. */
export const createEdgeMemory = (): EdgeMemory => ({ input: undefined, nodes: new Map() })

/** All lines for what is in view. Those of a node are the same objects as before while the node's links and the picture around them are. */
export function edgeSpecs(input: EdgeInput, memory: EdgeMemory = createEdgeMemory()): EdgeSpec[] {
  const head = headKinds.map((kind) => headSpec(input, kind))
  if (input.mode === 'hidden') return head
  if (input.mode === 'trunk') return [...head, ...trunkKinds.map((kind) => trunkSpec(input, kind))]
  return [...head, ...nodeSpecs(input, memory)]
}

const isSameButNodes = (a: EdgeInput, b: EdgeInput): boolean =>
  a.layout === b.layout && a.mode === b.mode && a.chipScale === b.chipScale && a.firstChipsOnly === b.firstChipsOnly && a.nodePort === b.nodePort

function nodeSpecs(input: EdgeInput, memory: EdgeMemory): EdgeSpec[] {
  const kinds = input.mode === 'single' ? nodeKinds : nodeKinds.filter((kind) => !insideMachine.includes(kind))
  const known = memory.input !== undefined && isSameButNodes(memory.input, input) ? memory.nodes : createEdgeMemory().nodes
  const nodes = new Map(input.nodes.map((node, i) => {
    const isFirst = i === 0
    const before = known.get(node.slot)
    if (before?.node === node && before.isFirst === isFirst) return [node.slot, before]
    return [node.slot, { node, isFirst, specs: kinds.map((kind) => nodeSpec(input, node, kind)) }]
  }))
  Object.assign(memory, { input, nodes })
  return [...nodes.values()].flatMap(({ specs }) => specs)
}

const named = (name: string, kind: LinkKind, dead: boolean): string => `${name}, ${linkRow(kind).label}${dead ? ', cut' : ''}`

function headSpec({ layout, headLinks, nodes, nodePort }: EdgeInput, kind: LinkKind): EdgeSpec {
  const points = headLine(layout, kind)
  // The clients' line is the first stretch of all their links to nodes: it is chosen as one of them and never dead by itself.
  const shared = kind === 'client-nodeport'
  const link = shared ? nodes[0]?.links.get(kind) : headLinks.get(kind)
  const dead = !shared && link?.up === false
  const scale = layout.headScale
  const start = points[0] ?? { x: 0, y: 0 }
  const next = points[1] ?? start
  const text = kind === 'client-nodeport' && nodePort > 0 ? `NodePort ${nodePort}` : linkRow(kind).label
  const chip = layout.slim === undefined ? headChip(kind, start, next, scale, text) : slimHeadChip(layout, kind, start, next, nodePort)
  return {
    id: `head:${kind}`,
    kind,
    link: link?.id,
    node: -1,
    points,
    dead,
    trunk: false,
    scale,
    chip,
    name: named(headNames[kind] ?? kind, kind, dead),
  }
}

/** The chip of a line of the head stands on its right. */
function headChip(kind: LinkKind, start: Point, next: Point, scale: number, text: string): EdgeSpec['chip'] {
  const middle = kind === 'kubectl-api' ? start.y + 30 * scale : kind === 'client-nodeport' ? next.y + 16 * scale : (start.y + next.y) / 2
  return { x: start.x + 9 * scale, y: middle - 10 * scale, text }
}

/** Chips of a slim picture's bar below stand at its right end, so far from it. */
const barChips = { nodePort: 132, vxlan: 286, top: 23 } as const

/** A slim head has short chips; those of data traffic stand in the network's bar, and one stands for all nodes. */
function slimHeadChip({ network, headScale: scale }: ClusterLayout, kind: LinkKind, start: Point, next: Point, nodePort: number): EdgeSpec['chip'] {
  if (kind === 'kubectl-api') return undefined
  if (kind !== 'client-nodeport') return { x: start.x + 9 * scale, y: (start.y + next.y - chipHeight * scale) / 2, text: linkRow(kind).shortLabel }
  const text = nodePort > 0 ? `NodePort ${nodePort}` : linkRow(kind).shortLabel
  return { x: network.x + network.width - barChips.nodePort * scale, y: network.y + barChips.top * scale, text }
}

/** What the VXLAN chip takes of the bar with some room, and the bar's title. */
const barWidths = { vxlan: 160, title: 305 } as const

/** The one chip of the nodes' VXLAN lines in the bar of a slim picture: where it would cover the end of a node's line, before it. */
function barChip({ network: { x, y, width }, headScale: scale, node: { pitchX, lanes }, columns }: ClusterLayout): EdgeSpec['chip'] {
  const usual = x + width - barChips.vxlan * scale
  const room = barWidths.vxlan * scale
  const ends = Array.from({ length: columns }, (_, column) => column * pitchX + lanes.vxlan)
  const covered = (left: number): number | undefined => ends.find((end) => end > left - 9 * scale && end < left + room - 6 * scale)
  const before = (covered(usual) ?? Infinity) - room
  const left = before > x + barWidths.title * scale && before < usual && covered(before) === undefined ? before : usual
  return { x: left, y: y + barChips.top * scale, text: linkRow('vxlan').label, scale }
}

function compactNodeChip({ layout, nodes }: EdgeInput, kind: LinkKind, place: number): EdgeSpec['chip'] {
  const { lanes } = layout.node
  const box = nodeBox(place, layout.node)
  const text = linkRow(kind).shortLabel
  switch (kind) {
    case 'api-kubelet': return { x: box.x + lanes.toKubelet + 6, y: box.y - 23, text }
    case 'kubelet-api': return { x: box.x + lanes.fromKubelet + 6, y: box.y - 23, text }
    case 'vxlan': return place === nodes[0]?.place ? barChip(layout) : undefined
    default: return undefined
  }
}

/** Where the chip of a node's line stands: full text beside the line, its short form enlarged, away from the node's edge, or where the lines of all rows meet. */
function nodeChip(input: EdgeInput, kind: LinkKind, place: number): { readonly chip: EdgeSpec['chip']; readonly scale: number } {
  const { layout, mode, chipScale, firstChipsOnly = false, nodes, nodePort } = input
  if (layout.compact !== undefined) return { chip: compactNodeChip(input, kind, place), scale: 1 }
  const first = place === nodes[0]?.place
  if (mode === 'plain' && layout.rows > 1) return { chip: first ? trunkChip(layout, kind) : undefined, scale: 1 }
  const isData = kind === 'vxlan' || kind === 'client-nodeport'
  if (layout.slim !== undefined && isData) return { chip: first && kind === 'vxlan' ? barChip(layout) : undefined, scale: 1 }
  const at = firstChipsOnly && !first ? undefined : nodeChips[kind]
  const scale = mode === 'single' ? 1 : chipScale
  if (scale === undefined) return { chip: undefined, scale: 1 }
  if (at === undefined) return { chip: undefined, scale: firstChipsOnly ? 1 : scale }
  const box = nodeBox(place, layout.node)
  const { label, shortLabel } = linkRow(kind)
  const short = mode === 'single' ? label : shortLabel
  const text = kind === 'client-nodeport' ? (nodePort > 0 ? `:${nodePort}` : shortLabel) : short
  const above = at.y < 0 ? chipHeight * (scale - 1) : 0
  const chip = { x: box.x + at.x, y: box.y + at.y - above, text }
  return firstChipsOnly ? { chip: { ...chip, tight: true, scale }, scale: 1 } : { chip, scale }
}

function nodeSpec(input: EdgeInput, node: NodeLinks, kind: LinkKind): EdgeSpec {
  const link = node.links.get(kind)
  const dead = link?.up === false || (!insideMachine.includes(kind) && !node.reachable)
  return {
    id: `${kind}:${node.slot}`,
    kind,
    link: link?.id,
    node: node.slot,
    points: nodeLine(input.layout, kind, node.place, input.mode === 'single'),
    dead,
    trunk: false,
    name: named(nodeNames[kind]?.(node.name) ?? kind, kind, dead),
    ...nodeChip(input, kind, node.place),
  }
}

/** Chips of the trunks stand on the title's line, in head units from the gutter's inner edge; kube-proxy's trunk shares the kubelet's. */
const trunkChips: Partial<Record<LinkKind, number>> = { 'api-kubelet': 4, 'kubelet-api': 70, vxlan: -88, 'client-nodeport': -176 }

function trunkChip({ workers, gutter, headScale: scale }: ClusterLayout, kind: LinkKind): EdgeSpec['chip'] {
  const at = trunkChips[kind]
  if (at === undefined) return undefined
  const inner = at < 0 ? workers.x + workers.width - gutter : workers.x + gutter
  return { x: inner + at * scale, y: workers.y + 2 * scale, text: linkRow(kind).shortLabel, scale }
}

function trunkSpec({ layout }: EdgeInput, kind: LinkKind): EdgeSpec {
  return {
    id: `trunk:${kind}`,
    kind,
    link: undefined,
    node: -1,
    points: trunkLine(layout, kind),
    dead: false,
    trunk: true,
    scale: layout.headScale,
    chip: trunkChip(layout, kind),
    name: `All nodes: ${linkRow(kind).from} to ${linkRow(kind).to}, ${linkRow(kind).label}`,
  }
}
