import { lazy, Suspense, useRef, useState } from 'react'
import type { ClusterState, ClusterStore } from '../../state/cluster-store.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { openDialog } from '../../state/page-actions.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { Dialog } from '../../ui/controls/Dialog.tsx'
import { ManifestEditor } from './ManifestEditor.tsx'
import { Outcomes } from './Outcomes.tsx'
import { Samples } from './Samples.tsx'
import { useManifest } from './use-manifest.ts'
import './manifest.css'

const DiffView = lazy(async () => ({ default: (await import('./DiffView.tsx')).DiffView }))

interface Draft {
  readonly text: string
  readonly over: ClusterState['droppedManifest']
}

/** What was typed last in each page: it is there again when the dialog is opened anew. */
const drafts = new WeakMap<ClusterStore, Draft>()

/** Kubernetes YAML to the API server: typed, pasted, dropped or a sample; checked whole before anything is sent. */
export function ManifestDialog() {
  const { store } = useCluster()
  const dropped = useClusterState((state) => state.droppedManifest)
  const playing = useClusterState((state) => state.pace.playing)
  const [draft, setDraft] = useState<Draft>(() => ({ text: drafts.get(store)?.text ?? '', over: drafts.get(store)?.over }))
  const { progress, problems, clear, apply, dryRun, compare } = useManifest()
  const bar = useRef<HTMLDivElement>(null)
  const text = dropped === undefined || draft.over === dropped ? draft.text : dropped.text
  const running = progress?.doing !== undefined
  const waiting = running || text.trim() === ''
  const edit = (next: string): void => {
    const typed = { text: next, over: dropped }
    drafts.set(store, typed)
    setDraft(typed)
    clear()
  }
  return (
    <Dialog title="Apply a manifest" size="wide" onClose={() => { openDialog(store, undefined) }}>
      <p className="quiet">
        Any Kubernetes YAML of the kinds that this cluster serves: type or paste it, drop a file anywhere on the page, or choose a sample. Ctrl
        Space proposes fields, Ctrl Enter applies, F8 goes to the next problem; Tab indents, Esc leaves the text.
      </p>
      <Samples onChoose={edit} />
      {dropped === undefined ? null : <p className="quiet">From the file {dropped.name}.</p>}
      <ManifestEditor
        label="Manifest (YAML)" text={text} refused={problems} onChange={edit} onSubmit={() => { if (!waiting) void apply(text) }}
        next={() => bar.current?.querySelector<HTMLElement>('button:not(:disabled)') ?? document.querySelector<HTMLElement>('dialog[open] .dialog-head button')}
      />
      <div ref={bar} className="manifest-bar">
        <Button look="primary" disabled={waiting} onClick={() => { void apply(text) }}>Apply</Button>
        <Button disabled={waiting} title="The API server checks it and writes nothing" onClick={() => { void dryRun(text) }}>Dry run</Button>
        <Button disabled={waiting} title="What would change, side by side, as kubectl diff asks" onClick={() => { void compare(text) }}>Compare with live</Button>
        {running ? <span role="status">{progress.doing}{playing ? '' : '; the cluster is paused: press play or step'}</span> : null}
      </div>
      {progress === undefined ? null : <Outcomes outcomes={progress.outcomes} warnings={progress.warnings} says={progress.says} failure={progress.failure} />}
      {progress?.comparisons === undefined ? null : <Suspense fallback={null}><DiffView comparisons={progress.comparisons} /></Suspense>}
    </Dialog>
  )
}
