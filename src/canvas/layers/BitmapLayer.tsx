/** The far map in the viewport: one bitmap below the cards, and over it a mark for each node that deserves a look. */
import type { PlacedNode } from '../kernels/layout.ts'
import { useEffect, useRef } from 'react'
import { useStoreApi, ViewportPortal } from 'reactflow'
import { statusCodes } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { nodeBox } from '../kernels/layout.ts'
import { createBitmap, outdatedPod, paintTile, tileOrigin, worstStatus } from '../kernels/world-bitmap.ts'
import type { Palette, TileState, WorldBitmap } from '../kernels/world-bitmap.ts'
import type { Focus } from '../kernels/related.ts'
import { isOutdated } from '../nodes/worker-node-view.ts'
import { useFocus } from '../use-focus.ts'
import { mapPalette, themeColours } from './colours.ts'
import type { ThemeColours } from './colours.ts'
import { fitCanvas } from './sprite-cache.ts'
import { drawStatusMark } from './sprites.ts'

/** Requested CPU of a node over what it has, 0 to less than 1. */
export function loadOf(view: ClusterView, slot: number): number {
  const allocatable = view.nodes.cpuAllocatableMilli[slot] ?? 0
  return allocatable > 0 ? Math.min(0.999, (view.nodes.cpuRequestedMilli[slot] ?? 0) / allocatable) : 0
}

/** What the texel of a pod shows: `statusCodes`, or `outdatedPod`; -1 for a free slot. */
export function texelOf(view: ClusterView, pod: number): number {
  if (pod < 0) return -1
  const status = view.pods.status[pod] ?? -1
  return status === statusCodes.running && isOutdated(view, pod) ? outdatedPod : status
}

/** What a node's tile shows now; undefined for a free slot. */
export function tileState(view: ClusterView, slot: number, focus?: Focus): TileState | undefined {
  if (view.nodes.alive[slot] !== 1) return undefined
  return {
    nodeStatus: view.nodes.status[slot] ?? 0,
    load: loadOf(view, slot),
    pods: (view.nodes.pods[slot] ?? []).map((pod) => texelOf(view, pod)),
    lit: focus === undefined ? undefined : (view.nodes.pods[slot] ?? []).map((pod) => focus.nodes.has(slot) && focus.pods.has(pod)),
  }
}

interface FleetMap {
  readonly bitmap: WorldBitmap
  readonly image: ImageData
  readonly palette: Palette
  /** Places by slot. */
  readonly places: ReadonlyMap<number, number>
}

function drawAll(canvas: HTMLCanvasElement, view: ClusterView, placed: readonly PlacedNode[], focus: Focus | undefined): FleetMap {
  const places = placed.reduce((most, node) => Math.max(most, node.place + 1), 1)
  const pods = placed.reduce((most, { slot }) => Math.max(most, view.nodes.pods[slot]?.length ?? 0), 0)
  const bitmap = createBitmap(places, pods)
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.style.width = `${bitmap.width * bitmap.texelWidth}px`
  canvas.style.height = `${bitmap.height * bitmap.texelHeight}px`
  const palette = mapPalette()
  for (const { slot, place } of placed) paintTile(bitmap, place, tileState(view, slot, focus), palette)
  const image = new ImageData(new Uint8ClampedArray(bitmap.pixels.buffer), bitmap.width, bitmap.height)
  canvas.getContext('2d')?.putImageData(image, 0, 0)
  return { bitmap, image, palette, places: new Map(placed.map(({ slot, place }) => [slot, place])) }
}

/** Writes the tiles of the nodes that a frame touched, where they look other than before: most touches are renewals of Leases. */
function drawChanges(canvas: HTMLCanvasElement, map: FleetMap, view: ClusterView, touched: ReadonlySet<number>, focus: Focus | undefined): void {
  for (const slot of touched) {
    const place = map.places.get(slot)
    if (place === undefined) continue
    const origin = tileOrigin(map.bitmap, place)
    if (origin.y >= map.bitmap.height) continue
    if (!paintTile(map.bitmap, place, tileState(view, slot, focus), map.palette)) continue
    canvas.getContext('2d')?.putImageData(map.image, 0, 0, origin.x, origin.y, map.bitmap.tile.columns, map.bitmap.tile.rows)
  }
}

