/** Walking by arrow keys: which thing is next in a direction. */
import type { Box, Point } from './layout.ts'

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

const ways: Readonly<Record<Direction, Point>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
}
/** What lies ahead begins where the other ends; links end a few px inside of what they lead to. */
const overlapPx = 12
/** A step aside counts so many times, and besides so many px: the eye follows rows and columns. */
const asideWeight = 4
const asidePx = 120
/** Among things straight ahead the one in the middle is meant. */
const skewWeight = 0.02

/** The direction of a key; undefined for other keys. */
export function directionOf(key: string): Direction | undefined {
  return Object.hasOwn(ways, key) ? (key as Direction) : undefined
}

/** How far two stretches of a line are apart; 0 when they share a point. */
const gap = (a: number, aLength: number, b: number, bLength: number): number => Math.max(0, b - (a + aLength), a - (b + bLength))

/** Index of the box that is next from `from` in a direction; undefined: there is none. Wide boxes are straight ahead of all that faces them. */
export function nextTowards(boxes: readonly Box[], from: Box, direction: Direction): number | undefined {
  const way = ways[direction]
  let best: number | undefined
  let least = Infinity
  for (const [i, box] of boxes.entries()) {
    const dx = box.x + box.width / 2 - (from.x + from.width / 2)
    const dy = box.y + box.height / 2 - (from.y + from.height / 2)
    const ahead = dx * way.x + dy * way.y
    const halves = way.x === 0 ? (from.height + box.height) / 2 : (from.width + box.width) / 2
    if (ahead <= 0 || ahead < halves - overlapPx) continue
    const aside = way.x === 0 ? gap(from.x, from.width, box.x, box.width) : gap(from.y, from.height, box.y, box.height)
    const skew = way.x === 0 ? Math.abs(dx) : Math.abs(dy)
    const cost = ahead + aside * asideWeight + (aside > 0 ? asidePx : 0) + skew * skewWeight
    if (cost < least) {
      least = cost
      best = i
    }
  }
  return best
}
