// @vitest-environment jsdom
import { readFileSync } from 'node:fs'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { noAttention } from '../../../src/canvas/nodes/attention.ts'
import { TrayCard } from '../../../src/canvas/nodes/TrayCard.tsx'
import { workerNodeView } from '../../../src/canvas/nodes/worker-node-view.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'

const ignore = (): void => undefined
const pod = workerNodeView(fixtureStore(firstView).getState().view, 0)!.places.find((one) => one !== undefined)!

it('of many unscheduled pods the tray shows two, tells how many more there are, and keeps what is still to come', () => {
  const pods = [1, 2, 3, 4, 5].map((slot) => ({ ...pod, slot, name: `web-7d4b9c6f58-x7k2${slot}` }))
  render(
    <TrayCard pods={pods} waiting={[{ name: 'web', toCome: 3 }]} isLit={() => false} selectedPod={-1} attention={noAttention} onSelectPod={ignore} />,
  )
  expect(screen.getAllByRole('button')).toHaveLength(2)
  expect(screen.getByTitle('3 more')).toHaveTextContent('+3')
  expect(screen.getByText('3 to come')).toBeInTheDocument()
})

it('a pod in the tray is as high as a target has to be, and all lines have room in its 60 px', () => {
  const css = readFileSync('src/canvas/cards.css', 'utf8')
  const px = (rule: RegExp): number => Number(rule.exec(css)?.[1])
  const row = px(/\.tray-row \{[^}]*height: (\d+)px/)
  expect(row).toBeGreaterThanOrEqual(24)
  expect(row + px(/\.tray-title \{[^}]*line-height: (\d+)px/) + px(/\.tray-last \{[^}]*line-height: (\d+)px/)).toBeLessThanOrEqual(56)
})
