/** The picture: React Flow holds pan and zoom; what is near are elements of ours, all packets are on one overlay, all far pods on one bitmap. */
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import type { MouseEvent, RefObject } from 'react'
import { ReactFlow, ReactFlowProvider, useReactFlow } from 'reactflow'
import 'reactflow/dist/base.css'
import './canvas.css'
import './cards.css'
import './nodes.css'
import './compact.css'
import { useCluster, useClusterState } from '../state/context.tsx'
import { select } from '../state/page-actions.ts'
import { arrangementOf, catchHop } from '../state/picture-actions.ts'
import type { PodGrouping } from '../state/picture-state.ts'
import { CameraAimContext, createCameraAim, useGroupedPods } from './camera-aim.ts'
import { FitControls } from './FitControls.tsx'
import type { NodeGroup } from './kernels/arrangement.ts'
import type { PictureFrame } from './kernels/compact-layout.ts'
import { worldReach } from './kernels/fit.ts'
import { placeAt } from './kernels/hit-test.ts'
import type { PlacedNode } from './kernels/grid.ts'
import type { Box, ClusterLayout, NodeGeometry } from './kernels/layout.ts'
import { linkMode } from './kernels/level-of-detail.ts'
import type { StandingGroups } from './kernels/pod-groups.ts'
import type { NodeRack } from './kernels/racks.ts'
import { CatchLayer } from './layers/CatchLayer.tsx'
import { GroundDots } from './layers/GroundDots.tsx'
import { isForPacket } from './layers/meant-packet.ts'
import { PacketOverlay } from './layers/PacketOverlay.tsx'
import type { PacketOverlayHandle } from './layers/PacketOverlay.tsx'
import { PictureLayer } from './PictureLayer.tsx'
import { useArrowWalk } from './use-arrow-walk.ts'
import { CameraMovesContext, useCameraMoves } from './use-camera-moves.ts'
import { useClusterLayout } from './use-cluster-layout.ts'
import { FocusContext, useFindFocus } from './use-focus.ts'
import { useInView } from './use-picture-elements.ts'
import { useViewWindow } from './use-window.ts'

const PodGroupsLayer = lazy(async () => ({ default: (await import('./layers/PodGroupsLayer.tsx')).PodGroupsLayer }))
const GroupLayer = lazy(async () => ({ default: (await import('./layers/GroupLayer.tsx')).GroupLayer }))
const RackLayer = lazy(async () => ({ default: (await import('./layers/RackLayer.tsx')).RackLayer }))
const GlideLayer = lazy(async () => ({ default: (await import('./layers/GlideLayer.tsx')).GlideLayer }))
const TileWalk = lazy(async () => ({ default: (await import('./layers/TileWalk.tsx')).TileWalk }))

/** React Flow's own keys, double clicks and mark stay away. */
const flowOptions = {
  deleteKeyCode: null, selectionKeyCode: null, multiSelectionKeyCode: null, zoomOnDoubleClick: false, proOptions: { hideAttribution: true },
} as const
const zoomRange = { min: 0.01, max: 4 } as const
/** The small picture has no far levels. */
const compactMinZoom = 0.5
/** A little longer than `--move-camera`. */
const arrangeMs = 500

/** The cluster's picture. Fills its container; needs a `ClusterProvider`. `frame` says what stands around it: small ones get a small picture. */
export function ClusterCanvas({ frame = 'whole' }: { frame?: PictureFrame }) {
  return (
    <ReactFlowProvider>
      <Canvas frame={frame} />
    </ReactFlowProvider>
  )
}

/** True for as long as cards go to their new places, after nodes were put in groups or taken out of them. */
function useArranging(grouped: boolean): boolean {
  const [settled, setSettled] = useState(grouped)
  useEffect(() => {
    if (settled === grouped) return undefined
    const timer = setTimeout(() => { setSettled(grouped) }, arrangeMs)
    return () => { clearTimeout(timer) }
  }, [grouped, settled])
  return settled !== grouped
}

const noNodes: readonly PlacedNode[] = []

/** A click on the ground chooses the node whose tile is there, or nothing. The same function as long as it can be: React Flow renders for another one. */
function useGroundClick(tiles: readonly PlacedNode[], node: NodeGeometry): (event: MouseEvent) => void {
  const { store } = useCluster()
  const { screenToFlowPosition } = useReactFlow()
  return useCallback((event) => {
    const place = placeAt(screenToFlowPosition({ x: event.clientX, y: event.clientY }), (tiles[tiles.length - 1]?.place ?? -1) + 1, node)
    const slot = tiles.find((node) => node.place === place)?.slot
    select(store, slot === undefined ? undefined : { kind: 'node', slot })
  }, [store, screenToFlowPosition, tiles, node])
}

