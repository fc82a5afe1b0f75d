import { describe, expect, it } from 'vitest'
import { freePlaces, gridCell, gridSize, placeOfCell } from '../../../src/canvas/kernels/grid.ts'

describe('the grid of nodes', () => {
  it('gives every place a cell of its own, and the cell depends on the place alone', () => {
    const cells = Array.from({ length: 5000 }, (_, place) => gridCell(place))
    expect(new Set(cells.map(({ column, row }) => `${column} ${row}`)).size).toBe(5000)
    for (const [place, { column, row }] of cells.entries()) {
      const { columns, rows } = gridSize(place + 1)
      expect(column < columns && row < rows, `place ${place}`).toBe(true)
    }
  })
  it('finds the place of every cell', () => {
    for (let place = 0; place < 5000; place += 1) {
      const { column, row } = gridCell(place)
      expect(placeOfCell(column, row)).toBe(place)
    }
  })
  it('knows the first places that no node has', () => {
    expect(freePlaces([{ slot: 4, place: 0 }, { slot: 1, place: 2 }], 3)).toEqual([1, 3, 4])
    expect(freePlaces([], 0)).toEqual([])
  })
  it('holds up to six nodes in one row', () => {
    expect(gridSize(6)).toEqual({ columns: 6, rows: 1 })
    expect(gridSize(7)).toEqual({ columns: 6, rows: 2 })
  })
})
