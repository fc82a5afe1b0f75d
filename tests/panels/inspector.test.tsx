// @vitest-environment jsdom
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { Inspector } from '../../src/panels/inspector/Inspector.tsx'
import '../../src/panels/inspector/SelectedThing.tsx'
import type { EventReport, SchedulingDecision } from '../../src/protocol/inspect.ts'
import { nodeFlags } from '../../src/protocol/vocabulary.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { select } from '../../src/state/page-actions.ts'
import type { Selection } from '../../src/state/selection.ts'
import { fakeHost } from '../support/fake-host.ts'
import type { FakeHost } from '../support/fake-host.ts'
import { clientsRecord, componentRecord, deploymentRecord, frame, nodeColumns, podColumns, serviceRecord } from '../support/frames.ts'

const first = frame(0, {
  simTimeUs: 100_000_000,
  nodes: nodeColumns([{ slot: 0, name: 'node-1', leaseRenewedUs: 94_000_000 }, { slot: 1, name: 'node-2', flags: nodeFlags.poweredOff, status: 'unknown' }]),
  pods: podColumns([{ slot: 0, name: 'web-7d4b-x7k2p', node: 0, containers: ['app', 'sidecar'] }]),
  records: [
    deploymentRecord(), { kind: 'ReplicaSet', slot: 5, namespace: 'default', name: 'web-7d4b', deployment: 0, revision: 2, hash: '7d4b', desired: 3, current: 3, ready: 2 },
    serviceRecord({
      endpoints: [{ address: '10.244.1.4', port: 8080, pod: 'web-7d4b-x7k2p', ready: false, serving: true, terminating: true }], endpointCount: 1, readyCount: 0,
    }),
    componentRecord({ process: 'kube-scheduler' }), componentRecord({ process: 'kube-apiserver' }), componentRecord({ process: 'kubelet', node: 'node-1' }, { state: 'crashed', restartAtUs: 107_500_000, restarts: 2 }),
    clientsRecord(), { kind: 'Link', id: 9, link: 'kubelet-api', node: 0, peer: -1, up: true, gone: false },
    { kind: 'Link', id: 1, link: 'scheduler-api', node: -1, peer: -1, up: true, gone: false },
  ],
})

/** Lets the page ask, answers, and lets React draw the answers. */
async function settle(host: FakeHost): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await act(async () => {
      host.answer()
      await new Promise((resolve) => { setTimeout(resolve, 0) })
    })
  }
}

async function inspecting(selection: Selection | undefined, prepare: (host: FakeHost) => void = () => undefined): Promise<FakeHost> {
  const host = fakeHost()
  host.show(first)
  prepare(host)
  if (selection !== undefined) select(host.store, selection)
  render(<ClusterProvider store={host.store} connection={host.connection}><Inspector /></ClusterProvider>)
  await settle(host)
  return host
}

const decision: SchedulingDecision = {
  simTimeUs: 1, attempt: 1, pod: { namespace: 'default', name: 'web-7d4b-x7k2p' }, requests: { cpuMilli: 300, memoryMi: 96 }, chosen: 'node-1', feasible: 2, evaluated: 3,
  totalNodes: 3, message: undefined, filters: ['NodeName', 'NodeResourcesFit'], plugins: [{ name: 'NodeResourcesFit', weight: 1 }, { name: 'PodTopologySpread', weight: 2 }],
  nodes: [
    { node: 'node-2', filteredBy: { plugin: 'TaintToleration', reason: 'node(s) had untolerated taint' }, scores: [], total: 0 },
    { node: 'node-3', filteredBy: undefined, scores: [80, 50], total: 180 },
    { node: 'node-1', filteredBy: undefined, scores: [90, 100], total: 290 },
  ],
}

