import { describe, expect, it } from 'vitest'
import { overlaps } from '../../../src/canvas/kernels/hit-test.ts'
import { cellAt, cellOf, packGroups, packTitled } from '../../../src/canvas/kernels/pack-groups.ts'

const room = { x: 10, y: 20, width: 860, height: 300 }

describe('the room of groups', () => {
  it.each([[[3, 6]], [[100, 100, 100, 3, 3]], [Array.from({ length: 40 }, () => 500)]])('holds groups of %j pods, each pod in a cell of its group', (sizes) => {
    const packed = packGroups(sizes, room, 60, 10)!
    for (const [i, place] of packed.places.entries()) {
      const { box } = place
      expect(box.x >= room.x && box.y >= room.y && box.x + box.width <= room.x + room.width && box.y + box.height <= room.y + room.height).toBe(true)
      for (const other of packed.places.slice(i + 1)) expect(overlaps(box, other.box)).toBe(false)
      const last = cellOf(place, sizes[i]! - 1, packed.cell, 10)
      expect(last.x + packed.cell <= box.x + box.width && last.y + packed.cell <= box.y + box.height).toBe(true)
    }
  })
  it('gives few pods the largest cells, and many pods smaller ones', () => {
    expect(packGroups([3, 6], room, 60, 10)?.cell).toBe(60)
    const many = packGroups([500, 500], room, 60, 10)!.cell
    expect(many).toBeLessThan(20)
    expect(many).toBeGreaterThan(8)
  })
  it('is filled: few large groups take another shape rather than leave half of it empty', () => {
    for (const sizes of [[200, 200, 200], [16, 16, 16, 3, 552], [3, 3000]]) {
      const { cell } = packGroups(sizes, { x: 0, y: 0, width: 745, height: 330 }, 96, 14)!
      const pods = sizes.reduce((sum, size) => sum + size, 0)
      expect((pods * cell * cell) / (745 * 330), sizes.join()).toBeGreaterThan(0.65)
    }
  })
  it('lets few small pods under a long name stand in a block, not in a strip', () => {
    const { cell, places } = packGroups([16, 145_000], room, 60, 14)!
    expect(cell).toBeLessThan(2)
    expect(places[0]!.columns).toBeLessThanOrEqual(8)
  })
  it('makes names smaller where so many have no room, and only there', () => {
    const sizes = Array.from({ length: 1000 }, () => 1)
    const fitted = packTitled(sizes, room, 60, 10)!
    expect(fitted.title).toBeLessThan(10)
    expect(fitted.packed).toEqual(packGroups(sizes, room, 60, fitted.title))
    expect(fitted.packed.cell).toBeGreaterThanOrEqual(fitted.title / 2)
    expect(packTitled([3, 6], room, 60, 10)?.title).toBe(10)
    expect(packTitled(Array.from({ length: 100_000 }, () => 1), room, 60, 10)).toBeUndefined()
  })
  it('knows the pod at a point, and where there is none', () => {
    const packed = packGroups([3, 6], room, 60, 10)!
    for (const [group, size] of [3, 6].entries()) {
      for (let index = 0; index < size; index += 1) {
        const { x, y } = cellOf(packed.places[group]!, index, packed.cell, 10)
        const middle = { x: x + packed.cell / 2, y: y + packed.cell / 2 }
        expect(cellAt(packed, middle, 10)).toEqual({ group, index })
      }
    }
    const { x, y } = packed.places[1]!.box
    expect(cellAt(packed, { x: x + 30, y: y + 5 }, 10), 'on the name').toBeUndefined()
    expect(cellAt(packed, { x: x + 1, y: y + 40 }, 10), 'left of all cells').toBeUndefined()
    expect(cellAt(packed, { x: room.x + room.width - 1, y: y + 40 }, 10), 'beside all groups').toBeUndefined()
  })
  it('says when not even the names fit', () => expect(packGroups(Array.from({ length: 1000 }, () => 1), room, 60, 10)).toBeUndefined())
})
