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
})
