// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { EditorView } from '@codemirror/view'
import { afterEach, describe, expect, it, vi } from 'vitest'
// The part that loads later is there already, so that no test waits for a module.
import '../../../src/openapi/complete-document.ts'
import '../../../src/panels/manifest/DiffView.tsx'
import { ManifestDialog } from '../../../src/panels/manifest/ManifestDialog.tsx'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { openDialog } from '../../../src/state/page-actions.ts'
import { fakeHost } from '../../support/fake-host.ts'
import type { FakeHost } from '../../support/fake-host.ts'
import { frame } from '../../support/frames.ts'

const good = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  key: value\n'

afterEach(() => { vi.unstubAllGlobals() })

/** The dialog with samples that are served as the web server would. */
async function opened(prepare: (host: FakeHost) => void = () => undefined): Promise<FakeHost> {
  const files: Readonly<Record<string, string>> = {
    'manifests/index.json': JSON.stringify([{ file: 'settings.yaml', title: 'Settings', about: 'A ConfigMap.' }, { file: 'lost.yaml', title: 'Lost', about: '' }, 7]),
    'manifests/settings.yaml': good,
  }
  vi.stubGlobal('fetch', (address: string) => Promise.resolve(new Response(files[address] ?? 'no', { status: address in files ? 200 : 404 })))
  const host = fakeHost()
  host.show(frame(0))
  prepare(host)
  render(<ClusterProvider store={host.store} connection={host.connection}><ManifestDialog /></ClusterProvider>)
  await screen.findByRole('option', { name: 'Settings' })
  return host
}

/** The editor behind the text field, as a hand on the keyboard has it. */
function editor(): EditorView {
  const view = EditorView.findFromDOM(screen.getByRole('textbox', { name: 'Manifest (YAML)' }))
  if (view === null) throw new Error('there is no editor')
  return view
}
const written = (): string => editor().state.doc.toString()
const write = (text: string): void => { act(() => { editor().dispatch({ changes: { from: 0, to: editor().state.doc.length, insert: text } }) }) }
const selected = (): string => editor().state.sliceDoc(editor().state.selection.main.from, editor().state.selection.main.to)
const apply = (host: FakeHost): Promise<void> => choose(host, 'Apply')
async function choose(host: FakeHost, button: string): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: button }))
  await answered(host)
}
async function answered(host: FakeHost): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    await act(async () => {
      host.answer()
      await new Promise((resolve) => { setTimeout(resolve, 0) })
    })
  }
}

