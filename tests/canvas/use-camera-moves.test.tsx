// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { ReactFlowProvider, useStoreApi } from 'reactflow'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CameraMovesContext, useCameraMoves, useRestingZoom } from '../../src/canvas/use-camera-moves.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { fakeHost } from '../support/fake-host.ts'

class Nothing {
  setKeyframes(): void { /* nobody looks */ }
  pause(): void { /* it never plays */ }
  cancel(): void { /* nothing to end */ }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('KeyframeEffect', Nothing)
  vi.stubGlobal('Animation', Nothing)
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => setTimeout(() => { frame(performance.now()) }, 16))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function camera() {
  const { store, connection } = fakeHost()
  const moving: boolean[] = []
  const setMoving = store.setMoving
  store.setMoving = (now) => {
    moving.push(now)
    setMoving(now)
  }
  const element = document.createElement('div')
  const viewport = element.appendChild(document.createElement('div'))
  viewport.className = 'react-flow__viewport'
  const region = { current: element }
  const wrapper = ({ children }: { readonly children: ReactNode }): ReactNode => (
    <ClusterProvider store={store} connection={connection}><ReactFlowProvider>{children}</ReactFlowProvider></ClusterProvider>
  )
  const { result, unmount } = renderHook(() => ({ moves: useCameraMoves(region), flow: useStoreApi() }), { wrapper })
  return {
    element, viewport, moving, unmount, moves: result.current.moves,
    /** Has the camera stand elsewhere, and lets time go by. */
    move: (zoom: number, thenMs: number, x = 0) => {
      act(() => {
        result.current.flow.setState({ transform: [x, 0, zoom] })
        vi.advanceTimersByTime(thenMs)
      })
    },
    hold: (paneDragging: boolean) => { act(() => { result.current.flow.setState({ paneDragging }) }) },
  }
}

describe('a camera that moves', () => {
  it('is dragged from the first move of a hand that holds it until it is let go, not by a press alone', () => {
    const { element, move, hold } = camera()
    const seen: boolean[] = []
    const look = (): void => { seen.push(element.hasAttribute('data-dragged')) }
    move(1.01, 10)
    look()
    hold(true)
    look()
    move(1.01, 10, 5)
    look()
    hold(false)
    look()
    hold(true)
    look()
    expect(seen).toEqual([false, false, true, false, false])
  })
  it('moves from its first step until 160 ms after its last one, for the canvas, the layers and the store', () => {
    const { element, moves, moving, move } = camera()
    const seen = [1.01, 1.02, 1.03].map((zoom) => {
      move(zoom, 150)
      return [element.hasAttribute('data-moving'), moves.isMoving()]
    })
    expect(seen).toEqual([[true, true], [true, true], [true, true]])
    expect(moving).toEqual([true])
    act(() => { vi.advanceTimersByTime(9) })
    expect(moves.isMoving()).toBe(true)
    act(() => { vi.advanceTimersByTime(2) })
    expect([element.hasAttribute('data-moving'), moves.isMoving(), moving]).toEqual([false, false, [true, false]])
  })
  it('takes the picture with it at each step', () => {
    const { viewport, move } = camera()
    move(2, 0, 30)
    expect(viewport.style.transform).toBe('translate(30px,0px) scale(2)')
  })
  it('rests at another zoom when it has come to rest, or at once when that is far off', () => {
    const { moves, move } = camera()
    move(1.2, 100)
    expect(moves.restingZoom()).toBe(1)
    move(1.2, 200)
    expect(moves.restingZoom()).toBe(1.2)
    move(1.6, 0)
    expect(moves.restingZoom()).toBe(1.6)
  })
  it('tells the ends of its moves to those who still listen', () => {
    const { moves, move } = camera()
    const [told, left] = [vi.fn<() => void>(), vi.fn<() => void>()]
    moves.onRest(told)
    moves.onRest(left)()
    move(1.1, 100)
    move(1.2, 300)
    expect([told.mock.calls.length, left.mock.calls.length]).toEqual([1, 0])
  })
  it('moves no more when its canvas has gone in mid-move, and leaves nothing behind', () => {
    const { element, moving, move, unmount } = camera()
    move(1.1, 10)
    unmount()
    expect([element.hasAttribute('data-moving'), moving]).toEqual([false, [true, false]])
    expect(vi.getTimerCount()).toBe(0)
  })
})

it('who reads the resting zoom hears of another one in turn', () => {
  const { moves, move } = camera()
  const host = fakeHost()
  const wrapper = ({ children }: { readonly children: ReactNode }): ReactNode => (
    <ClusterProvider store={host.store} connection={host.connection}><CameraMovesContext value={moves}>{children}</CameraMovesContext></ClusterProvider>
  )
  const { result } = renderHook(() => useRestingZoom((zoom) => (zoom > 1.5 ? 'near' : 'far')), { wrapper })
  expect(result.current).toBe('far')
  move(2, 400)
  expect(result.current).toBe('near')
})
