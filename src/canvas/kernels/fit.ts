/** The view that shows the whole picture, and how far the world reaches. */
import type { Box } from './layout.ts'

/** Largest zoom of a fitted picture: a few boxes on a huge screen need not fill it. */
const maxFitZoom = 3

/** A container narrower than this is a phone held upright, in CSS px. */
const narrowWidth = 600
/** There the picture is as high as its container and is swiped sideways, if its cards can be read so. */
const swipeZoom = { least: 0.6, most: 1 } as const

/**
 * The view that shows all of `bounds` in the middle of a container, in React Flow's terms; in a narrow container the left part of a
 * picture that could not be read as a whole.
 */
export function fitViewport(bounds: Box, width: number, height: number): { readonly x: number; readonly y: number; readonly zoom: number } {
  const highest = Math.min(swipeZoom.most, height / bounds.height)
  if (width < narrowWidth && width / bounds.width < swipeZoom.least && highest >= swipeZoom.least)
    return { x: -bounds.x * highest, y: (height - bounds.height * highest) / 2 - bounds.y * highest, zoom: highest }
  const zoom = Math.min(maxFitZoom, width / bounds.width, height / bounds.height)
  return { x: (width - bounds.width * zoom) / 2 - bounds.x * zoom, y: (height - bounds.height * zoom) / 2 - bounds.y * zoom, zoom }
}

/** Beyond the world's edge: shadows, rings and what is enlarged reach no further, in world units. */
const worldMargin = 1000

/** How far the world reaches from its origin in any direction, in world units. */
export function worldReach({ x, y, width, height }: Box): number {
  return Math.ceil(Math.max(-x, -y, x + width, y + height)) + worldMargin
}
