// @vitest-environment jsdom
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { TreePanel } from '../../../src/panels/tree/TreePanel.tsx'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { setTreeOpen } from '../../../src/state/page-actions.ts'
import { fakeHost } from '../../support/fake-host.ts'
import type { FakeHost } from '../../support/fake-host.ts'
import { componentRecord, deploymentRecord, frame, nodeColumns, podColumns } from '../../support/frames.ts'

function opened(pods = 2): FakeHost {
  const host = fakeHost()
  host.show(frame(0, {
    nodes: nodeColumns([{ slot: 0, name: 'node-1' }]), records: [deploymentRecord(), componentRecord({ process: 'etcd' })],
    pods: podColumns(Array.from({ length: pods }, (_, slot) => ({ slot, name: `web-${slot}`, node: 0, place: slot }))),
  }))
  render(<ClusterProvider store={host.store} connection={host.connection}><TreePanel /></ClusterProvider>)
  return host
}
const grid = (): HTMLElement => screen.getByRole('treegrid', { name: 'Cluster' })
const press = (...keys: readonly string[]): void => { for (const key of keys) fireEvent.keyDown(grid(), { key }) }
const activeRow = (): HTMLElement => {
  const id = grid().getAttribute('aria-activedescendant') ?? ''
  const row = document.querySelector<HTMLElement>(`[id="${id}"]`)
  if (row === null) throw new Error('no row has the keyboard')
  return row
}
const rowOf = (name: string): HTMLElement => screen.getByRole('row', { name: new RegExp(`^${name}`) })

describe('the tree', () => {
  it('takes the keyboard and says of each row its depth, whether it is open, and its state in words', () => {
    opened()
    expect(grid()).toHaveFocus()
    press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight')
    expect(activeRow()).toHaveTextContent('node-1NodeReady')
    expect(activeRow()).toHaveAttribute('aria-level', '2')
    expect(activeRow()).toHaveAttribute('aria-expanded', 'true')
    expect(within(rowOf('web-1')).getByText('Running')).toBeInTheDocument()
    press('ArrowLeft')
    expect(activeRow()).toHaveAttribute('aria-expanded', 'false')
  })

  it('finds by letters and selects with Enter', () => {
    const host = opened()
    press('n', 'o', 'd', 'Enter')
    expect(host.store.getState().selection).toEqual({ kind: 'node', slot: 0 })
    expect(activeRow()).toHaveAttribute('aria-selected', 'true')
  })

  it('gives way to the picture with a w of its own, which within a word that is typed is a letter', () => {
    vi.useFakeTimers()
    try {
      const { store } = opened()
      act(() => { setTreeOpen(store, true) })
      press('W', 'o', 'w')
      expect(activeRow()).toHaveTextContent('Worker nodes')
      expect(store.getState().treeOpen).toBe(true)
      vi.advanceTimersByTime(1000)
      press('w')
      expect(store.getState().treeOpen).toBe(false)
    } finally {
      vi.useRealTimers()
    }
  })

  it('scales and deletes by keys, and asks before what can’t be undone', () => {
    const host = opened()
    press('d', 'e', 'f', 'ArrowDown', '+')
    expect(activeRow()).toHaveTextContent('webDeployment')
    press('Delete')
    expect(screen.getByRole('button', { name: 'Delete Deployment web for good?' })).toBeInTheDocument()
    host.answer()
    expect(host.sent).toMatchObject([{ type: 'request', request: { method: 'PATCH', body: '{"spec":{"replicas":4}}' } }])
    press('Delete')
    host.answer()
    expect(host.sent.at(-1)).toMatchObject({ request: { method: 'DELETE', path: '/apis/apps/v1/namespaces/default/deployments/web' } })
  })

  it('forgets what it asked when the keyboard goes on', () => {
    const host = opened()
    press('d', 'e', 'f', 'ArrowDown', 'Delete', 'ArrowUp', 'ArrowDown', 'Delete')
    host.answer()
    expect(host.sent).toEqual([])
  })

  it('has the actions of a machine as buttons', () => {
    const host = opened()
    press('n', 'o', 'd')
    const actions = screen.getByRole('group', { name: 'Actions for node-1' })
    for (const name of ['Power off', 'Cut cable', 'Cordon', 'Remove node']) expect(within(actions).getByRole('button', { name })).toBeInTheDocument()
    fireEvent.click(within(actions).getByRole('button', { name: 'Power off' }))
    host.answer()
    expect(host.sent).toMatchObject([{ command: { type: 'powerOff', node: 'node-1' } }])
  })

  it('tells politely when the row that has the keyboard changes its state', () => {
    vi.useFakeTimers()
    try {
      const host = opened()
      press('n', 'o', 'd', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown')
      expect(activeRow()).toHaveTextContent('web-0')
      act(() => {
        host.show(frame(1, { pods: podColumns([{ slot: 0, node: 0, status: 'pending', ready: false }]) }))
        vi.advanceTimersByTime(300)
      })
      expect(screen.getByRole('status')).toHaveTextContent('web-0: Pending, 0/1')
      press('ArrowDown')
      expect(screen.getByRole('status')).toHaveTextContent('')
    } finally {
      vi.useRealTimers()
    }
  })

  it('draws only the rows that can be seen', () => {
    opened(5000)
    press('n', 'o', 'd', 'ArrowRight')
    expect(grid()).toHaveAttribute('aria-rowcount', String(5000 + 12))
    expect(screen.getAllByRole('row').length).toBeLessThan(60)
  })

  it('has rows as large as a finger where it is touched', () => {
    const match = (query: string) => ({ matches: query.includes('coarse'), addEventListener: () => undefined, removeEventListener: () => undefined })
    vi.spyOn(window, 'matchMedia').mockImplementation(match as unknown as typeof window.matchMedia)
    opened(5000)
    expect(screen.getByRole('treegrid').style.getPropertyValue('--row-height')).toBe('44px')
    vi.restoreAllMocks()
  })

  it('gives its place back to the picture', () => {
    const host = opened()
    host.store.setState({ treeOpen: true })
    press('Escape')
    expect(host.store.getState().treeOpen).toBe(false)
  })
})
