// @vitest-environment jsdom
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { components, links } from '../../src/kubernetes/architecture.ts'
import { PortsPanel } from '../../src/panels/ports/PortsPanel.tsx'
import { ClusterProvider } from '../../src/state/context.tsx'
import { fakeHost } from '../support/fake-host.ts'
import type { FakeHost } from '../support/fake-host.ts'
import { componentRecord, frame, nodeColumns } from '../support/frames.ts'

async function opened(): Promise<FakeHost> {
  const host = fakeHost()
  host.answers = { links: [{ id: 3, link: 'kubelet-api', node: 0, messages: 20, lost: 1 }, { id: 4, link: 'kubelet-api', node: 1, messages: 22, lost: 0 }] }
  host.show(frame(0, {
    nodes: nodeColumns([{ slot: 0, name: 'node-1', place: 1 }, { slot: 1, name: 'node-2', place: 0 }]),
    records: [
      ...[0, 1].map((node) => ({ kind: 'Link', id: 3 + node, link: 'kubelet-api', node, peer: -1, up: true, gone: false }) as const),
      componentRecord({ process: 'kubelet', node: 'node-2' }), componentRecord({ process: 'etcd' }),
    ],
  }))
  render(<ClusterProvider store={host.store} connection={host.connection}><PortsPanel /></ClusterProvider>)
  await act(async () => {
    host.answer()
    await new Promise((resolve) => { setTimeout(resolve, 0) })
  })
  return host
}

describe('the ports and components panel', () => {
  it('has every link and every component of the picture, each with its purpose', async () => {
    await opened()
    for (const row of links) expect(screen.getAllByText(row.purpose)).not.toHaveLength(0)
    for (const row of components) expect(screen.getByText(row.purpose)).toBeInTheDocument()
    expect(within(screen.getByRole('table', { name: 'Links' })).getAllByRole('row')).toHaveLength(links.length + 1)
  })

  it('sums the engine’s message counts of each kind of link', async () => {
    await opened()
    expect(screen.getByText(/^The kubelet joins/).closest('tr')).toHaveTextContent('42 (1 lost)')
  })

  it('puts loose wordings right', async () => {
    await opened()
    const rows = within(screen.getByRole('table', { name: /wordings/ }))
    expect(rows.getByRole('row', { name: /8472 TCP UDP only/ })).toBeInTheDocument()
    expect(rows.getByRole('row', { name: /Minion Node/ })).toBeInTheDocument()
  })

  it('leads from a row to its line or box, of the first node in the picture', async () => {
    const host = await opened()
    const kubeletRow = screen.getByText(/^The kubelet joins/).closest('tr')
    await userEvent.click(within(kubeletRow ?? document.body).getByRole('button', { name: 'TCP 6443' }))
    expect(host.store.getState().selection).toEqual({ kind: 'link', id: 4 })
    await userEvent.click(within(screen.getByRole('table', { name: 'Components' })).getByRole('button', { name: 'kubelet' }))
    expect(host.store.getState().selection).toEqual({ kind: 'component', key: 'kubelet/node-2' })
    expect(screen.queryByRole('button', { name: 'TCP 2380' })).toBeNull()
  })
})
