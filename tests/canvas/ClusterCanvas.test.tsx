// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { ReactFlowProvider } from 'reactflow'
import type { ComponentType } from 'react'
import { beforeAll, describe, expect, it } from 'vitest'
import { ClusterCanvas } from '../../src/canvas/ClusterCanvas.tsx'
import { clusterLayout } from '../../src/canvas/kernels/layout.ts'
import { Legend } from '../../src/canvas/Legend.tsx'
import { ClientsNode, DeploymentsNode, NetworkNode, SchedulerNode } from '../../src/canvas/nodes/HeadNodes.tsx'
import type { CardProps, HeadData } from '../../src/canvas/picture-elements.ts'
import type { FixtureCluster } from '../../src/gallery/cluster-frame.ts'
import { fixtureStore, silentConnection } from '../../src/gallery/fixture-provider.tsx'
import { firstView, trouble } from '../../src/gallery/sample-clusters.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { select } from '../../src/state/page-actions.ts'
import { setFocused } from '../../src/state/picture-actions.ts'
import { fakeHost } from '../support/fake-host.ts'
import { frame, nodeColumns } from '../support/frames.ts'
import { stubCanvasDom } from './dom-stubs.ts'

beforeAll(stubCanvasDom)

const layout = clusterLayout(3)

function show(Card: ComponentType<CardProps<HeadData>>, cluster: FixtureCluster = firstView) {
  const asked: unknown[] = []
  const store = fixtureStore(cluster)
  const data = { layout, box: layout.deployments }
  render(
    <ClusterProvider store={store} connection={silentConnection(asked)}>
      <ReactFlowProvider>
        <Card data={data} />
      </ReactFlowProvider>
    </ClusterProvider>,
  )
  return { store, asked }
}

describe('cards that are joined to the state', () => {
  it('scale a Deployment through the API when its button is clicked', async () => {
    const { asked } = show(DeploymentsNode)
    await userEvent.click(screen.getByRole('button', { name: 'Replicas of web: one more' }))
    expect(asked).toEqual([
      expect.objectContaining({
        method: 'PATCH',
        path: '/apis/apps/v1/namespaces/default/deployments/web/scale',
        body: '{"spec":{"replicas":7}}',
      }),
    ])
  })
  it('select by Enter', async () => {
    const { store } = show(SchedulerNode)
    screen.getByRole('button', { name: 'Scheduler kube-scheduler' }).focus()
    await userEvent.keyboard('{Enter}')
    expect(store.getState().selection).toEqual({ kind: 'component', key: 'kube-scheduler' })
    expect(screen.getByRole('button', { name: 'Scheduler kube-scheduler' })).toHaveAttribute('aria-pressed', 'true')
  })
  it('set the clients’ load through the second door', async () => {
    const { asked } = show(ClientsNode)
    const field = screen.getByRole('textbox', { name: 'Requests per second' })
    await userEvent.clear(field)
    await userEvent.type(field, '50{Enter}')
    expect(asked).toEqual([{ type: 'setClientLoad', requestsPerSecond: 50 }])
  })
  it('write a node’s range of pod addresses when it comes after the node', () => {
    const { store } = show(NetworkNode)
    const before = store.getState().view
    const columns = nodeColumns([{ slot: 0, place: 0 }])
    const names = [{ ...before.nodes.names[0]!, podCIDR: '10.244.77.0/24' }]
    before.nodes.names[0] = { ...before.nodes.names[0]!, podCIDR: '' }
    act(() => {
      store.applyFrame(frame(before.frame, { nodes: nodeColumns([{ slot: 1, place: 1, flags: 2 }]) }))
    })
    expect(screen.queryByText('10.244.77.0/24')).toBeNull()
    act(() => {
      store.applyFrame(frame(before.frame, { nodes: { ...columns, names } }))
    })
    expect(screen.getByText('10.244.77.0/24')).toBeInTheDocument()
  })
})

it('holds every box of the picture by its name', async () => {
  render(
    <ClusterProvider store={fixtureStore(trouble)} connection={silentConnection()}>
      <ClusterCanvas />
    </ClusterProvider>,
  )
  const picture = screen.getByRole('region', { name: 'Cluster picture' })
  // Asking for roles costs seconds here.
  const names = (role: string): (string | null)[] => [...picture.querySelectorAll(`[role="${role}"]`)].map((box) => box.getAttribute('aria-label'))
  expect(names('button')).toEqual(
    expect.arrayContaining([
      'etcd',
      'API Server kube-apiserver',
      'Controller Manager kube-controller-manager, crashed',
      'Scheduler kube-scheduler, stopped',
      'kubectl, you',
      'Cluster network',
    ]),
  )
  expect(names('group')).toEqual(
    expect.arrayContaining(['Control plane', 'Worker Nodes, 4', 'Deployments', 'Services', 'clients', 'Unscheduled pods, 3, 4 more still to come']),
  )
})

