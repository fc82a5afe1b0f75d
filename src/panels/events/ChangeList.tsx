import type { Change } from '../../protocol/frame.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { momentText } from '../../state/format.ts'
import { select } from '../../state/page-actions.ts'
import { subjectSelection } from '../../state/subject-selection.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'

const shown = 40
/** Three lines of the sentence beside its time. */
const rowHeightPx = 63

/**
 * The newest changes that a person would tell, newest first; each leads to what it happened to. Rows are of one height and moved by a
 * transform, so that a new one pushes the others down without laying the page out anew.
 */
export function ChangeList() {
  const { view } = useCluster()
  useClusterState((state) => state.lastChangeId)
  const changes = view.changes.slice(-shown).toReversed()
  if (changes.length === 0) return <p className="quiet">Nothing yet.</p>
  return (
    <ol className="event-list change-list" aria-label="Changes, newest first" style={{ height: changes.length * rowHeightPx }}>
      {changes.map((change, index) => <ChangeRow key={change.id} change={change} topPx={index * rowHeightPx} />)}
    </ol>
  )
}

function ChangeRow({ change, topPx }: { readonly change: Change; readonly topPx: number }) {
  const { view, store } = useCluster()
  const target = subjectSelection(view, change.subject)
  const sentence = (
    <>
      <time>{momentText(change.simTimeUs)}</time>
      {change.tone === 'bad' ? <StatusGlyph status="failed" size={12} /> : null}
      {change.text}
    </>
  )
  return (
    <li style={{ height: rowHeightPx, transform: `translateY(${topPx}px)` }} title={change.text}>
      {target === undefined ? sentence : <button type="button" className="link-to change-text" onClick={() => { select(store, target) }}>{sentence}</button>}
    </li>
  )
}
