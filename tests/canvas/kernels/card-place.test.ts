import { describe, expect, it } from 'vitest'
import { cardPlace, nearestEdge } from '../../../src/canvas/kernels/card-place.ts'

const frame = { width: 1000, height: 600 }
const card = { width: 280, height: 240 }
const covers = (corner: { x: number; y: number }, at: { x: number; y: number }): boolean =>
  at.x > corner.x && at.x < corner.x + card.width && at.y > corner.y && at.y < corner.y + card.height

describe('a card beside a point', () => {
  it('stands on its right where there is room', () => expect(cardPlace({ x: 300, y: 300 }, card, frame)).toEqual({ x: 330, y: 266 }))
  it('stands on its left near the right edge', () => expect(cardPlace({ x: 900, y: 300 }, card, frame).x).toBe(590))
  it('stands below or above where neither side has room', () => {
    const narrow = { width: 390, height: 800 }
    expect(cardPlace({ x: 195, y: 100 }, card, narrow)).toEqual({ x: 55, y: 130 })
    expect(cardPlace({ x: 195, y: 700 }, card, narrow)).toEqual({ x: 55, y: 430 })
  })
  it('is inside the picture and never over the point, wherever that is', () => {
    for (let x = 0; x <= frame.width; x += 50) {
      for (let y = 0; y <= frame.height; y += 50) {
        const corner = cardPlace({ x, y }, card, frame)
        expect(corner.x >= 0 && corner.y >= 0 && corner.x + card.width <= frame.width && corner.y + card.height <= frame.height).toBe(true)
        expect(covers(corner, { x, y })).toBe(false)
      }
    }
  })
  it('is joined to it by the nearest point of its edge', () => {
    expect(nearestEdge({ x: 300, y: 300 }, { x: 330, y: 266 }, card)).toEqual({ x: 330, y: 300 })
    expect(nearestEdge({ x: 195, y: 100 }, { x: 55, y: 130 }, card)).toEqual({ x: 195, y: 142 })
  })
})
