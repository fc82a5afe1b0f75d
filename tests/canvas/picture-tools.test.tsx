// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { PlaceButtons, SelectionButtons } from '../../src/canvas/PictureTools.tsx'
import { fixtureStore, silentConnection } from '../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../src/gallery/sample-clusters.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { select } from '../../src/state/page-actions.ts'
import { recordPlace, setFocused, setFollowing, travel } from '../../src/state/picture-actions.ts'
import { frame, nodeColumns } from '../support/frames.ts'

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
it('focuses on nothing and follows nothing any more when nothing is chosen', () => {
  const store = show()
  const watched = (): readonly boolean[] => [store.getState().picture.focused, store.getState().picture.following]
  const watch = (slot: number): void => {
    select(store, { kind: 'node', slot })
    recordPlace(store, stand)
    setFocused(store, true)
    setFollowing(store, true)
  }
  act(() => {
    recordPlace(store, stand)
    watch(0)
  })
  expect(watched()).toEqual([true, true])
  act(() => { select(store, undefined) })
  expect(watched()).toEqual([false, false])
  act(() => {
    watch(0)
    travel(store, -1)
  })
  expect([store.getState().selection, ...watched()]).toEqual([undefined, false, false])
  act(() => {
    watch(1)
    store.applyFrame(frame(store.getState().view.frame, { nodes: nodeColumns([], [1]) }))
  })
  expect([store.getState().selection, ...watched()]).toEqual([undefined, false, false])
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
