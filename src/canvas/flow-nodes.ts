/** React Flow's nodes: size and handles are preset, so that it need not measure any card. */
import { Position } from 'reactflow'
import type { Edge, Node, NodeHandle } from 'reactflow'
import type { Box, ClusterLayout } from './kernels/layout.ts'
import type { Focus } from './kernels/related.ts'
import { nodeBox } from './kernels/layout.ts'
import type { EdgeSpec } from './links/edge-specs.ts'

/** Lines run in lanes of their own: React Flow only asks that there be points to join them to. */
const handles: NodeHandle[] = [
  { type: 'source', position: Position.Bottom, x: 0, y: 0, width: 1, height: 1 },
  { type: 'target', position: Position.Top, x: 0, y: 0, width: 1, height: 1 },
]

/** Below the links. */
const regionZIndex = -2

/** Regions are grounds: clicks go through them. React Flow takes none for cards that it neither selects nor drags, unless told so. */
function flowNode(id: string, type: string, box: Box, data: Record<string, unknown>, zIndex = 0, faded = false): Node {
  return {
    id, type, className: faded ? 'is-faded' : undefined, position: { x: box.x, y: box.y }, width: box.width, height: box.height, measured: { width: box.width, height: box.height }, handles, data, zIndex,
    style: { pointerEvents: zIndex <= regionZIndex ? 'none' : 'all' },
    draggable: false, selectable: false, connectable: false, focusable: false, deletable: false,
  }
}

const headCards = [
  'kubectl', 'deployments', 'services', 'clients', 'etcd', 'controllerManager', 'scheduler', 'tray', 'apiServer', 'network',
] as const

/** The small picture has no column for what is outside and what was asked for. */
const compactCards = ['etcd', 'controllerManager', 'scheduler', 'tray', 'apiServer', 'network'] as const

/** The cards that are always there; in focus those that take no part are faded. Regions lie below the links. */
export function headNodes(layout: ClusterLayout, focus: Focus | undefined): Node[] {
  return [
    flowNode('controlPlane', 'controlPlane', layout.controlPlane, { layout, box: layout.controlPlane }, regionZIndex),
    flowNode('workers', 'workers', layout.workers, { layout, box: layout.workers }, regionZIndex),
    ...(layout.compact === undefined ? headCards : compactCards).map((part) =>
      flowNode(part, part, layout[part], { layout, box: layout[part] }, part === 'network' ? -1 : 0, focus !== undefined && !focus.head.has(part))),
  ]
}

/** A worker node's card, full or as a shell. */
export function workerFlowNode(layout: ClusterLayout, slot: number, place: number, full: boolean, focus: Focus | undefined): Node {
  const type = layout.compact !== undefined ? 'compact' : full ? 'worker' : 'shell'
  return flowNode(`node:${slot}`, type, nodeBox(place, layout.node), { slot, layout }, 0, focus !== undefined && !focus.nodes.has(slot))
}

/** A machine without a Node object, where a node could stand. */
export function unregisteredFlowNode(layout: ClusterLayout, name: string, place: number, faded: boolean): Node {
  return flowNode(`machine:${name}`, 'unregistered', nodeBox(place, layout.node), { name }, 0, faded)
}

const headEnds: Partial<Record<EdgeSpec['kind'], readonly [string, string]>> = {
  'kubectl-api': ['kubectl', 'apiServer'], 'api-etcd': ['apiServer', 'etcd'], 'controller-manager-api': ['controllerManager', 'apiServer'],
  'scheduler-api': ['scheduler', 'apiServer'], 'client-nodeport': ['clients', 'network'],
}

/** Cards at the ends of a line. What lies outside the small picture has no card there: such a line hangs on its other end. */
function endsOf(spec: EdgeSpec, compact: boolean): readonly [string, string] {
  if (compact && spec.kind === 'kubectl-api') return ['apiServer', 'apiServer']
  if (compact && spec.id === 'head:client-nodeport') return ['network', 'network']
  if (spec.trunk) return ['apiServer', 'network']
  if (spec.node < 0) return headEnds[spec.kind] ?? ['apiServer', 'apiServer']
  const node = `node:${spec.node}`
  switch (spec.kind) {
    case 'api-kubelet': return ['apiServer', node]
    case 'vxlan': return [node, 'network']
    case 'client-nodeport': return ['network', node]
    case 'cri': case 'pod-network': return [node, node]
    default: return [node, 'apiServer']
  }
}

/** A line as a React Flow edge: it can be reached with the keyboard and says its name. */
export function flowEdge(
  spec: EdgeSpec, selected: boolean, compact: boolean, onSelect: (spec: EdgeSpec) => void, focus: Focus | undefined,
): Edge {
  const [source, target] = endsOf(spec, compact)
  const faded = focus !== undefined && !focus.hasLink(spec.kind, spec.node)
  return {
    id: spec.id, type: 'link', source, target, data: { spec, onSelect, faded }, className: faded ? 'is-faded' : undefined, selected, ariaLabel: spec.name, ariaRole: 'button', zIndex: 1,
    // Lines come before the cards in the document; Tab goes from card to card, the arrow keys walk along the lines.
    domAttributes: { tabIndex: -1 },
    focusable: true, selectable: spec.link !== undefined, deletable: false, reconnectable: false,
  }
}
