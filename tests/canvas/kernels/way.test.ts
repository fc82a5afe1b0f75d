import { describe, expect, it } from 'vitest'
import { comesInto, lengthOf, pathOf, pointAlong, pointOn, wayOf } from '../../../src/canvas/kernels/way.ts'

/** Right, then down, with a point that is there twice. */
const corner = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 30 }]

describe('a point of a way', () => {
  const way = wayOf(corner)
  it('is so far from its start, with the direction there and how far the last corner is', () => {
    expect(way.length).toBe(40)
    expect(pointOn(way, 5)).toEqual({ x: 5, y: 0, angle: 0, quarter: 0, pastCorner: 5 })
    expect(pointOn(way, 22)).toEqual({ x: 10, y: 12, angle: Math.PI / 2, quarter: 1, pastCorner: 12 })
  })
  it('is an end of it beyond', () => {
    expect(pointOn(way, 100)).toMatchObject({ x: 10, y: 30 })
    expect(pointOn(way, -1)).toMatchObject({ x: 0, y: 0 })
  })
  it('knows ways that run along the screen’s edges from those that run aslant', () => {
    const quarterTo = (x: number, y: number): number => pointOn(wayOf([{ x: 0, y: 0 }, { x, y }]), 1).quarter
    expect([quarterTo(9, 0), quarterTo(0, 9), quarterTo(-9, 0), quarterTo(0, -9), quarterTo(9, 9)]).toEqual([0, 1, 2, 3, -1])
  })
  it('is the only one of a way that goes nowhere', () => {
    expect(pointOn(wayOf([{ x: 3, y: 4 }, { x: 3, y: 4 }]), 1)).toMatchObject({ x: 3, y: 4, angle: 0 })
  })
})

it.each([
  ['beside it', { x: 11, y: 0, width: 5, height: 40 }, false],
  ['in the corner that it goes round', { x: 0, y: 5, width: 5, height: 20 }, false],
  ['over its first stretch', { x: 2, y: -3, width: 3, height: 6 }, true],
  ['over its second stretch, between its corners', { x: 8, y: 12, width: 4, height: 2 }, true],
  ['that it touches', { x: 10, y: 30, width: 5, height: 5 }, true],
])('a way comes into a box or does not: %s', (_, box, comes) => {
  expect(comesInto(corner, box)).toBe(comes)
})

it('a polyline is as long as its way', () => expect(lengthOf(corner)).toBe(wayOf(corner).length))

it('a polyline is asked by a part of its length', () => {
  expect(pointAlong(corner, 0.5)).toMatchObject({ x: 10, y: 10, angle: Math.PI / 2 })
  expect(pointAlong(corner, 0.125)).toMatchObject({ x: 5, y: 0, angle: 0 })
  expect(pointAlong(corner, 2)).toMatchObject({ x: 10, y: 30 })
})

it('a polyline becomes an SVG path', () => expect(pathOf(corner)).toBe('M0 0L10 0L10 0L10 30'))
