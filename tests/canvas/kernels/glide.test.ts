import { describe, expect, it } from 'vitest'
import { eased, groupScene, nodeScene, onScreen, paintBetween } from '../../../src/canvas/kernels/glide.ts'
import type { Marks } from '../../../src/canvas/kernels/glide.ts'
import { placeOfCell } from '../../../src/canvas/kernels/grid.ts'
import { nodePitchX, nodePitchY } from '../../../src/canvas/kernels/layout.ts'
import { cellOf, packGroups } from '../../../src/canvas/kernels/pack-groups.ts'
import { tileSizeFor } from '../../../src/canvas/kernels/world-bitmap.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { manyNodes } from '../../../src/gallery/sample-clusters.ts'

const { view } = fixtureStore(manyNodes(10, 4)).getState()
const marks = (x: readonly number[], y: readonly number[], size = 2): Marks => ({ x: Float32Array.from(x), y: Float32Array.from(y), width: size, height: size })
const world = { x: 0, y: 0, zoom: 1 }

/** Where pixels of a colour are. */
function drawn(from: Marks, to: Marks, part: number, camera = world): readonly (readonly [number, number])[] {
  const surface = { width: 40, height: 30, pixels: new Uint32Array(1200) }
  paintBetween(surface, from, to, camera, part, new Uint32Array(from.x.length).fill(7))
  return [...surface.pixels.entries()].filter(([, colour]) => colour === 7).map(([at]) => [at % 40, Math.floor(at / 40)])
}

describe('where things stand', () => {
  it('on their nodes every pod has a texel of its own on its node’s tile', () => {
    const places = new Map([[0, placeOfCell(2, 1)], [3, 0]])
    const { pods, tiles } = nodeScene(view, places)
    expect([tiles!.x[0], tiles!.y[0], tiles!.x[3]]).toEqual([2 * nodePitchX, nodePitchY, 0])
    const on = view.nodes.pods[0]!.filter((pod) => pod >= 0)
    expect(on.length).toBeGreaterThan(1)
    for (const pod of on) {
      expect(pods.x[pod]! >= tiles!.x[0]! && pods.x[pod]! < tiles!.x[0]! + tiles!.width).toBe(true)
      expect(pods.y[pod]! >= tiles!.y[0]! && pods.y[pod]! < tiles!.y[0]! + tiles!.height).toBe(true)
    }
    expect(new Set(on.map((pod) => `${pods.x[pod]} ${pods.y[pod]}`)).size).toBe(on.length)
    // The second row of texels begins below the first one's left.
    const { columns } = tileSizeFor(on.length)
    const crowded = fixtureStore(manyNodes(1, columns + 2)).getState().view
    const scene = nodeScene(crowded, new Map([[0, 0]]))
    const [first, below] = [0, columns].map((at) => crowded.nodes.pods[0]![at]!)
    expect([scene.pods.x[below!], scene.pods.y[below!]]).toEqual([scene.pods.x[first!], Math.fround(scene.pods.y[first!]! + scene.pods.height)])
    expect(scene.tiles!.width).toBeCloseTo(columns * scene.pods.width)
    // Pods of nodes that have no place have none either.
    expect(pods.x[view.nodes.pods[1]![0]!]).toBeNaN()
  })
  it('in groups every pod has its cell', () => {
    const groups = [{ name: 'a', pods: [4, 2] }, { name: 'b', pods: [0] }]
    const packed = packGroups([2, 1], { x: 10, y: 20, width: 500, height: 300 }, 40, 10)!
    const { pods, tiles } = groupScene(6, groups, packed, 10)
    expect(tiles).toBeUndefined()
    expect([pods.x[2], pods.y[2]]).toEqual(Object.values(cellOf(packed.places[0]!, 1, packed.cell, 10)).map(Math.fround))
    expect(pods.x[5]).toBeNaN()
    expect([pods.width, pods.height].map((side) => side / packed.cell)).toEqual([2 / 3, 2 / 3])
  })
})

describe('what goes from place to place', () => {
  it('begins where it was on screen and ends where it stands in the world, as large as it is there', () => {
    const from = onScreen(marks([10], [5]), { x: 3, y: 4, zoom: 0.5 })
    expect(drawn(from, marks([10], [5]), 0)).toEqual([[8, 7]])
    expect(drawn(from, marks([5], [5]), 1, { x: 1, y: 2, zoom: 2 })).toHaveLength(16)
    expect(drawn(from, marks([5], [5]), 1, { x: 1, y: 2, zoom: 2 })[0]).toEqual([11, 12])
  })
  it('is half way at half time', () => {
    expect(drawn(marks([0], [0]), marks([20], [10]), 0.5)[0]).toEqual([10, 5])
  })
  it('is left out when it stands on one side only, and cut at the window’s edge', () => {
    expect(drawn(marks([Number.NaN, 39, -1], [0, 0, 29]), marks([5, 39, -1], [5, 0, 29]), 0.5)).toEqual([[39, 0], [39, 1], [0, 29]])
  })
  it('sets out and arrives slowly', () => {
    expect([eased(-1), eased(0), eased(0.5), eased(1), eased(2)]).toEqual([0, 0, 0.5, 1, 1])
    expect(eased(0.1)).toBeLessThan(0.1)
    expect(eased(0.9)).toBeGreaterThan(0.9)
  })
})
