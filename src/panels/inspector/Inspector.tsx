import { lazy, Suspense } from 'react'
import { useClusterState } from '../../state/context.tsx'
import type { Selection } from '../../state/selection.ts'
import { ChangeList } from '../events/ChangeList.tsx'
import { SidePanel } from '../SidePanel.tsx'
import { Looking } from './Looking.tsx'
import './inspector.css'

/** The first view shows none of them, so their code comes after it. */
const SelectedThing = lazy(async () => ({ default: (await import('./SelectedThing.tsx')).SelectedThing }))

/** The panel beside the picture: what is selected, or what happened lately when nothing is. */
export function Inspector() {
  const selection = useClusterState((state) => state.selection)
  return (
    <SidePanel label="Inspector">
      {selection === undefined ? <Nothing /> : (
        <Suspense fallback={<Looking failure={undefined} />}><SelectedThing key={keyOf(selection)} selection={selection} /></Suspense>
      )}
    </SidePanel>
  )
}

/** Another thing gets fresh tabs; so does another pod in the same slot. */
function keyOf(selection: Selection): string {
  return `${selection.kind} ${'slot' in selection ? selection.slot : 'key' in selection ? selection.key : selection.id}`
}

function Nothing() {
  const gone = useClusterState((state) => state.selectionGone)
  return (
    <>
      <p className="quiet" role="status">{gone === undefined ? 'Choose anything in the picture to see what it is and why it is so.' : `${gone} is gone.`}</p>
      <h2 className="lately">What happened lately</h2>
      <ChangeList />
    </>
  )
}
