/**
 * The marks over the far map are drawn on a canvas that reaches a little beyond the view, which then goes along with the camera as it is: to draw a
 * thousand of them for each step of a move would cost more than the move.
 */
import type { ClusterView } from '../../state/cluster-view.ts'
import type { PlacedNode } from './grid.ts'
import { nodeBox } from './layout.ts'
import type { Box, NodeGeometry, Point } from './layout.ts'
import { viewBox } from './mini-map.ts'
import { markOf, nodeAlarms, nodeMarks } from './node-alarms.ts'
import type { NodeMark } from './node-alarms.ts'
import type { CameraView } from './where.ts'

/** How far the canvas reaches beyond each edge of the view, in CSS px. */
export const alarmMargin = 96
/** Marks are drawn anew when they have become so much larger or smaller than they should be. */
const mostScaled = 1.35

export interface AlarmWindow {
  readonly camera: CameraView
  /** Of the view, in CSS px. */
  readonly width: number
  readonly height: number
}

/** Where the canvas begins and how long it is in one direction, CSS px: `first` and `last` are the ends of what may have marks. */
function reachAlong(first: number, last: number, view: number, least: number): readonly [start: number, length: number] {
  const longest = view + 2 * alarmMargin
  const length = Math.ceil(last - first) + 1
  return length > longest ? [-alarmMargin, longest] : [Math.floor(first), Math.min(longest, Math.max(length, least))]
}

/**
 * What the canvas covers, in whole CSS px from the view's upper left corner: all that may have marks of `size` px (`all`: where in the world), or as
 * much of it as the canvas reaches. A browser without a GPU copies each canvas in every frame of a move, also one that nobody has drawn on since.
 * It is as large as `least` at least: a camera that moves keeps what it has, since another size has the canvas made anew.
 */
export function alarmSheet({ camera, width, height }: AlarmWindow, all: Box, size: number, least?: Box): Box {
  const left = camera.x + all.x * camera.zoom - size
  const top = camera.y + all.y * camera.zoom - size
  const [x, wide] = reachAlong(left, left + all.width * camera.zoom + 2 * size, width, least?.width ?? 0)
  const [y, high] = reachAlong(top, top + all.height * camera.zoom + 2 * size, height, least?.height ?? 0)
  return { x, y, width: wide, height: high }
}

/** Moves a canvas that was drawn for `drawn` and covers `sheet` to where its marks stand now; as in CSS, about its upper left corner. */
export function alarmTransform({ camera }: AlarmWindow, sheet: Box, now: CameraView): string {
  const scale = now.zoom / camera.zoom
  return `translate(${now.x + (sheet.x - camera.x) * scale}px, ${now.y + (sheet.y - camera.y) * scale}px) scale(${scale})`
}

/** The part of the world whose marks the canvas shows. */
export function alarmReach({ camera, width, height }: AlarmWindow): Box {
  const { x, y } = camera
  return viewBox({ ...camera, x: x + alarmMargin, y: y + alarmMargin }, width + 2 * alarmMargin, height + 2 * alarmMargin)
}

const holds = (outer: Box, x: number, y: number): boolean => x >= outer.x && y >= outer.y && x <= outer.x + outer.width && y <= outer.y + outer.height

/** Whether a canvas still shows every mark that is in view, at nearly its size. `all`: where there may be marks. */
export function isCurrent(drawn: AlarmWindow, now: AlarmWindow, all: Box): boolean {
  const scale = now.camera.zoom / drawn.camera.zoom
  if (scale > mostScaled || scale < 1 / mostScaled || drawn.width !== now.width || drawn.height !== now.height) return false
  const reach = alarmReach(drawn)
  const view = viewBox(now.camera, now.width, now.height)
  const left = Math.max(view.x, all.x)
  const top = Math.max(view.y, all.y)
  const right = Math.min(view.x + view.width, all.x + all.width)
  const bottom = Math.min(view.y + view.height, all.y + all.height)
  return left > right || top > bottom || (holds(reach, left, top) && holds(reach, right, bottom))
}

/** Where nodes may be marked: in their middles. */
export interface MarkPlaces {
  readonly slots: Int32Array
  readonly xs: Float64Array
  readonly ys: Float64Array
  /** Around all of them. */
  readonly box: Box
}

/** The places of all nodes, worked out once: marks are looked for among thousands of them several times a second. */
export function markPlaces(placed: readonly PlacedNode[], node?: NodeGeometry): MarkPlaces {
  const boxes = placed.map(({ place }) => nodeBox(place, node))
  const xs = Float64Array.from(boxes, ({ x, width }) => x + width / 2)
  const ys = Float64Array.from(boxes, ({ y, height }) => y + height / 2)
  const most = (values: Float64Array): number => values.reduce((max, value) => Math.max(max, value), 0)
  return { slots: Int32Array.from(placed, ({ slot }) => slot), xs, ys, box: { x: 0, y: 0, width: most(xs), height: most(ys) } }
}

interface PlacedMark extends Point {
  readonly mark: NodeMark
}

/** Marks within a part of the world in the order in which they are drawn, the loudest last; of more than `most` the quietest are left out. */
export function marksWithin(view: ClusterView, { slots, xs, ys }: MarkPlaces, reach: Box, most: number): readonly PlacedMark[] {
  const alarms = nodeAlarms(view)
  const found = nodeMarks.map((): PlacedMark[] => [])
  for (let i = 0; i < slots.length; i += 1) {
    const mark = markOf(alarms, view, slots[i]!)
    if (mark === undefined || !holds(reach, xs[i]!, ys[i]!)) continue
    found[nodeMarks.indexOf(mark)]!.push({ x: xs[i]!, y: ys[i]!, mark })
  }
  return found.flat().slice(-most)
}
