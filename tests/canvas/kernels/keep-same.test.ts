import { describe, expect, it } from 'vitest'
import { keepSame } from '../../../src/canvas/kernels/keep-same.ts'

const layout = { rows: 1 }
const node = (slot: number, x = 0, of: unknown = layout) => ({ id: `node:${slot}`, position: { x, y: 0 }, data: { slot, layout: of } })

describe('what is equal to what was there', () => {
  it('stays the same object, in the new order', () => {
    const before = [node(1), node(2)]
    const kept = keepSame(before, [node(3), node(2), node(1)])
    expect(kept.map(({ id }) => id)).toEqual(['node:3', 'node:2', 'node:1'])
    expect([kept[1] === before[1], kept[2] === before[0]]).toEqual([true, true])
  })

  it.each([
    ['stands elsewhere', node(1, 5)],
    ['belongs to another layout, however equal', node(1, 0, { rows: 1 })],
    ['has a field more', { ...node(1), className: 'dim' }],
    ['has nothing where there was something', { ...node(1), data: undefined }],
    ['has a list where there was a record', { ...node(1), position: [] }],
  ])('is replaced when it %s', (_, now) => {
    const before = [node(1)]
    expect(keepSame<{ readonly id: string }>(before, [now])[0]).toBe(now)
    expect(keepSame<{ readonly id: string }>([now], before)[0]).toBe(before[0])
  })

  it('is the same list when nothing differs, and another one when something went', () => {
    const before = [node(1), node(2)]
    expect(keepSame(before, [node(1), node(2)])).toBe(before)
    expect(keepSame(before, [node(1)])).toEqual([before[0]])
  })

  it('is looked into as deep as is asked for, lists too', () => {
    const line = (x: number) => ({ id: 'a', data: { points: [{ x }, { x: 2 }] } })
    const before = [line(1)]
    expect(keepSame(before, [line(1)], 4)).toBe(before)
    expect(keepSame(before, [line(1)], 3)).not.toBe(before)
    expect(keepSame(before, [line(5)], 4)).not.toBe(before)
  })
})
