import { describe, expect, it } from 'vitest'
import { alarmMargin, alarmReach, alarmSheet, alarmTransform, isCurrent, markPlaces, marksWithin } from '../../../src/canvas/kernels/alarm-window.ts'
import type { AlarmWindow } from '../../../src/canvas/kernels/alarm-window.ts'
import { nodeBox } from '../../../src/canvas/kernels/layout.ts'
import { applyFrame } from '../../../src/state/apply-frame.ts'
import { createClusterView } from '../../../src/state/create-view.ts'
import { frame, nodeColumns } from '../../support/frames.ts'

const at = (x: number, y: number, zoom: number): AlarmWindow => ({ camera: { x, y, zoom }, width: 1000, height: 600 })
const world = { x: 0, y: 0, width: 20_000, height: 12_000 }
const drawn = at(-2000, -1500, 0.5)

const sheet = alarmSheet(drawn, world, 12)

/** Where a point of the world that was drawn stands on screen after the canvas was moved. */
function standsAt(now: AlarmWindow, point: { x: number; y: number }): { x: number; y: number } {
  const [x, y, scale] = [...alarmTransform(drawn, sheet, now.camera).matchAll(/-?[\d.]+(?:e-?\d+)?/g)].map(Number) as [number, number, number]
  const onCanvas = { x: drawn.camera.x + point.x * drawn.camera.zoom - sheet.x, y: drawn.camera.y + point.y * drawn.camera.zoom - sheet.y }
  return { x: x + scale * onCanvas.x, y: y + scale * onCanvas.y }
}

describe('the canvas of marks', () => {
  it('covers the view and its margin where there are nodes all over', () => {
    expect(sheet).toEqual({ x: -alarmMargin, y: -alarmMargin, width: 1000 + 2 * alarmMargin, height: 600 + 2 * alarmMargin })
  })
  it('covers no more than where marks may stand, from a whole pixel on', () => {
    expect(alarmSheet(at(100.4, 50, 0.02), world, 12)).toEqual({ x: 88, y: 38, width: 425, height: 265 })
  })
  it('has the same size wherever the camera of that zoom is', () => {
    const sheets = [at(0, 0, 0.02), at(900.7, -100.2, 0.02), at(-3000, 5000, 0.02)].map((now) => alarmSheet(now, world, 12))
    for (const { width, height } of sheets) expect([width, height]).toEqual([425, 265])
    expect(alarmSheet(at(5000, 5000, 0.5), world, 12)).toEqual(sheet)
  })
  it('becomes no smaller than it has to stay, and no larger than it may', () => {
    const least = { x: 0, y: 0, width: 700, height: 9000 }
    expect(alarmSheet(at(100.4, 50, 0.02), world, 12, least)).toEqual({ x: 88, y: 38, width: 700, height: 600 + 2 * alarmMargin })
    expect(alarmSheet(at(100.4, 50, 0.02), world, 12, { ...least, width: 10 }).width).toBe(425)
    expect(alarmSheet(drawn, world, 12, least)).toEqual(sheet)
  })
})

describe('marks that go along with the camera', () => {
  it.each([[-2000, -1500, 0.5], [-1950, -1540, 0.5], [-2300, -1700, 0.6]])('stand where the camera at %d, %d, %d has their nodes', (x, y, zoom) => {
    const point = { x: 4321, y: 3210 }
    const stands = standsAt(at(x, y, zoom), point)
    expect(stands.x).toBeCloseTo(x + point.x * zoom, 6)
    expect(stands.y).toBeCloseTo(y + point.y * zoom, 6)
  })
  it('are drawn anew where the view leaves the canvas', () => {
    expect(isCurrent(drawn, at(-2000 - alarmMargin, -1500 + alarmMargin, 0.5), world)).toBe(true)
    expect(isCurrent(drawn, at(-2000 - alarmMargin - 1, -1500, 0.5), world)).toBe(false)
    expect(isCurrent(drawn, at(-2000, -1500 + alarmMargin + 1, 0.5), world)).toBe(false)
  })
  it('need not be where there is no node', () => {
    const corner = at(50, 50, 0.5)
    expect(isCurrent(corner, at(500, 300, 0.5), world)).toBe(true)
    expect(isCurrent(corner, at(5000, 300, 0.5), world)).toBe(true)
    expect(isCurrent(corner, at(-500, 50, 0.5), world)).toBe(false)
  })
  it('are drawn anew when they have become too large or too small, or the view has another size', () => {
    const small = { x: 0, y: 0, width: 10, height: 10 }
    expect([0.5, 0.65, 0.7, 0.36].map((zoom) => isCurrent(drawn, at(-2000, -1500, zoom), small))).toEqual([true, true, false, false])
    expect(isCurrent(drawn, { ...drawn, width: 900 }, small)).toBe(false)
  })
})

it('of more marks than there may be the quietest are left out, and the loudest are drawn last; those out of reach do not count', () => {
  const view = createClusterView()
  const statuses = ['failed', 'pending', 'unknown', 'running', 'pending', 'failed'] as const
  applyFrame(view, frame(0, { nodes: nodeColumns(statuses.map((status, slot) => ({ slot, place: slot, status }))) }))
  const placed = statuses.map((_, slot) => ({ slot, place: slot }))
  const marks = (most: number, reach = alarmReach(at(0, 0, 0.1))): string[] => marksWithin(view, markPlaces(placed), reach, most).map(({ mark }) => mark)
  expect(marks(10)).toEqual(['pending', 'pending', 'unknown', 'failed', 'failed'])
  expect(marks(3)).toEqual(['unknown', 'failed', 'failed'])
  expect(marks(3, nodeBox(1))).toEqual(['pending'])
})

it('marks may stand in the middle of each node', () => {
  const { xs, ys, box } = markPlaces([{ slot: 4, place: 0 }, { slot: 2, place: 7 }])
  const last = nodeBox(7)
  expect([xs[0], ys[0]]).toEqual([nodeBox(0).width / 2, nodeBox(0).height / 2])
  expect(box).toEqual({ x: 0, y: 0, width: last.x + last.width / 2, height: last.y + last.height / 2 })
})
