// @vitest-environment jsdom
import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, expect, it } from 'vitest'
import { ClusterCanvas } from '../../../src/canvas/ClusterCanvas.tsx'
// Parts that the page loads later are there already, so that no test waits for a module.
import '../../../src/canvas/layers/GroupLayer.tsx'
import '../../../src/canvas/layers/PodGroupsLayer.tsx'
import { arrangeInRacks } from '../../../src/canvas/kernels/racks.ts'
import { RackLayer } from '../../../src/canvas/layers/RackLayer.tsx'
import { Lens } from '../../../src/canvas/layers/Lens.tsx'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { fixtureStore, silentConnection } from '../../../src/gallery/fixture-provider.tsx'
import { manyNodes, trouble } from '../../../src/gallery/sample-clusters.ts'
import { nodeFlags } from '../../../src/protocol/vocabulary.ts'
import type { WorldCommand } from '../../../src/protocol/world-commands.ts'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { select } from '../../../src/state/page-actions.ts'
import { arrange } from '../../../src/state/picture-actions.ts'
import { ReactFlow, ReactFlowProvider } from 'reactflow'
import { frame, nodeColumns } from '../../support/frames.ts'
import { stubCanvasDom } from '../dom-stubs.ts'

beforeAll(stubCanvasDom)

/** A cluster whose nodes are spread over two zones by turns. */
function spread(nodes: number) {
  const store = fixtureStore(manyNodes(nodes, 4))
  const { names } = store.getState().view.nodes
  names.forEach((entry, slot) => { if (entry !== undefined) names[slot] = { ...entry, zone: slot % 2 === 0 ? 'zone-a' : 'zone-b', rack: `rack-${slot % 2 === 0 ? 'a' : 'b'}${slot < 4 ? 1 : 2}` } })
  return store
}

function show(store: ReturnType<typeof spread>) {
  render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <ClusterCanvas />
    </ClusterProvider>,
  )
}
/** What the names of the groups say, when there are so many of them. */
async function groupsOf(count: number): Promise<readonly (string | null)[]> {
  await waitFor(() => { expect(groups()).toHaveLength(count) })
  return groups()
}
const groups = (): (string | null)[] => [...document.querySelectorAll('.node-group-name')].map((name) => name.getAttribute('aria-label'))

