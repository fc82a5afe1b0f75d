import { describe, expect, it } from 'vitest'
import { contains } from '../../../src/canvas/kernels/hit-test.ts'
import { clusterLayout, nodeBox } from '../../../src/canvas/kernels/layout.ts'
import { miniMapMost, miniMapOf, onMiniMap, viewAt, viewBox } from '../../../src/canvas/kernels/mini-map.ts'

describe.each([3, 40, 5000])('the mini-map of %i nodes', (nodes) => {
  const layout = clusterLayout(nodes)
  const map = miniMapOf(layout)
  const frame = { x: 0, y: 0, width: map.width + 1, height: map.height + 1 }
  it('is as large as a thumb and holds the whole world, control plane included', () => {
    expect(map.width).toBeLessThanOrEqual(miniMapMost.width)
    expect(map.height).toBeLessThanOrEqual(miniMapMost.height)
    for (const box of [layout.apiServer, layout.network, nodeBox(0), nodeBox(nodes - 1)]) {
      const { x, y, width, height } = onMiniMap(map, box)
      expect(contains(frame, { x, y }) && contains(frame, { x: x + width - 0.01, y: y + height - 0.01 })).toBe(true)
    }
  })
  it('shows a node with an alarm as a dot that can be seen', () => {
    const dot = onMiniMap(map, nodeBox(nodes - 1), 3)
    expect(Math.min(dot.width, dot.height)).toBeGreaterThanOrEqual(3)
    expect(onMiniMap(map, layout.bounds, 3)).toMatchObject({ width: layout.bounds.width * map.scale, height: layout.bounds.height * map.scale })
  })
  it('leads to what was pressed', () => {
    const { x, y } = onMiniMap(map, nodeBox(nodes - 1))
    const shown = viewBox(viewAt(map, { x, y }, 0.4, 1000, 600), 1000, 600)
    expect([shown.width, shown.height]).toEqual([2500, 1500])
    const box = nodeBox(nodes - 1)
    expect(shown.x + shown.width / 2).toBeCloseTo(box.x)
    expect(shown.y + shown.height / 2).toBeCloseTo(box.y)
  })
  it('leads no further than the world’s edge, however far beyond the map a hand drags', () => {
    const middle = (x: number, y: number): { readonly x: number; readonly y: number } => {
      const shown = viewBox(viewAt(map, { x, y }, 0.4, 1000, 600), 1000, 600)
      return { x: shown.x + shown.width / 2, y: shown.y + shown.height / 2 }
    }
    const { x, y, width, height } = layout.bounds
    const [before, beyond] = [middle(-500, -90), middle(map.width + 500, map.height + 90)]
    expect([before.x, before.y]).toEqual([expect.closeTo(x), expect.closeTo(y)])
    expect([beyond.x, beyond.y]).toEqual([expect.closeTo(x + width), expect.closeTo(y + height)])
  })
})

it('a world is fitted by its longer side, and a view of it is the part on screen', () => {
  expect(miniMapOf({ bounds: { x: -10, y: -20, width: 1960, height: 100 } })).toMatchObject({ scale: 0.1, width: 196, height: 10 })
  expect(miniMapOf({ bounds: { x: 0, y: 0, width: 100, height: 1320 } })).toMatchObject({ scale: 0.1, width: 10, height: 132 })
  expect(viewBox({ x: -100, y: 50, zoom: 2 }, 1000, 600)).toEqual({ x: 50, y: -25, width: 500, height: 300 })
})
