import { describe, expect, it } from 'vitest'
import { gridSize } from '../../../src/canvas/kernels/grid.ts'
import { nodeHeight, nodePitchX, nodePitchY } from '../../../src/canvas/kernels/layout.ts'
import { createBitmap, paintTile, tileOrigin } from '../../../src/canvas/kernels/world-bitmap.ts'
import type { Palette } from '../../../src/canvas/kernels/world-bitmap.ts'
import { statusCodes } from '../../../src/protocol/vocabulary.ts'

const palette: Palette = { status: [100, 101, 102, 103, 104, 105, 106], quiet: [1, 2, 3, 4], tile: 50, tileUnknown: 51, ground: 0 }
const { running, failed, unknown } = statusCodes
const node = { nodeStatus: running, load: 0, pods: [] as number[] }

describe('the far map', () => {
  it('has a texel for each pod slot and a gap between tiles', () => {
    const bitmap = createBitmap(5000, 30)
    expect(bitmap.tile.columns * bitmap.tile.rows).toBe(30)
    expect(bitmap.width).toBe(gridSize(5000).columns * (bitmap.tile.columns + 1))
    expect(bitmap.width * bitmap.texelWidth).toBeCloseTo(gridSize(5000).columns * nodePitchX)
  })
  it('grows its tiles with the fullest node', () => {
    expect(createBitmap(10, 50).tile).toEqual({ columns: 8, rows: 7 })
    expect(createBitmap(10, 500).tile).toEqual({ columns: 11, rows: 10 })
  })
  it('draws tiles as high as the cards that they turn into', () => {
    for (const pods of [4, 30, 36, 42, 56, 72, 90, 110]) {
      const { tile, texelHeight, height } = createBitmap(5000, pods)
      expect(Math.abs(tile.rows * texelHeight - nodeHeight), `${pods} pods`).toBeLessThan(18)
      expect(height * texelHeight).toBeCloseTo(gridSize(5000).rows * nodePitchY)
    }
  })
  it('leaves no tile half empty for one pod more on another node', () => {
    for (let pods = 30; pods < 110; pods += 1) {
      const { columns, rows } = createBitmap(10, pods + 1).tile
      expect(columns * rows).toBeGreaterThan(pods)
      expect(pods / (columns * rows)).toBeGreaterThan(0.74)
    }
  })
  it('paints running by load, exceptions by status, free slots as ground', () => {
    const bitmap = createBitmap(3, 4)
    paintTile(bitmap, 1, { ...node, load: 0.6, pods: [running, failed, -1] }, palette)
    const { x, y } = tileOrigin(bitmap, 1)
    expect([...bitmap.pixels.slice(y * bitmap.width + x, y * bitmap.width + x + 4)]).toEqual([3, 104, 50, 50])
  })
  it('fades in focus all but the pods that stand out', () => {
    const bitmap = createBitmap(3, 4)
    const bright = { ...palette, status: palette.status.map(() => 0xff_80_80_80), tile: 0xff_40_40_40 }
    paintTile(bitmap, 0, { ...node, pods: [failed, failed], lit: [true, false] }, bright)
    const [lit, faded, free] = bitmap.pixels
    expect(lit).toBe(0xff_80_80_80)
    expect(faded).toBe(0xff_23_23_23)
    expect(free! & 255).toBeLessThan(0x40)
  })
  it('says whether a tile looks other than before', () => {
    const bitmap = createBitmap(3, 4)
    const tile = { ...node, pods: [running, failed] }
    expect([tile, tile, { ...node, pods: [running, running] }, undefined, undefined].map((state) => paintTile(bitmap, 1, state, palette)))
      .toEqual([true, false, true, true, false])
  })
  it('touches no texel outside the tile', () => {
    const bitmap = createBitmap(3, 4)
    paintTile(bitmap, 1, { ...node, pods: [failed] }, palette)
    const painted = [...bitmap.pixels].filter((colour) => colour !== 0).length
    expect(painted).toBe(bitmap.tile.columns * bitmap.tile.rows)
    paintTile(bitmap, 1, undefined, palette)
    expect([...bitmap.pixels].every((colour) => colour === 0)).toBe(true)
  })
  it('grounds a node that is not Ready in its own colour', () => {
    const bitmap = createBitmap(1, 1)
    paintTile(bitmap, 0, { ...node, nodeStatus: unknown }, palette)
    expect(bitmap.pixels[0]).toBe(51)
  })
})
