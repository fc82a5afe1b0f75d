/** The paths of a status mark, once or at many places of one drawing. */
import { glyphPath, glyphShapes } from './glyph-shapes.ts'
import type { GlyphPart, GlyphStatus } from './glyph-shapes.ts'

const knocks = { bold: 'glyph-knock', fine: 'glyph-knock glyph-knock-fine' } as const
const once = [{ x: 0, y: 0 }] as const

/** Belongs into an SVG whose `color` is the mark's. `corners`: upper left corners of the marks, in units of their box of 16 x 16. */
export function GlyphParts({ status, corners = once }: { status: GlyphStatus; corners?: readonly { readonly x: number; readonly y: number }[] }) {
  const parts: readonly GlyphPart[] = glyphShapes[status]
  return parts.map((part, i) =>
    part.knock !== undefined ? (
      <path key={i} className={knocks[part.knock]} d={glyphPath(part, corners)} />
    ) : (
      <path
        key={i}
        d={glyphPath(part, corners)}
        fill={part.filled === true ? 'currentColor' : 'none'}
        stroke={part.stroke > 0 ? 'currentColor' : undefined}
        strokeWidth={part.stroke > 0 ? part.stroke : undefined}
        strokeDasharray={part.dash}
        // Pointed joins might reach out of the box, by what a browser knows without looking.
        strokeLinejoin="round"
      />
    ),
  )
}
