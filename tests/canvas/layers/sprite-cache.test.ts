// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ThemeColours } from '../../../src/canvas/layers/colours.ts'
import { themeColours } from '../../../src/canvas/layers/colours.ts'
import { drawPacket } from '../../../src/canvas/layers/sprites.ts'
import { spriteOf, spriteSize } from '../../../src/canvas/layers/sprite-cache.ts'

beforeEach(() => {
  vi.stubGlobal('devicePixelRatio', 1)
  HTMLCanvasElement.prototype.getContext = (() => ({ scale: () => undefined })) as unknown as HTMLCanvasElement['getContext']
})
afterEach(() => { vi.unstubAllGlobals() })

/** How often these sprites were painted. */
function paints(asked: readonly (readonly [ThemeColours, string])[]): number {
  let painted = 0
  for (const [colours, key] of asked) spriteOf(colours, key, 10, 10, () => { painted += 1 })
  return painted
}

describe('sprites', () => {
  it('are painted once for a theme and a key', () => {
    const colours = themeColours()
    expect(paints([[colours, 'a'], [colours, 'a'], [colours, 'b'], [colours, 'a']])).toBe(2)
  })
  it('are painted anew in another theme', () => {
    expect(paints([[themeColours(), 'a'], [themeColours(), 'a']])).toBe(2)
  })
  it('are painted anew when the page moves to a screen with finer pixels', () => {
    const colours = themeColours()
    expect(paints([[colours, 'a']])).toBe(1)
    vi.stubGlobal('devicePixelRatio', 2)
    expect(paints([[colours, 'a']])).toBe(1)
    expect(spriteOf(colours, 'a', 10, 10, () => undefined)?.width).toBe(20)
  })
  it('share sizes between neighbouring zooms', () => expect([13.8, 14.1, 14.2, 14.3].map(spriteSize)).toEqual([14, 14, 14, 14.5]))
  it('are copied to the middle of their packet', () => {
    vi.stubGlobal('Path2D', function path() { /* nothing is drawn */ })
    const paint = new Proxy({}, { get: () => () => undefined, set: () => true })
    HTMLCanvasElement.prototype.getContext = (() => paint) as unknown as HTMLCanvasElement['getContext']
    const copied: number[][] = []
    const context = { drawImage: (_: unknown, ...box: number[]) => { copied.push(box) } } as unknown as CanvasRenderingContext2D
    drawPacket(context, 'etcd', 100, 50, 0, 14, themeColours())
    expect(copied).toHaveLength(1)
    const [x = 0, y = 0, width = 0, height = 0] = copied[0] ?? []
    expect([x + width / 2, y + height / 2]).toEqual([100, 50])
    expect(width).toBeGreaterThan(14)
  })
})
