/** The silhouettes of states as paths in a box of 16 x 16, so that one mark and hundreds in one drawing are the same shapes. */

export interface GlyphPart {
  /** Where the path begins; the rest of it is relative, so that it can be drawn anywhere. */
  readonly at: readonly [x: number, y: number]
  readonly way: string
  readonly filled?: true
  /** Width of the outline in the mark's colour; 0: none. */
  readonly stroke: number
  readonly dash?: string
  /** Drawn in the colour of the ground, over the parts before it. */
  readonly knock?: 'bold' | 'fine'
}

/** A circle about the middle, from its right end clockwise. */
function ring(radius: number): Pick<GlyphPart, 'at' | 'way'> {
  const half = (side: number): string => `a${radius} ${radius} 0 1 1 ${side * 2 * radius} 0`
  return { at: [8 + radius, 8], way: `${half(-1)}${half(1)}Z` }
}

export const glyphShapes = {
  running: [
    { ...ring(6.8), filled: true, stroke: 0 },
    { at: [5, 8.2], way: 'l2.1 2.1 3.9-4.1', stroke: 0, knock: 'bold' },
  ],
  pending: [{ ...ring(5.9), stroke: 2, dash: '3.08 3.1' }],
  creating: [
    { ...ring(6), stroke: 1.8 },
    { at: [8, 4], way: 'v8a4 4 0 0 0 0-8Z', filled: true, stroke: 0 },
  ],
  terminating: [
    { ...ring(6), stroke: 1.8 },
    { at: [4.8, 8], way: 'h6.4', stroke: 2.2 },
  ],
  failed: [
    { at: [8, 1.2], way: 'l7.4 13.2h-14.8Z', filled: true, stroke: 1 },
    { at: [8, 5.8], way: 'v4m0 2.2v.2', stroke: 0, knock: 'bold' },
  ],
  unknown: [
    { at: [8, 0.7], way: 'l7.3 7.3-7.3 7.3-7.3-7.3Z', filled: true, stroke: 0 },
    { at: [6.3, 6.6], way: 'a1.75 1.75 0 1 1 2.5 1.6c-.5.25-.8.55-.8 1.1m0 2v.1', stroke: 0, knock: 'fine' },
  ],
  succeeded: [
    { at: [4.3, 1.8], way: 'h7.4a2.5 2.5 0 0 1 2.5 2.5v7.4a2.5 2.5 0 0 1-2.5 2.5h-7.4a2.5 2.5 0 0 1-2.5-2.5v-7.4a2.5 2.5 0 0 1 2.5-2.5Z', stroke: 1.8 },
    { at: [4.8, 8.2], way: 'l2.2 2.2 4.2-4.4', stroke: 1.8 },
  ],
} satisfies Record<string, readonly GlyphPart[]>

export type GlyphStatus = keyof typeof glyphShapes
export const glyphStatuses = Object.keys(glyphShapes) as readonly GlyphStatus[]

/** A part's path with the box of its glyph at each of `corners`, in units of the box. */
export function glyphPath({ at: [x, y], way }: GlyphPart, corners: readonly { readonly x: number; readonly y: number }[]): string {
  return corners.map((corner) => `M${x + corner.x} ${y + corner.y}${way}`).join('')
}
