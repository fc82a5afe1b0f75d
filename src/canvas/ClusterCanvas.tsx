/** The picture: React Flow holds pan, zoom and the DOM of what is near; all packets are on one overlay, all far pods on one bitmap. */
import { useCallback, useMemo, useRef } from 'react'
import type { MouseEvent } from 'react'
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from 'reactflow'
import type { EdgeChange } from 'reactflow'
import 'reactflow/dist/base.css'
import './canvas.css'
import './cards.css'
import './nodes.css'
import { useCluster, useClusterState } from '../state/context.tsx'
import { select } from '../state/page-actions.ts'
import { FitControls } from './FitControls.tsx'
import { flowEdge, headNodes, workerFlowNode } from './flow-nodes.ts'
import { nodeBox } from './kernels/layout.ts'
import { linkMode, maxFullCards, shortChipZoom, textScale } from './kernels/level-of-detail.ts'
import { overlaps, placeAt } from './kernels/hit-test.ts'
import { BitmapLayer } from './layers/BitmapLayer.tsx'
import { PacketOverlay } from './layers/PacketOverlay.tsx'
import type { PacketOverlayHandle } from './layers/PacketOverlay.tsx'
import { edgeSpecs } from './links/edge-specs.ts'
import type { EdgeSpec } from './links/edge-specs.ts'
import { LinkEdge } from './links/LinkEdge.tsx'
import {
  ApiServerNode, ClientsNode, ControllerManagerNode, ControlPlaneNode, DeploymentsNode, EtcdNode, KubectlNode, NetworkNode, SchedulerNode,
  ServicesNode, TrayNode, WorkersNode,
} from './nodes/HeadNodes.tsx'
import { ShellNode, WorkerNode } from './nodes/WorkerNodes.tsx'
import { useClusterLayout, useLinkTable } from './use-cluster-layout.ts'
import { useStaggered, useViewWindow } from './use-window.ts'

const nodeTypes = {
  controlPlane: ControlPlaneNode, workers: WorkersNode, etcd: EtcdNode, apiServer: ApiServerNode, controllerManager: ControllerManagerNode,
  scheduler: SchedulerNode, tray: TrayNode, kubectl: KubectlNode, deployments: DeploymentsNode, services: ServicesNode, clients: ClientsNode,
  network: NetworkNode, worker: WorkerNode, shell: ShellNode,
}
const edgeTypes = { link: LinkEdge }
const zoomRange = { min: 0.01, max: 4 } as const

/** The cluster's picture. Fills its container; needs a `ClusterProvider`. */
export function ClusterCanvas() {
  return <ReactFlowProvider><Canvas /></ReactFlowProvider>
}

function Canvas() {
  const { store } = useCluster()
  const { layout, placed } = useClusterLayout()
  const view = useViewWindow()
  const overlay = useRef<PacketOverlayHandle>(null)
  const selectedLink = useClusterState(({ selection }) => (selection?.kind === 'link' ? selection.id : -1))

  const inView = useMemo(
    () => (view.level === 'fleet' ? [] : placed.filter(({ place }) => overlaps(nodeBox(place), view.box))),
    [placed, view.level, view.box.x, view.box.y, view.box.width, view.box.height],
  )
  const wanted = useMemo(() => inView.map(({ slot }) => slot), [inView])
  const mounted = useStaggered(wanted)
  const mode = linkMode(view.level, placed.length > inView.length && view.level === 'fleet' ? placed.length : inView.length)
  const links = useLinkTable(placed)
  const enlarged = useStore(({ transform }) => textScale(Math.round(transform[2] * 50) / 50 || transform[2]))
  const chipScale = mode === 'plain' && layout.rows === 1 && enlarged <= 1 / shortChipZoom ? enlarged : undefined

  const nodes = useMemo(() => {
    const shown = new Set(mounted)
    const full = view.level !== 'shell' && inView.length <= maxFullCards
    return [...headNodes(layout), ...inView.filter(({ slot }) => shown.has(slot)).map(({ slot, place }) => workerFlowNode(slot, place, full))]
  }, [layout, inView, mounted, view.level])

  const onSelectEdge = useCallback((spec: EdgeSpec) => {
    if (spec.link !== undefined) select(store, { kind: 'link', id: spec.link })
  }, [store])
  const edges = useMemo(() => {
    const shown = new Set(mounted)
    const inMounted = inView.filter(({ slot }) => shown.has(slot)).map(({ slot }) => links.nodes.get(slot)).filter((node) => node !== undefined)
    const specs = edgeSpecs({ layout, mode, chipScale, nodes: inMounted, headLinks: links.head, nodePort: links.nodePort })
    return specs.map((spec) => flowEdge(spec, spec.link !== undefined && spec.link === selectedLink, onSelectEdge))
  }, [layout, mode, chipScale, inView, mounted, links, selectedLink, onSelectEdge])

  const onEdgesChange = useCallback((changes: EdgeChange[]) => {
    for (const change of changes) {
      if (change.type !== 'select' || !change.selected) continue
      const spec = edges.find((edge) => edge.id === change.id)?.data?.spec as EdgeSpec | undefined
      if (spec !== undefined) onSelectEdge(spec)
    }
  }, [edges, onSelectEdge])

  const { screenToFlowPosition } = useReactFlow()
  /** The ground: a tile of the far map, or nothing. */
  const onPaneClick = (event: MouseEvent): void => {
    const place = view.level === 'fleet' ? placeAt(screenToFlowPosition({ x: event.clientX, y: event.clientY }), (placed[placed.length - 1]?.place ?? -1) + 1) : undefined
    const slot = placed.find((node) => node.place === place)?.slot
    select(store, slot === undefined ? undefined : { kind: 'node', slot })
  }

  return (
    <div
      className="cluster-canvas" role="region" aria-label="Cluster picture" data-level={view.level} style={{ ['--text-scale' as string]: enlarged }}
      onClickCapture={(event) => {
        const hop = overlay.current?.hopAt(event.clientX, event.clientY)
        if (hop === undefined) return
        event.stopPropagation()
        select(store, { kind: 'hop', id: hop })
      }}
    >
      <ReactFlow
        nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} onEdgesChange={onEdgesChange}
        minZoom={zoomRange.min} maxZoom={zoomRange.max} nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable
        deleteKeyCode={null} selectionKeyCode={null} multiSelectionKeyCode={null} zoomOnDoubleClick={false} elevateNodesOnSelect={false}
        onPaneClick={onPaneClick} proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} color="var(--bg-grid)" />
        <BitmapLayer placed={placed} visible={view.level === 'fleet'} />
        <FitControls layout={layout} />
      </ReactFlow>
      <PacketOverlay handle={overlay} layout={layout} mode={mode} />
    </div>
  )
}
