import type { Change } from '../../protocol/frame.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { momentText } from '../../state/format.ts'
import { select } from '../../state/page-actions.ts'
import { subjectSelection } from '../../state/subject-selection.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'

const shown = 40
/** Height of a line and what is above and below the lines of a row, in px. */
const row = { line: 17, edges: 12 } as const
/** Characters of the widest font that have room in a line; in the first one the time stands too. */
const lineChars = { first: 22, further: 31, mark: 3 } as const

/** Lines that a sentence takes at most, broken between words, or in them where they are longer than a line. `marked`: a mark stands before it. */
export function linesOf(text: string, marked: boolean): number {
  let lines = 1
  let left = lineChars.first - (marked ? lineChars.mark : 0)
  for (const word of text.split(' ')) {
    let { length } = word
    if (length > left) {
      lines += 1
      left = lineChars.further
    }
    for (; length > left; length -= lineChars.further) lines += 1
    left -= length + 1
  }
  return lines
}

/**
 * The newest changes that a person would tell, newest first; each leads to what it happened to. Rows have the height that their words
 * need and are moved by a transform, so that a new one pushes the others down without laying the page out anew.
 */
export function ChangeList() {
  const { view } = useCluster()
  useClusterState((state) => state.lastChangeId)
  const changes = view.changes.slice(-shown).toReversed()
  if (changes.length === 0) return <p className="quiet">Nothing yet.</p>
  const heights = changes.map(({ text, tone }) => linesOf(text, tone === 'bad') * row.line + row.edges)
  let topPx = 0
  const tops = heights.map((heightPx) => (topPx += heightPx) - heightPx)
  return (
    <ol className="event-list change-list" aria-label="Changes, newest first" style={{ height: topPx }}>
      {changes.map((change, i) => <ChangeRow key={change.id} change={change} topPx={tops[i] ?? 0} heightPx={heights[i] ?? 0} />)}
    </ol>
  )
}

function ChangeRow({ change, topPx, heightPx }: { readonly change: Change; readonly topPx: number; readonly heightPx: number }) {
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
    <li style={{ height: heightPx, transform: `translateY(${topPx}px)` }} title={change.text}>
      {target === undefined ? sentence : <button type="button" className="link-to change-text" onClick={() => { select(store, target) }}>{sentence}</button>}
    </li>
  )
}
