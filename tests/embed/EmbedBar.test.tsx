// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { EmbedBar } from '../../src/embed/EmbedBar.tsx'
import { ClusterProvider } from '../../src/state/context.tsx'
import type { FakeCluster } from '../present/fake-cluster.ts'
import { deployment, fakeCluster, nodeColumns, podColumns } from '../present/fake-cluster.ts'

async function bar(off: readonly string[] = []): Promise<FakeCluster> {
  const cluster = fakeCluster()
  await cluster.frame(0, { nodes: nodeColumns(['node-1', 'node-2', 'node-3'], off), pods: podColumns([0, 1, 1, 2]), records: [deployment('web', 6, 5)] })
  render(<ClusterProvider store={cluster.store} connection={cluster.connection}><EmbedBar openHref="https://example.org/podium/" /></ClusterProvider>)
  return cluster
}

describe('the bar of an embedded picture', () => {
  it('pauses and steps', async () => {
    const cluster = await bar()
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    await userEvent.click(screen.getByRole('button', { name: 'Step to the next change' }))
    expect(cluster.asked).toEqual(['pace pause', 'pace step'])
  })
  it('shows a Deployment and scales it', async () => {
    const cluster = await bar()
    expect(screen.getByText('5/6 ready')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Replicas of web: one more' }))
    expect(cluster.asked).toEqual(['PATCH /apis/apps/v1/namespaces/default/deployments/web/scale {"spec":{"replicas":7}}'])
  })
  it('kills the node with the most pods', async () => {
    const cluster = await bar()
    await userEvent.click(screen.getByRole('button', { name: 'Kill a node: node-2' }))
    expect(cluster.asked).toEqual(['world powerOff node-2'])
  })
  it('kills the selected node', async () => {
    const cluster = await bar()
    act(() => { cluster.store.setState({ selection: { kind: 'node', slot: 2 } }) })
    expect(screen.getByRole('button', { name: 'Kill a node: node-3' })).toBeVisible()
  })
  it('gives a dead node its power back', async () => {
    const cluster = await bar(['node-3'])
    await userEvent.click(screen.getByRole('button', { name: 'Power node-3 on' }))
    expect(cluster.asked).toEqual(['world powerOn node-3'])
  })
  it('has a way out', async () => {
    await bar()
    expect(screen.getByRole('link', { name: /Open in Podium/ })).toHaveAttribute('href', 'https://example.org/podium/')
  })
})
