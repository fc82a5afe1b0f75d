// @vitest-environment jsdom
import { act, render, waitFor } from '@testing-library/react'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { ClusterCanvas } from '../../../src/canvas/ClusterCanvas.tsx'
import '../../../src/canvas/layers/GlideLayer.tsx'
import '../../../src/canvas/layers/PodGroupsLayer.tsx'
import { fixtureStore, silentConnection } from '../../../src/gallery/fixture-provider.tsx'
import { manyNodes } from '../../../src/gallery/sample-clusters.ts'
import { ClusterProvider } from '../../../src/state/context.tsx'
import type { ArrangementName } from '../../../src/state/picture-state.ts'
import { arrange } from '../../../src/state/picture-actions.ts'
import { stubCanvasDom } from '../dom-stubs.ts'

beforeAll(stubCanvasDom)
let reduced = false
beforeEach(() => {
  reduced = false
  vi.stubGlobal('matchMedia', () => ({ matches: reduced, addEventListener: () => undefined, removeEventListener: () => undefined }))
})

/** A cluster at fleet level in two zones. */
async function show() {
  const store = fixtureStore(manyNodes(70, 4))
  const { names } = store.getState().view.nodes
  names.forEach((entry, slot) => { if (entry !== undefined) names[slot] = { ...entry, zone: slot % 2 === 0 ? 'zone-a' : 'zone-b' } })
  render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <ClusterCanvas />
    </ClusterProvider>,
  )
  await waitFor(() => { expect(document.querySelector('.glide-overlay')).not.toBeNull() })
  return (arrangement: ArrangementName) => { act(() => { arrange(store, arrangement) }) }
}
const gliding = (): boolean => document.querySelector('.cluster-canvas[data-gliding]') !== null

it.each(['nodes', 'deployment'] as const)('from zones to %s tiles and pods go to their new places, and then stand still', async (arrangement) => {
  const to = await show()
  expect(gliding()).toBe(false)
  to(arrangement)
  expect(gliding()).toBe(true)
  await waitFor(() => { expect(gliding()).toBe(false) })
  expect(document.querySelector<HTMLCanvasElement>('.glide-overlay')?.hidden).toBe(true)
  to('zones')
  expect(gliding()).toBe(true)
})
it('nothing goes anywhere for who wants no motion', async () => {
  const to = await show()
  reduced = true
  to('nodes')
  expect(gliding()).toBe(false)
})
