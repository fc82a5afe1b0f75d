import type { Change } from '../../protocol/frame.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { momentText } from '../../state/format.ts'
import { select } from '../../state/page-actions.ts'
import { subjectSelection } from '../../state/subject-selection.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'

const shown = 40

/** The newest changes that a person would tell, newest first; each leads to what it happened to. */
export function ChangeList() {
  const { view } = useCluster()
  useClusterState((state) => state.lastChangeId)
  const changes = view.changes.slice(-shown).toReversed()
  if (changes.length === 0) return <p className="quiet">Nothing yet.</p>
  return <ol className="event-list" aria-label="Changes, newest first">{changes.map((change) => <ChangeRow key={change.id} change={change} />)}</ol>
}

function ChangeRow({ change }: { readonly change: Change }) {
  const { view, store } = useCluster()
  const target = subjectSelection(view, change.subject)
  const mark = change.tone === 'bad' ? <StatusGlyph status="failed" size={12} /> : null
  return (
    <li>
      <time>{momentText(change.simTimeUs)}</time>
      {mark}
      {target === undefined ? change.text : <button type="button" className="link-to change-text" onClick={() => { select(store, target) }}>{change.text}</button>}
    </li>
  )
}
