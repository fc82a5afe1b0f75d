// @vitest-environment jsdom
import { act, fireEvent, render, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it } from 'vitest'
import { ClusterCanvas } from '../../../src/canvas/ClusterCanvas.tsx'
import '../../../src/canvas/layers/TileWalk.tsx'
import { podsInWords } from '../../../src/canvas/nodes/ShellCard.tsx'
import { workerNodeView } from '../../../src/canvas/nodes/worker-node-view.ts'
import { fixtureStore, silentConnection } from '../../../src/gallery/fixture-provider.tsx'
import { manyNodes, trouble } from '../../../src/gallery/sample-clusters.ts'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { select } from '../../../src/state/page-actions.ts'
import { arrange } from '../../../src/state/picture-actions.ts'
import { stubCanvasDom } from '../dom-stubs.ts'

beforeAll(stubCanvasDom)

async function show() {
  const store = fixtureStore(manyNodes(70, 4))
  arrange(store, 'nodes')
  render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <ClusterCanvas />
    </ClusterProvider>,
  )
  await waitFor(() => { expect(tile()).not.toBeNull() })
  return store
}
const tile = (): HTMLElement | null => document.querySelector('.tile-focus')
const focusedLabel = (): string | null => document.activeElement?.getAttribute('aria-label') ?? null

describe('the far map by keyboard', () => {
  it('one tile is reached with Tab, and says its node and what deserves a look', async () => {
    await show()
    expect(document.querySelectorAll('.tile-focus')).toHaveLength(1)
    act(() => { tile()!.focus() })
    expect(focusedLabel()).toMatch(/^Node node-1, Ready, \d+ pods, (no alarms|\d+ pods? \w+)$/)
  })
  it('arrows walk from tile to tile, Enter chooses the node', async () => {
    const store = await show()
    act(() => { tile()!.focus() })
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}{ArrowLeft}')
    // The first two rows hold six places each.
    expect(focusedLabel()).toMatch(/^Node node-8, /)
    await userEvent.keyboard('{Enter}')
    expect(store.getState().selection).toEqual({ kind: 'node', slot: 7 })
  })
  it('begins at the chosen node', async () => {
    const store = await show()
    act(() => { select(store, { kind: 'node', slot: 4 }) })
    act(() => { tile()!.focus() })
    expect(focusedLabel()).toMatch(/^Node node-5, /)
  })
  it('beyond the first row the key is left to the walk from card to card', async () => {
    await show()
    act(() => { tile()!.focus() })
    expect(fireEvent.keyDown(tile()!, { key: 'ArrowUp' })).toBe(true)
    expect(fireEvent.keyDown(tile()!, { key: 'ArrowDown' })).toBe(false)
  })
})

it('a shell says how many pods it has and which deserve a look', () => {
  const { view } = fixtureStore(trouble).getState()
  const pods = workerNodeView(view, 2)!.places.filter((pod) => pod !== undefined)
  expect(podsInWords(pods)).toMatch(/^\d+ pods, \d+ failed/)
  expect(podsInWords(pods.slice(0, 1).map((pod) => ({ ...pod, status: 'running' })))).toBe('1 pod')
})
