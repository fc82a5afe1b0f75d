/**
 * The marks on lines as paths in the world's own units: a mark with a transform of its own is one more thing that a browser puts together
 * anew whenever a line or a card comes.
 */
import type { Point } from './layout.ts'

/** Short enough for a path: hundredths of a unit are not seen. */
const short = (value: number): number => Math.round(value * 100) / 100

/** How far an arrowhead reaches back from its tip, and to either side; half a side of the box of a cross. */
const head = { back: 6, aside: 4 } as const
const arm = 4

/** SVG path of the arrowhead whose tip is at the end of a line that arrives at `angle` (radians), `scale` times as large as usual. */
export function arrowHead({ x, y, angle }: Point & { readonly angle: number }, scale: number): string {
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale]
  const corner = (aside: number): string => `${short(x - head.back * cos - aside * sin)} ${short(y - head.back * sin + aside * cos)}`
  return `M${corner(-head.aside)}L${short(x)} ${short(y)}L${corner(head.aside)}`
}

/** SVG path of the cross on a line that nothing gets through. */
export function cross({ x, y }: Point, scale: number): string {
  const [left, right, top, bottom] = [short(x - arm * scale), short(x + arm * scale), short(y - arm * scale), short(y + arm * scale)]
  return `M${left} ${top}L${right} ${bottom}M${right} ${top}L${left} ${bottom}`
}
