import { useEffect, useState } from 'react'
import { Button } from '../../ui/controls/Button.tsx'
import type { RowAction } from './row-actions.ts'
import type { RowText } from './row-text.ts'
import type { RowId } from './tree-rows.ts'

/** Below the tree: what can be done to the row that has the keyboard, and, told politely, how that row's state changes. */
export function RowActions({ text, row, actions, asking, onAct }: {
  readonly text: RowText; readonly row: RowId; readonly actions: readonly RowAction[]; readonly asking: string | undefined; readonly onAct: (action: RowAction) => void
}) {
  const said = useChangedState(`${row.kind} ${row.ref}`, text)
  const key = (action: RowAction): string => (action.key === undefined ? '' : ` (${action.key})`)
  return (
    <footer className="tree-actions">
      <span><b className="mono">{text.name}</b> {text.kind}</span>
      <span role="group" aria-label={`Actions for ${text.name}`}>
        {actions.map((action) => (
          <Button key={action.label} look={asking === action.says ? 'danger' : 'line'} title={`${action.says}${key(action)}`} onClick={() => { onAct(action) }}>
            {asking === action.says ? `${action.says} for good?` : action.label}
          </Button>
        ))}
      </span>
      <span role="status" className="visually-hidden">{asking === undefined ? said : `${asking} for good? Press the same key again, or go on.`}</span>
    </footer>
  )
}

/** A sentence when the state of the same row has changed; empty for another row, which is read out by itself. */
function useChangedState(key: string, text: RowText): string {
  const state = [text.word, text.ready].filter((part) => part !== '').join(', ')
  const [seen, setSeen] = useState({ key, state, said: '' })
  useEffect(() => {
    setSeen((before) => (before.key !== key ? { key, state, said: '' } : before.state === state ? before : { key, state, said: `${text.name}: ${state}` }))
  }, [key, state, text.name])
  return seen.key === key ? seen.said : ''
}