describe('a pod', () => {
  it('that fits nowhere shows at once which plugin refused which node', async () => {
    const refused = { ...decision, chosen: undefined, message: '0/1 nodes are available: 1 Insufficient cpu.', nodes: [
      { node: 'node-1', filteredBy: { plugin: 'NodeResourcesFit', reason: 'Insufficient cpu' }, scores: [], total: 0 },
    ] }
    await inspecting({ kind: 'pod', slot: 1 }, (host) => {
      host.show(frame(1, { pods: podColumns([{ slot: 1, name: 'too-big', node: -1, containers: ['app'] }]) }))
      host.answers = { decision: refused, why: [], object: {} }
    })
    expect(screen.getByRole('heading', { name: 'Why no node yet?' })).toBeInTheDocument()
    expect(screen.getByText('Insufficient cpu', { exact: false, selector: 'p:not(.decision-sentence)' })).toBeVisible()
  })

  it('lists its events by their last time, the newest first', async () => {
    const event = (reason: string, simTimeUs: number): EventReport => ({ simTimeUs, type: 'Normal', reason, message: '', from: 'kubelet', count: 2 })
    const shown = await inspecting({ kind: 'pod', slot: 0 }, (host) => { host.answers = { events: [event('Started', 9_000_000), event('BackOff', 4_000_000)], why: [], object: {} } })
    await userEvent.click(screen.getByRole('tab', { name: 'Events' }))
    await settle(shown)
    expect(within(await screen.findByRole('list', { name: 'Events, newest first' })).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['0:09.000Started ×2kubelet', '0:04.000BackOff ×2kubelet'])
  })

  it('says why it is on its node: each plugin’s raw score times its weight, and who was refused by what', async () => {
    await inspecting({ kind: 'pod', slot: 0 }, (host) => { host.answers = { decision, why: [], object: {} } })
    expect(screen.getByText(/node-1 scored 290, the most/)).toBeInTheDocument()
    expect(screen.getByRole('row', { name: /PodTopologySpread 100 × 2 = 200/ })).toBeInTheDocument()
    expect(screen.getByText(/node\(s\) had untolerated taint/)).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Whole grid' }))
    const grid = within(screen.getByRole('dialog'))
    expect(grid.getAllByRole('row').map((row) => row.textContent)).toEqual([
      'nodefiltersNodeResourcesFit× 1PodTopologySpread× 2total', ' node-1 (chosen)passed 290 × 1 = 90100 × 2 = 200290', ' node-3passed 280 × 1 = 8050 × 2 = 100180',
      ' node-2TaintToleration: node(s) had untolerated taint',
    ])
  })

  it('tells the chain of causes, oldest first', async () => {
    await inspecting({ kind: 'pod', slot: 0 }, (host) => {
      host.answers = { why: [
        { simTimeUs: 58_102_000, actor: 'You', text: 'You scaled web to 5', type: 1 }, { simTimeUs: 58_188_000, actor: 'Scheduler', text: 'Scheduler bound it', type: undefined },
      ] }
    })
    expect(within(screen.getByRole('list', { name: 'Causes, oldest first' })).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['0:58.102You scaled web to 5', '0:58.188Scheduler bound it'])
  })

  it('reads a log by a real request, and only when asked', async () => {
    const host = await inspecting({ kind: 'pod', slot: 0 })
    await userEvent.click(screen.getByRole('tab', { name: 'Logs' }))
    expect(host.sent).toEqual([])
    host.responses.push({ status: 200, body: 'GET / 200\n' })
    await userEvent.click(screen.getByRole('button', { name: 'sidecar' }))
    await settle(host)
    expect(host.sent).toMatchObject([{ type: 'request', request: { path: '/api/v1/namespaces/default/pods/web-7d4b-x7k2p/log', query: { container: 'sidecar' } } }])
    expect(screen.getByLabelText('Log of sidecar')).toHaveTextContent('GET / 200')
  })

  it('lists its ephemeral containers apart from those that count', async () => {
    const answered = { status: { phase: 'Running', containerStatuses: [{ name: 'app', ready: true }], ephemeralContainerStatuses: [
      { name: 'debugger', ready: false, image: 'busybox:1.36', state: { running: { startedAt: '2026-01-01T00:00:09Z' } } },
    ] } }
    const host = await inspecting({ kind: 'pod', slot: 0 }, (prepared) => { prepared.answers = { object: answered, why: [] } })
    await userEvent.click(screen.getByRole('tab', { name: 'Status' }))
    await settle(host)
    const rows = (name: string): (string | null)[] => within(screen.getByRole('list', { name })).getAllByRole('listitem').map((item) => item.textContent)
    expect(rows('Containers')).toEqual(['app ready'])
    expect(rows('Ephemeral containers')).toEqual(['debugger counts for nothing, never restartedrunningbusybox:1.36'])
  })

  it('can be deleted, and one of its containers crashed', async () => {
    const host = await inspecting({ kind: 'pod', slot: 0 })
    await userEvent.click(screen.getByRole('button', { name: 'Delete pod' }))
    await userEvent.click(screen.getByRole('button', { name: 'Crash sidecar' }))
    await settle(host)
    expect(host.sent).toMatchObject([
      { request: { method: 'DELETE' } }, { command: { type: 'crashContainer', namespace: 'default', pod: 'web-7d4b-x7k2p', container: 'sidecar' } },
    ])
  })

  it('shows its object as YAML, never as markup', async () => {
    const host = await inspecting({ kind: 'pod', slot: 0 }, (prepared) => { prepared.answers = { object: { kind: 'Pod', metadata: { name: '<img src=x>' } } } })
    await userEvent.click(screen.getByRole('tab', { name: 'YAML' }))
    await settle(host)
    expect(await screen.findByLabelText('web-7d4b-x7k2p as YAML')).toHaveTextContent('kind: Pod metadata: name: <img src=x>')
    expect(document.querySelector('img')).toBeNull()
  })
})

