import { describe, expect, it } from 'vitest'
import { arrangeInGroups, gridOf } from '../../../src/canvas/kernels/arrangement.ts'
import { groupBox } from '../../../src/canvas/kernels/group-box.ts'
import { contains } from '../../../src/canvas/kernels/hit-test.ts'
import { gridCell, gridSize } from '../../../src/canvas/kernels/grid.ts'
import { clusterLayout, nodeBox } from '../../../src/canvas/kernels/layout.ts'

const zones = ['zone-b', 'zone-a', 'zone-c']
const zoneOf = (slot: number): string => zones[slot % 3]!
const nodes = (count: number) => Array.from({ length: count }, (_, slot) => ({ slot, place: slot }))

describe('nodes in groups', () => {
  it.each([7, 30, 100, 1000, 5000])('of %i nodes each have a cell of their own in columns that only their group has', (count) => {
    const { placed, groups } = arrangeInGroups(nodes(count), zoneOf)!
    expect(placed).toHaveLength(count)
    expect(new Set(placed.map(({ place }) => place)).size).toBe(count)
    expect(groups.map(({ name }) => name)).toEqual(['zone-a', 'zone-b', 'zone-c'])
    const places = new Map(placed.map(({ slot, place }) => [slot, place]))
    for (const { column, columns, slots } of groups) {
      for (const slot of slots) {
        const cell = gridCell(places.get(slot)!)
        expect(cell.column >= column && cell.column < column + columns).toBe(true)
      }
    }
    for (const [i, group] of groups.slice(1).entries()) expect(group.column).toBeGreaterThanOrEqual(groups[i]!.column + groups[i]!.columns)
  })
  it.each([30, 1000, 5000])('of %i nodes keep about the shape of the picture', (count) => {
    const { placed } = arrangeInGroups(nodes(count), zoneOf)!
    const grid = gridOf(new Map(placed.map(({ slot, place }) => [slot, place])))
    const usual = gridSize(count)
    expect(grid.columns / usual.columns).toBeLessThan(1.1)
    expect(grid.rows / usual.rows).toBeLessThan(1.1)
  })
  it('leave a column free between two groups where there are columns to spare', () => {
    const gaps = (count: number): readonly number[] => {
      const { groups } = arrangeInGroups(nodes(count), zoneOf)!
      return groups.slice(1).map(({ column }, i) => column - groups[i]!.column - groups[i]!.columns)
    }
    expect(gaps(1000)).toEqual([1, 1])
    expect(gaps(30)).toEqual([0, 0])
  })
  it('are told by their places in order, and with all columns that they take', () => {
    const { placed, groups } = arrangeInGroups(nodes(1000), zoneOf)!
    const places = placed.map(({ place }) => place)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    const last = groups.at(-1)!
    expect(gridOf(new Map(placed.map(({ slot, place }) => [slot, place]))).columns).toBe(last.column + last.columns)
  })
  it('take a grid that holds blocks too which are not full', () => {
    expect(gridOf(new Map([[0, 0]]), [{ column: 4, row: 2, columns: 3, rows: 2 }])).toEqual({ columns: 7, rows: 4 })
    expect(gridOf(new Map())).toEqual({ columns: 3, rows: 1 })
  })
  it('stay as they are when there is but one group, or one row', () => {
    expect(arrangeInGroups(nodes(30), () => 'zone-a')).toBeUndefined()
    expect(arrangeInGroups(nodes(6), zoneOf)).toBeUndefined()
  })
  it('keep their cells when the last one goes', () => {
    const before = arrangeInGroups(nodes(100), zoneOf)!.placed
    const after = new Map(arrangeInGroups(nodes(99), zoneOf)!.placed.map(({ slot, place }) => [slot, place]))
    for (const { slot, place } of before.filter((node) => node.slot < 99)) expect(after.get(slot)).toBe(place)
  })
  it('have a line for their name below the region\'s title, and no ground that reaches into another one\'s', () => {
    const { placed, groups } = arrangeInGroups(nodes(30), zoneOf)!
    const places = new Map(placed.map(({ slot, place }) => [slot, place]))
    for (const scale of [1, 3]) {
      const layout = clusterLayout(31, scale, { places, grid: gridOf(places) })
      const grounds = groups.map((group) => groupBox(group, layout))
      for (const { y, height } of grounds) {
        expect(-y, 'the name').toBeGreaterThanOrEqual(20 * scale)
        expect(y - layout.workers.y, 'the title of the region').toBeGreaterThanOrEqual(20 * scale)
        expect(y + height).toBeCloseTo(layout.workers.y + layout.workers.height, 9)
      }
      for (const [i, { x, width }] of grounds.slice(0, -1).entries()) expect(x + width).toBeLessThan(grounds[i + 1]!.x)
    }
  })
  it('stand on their group’s ground', () => {
    const { placed, groups } = arrangeInGroups(nodes(100), zoneOf)!
    const places = new Map(placed.map(({ slot, place }) => [slot, place]))
    const layout = clusterLayout(101, undefined, { places, grid: gridOf(places) })
    for (const group of groups) {
      const ground = groupBox(group, layout)
      for (const slot of group.slots) {
        const box = nodeBox(places.get(slot)!)
        expect(contains(ground, box) && contains(ground, { x: box.x + box.width, y: box.y + box.height })).toBe(true)
      }
    }
  })
})
