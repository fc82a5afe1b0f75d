/** The worst status of each node as its mark, 12 px at any zoom, so that one failed pod among thousands shows. */
import { useContext, useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { useStoreApi } from 'reactflow'
import type { ClusterView } from '../../state/cluster-view.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { alarmReach, alarmSheet, alarmTransform, isCurrent, markPlaces, marksWithin } from '../kernels/alarm-window.ts'
import type { AlarmWindow, MarkPlaces } from '../kernels/alarm-window.ts'
import type { PlacedNode } from '../kernels/grid.ts'
import type { Box, NodeGeometry } from '../kernels/layout.ts'
import { countNode, nodeAlarms } from '../kernels/node-alarms.ts'
import { CameraMovesContext } from '../use-camera-moves.ts'
import type { CameraMoves } from '../use-camera-moves.ts'
import { themeColours } from './colours.ts'
import type { ThemeColours } from './colours.ts'
import { fitCanvas } from './sprite-cache.ts'
import { statusMark } from './sprites.ts'
import { StampSheet } from './stamps.ts'

/** Most marks that are drawn, the loudest first: more would cover the map. */
const maxAlarms = 1000
const alarmSize = 12

/** Marks are drawn anew at most so often: what the eye does not see come at once. While the camera moves only where some would be missing. */
const redrawMs = { atRest: 100, moving: 400, missing: 120 } as const

interface Drawing {
  readonly canvas: HTMLCanvasElement
  readonly view: ClusterView
  readonly places: MarkPlaces
  readonly colours: ThemeColours
  sheet: StampSheet | undefined
  /** Marks that are on the canvas, which outlives a drawing: the only marked node may be taken away with its mark. */
  readonly shown: RefObject<number>
}

function clearedSheet(drawing: Drawing, width: number, height: number, ratio: number): StampSheet {
  const { sheet } = drawing
  if (sheet?.fits(width, height, ratio) !== true) return (drawing.sheet = new StampSheet(width, height, ratio))
  sheet.clear()
  return sheet
}

/** Draws the marks that the canvas reaches on a part of the view, `box`; a canvas without any stays as it is. */
function drawAlarms(drawing: Drawing, now: AlarmWindow, box: Box): void {
  const { canvas, view, places, colours } = drawing
  const marks = marksWithin(view, places, alarmReach(now), maxAlarms)
  if (marks.length === 0 && drawing.shown.current === 0) return
  drawing.shown.current = marks.length
  const ratio = window.devicePixelRatio
  fitCanvas(canvas, box.width * ratio, box.height * ratio)
  Object.assign(canvas.style, { width: `${box.width}px`, height: `${box.height}px` })
  const context = canvas.getContext('2d')
  if (context === null) return
  const sheet = clearedSheet(drawing, canvas.width, canvas.height, ratio)
  const { side, paint } = statusMark(alarmSize, colours)
  const { x, y, zoom } = now.camera
  for (const { mark, ...at } of marks) {
    const left = x + at.x * zoom - side / 2 - box.x
    const top = y + at.y * zoom - side / 2 - box.y
    sheet.put(mark, left, top, side, side, (own) => { paint(own, mark) })
  }
  context.putImageData(sheet.image, 0, 0)
}

/** Draws the marks when it has to, and has them go along with the camera meanwhile. `look` is to be called after frames, `move` after moves. */
function createAlarms(drawing: Drawing, windowNow: () => AlarmWindow, moves: CameraMoves) {
  const { canvas, view, places } = drawing
  let drawn: AlarmWindow | undefined
  let sheet: Box = { x: 0, y: 0, width: 0, height: 0 }
  let drawnMarks = -1
  let drawnMs = -Infinity
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const put = (): void => { if (drawn !== undefined) moves.put(canvas, alarmTransform(drawn, sheet, windowNow().camera)) }
  const draw = (nowMs: number): void => {
    frame = 0
    drawn = windowNow()
    drawnMarks = nodeAlarms(view).marked
    drawnMs = nowMs
    sheet = alarmSheet(drawn, places.box, alarmSize, moves.isMoving() ? sheet : undefined)
    drawAlarms(drawing, drawn, sheet)
    put()
  }
  const look = (): void => {
    const missing = drawn === undefined || !isCurrent(drawn, windowNow(), places.box)
    if (frame !== 0 || (!missing && nodeAlarms(view).marked === drawnMarks)) return
    clearTimeout(timer)
    const waitMs = drawnMs + redrawMs[missing ? 'missing' : moves.isMoving() ? 'moving' : 'atRest'] - performance.now()
    if (waitMs > 0) timer = setTimeout(look, waitMs)
    else frame = requestAnimationFrame(draw)
  }
  return {
    look,
    move: () => {
      put()
      look()
    },
    rest: () => {
      const { camera } = windowNow()
      if (drawn?.camera.x !== camera.x || drawn.camera.y !== camera.y || drawn.camera.zoom !== camera.zoom) frame ||= requestAnimationFrame(draw)
    },
    stop: () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    },
  }
}

export function AlarmOverlay({ placed, node }: { placed: readonly PlacedNode[]; node: NodeGeometry }) {
  const { view, store } = useCluster()
  const flow = useStoreApi()
  const moves = useContext(CameraMovesContext)
  const theme = useClusterState((state) => state.theme)
  const canvas = useRef<HTMLCanvasElement>(null)
  const shown = useRef(0)
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    const windowNow = (): AlarmWindow => {
      const { transform: [x, y, zoom], width, height } = flow.getState()
      return { camera: { x, y, zoom }, width, height }
    }
    const alarms = createAlarms({ canvas: element, view, places: markPlaces(placed, node), colours: themeColours(), sheet: undefined, shown }, windowNow, moves)
    alarms.look()
    const stops = [
      store.onFrame((_, delta) => {
        const counted = nodeAlarms(view)
        for (const slot of delta.touchedNodes) countNode(counted, view, slot)
        alarms.look()
      }),
      flow.subscribe((state, before) => {
        if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) alarms.move()
      }),
      moves.onRest(alarms.rest),
      alarms.stop,
    ]
    return () => { for (const stop of stops) stop() }
  }, [view, store, flow, moves, placed, node, theme])
  return <canvas ref={canvas} className="alarm-overlay" aria-hidden="true" />
}
