/** The far map in the viewport: one bitmap below the cards, and over it a mark for each node that deserves a look. */
import type { PlacedNode } from '../kernels/grid.ts'
import type { NodeGeometry } from '../kernels/layout.ts'
import { lazy, Suspense, useContext, useEffect, useRef } from 'react'
import { ViewportPortal } from 'reactflow'
import { statusCodes } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { outdatedSets } from '../kernels/outdated-sets.ts'
import { createBitmap, outdatedPod, paintTile, tileOrigin } from '../kernels/world-bitmap.ts'
import type { Palette, TileState, WorldBitmap } from '../kernels/world-bitmap.ts'
import type { Focus } from '../kernels/related.ts'
import { CameraMovesContext } from '../use-camera-moves.ts'
import { useFocus } from '../use-focus.ts'
import { mapPalette } from './colours.ts'
import { createRepaint } from './repaint.ts'

const AlarmOverlay = lazy(async () => ({ default: (await import('./AlarmOverlay.tsx')).AlarmOverlay }))

/** Requested CPU of a node over what it has, 0 to less than 1. */
export function loadOf(view: ClusterView, slot: number): number {
  const allocatable = view.nodes.cpuAllocatableMilli[slot] ?? 0
  return allocatable > 0 ? Math.min(0.999, (view.nodes.cpuRequestedMilli[slot] ?? 0) / allocatable) : 0
}

/** What the texel of a pod shows: `statusCodes`, or `outdatedPod`; -1 for a free slot. `old`: ReplicaSets whose pods have to go. */
export function texelOf(view: ClusterView, pod: number, old: ReadonlySet<number>): number {
  if (pod < 0) return -1
  const status = view.pods.status[pod] ?? -1
  return status === statusCodes.running && old.size > 0 && old.has(view.pods.replicaSet[pod] ?? -1) ? outdatedPod : status
}

/** One buffer for all tiles, since thousands are painted at a time: it holds the texels of the tile that was asked for last. */
const texels: number[] = []

/** What a node's tile shows now, until the next tile is asked for; undefined for a free slot. */
function tileState(view: ClusterView, slot: number, old: ReadonlySet<number>, focus: Focus | undefined): TileState | undefined {
  if (view.nodes.alive[slot] !== 1) return undefined
  const pods = view.nodes.pods[slot] ?? []
  texels.length = pods.length
  for (let place = 0; place < pods.length; place += 1) texels[place] = texelOf(view, pods[place]!, old)
  return {
    nodeStatus: view.nodes.status[slot] ?? 0,
    load: loadOf(view, slot),
    pods: texels,
    lit: focus === undefined ? undefined : pods.map((pod) => focus.nodes.has(slot) && focus.pods.has(pod)),
  }
}

interface FleetMap {
  readonly canvas: HTMLCanvasElement
  readonly view: ClusterView
  readonly bitmap: WorldBitmap
  readonly image: ImageData
  readonly palette: Palette
  /** Places by slot. */
  readonly places: ReadonlyMap<number, number>
}

/** An empty map for the nodes that are placed, on a canvas that gets its size. */
function createMap(canvas: HTMLCanvasElement, view: ClusterView, placed: readonly PlacedNode[], pitchX: number): FleetMap {
  const places = placed.reduce((most, node) => Math.max(most, node.place + 1), 1)
  const pods = placed.reduce((most, { slot }) => Math.max(most, view.nodes.pods[slot]?.length ?? 0), 0)
  const bitmap = createBitmap(places, pods, pitchX)
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.style.width = `${bitmap.width * bitmap.texelWidth}px`
  canvas.style.height = `${bitmap.height * bitmap.texelHeight}px`
  const image = new ImageData(new Uint8ClampedArray(bitmap.pixels.buffer), bitmap.width, bitmap.height)
  return { canvas, view, bitmap, image, palette: mapPalette(), places: new Map(placed.map(({ slot, place }) => [slot, place])) }
}

/** So many tiles are written to the canvas one by one; more as one image. */
const mostSingly = 100

