import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { select, setTreeOpen } from '../../state/page-actions.ts'
import { sameSelection } from '../../state/selection.ts'
import { useRun } from '../../state/use-run.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { useSlowTick } from '../use-slow-tick.ts'
import { RowActions } from './RowActions.tsx'
import { rowActions } from './row-actions.ts'
import type { RowAction } from './row-actions.ts'
import { useRowHeight } from './row-height.ts'
import { rowName, rowText } from './row-text.ts'
import { treeMove, typeAhead } from './tree-keys.ts'
import { createTexts, indexOfRow, isOpen, rowAt, textNumber, treeRows, withOpen } from './tree-rows.ts'
import type { Opened, RowId, TextTable } from './tree-rows.ts'
import { TreeRow } from './TreeRow.tsx'
import { useScrolledRows } from './use-scrolled-rows.ts'
import './tree.css'

/** Between two looks at the cluster. */
const lookMs = 250
/** Letters typed within this time are one word. */
const typeAheadMs = 700
/** With more nodes than this they are folded away at first. */
const fewNodes = 12

function firstOpened(nodes: number, texts: TextTable): Opened {
  const outer = (['control-plane', 'tray'] as const).map((kind): RowId => ({ kind, ref: 0, part: 'machines' }))
  const rows: RowId[] = [
    ...outer, ...(nodes <= fewNodes ? [{ kind: 'nodes', ref: 0, part: 'machines' } as const] : []),
    { kind: 'namespaces', ref: 0, part: 'objects' }, { kind: 'namespace', ref: textNumber(texts, 'default'), part: 'objects' },
  ]
  return rows.reduce<Opened>((opened, row) => withOpen(opened, row, true), new Map())
}

/** The whole cluster as a tree of words with the same actions as the picture: for keyboards, screen readers, and reading exactly. */
export function TreePanel() {
  const { store, view } = useCluster()
  const run = useRun()
  const tick = useSlowTick(lookMs)
  const [texts] = useState(createTexts)
  const [opened, setOpened] = useState(() => firstOpened(view.nodes.count, texts))
  const [active, setActive] = useState<RowId>({ kind: 'control-plane', ref: 0, part: 'machines' })
  const [asking, setAsking] = useState<string>()
  const selection = useClusterState((state) => state.selection)
  const rows = useMemo(() => ({ of: tick, ...treeRows(view, opened, texts) }), [tick, view, opened, texts])
  const count = rows.kinds.length
  const lastIndex = useRef(0)
  const found = indexOfRow(rows, active)
  // A row that went leaves the place to the one that came after it.
  const at = found >= 0 ? found : Math.min(lastIndex.current, count - 1)
  const grid = useRef<HTMLDivElement>(null)
  const rowHeightPx = useRowHeight()
  const { first, end, page, reveal } = useScrolledRows(grid, count, rowHeightPx)
  const id = useId()
  useEffect(() => { grid.current?.focus() }, [])
  useEffect(() => { lastIndex.current = at }, [at])
  const current = rowAt(rows, at) ?? active
  const actions = rowActions(view, current, texts)
  const typed = useRef({ text: '', atMs: 0 })

  const goTo = (index: number): void => {
    const row = rowAt(rows, index)
    if (row === undefined) return
    setActive(row)
    setAsking(undefined)
    reveal(index)
  }
  const choose = (index: number): void => {
    const row = rowAt(rows, index)
    const target = row === undefined ? undefined : rowText(view, row, texts).selection
    if (target !== undefined) select(store, target)
    else if (row !== undefined) setOpened(withOpen(opened, row, !isOpen(opened, row)))
  }
  const act = (action: RowAction): void => {
    const sure = action.asks === undefined || asking === action.says
    setAsking(sure ? undefined : action.says)
    if (sure) void run(action.says, action.run)
  }
  const isTyping = (): boolean => Date.now() - typed.current.atMs < typeAheadMs
  const search = (letter: string): void => {
    typed.current = { text: isTyping() ? typed.current.text + letter : letter, atMs: Date.now() }
    const index = typeAhead((i) => rowName(view, rowAt(rows, i) ?? active, texts), count, at, typed.current.text)
    if (index >= 0) goTo(index)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== event.currentTarget) return
    const action = actions.find((one) => one.key === event.key)
    const move = treeMove(event.key, rows, at, opened, page)
    if (action !== undefined) act(action)
    else if (move?.move === 'to') goTo(move.index)
    else if (move?.move === 'select') choose(move.index)
    else if (move !== undefined) setOpened(withOpen(opened, current, move.move === 'open'))
    // The key that led here leads back; in a word, or in upper case, it is a letter.
    else if (event.key === 'Escape' || (event.key === 'w' && !isTyping())) setTreeOpen(store, false)
    else if (/^[\p{L}\p{N}-]$/u.test(event.key)) search(event.key)
    else if (!event.key.startsWith('Arrow')) return
    event.preventDefault()
  }
  return (
    <section className="tree-panel" aria-label="Cluster as a tree">
      <header className="tree-head">
        <h2>The cluster as a tree</h2>
        <span className="quiet">Arrows go and open, Enter inspects, letters search (W for a first w), + and − scale, Delete deletes, Tab to the actions, w or Esc back</span>
        <Button onClick={() => { setTreeOpen(store, false) }}>Picture</Button>
      </header>
      <div className="tree-columns" aria-hidden="true"><span>Name</span><span>State</span><span>Ready</span><span>About</span></div>
      <div
        ref={grid} className="tree-rows" role="treegrid" aria-label="Cluster" aria-rowcount={count} aria-colcount={4} tabIndex={0} onKeyDown={onKeyDown}
        style={{ ['--row-height' as string]: `${rowHeightPx}px` }}
        {...(at >= first && at < end ? { 'aria-activedescendant': `${id}-${at}` } : {})}
      >
        <div role="presentation" style={{ height: first * rowHeightPx }} />
        {Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i).map((index) => {
          const row = rowAt(rows, index) ?? active
          const text = rowText(view, row, texts)
          return (
            <TreeRow
              key={`${row.part} ${row.kind} ${row.ref}`} id={`${id}-${index}`} index={index} row={row} level={rows.levels[index] ?? 1} open={isOpen(opened, row)} text={text}
              active={index === at} selected={text.selection !== undefined && sameSelection(selection, text.selection)}
              onPress={() => { goTo(index); if (text.selection !== undefined) choose(index) }}
              onToggle={() => { goTo(index); setOpened(withOpen(opened, row, !isOpen(opened, row))) }}
            />
          )
        })}
        <div role="presentation" style={{ height: Math.max(0, count - end) * rowHeightPx }} />
      </div>
      <RowActions text={rowText(view, current, texts)} row={current} actions={actions} asking={asking} onAct={act} />
    </section>
  )
}
