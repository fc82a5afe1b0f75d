import { describe, expect, it } from 'vitest'
import { levelOf, linkMode, textScale } from '../../../src/canvas/kernels/level-of-detail.ts'

describe('levels', () => {
  it.each([
    [0.03, 'fleet'],
    [0.5, 'shell'],
    [0.79, 'shell'],
    [0.8, 'cluster'],
    [1.5, 'cluster'],
    [1.51, 'near'],
  ] as const)('zoom %f is %s', (zoom, level) => {
    expect(levelOf(zoom)).toBe(level)
  })
  it('bundle links above 25 cards in view and in the fleet', () => {
    expect(linkMode('cluster', 25)).toBe('single')
    expect(linkMode('shell', 25)).toBe('plain')
    expect(linkMode('cluster', 26)).toBe('trunk')
    expect(linkMode('fleet', 3)).toBe('trunk')
  })
  it('keep a shell’s text at its size on screen until there is no room', () => {
    expect(textScale(0.5) * 0.5).toBeCloseTo(1)
    expect(textScale(0.1)).toBe(textScale(0.2))
  })
})
