import { useState } from 'react'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { ChangeRow } from './ChangeRow.tsx'
import { footOf, noFoot } from './list-foot.ts'
import { useRowHeights } from './use-row-heights.ts'

const shown = 40
/** Height of a line, what is above and below the lines of a row, and lines of most rows, in px: a row has it until it was measured. */
const row = { line: 17, edges: 12, lines: 2 } as const

/**
 * The newest changes that a person would tell, newest first; each leads to what it happened to. Rows have the height that their words
 * need and stand where they are, counted from the oldest; the list as a whole moves down when one comes, so that none is laid out anew. One
 * transform: forty, one for each row, make every frame of the page dearer.
 */
export function ChangeList() {
  const { view } = useCluster()
  useClusterState((state) => state.lastChangeId)
  const { heightOf, watch } = useRowHeights()
  const [foot, setFoot] = useState(noFoot)
  const changes = view.changes.slice(-shown).toReversed()
  if (changes.length === 0) return <p className="quiet">Nothing yet.</p>
  const fullHeight = (id: number): number => (heightOf(id) ?? row.lines * row.line) + row.edges
  const now = footOf(foot, changes.map(({ id }) => id), fullHeight)
  if (now !== foot) setFoot(now)
  const heights = changes.map(({ id }) => fullHeight(id))
  const allPx = heights.reduce((sum, heightPx) => sum + heightPx, 0)
  let bottomPx = now.px + allPx
  return (
    <div className="change-list" style={{ height: allPx }}>
      <ol className="event-list" aria-label="Changes, newest first" style={{ transform: `translateY(${bottomPx}px)` }}>
        {changes.map((change, i) => {
          bottomPx -= heights[i] ?? 0
          return (
            <li key={change.id} style={{ height: heights[i], bottom: bottomPx }} title={change.group === undefined ? change.text : undefined}>
              <div ref={watch} data-id={change.id}><ChangeRow change={change} /></div>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
