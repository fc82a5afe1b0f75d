import { describe, expect, it } from 'vitest'
import { nodePitchX, nodePitchY } from '../../src/canvas/kernels/layout.ts'
import { cardsPerFrame, levelZoom, maxLinkedCards } from '../../src/canvas/kernels/level-of-detail.ts'
import { cellsInView, cellsKept, nextMounted } from '../../src/canvas/use-window.ts'
import type { ViewCells } from '../../src/canvas/use-window.ts'

/** Frames until what is mounted is what is wanted, and the most that came and went in one of them. */
function settle(from: readonly number[], wanted: readonly number[]): { readonly frames: number; readonly came: number; readonly went: number } {
  let mounted: ReadonlySet<number> = new Set(from)
  let [frames, came, went] = [0, 0, 0]
  while (mounted.size !== wanted.length || !wanted.every((slot) => mounted.has(slot))) {
    const next = nextMounted(mounted, wanted)
    came = Math.max(came, [...next].filter((slot) => !mounted.has(slot)).length)
    went = Math.max(went, [...mounted].filter((slot) => !next.has(slot)).length)
    mounted = next
    frames += 1
    if (frames > 1000) throw new Error('never settles')
  }
  return { frames, came, went }
}

const slots = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

describe('cards that come into view and leave it', () => {
  it('are put up a few a frame', () => expect(settle([], slots(0, 40))).toEqual({ frames: 40 / cardsPerFrame.mounted, came: cardsPerFrame.mounted, went: 0 }))
  it('are taken down some a frame, all in the end', () => expect(settle(slots(0, 40), [])).toEqual({ frames: 40 / cardsPerFrame.gone, came: 0, went: cardsPerFrame.gone }))
  it('come and go at once in a pan, and those that stay are left alone', () => {
    expect(settle(slots(0, 20), slots(4, 24))).toMatchObject({ frames: 2, came: 2, went: 4 })
  })
  it('may stay when they leave, so many of them and the last to come', () => {
    expect([...nextMounted(new Set(slots(0, 20)), slots(4, 22), 2, 3)]).toEqual([...slots(1, 20), 20, 21])
    expect([...nextMounted(new Set(slots(0, 20)), slots(4, 20), 2, 4)]).toEqual(slots(0, 20))
    expect(nextMounted(new Set(slots(0, 60)), [], 2, 24).size).toBe(60 - cardsPerFrame.gone)
  })
})

describe('the window of what is in view', () => {
  const places = 5000
  const cellsAt = (x: number, zoom: number): ViewCells => cellsInView({ transform: [x, -40, zoom], width: 1045, height: 612 }, places)
  /** Windows that a pan over so many px to the left goes through, and then back over as many `backPx`. */
  const windows = (zoom: number, px: number, backPx = 0): number => {
    const way = [...slots(0, px), ...slots(0, backPx).map((i) => px - i)]
    let kept: ViewCells | undefined
    return new Set(way.map((at) => (kept = cellsKept(kept, cellsAt(-at, zoom))))).size
  }

  it('moves cell by cell with either edge where small cards are put up', () => {
    expect(windows(levelZoom.shell, 280)).toBeGreaterThan(2 * Math.floor(280 / (nodePitchX * levelZoom.shell)))
  })
  it('moves cell by cell with the edge that comes first where full cards are put up', () => {
    const cells = Math.floor(1400 / (nodePitchX * levelZoom.cluster))
    expect(windows(levelZoom.cluster, 1400)).toBeGreaterThan(cells)
    expect(windows(levelZoom.cluster, 1400)).toBeLessThanOrEqual(cells + 2)
  })
  it('stays where a hand moves to and fro', () => {
    const there = windows(levelZoom.cluster, 350)
    expect(windows(levelZoom.cluster, 350, 250)).toBe(there)
    expect(windows(levelZoom.cluster, 1400, 1400)).toBeGreaterThan(windows(levelZoom.cluster, 1400))
  })
  it('moves seldom far out, where nothing is put up', () => {
    for (const zoom of [0.02, 0.03, 0.1, 0.2]) expect(windows(zoom, 500)).toBeLessThanOrEqual(3)
  })
  it('takes in all that is on screen at any zoom and after any move, and at most a step more at each side', () => {
    let kept: ViewCells | undefined
    for (let zoom = 0.01; zoom < 2; zoom *= 1.07) {
      for (const at of [300, 260, 700, 420]) {
        kept = cellsKept(kept, cellsAt(-at, zoom))
        const { left, top, right, bottom, step } = kept
        const edges = [at / zoom - left * nodePitchX, right * nodePitchX - (1045 + at) / zoom, 40 / zoom - top * nodePitchY, bottom * nodePitchY - 652 / zoom]
        for (const [i, beyond] of edges.entries()) {
          expect(beyond).toBeGreaterThanOrEqual(-1e-6)
          expect(beyond).toBeLessThanOrEqual(2 * step * (i < 2 ? nodePitchX : nodePitchY))
        }
      }
    }
  })
  it('counts the nodes that have room in it as long as they can have lines of their own', () => {
    expect([0.65, 1.1, 0.1].map((zoom) => cellsAt(0, zoom).room)).toEqual([18, 8, maxLinkedCards + 1])
    expect(new Set(slots(0, 900).map((at) => cellsAt(-at, 0.65).room)).size).toBe(1)
  })
})
