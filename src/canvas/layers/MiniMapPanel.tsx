/** Where one is in the world: all of it, control plane included, small in a corner, with the view as a frame. Press or drag to go there. */
import { useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { PointerEvent } from 'react'
import { Panel, useStoreApi } from 'reactflow'
import type { ClusterView } from '../../state/cluster-view.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { useCameraTo, useGroupedPods } from '../camera-aim.ts'
import { miniMapOf, onMiniMap, viewAt, viewBox } from '../kernels/mini-map.ts'
import type { MiniMap } from '../kernels/mini-map.ts'
import type { PlacedNode } from '../kernels/grid.ts'
import { nodeBox } from '../kernels/layout.ts'
import type { Box, ClusterLayout } from '../kernels/layout.ts'
import { markPlaces, marksWithin } from '../kernels/alarm-window.ts'
import type { MarkPlaces } from '../kernels/alarm-window.ts'
import { countNode, nodeAlarms } from '../kernels/node-alarms.ts'
import { CameraMovesContext } from '../use-camera-moves.ts'
import { themeColours } from './colours.ts'
import type { ThemeColours } from './colours.ts'

/** The map is drawn anew at most so often, and then only if a node is marked otherwise; while the camera moves not at all. */
const redrawMs = 1000
/** A node with something to look at is at least so large. */
const alarmPx = 3

const headParts = ['controlPlane', 'workers', 'apiServer', 'etcd', 'controllerManager', 'scheduler', 'deployments', 'services', 'clients', 'network'] as const

interface Drawing {
  readonly map: MiniMap
  readonly layout: ClusterLayout
  readonly placed: readonly PlacedNode[]
  readonly places: MarkPlaces
  readonly colours: ThemeColours
}

/** The world with all nodes as they are mostly: drawn once, marks come on top. */
function drawGround({ map, layout, placed, colours }: Drawing): HTMLCanvasElement {
  const ground = document.createElement('canvas')
  const context = contextOf(ground, map)
  if (context === null) return ground
  context.strokeStyle = colours.text
  context.globalAlpha = 0.35
  context.lineWidth = 1
  for (const part of headParts) {
    const { x, y, width, height } = onMiniMap(map, layout[part])
    context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(width), Math.round(height))
  }
  context.globalAlpha = 1
  context.fillStyle = colours.quiet
  for (const { place } of placed) {
    const { x, y, width, height } = onMiniMap(map, nodeBox(place, layout.node))
    context.fillRect(x, y, width, height)
  }
  return ground
}

/** An empty canvas of the mini-map's size, measured in CSS px. */
function contextOf(canvas: HTMLCanvasElement, map: MiniMap): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio
  canvas.width = map.width * ratio
  canvas.height = map.height * ratio
  const context = canvas.getContext('2d')
  context?.scale(ratio, ratio)
  return context
}

function drawMap(canvas: HTMLCanvasElement, ground: HTMLCanvasElement, { map, layout, places, colours }: Drawing, view: ClusterView): void {
  const context = contextOf(canvas, map)
  if (context === null) return
  if (ground.width > 0) context.drawImage(ground, 0, 0, map.width, map.height)
  for (const { mark, x, y } of marksWithin(view, places, map.bounds, places.slots.length)) {
    const box = onMiniMap(map, { ...layout.node, x: x - layout.node.width / 2, y: y - layout.node.height / 2 }, alarmPx)
    context.fillStyle = colours.status[mark]
    context.fillRect(box.x, box.y, box.width, box.height)
  }
}

function useMap(map: MiniMap, layout: ClusterLayout, placed: readonly PlacedNode[]) {
  const { view, store } = useCluster()
  const theme = useClusterState((state) => state.theme)
  const moves = useContext(CameraMovesContext)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    const drawing = { map, layout, placed, places: markPlaces(placed, layout.node), colours: themeColours() }
    const ground = drawGround(drawing)
    let drawn = -1
    let timer: ReturnType<typeof setTimeout> | undefined
    const draw = (): void => {
      timer = undefined
      const alarms = nodeAlarms(view)
      for (const { slot } of placed) countNode(alarms, view, slot)
      if (alarms.marked === drawn || (drawn >= 0 && moves.isMoving())) return
      drawn = alarms.marked
      drawMap(element, ground, drawing, view)
    }
    draw()
    const stops = [
      store.onFrame((_, delta) => { if (delta.touchedNodes.size > 0) timer ??= setTimeout(draw, redrawMs) }),
      moves.onRest(draw),
      () => { clearTimeout(timer) },
    ]
    return () => { for (const stop of stops) stop() }
  }, [map, layout, placed, view, store, moves, theme])
  return canvas
}

/**
 * The frame that shows the view: moved by hand, since React would take longer for it than the rest of a pan. While the camera moves it keeps
 * its size and is scaled: to lay it out anew would cost more than to move the picture.
 */
function useViewFrame(map: MiniMap) {
  const flow = useStoreApi()
  const frame = useRef<HTMLSpanElement>(null)
  const moves = useContext(CameraMovesContext)
  useLayoutEffect(() => {
    const size = { width: 0, height: 0 }
    const boxNow = (): Box => {
      const { transform: [x, y, zoom], width, height } = flow.getState()
      return onMiniMap(map, viewBox({ x, y, zoom }, width, height), 6)
    }
    const move = (): void => {
      const { x, y, width, height } = boxNow()
      if (frame.current !== null) moves.put(frame.current, `translate(${x}px, ${y}px) scale(${width / size.width}, ${height / size.height})`)
    }
    const resize = (): void => {
      const { width, height } = boxNow()
      if (frame.current === null) return
      Object.assign(size, { width, height })
      frame.current.style.width = `${width}px`
      frame.current.style.height = `${height}px`
      move()
    }
    resize()
    const stops = [
      moves.subscribe(resize),
      flow.subscribe((state, before) => {
        if (state.width !== before.width || state.height !== before.height) resize()
        else if (state.transform !== before.transform) move()
      }),
    ]
    return () => { for (const stop of stops) stop() }
  }, [flow, map, moves])
  return frame
}

const noNodes: readonly PlacedNode[] = []

export function MiniMapPanel({ layout, placed }: { layout: ClusterLayout; placed: readonly PlacedNode[] }) {
  const map = useMemo(() => miniMapOf(layout), [layout])
  const byPods = useGroupedPods(layout) !== undefined
  const canvas = useMap(map, layout, byPods ? noNodes : placed)
  const cameraTo = useCameraTo()
  const flow = useStoreApi()
  const frame = useViewFrame(map)
  const go = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    const state = flow.getState()
    const point = { x: event.clientX - box.left, y: event.clientY - box.top }
    cameraTo(viewAt(map, point, state.transform[2], state.width, state.height), 0)
  }
  return (
    <Panel position="bottom-left" className="mini-map-panel">
      <div
        className="mini-map" role="img" aria-label={`Map of the whole cluster${byPods ? '' : `, ${placed.length} nodes`}`}
        style={{ width: map.width, height: map.height }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          go(event)
        }}
        onPointerMove={(event) => { if (event.buttons === 1) go(event) }}
      >
        <canvas ref={canvas} style={{ width: map.width, height: map.height }} />
        <span ref={frame} className="mini-map-view" />
      </div>
    </Panel>
  )
}
