// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ShellCard } from '../../../src/canvas/nodes/ShellCard.tsx'
import type { ShellRoom } from '../../../src/canvas/nodes/ShellCard.tsx'
import { workerNodeView } from '../../../src/canvas/nodes/worker-node-view.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'

const ignore = (): void => undefined

function show(name: string, room: ShellRoom, textScale: number, machine: 'on' | 'powered off' = 'on') {
  const node = workerNodeView(fixtureStore(firstView).getState().view, 0)!
  render(<ShellCard node={{ ...node, name, machine }} room={room} textScale={textScale} isLit={() => false} selected={false} onSelect={ignore} onSelectPod={ignore} />)
  return screen.getByRole('button', { name: new RegExp(`^Node ${name}`) })
}

describe('a node\'s name in its shell', () => {
  it('is whole where it has room, and in its tooltip and accessible name always', () => {
    const button = show('node-100', 'marks', 2)
    expect(button.textContent).toBe('node-100')
    expect(button.title).toBe('node-100')
  })
  it('else is the part that tells nodes apart', () => {
    const button = show('node-100', 'marks', 4.4)
    expect(button.textContent).toBe('…100')
    expect(button.title).toBe('node-100')
  })
  it('gives way to the mark of a machine that is off', () => {
    expect(show('node-100', 'marks', 3.6).textContent).toBe('node-100')
    expect(show('node-101', 'marks', 3.6, 'powered off').textContent).toBe('…101')
  })
})
