/** Where one is in the world: all of it, control plane included, small in a corner, with the view as a frame. Press or drag to go there. */
import { useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { PointerEvent } from 'react'
import { Panel, useReactFlow, useStoreApi } from 'reactflow'
import type { ClusterView } from '../../state/cluster-view.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { miniMapOf, onMiniMap, viewAt, viewBox } from '../kernels/mini-map.ts'
import type { MiniMap } from '../kernels/mini-map.ts'
import { nodeBox } from '../kernels/layout.ts'
import type { Box, ClusterLayout, PlacedNode } from '../kernels/layout.ts'
import { markOf, nodeAlarms } from '../kernels/node-alarms.ts'
import { CameraMovesContext } from '../use-camera-moves.ts'
import { themeColours } from './colours.ts'

/** The map is drawn anew at most so often, and then only if a node changed. */
const redrawMs = 1000
/** A node with something to look at is at least so large. */
const alarmPx = 3

const headParts = ['controlPlane', 'workers', 'apiServer', 'etcd', 'controllerManager', 'scheduler', 'deployments', 'services', 'clients', 'network'] as const

function drawMap(canvas: HTMLCanvasElement, map: MiniMap, layout: ClusterLayout, view: ClusterView, placed: readonly PlacedNode[]): void {
  const ratio = window.devicePixelRatio
  canvas.width = map.width * ratio
  canvas.height = map.height * ratio
  const context = canvas.getContext('2d')
  if (context === null) return
  context.scale(ratio, ratio)
  const colours = themeColours()
  context.strokeStyle = colours.text
  context.globalAlpha = 0.35
  context.lineWidth = 1
  for (const part of headParts) {
    const { x, y, width, height } = onMiniMap(map, layout[part])
    context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(width), Math.round(height))
  }
  context.globalAlpha = 1
  const alarms = nodeAlarms(view)
  for (const { slot, place } of placed) {
    const worst = markOf(alarms, view, slot)
    const { x, y, width, height } = onMiniMap(map, nodeBox(place, layout.node), worst === undefined ? 1 : alarmPx)
    context.fillStyle = worst === undefined ? colours.quiet : colours.status[worst]
    context.fillRect(x, y, width, height)
  }
}

function useMap(map: MiniMap, layout: ClusterLayout, placed: readonly PlacedNode[]) {
  const { view, store } = useCluster()
  const theme = useClusterState((state) => state.theme)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    const draw = (): void => { drawMap(element, map, layout, view, placed) }
    draw()
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = store.onFrame((_, delta) => {
      if (delta.touchedNodes.size === 0 || timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        draw()
      }, redrawMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [map, layout, placed, view, store, theme])
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

export function MiniMapPanel({ layout, placed }: { layout: ClusterLayout; placed: readonly PlacedNode[] }) {
  const map = useMemo(() => miniMapOf(layout), [layout])
  const canvas = useMap(map, layout, placed)
  const { setViewport } = useReactFlow()
  const flow = useStoreApi()
  const frame = useViewFrame(map)
  const go = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    const state = flow.getState()
    const point = { x: event.clientX - box.left, y: event.clientY - box.top }
    void setViewport(viewAt(map, point, state.transform[2], state.width, state.height))
  }
  return (
    <Panel position="bottom-left" className="mini-map-panel">
      <div
        className="mini-map" role="img" aria-label={`Map of the whole cluster, ${placed.length} nodes`} style={{ width: map.width, height: map.height }}
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
