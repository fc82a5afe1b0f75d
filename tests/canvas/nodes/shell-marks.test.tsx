// @vitest-environment jsdom
import { act, fireEvent, render, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { markBox, markGrid } from '../../../src/canvas/kernels/shell-marks.ts'
import { ShellMarks } from '../../../src/canvas/nodes/ShellMarks.tsx'
import { CameraMovesContext } from '../../../src/canvas/use-camera-moves.ts'
import type { PodView } from '../../../src/canvas/nodes/worker-node-view.ts'

const pod = (slot: number, status: PodView['status'] = 'running'): PodView => ({
  slot, namespace: 'default', name: `web-${slot}`, status, word: status, ready: '1/1', restarts: 0, revision: 1, replicaSet: 0, isReady: true, isOutdated: false, containers: [],
})

describe('marks of pods', () => {
  const isLit = (): boolean => false
  const onSelect = (): void => undefined

  it('are one drawing, and a button for each that deserves a look', () => {
    const pods = [...Array.from({ length: 28 }, (_, i) => pod(i)), pod(28, 'failed'), pod(29, 'pending')]
    render(<ShellMarks room={300} hasKeyboard={false} pods={pods} isLit={isLit} onSelect={onSelect} />)
    // Cells and marks of those that run; cells and two parts of the failed mark; cells and the pending mark.
    expect(screen.getByRole('img', { name: '30 pods, 28 of them running' }).querySelectorAll('path')).toHaveLength(7)
    expect(screen.getAllByRole('button').map((button) => button.title)).toEqual(['web-28', 'web-29'])
  })
  it('are one drawing of one size that begins with the same thing, whatever the pods look like', () => {
    const drawing = (statuses: readonly PodView['status'][]): string => {
      const { container, unmount } = render(<ShellMarks room={300} hasKeyboard={false} pods={statuses.map((status, i) => pod(i, status))} isLit={isLit} onSelect={onSelect} />)
      const svg = container.querySelector('svg')
      const text = `${svg?.getAttribute('viewBox')} ${svg?.firstElementChild?.outerHTML} ${svg?.querySelectorAll('[transform]').length}`
      unmount()
      return text
    }
    expect(drawing(['running', 'running', 'failed'])).toMatch(/^0 0 .* 0$/)
    expect(new Set([drawing(['running', 'running', 'failed']), drawing(['pending', 'creating', 'running'])]).size).toBe(1)
  })
  it('have four buttons at most, for the worst, but all when the card has the keyboard', () => {
    const pods = [...Array.from({ length: 20 }, (_, i) => pod(i, 'creating')), pod(20, 'failed'), pod(21, 'unknown')]
    const titles = (): string[] => screen.getAllByRole('button').map((button) => button.title)
    const { rerender } = render(<ShellMarks room={300} hasKeyboard={false} pods={pods} isLit={isLit} onSelect={onSelect} />)
    expect(titles()).toEqual(['web-20', 'web-21', 'web-0', 'web-1'])
    rerender(<ShellMarks room={300} hasKeyboard pods={pods} isLit={isLit} onSelect={onSelect} />)
    expect(titles()).toHaveLength(22)
  })
  it('keep their buttons when others deserve a look, and keep each one its own while the card has the keyboard', () => {
    const marks = (odd: number, hasKeyboard: boolean) => (
      <ShellMarks room={300} hasKeyboard={hasKeyboard} pods={[0, 1, 2].map((i) => pod(i, i >= odd ? 'failed' : 'running'))} isLit={isLit} onSelect={onSelect} />
    )
    const { rerender } = render(marks(2, false))
    const button = screen.getByRole('button', { name: /Pod web-2/ })
    rerender(marks(1, false))
    expect(screen.getByRole('button', { name: /Pod web-1/ })).toBe(button)
    rerender(marks(2, true))
    const own = screen.getByRole('button', { name: /Pod web-2/ })
    rerender(marks(1, true))
    expect(screen.getByRole('button', { name: /Pod web-2/ })).toBe(own)
  })
  it('have as many buttons as before while the camera moves, and as many as they should when it rests', () => {
    const listeners = new Set<() => void>()
    const camera = { isMoving: false }
    const moves = {
      isMoving: () => camera.isMoving, restingZoom: () => 1, subscribe: () => () => undefined, onRest: () => () => undefined, put: () => undefined,
      afterRest: (listener: () => void) => {
        listeners.add(listener)
        return () => { listeners.delete(listener) }
      },
    }
    const marks = (odd: number, hasKeyboard = false) => (
      <CameraMovesContext value={moves}>
        <ShellMarks room={300} hasKeyboard={hasKeyboard} pods={[0, 1, 2, 3].map((i) => pod(i, i < odd ? 'failed' : 'running'))} isLit={isLit} onSelect={onSelect} />
      </CameraMovesContext>
    )
    const titles = (): string[] => screen.queryAllByRole('button').map(({ title }) => title)
    const rest = (): void => {
      camera.isMoving = false
      act(() => { for (const listener of listeners) listener() })
    }
    const { rerender } = render(marks(1))
    camera.isMoving = true
    rerender(marks(3))
    expect(titles()).toEqual(['web-0'])
    rest()
    expect([titles(), listeners.size]).toEqual([['web-0', 'web-1', 'web-2'], 0])
    camera.isMoving = true
    rerender(marks(0))
    expect(titles()).toHaveLength(3)
    rerender(marks(2, true))
    expect(titles()).toHaveLength(2)
    rerender(marks(0))
    rest()
    expect(titles()).toEqual([])
  })
  it('stand below their pods\' buttons', () => {
    render(<ShellMarks room={300} hasKeyboard={false} pods={Array.from({ length: 30 }, (_, i) => pod(i, i === 13 ? 'failed' : 'running'))} isLit={isLit} onSelect={onSelect} />)
    const { x, y, width } = markBox(markGrid(30, 300), 13)
    const { style } = screen.getByRole('button', { name: /Pod web-13/ })
    expect([style.marginLeft, style.marginTop, style.width].map((part) => (parseFloat(part) / 100) * markGrid(30, 300).width).map(Math.round)).toEqual([x, y, width].map(Math.round))
  })
  it('choose the pod that is under the pointer', () => {
    const chosen = vi.fn<(slot: number) => void>()
    const { container } = render(<ShellMarks room={300} hasKeyboard={false} pods={Array.from({ length: 30 }, (_, i) => pod(i + 100))} isLit={isLit} onSelect={chosen} />)
    const marks = container.firstElementChild!
    vi.spyOn(marks, 'getBoundingClientRect').mockReturnValue({ left: 10, top: 20, width: 256, height: 213 } as DOMRect)
    fireEvent.click(marks, { clientX: 10 + 60, clientY: 20 + 10 })
    expect(chosen).toHaveBeenCalledWith(101)
  })
})