describe('the manifest dialog', () => {
  it('sends nothing of a file with one broken document, and says where it is broken', async () => {
    const host = await opened()
    write(`${good}---\nkind: Gateway\napiVersion: v1\nmetadata: { name: x }\n`)
    await apply(host)
    expect(host.sent).toEqual([])
    expect(screen.getByRole('alert', { name: 'What is wrong' })).toHaveTextContent('line 8, column 1 no matches for kind "Gateway" in version "v1"')
    await userEvent.click(screen.getByRole('button', { name: 'line 8, column 1' }))
    expect(selected()).toBe('kind: Gateway')
  })

  it('has what was typed again when it is opened anew, over a dropped file too; another file takes its place', async () => {
    const host = await opened()
    const dialog = (): ReactNode => <ClusterProvider store={host.store} connection={host.connection}><ManifestDialog /></ClusterProvider>
    const again = async (): Promise<void> => {
      cleanup()
      render(dialog())
      await screen.findByRole('option', { name: 'Settings' })
    }
    write('kind: Pod # mine')
    await again()
    expect(written()).toBe('kind: Pod # mine')
    act(() => { host.store.setState({ droppedManifest: { name: 'a.yaml', text: good } }) })
    expect(written()).toBe(good)
    write(`${good}# more`)
    act(() => { openDialog(host.store, undefined) })
    await again()
    expect(written()).toBe(`${good}# more`)
  })

  it('applies each object with the requests that kubectl makes and shows its words', async () => {
    const host = await opened()
    host.responses.push({ status: 404, body: {} }, { status: 201, body: {} })
    write(good)
    await apply(host)
    expect(host.sent.map((command) => (command.type === 'request' ? command.request.method : command.type))).toEqual(['GET', 'POST'])
    expect(within(screen.getByRole('status', { name: 'Answers of the API server' })).getByText('configmap/settings created')).toBeInTheDocument()
  })

  it('shows a refusal of the API server at the line of its field', async () => {
    const host = await opened()
    const invalid = { kind: 'Status', code: 422, message: 'ConfigMap "settings" is invalid', details: { causes: [{ reason: 'FieldValueInvalid', field: 'data[key]', message: 'Invalid value' }] } }
    host.responses.push({ status: 404, body: {} }, { status: 422, body: invalid })
    write(good)
    await apply(host)
    expect(screen.getByRole('button', { name: 'line 6, column 3' })).toBeInTheDocument()
    expect(screen.getByText('ConfigMap "settings" is invalid')).toBeInTheDocument()
  })

  it('tells what the API server accepted but does not simulate', async () => {
    const host = await opened()
    host.responses.push({ status: 404, body: {} }, { status: 201, body: {}, warnings: ['field "spec.volumes" is accepted but not simulated'] })
    write(good)
    await apply(host)
    expect(within(screen.getByRole('list', { name: 'Warnings of the API server' })).getByRole('listitem')).toHaveTextContent('Warning: field "spec.volumes" is accepted but not simulated')
  })

  it('tries several objects first, and writes none of them when the API server refuses one', async () => {
    const host = await opened()
    const invalid = { kind: 'Status', code: 422, message: 'ConfigMap "other" is invalid', details: { causes: [{ reason: 'FieldValueInvalid', field: 'data[key]', message: 'Invalid value' }] } }
    host.responses.push({ status: 404, body: {} }, { status: 201, body: {} }, { status: 404, body: {} }, { status: 422, body: invalid })
    write(`${good}---\n${good.replace('settings', 'other')}`)
    await apply(host)
    const writes = host.sent.flatMap((command) => (command.type === 'request' && command.request.method !== 'GET' ? [command.request.query?.['dryRun']] : []))
    expect(writes).toEqual(['All', 'All'])
    expect(screen.getByRole('button', { name: 'line 13, column 3' })).toBeInTheDocument()
  })

  it('takes a namespace of the same file for there', async () => {
    const host = await opened()
    const missing = { kind: 'Status', code: 404, message: 'namespaces "shop" not found' }
    host.responses.push(
      { status: 404, body: {} }, { status: 201, body: {} }, { status: 404, body: {} }, { status: 404, body: missing },
      { status: 404, body: {} }, { status: 201, body: {} }, { status: 404, body: {} }, { status: 201, body: {} },
    )
    write(`apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---\n${good.replace('name: settings', 'name: settings\n  namespace: shop')}`)
    await apply(host)
    expect(within(screen.getByRole('status', { name: 'Answers of the API server' })).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['namespace/shop created', 'configmap/settings created'])
  })

  it('says so when the connection breaks in between', async () => {
    const host = await opened()
    write(good)
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }))
    await act(async () => {
      host.port.break('the worker stopped')
      await Promise.resolve()
    })
    expect(await screen.findByText('the worker stopped')).toBeInTheDocument()
  })

  it('takes a sample, and tells one that is not there', async () => {
    await opened()
    await userEvent.selectOptions(screen.getByRole('combobox'), 'Settings')
    await waitFor(() => { expect(written()).toContain('name: settings') })
    expect(screen.getByText('A ConfigMap.')).toBeInTheDocument()
    await userEvent.selectOptions(screen.getByRole('combobox'), 'Lost')
    expect(await screen.findByText(/lost.yaml could not be fetched: the server answered 404/)).toBeInTheDocument()
    expect(screen.getAllByRole('option')).toHaveLength(3)
  })

  it('shows a file that was dropped, and the next one in its place', async () => {
    const host = await opened((prepared) => { prepared.store.setState({ droppedManifest: { name: 'a.yaml', text: 'a: 1' } }) })
    expect(written()).toBe('a: 1')
    act(() => { host.store.setState({ droppedManifest: { name: 'b.yaml', text: 'b: 2' } }) })
    expect(screen.getByText('From the file b.yaml.')).toBeInTheDocument()
    expect(written()).toBe('b: 2')
  })

  it('is a dry run when it is asked for one: all is tried, nothing is written', async () => {
    const host = await opened()
    host.responses.push({ status: 404, body: {} }, { status: 201, body: {}, warnings: ['spec.x is deprecated'] })
    write(good)
    await choose(host, 'Dry run')
    expect(host.sent.map((command) => (command.type === 'request' ? command.request.query?.['dryRun'] : command.type))).toEqual([undefined, 'All'])
    expect(screen.getByText('Dry run: the API server would take it. Nothing was written.')).toBeInTheDocument()
    expect(screen.getByText(/Warning: spec.x is deprecated/)).toBeInTheDocument()
  })

  it('stands beside the live object before it is applied', async () => {
    const host = await opened()
    const live = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', managedFields: [{ manager: 'x' }] }, data: { key: 'old' } }
    host.responses.push({ status: 200, body: live }, { status: 200, body: { ...live, data: { key: 'value' } } })
    write(good)
    await choose(host, 'Compare with live')
    const [before, after] = await waitFor(() => {
      const sides = ['configmap/settings, live', 'configmap/settings, after apply'].map((name) => EditorView.findFromDOM(screen.getByLabelText(name)))
      expect(sides).not.toContain(null)
      return sides
    })
    expect(before?.state.doc.toString()).toContain('key: old')
    expect(before?.state.doc.toString()).not.toContain('managedFields')
    expect(after?.state.doc.toString()).toContain('key: value')
    expect(host.sent.every((command) => command.type === 'request' && (command.request.method === 'GET' || command.request.query?.['dryRun'] === 'All'))).toBe(true)
  })

  it('tells an unknown field while one types, before anything is sent', async () => {
    const host = await opened()
    host.answers = { openapi: { components: { schemas: { ConfigMap: {
      type: 'object', properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, data: { type: 'object' } },
      'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'ConfigMap' }],
    } } } } }
    write(`${good}dta: {}\n`)
    await waitFor(async () => {
      await answered(host)
      expect(screen.getByRole('list', { name: 'What is wrong' })).toHaveTextContent('line 7, column 1 unknown field "dta"; did you mean data?')
    })
    expect(host.sent).toEqual([])
    write(good)
    await waitFor(() => { expect(screen.queryByRole('list', { name: 'What is wrong' })).toBeNull() })
  })

  it('knows the kinds of definitions, with their fields, at once', async () => {
    const names = { plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList' }
    const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets.shop' }, spec: { group: 'shop', names, scope: 'Namespaced', versions: [{ name: 'v1', served: true }] } }
    const schema = {
      type: 'object', 'x-kubernetes-group-version-kind': [{ group: 'shop', version: 'v1', kind: 'Widget' }],
      properties: { apiVersion: {}, kind: {}, metadata: {}, spec: { type: 'object', properties: { size: { type: 'integer' } } } },
    }
    const host = await opened((made) => { made.answers = { list: [definition], openapi: { components: { schemas: { 'shop.v1.Widget': schema } } } } })
    write('apiVersion: shop/v1\nkind: Widget\nmetadata:\n  name: a\nspec:\n  sise: 3\n')
    await waitFor(async () => {
      await answered(host)
      expect(screen.getByRole('list', { name: 'What is wrong' })).toHaveTextContent('unknown field "spec.sise"; did you mean size?')
    })
    host.responses.push({ status: 404, body: {} }, { status: 201, body: {} })
    write('apiVersion: shop/v1\nkind: Widget\nmetadata:\n  name: a\nspec:\n  size: 3\n')
    await apply(host)
    expect(host.sent.flatMap((command) => (command.type === 'request' ? [`${command.request.method} ${command.request.path}`] : []))).toEqual([
      'GET /apis/shop/v1/namespaces/default/widgets/a', 'POST /apis/shop/v1/namespaces/default/widgets',
    ])
  })

  it('goes in by Ctrl Enter, and Escape leaves the text without closing the dialog', async () => {
    const host = await opened()
    write(good)
    editor().contentDOM.focus()
    fireEvent.keyDown(editor().contentDOM, { key: 'Enter', code: 'Enter', keyCode: 13, ctrlKey: true })
    await answered(host)
    expect(host.sent.length).toBeGreaterThan(0)
    editor().contentDOM.focus()
    fireEvent.keyDown(editor().contentDOM, { key: 'Escape', code: 'Escape', keyCode: 27 })
    expect(screen.getByRole('button', { name: 'Apply' })).toHaveFocus()
    expect(screen.getByRole('dialog', { name: 'Apply a manifest' })).toBeInTheDocument()
  })
})
