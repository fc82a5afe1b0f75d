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

it('of many pods the last one that fails has its mark too, within the card', () => {
  const node = workerNodeView(fixtureStore(firstView).getState().view, 0)!
  const pod = node.places.find((one) => one !== undefined)!
  const places = Array.from({ length: 40 }, (_, slot) => ({ ...pod, slot, name: `pod-${slot}`, status: slot === 39 ? 'failed' as const : 'running' as const }))
  const { container } = render(
    <ShellCard node={{ ...node, places }} room="marks" textScale={4.4} isLit={() => false} selected={false} onSelect={ignore} onSelectPod={ignore} />,
  )
  const last = container.querySelector<HTMLElement>('[data-pod="pod-39"]')!
  expect(last.getAttribute('aria-label')).toContain('pod-39')
  const [width, height] = container.querySelector<HTMLElement>('.shell-marks')!.style.aspectRatio.split(' / ').map(Number)
  // What the name and the bars leave of the card's 288 px.
  expect(256 * height! / width!).toBeLessThan(165)
})