/** The far map. It is seen at fleet level, and below the cards while they are still being put up. */
export function BitmapLayer({ placed, visible: far, below }: { placed: readonly PlacedNode[]; visible: boolean; below: boolean }) {
  const { view, store } = useCluster()
  const theme = useClusterState((state) => state.theme)
  const focus = useFocus()
  // With a rollout all pods of a Deployment are outdated at once.
  const rollouts = useClusterState((state) => state.view.rolloutsVersion)
  const visible = far || below
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (element === null || !visible) return undefined
    const map = drawAll(element, view, placed, focus)
    return store.onFrame((_, delta) => {
      drawChanges(element, map, view, delta.touchedNodes, focus)
    })
  }, [view, store, placed, visible, theme, focus, rollouts])
  return (
    <>
      <ViewportPortal>
        <canvas
          ref={canvas}
          className="world-bitmap"
          style={{ left: 0, top: 0, display: visible ? 'block' : 'none' }}
          role="img"
          aria-label={`Map of ${placed.length} nodes`}
        />
      </ViewportPortal>
      {far ? <AlarmOverlay placed={placed} /> : null}
    </>
  )
}

/** Most marks that are drawn: more would cover the map. */
const maxAlarms = 1000
const alarmSize = 12

/** The worst status of each node as its mark, 12 px at any zoom, so that one failed pod among thousands shows. */
function AlarmOverlay({ placed }: { placed: readonly PlacedNode[] }) {
  const { view, store } = useCluster()
  const flow = useStoreApi()
  const theme = useClusterState((state) => state.theme)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    let frame = 0
    let drawn = 0
    const colours = themeColours()
    const alarms: Alarms = new Map()
    for (const { slot } of placed) noteAlarm(alarms, view, slot)
    const draw = (): void => {
      frame = 0
      const { transform, width, height } = flow.getState()
      drawAlarms(element, alarms, placed, transform, [width, height], colours)
      drawn = alarms.size
    }
    // A canvas that is drawn anew is copied as a whole: an empty one stays as it is.
    const ask = (): void => {
      if (alarms.size > 0 || drawn > 0) frame ||= requestAnimationFrame(draw)
    }
    ask()
    const stops = [
      store.onFrame((_, delta) => {
        let changed = false
        for (const slot of delta.touchedNodes) changed = noteAlarm(alarms, view, slot) || changed
        if (changed) ask()
      }),
      flow.subscribe((state, before) => {
        if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) ask()
      }),
    ]
    return () => {
      cancelAnimationFrame(frame)
      for (const stop of stops) stop()
    }
  }, [view, store, flow, placed, theme])
  return <canvas ref={canvas} className="alarm-overlay" aria-hidden="true" />
}

/** The worst status of each node that deserves a mark, by slot: looked up with each move of the camera, worked out when the node changes. */
type Alarms = Map<number, NonNullable<ReturnType<typeof worstStatus>>>

/** Returns whether the node's mark is another one now. */
function noteAlarm(alarms: Alarms, view: ClusterView, slot: number): boolean {
  const state = tileState(view, slot)
  const worst = state === undefined ? undefined : worstStatus(state)
  if (worst === alarms.get(slot)) return false
  if (worst === undefined) alarms.delete(slot)
  else alarms.set(slot, worst)
  return true
}

function drawAlarms(
  canvas: HTMLCanvasElement,
  alarms: Alarms,
  placed: readonly PlacedNode[],
  [x, y, zoom]: readonly [number, number, number],
  size: readonly [width: number, height: number],
  colours: ThemeColours,
): void {
  const ratio = window.devicePixelRatio
  fitCanvas(canvas, size[0] * ratio, size[1] * ratio)
  const context = canvas.getContext('2d')
  if (context === null) return
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, size[0], size[1])
  let drawn = 0
  for (const { slot, place } of placed) {
    const worst = alarms.get(slot)
    if (worst === undefined) continue
    const box = nodeBox(place)
    drawStatusMark(context, worst, x + (box.x + box.width / 2) * zoom, y + (box.y + box.height / 2) * zoom, alarmSize, colours)
    drawn += 1
    if (drawn >= maxAlarms) return
  }
}
