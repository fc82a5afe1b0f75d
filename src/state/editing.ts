/** A text that the user is asked to edit, as `kubectl edit` does: the editor's dialog shows it, whoever asked waits for what comes back. */
import type { ClusterStore } from './cluster-store.ts'
import { openDialog } from './page-actions.ts'

/**
 * Opens the editor on a text. Resolves with the text when it is saved (also unchanged), with undefined when the editor is left. A second
 * call leaves the first one's editor.
 */
export function openEditor(store: ClusterStore, text: string, title = 'Edit'): Promise<string | undefined> {
  openDialog(store, undefined)
  return new Promise((resolve) => {
    store.setState({ editing: { title, text, settle: resolve } })
    openDialog(store, 'edit')
  })
}

/** Closes the editor with the saved text. */
export function saveEdited(store: ClusterStore, text: string): void {
  store.getState().editing?.settle(text)
  openDialog(store, undefined)
}
