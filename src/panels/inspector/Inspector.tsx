import { lazy, Suspense } from 'react'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { setInspectorOpen } from '../../state/page-actions.ts'
import type { Selection } from '../../state/selection.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { ChangeList } from '../events/ChangeList.tsx'
import { Looking } from './Looking.tsx'
import './inspector.css'

/** The first view shows none of them, so their code comes after it. */
const SelectedThing = lazy(async () => ({ default: (await import('./SelectedThing.tsx')).SelectedThing }))

/** The panel beside the picture: what is selected, or what happened lately when nothing is. */
export function Inspector() {
  const selection = useClusterState((state) => state.selection)
  return (
    <aside className="inspector" aria-label="Inspector">
      {selection === undefined ? <Nothing /> : (
        <Suspense fallback={<Looking failure={undefined} />}><SelectedThing key={keyOf(selection)} selection={selection} /></Suspense>
      )}
    </aside>
  )
}

/** Another thing gets fresh tabs; so does another pod in the same slot. */
function keyOf(selection: Selection): string {
  return `${selection.kind} ${'slot' in selection ? selection.slot : 'key' in selection ? selection.key : selection.id}`
}

function Nothing() {
  const { store } = useCluster()
  const gone = useClusterState((state) => state.selectionGone)
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-kind">
          Inspector
          <Button look="plain" aria-label="Close the inspector" title="Close (Esc)" onClick={() => { setInspectorOpen(store, false) }}><Icon name="close" size={14} /></Button>
        </div>
      </header>
      <p className="quiet" role="status">{gone === undefined ? 'Choose anything in the picture to see what it is and why it is so.' : `${gone} is gone.`}</p>
      <h3>What happened lately</h3>
      <ChangeList />
    </>
  )
}
