/** The whole world on a thumb's breadth: where its boxes stand on the mini-map, and where the view stands in it. */
import type { Box, ClusterLayout, Point } from './layout.ts'
import type { CameraView } from './where.ts'

/** Largest extents of the mini-map in CSS px. */
export const miniMapMost = { width: 196, height: 132 } as const

export interface MiniMap {
  readonly width: number
  readonly height: number
  /** CSS px of the mini-map for a world unit. */
  readonly scale: number
  readonly bounds: Box
}

/** The mini-map of a world. */
export function miniMapOf({ bounds }: Pick<ClusterLayout, 'bounds'>): MiniMap {
  const scale = Math.min(miniMapMost.width / bounds.width, miniMapMost.height / bounds.height)
  return { scale, bounds, width: Math.round(bounds.width * scale), height: Math.round(bounds.height * scale) }
}

/** A box of the world on the mini-map. A node of thousands is still a visible dot. */
export function onMiniMap({ scale, bounds }: MiniMap, box: Box, least = 1): Box {
  return {
    x: (box.x - bounds.x) * scale,
    y: (box.y - bounds.y) * scale,
    width: Math.max(least, box.width * scale),
    height: Math.max(least, box.height * scale),
  }
}

/** The part of the world that a view of `width` x `height` px shows. */
export function viewBox({ x, y, zoom }: CameraView, width: number, height: number): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
}

const within = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most))

/** The view with the same zoom whose middle is what lies under a point of the mini-map; of a point beside it, the world's edge. */
export function viewAt({ scale, bounds }: MiniMap, point: Point, zoom: number, width: number, height: number): CameraView {
  const world = {
    x: bounds.x + within(0, point.x / scale, bounds.width),
    y: bounds.y + within(0, point.y / scale, bounds.height),
  }
  return { zoom, x: width / 2 - world.x * zoom, y: height / 2 - world.y * zoom }
}
