// @vitest-environment jsdom
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { App } from '../../src/app/App.tsx'
// Parts that the page loads later are there already, so that no test waits for a module.
import '../../src/app/KeysDialog.tsx'
import '../../src/app/SearchDialog.tsx'
import '../../src/panels/inspector/SelectedThing.tsx'
import '../../src/panels/manifest/ManifestDialog.tsx'
import { createLecture } from '../../src/app/lecture.ts'
import { keyMap } from '../../src/app/key-map.ts'
import { readUrlOptions } from '../../src/embed/url-options.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import type { Change } from '../../src/protocol/frame.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { select } from '../../src/state/page-actions.ts'
import { fakeHost } from '../support/fake-host.ts'
import type { FakeHost } from '../support/fake-host.ts'
import { deploymentRecord, frame, nodeColumns, podColumns } from '../support/frames.ts'

// The picture has tests of its own, and jsdom has no layout to draw it in.
vi.mock('../../src/canvas/ClusterCanvas.tsx', () => ({ ClusterCanvas: () => <p>the picture</p> }))
// jsdom has no canvas; what plots draw has tests of its own.
vi.mock('uplot', () => ({ default: class {
  static readonly paths = {}
  setData(): void { /* no canvas */ }
  setSize(): void { /* no layout */ }
  destroy(): void { /* nothing to free */ }
} }))

const snapshot = frame(0, {
  simTimeUs: 134_380_000, nodes: nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2', status: 'unknown' }]),
  pods: podColumns([{ slot: 0, name: 'web-a', node: 0 }, { slot: 1, name: 'web-b', ready: false, status: 'pending' }]), records: [deploymentRecord()],
})

function opened(prepare: (host: FakeHost) => void = (host) => { host.show(snapshot) }): FakeHost {
  const host = fakeHost()
  prepare(host)
  const lecture = createLecture(host, readUrlOptions(''))
  render(<ClusterProvider store={host.store} connection={host.connection}><App lecture={lecture} embeddedIn={undefined} /></ClusterProvider>)
  return host
}

const change = (id: number, text: string, parts: Partial<Change> = {}): Change => ({
  id, simTimeUs: 58_188_000, actor: 'Scheduler', text, subject: { kind: 'Pod', namespace: 'default', name: 'web-a' }, tone: 'neutral', ...parts,
})
const pacesOf = (host: FakeHost): unknown[] => host.port.takeCommands().flatMap((command) => (command.type === 'pace' ? [command.command] : []))

describe('the tool bar', () => {
  it('tells the clock, the rate with its reason, and how many are ready', () => {
    opened()
    expect(screen.getByRole('timer')).toHaveTextContent('00:02:14.380')
    expect(screen.getByTitle('0.05× · a key message')).toHaveTextContent('0.05× · a key message')
    expect(screen.getByLabelText('1 of 2 nodes ready')).toHaveTextContent('1/2')
    expect(screen.getByLabelText('1 of 2 pods ready')).toHaveTextContent('1/2')
  })

  it('pauses, steps and sets the pace', async () => {
    const host = opened()
    host.port.takeCommands()
    for (const name of ['Pause', 'Step to the next message', 'Step to the next change', '10×', 'Auto']) await userEvent.click(screen.getByRole('button', { name }))
    expect(pacesOf(host)).toEqual([{ pace: 'pause' }, { pace: 'step', to: 'message' }, { pace: 'step', to: 'change' }, { pace: 'rate', rate: 10 }, { pace: 'auto' }])
    expect(screen.getByRole('button', { name: 'Auto' })).toHaveAttribute('aria-pressed', 'true')
  })

  it('resets to the start', async () => {
    const host = opened()
    host.port.takeCommands()
    await userEvent.click(screen.getByRole('button', { name: /^Reset/ }))
    expect(host.port.takeCommands().map((command) => command.type)).toEqual(['reset'])
  })

  it('adds a node from its menu', async () => {
    const host = opened()
    await userEvent.click(screen.getByRole('button', { name: 'Add' }))
    await userEvent.click(screen.getByRole('menuitem', { name: /^Node/ }))
    host.answer()
    expect(host.sent).toMatchObject([{ command: { type: 'addNode' } }])
  })

  it('changes the theme of the document', async () => {
    opened()
    await userEvent.click(screen.getByRole('button', { name: /^Theme: dark/ }))
    expect(document.documentElement.dataset['theme']).toBe('light')
  })
})

