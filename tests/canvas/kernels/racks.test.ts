import { describe, expect, it } from 'vitest'
import { gridOf } from '../../../src/canvas/kernels/arrangement.ts'
import { contains } from '../../../src/canvas/kernels/hit-test.ts'
import { gridCell, gridSize } from '../../../src/canvas/kernels/grid.ts'
import { clusterLayout, nodeBox } from '../../../src/canvas/kernels/layout.ts'
import { nodeLine } from '../../../src/canvas/kernels/routing.ts'
import { slimLayout } from '../../../src/canvas/kernels/slim-layout.ts'
import { arrangeInRacks, rackBox, rackNameSize } from '../../../src/canvas/kernels/racks.ts'

const nodes = (count: number) => Array.from({ length: count }, (_, slot) => ({ slot, place: slot }))
/** As the machines of a cluster stand: zones by turns, twelve to a rack. */
const standing = (slot: number) => ({ zone: `zone-${'abc'[slot % 3]!}`, rack: `rack-${'abc'[slot % 3]!}${Math.floor(slot / 36) + 1}` })
const cellsOf = (count: number) => {
  const arranged = arrangeInRacks(nodes(count), standing)!
  return { ...arranged, places: new Map(arranged.placed.map(({ slot, place }) => [slot, place])) }
}
/** On the whole page, and above an open console. */
const laidOut = (count: number) => {
  const arranged = cellsOf(count)
  const by = { places: arranged.places, grid: gridOf(arranged.places, arranged.racks), namesRacks: arranged.racks[0]!.named }
  const most = Math.max(...arranged.places.values()) + 1
  return { ...arranged, layouts: [clusterLayout(most, undefined, by), slimLayout(most, 1044, 400, 1, by)] }
}