it('draws no card before the cluster has told of itself, and all of them with its first frame', () => {
  const host = fakeHost()
  const { container } = render(<ClusterProvider store={host.store} connection={host.connection}><ClusterCanvas /></ClusterProvider>)
  const nodes = (): number => container.querySelectorAll('.react-flow__node').length
  expect(container.querySelector('.react-flow__pane')).not.toBeNull()
  expect(nodes()).toBe(0)
  act(() => { host.show(frame(0, { nodes: nodeColumns([{ slot: 0, place: 0 }]) })) })
  expect(nodes()).toBe(13)
})

it('explains every mark in the legend', () => {
  render(
    <ClusterProvider store={fixtureStore(firstView)} connection={silentConnection()}>
      <Legend />
    </ClusterProvider>,
  )
  for (const word of [
    'Running',
    'Pending',
    'Creating',
    'Terminating',
    'Failed',
    'Unknown',
    'Succeeded',
    'request',
    'response',
    'watch event',
    'etcd',
    'to kubelet',
    'CRI',
    'VXLAN',
    'client traffic',
  ]) {
    expect(screen.getByText(word)).toBeInTheDocument()
  }
})

it('takes a kind of messages off the picture and puts it back from the legend', async () => {
  const store = fixtureStore(firstView)
  render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <Legend />
    </ClusterProvider>,
  )
  const vxlan = screen.getByRole('button', { name: 'VXLAN messages', pressed: true })
  await userEvent.click(vxlan)
  expect(store.getState().hiddenTraffic).toEqual(['vxlan'])
  expect(vxlan).toHaveAttribute('aria-pressed', 'false')
  await userEvent.click(vxlan)
  expect(store.getState().hiddenTraffic).toEqual([])
})

describe('focus', () => {
  const fadedCards = (): (string | null)[] => [...document.querySelectorAll('.react-flow__node.is-faded')].map((card) => card.getAttribute('data-id'))
  it('fades what the chosen thing takes no part in, and nothing without being asked to', async () => {
    const store = fixtureStore(firstView)
    render(
      <ClusterProvider store={store} connection={silentConnection()}>
        <ClusterCanvas />
      </ClusterProvider>,
    )
    act(() => { select(store, { kind: 'node', slot: 1 }) })
    expect(fadedCards()).toEqual([])
    await userEvent.click(screen.getByText('Focus'))
    expect(fadedCards()).toEqual(expect.arrayContaining(['kubectl', 'etcd', 'scheduler', 'node:0']))
    expect(fadedCards()).not.toContain('node:1')
    expect(fadedCards()).not.toContain('apiServer')
    expect(document.querySelectorAll('[data-id="node:1"] .pod-card.is-lit')).toHaveLength(3)
    act(() => { setFocused(store, false) })
    expect(fadedCards()).toEqual([])
  })
  it('goes on to what is chosen next', () => {
    const store = fixtureStore(firstView)
    render(
      <ClusterProvider store={store} connection={silentConnection()}>
        <ClusterCanvas />
      </ClusterProvider>,
    )
    act(() => {
      select(store, { kind: 'component', key: 'kube-scheduler' })
      setFocused(store, true)
    })
    expect(fadedCards()).toContain('node:1')
    act(() => { select(store, { kind: 'node', slot: 1 }) })
    expect(fadedCards()).toContain('scheduler')
    expect(fadedCards()).not.toContain('node:1')
  })
  it('has nothing to stand out without a selection', () => {
    const store = fixtureStore(firstView)
    setFocused(store, true)
    expect(store.getState().picture.focused).toBe(false)
  })
})

it('draws a machine without a Node object where its node stood, and restarts its kubelet on request', async () => {
  const asked: unknown[] = []
  const store = fixtureStore(firstView)
  render(
    <ClusterProvider store={store} connection={silentConnection(asked)}>
      <ClusterCanvas />
    </ClusterProvider>,
  )
  const placed = (id: string): string | undefined => document.querySelector<HTMLElement>(`[data-id="${id}"]`)?.style.transform
  const before = placed('node:0')
  expect(document.querySelector('.unregistered-machine')).toBeNull()
  act(() => {
    store.applyFrame(frame(1, { nodes: nodeColumns([], [0]), records: [{ kind: 'Unregistered', machines: ['node-1'], count: 1 }] }))
  })
  expect(placed('machine:node-1')).toBe(before)
  expect(screen.queryByText(/^No machine/)).toBeNull()
  await userEvent.click(screen.getByText('Restart its kubelet'))
  expect(asked).toEqual([{ type: 'crashProcess', process: 'kubelet', node: 'node-1' }])
})
