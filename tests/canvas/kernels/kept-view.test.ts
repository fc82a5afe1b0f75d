import { describe, expect, it } from 'vitest'
import { gridSize } from '../../../src/canvas/kernels/grid.ts'
import { keptView } from '../../../src/canvas/kernels/kept-view.ts'
import { clusterLayout, nodeBox } from '../../../src/canvas/kernels/layout.ts'
import type { Box } from '../../../src/canvas/kernels/layout.ts'
import { slimLayout } from '../../../src/canvas/kernels/slim-layout.ts'
import { centred, sameView } from '../../../src/canvas/kernels/where.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { manyNodes } from '../../../src/gallery/sample-clusters.ts'

const { view } = fixtureStore(manyNodes(20, 2)).getState()
const usual = clusterLayout(20)
/** All places the other way round. */
const arranged = clusterLayout(20, undefined, { places: new Map(Array.from({ length: 20 }, (_, slot) => [slot, 19 - slot])), grid: gridSize(20), namesRacks: false })
const slim = slimLayout(20, 1000, 300, 1)
const [width, height] = [1000, 600]

describe('a view that a hand has chosen', () => {
  it.each([0, 7, 19])('keeps machine %i in its middle when machines change places', (slot) => {
    const place = view.nodes.place[slot]!
    const kept = keptView(usual, arranged, view, centred(nodeBox(place), 0.8, width, height), width, height)
    expect(sameView(kept, centred(nodeBox(19 - slot), 0.8, width, height))).toBe(true)
  })
  it('keeps a machine as far from its middle as it was', () => {
    const { x, y, zoom } = centred(nodeBox(5), 0.8, width, height)
    const before = { x: x + 40, y: y - 30, zoom }
    const kept = keptView(usual, slim, view, before, width, height)
    const now = centred(nodeBox(5, slim.node), 0.8, width, height)
    expect([kept.x - now.x, kept.y - now.y]).toEqual([expect.closeTo(40), expect.closeTo(-30)])
    expect(now.x).not.toBeCloseTo(x)
  })
  it('keeps a card of the control plane, of which the other picture has one too', () => {
    const at = (box: Box) => centred(box, 2, width, height)
    expect(keptView(usual, slim, view, at(usual.scheduler), width, height)).toEqual(at(slim.scheduler))
    const shown = keptView(usual, slim, view, at(usual.services), width, height)
    expect(shown.zoom).toBe(2)
  })
  it('is the same where what it looks at stands where it stood', () => {
    const camera = centred(nodeBox(3), 1, width, height)
    expect(keptView(usual, clusterLayout(200), view, camera, width, height)).toEqual(camera)
  })
})
