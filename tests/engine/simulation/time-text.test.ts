import { describe, expect, it } from 'vitest'
import { microTimeText, parseTimeText, timeText } from '../../../src/engine/simulation/time-text.ts'

const epochMs = 1_767_225_600_000

describe('timestamps', () => {
  it.each([
    [0, '2026-01-01T00:00:00Z'],
    [59_999_999, '2026-01-01T00:00:59Z'],
    [31 * 86_400_000_000, '2026-02-01T00:00:00Z'],
    [(365 + 365 + 59) * 86_400_000_000, '2028-02-29T00:00:00Z'],
    [(365 + 365 + 60) * 86_400_000_000, '2028-03-01T00:00:00Z'],
  ])('%i microseconds after the start print as %s, leap days included', (simTimeUs, text) => {
    expect(timeText(simTimeUs, epochMs)).toBe(text)
    expect(timeText(simTimeUs, epochMs)).toBe(`${new Date(epochMs + Math.floor(simTimeUs / 1000)).toISOString().slice(0, 19)}Z`)
  })

  it('are read back to the microsecond', () => {
    const simTimeUs = 123_456_789_012
    expect(parseTimeText(microTimeText(simTimeUs, epochMs), epochMs)).toBe(simTimeUs)
    expect(parseTimeText('yesterday', epochMs)).toBeUndefined()
  })
})
