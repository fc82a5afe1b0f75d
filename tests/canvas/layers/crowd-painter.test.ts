// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { wayOf } from '../../../src/canvas/kernels/way.ts'
import { themeColours } from '../../../src/canvas/layers/colours.ts'
import { CrowdPainter } from '../../../src/canvas/layers/crowd-painter.ts'
import { crowdMarks, crowdStride } from '../../../src/canvas/layers/crowd-scene.ts'
import type { CrowdScene } from '../../../src/canvas/layers/crowd-scene.ts'
import { messageTypes } from '../../../src/protocol/vocabulary.ts'
import { Pixels } from '../dom-stubs.ts'

let put: Pixels | undefined
let sprites = 0

beforeEach(() => {
  sprites = 0
  vi.stubGlobal('ImageData', Pixels)
  vi.stubGlobal('Path2D', function path() { /* nothing is drawn */ })
  // A canvas on which every sprite is white all over.
  const own: Record<string, unknown> = {
    getImageData: (_x: number, _y: number, width: number, height: number) => {
      sprites += 1
      const image = new Pixels(width, height)
      image.data.fill(255)
      return image
    },
    putImageData: (image: Pixels) => { put = image },
    measureText: (text: string) => ({ width: text.length * 60 }),
    createLinearGradient: () => ({ addColorStop: () => undefined }),
  }
  const context = new Proxy({}, { get: (_, name) => own[String(name)] ?? (() => undefined), set: () => true })
  HTMLCanvasElement.prototype.getContext = (() => context) as unknown as HTMLCanvasElement['getContext']
})
afterEach(() => { vi.unstubAllGlobals() })

const road = wayOf([{ x: 0, y: 50 }, { x: 200, y: 50 }])
const scene = (packets: readonly (readonly number[])[], more: Partial<CrowdScene> = {}): CrowdScene => ({
  camera: { x: 0, y: 0, zoom: 1, width: 200, height: 100, ratio: 1, usual: 14 },
  colours: themeColours(), ways: [road], from: 0, packets: Float32Array.from(packets.flat()), count: packets.length, ...more,
})
const row = (progress: number, more: { readonly way?: number; readonly count?: number; readonly marks?: number } = {}): readonly number[] =>
  [more.way ?? 0, progress, messageTypes.serviceRequest, 0, more.count ?? 1, more.marks ?? 0]
/** Left and right end of what is painted, and how much is seen of it. */
function span(): readonly [number, number, number] {
  const { width, data } = put ?? new Pixels(0, 0)
  const columns: number[] = []
  let most = 0
  for (let i = 0; i * 4 < data.length; i += 1) {
    const alpha = data[i * 4 + 3]!
    if (alpha > 0) columns.push(i % width)
    most = Math.max(most, alpha)
  }
  return [Math.min(...columns), Math.max(...columns), most]
}

describe('a painted crowd', () => {
  it('has each packet on its way, with its tail behind it', () => {
    const painter = new CrowdPainter(document.createElement('canvas'))
    painter.paint(scene([row(0.5)]))
    expect(crowdStride).toBe(row(0).length)
    const [left, right] = span()
    expect(left).toBe(100 - 24)
    expect(right).toBeGreaterThan(105)
    expect(right).toBeLessThan(112)
  })
  it('goes along with the camera', () => {
    const painter = new CrowdPainter(document.createElement('canvas'))
    painter.paint(scene([row(0.5)]))
    const [before] = span()
    painter.paint(scene([row(0.5)], { camera: { x: 30, y: 0, zoom: 1, width: 200, height: 100, ratio: 1, usual: 14 }, ways: [], from: 1, colours: undefined }))
    expect(span()[0]).toBe(before + 30)
  })
  it('has twice as many pixels where the screen’s are finer', () => {
    const painter = new CrowdPainter(document.createElement('canvas'))
    painter.paint(scene([row(0.5)], { camera: { x: 0, y: 0, zoom: 1, width: 200, height: 100, ratio: 2, usual: 14 } }))
    expect(put?.width).toBe(400)
    expect(span()[0]).toBe(2 * (100 - 24))
  })
  it('leaves nothing of the picture before, and paints sprites once', () => {
    const painter = new CrowdPainter(document.createElement('canvas'))
    painter.paint(scene([row(0.2), row(0.8)]))
    painter.paint(scene([row(0.8)], { ways: [], from: 1, colours: undefined }))
    expect(span()[0]).toBe(160 - 24)
    expect(sprites).toBe(1)
    painter.paint(scene([row(0.8)], { ways: [], from: 1, colours: { ...themeColours() } }))
    expect(sprites).toBe(2)
  })
  it('shows little of what takes no part in a focus', () => {
    const painter = new CrowdPainter(document.createElement('canvas'))
    painter.paint(scene([row(0.5, { marks: crowdMarks.faded })]))
    expect(span()[2]).toBe(51)
  })
  it('writes how many messages a packet stands for', () => {
    const painter = new CrowdPainter(document.createElement('canvas'))
    painter.paint(scene([row(0.5, { count: 4 })]))
    expect(sprites).toBe(3)
  })
  it('forgets ways that are void', () => {
    const painter = new CrowdPainter(document.createElement('canvas'))
    painter.paint(scene([row(0.5)]))
    painter.paint(scene([row(0.5), row(0.9, { way: 1 })], { ways: [wayOf([{ x: 100, y: 50 }, { x: 200, y: 50 }])], from: 0 }))
    expect(span().slice(0, 1)).toEqual([150 - 24])
    expect(span()[1]).toBeLessThan(165)
  })
})
