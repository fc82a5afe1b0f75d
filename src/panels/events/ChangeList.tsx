import type { Change } from '../../protocol/frame.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { momentText } from '../../state/format.ts'
import { select } from '../../state/page-actions.ts'
import { subjectSelection } from '../../state/subject-selection.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { useRowHeights } from './use-row-heights.ts'
import type { RowHeights } from './use-row-heights.ts'

const shown = 40
/** Height of a line, what is above and below the lines of a row, and lines of most rows, in px: a row has it until it was measured. */
const row = { line: 17, edges: 12, lines: 2 } as const

/**
 * The newest changes that a person would tell, newest first; each leads to what it happened to. Rows have the height that their words
 * need, so that a new one pushes the others down and none is laid out anew. By `top`: forty transforms make every frame of the page dearer.
 */
export function ChangeList() {
  const { view } = useCluster()
  useClusterState((state) => state.lastChangeId)
  const { heightOf, watch } = useRowHeights()
  const changes = view.changes.slice(-shown).toReversed()
  if (changes.length === 0) return <p className="quiet">Nothing yet.</p>
  const heights = changes.map(({ id }) => (heightOf(id) ?? row.lines * row.line) + row.edges)
  let topPx = 0
  const tops = heights.map((heightPx) => (topPx += heightPx) - heightPx)
  return (
    <ol className="event-list change-list" aria-label="Changes, newest first" style={{ height: topPx }}>
      {changes.map((change, i) => <ChangeRow key={change.id} change={change} topPx={tops[i] ?? 0} heightPx={heights[i] ?? 0} watch={watch} />)}
    </ol>
  )
}

function ChangeRow({
  change, topPx, heightPx, watch,
}: { readonly change: Change; readonly topPx: number; readonly heightPx: number; readonly watch: RowHeights['watch'] }) {
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
    <li style={{ height: heightPx, top: topPx }} title={change.text}>
      <div ref={watch} data-id={change.id}>
        {target === undefined ? sentence : <button type="button" className="link-to change-text" onClick={() => { select(store, target) }}>{sentence}</button>}
      </div>
    </li>
  )
}
