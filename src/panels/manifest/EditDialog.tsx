import { useRef, useState } from 'react'
import type { Editing } from '../../state/cluster-store.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { saveEdited } from '../../state/editing.ts'
import { openDialog } from '../../state/page-actions.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { Dialog } from '../../ui/controls/Dialog.tsx'
import { ManifestEditor } from './ManifestEditor.tsx'
import './manifest.css'

/** The editor that `openEditor` opens: what is saved goes back to whoever asked. */
export function EditDialog() {
  const editing = useClusterState((state) => state.editing)
  return editing === undefined ? null : <EditText key={editing.title} editing={editing} />
}

function EditText({ editing }: { readonly editing: Editing }) {
  const { store } = useCluster()
  const [text, setText] = useState(editing.text)
  const bar = useRef<HTMLDivElement>(null)
  const save = (): void => { saveEdited(store, text) }
  const leave = (): void => { openDialog(store, undefined) }
  return (
    <Dialog title={editing.title} size="wide" onClose={leave}>
      <p className="quiet">Save with Ctrl Enter. Ctrl Space proposes fields; Tab indents, Esc leaves the text. Leaving without saving changes nothing.</p>
      <ManifestEditor label={editing.title} text={text} refused={[]} onChange={setText} onSubmit={save} next={() => bar.current?.querySelector('button') ?? null} />
      <div ref={bar} className="manifest-bar">
        <Button look="primary" onClick={save}>Save</Button>
        <Button onClick={leave}>Leave</Button>
      </div>
    </Dialog>
  )
}
