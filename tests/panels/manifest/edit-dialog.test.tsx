// @vitest-environment jsdom
import { act, fireEvent, render, screen } from '@testing-library/react'
import { EditorView } from '@codemirror/view'
import { describe, expect, it } from 'vitest'
import { EditDialog } from '../../../src/panels/manifest/EditDialog.tsx'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { openEditor } from '../../../src/state/editing.ts'
import { openDialog } from '../../../src/state/page-actions.ts'
import { fakeHost } from '../../support/fake-host.ts'
import type { FakeHost } from '../../support/fake-host.ts'

function opened(text: string): { readonly host: FakeHost; readonly answer: Promise<string | undefined> } {
  const host = fakeHost()
  const answer = openEditor(host.store, text, 'Edit deployment web')
  render(<ClusterProvider store={host.store} connection={host.connection}><EditDialog /></ClusterProvider>)
  return { host, answer }
}
const editor = (): EditorView | null => EditorView.findFromDOM(screen.getByRole('textbox', { name: 'Edit deployment web' }))

describe('a text to edit', () => {
  it('comes back as it was saved', async () => {
    const { answer } = opened('replicas: 1\n')
    act(() => { editor()?.dispatch({ changes: { from: 10, to: 11, insert: '4' } }) })
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await answer).toBe('replicas: 4\n')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('comes back as nothing when the editor is left', async () => {
    const { answer } = opened('a: 1\n')
    fireEvent.click(screen.getByRole('button', { name: 'Leave' }))
    expect(await answer).toBeUndefined()
  })

  it('is left when another dialog or another text takes its place', async () => {
    const { host, answer } = opened('a: 1\n')
    let second: Promise<string | undefined> | undefined
    act(() => { second = openEditor(host.store, 'b: 2\n', 'Edit deployment web') })
    expect(await answer).toBeUndefined()
    act(() => { openDialog(host.store, 'keys') })
    expect(await second).toBeUndefined()
    expect(host.store.getState().dialog).toBe('keys')
  })
})
