import { describe, expect, it } from 'vitest'
import { dotsMargin, groundDots } from '../../../src/canvas/kernels/ground-dots.ts'

describe('the dots of the ground', () => {
  it.each([0.01, 0.05, 0.3, 0.99, 1, 4])('are between 20 and 80 px apart at zoom %s', (zoom) => {
    const { gap } = groundDots({ x: 0, y: 0, zoom })
    expect(gap).toBeGreaterThanOrEqual(20)
    expect(gap).toBeLessThanOrEqual(80)
  })
  it.each([[0, 0, 1], [-333, 41, 0.37], [12, 900, 2.5]])('one of them stands where the world begins, at %s, %s and zoom %s', (x, y, zoom) => {
    const { gap, left, top } = groundDots({ x, y, zoom })
    const dot = (shift: number): number => shift - dotsMargin + gap / 2
    for (const steps of [(x - dot(left)) / gap, (y - dot(top)) / gap]) expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-9)
  })
  it.each([-1000, -3, 0, 77, 5000])('never leave an edge bare, however far the camera went (%s px)', (x) => {
    const { gap, left } = groundDots({ x, y: 0, zoom: 1.7 })
    expect(left).toBeGreaterThanOrEqual(0)
    expect(left).toBeLessThan(gap)
  })
})
