// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { lazy, Suspense } from 'react'
import { expect, it } from 'vitest'
import { TypedAhead } from '../../src/panels/TypedAhead.tsx'
import { silentConnection } from '../../src/gallery/fixture-provider.tsx'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { openDialog, setConsoleOpen, setPresenting, takeTypedAhead } from '../../src/state/page-actions.ts'

/** A field that is being loaded until `there` is called, over a page that hears keys. */
function loading() {
  const store = createClusterStore('dark')
  const heard: string[] = []
  let closed = 0
  let there = (): void => undefined
  const Field = lazy(() => new Promise<{ default: () => string }>((resolve) => { there = () => { resolve({ default: () => 'the field' }) } }))
  const hear = (event: KeyboardEvent): void => { heard.push(event.key) }
  window.addEventListener('keydown', hear)
  const onClose = (): void => { closed += 1 }
  const { unmount } = render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <Suspense fallback={<TypedAhead onClose={onClose} says="Loading" />}><Field /></Suspense>
    </ClusterProvider>,
  )
  return {
    store, heard, closed: () => closed, arrive: () => act(async () => { there(); await Promise.resolve() }),
    stop: () => {
      unmount()
      window.removeEventListener('keydown', hear)
    },
  }
}

it('keeps keys from the page for what is being loaded, in the form in which a terminal hears them', async () => {
  const { store, heard, arrive, stop } = loading()
  await userEvent.keyboard('get nodex{Backspace}s{Enter}')
  expect(heard).toEqual([])
  await arrive()
  expect(await screen.findByText('the field')).toBeInTheDocument()
  expect(takeTypedAhead(store)).toBe('get nodes\r')
  expect(takeTypedAhead(store)).toBe('')
  await userEvent.keyboard('n')
  expect(heard).toEqual(['n'])
  stop()
})
it('leaves the browser its own keys, and Escape gives up what is being loaded', async () => {
  const { store, heard, closed, stop } = loading()
  await userEvent.keyboard('{Control>}c{/Control}{Tab}')
  expect(heard).toEqual(['Control', 'c', 'Tab'])
  expect(closed()).toBe(0)
  await userEvent.keyboard('{Escape}')
  expect(closed()).toBe(1)
  expect(heard).not.toContain('Escape')
  expect(store.getState().typedAhead).toBe('')
  stop()
})
it.each([
  ['a dialog', (store: ReturnType<typeof createClusterStore>) => { openDialog(store, 'search') }],
  ['the console', (store: ReturnType<typeof createClusterStore>) => { setConsoleOpen(store, true) }],
])('what was typed for something else is not handed to %s', (_, open) => {
  const store = createClusterStore('dark')
  store.setState({ typedAhead: 'left over' })
  open(store)
  expect(takeTypedAhead(store)).toBe('')
})
it.each([['search', false], ['ports', false], ['keys', false], ['export', false], ['plots', true], ['timeline', true], ['edit', true], ['manifest', true]] as const)(
  'on the stage the dialog %s opens: %s, and none that was asked for there waits for its end', (dialog, opens) => {
    const store = createClusterStore('dark')
    setPresenting(store, true)
    openDialog(store, dialog)
    expect(store.getState().dialog).toBe(opens ? dialog : undefined)
    openDialog(store, undefined)
    expect(store.getState().dialog).toBeUndefined()
  })
