import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Change, ChangeGroup } from '../../protocol/frame.ts'
import { useCluster } from '../../state/context.tsx'
import { momentText } from '../../state/format.ts'
import { select } from '../../state/page-actions.ts'
import { subjectSelection } from '../../state/subject-selection.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'

/** A sentence that leads to what it tells of, or to the list of those that it counts. */
export function ChangeRow({ change }: { readonly change: Change }) {
  const sentence = (
    <>
      <time>{momentText(change.group?.sinceUs ?? change.simTimeUs)}</time>
      {change.tone === 'bad' ? <StatusGlyph status="failed" size={12} /> : null}
      {change.text}
    </>
  )
  if (change.group !== undefined) return <Group group={change.group}>{sentence}</Group>
  return <ToSubject subject={change.subject}>{sentence}</ToSubject>
}

function ToSubject({ subject, children }: { readonly subject: Change['subject']; readonly children: ReactNode }) {
  const { view, store } = useCluster()
  const target = subjectSelection(view, subject)
  if (target === undefined) return children
  return <button type="button" className="link-to change-text" onClick={() => { select(store, target) }}>{children}</button>
}

function Group({ group, children }: { readonly group: ChangeGroup; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const before = group.changes - group.members.length
  return (
    <>
      <button type="button" className="link-to change-text" aria-expanded={open} onClick={() => { setOpen(!open) }}>{children}</button>
      {open ? (
        <ul className="change-members">
          {group.members.toReversed().map(({ text, subject }, i) => <li key={i}><ToSubject subject={subject}>{text}</ToSubject></li>)}
          {before > 0 ? <li className="quiet">and {before} before</li> : null}
        </ul>
      ) : null}
    </>
  )
}
