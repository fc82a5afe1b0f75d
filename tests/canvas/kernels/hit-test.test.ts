import { describe, expect, it } from 'vitest'
import { nearest, overlaps, placeAt } from '../../../src/canvas/kernels/hit-test.ts'
import { nodeBox } from '../../../src/canvas/kernels/layout.ts'

describe('what lies under a point', () => {
  it('is the node whose footprint holds it, for every place', () => {
    for (const place of [0, 5, 6, 11, 12, 100]) {
      const box = nodeBox(place)
      expect(placeAt({ x: box.x + 5, y: box.y + 200 }, 101)).toBe(place)
    }
  })
  it('is nothing between nodes and beyond the last', () => {
    expect(placeAt({ x: nodeBox(0).width + 2, y: 10 }, 3)).toBeUndefined()
    expect(placeAt({ x: -5, y: 10 }, 3)).toBeUndefined()
    expect(placeAt({ x: nodeBox(4).x + 5, y: 10 }, 3)).toBeUndefined()
  })
  it('is the nearest packet within reach', () => {
    const packets = [{ x: 0, y: 0 }, { x: 10, y: 0 }]
    expect(nearest(packets, { x: 7, y: 0 }, 12)).toBe(1)
    expect(nearest(packets, { x: 40, y: 0 }, 12)).toBeUndefined()
  })
  it('counts boxes that only touch as apart', () => {
    expect(overlaps({ x: 0, y: 0, width: 10, height: 10 }, { x: 10, y: 0, width: 5, height: 5 })).toBe(false)
  })
})
