/** What of the world comes into view, in steps: while a camera moves within a step, what was found out about it still holds. */
import type { Box } from './layout.ts'

/** The camera over the world, and its window in CSS px. */
interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
}

/** In CSS px. */
const stepPx = 256

/** The part of the world that is less than `reachPx` outside the window, widened to whole steps; `before` itself, where it is the same. */
export function seenBox({ x, y, zoom, width, height }: Camera, reachPx: number, before: Box | undefined): Box {
  const step = stepPx / zoom
  const left = Math.floor((-x - reachPx) / stepPx) * step
  const top = Math.floor((-y - reachPx) / stepPx) * step
  const right = Math.ceil((width - x + reachPx) / stepPx) * step
  const bottom = Math.ceil((height - y + reachPx) / stepPx) * step
  const same = before !== undefined && before.x === left && before.y === top && before.width === right - left && before.height === bottom - top
  return same ? before : { x: left, y: top, width: right - left, height: bottom - top }
}
