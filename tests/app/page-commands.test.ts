// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import type { KeyCommand } from '../../src/app/key-map.ts'
import { obey } from '../../src/app/page-commands.ts'
import { createLecture } from '../../src/app/lecture.ts'
import { readUrlOptions } from '../../src/embed/url-options.ts'
import type { ClusterState } from '../../src/state/cluster-store.ts'
import { select } from '../../src/state/page-actions.ts'
import { fakeHost } from '../support/fake-host.ts'
import { frame, nodeColumns } from '../support/frames.ts'

function page() {
  const host = fakeHost()
  host.show(frame(0, { nodes: nodeColumns([{ slot: 0, name: 'node-1' }]) }))
  host.port.takeCommands()
  const cluster = { store: host.store, connection: host.connection, view: host.store.getState().view }
  const lecture = createLecture(host, readUrlOptions(''))
  return { host, ...cluster, press: (command: KeyCommand) => { obey(command, cluster, lecture) } }
}
const node = { kind: 'node', slot: 0 } as const

describe('what a key asks of the cluster', () => {
  it.each([
    ['togglePlay', [{ type: 'pace', command: { pace: 'pause' } }]],
    ['stepMessage', [{ type: 'pace', command: { pace: 'step', to: 'message' } }]],
    ['stepChange', [{ type: 'pace', command: { pace: 'step', to: 'change' } }]],
    ['slow', [{ type: 'pace', command: { pace: 'rate', rate: 0.1 } }]],
    ['real', [{ type: 'pace', command: { pace: 'rate', rate: 1 } }]],
    ['fast', [{ type: 'pace', command: { pace: 'rate', rate: 10 } }]],
    ['auto', [{ type: 'pace', command: { pace: 'auto' } }]],
    ['reset', [{ type: 'reset' }]],
    ['addNode', [expect.objectContaining({ type: 'world', command: { type: 'addNode' } })]],
  ] as const)('%s', (command, asked) => {
    const { host, press } = page()
    press(command)
    expect(host.port.takeCommands()).toEqual(asked)
  })
})

describe('what a key changes of the page, and changes back', () => {
  const panel = ({ side, inspectorOpen }: ClusterState) => (inspectorOpen ? side : 'closed')
  it.each([
    ['console', (state) => state.consoleOpen, [true, false]],
    ['inspector', panel, ['closed', 'inspector']],
    ['plots', panel, ['plots', 'inspector']],
    ['timeline', panel, ['timeline', 'inspector']],
    ['tree', (state) => state.treeOpen, [true, false]],
    ['theme', (state) => state.theme, ['light', 'projector']],
    ['focus', (state) => state.picture.focused, [true, false]],
    ['follow', (state) => state.picture.following, [true, false]],
    ['present', (state) => state.presenting, [true, true]],
    ['arrange', (state) => state.picture.arrangement, ['zones', 'racks']],
    ['catchMessage', (state) => state.picture.catches, [1, 2]],
  ] as readonly (readonly [KeyCommand, (state: ClusterState) => unknown, readonly unknown[]])[])('%s', (command, read, expected) => {
    const { store, press } = page()
    select(store, node)
    const seen = expected.map(() => {
      press(command)
      return read(store.getState())
    })
    expect(seen).toEqual(expected)
  })
  it.each([
    ['search', 'search'], ['manifest', 'manifest'], ['ports', 'ports'], ['help', 'keys'], ['export', 'export'], ['largePlots', 'plots'], ['largeTimeline', 'timeline'],
  ] as const)('%s opens the dialog "%s"', (command, dialog) => {
    const { store, press } = page()
    press(command)
    expect(store.getState().dialog).toBe(dialog)
  })
})

it('a panel that is shown behind a closed column is opened, not changed for the inspector', () => {
  const { store, press } = page()
  for (const command of ['plots', 'inspector', 'plots'] as const) press(command)
  expect([store.getState().side, store.getState().inspectorOpen]).toEqual(['plots', true])
})

it('Escape closes one thing at a time: the notice, focus and follow, the selection, the inspector', () => {
  const { store, press } = page()
  select(store, node)
  for (const command of ['focus', 'follow'] as const) press(command)
  store.setState({ notice: { tone: 'bad', text: 'refused' } })
  const open = (): readonly boolean[] => {
    const { notice, picture, selection, inspectorOpen } = store.getState()
    return [notice !== undefined, picture.focused || picture.following, selection !== undefined, inspectorOpen]
  }
  const seen = [open(), ...[1, 2, 3, 4].map(() => {
    press('close')
    return open()
  })]
  expect(seen.map((one) => one.filter(Boolean).length)).toEqual([4, 3, 2, 1, 0])
  expect(seen.map((one) => one.indexOf(true))).toEqual([0, 1, 2, 3, -1])
})

it('going back and forward leads through what was chosen', () => {
  const { store, press } = page()
  const stand = { camera: { x: 0, y: 0, zoom: 1 }, aim: undefined }
  store.setState(({ picture }) => ({ picture: { ...picture, places: { at: 1, visited: [{ selection: undefined, ...stand }, { selection: node, ...stand }] } } }))
  press('back')
  expect([store.getState().selection, store.getState().picture.places.at]).toEqual([undefined, 0])
  press('forward')
  expect([store.getState().selection, store.getState().picture.places.at]).toEqual([node, 1])
})

it('starting again forgets what was chosen, told and broken', () => {
  const { store, press } = page()
  select(store, node)
  store.setState({ notice: { tone: 'bad', text: 'refused' }, fault: { message: 'broken', simTimeUs: 0, steps: 0 }, selectionGone: 'Pod web' })
  press('reset')
  expect(store.getState()).toMatchObject({ notice: undefined, fault: undefined, selection: undefined, selectionGone: undefined })
})