describe('keys', () => {
  it('are all in the help, once each', async () => {
    opened()
    fireEvent.keyDown(window, { key: '?' })
    const keys = within(await screen.findByRole('dialog', { name: 'Keys' }))
    for (const row of keyMap) expect(keys.getByText(row.shown, { selector: 'kbd' }).closest('div')).toHaveTextContent(row.says)
    expect(new Set(keyMap.map((row) => row.key)).size).toBe(keyMap.length)
  })

  it('step and pause, but not while somebody types or a button has the focus', async () => {
    const host = opened()
    host.port.takeCommands()
    fireEvent.keyDown(window, { key: '.' })
    fireEvent.keyDown(document.body, { key: ' ' })
    fireEvent.keyDown(screen.getByRole('button', { name: 'Ports' }), { key: ' ' })
    fireEvent.keyDown(window, { key: '.', ctrlKey: true })
    expect(pacesOf(host)).toEqual([{ pace: 'step', to: 'message' }, { pace: 'pause' }])
    act(() => { select(host.store, { kind: 'deployment', slot: 0 }) })
    fireEvent.keyDown(await screen.findByRole('textbox', { name: 'Replicas of web' }), { key: '1' })
    expect(pacesOf(host)).toEqual([])
  })

  it('Escape with a dialog open belongs to the dialog, wherever the focus is', async () => {
    const host = opened()
    act(() => { select(host.store, { kind: 'node', slot: 0 }) })
    fireEvent.keyDown(window, { key: '?' })
    await screen.findByRole('dialog', { name: 'Keys' })
    const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
    document.body.dispatchEvent(escape)
    expect([escape.defaultPrevented, host.store.getState().selection?.kind]).toEqual([false, 'node'])
  })

  it('Escape clears the selection, then closes the inspector', () => {
    const host = opened()
    act(() => { select(host.store, { kind: 'node', slot: 0 }) })
    fireEvent.keyDown(window, { key: 'Escape' })
    expect([host.store.getState().selection, host.store.getState().inspectorOpen]).toEqual([undefined, true])
    fireEvent.keyDown(window, { key: 'Escape' })
    expect(screen.queryByRole('complementary')).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Inspector' }))
    expect(screen.getByRole('complementary', { name: 'Inspector' })).toBeInTheDocument()
  })

  it('f presents: tools and panels go', () => {
    opened()
    fireEvent.keyDown(window, { key: 'f' })
    expect(screen.queryByRole('button', { name: 'Ports' })).toBeNull()
    expect(screen.getByText('the picture')).toBeInTheDocument()
  })
})

describe('what fills the window', () => {
  it.each([['G', 'Plots over simulated time'], ['E', 'Events over simulated time']])('is opened by Shift %s and closed by Escape, on the stage too', async (key, name) => {
    const host = opened()
    fireEvent.keyDown(window, { key })
    fireEvent.keyDown(await screen.findByRole('dialog', { name }), { key: 'Escape' })
    await waitFor(() => { expect(screen.queryByRole('dialog')).toBeNull() })
    fireEvent.keyDown(window, { key: 'f' })
    fireEvent.keyDown(window, { key })
    fireEvent.keyDown(await screen.findByRole('dialog', { name }), { key: 'Escape' })
    await waitFor(() => { expect(screen.queryByRole('dialog')).toBeNull() })
    expect(host.store.getState().presenting).toBe(true)
  })
})

