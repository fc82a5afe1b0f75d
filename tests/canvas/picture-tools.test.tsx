// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { PlaceButtons, SelectionButtons } from '../../src/canvas/PictureTools.tsx'
import { fixtureStore, silentConnection } from '../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../src/gallery/sample-clusters.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { select } from '../../src/state/page-actions.ts'
import { recordPlace } from '../../src/state/picture-actions.ts'

const stand = { camera: { x: 0, y: 0, zoom: 1 }, aim: undefined }

function show() {
  const store = fixtureStore(firstView)
  render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <PlaceButtons />
      <SelectionButtons />
    </ClusterProvider>,
  )
  return store
}

it('offers nothing where nothing can be done', () => {
  show()
  expect(screen.queryAllByRole('button')).toEqual([])
})
it('goes back and forward through what was chosen', async () => {
  const store = show()
  for (const slot of [0, 1]) {
    act(() => {
      select(store, { kind: 'node', slot })
      recordPlace(store, stand)
    })
  }
  expect(screen.getByRole('button', { name: 'Forward' })).toBeDisabled()
  await userEvent.click(screen.getByRole('button', { name: 'Back' }))
  expect(store.getState().selection).toEqual({ kind: 'node', slot: 0 })
  expect(screen.getByRole('button', { name: 'Back' })).toBeDisabled()
  await userEvent.click(screen.getByRole('button', { name: 'Forward' }))
  expect(store.getState().selection).toEqual({ kind: 'node', slot: 1 })
})
it('says whether it focuses and follows; a link stands still and is not followed', async () => {
  const store = show()
  act(() => { select(store, { kind: 'node', slot: 0 }) })
  await userEvent.click(screen.getByRole('button', { name: 'Follow' }))
  expect(screen.getByRole('button', { name: 'Follow' })).toHaveAttribute('aria-pressed', 'true')
  expect(screen.getByRole('button', { name: 'Focus' })).toHaveAttribute('aria-pressed', 'false')
  act(() => { select(store, { kind: 'link', id: 1 }) })
  expect(screen.queryByRole('button', { name: 'Follow' })).toBeNull()
  act(() => { select(store, { kind: 'hop', id: 1 }) })
  expect(screen.queryAllByRole('button')).toEqual([])
})
