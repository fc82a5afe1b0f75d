import { describe, expect, it } from 'vitest'
import { fitViewport, worldReach } from '../../../src/canvas/kernels/fit.ts'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'

describe('the view that is fitted', () => {
  const three = clusterLayout(3).bounds
  it('shows everything in the middle of a window', () => {
    const { x, y, zoom } = fitViewport(three, 1044, 604)
    expect(three.width * zoom).toBeLessThanOrEqual(1044)
    expect(x + (three.x + three.width / 2) * zoom).toBeCloseTo(522)
    expect(y + (three.y + three.height / 2) * zoom).toBeCloseTo(302)
  })
  it('leaves free what a window has more than the picture', () => {
    const bounds = { x: -100, y: -50, width: 1000, height: 500 }
    expect(fitViewport(bounds, 2000, 600)).toEqual({ x: 520, y: 60, zoom: 1.2 })
    expect(fitViewport(bounds, 900, 900)).toEqual({ x: 90, y: 270, zoom: 0.9 })
  })
  it('is not enlarged without end', () => expect(fitViewport({ x: 0, y: 0, width: 100, height: 100 }, 1000, 900)).toEqual({ x: 350, y: 300, zoom: 3 }))
  it.each([
    ['narrow', 599, 400, 0.8], ['not narrow', 600, 400, 600 / 1100], ['so low that cards can just be read', 500, 300, 0.6],
    ['lower than that', 500, 299, 500 / 1100], ['high', 500, 900, 1],
  ])('of a window that is %s, %d x %d, has zoom %d', (_, width, height, zoom) => {
    expect(fitViewport({ x: 0, y: 0, width: 1100, height: 500 }, width, height).zoom).toBeCloseTo(zoom, 10)
  })
  it('starts at the left of a readable picture on a phone, as high as there is room', () => {
    const { x, y, zoom } = fitViewport(three, 390, 640)
    expect(zoom).toBeGreaterThanOrEqual(0.95)
    expect(x + three.x * zoom).toBeCloseTo(0)
    expect(y + three.y * zoom).toBeGreaterThanOrEqual(0)
    expect(y + (three.y + three.height) * zoom).toBeLessThanOrEqual(640)
  })
  it('shows a whole fleet on a phone: its cards could not be read anyway', () => {
    const fleet = clusterLayout(1000).bounds
    const { x, zoom } = fitViewport(fleet, 390, 640)
    expect(fleet.width * zoom).toBeLessThanOrEqual(390)
    expect(x + fleet.x * zoom).toBeGreaterThanOrEqual(0)
  })
})

it('the world reaches beyond all that is drawn in it, in every direction', () => {
  for (const places of [3, 30, 5000]) {
    const { bounds } = clusterLayout(places)
    const reach = worldReach(bounds)
    expect(-reach).toBeLessThan(Math.min(bounds.x, bounds.y) - 500)
    expect(reach).toBeGreaterThan(Math.max(bounds.x + bounds.width, bounds.y + bounds.height) + 500)
  }
  for (const farthest of [{ x: -7000, y: 0, width: 9, height: 9 }, { x: 0, y: -7000, width: 9, height: 9 }, { x: 10, y: 0, width: 6990, height: 9 }, { x: 0, y: 10, width: 9, height: 6990 }])
    expect(worldReach(farthest)).toBe(8000)
})
