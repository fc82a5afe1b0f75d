// @vitest-environment jsdom
import { readFileSync } from 'node:fs'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { TrayCard } from '../../../src/canvas/nodes/TrayCard.tsx'
import { workerNodeView } from '../../../src/canvas/nodes/worker-node-view.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'

const pod = workerNodeView(fixtureStore(firstView).getState().view, 0)!.places.find((one) => one !== undefined)!

const pods = [1, 2, 3, 4, 5].map((slot) => ({ ...pod, slot, name: `web-7d4b9c6f58-x7k2${slot}` }))

/** The tray with some pods, of which the first is chosen and lit and has just been spoken of. */
function show(count: number, waiting: readonly { readonly name: string; readonly toCome: number }[] = []) {
  const chosen: number[] = []
  render(
    <TrayCard
      pods={pods.slice(0, count)} waiting={waiting} isLit={({ slot }) => slot === 1} selectedPod={1} attention={{ change: 7, to: { kind: 'pod', slot: 1 } }}
      onSelectPod={(slot) => { chosen.push(slot) }}
    />,
  )
  return chosen
}

it('of many unscheduled pods the tray shows two, tells how many more there are, and keeps what is still to come', () => {
  show(5, [{ name: 'web', toCome: 3 }, { name: 'api', toCome: 1 }])
  expect(screen.getAllByRole('button')).toHaveLength(2)
  expect(screen.getByTitle('3 more')).toHaveTextContent('+3')
  expect(screen.getByText('4 to come')).toBeInTheDocument()
  expect(screen.getByRole('group', { name: 'Unscheduled pods, 5, 4 more still to come' })).toBeInTheDocument()
  expect(screen.queryByText('none waiting')).toBeNull()
})

it('a pod in it can be chosen, and shows that it is, takes part in what is, or was spoken of', async () => {
  const chosen = show(2)
  const [first, second] = screen.getAllByRole('button')
  expect([first!, second!].map((row) => [row.getAttribute('aria-pressed'), row.matches('.is-selected.is-lit'), row.querySelector('.attention-ring') !== null]))
    .toEqual([['true', true, true], ['false', false, false]])
  await userEvent.click(second!)
  expect(chosen).toEqual([2])
})

it('a name has more room where its pod has the line for itself', () => {
  const shownName = (): number => document.querySelector('.tray-name')!.textContent.length
  show(2)
  const shared = shownName()
  cleanup()
  show(1)
  expect(shownName()).toBeGreaterThan(shared)
})

it('an empty tray says so, unless pods are still to come', () => {
  show(0)
  expect(screen.getByRole('group', { name: 'Unscheduled pods, 0' })).toHaveTextContent('none waiting')
  cleanup()
  show(0, [{ name: 'web', toCome: 1 }])
  expect(screen.queryByText('none waiting')).toBeNull()
})

it('a pod in the tray is as high as a target has to be, and all lines have room in its 60 px', () => {
  const css = readFileSync('src/canvas/cards.css', 'utf8')
  const px = (rule: RegExp): number => Number(rule.exec(css)?.[1])
  const row = px(/\.tray-row \{[^}]*height: (\d+)px/)
  expect(row).toBeGreaterThanOrEqual(24)
  expect(row + px(/\.tray-title \{[^}]*line-height: (\d+)px/) + px(/\.tray-last \{[^}]*line-height: (\d+)px/)).toBeLessThanOrEqual(56)
})
