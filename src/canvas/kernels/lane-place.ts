/** Where a lane is on the picture and what that allows its packets: worked out once, since thousands of lanes are asked in each frame. */
import type { Box, Point } from './layout.ts'
import { comesInto, lengthOf, wayOf } from './way.ts'
import type { Way } from './way.ts'

/** What the length of a lane allows. */
export interface LaneSize {
  /** Wall milliseconds that a packet needs at least. */
  readonly minimumMs: number
  /** Packets that have room one behind the other. */
  readonly most: number
}

export interface LanePlace {
  /** Undefined: the picture has none. */
  readonly route: readonly Point[] | undefined
  readonly length: number
  /** Made ready when a packet is drawn on it: most lanes of a large cluster are seldom in view. */
  way: Way | undefined
  size: LaneSize
  /** For which `size` holds. */
  zoom: number
  /** The turn in which it moves while it is out of view. */
  readonly turn: number
  inView: boolean
  /** For which `inView` holds. */
  box: Box | undefined
  /** False once the link or the layout is another. */
  holds: boolean
}

/** Most packets on one lane, however long; further messages are counted into its last one. */
export const maxPacketsPerLane = 5
/** Screen pixels of a lane that a packet has for itself with its tail and count. */
const pixelsPerPacket = 40
/** Lanes out of view move in one of so many ticks, some in each. */
const unseenTurns = 6

/** A lane of `length` screen pixels. */
export function laneSize(length: number): LaneSize {
  return {
    minimumMs: Math.min(700, Math.max(350, 320 + length * 0.6)),
    most: Math.min(maxPacketsPerLane, Math.max(1, Math.floor(length / pixelsPerPacket))),
  }
}

/** The place of the lane that is found as the `number`th; undefined `route`: the picture has none. */
export function createPlace(route: readonly Point[] | undefined, number: number): LanePlace {
  const length = route === undefined ? 0 : lengthOf(route)
  return { route, length, way: undefined, size: laneSize(length), zoom: 1, turn: number % unseenTurns, inView: false, box: undefined, holds: true }
}

/** The lane's way; undefined: the picture has none. */
export function wayAt(place: LanePlace): Way | undefined {
  if (place.route !== undefined) place.way ??= wayOf(place.route)
  return place.way
}

/** What the lane's length on the screen allows at a zoom. */
export function sizeAt(place: LanePlace, zoom: number): LaneSize {
  if (place.zoom !== zoom) {
    place.size = laneSize(place.length * zoom)
    place.zoom = zoom
  }
  return place.size
}

/** Whether a lane comes into a box of the world: asked of every lane in each frame, so the same box should be the same object. */
export function isInView(place: LanePlace, box: Box): boolean {
  if (place.box !== box) {
    place.inView = place.route !== undefined && comesInto(place.route, box)
    place.box = box
  }
  return place.inView
}

/** Ticks by which a lane's packets are moved in the tick of that number: near the cards of a large cluster nearly all lanes are out of view. */
export function ticksFor(place: LanePlace, box: Box, tick: number): number {
  if (isInView(place, box)) return 1
  return place.turn === tick % unseenTurns ? unseenTurns : 0
}
