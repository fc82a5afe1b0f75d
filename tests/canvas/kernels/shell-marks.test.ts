import { describe, expect, it } from 'vitest'
import { glyphCorners, inGlyphUnits, markAt, markBox, markGrid, markPaths } from '../../../src/canvas/kernels/shell-marks.ts'

describe('marks of pods in a small card', () => {
  it.each([1, 8, 9, 15, 16, 30])('of %s pods lie inside their grid, apart from each other', (pods) => {
    const grid = markGrid(pods)
    const boxes = Array.from({ length: pods }, (_, i) => markBox(grid, i))
    for (const { x, y, width, height } of boxes) {
      expect(x + width).toBeLessThanOrEqual(grid.width + 1e-9)
      expect(y + height).toBeLessThanOrEqual(grid.height + 1e-9)
    }
    expect(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(pods)
  })
  it('are found where they are drawn, and nothing is found between them', () => {
    const grid = markGrid(30)
    for (let i = 0; i < 30; i += 1) {
      const { x, y, width, height } = markBox(grid, i)
      expect(markAt(grid, { x: x + width / 2, y: y + height / 2 })).toBe(i)
      expect(markAt(grid, { x: x + width + 2, y: y + height / 2 })).toBeUndefined()
    }
    expect(markAt(grid, { x: -1, y: 3 })).toBeUndefined()
  })
  it.each([[30, 186], [30, 102], [16, 60], [30, 40], [110, 186]])('%s pods fit into a room of %s px', (pods, room) => {
    expect(markGrid(pods, room).height).toBeLessThanOrEqual(room)
    expect(markGrid(pods, room).cell).toBeGreaterThan(10)
  })
  it('are as large as they can be where there is room', () => expect(markGrid(30, 300)).toEqual(markGrid(30)))
  it('are larger where there are fewer', () => expect(markGrid(4).cell).toBeGreaterThan(markGrid(20).cell))
  it.each([4, 30, 110])('of %s pods are the same grid in units of their glyphs, whose boxes lie in the middle of the cells', (pods) => {
    const grid = markGrid(pods)
    const drawn = inGlyphUnits(grid)
    const unit = grid.width / drawn.width
    const [cell, own] = [markBox(drawn, pods - 1), markBox(grid, pods - 1)]
    expect([cell.x * unit, cell.y * unit, cell.width * unit]).toEqual([own.x, own.y, own.width].map((value) => expect.closeTo(value, 6) as number))
    const corner = glyphCorners(drawn, [pods - 1])[0]!
    expect([corner.x + 8, corner.y + 8]).toEqual([cell.x + cell.width / 2, cell.y + cell.height / 2].map((value) => expect.closeTo(value, 1) as number))
  })
  it('are drawn as one path, one square for each', () => {
    expect(markPaths(markGrid(30), [0, 7, 29]).marks.split('z')).toHaveLength(4)
  })
})
