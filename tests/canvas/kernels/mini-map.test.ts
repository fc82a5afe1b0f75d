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
    expect(onMiniMap(map, nodeBox(nodes - 1), 3).width).toBeGreaterThanOrEqual(3)
  })
  it('leads to what was pressed', () => {
    const { x, y } = onMiniMap(map, nodeBox(nodes - 1))
    const shown = viewBox(viewAt(map, { x, y }, 1, 1000, 600), 1000, 600)
    const box = nodeBox(nodes - 1)
    expect(shown.x + shown.width / 2).toBeCloseTo(box.x)
    expect(shown.y + shown.height / 2).toBeCloseTo(box.y)
  })
})