/** A click on a packet catches it before what lies below hears of it; `told`: the packet that the pointer reads. */
function useCatchClick(overlay: RefObject<PacketOverlayHandle | null>, told: RefObject<number | undefined>): (event: MouseEvent) => void {
  const { store, connection } = useCluster()
  return (event) => {
    if (!(event.target instanceof Element) || event.target.closest('.react-flow') === null) return
    const hop = overlay.current?.hopAt(event.clientX, event.clientY)
    if (hop === undefined || !isForPacket(event.target, hop, told.current)) return
    event.stopPropagation()
    overlay.current?.hold()
    catchHop({ store, connection }, hop)
  }
}

interface GroundsProps {
  readonly layout: ClusterLayout
  readonly groups: readonly NodeGroup[]
  readonly racks: readonly NodeRack[]
  /** What pods are grouped by; undefined: nodes are shown. */
  readonly grouping: PodGrouping | undefined
  /** What is in view. */
  readonly view: Box
  readonly standing: RefObject<StandingGroups | undefined>
}

/** What nodes in groups stand on; or in their place the pods in groups. */
function Grounds({ layout, groups, racks, grouping, view, standing }: GroundsProps) {
  if (grouping !== undefined) return <Suspense fallback={null}><PodGroupsLayer layout={layout} by={grouping} standing={standing} /></Suspense>
  if (groups.length === 0) return null
  return (
    <Suspense fallback={null}>
      <GroupLayer groups={groups} layout={layout} />
      {racks.length > 0 ? <RackLayer racks={racks} layout={layout} view={view} /> : null}
    </Suspense>
  )
}

function Canvas({ frame }: { frame: PictureFrame }) {
  const { layout, placed, groups, racks, machines } = useClusterLayout(frame)
  const seen = useViewWindow(layout)
  const { level, box, room } = seen
  const overlay = useRef<PacketOverlayHandle>(null)
  const told = useRef<number>(undefined)
  const region = useRef<HTMLDivElement>(null)
  const standing = useRef<StandingGroups>(undefined)
  /** The ground and its camera are there before the first frame, the cards come with it: each is a task of its own. */
  const started = useClusterState((state) => state.epoch > 0)
  const moves = useCameraMoves(region)
  const [aim] = useState(createCameraAim)
  const arrangement = useClusterState(arrangementOf)
  const focus = useFindFocus()
  const arranging = useArranging(groups.length > 0)
  const small = layout.compact !== undefined
  const grouping = useGroupedPods(layout)
  const nodes = grouping === undefined ? placed : noNodes
  const far = level === 'fleet' && grouping === undefined
  const inView = useInView(nodes, layout, seen)
  const mode = grouping === undefined ? linkMode(level, Math.min(nodes.length, room)) : 'hidden'
  const walk = useArrowWalk()
  const catchClick = useCatchClick(overlay, told)
  const onPaneClick = useGroundClick(far ? placed : noNodes, layout.node)

  return (
    <FocusContext value={focus}>
    <CameraMovesContext value={moves}>
    <CameraAimContext value={aim}>
      <div
        ref={region}
        className={`cluster-canvas${arranging ? ' is-arranging' : ''}`}
        role="region"
        aria-label="Cluster picture"
        data-level={level}
        data-focus={focus === undefined ? undefined : ''}
        data-slim={layout.slim === undefined ? undefined : ''}
        style={{ ['--world-reach' as string]: `${worldReach(layout.bounds)}px` }}
        onKeyDown={walk}
        onClickCapture={catchClick}
      >
        <ReactFlow {...flowOptions} minZoom={small ? compactMinZoom : zoomRange.min} maxZoom={zoomRange.max} onPaneClick={onPaneClick} onMove={aim.onMove}>
          <GroundDots />
          {started ? <PictureLayer layout={layout} placed={placed} inView={inView} level={level} mode={mode} focus={focus} machines={machines} /> : null}
          <Grounds layout={layout} groups={groups} racks={racks} grouping={grouping} view={box} standing={standing} />
          {/* In the flow's stacking: above its cards, below its panels. */}
          <PacketOverlay handle={overlay} layout={layout} mode={mode} />
          <FitControls key={small ? 'compact' : 'whole'} layout={layout} placed={placed} frame={frame} />
        </ReactFlow>
        {layout.rows > 1 && !small ? (
          <Suspense fallback={null}><GlideLayer placed={placed} node={layout.node} arrangement={arrangement} level={level} standing={standing} /></Suspense>
        ) : null}
        <CatchLayer overlay={overlay} told={told} />
        {far ? <Suspense fallback={null}><TileWalk layout={layout} placed={placed} /></Suspense> : null}
      </div>
    </CameraAimContext>
    </CameraMovesContext>
    </FocusContext>
  )
}