describe('a node', () => {
  it('tells belief and machine apart and counts the silence', async () => {
    await inspecting({ kind: 'node', slot: 0 })
    expect(screen.getByText('silent 6 s of 50')).toBeInTheDocument()
    expect(screen.getByText('on, connected, all processes up')).toBeInTheDocument()
    expect(screen.getByText('0.75 requested / 4 allocatable')).toBeInTheDocument()
  })

  it('without power offers power and no verbs for its processes', async () => {
    const host = await inspecting({ kind: 'node', slot: 1 })
    expect(screen.getByText('powered off')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Power on' }))
    await settle(host)
    expect(host.sent).toMatchObject([{ command: { type: 'powerOn', node: 'node-2' } }])
    expect(screen.queryByRole('button', { name: /^Crash/ })).toBeNull()
  })

  it('takes a double click for one: the second would be refused, or confirm what was only asked', async () => {
    const host = await inspecting({ kind: 'node', slot: 0 })
    await userEvent.dblClick(screen.getByRole('button', { name: 'Power off' }))
    fireEvent.click(screen.getByRole('button', { name: 'Remove node' }), { detail: 1 })
    fireEvent.click(screen.getByRole('button', { name: 'Remove for good' }), { detail: 2 })
    await settle(host)
    expect(host.sent).toMatchObject([{ command: { type: 'powerOff', node: 'node-1' } }])
  })

  it('asks before it is removed', async () => {
    const host = await inspecting({ kind: 'node', slot: 0 })
    await userEvent.click(screen.getByRole('button', { name: 'Remove node' }))
    expect(host.sent).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Remove for good' }))
    await settle(host)
    expect(host.sent).toMatchObject([{ command: { type: 'removeNode', node: 'node-1' } }, { request: { method: 'DELETE', path: '/api/v1/nodes/node-1' } }])
  })

  it('shows a crashed process with the seconds until its supervisor restarts it', async () => {
    await inspecting({ kind: 'node', slot: 0 })
    expect(screen.getByRole('group', { name: 'kubelet' })).toHaveTextContent('crashed, restart in 8 s, 2 restarts')
    expect(screen.getByRole('button', { name: 'Start kubelet/node-1' })).toBeInTheDocument()
  })
})

describe('a Deployment', () => {
  it('is scaled by one click, lists its ReplicaSets, and rolls out an image that differs', async () => {
    const host = await inspecting({ kind: 'deployment', slot: 0 })
    expect(screen.getByRole('row', { name: '2 7d4b 3 3 2' })).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Replicas of web: one more' }))
    expect(screen.getByRole('button', { name: 'Roll out' })).toBeDisabled()
    await userEvent.clear(screen.getByRole('textbox', { name: 'app' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'app' }), 'nginx:1.30{Enter}')
    await settle(host)
    expect(host.sent).toMatchObject([{ label: 'scale deployment web --replicas=4' }, { label: 'set image deployment/web app=nginx:1.30' }])
  })

  it('keeps a refusal of the API server as the notice', async () => {
    const host = await inspecting({ kind: 'deployment', slot: 0 })
    host.responses.push({ status: 403, body: { kind: 'Status', message: 'exceeded quota' } })
    await userEvent.click(screen.getByRole('button', { name: 'Replicas of web: one more' }))
    await settle(host)
    expect(host.store.getState().notice?.text).toBe('Scale web to 4: exceeded quota')
  })
})

describe('other things', () => {
  it('a Service shows its endpoints with their conditions and leads to the pod', async () => {
    const host = await inspecting({ kind: 'service', slot: 0 })
    const endpoint = within(screen.getByRole('list', { name: 'Endpoints' })).getByRole('listitem')
    expect(endpoint).toHaveTextContent('10.244.1.4:8080terminating, serving')
    await userEvent.click(within(endpoint).getByRole('button'))
    expect(host.store.getState().selection).toEqual({ kind: 'pod', slot: 0 })
  })

  it('the clients’ load is set with a number', async () => {
    const host = await inspecting({ kind: 'component', key: 'clients' })
    await userEvent.clear(screen.getByRole('textbox', { name: 'Requests per second' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Requests per second' }), '50{Enter}')
    await settle(host)
    expect(host.sent).toMatchObject([{ command: { type: 'setClientLoad', requestsPerSecond: 50, namespace: 'default', service: 'web' } }])
  })

  it('the API server can lose its network', async () => {
    const host = await inspecting({ kind: 'component', key: 'kube-apiserver' }, (prepared) => {
      prepared.answers = { component: { ref: { process: 'kube-apiserver' }, state: 'running', facts: [{ label: 'Watches', value: '17' }], tables: [{ title: 'Queue', columns: ['key'], rows: [['default/web']] }] } }
    })
    expect(screen.getByText('17')).toBeInTheDocument()
    expect(screen.getByRole('region', { name: 'Queue' })).toHaveTextContent('default/web')
    await userEvent.click(screen.getByRole('button', { name: 'Cut its network' }))
    await userEvent.click(screen.getByRole('button', { name: 'Stop kube-apiserver' }))
    await settle(host)
    expect(host.sent).toMatchObject([{ command: { type: 'cutApiServer' } }, { command: { type: 'stopProcess', process: 'kube-apiserver' } }])
  })

  it('a link shows its port, purpose and the engine’s own count', async () => {
    await inspecting({ kind: 'link', id: 9 }, (host) => { host.answers = { links: [{ id: 9, link: 'kubelet-api', node: 0, messages: 482, lost: 3 }] } })
    expect(screen.getByText('TCP 6443')).toBeInTheDocument()
    expect(screen.getByText('482')).toBeInTheDocument()
    expect(screen.getByText(/renews its Lease/)).toBeInTheDocument()
  })

  it('a line between nodes lists the tunnels of both, each with its count', async () => {
    const host = await inspecting({ kind: 'link', id: 20 }, (prepared) => {
      const tunnel = (id: number, node: number, peer: number, up = true) => ({ kind: 'Link', id, link: 'vxlan', node, peer, up, gone: false }) as const
      prepared.show(frame(1, { records: [tunnel(20, 0, 1), tunnel(21, 1, 0, false)] }))
      prepared.answers = { links: [{ id: 20, link: 'vxlan', node: 0, messages: 12, lost: 0 }, { id: 21, link: 'vxlan', node: 1, messages: 7, lost: 2 }] }
    })
    const rows = within(screen.getByRole('region', { name: 'Tunnels of node-1' })).getAllByRole('listitem')
    expect(rows.map((row) => row.textContent)).toEqual(['to node-212 messages', 'from node-2down, 7 messages, 2 lost'])
    await userEvent.click(within(screen.getByRole('region', { name: 'Tunnels of node-2' })).getByRole('button', { name: 'to node-1' }))
    expect(host.store.getState().selection).toEqual({ kind: 'link', id: 21 })
  })

  it('a message leads to the one that caused it', async () => {
    const host = await inspecting({ kind: 'hop', id: 40 }, (prepared) => {
      prepared.answers = { hop: {
        id: 40, link: 'scheduler-api', type: 1, from: 'kube-scheduler', to: 'kube-apiserver', port: 'TCP 6443', sentUs: 99_000_000, arrivesUs: 101_000_000, bytes: 400, lost: false,
        what: 'POST /api/v1/namespaces/default/pods/web-x/binding', says: '{"target":{"name":"node-1"}}', cause: 38, causeWhat: 'ADDED Pod default/web-x', outcome: undefined, revision: undefined, answer: undefined,
      } }
    })
    expect(screen.getByText(/on its way/)).toBeInTheDocument()
    expect(screen.getByLabelText('Body of the message')).toHaveTextContent('node-1')
    await userEvent.click(screen.getByRole('button', { name: 'ADDED Pod default/web-x' }))
    expect(host.store.getState().selection).toEqual({ kind: 'hop', id: 38 })
  })

  it('says what is gone, and what happened lately', async () => {
    const host = await inspecting({ kind: 'pod', slot: 0 })
    act(() => {
      host.show(frame(1, {
        pods: podColumns([], [0]),
        changes: [{ id: 1, simTimeUs: 5_000_000, actor: 'You', text: 'You deleted pod web', subject: { kind: 'Node', namespace: '', name: 'node-2' }, tone: 'neutral' }],
      }))
    })
    expect(screen.getByText('Pod web-7d4b-x7k2p is gone.')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: /You deleted pod web$/ }))
    expect(host.store.getState().selection).toEqual({ kind: 'node', slot: 1 })
  })
})