describe('nodes by rack', () => {
  it.each([12, 30, 100, 1000, 5000])('of %i nodes each have a cell of their own in the block of their rack', (count) => {
    const { racks, placed, places } = cellsOf(count)
    expect(new Set(placed.map(({ place }) => place)).size).toBe(count)
    expect(racks.reduce((sum, { slots }) => sum + slots.length, 0)).toBe(count)
    for (const rack of racks)
      for (const slot of rack.slots) {
        expect(standing(slot)).toEqual({ zone: rack.zone, rack: rack.name })
        const { column, row } = gridCell(places.get(slot)!)
        expect(column >= rack.column && column < rack.column + rack.columns && row >= rack.row && row < rack.row + rack.rows).toBe(true)
      }
  })
  it('are in the order of their numbers: rack-a2 before rack-a10', () => {
    const names = cellsOf(1000).racks.filter(({ zone }) => zone === 'zone-a').map(({ name }) => name)
    expect(names).toEqual(Array.from({ length: 28 }, (_, i) => `rack-a${i + 1}`))
  })
  it.each([100, 1000, 5000])('of %i nodes keep about the shape of the picture', (count) => {
    const grid = gridOf(cellsOf(count).places)
    const usual = gridSize(count)
    expect(grid.columns / usual.columns).toBeLessThan(1.35)
    expect(grid.rows / usual.rows).toBeLessThan(1.35)
  })
  it.each([30, 100, 1000])('of %i nodes stand on the ground of their rack, and no ground is on another’s', (count) => {
    const { racks, places } = cellsOf(count)
    const layout = clusterLayout(Math.max(...places.values()) + 1, undefined, { places, grid: gridOf(places), namesRacks: racks[0]!.named })
    const boxes = racks.map((rack) => rackBox(rack, layout))
    for (const [i, rack] of racks.entries())
      for (const slot of rack.slots) {
        const box = nodeBox(places.get(slot)!)
        expect(contains(boxes[i]!, box) && contains(boxes[i]!, { x: box.x + box.width, y: box.y + box.height })).toBe(true)
      }
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1)) expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).toBe(false)
  })
  it.each([20, 30, 50, 100, 1000])('of %i nodes have all their ground within the nodes\' region, where a last rack is not full too', (count) => {
    const { racks, places } = cellsOf(count)
    const layout = clusterLayout(Math.max(...places.values()) + 1, undefined, { places, grid: gridOf(places, racks), namesRacks: racks[0]!.named })
    for (const rack of racks) {
      const { x, y, width, height } = rackBox(rack, layout)
      expect(contains(layout.workers, { x, y }) && contains(layout.workers, { x: x + width, y: y + height }), rack.name).toBe(true)
    }
  })
  it('have room for their names while there are few of them', () => {
    expect([100, 1000].map((count) => cellsOf(count).racks[0]!.named)).toEqual([true, false])
    const racksOf = (count: number) => arrangeInRacks(nodes(count), (slot) => ({ zone: '', rack: `r${slot}` }))!.racks
    expect([racksOf(40)[0]!.named, racksOf(41)[0]!.named]).toEqual([true, false])
  })
  it('have no line for names that have no room beside each other', () => {
    expect([20, 100, 400].map((count) => cellsOf(count).racks[0]!.named)).toEqual([true, true, false])
  })
  it.each([12, 20, 100, 200, 400, 1000])('of %i nodes have letters with which the longest name is within its rack', (count) => {
    const { racks, layouts } = laidOut(count)
    for (const layout of layouts)
      for (const rack of racks) expect(0.6 * rack.name.length * rackNameSize(rack, layout)).toBeLessThan(rackBox(rack, layout).width)
  })
  it.each([12, 20, 100])('of %i nodes have names that no line crosses', (count) => {
    const { racks, places, layouts } = laidOut(count)
    for (const layout of layouts) {
      const highest = (place: number): number => Math.min(...nodeLine(layout, 'api-kubelet', place, false).slice(1).map(({ y }) => y))
      for (const rack of racks) {
        const under = rackBox(rack, layout).y + 1.45 * rackNameSize(rack, layout)
        expect(under).toBeLessThanOrEqual(Math.min(...rack.slots.map((slot) => highest(places.get(slot)!))))
      }
    }
  })
  it('leave a row without nodes for a name between two that are below each other, where they have names', () => {
    const between = (racks: ReturnType<typeof cellsOf>['racks']): ReadonlySet<number> =>
      new Set(racks.flatMap((rack, i) => (racks[i + 1]?.column === rack.column ? [racks[i + 1]!.row - rack.row - rack.rows] : [])))
    const few = arrangeInRacks(nodes(200), (slot) => ({ zone: '', rack: `r${slot % 30}` }))!.racks
    expect([...between(few)]).toEqual([1])
    expect([...between(cellsOf(1000).racks)]).toEqual([0])
  })
  it('leave no more than a column free between two zones', () => {
    const { racks, groups } = cellsOf(1000)
    for (const group of groups) {
      const own = racks.filter(({ zone }) => zone === group.name)
      expect([group.column, group.column + group.columns]).toEqual([Math.min(...own.map(({ column }) => column)), Math.max(...own.map(({ column, columns }) => column + columns))])
    }
    expect(groups.slice(1).map(({ column }, i) => column - groups[i]!.column - groups[i]!.columns)).toEqual([1, 1])
  })
  it('neighbours stand on different grounds', () => {
    const { racks } = cellsOf(1000)
    const beside = racks.flatMap((rack) =>
      racks
        .filter(({ zone, row, column }) => zone === rack.zone && (row === rack.row ? column === rack.column + rack.columns : row === rack.row + rack.rows && column === rack.column))
        .map(({ turn }) => [rack.turn, turn]))
    expect(beside.length).toBeGreaterThan(100)
    expect(beside.filter(([a, b]) => a === b)).toEqual([])
    expect(new Set(racks.map(({ turn }) => turn))).toEqual(new Set([0, 1]))
  })
  it('without the label are one block, the last of their zone', () => {
    const { racks } = arrangeInRacks(nodes(30), (slot) => (slot < 6 ? { zone: 'zone-a', rack: '' } : { ...standing(slot), zone: 'zone-a' }))!
    expect(racks[racks.length - 1]).toMatchObject({ name: 'no rack', slots: [0, 1, 2, 3, 4, 5] })
  })
  it('stay as they are when there is but one rack, or one row', () => {
    expect(arrangeInRacks(nodes(30), () => ({ zone: 'zone-a', rack: 'r' }))).toBeUndefined()
    expect(arrangeInRacks(nodes(6), standing)).toBeUndefined()
  })
})
