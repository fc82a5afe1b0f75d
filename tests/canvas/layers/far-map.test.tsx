// @vitest-environment jsdom
// The far map is kept as the cluster is while nobody sees it, so that a move of the camera finds it ready.
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BitmapLayer } from '../../../src/canvas/layers/BitmapLayer.tsx'
import { mapPalette } from '../../../src/canvas/layers/colours.ts'
import type { NodeGeometry } from '../../../src/canvas/kernels/layout.ts'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { CameraMovesContext } from '../../../src/canvas/use-camera-moves.ts'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { fakeHost } from '../../support/fake-host.ts'
import { frame, nodeColumns } from '../../support/frames.ts'

vi.mock('reactflow', async (original) => ({ ...await original<object>(), ViewportPortal: ({ children }: { readonly children: ReactNode }) => children }))
vi.mock('../../../src/canvas/layers/colours.ts', async (original) => ({
  ...await original<object>(),
  mapPalette: () => ({ status: Array.from({ length: 20 }, (_, status) => 100 + status), quiet: [1, 2, 3, 4], tile: 7, tileUnknown: 8, ground: 9 }),
}))

class Image {
  static made: Image[] = []
  readonly pixels: Uint32Array
  readonly width: number
  constructor(bytes: Uint8ClampedArray<ArrayBuffer>, width: number) {
    this.pixels = new Uint32Array(bytes.buffer)
    this.width = width
    Image.made.push(this)
  }
}
let waiting: FrameRequestCallback[] = []

beforeEach(() => {
  Image.made = []
  waiting = []
  vi.stubGlobal('ImageData', Image)
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => waiting.push(callback))
  HTMLCanvasElement.prototype.getContext = (() => ({ putImageData: () => undefined })) as unknown as HTMLCanvasElement['getContext']
})
afterEach(() => { vi.unstubAllGlobals() })

const placed = Array.from({ length: 600 }, (_, slot) => ({ slot, place: slot }))
const node: NodeGeometry = clusterLayout(600).node

/** A camera that is moved by hand. */
function camera() {
  const resting = new Set<() => void>()
  const moves = {
    isMoving: false, restingZoom: () => 1, subscribe: () => () => undefined, afterRest: () => () => undefined, put: () => undefined,
    onRest: (listener: () => void) => {
      resting.add(listener)
      return () => { resting.delete(listener) }
    },
  }
  return {
    context: { ...moves, isMoving: () => moves.isMoving },
    move: () => { moves.isMoving = true },
    rest: () => {
      moves.isMoving = false
      for (const listener of resting) listener()
    },
  }
}

function shown({ context } = camera()) {
  const host = fakeHost()
  host.show(frame(0, { nodes: nodeColumns(placed.map(({ slot }) => ({ slot, name: `node-${slot}` }))) }))
  const layer = (seen: Pick<Parameters<typeof BitmapLayer>[0], 'visible' | 'below' | 'onMoves'>): ReactNode => (
    <ClusterProvider store={host.store} connection={host.connection}>
      <CameraMovesContext.Provider value={context}><BitmapLayer placed={placed} node={node} {...seen} /></CameraMovesContext.Provider>
    </ClusterProvider>
  )
  const { rerender } = render(layer({ visible: false, below: false, onMoves: true }))
  let count = 0
  return {
    see: (more: { readonly below: boolean; readonly onMoves?: boolean }) => { rerender(layer({ visible: false, onMoves: true, ...more })) },
    fail: (slot: number) => {
      act(() => { host.show(frame((count += 1), { nodes: nodeColumns([{ slot, status: 'failed' }]) })) })
    },
  }
}
/** Tiles by the colour of their ground. */
const painted = (colour: number): number => Image.made.at(-1)!.pixels.filter((pixel) => pixel === colour).length
const nextFrame = (): void => { for (const callback of waiting.splice(0)) callback(0) }
const element = (): HTMLCanvasElement => document.querySelector<HTMLCanvasElement>('.world-bitmap')!

it('is painted a part in each frame while nobody sees it', () => {
  shown()
  const { tile } = mapPalette()
  const parts = [painted(tile)]
  for (let i = 0; i < 3; i += 1) {
    nextFrame()
    parts.push(painted(tile))
  }
  expect(parts).toEqual([0, 500 * 30, 600 * 30, 600 * 30])
  expect(element().className).toBe('world-bitmap is-on-moves')
})

it('follows what happens unseen, and is not made anew when it is seen and not seen', () => {
  const { see, fail } = shown()
  nextFrame()
  nextFrame()
  fail(17)
  expect(painted(mapPalette().tileUnknown)).toBe(30)
  see({ below: true })
  expect(element().className).toBe('world-bitmap is-visible is-on-moves')
  see({ below: false })
  fail(18)
  expect(painted(mapPalette().tileUnknown)).toBe(60)
  expect(Image.made).toHaveLength(1)
})

it('is given up where no move brings other nodes', () => {
  const { see, fail } = shown()
  see({ below: false, onMoves: false })
  fail(17)
  expect(element().className).toBe('world-bitmap')
  expect(painted(mapPalette().tileUnknown)).toBe(0)
})

it('is written in some frames of a move only, and all of it when the camera rests', () => {
  const nowMs = vi.spyOn(performance, 'now').mockReturnValue(1000)
  const by = camera()
  const { fail } = shown(by)
  nextFrame()
  nextFrame()
  const failed = (): number => painted(mapPalette().tileUnknown) / 30
  fail(1)
  expect(failed()).toBe(1)
  by.move()
  const seen = [2, 3, 4, 5, 6].map((slot) => {
    nowMs.mockReturnValue(1000 + 16 * slot)
    fail(slot)
    return failed()
  })
  expect(seen).toEqual([1, 3, 3, 3, 6])
  nowMs.mockReturnValue(1100)
  fail(7)
  expect(failed()).toBe(6)
  by.rest()
  expect(failed()).toBe(7)
  nowMs.mockRestore()
})
