// @vitest-environment jsdom
import { act, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { describe, expect, it, vi } from 'vitest'
import { ConsoleDock } from '../../../src/panels/console/ConsoleDock.tsx'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { fakeHost } from '../../support/fake-host.ts'
import type { FakeHost } from '../../support/fake-host.ts'
import { frame } from '../../support/frames.ts'

// The terminal measures letters, which jsdom has not: it is seen in the end-to-end tests.
const running = vi.hoisted(() => ({ tell: (_line: string | undefined): void => undefined }))
vi.mock('../../../src/panels/console/Terminal.tsx', () => ({
  Terminal: ({ heightPx, onRunning }: { readonly heightPx: number; readonly onRunning: (line: string | undefined) => void }) => {
    running.tell = onRunning
    return <p>the terminal, {heightPx} px</p>
  },
}))

function opened(): FakeHost {
  const host = fakeHost()
  host.show(frame(0))
  render(<ClusterProvider store={host.store} connection={host.connection}><ConsoleDock /></ClusterProvider>)
  return host
}
const clicked = (host: FakeHost, lastCommand: string, number: number): void => {
  act(() => { host.show(frame(number, { records: [{ kind: 'Kubectl', lastCommand, waiting: 0 }] })) })
}

describe('the console line', () => {
  it('says how to begin, then the last command of a click, then the console’s with its result', () => {
    const host = opened()
    expect(screen.getByText(/press ` to type kubectl/)).toBeInTheDocument()
    clicked(host, 'scale deployment web --replicas=5', 1)
    expect(screen.getByText('kubectl scale deployment web --replicas=5')).toBeInTheDocument()
    act(() => { host.store.setState({ lastCommand: { line: 'get foo', result: 'error: no such type', failed: true, seen: 'scale deployment web --replicas=5' } }) })
    expect(screen.getByText('kubectl get foo')).toBeInTheDocument()
    expect(screen.getByText('failed: error: no such type')).toBeInTheDocument()
    clicked(host, 'delete pod web-a', 2)
    expect(screen.getByText('kubectl delete pod web-a')).toBeInTheDocument()
  })

  it('opens to a terminal that is loaded then, and keeps it while closed', async () => {
    opened()
    expect(screen.queryByText(/the terminal/)).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Open the console' }))
    expect(await screen.findByText('the terminal, 164 px')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Close the console' }))
    expect(screen.getByText('the terminal, 164 px')).not.toBeVisible()
  })

  it('is as high as the arrows say', async () => {
    opened()
    await userEvent.click(screen.getByRole('button', { name: 'Open the console' }))
    await screen.findByText('the terminal, 164 px')
    const edge = screen.getByRole('separator', { name: 'Height of the console' })
    fireEvent.keyDown(edge, { key: 'ArrowUp' })
    expect(screen.getByText('the terminal, 188 px')).toBeInTheDocument()
    for (let i = 0; i < 20; i++) fireEvent.keyDown(edge, { key: 'ArrowDown' })
    expect(screen.getByText('the terminal, 120 px')).toBeInTheDocument()
  })

  it('says what runs, and that a paused cluster keeps it waiting', async () => {
    const host = opened()
    await userEvent.click(screen.getByRole('button', { name: 'Open the console' }))
    await screen.findByText('the terminal, 164 px')
    act(() => {
      host.store.setState((state) => ({ pace: { ...state.pace, playing: true } }))
      running.tell('get pods -w')
    })
    expect(screen.getByText('running: Ctrl-C stops it')).toBeInTheDocument()
    act(() => { host.store.setState((state) => ({ pace: { ...state.pace, playing: false } })) })
    expect(screen.getByRole('status')).toHaveTextContent('waiting: the cluster is paused')
  })

  it('is accessible', async () => {
    opened()
    await userEvent.click(screen.getByRole('button', { name: 'Open the console' }))
    await screen.findByText('the terminal, 164 px')
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
    expect(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([])
  })
})
