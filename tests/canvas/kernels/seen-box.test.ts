import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seenBox } from '../../../src/canvas/kernels/seen-box.ts'

describe('what comes into view', () => {
  it('is all of the window and what is just outside it, at any place and zoom, and little more', () => {
    const number = (least: number, most: number): fc.Arbitrary<number> => fc.double({ min: least, max: most, noNaN: true })
    fc.assert(fc.property(number(-9e5, 9e5), number(-9e5, 9e5), number(0.01, 3), (x, y, zoom) => {
      const box = seenBox({ x, y, zoom, width: 800, height: 600 }, 60, undefined)
      const near = 1e-6
      const edges = [box.x * zoom + x, box.y * zoom + y, (box.x + box.width) * zoom + x - 800, (box.y + box.height) * zoom + y - 600]
      for (const [i, px] of edges.entries()) {
        const beyond = i < 2 ? -px : px
        expect(beyond).toBeGreaterThanOrEqual(60 - near)
        expect(beyond).toBeLessThanOrEqual(60 + 256 + near)
      }
    }))
  })
  it('is the same thing while the camera moves a little, and another when it has moved on, zoomed or has another window', () => {
    const camera = { x: -1000, y: 300, zoom: 0.5, width: 800, height: 600 }
    const box = seenBox(camera, 60, undefined)
    expect(seenBox({ ...camera, x: -990 }, 60, box)).toBe(box)
    for (const other of [{ x: -700 }, { y: 600 }, { zoom: 0.6 }, { width: 1600 }, { height: 1200 }]) expect(seenBox({ ...camera, ...other }, 60, box)).not.toBe(box)
  })
})