/** Paints the tiles of some nodes, and writes those that look other than before: most nodes that a frame touched had their Lease renewed. */
function draw({ canvas, view, bitmap, image, palette, places }: FleetMap, slots: Iterable<number>, focus: Focus | undefined): void {
  const old = outdatedSets(view)
  const changed: number[] = []
  for (const slot of slots) {
    const place = places.get(slot)
    if (place === undefined || tileOrigin(bitmap, place).y >= bitmap.height) continue
    if (paintTile(bitmap, place, tileState(view, slot, old, focus), palette)) changed.push(place)
  }
  const context = changed.length === 0 ? null : canvas.getContext('2d')
  if (changed.length > mostSingly) {
    context?.putImageData(image, 0, 0)
    return
  }
  for (const place of changed) {
    const { x, y } = tileOrigin(bitmap, place)
    context?.putImageData(image, 0, 0, x, y, bitmap.tile.columns, bitmap.tile.rows)
  }
}

/** While the camera moves, tiles are written at most so often: most frames of a move are the move's alone. */
const writeMs = { resting: 0, moving: 45 } as const

/** Tiles that are looked at anew in one animation frame when all of them may look otherwise. */
const tilesPerFrame = 500

interface BitmapProps {
  readonly placed: readonly PlacedNode[]
  readonly node: NodeGeometry
  /** Fleet level: nothing else shows the nodes. */
  readonly visible: boolean
  /** Cards are still being put up: it is seen below them. */
  readonly below: boolean
  /** A move of the camera brings other nodes: it is below their places already, since to show it then would have the browser lay all layers out. */
  readonly onMoves: boolean
}

/** The far map. It is kept as it is now also while nobody sees it: to paint thousands of tiles would halt the move that they are shown in. */
export function BitmapLayer({ placed, node, visible: far, below, onMoves }: BitmapProps) {
  const { view, store } = useCluster()
  const theme = useClusterState((state) => state.theme)
  const focus = useFocus()
  const moves = useContext(CameraMovesContext)
  const visible = far || below
  const kept = visible || onMoves
  const canvas = useRef<HTMLCanvasElement>(null)
  const map = useRef<FleetMap>(undefined)
  const isSeen = useRef(visible)
  isSeen.current = visible
  useEffect(() => {
    map.current = canvas.current !== null && kept ? createMap(canvas.current, view, placed, node.pitchX) : undefined
  }, [view, placed, node, kept, theme])
  useEffect(() => {
    const now = map.current
    if (now === undefined) return undefined
    const repaint = createRepaint([...now.places.keys()], tilesPerFrame, (slots) => { draw(now, slots, focus) })
    if (isSeen.current) draw(now, now.places.keys(), focus)
    else repaint.ask()
    let rollouts = view.rolloutsVersion
    const waiting = new Set<number>()
    let writtenMs = -Infinity
    const write = (): void => {
      draw(now, waiting, focus)
      waiting.clear()
      writtenMs = performance.now()
    }
    const stop = store.onFrame((_, delta) => {
      for (const slot of delta.touchedNodes) waiting.add(slot)
      if (performance.now() - writtenMs >= writeMs[moves.isMoving() ? 'moving' : 'resting']) write()
      // With a rollout all pods of a Deployment are outdated at once.
      if (view.rolloutsVersion !== rollouts) repaint.ask()
      rollouts = view.rolloutsVersion
    })
    const stopRest = moves.onRest(write)
    return () => {
      stop()
      stopRest()
      repaint.stop()
    }
  }, [view, store, moves, placed, node, kept, theme, focus])
  return (
    <>
      <ViewportPortal>
        <canvas
          ref={canvas}
          className={`world-bitmap${visible ? ' is-visible' : ''}${onMoves ? ' is-on-moves' : ''}`}
          role="img"
          aria-label={`Map of ${placed.length} nodes`}
        />
      </ViewportPortal>
      {far ? <Suspense fallback={null}><AlarmOverlay placed={placed} node={node} /></Suspense> : null}
    </>
  )
}
