import { describe, expect, it } from 'vitest'
import { chipScaleAt, isLegible, levelOf, linkMode, textScale } from '../../../src/canvas/kernels/level-of-detail.ts'

describe('levels', () => {
  it.each([
    [0.03, 12, 'fleet'],
    [0.5, 12, 'shell'],
    [0.99, 12, 'shell'],
    [1, 12, 'cluster'],
    [0.79, 3, 'shell'],
    [0.8, 3, 'cluster'],
    [0.8, 4, 'shell'],
    [1.5, 12, 'cluster'],
    [1.51, 12, 'near'],
  ] as const)('zoom %f with places for %i nodes is %s', (zoom, places, level) => {
    expect(levelOf(zoom, places)).toBe(level)
  })
  it('show full cards of many nodes only where their smallest letters are 12 px large', () => {
    const lowest = [...Array(200).keys()].map((n) => n / 100).find((zoom) => levelOf(zoom, 30) === 'cluster')!
    expect(12 * lowest).toBeGreaterThanOrEqual(12)
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

describe('where text must be larger than usual', () => {
  it('nodes turn into full cards nearer, and into tiles as far off as ever', () => {
    expect([levelOf(1.6, 12, 1.68), levelOf(1.7, 12, 1.68), levelOf(2, 12, 1.68), levelOf(2.6, 12, 1.68)]).toEqual(['shell', 'cluster', 'cluster', 'near'])
    expect([levelOf(0.21, 12, 1.68), levelOf(0.22, 12, 1.68)]).toEqual(['fleet', 'shell'])
  })
  it('chips between lines keep their size, then give way down to the usual one, then go', () => {
    expect(chipScaleAt(0.8, 1)).toBeCloseTo(1.25, 5)
    expect(chipScaleAt(0.8, 1.6)).toBeCloseTo(2, 5)
    for (const zoom of [0.7, 0.5, 0.47]) expect(chipScaleAt(zoom, 1.68)! * zoom).toBeGreaterThan(0.999)
    expect(chipScaleAt(0.47, 1.68)).toBeCloseTo(1 / 0.47, 10)
    expect(chipScaleAt(0.46, 1.68)).toBeUndefined()
    expect(chipScaleAt(0.46, 1)).toBeUndefined()
  })
})

it('letters are shown from 12 px on, and when they were fitted to a hair more', () => {
  expect([isLegible(24, 0.5), isLegible(11.95, 1), isLegible(23, 0.5)]).toEqual([true, true, false])
})
