import type { Box } from './layout.ts'

/** Largest zoom of a fitted picture: a few boxes on a huge screen need not fill it. */
const maxFitZoom = 3

/** The view that shows all of `bounds` in the middle of a container, in React Flow's terms. */
export function fitViewport(bounds: Box, width: number, height: number): { readonly x: number; readonly y: number; readonly zoom: number } {
  const zoom = Math.min(maxFitZoom, width / bounds.width, height / bounds.height)
  return { x: (width - bounds.width * zoom) / 2 - bounds.x * zoom, y: (height - bounds.height * zoom) / 2 - bounds.y * zoom, zoom }
}
