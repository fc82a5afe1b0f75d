import { describe, expect, it } from 'vitest'
import { placeOfCell } from '../../../src/canvas/kernels/grid.ts'
import { fullNode } from '../../../src/canvas/kernels/layout.ts'
import { nearestTile, nextTile } from '../../../src/canvas/kernels/tile-walk.ts'

/** Nodes in these cells. */
const cells = (...at: readonly (readonly [number, number])[]) => new Map(at.map(([column, row], slot) => [placeOfCell(column, row), slot]))
const grid = { columns: 8, rows: 4 }

describe('a walk over tiles', () => {
  const taken = cells([0, 0], [1, 0], [5, 0], [1, 1], [1, 3])
  it.each([
    ['ArrowRight', [0, 0], [1, 0]], ['ArrowRight', [1, 0], [5, 0]], ['ArrowLeft', [5, 0], [1, 0]], ['ArrowDown', [1, 1], [1, 3]], ['ArrowUp', [1, 1], [1, 0]],
  ] as const)('%s from %j leads to %j, over cells that are free', (direction, [column, row], [toColumn, toRow]) => {
    expect(nextTile(taken, placeOfCell(column, row), direction, grid)).toBe(placeOfCell(toColumn, toRow))
  })
  it.each([['ArrowUp', [1, 0]], ['ArrowDown', [5, 0]], ['ArrowRight', [5, 0]], ['ArrowLeft', [0, 0]]] as const)('%s ends at the edge %j', (direction, [column, row]) => {
    expect(nextTile(taken, placeOfCell(column, row), direction, grid)).toBeUndefined()
  })
})

it('begins at the tile that is nearest to where one comes from', () => {
  const placed = [[0, 0], [4, 0], [4, 3]].map(([column, row], slot) => ({ slot, place: placeOfCell(column!, row!) }))
  expect(nearestTile(placed, { x: 1300, y: -400 }, { node: fullNode })).toBe(placed[1]!.place)
  expect(nearestTile(placed, { x: 900, y: 2000 }, { node: fullNode })).toBe(placed[2]!.place)
  const between = fullNode.pitchX * 2 + fullNode.width / 2
  expect([between - 1, between + 1].map((x) => nearestTile(placed, { x, y: 0 }, { node: fullNode }))).toEqual([placed[0]!.place, placed[1]!.place])
  expect(nearestTile([], { x: 0, y: 0 }, { node: fullNode })).toBeUndefined()
})
