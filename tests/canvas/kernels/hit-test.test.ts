import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, nearest, overlaps, placeAt, placesIn } from '../../../src/canvas/kernels/hit-test.ts'
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
    expect(placeAt({ x: nodeBox(3).x + 5, y: 10 }, 3)).toBeUndefined()
    expect(placeAt({ x: 10, y: nodeBox(0).height }, 3)).toBeUndefined()
    expect(placeAt({ x: 10, y: -400 }, 3)).toBeUndefined()
  })
  it('is a node up to its last pixel, and no further', () => {
    const { width } = nodeBox(0)
    expect([placeAt({ x: width - 1, y: 10 }, 3), placeAt({ x: width, y: 10 }, 3)]).toEqual([0, undefined])
  })
  it('is every node that a box overlaps, in order', () => {
    const sides = fc.integer({ min: -900, max: 9000 })
    fc.assert(fc.property(sides, sides, fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 }), (x, y, width, height) => {
      const box = { x, y, width, height }
      const places = Array.from({ length: 3000 }, (_, place) => place)
      expect(placesIn(box).filter((place) => place < 3000)).toEqual(places.filter((place) => overlaps(nodeBox(place), box)))
    }), { numRuns: 60 })
    const edge = { x: nodeBox(0).width, y: 0, width: 1, height: nodeBox(0).height }
    expect([placesIn(edge), placesIn({ ...edge, x: edge.x - 1 })]).toEqual([[], [0]])
  })
  it('is the nearest packet within reach', () => {
    const packets = [{ x: 0, y: 0 }, { x: 10, y: 0 }]
    expect(nearest(packets, { x: 7, y: 0 }, 12)).toBe(1)
    expect(nearest(packets, { x: 40, y: 0 }, 12)).toBeUndefined()
    expect(nearest([{ x: 0, y: 50 }, { x: 0, y: 60 }], { x: 0, y: 57 }, 12)).toBe(1)
    expect(nearest([{ x: 0, y: 50 }], { x: 0, y: -50 }, 12)).toBeUndefined()
  })
  it('is the last one that was drawn of packets that are one upon the other', () => {
    expect(nearest([{ x: 5, y: 5 }, { x: 5, y: 5 }], { x: 6, y: 5 }, 12)).toBe(1)
  })
  it('is a box up to its edges, of which the left and the upper one are its own', () => {
    const box = { x: 10, y: 20, width: 30, height: 40 }
    expect([[10, 20], [39, 59], [9, 20], [10, 19], [40, 20], [10, 60]].map(([x, y]) => contains(box, { x: x!, y: y! }))).toEqual([true, true, false, false, false, false])
  })
  it('is each of two boxes that share a point, whichever is asked first', () => {
    const box = { x: 10, y: 20, width: 30, height: 40 }
    const beside = [{ x: 39, y: 20 }, { x: 0, y: 20 }, { x: 10, y: 59 }, { x: 10, y: 0 }, { x: 12, y: 25 }].map((at) => ({ ...at, width: 11, height: 21 }))
    const apart = [{ x: 40, y: 20 }, { x: -1, y: 20 }, { x: 10, y: 60 }, { x: 10, y: -1 }, { x: 40, y: 60 }].map((at) => ({ ...at, width: 11, height: 21 }))
    expect(beside.flatMap((other) => [overlaps(box, other), overlaps(other, box)])).toEqual(Array.from({ length: 10 }, () => true))
    expect(apart.flatMap((other) => [overlaps(box, other), overlaps(other, box)])).toEqual(Array.from({ length: 10 }, () => false))
  })
  it('counts boxes that only touch as apart', () => {
    expect(overlaps({ x: 0, y: 0, width: 10, height: 10 }, { x: 10, y: 0, width: 5, height: 5 })).toBe(false)
  })
})
