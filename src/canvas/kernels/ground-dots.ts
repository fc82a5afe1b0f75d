/** The dots of the ground: a grid of the world that is as fine as the eye likes at every zoom. */
import type { CameraView } from './where.ts'

/** World units between two dots at zoom 1. */
const worldGap = 20
/** The layer of dots is so much larger than the view on each side that it can be moved by a gap. */
export const dotsMargin = 80

/** CSS px between two dots, their radius, and how far their layer is moved. Below zoom 1 every second row and column goes when they come too near. */
export function groundDots({ x, y, zoom }: CameraView): { readonly gap: number; readonly radius: number; readonly left: number; readonly top: number } {
  let gap = worldGap * zoom
  while (gap < worldGap) gap *= 2
  const shift = (offset: number): number => (((offset + dotsMargin - gap / 2) % gap) + gap) % gap
  return { gap, radius: (0.6 * gap) / worldGap, left: shift(x), top: shift(y) }
}
