import { describe, expect, it } from 'vitest'
import { nodePitchX, nodePitchY } from '../../src/canvas/kernels/layout.ts'
import { cardsPerFrame, levelZoom } from '../../src/canvas/kernels/level-of-detail.ts'
import { nextMounted, windowKey } from '../../src/canvas/use-window.ts'

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
})

describe('the window of what is in view', () => {
  const places = 5000
  const keyAt = (x: number, zoom: number): string => windowKey({ transform: [x, -40, zoom], width: 1045, height: 612 }, places)
  /** How many windows a pan over so many px goes through. */
  const windows = (zoom: number, px: number): number => new Set(Array.from({ length: px }, (_, i) => keyAt(-i, zoom))).size

  it('moves cell by cell where cards are put up', () => {
    expect(windows(levelZoom.shell, 280)).toBeGreaterThan(2 * Math.floor(280 / (nodePitchX * levelZoom.shell)))
  })
  it('moves seldom far out, where nothing is put up', () => {
    for (const zoom of [0.02, 0.03, 0.1, 0.2]) expect(windows(zoom, 500)).toBeLessThanOrEqual(3)
  })
  it('takes in all that is on screen at any zoom', () => {
    for (let zoom = 0.01; zoom < 2; zoom *= 1.07) {
      const [, left, top, right, bottom] = keyAt(-300, zoom).split(' ').map(Number) as [number, number, number, number, number]
      expect(left * nodePitchX).toBeLessThanOrEqual(300 / zoom)
      expect(right * nodePitchX).toBeGreaterThanOrEqual(1345 / zoom)
      expect(top * nodePitchY).toBeLessThanOrEqual(40 / zoom)
      expect(bottom * nodePitchY).toBeGreaterThanOrEqual(652 / zoom)
    }
  })
})
