import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRepaint } from '../../../src/canvas/layers/repaint.ts'

let waiting: (() => void) | undefined
beforeEach(() => {
  waiting = undefined
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    waiting = callback
    return 1
  })
  vi.stubGlobal('cancelAnimationFrame', () => { waiting = undefined })
})
afterEach(() => { vi.unstubAllGlobals() })

const slots = [5, 6, 7, 8, 9]

/** What was painted in each frame. */
function started() {
  const painted: (readonly number[])[] = []
  const repaint = createRepaint(slots, 2, (some) => { painted.push(some) })
  const frame = (): void => {
    const callback = waiting
    waiting = undefined
    callback?.()
  }
  return { painted, repaint, frame }
}

it('goes through all of them once, a part in each frame', () => {
  const { painted, repaint, frame } = started()
  repaint.ask()
  for (let i = 0; i < 9; i += 1) frame()
  expect(painted).toEqual([[5, 6], [7, 8], [9]])
})
it('comes to each of them even when it is asked anew in every frame, and once more after that', () => {
  const { painted, repaint, frame } = started()
  for (let i = 0; i < 7; i += 1) {
    repaint.ask()
    frame()
  }
  expect(painted.slice(0, 3).flat()).toEqual(slots)
  const before = painted.length
  repaint.ask()
  for (let i = 0; i < 9; i += 1) frame()
  expect(new Set(painted.slice(before).flat())).toEqual(new Set(slots))
})
it('stops when it is told to', () => {
  const { painted, repaint, frame } = started()
  repaint.ask()
  frame()
  repaint.stop()
  frame()
  expect(painted).toHaveLength(1)
})
