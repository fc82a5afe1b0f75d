import { expect, it } from 'vitest'
import { footOf, noFoot } from '../../../src/panels/events/list-foot.ts'

const height = (id: number): number => id * 10

it('goes up by what is left out, and is the same while nothing is', () => {
  const first = footOf(noFoot, [9, 8, 7], height)
  expect(first).toEqual({ id: 7, px: 0 })
  expect(footOf(first, [10, 9, 8, 7], height)).toBe(first)
  const second = footOf(first, [11, 10, 9], height)
  expect(second).toEqual({ id: 9, px: 150 })
  expect(footOf(second, [12, 11, 10], height)).toEqual({ id: 10, px: 240 })
})
it.each([['after a reset', [3, 2, 1]], ['after a jump', [99, 98, 97]], ['emptied', []]] as const)('begins anew with another list: %s', (_, ids) => {
  const before = footOf(footOf(noFoot, [9, 8, 7], height), [10, 9, 8], height)
  expect(footOf(before, ids, height)).toEqual({ id: ids.at(-1) ?? 0, px: 0 })
})
