/** Seven silhouettes for seven states. The shape alone tells them apart; colour and the word beside it say the same. */
import { GlyphParts } from './GlyphParts.tsx'
import type { GlyphStatus } from './glyph-shapes.ts'

/** The mark of a state; `size` in px. Put the word beside it. */
export function StatusGlyph({ status, size = 14 }: { status: GlyphStatus; size?: number }) {
  return (
    <svg
      className={`status-glyph status-${status}`}
      data-status={status}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {/* Nothing to see: with it the drawing begins with the same thing and reaches as far in every state. Else Chromium puts all layers together anew. */}
      <rect width="16" height="16" fill="transparent" />
      <GlyphParts status={status} />
    </svg>
  )
}
