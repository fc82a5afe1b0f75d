// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CameraMovesContext } from '../../src/canvas/use-camera-moves.ts'
import { useCardForms, useStaggered } from '../../src/canvas/use-window.ts'
import { fixtureStore, silentConnection } from '../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../src/gallery/sample-clusters.ts'
import { ClusterProvider } from '../../src/state/context.tsx'

let frames: FrameRequestCallback[] = []
beforeEach(() => { vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame)) })
afterEach(() => {
  frames = []
  vi.unstubAllGlobals()
})

/** Plays an animation frame; how many were asked for. */
const nextFrame = (): number => {
  const asked = frames.splice(0)
  act(() => { for (const frame of asked) frame(16) })
  return asked.length
}
const slots = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

function withStore() {
  const store = fixtureStore(firstView)
  const wrapper = ({ children }: { children: ReactNode }) => <ClusterProvider store={store} connection={silentConnection()}>{children}</ClusterProvider>
  return { store, wrapper }
}

it('mounts two cards a frame, one in every third while the camera moves, and asks for no frame when all are there', () => {
  const { store, wrapper } = withStore()
  const all = slots(20)
  const { result } = renderHook(() => useStaggered(all), { wrapper })
  const seen = [result.current.size]
  nextFrame()
  seen.push(result.current.size)
  store.turns.setMoving(true)
  for (let frame = 0; frame < 6; frame += 1) {
    nextFrame()
    seen.push(result.current.size)
  }
  expect(seen).toEqual([0, 2, 2, 2, 3, 3, 3, 4])
  store.turns.setMoving(false)
  while (nextFrame() > 0) seen.push(result.current.size)
  expect(result.current.size).toBe(20)
})

it('mounts as many as a first view holds at once, but one by one those that a moving camera brings', () => {
  const { store } = withStore()
  let moving = true
  const moves = { restingZoom: () => 1, isMoving: () => moving, subscribe: () => () => undefined, onRest: () => () => undefined, afterRest: () => () => undefined, put: () => undefined }
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ClusterProvider store={store} connection={silentConnection()}><CameraMovesContext value={moves}>{children}</CameraMovesContext></ClusterProvider>
  )
  const { result, rerender } = renderHook(({ wanted, all }) => useStaggered(wanted, all), { wrapper, initialProps: { wanted: slots(4), all: true } })
  expect(result.current.size).toBe(4)
  rerender({ wanted: slots(5), all: true })
  expect(result.current.size).toBe(5)
  store.turns.setMoving(true)
  rerender({ wanted: slots(8), all: false })
  expect(result.current.size).toBe(5)
  nextFrame()
  expect(result.current.size).toBe(6)
  moving = false
  rerender({ wanted: slots(8), all: false })
  expect(result.current.size).toBe(8)
})

it('leaves cards that went out of view alone until the camera rests', () => {
  const { wrapper: inStore } = withStore()
  let moving = true
  let rest = (): void => undefined
  const moves = {
    restingZoom: () => 1, isMoving: () => moving, subscribe: () => () => undefined, afterRest: () => () => undefined, put: () => undefined,
    onRest: (listener: () => void) => {
      rest = listener
      return () => undefined
    },
  }
  const wrapper = ({ children }: { children: ReactNode }) => inStore({ children: <CameraMovesContext value={moves}>{children}</CameraMovesContext> })
  const { result, rerender } = renderHook(({ wanted }) => useStaggered(wanted), { wrapper, initialProps: { wanted: slots(20) } })
  while (nextFrame() > 0) { /* until all are there */ }
  rerender({ wanted: slots(18) })
  expect([result.current.size, nextFrame()]).toEqual([20, 0])
  moving = false
  act(() => { rest() })
  while (nextFrame() > 0) { /* until all are gone */ }
  expect(result.current.size).toBe(18)
})

it('keeps its turn when other cards come into view meanwhile', () => {
  const { store, wrapper } = withStore()
  const { result, rerender } = renderHook(({ wanted }) => useStaggered(wanted), { wrapper, initialProps: { wanted: slots(20) } })
  const done: string[] = []
  store.turns.ask(4, () => {
    done.push(`after ${result.current.size}`)
    return 4
  })
  rerender({ wanted: slots(21) })
  nextFrame()
  nextFrame()
  expect(done).toEqual(['after 2'])
})

it('turns one card a frame, and takes no turn for cards that came as they should be', () => {
  const { wrapper } = withStore()
  const mounted = new Set(slots(3))
  const { result, rerender } = renderHook(({ wanted }: { wanted: 'shell' | 'full' }) => useCardForms(mounted, wanted), { wrapper, initialProps: { wanted: 'shell' } })
  const full = (): number => [...result.current.values()].filter((form) => form === 'full').length
  expect([full(), frames.length]).toEqual([0, 0])
  rerender({ wanted: 'full' })
  const seen = [full()]
  while (nextFrame() > 0) seen.push(full())
  expect(seen).toEqual([0, 1, 2, 3])
})

it('puts a card up by parts while the camera moves, but not where all are in view', () => {
  const moves = { restingZoom: () => 1, isMoving: () => true, subscribe: () => () => undefined, onRest: () => () => undefined, afterRest: () => () => undefined, put: () => undefined }
  const { store } = withStore()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ClusterProvider store={store} connection={silentConnection()}><CameraMovesContext value={moves}>{children}</CameraMovesContext></ClusterProvider>
  )
  const mounted = new Set(slots(2))
  const { result } = renderHook(() => useCardForms(mounted, 'full'), { wrapper })
  const seen = [[...result.current.values()]]
  while (nextFrame() > 0) seen.push([...result.current.values()])
  const { result: first } = renderHook(() => useCardForms(mounted, 'full', true), { wrapper })
  expect([...first.current.values()]).toEqual(['full', 'full'])
  expect(seen).toEqual([['bare', 'bare'], ['unlinked', 'bare'], ['full', 'bare'], ['full', 'unlinked'], ['full', 'full']])
})
