import { describe, expect, it } from 'vitest'
import { createPlace, isInView, laneSize, sizeAt, ticksFor, wayAt } from '../../../src/canvas/kernels/lane-place.ts'
import type { Box } from '../../../src/canvas/kernels/layout.ts'

const route = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 50 }]
const around: Box = { x: 99, y: 49, width: 2, height: 2 }
const away: Box = { x: -9000, y: 0, width: 10, height: 10 }

describe('the place of a lane', () => {
  it('comes into view or does not; one without a way never does', () => {
    const place = createPlace(route, 1)
    expect([isInView(place, around), isInView(place, away), isInView(place, around)]).toEqual([true, false, true])
    expect(isInView(createPlace(undefined, 1), around)).toBe(false)
    expect(wayAt(createPlace(undefined, 1))).toBeUndefined()
  })
  it('moves in each tick in view, and out of view in its turns, not all lanes in the same', () => {
    const ticks = (number: number, box: Box): number[] => Array.from({ length: 12 }, (_, tick) => ticksFor(createPlace(route, number), box, tick))
    expect(ticks(1, around)).toEqual(Array.from({ length: 12 }, () => 1))
    const turns = [1, 2].map((number) => ticks(number, away))
    for (const its of turns) expect(its.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 6])
    expect(turns[0]).not.toEqual(turns[1])
  })
  it('has room for more packets the longer it is on the screen', () => {
    const place = createPlace(route, 1)
    expect(sizeAt(place, 1)).toEqual(laneSize(150))
    expect(sizeAt(place, 2)).toEqual(laneSize(300))
    expect(sizeAt(place, 0.2).most).toBe(1)
    expect(sizeAt(place, 0.2)).toBe(sizeAt(place, 0.2))
  })
  it('is measured for what is drawn on it once', () => {
    const place = createPlace(route, 1)
    expect(wayAt(place)?.length).toBe(150)
    expect(wayAt(place)).toBe(wayAt(place))
  })
})

it('gives longer ways more time and more packets, within what an eye follows', () => {
  expect(laneSize(0)).toEqual({ minimumMs: 350, most: 1 })
  expect(laneSize(300)).toEqual({ minimumMs: 500, most: 5 })
  expect(laneSize(90).most).toBe(2)
  expect(laneSize(5000)).toEqual({ minimumMs: 700, most: 5 })
})
