// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { ShellMarks } from '../../../src/canvas/nodes/ShellMarks.tsx'
import type { PodView } from '../../../src/canvas/nodes/worker-node-view.ts'

const pod = (slot: number, status: PodView['status'] = 'running'): PodView => ({
  slot, namespace: 'default', name: `web-${slot}`, status, word: status, ready: '1/1', restarts: 0, revision: 1, replicaSet: 0, isReady: true, isOutdated: false, containers: [],
})

describe('marks of pods', () => {
  it('are one drawing for those that run, and a button for each that deserves a look', () => {
    render(<ShellMarks pods={[...Array.from({ length: 28 }, (_, i) => pod(i)), pod(28, 'failed'), pod(29, 'pending')]} isLit={() => false} onSelect={() => undefined} />)
    expect(screen.getByRole('img', { name: '30 pods, 28 of them running' }).querySelectorAll('path')).toHaveLength(2)
    expect(screen.getAllByRole('button').map((button) => button.title)).toEqual(['web-28', 'web-29'])
  })
  it('choose the pod that is under the pointer', () => {
    const onSelect = vi.fn<(slot: number) => void>()
    const { container } = render(<ShellMarks pods={Array.from({ length: 30 }, (_, i) => pod(i + 100))} isLit={() => false} onSelect={onSelect} />)
    const marks = container.firstElementChild!
    vi.spyOn(marks, 'getBoundingClientRect').mockReturnValue({ left: 10, top: 20, width: 256, height: 213 } as DOMRect)
    fireEvent.click(marks, { clientX: 10 + 60, clientY: 20 + 10 })
    expect(onSelect).toHaveBeenCalledWith(101)
  })
})
