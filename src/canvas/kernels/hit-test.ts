/** What lies under a point of the world, by arithmetic: texels and packets have no DOM of their own. */
import { placeOfCell } from './grid.ts'
import { fullNode, nodePitchY } from './layout.ts'
import type { Box, NodeGeometry, Point } from './layout.ts'

/** Whether two boxes share a point. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Whether a point lies in a box. */
export function contains(box: Box, point: Point): boolean {
  return point.x >= box.x && point.x < box.x + box.width && point.y >= box.y && point.y < box.y + box.height
}

/** The place whose footprint holds the point, among the first `places`; undefined between nodes. */
export function placeAt(point: Point, places: number, { pitchX, width, height }: NodeGeometry = fullNode): number | undefined {
  if (point.x % pitchX >= width || point.y % nodePitchY >= height) return undefined
  const column = Math.floor(point.x / pitchX)
  const row = Math.floor(point.y / nodePitchY)
  if (column < 0 || row < 0) return undefined
  const place = placeOfCell(column, row)
  return place < places ? place : undefined
}

/** Places whose footprint shares a point with the box, from the first to the last: asked of the cells in the box, however many nodes there are. */
export function placesIn(box: Box, { pitchX, width, height }: NodeGeometry = fullNode): readonly number[] {
  const places: number[] = []
  const first = { column: Math.max(0, Math.floor((box.x - width) / pitchX) + 1), row: Math.max(0, Math.floor((box.y - height) / nodePitchY) + 1) }
  for (let row = first.row; row * nodePitchY < box.y + box.height; row += 1) {
    for (let column = first.column; column * pitchX < box.x + box.width; column += 1) places.push(placeOfCell(column, row))
  }
  return places.toSorted((a, b) => a - b)
}

/** Index of the nearest of `points` within `radius` of `at`; undefined if none is that near. */
export function nearest(points: readonly Point[], at: Point, radius: number): number | undefined {
  let best: number | undefined
  let bestDistance = radius
  for (const [i, point] of points.entries()) {
    const distance = Math.hypot(point.x - at.x, point.y - at.y)
    if (distance <= bestDistance) {
      best = i
      bestDistance = distance
    }
  }
  return best
}