it('nodes stand in groups by zone when that is asked for, and at their own places again', async () => {
  const store = spread(10)
  show(store)
  expect(groups()).toEqual([])
  const choice = document.querySelector<HTMLSelectElement>('.fit-controls select')!
  await userEvent.selectOptions(choice, 'zones')
  expect(await groupsOf(2)).toEqual(['zone-a, 5 nodes, 1 pod terminating', 'zone-b, 5 nodes, no alarms'])
  expect(choice).toHaveValue('zones')
  act(() => { arrange(store, 'nodes') })
  expect(groups()).toEqual([])
})
it('racks stand in their zones when that is asked for', async () => {
  const store = spread(10)
  show(store)
  act(() => { arrange(store, 'racks') })
  await waitFor(() => { expect(document.querySelectorAll('.rack-grounds path')).toHaveLength(2) })
  expect(await groupsOf(2)).toEqual(['zone-a, 5 nodes, 1 pod terminating', 'zone-b, 5 nodes, no alarms'])
  act(() => { arrange(store, 'zones') })
  expect(document.querySelector('.rack-grounds')).toBeNull()
})
it('a machine whose Node was deleted stands behind the last group', async () => {
  const store = spread(10)
  show(store)
  act(() => { arrange(store, 'zones') })
  await groupsOf(2)
  act(() => { store.applyFrame(frame(1, { nodes: nodeColumns([], [3]), records: [{ kind: 'Unregistered', machines: ['node-4'], count: 1 }] })) })
  expect(await groupsOf(2)).toEqual([expect.stringMatching(/^zone-a, 5 nodes/), expect.stringMatching(/^zone-b, 4 nodes/)])
  const leftOf = (element: HTMLElement | null): number => parseFloat(element?.style.left ?? '')
  const [last] = [...document.querySelectorAll<HTMLElement>('.node-group')].slice(-1)
  const machine = document.querySelector<HTMLElement>('[data-id="machine:node-4"]')
  expect(leftOf(machine)).toBeGreaterThan(leftOf(last ?? null) + parseFloat(last?.style.width ?? ''))
})
it('a zone loses its power as a whole, and gets it back when none of its machines has any', async () => {
  const store = spread(10)
  const { nodes } = store.getState().view
  const commands: WorldCommand[] = []
  const connection = { ...silentConnection(), world: (command: WorldCommand) => { commands.push(command); return Promise.resolve(undefined) } }
  render(<ClusterProvider store={store} connection={connection}><ClusterCanvas /></ClusterProvider>)
  // One machine that has power is enough for the group to be switched off.
  nodes.flags[2] = (nodes.flags[2] ?? 0) | nodeFlags.poweredOff
  act(() => { arrange(store, 'zones') })
  const named = (slots: readonly number[]): (string | undefined)[] => slots.map((slot) => nodes.names[slot]?.name)
  await userEvent.click(await screen.findByRole('button', { name: 'Power off all 5 machines of zone-a' }))
  expect(commands).toEqual(named([0, 4, 6, 8]).map((node) => ({ type: 'powerOff', node })))
  for (const slot of [0, 4, 6, 8]) nodes.flags[slot] = (nodes.flags[slot] ?? 0) | nodeFlags.poweredOff
  act(() => { arrange(store, 'nodes') })
  act(() => { arrange(store, 'zones') })
  commands.length = 0
  await userEvent.click(await screen.findByRole('button', { name: 'Power on all 5 machines of zone-a' }))
  expect(commands).toEqual(named([0, 2, 4, 6, 8]).map((node) => ({ type: 'powerOn', node })))
})
it.each([[1, true], [0.5, false]] as const)('at zoom %d the names of racks are large enough to be read: %s', async (zoom, named) => {
  const store = spread(10)
  const { names } = store.getState().view.nodes
  const { racks } = arrangeInRacks(names.map((_, slot) => ({ slot, place: slot })), (slot) => names[slot]!)!
  render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <ReactFlow defaultViewport={{ x: 0, y: 0, zoom }}>
        <RackLayer racks={racks} layout={clusterLayout(10, 1)} view={{ x: -100, y: -100, width: 900, height: 900 }} />
      </ReactFlow>
    </ClusterProvider>,
  )
  await waitFor(() => { expect(document.querySelectorAll('.rack-grounds path')).toHaveLength(2) })
  // Those in view: the other zone lies beside it.
  expect([...document.querySelectorAll('.rack-name')].map((name) => name.getAttribute('aria-label'))).toEqual(
    named ? ['rack-a1 in zone-a, 2 nodes, 1 pod terminating', 'rack-a2 in zone-a, 3 nodes, no alarms'] : [],
  )
})
it.each([
  ['rack-a1', 'no alarms', 100, false], ['rack-a1', '1 pod terminating', 100, true], ['rack-a1', '1 pod terminating', 130, false],
  ['rack-of-the-new-hall-a1', 'no alarms', 200, true], ['rack-of-the-new-hall-a1', 'no alarms', 300, false],
] as const)('the name "%s" with "%s" in a rack %d wide has too little room: %s', async (name, alarms, width, narrow) => {
  const store = spread(10)
  const slots = alarms === 'no alarms' ? [1] : [0, 2]
  const rack = { name, zone: 'zone-a', column: 0, row: 0, columns: 1, rows: 1, slots, named: true, longest: name.length, turn: 0 }
  const layout = clusterLayout(10, 1)
  render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <ReactFlow><RackLayer racks={[rack]} layout={{ ...layout, node: { ...layout.node, width: width - 6 } }} view={{ x: -100, y: -100, width: 900, height: 900 }} /></ReactFlow>
    </ClusterProvider>,
  )
  await waitFor(() => { expect(document.querySelector('.rack-head')).not.toBeNull() })
  expect(document.querySelector('.rack-name')!.getAttribute('aria-label')).toContain(alarms)
  expect(document.querySelector('.rack-head')!.classList.contains('is-narrow')).toBe(narrow)
})
it('a large cluster is in groups without being asked', async () => {
  show(spread(70))
  expect((await groupsOf(2)).every((words) => words?.includes('35 nodes'))).toBe(true)
})
it('a single row of nodes can’t be put in groups', () => {
  show(spread(6))
  expect(document.querySelector('.fit-controls select')).toBeNull()
})

it('the lens names what is not running on the chosen node', () => {
  const store = fixtureStore(trouble)
  render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <ReactFlowProvider>
        <Lens layout={clusterLayout(4)} placed={[0, 1, 2, 3].map((slot) => ({ slot, place: slot }))} />
      </ReactFlowProvider>
    </ClusterProvider>,
  )
  expect(screen.queryByRole('status')).toBeNull()
  act(() => { select(store, { kind: 'node', slot: 2 }) })
  const lens = screen.getByRole('status', { name: 'Node node-3, Ready' })
  expect(lens).toHaveTextContent(/web-6bd79f8c4d-4x5cdImagePullBackOff/)
  expect(lens.querySelectorAll('.lens-pod')).toHaveLength(8)
})

it('pods stand by what they belong to when that is asked for, and machines and their lines give them room', async () => {
  const store = fixtureStore(trouble)
  show(store)
  act(() => { arrange(store, 'deployment') })
  const ground = (): Element | null => document.querySelector('.pod-group[aria-label^="web"]')
  await waitFor(() => { expect(ground()).not.toBeNull() })
  expect(ground()).toHaveAttribute('aria-label', expect.stringMatching(/^web, \d+ of \d+ ready, 2 failing$/))
  expect(document.querySelectorAll('.grouped-pod')).toHaveLength(store.getState().view.pods.count)
  expect(document.querySelectorAll('.worker-node')).toHaveLength(0)
  await userEvent.click(document.querySelector<HTMLElement>('.grouped-pod[data-pod$="zz9qh"]')!)
  expect(store.getState().selection?.kind).toBe('pod')
  act(() => { arrange(store, 'nodes') })
  expect(document.querySelectorAll('.grouped-pod')).toHaveLength(0)
})
