/** Polylines to move along: where something is after so much of its way, and in which direction it goes there. */
import type { Box, Point } from './layout.ts'

/** A polyline made ready for what moves along it in every frame. */
export interface Way {
  readonly points: readonly Point[]
  /** In world units. */
  readonly length: number
  readonly stretches: readonly Stretch[]
}
interface Stretch {
  readonly from: Point
  readonly start: number
  readonly length: number
  /** Step per world unit. */
  readonly dx: number
  readonly dy: number
  /** Direction of travel in radians. */
  readonly angle: number
  /** Quarter turns from the right, clockwise; -1: it runs aslant. */
  readonly quarter: number
}

/** Length of a polyline in world units. */
export function lengthOf(points: readonly Point[]): number {
  let length = 0
  for (let i = 1; i < points.length; i += 1) length += Math.hypot(points[i]!.x - points[i - 1]!.x, points[i]!.y - points[i - 1]!.y)
  return length
}

/** Measures a polyline of at least two points. */
export function wayOf(points: readonly Point[]): Way {
  const stretches: Stretch[] = []
  let start = 0
  for (let i = 1; i < points.length; i += 1) {
    const from = points[i - 1]!
    const x = points[i]!.x - from.x
    const y = points[i]!.y - from.y
    const length = Math.hypot(x, y)
    const quarter = y === 0 ? (x >= 0 ? 0 : 2) : x === 0 ? (y > 0 ? 1 : 3) : -1
    if (length > 0) stretches.push({ from, start, length, dx: x / length, dy: y / length, angle: Math.atan2(y, x), quarter })
    start += length
  }
  return { points, length: start, stretches }
}

/** A place on a way, its direction there, and how far it is from the last corner, in world units. */
export interface WayPoint extends Point {
  readonly angle: number
  readonly quarter: number
  readonly pastCorner: number
}

/** The place at a distance from the start of a way, in world units; outside it, its end. */
export function pointOn({ points, stretches, length }: Way, distance: number): WayPoint {
  const along = Math.min(length, Math.max(0, distance))
  let i = 0
  while (i < stretches.length - 1 && stretches[i]!.start + stretches[i]!.length < along) i += 1
  const stretch = stretches[i]
  if (stretch === undefined) return { ...(points[0] ?? { x: 0, y: 0 }), angle: 0, quarter: 0, pastCorner: 0 }
  const past = along - stretch.start
  return { x: stretch.from.x + stretch.dx * past, y: stretch.from.y + stretch.dy * past, angle: stretch.angle, quarter: stretch.quarter, pastCorner: past }
}

/** Whether any stretch of a polyline comes into a box; one that runs aslant counts with all of its surroundings. */
export function comesInto(points: readonly Point[], { x, y, width, height }: Box): boolean {
  for (let i = 1; i < points.length; i += 1) {
    const from = points[i - 1]!
    const to = points[i]!
    if (Math.max(from.x, to.x) >= x && Math.min(from.x, to.x) <= x + width && Math.max(from.y, to.y) >= y && Math.min(from.y, to.y) <= y + height) return true
  }
  return false
}

/** The point at `fraction` 0..1 of a polyline of at least one point, for what is asked once; outside that, its end. */
export function pointAlong(points: readonly Point[], fraction: number): WayPoint {
  const way = wayOf(points)
  return pointOn(way, fraction * way.length)
}

/** SVG path of a polyline. */
export function pathOf(points: readonly Point[]): string {
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('')
}
