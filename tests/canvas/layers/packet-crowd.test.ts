// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { themeColours } from '../../../src/canvas/layers/colours.ts'
import type { PacketSource } from '../../../src/canvas/layers/crowd-scene.ts'
import type { CrowdMessage } from '../../../src/canvas/layers/crowd-worker.ts'
import { PacketCrowd } from '../../../src/canvas/layers/packet-crowd.ts'

const painted = vi.hoisted(() => ({ scenes: 0 }))
vi.mock('../../../src/canvas/layers/crowd-painter.ts', () => ({ CrowdPainter: class { paint(): void { painted.scenes += 1 } } }))

class FakeWorker extends EventTarget {
  static made: FakeWorker[] = []
  isOver = false
  readonly sent: CrowdMessage[] = []
  constructor() {
    super()
    FakeWorker.made.push(this)
  }
  postMessage(message: CrowdMessage): void { this.sent.push(message) }
  terminate(): void { this.isOver = true }
}

beforeEach(() => {
  painted.scenes = 0
  FakeWorker.made = []
  vi.stubGlobal('Worker', FakeWorker)
  Object.assign(HTMLCanvasElement.prototype, { transferControlToOffscreen: () => ({}) })
})
afterEach(() => {
  vi.unstubAllGlobals()
  Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen')
  document.body.replaceChildren()
})

const source: PacketSource = {
  camera: { x: 0, y: 0, zoom: 1, width: 100, height: 100, ratio: 1, usual: 14 },
  colours: themeColours(), lanes: [], way: () => undefined, isSeen: () => true, isFaded: () => false,
}
const answer = (): void => { FakeWorker.made[0]?.dispatchEvent(new MessageEvent('message', { data: new Float32Array(0) })) }
/** Scenes that the worker was asked to paint. */
const asked = (): number => FakeWorker.made[0]?.sent.filter((message) => 'scene' in message).length ?? 0

function made(): { readonly crowd: PacketCrowd; readonly wakes: () => number; readonly seen: () => readonly boolean[] } {
  const single = document.createElement('canvas')
  document.body.append(single)
  let woken = 0
  const crowd = new PacketCrowd(single, () => { woken += 1 })
  return { crowd, wakes: () => woken, seen: () => [...document.querySelectorAll('canvas')].map(({ style }) => style.visibility !== 'hidden') }
}

describe('a crowd that a worker paints', () => {
  it('takes the place of the single packets when a picture has come for certain, and gives it back at once', () => {
    const { crowd, seen } = made()
    crowd.paint(source)
    expect(seen()).toEqual([true, false])
    answer()
    crowd.paint(source)
    expect([crowd.isShown, seen()]).toEqual([false, [true, false]])
    answer()
    expect([crowd.isShown, seen()]).toEqual([true, [false, true]])
    crowd.hide()
    expect([crowd.isShown, seen()]).toEqual([false, [true, false]])
  })
  it('leaves pictures out while one is being painted, and has the last one painted later', () => {
    const { crowd, wakes } = made()
    for (let i = 0; i < 5; i += 1) crowd.paint(source)
    expect(asked()).toBe(1)
    expect(wakes()).toBe(0)
    answer()
    expect(wakes()).toBe(1)
    crowd.paint(source)
    expect(asked()).toBe(2)
    answer()
    expect(wakes()).toBe(1)
  })
  it('is not shown by an answer that comes when it is not wanted any more', () => {
    const { crowd, seen } = made()
    crowd.paint(source)
    crowd.hide()
    answer()
    crowd.paint(source)
    answer()
    expect(seen()).toEqual([true, false])
  })
  it('is painted on the page when the worker fails, with all that it was told told again', () => {
    const { crowd, wakes, seen } = made()
    crowd.paint(source)
    answer()
    crowd.paint(source)
    const [worker] = FakeWorker.made
    worker?.dispatchEvent(new Event('error'))
    expect(worker?.isOver).toBe(true)
    expect(wakes()).toBe(1)
    crowd.paint(source)
    crowd.paint(source)
    expect(painted.scenes).toBe(2)
    expect(seen()).toEqual([false, true])
  })
  it('leaves nothing behind', () => {
    const { crowd, seen } = made()
    crowd.stop()
    expect(FakeWorker.made[0]?.isOver).toBe(true)
    expect(seen()).toEqual([true])
  })
})

describe('a crowd where no worker can be had', () => {
  it.each([
    ['workers are missing', () => { vi.stubGlobal('Worker', undefined) }],
    ['no canvas is lent', () => { Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen') }],
    ['workers are refused', () => { vi.stubGlobal('Worker', function refused() { throw new DOMException('no', 'SecurityError') }) }],
  ])('is painted on the page: %s', (_, prepare) => {
    prepare()
    const { crowd } = made()
    crowd.paint(source)
    crowd.paint(source)
    expect(painted.scenes).toBe(2)
    expect(crowd.isShown).toBe(true)
  })
})
