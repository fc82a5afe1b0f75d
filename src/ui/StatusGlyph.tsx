/** Seven silhouettes for seven states. The shape alone tells them apart; colour and the word beside it say the same. */
import type { ReactNode } from 'react'

const shapes = {
  running: (
    <>
      <circle cx="8" cy="8" r="6.8" fill="currentColor" />
      <path d="m5 8.2 2.1 2.1L11 6.2" className="glyph-knock" />
    </>
  ),
  pending: <circle cx="8" cy="8" r="5.9" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3.08 3.1" />,
  creating: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M8 4v8a4 4 0 0 0 0-8Z" fill="currentColor" />
    </>
  ),
  terminating: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M4.8 8h6.4" stroke="currentColor" strokeWidth="2.2" />
    </>
  ),
  failed: (
    <>
      <path d="M8 1.2 15.4 14.4H.6Z" fill="currentColor" stroke="currentColor" strokeWidth="1" strokeLinejoin="round" />
      <path d="M8 5.8v4M8 12v.2" className="glyph-knock" />
    </>
  ),
  unknown: (
    <>
      <path d="M8 .7 15.3 8 8 15.3.7 8Z" fill="currentColor" />
      <path d="M6.3 6.6a1.75 1.75 0 1 1 2.5 1.6c-.5.25-.8.55-.8 1.1M8 11.3v.1" className="glyph-knock glyph-knock-fine" />
    </>
  ),
  succeeded: (
    <>
      <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2.5" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="m4.8 8.2 2.2 2.2 4.2-4.4" fill="none" stroke="currentColor" strokeWidth="1.8" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type GlyphStatus = keyof typeof shapes
export const glyphStatuses = Object.keys(shapes) as readonly GlyphStatus[]

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
      {shapes[status]}
    </svg>
  )
}
