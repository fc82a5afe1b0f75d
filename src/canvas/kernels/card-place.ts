/** Where a card stands beside the small thing that it speaks of. */
import type { Point } from './layout.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/** Space between the thing's middle and the card, and between the card and the edge of its container, in px. */
const gap = 30
const margin = 8
/** How far above the thing's middle a card at its side begins. */
const rise = 34

const clamp = (value: number, most: number): number => Math.max(margin, Math.min(value, most - margin))

/**
 * Upper left corner of a card of `card` px beside a point of a container of `frame` px: right of it, else left, else below or above. It
 * stays inside the container and, as long as that has room for both, never covers the point.
 */
export function cardPlace(at: Point, card: Size, frame: Size): Point {
  const y = clamp(at.y - rise, frame.height - card.height)
  if (at.x + gap + card.width + margin <= frame.width) return { x: at.x + gap, y }
  if (at.x - gap - card.width >= margin) return { x: at.x - gap - card.width, y }
  const x = clamp(at.x - card.width / 2, frame.width - card.width)
  const below = at.y + gap + card.height + margin <= frame.height
  return { x, y: below ? at.y + gap : Math.max(margin, at.y - gap - card.height) }
}

/** The line to a card ends no nearer than this to its round corners, in px. */
const corner = 12

/** The point of a card's edge that is nearest to `at`: where the line to it ends. `x`, `y`: the card's upper left corner. */
export function nearestEdge(at: Point, { x, y }: Point, card: Size): Point {
  return {
    x: Math.max(x, Math.min(at.x, x + card.width)),
    y: Math.max(y + corner, Math.min(at.y, y + card.height - corner)),
  }
}