describe('the caption', () => {
  const caption = () => within(document.querySelector<HTMLElement>('.caption-line')!)

  it('tells the last change, its actor first, and leads to its subject', async () => {
    const host = opened()
    act(() => { host.show(frame(1, { changes: [change(1, 'Scheduler bound web-a to node-1')] })) })
    expect(screen.getByRole('log')).toHaveTextContent('Scheduler bound web-a to node-1')
    fireEvent.click(caption().getByTitle('Scheduler bound web-a to node-1'))
    expect(host.store.getState().selection).toEqual({ kind: 'pod', slot: 0 })
  })

  it('puts no actor before a sentence that does not begin with it', () => {
    const host = opened()
    act(() => { host.show(frame(1, { changes: [change(1, 'Deployment web has what it asked for', { actor: 'Deployment controller' })] })) })
    expect(caption().getByTitle('Deployment web has what it asked for')).not.toHaveTextContent('Deployment controller')
  })

  it('stands long enough to be read: of a burst the first and then the last are shown', () => {
    vi.useFakeTimers()
    try {
      const host = opened()
      for (let id = 1; id <= 5; id += 1) act(() => { host.show(frame(id, { changes: [change(id, `Scheduler did ${id}`)] })) })
      expect(caption().getByTitle('Scheduler did 1')).toBeInTheDocument()
      act(() => { vi.advanceTimersByTime(700) })
      expect(caption().getByTitle('Scheduler did 5')).toBeInTheDocument()
    } finally {
      vi.useRealTimers()
    }
  })

  it('says how to begin where nothing runs', () => {
    opened((host) => { host.show(frame(0, { nodes: nodeColumns([{ slot: 0, name: 'node-1' }]) })) })
    expect(screen.getByText(/^Nothing runs yet: m applies a manifest/)).toBeInTheDocument()
  })

  it('says where the nodes are when machines run without Node objects', () => {
    opened((host) => { host.show(frame(0, { records: [{ kind: 'Unregistered', machines: ['node-1'], count: 1 }] })) })
    expect(screen.getByText(/^No Node object: a kubelet registers/)).toBeInTheDocument()
    expect(screen.queryByText(/^No machine yet/)).toBeNull()
  })

  it('says what to try until something was done, then what waits for play', async () => {
    const host = opened()
    expect(screen.getByText(/^Try: scale web/)).toBeInTheDocument()
    fireEvent.keyDown(window, { key: 'n' })
    await act(async () => {
      host.answer()
      await Promise.resolve()
    })
    expect(screen.queryByText(/^Try: scale web/)).toBeNull()
    act(() => { host.show(frame(1, { pace: { playing: false, mode: 'fixed', rate: 1, reason: '', waiting: 2 } })) })
    expect(screen.getByText('2 waiting at the start of their link: play or step.')).toBeInTheDocument()
  })

  it('gives its place to a refusal until that is closed', () => {
    const host = opened()
    act(() => { host.store.setState({ notice: { tone: 'bad', text: 'Scale web: exceeded quota' } }) })
    expect(screen.getByRole('alert')).toHaveTextContent('Scale web: exceeded quota')
    fireEvent.click(screen.getByRole('button', { name: 'Close the message' }))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('a notice too long for its line can be read whole', () => {
    const host = opened()
    act(() => { host.store.setState({ notice: { tone: 'bad', text: 'short' } }) })
    expect(screen.getByRole('alert')).not.toHaveAttribute('data-long')
    const text = `?nodes=abc ${'is wrong '.repeat(9)}`
    act(() => { host.store.setState({ notice: { tone: 'bad', text } }) })
    expect(screen.getByRole('alert')).toHaveAttribute('data-long')
    expect(screen.getByText(text.trim())).toHaveAttribute('title', text)
  })
  it('stands in the upper bar of the stage, where it covers nothing of the picture', async () => {
    const host = opened()
    act(() => { host.store.setState({ presenting: true, notice: { tone: 'bad', text: 'Scale web: exceeded quota' } }) })
    expect(within(await screen.findByRole('banner')).getByRole('alert')).toHaveTextContent('Scale web: exceeded quota')
    expect(screen.getAllByRole('alert')).toHaveLength(1)
  })
})

describe('the page', () => {
  it('says that a cluster is being started until the first frame has come', () => {
    const host = opened(() => undefined)
    expect(screen.getByText(/being started/)).toBeInTheDocument()
    // It stands ready behind that, out of everybody's reach.
    expect(screen.getByText('the picture').closest('[inert]')).not.toBeNull()
    act(() => { host.show(snapshot) })
    expect(screen.queryByText(/being started/)).toBeNull()
    expect(screen.getByText('the picture').closest('[inert]')).toBeNull()
  })

  it('tells a broken engine in plain words, keeps the log, and restarts on a click', async () => {
    const user = userEvent.setup()
    const host = opened()
    host.connection.start(defaultClusterOptions, [])
    host.answer()
    act(() => { host.port.break('The engine’s worker stopped: boom') })
    expect(screen.getByRole('alertdialog')).toHaveTextContent('The engine’s worker stopped: boom')
    await user.click(screen.getByRole('button', { name: 'Copy the command log' }))
    expect(JSON.parse(await navigator.clipboard.readText())).toMatchObject({ fault: 'The engine’s worker stopped: boom', header: { options: { seed: 1 } } })
    await user.click(screen.getByRole('button', { name: 'Restart the cluster' }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(host.port.reopened).toBe(1)
    expect(host.port.takeCommands().map((command) => command.type)).toEqual(['start'])
  })

  it('takes a dropped file into the manifest dialog', async () => {
    const host = opened()
    const drop = new Event('drop', { bubbles: true, cancelable: true })
    Object.assign(drop, { dataTransfer: { types: ['Files'], files: [new File(['kind: Pod'], 'pod.yaml')] } })
    await act(async () => {
      document.body.dispatchEvent(drop)
      await new Promise((resolve) => { setTimeout(resolve, 0) })
    })
    expect(host.store.getState().droppedManifest).toEqual({ name: 'pod.yaml', text: 'kind: Pod' })
    expect(await screen.findByRole('textbox', { name: 'Manifest (YAML)' })).toHaveTextContent('kind: Pod')
    expect(drop.defaultPrevented).toBe(true)
  })
})

describe('search', () => {
  it('opens with the slash key, finds while one types, and Enter selects and asks the camera to fly there', async () => {
    const { store } = opened()
    fireEvent.keyDown(document.body, { key: '/' })
    const field = await screen.findByRole('combobox', { name: 'Search the cluster' })
    await userEvent.type(field, 'pending')
    expect(screen.getByRole('option', { name: /Pod.*web-b.*Pending/ })).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{Enter}')
    expect(store.getState()).toMatchObject({ selection: { kind: 'pod', slot: 1 }, flights: 1, dialog: undefined })
  })
  it('keeps the Enter that chooses to itself: a button that has the focus again by then is not pressed with it', async () => {
    const { store } = opened()
    fireEvent.keyDown(document.body, { key: '/' })
    const field = await screen.findByRole('combobox', { name: 'Search the cluster' })
    await userEvent.type(field, 'pending')
    expect(fireEvent.keyDown(field, { key: 'Enter' })).toBe(false)
    expect(store.getState().selection).toEqual({ kind: 'pod', slot: 1 })
  })
  it('finds nodes by a label, as pods', async () => {
    const host = opened()
    fireEvent.keyDown(document.body, { key: '/' })
    const field = await screen.findByRole('combobox', { name: 'Search the cluster' })
    fireEvent.change(field, { target: { value: 'topology.kubernetes.io/zone=zone-b' } })
    await act(async () => {
      for (const { id, query } of host.port.takeCommands().flatMap((command) => (command.type === 'inspect' ? [command] : []))) {
        const labels = { 'topology.kubernetes.io/zone': 'zone-b' }
        const answer = query.query === 'list' && query.resource === 'nodes' ? [{ metadata: { name: 'node-2', labels } }, { metadata: { name: 'node-1' } }] : []
        host.port.toPage.push({ type: 'answer', id, answer })
      }
      host.port.flushToPage()
      await Promise.resolve()
    })
    await waitFor(() => { expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([expect.stringMatching(/^Node.*node-2/)]) })
  })
  it('finds what comes while it is open, and what was marked stays so', async () => {
    const host = opened()
    fireEvent.keyDown(document.body, { key: '/' })
    const field = await screen.findByRole('combobox', { name: 'Search the cluster' })
    await userEvent.type(field, 'late')
    expect(screen.queryByRole('option')).toBeNull()
    const frames = host.store.getState().view.frame
    act(() => { host.show(frame(frames, { pods: podColumns([{ slot: 40, name: 'not-late' }, { slot: 41, name: 'so-late' }]) })) })
    expect(await screen.findByRole('option', { name: /not-late/ })).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{ArrowDown}')
    expect(screen.getByRole('option', { name: /so-late/ })).toHaveAttribute('aria-selected', 'true')
    act(() => { host.show(frame(frames + 1, { pods: podColumns([{ slot: 42, name: 'late' }]) })) })
    await waitFor(() => { expect(screen.getAllByRole('option')[0]).toHaveAccessibleName(/Pod\s*late/) }, { timeout: 3000 })
    expect(screen.getByRole('option', { name: /so-late/ })).toHaveAttribute('aria-selected', 'true')
  })
})
