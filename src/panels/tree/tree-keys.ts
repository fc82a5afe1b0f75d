/** The keyboard of a tree: what a key does, as the ARIA treegrid pattern has it. Pure. */
import { canOpen, isOpen, parentIndex, rowAt } from './tree-rows.ts'
import type { Opened, TreeRows } from './tree-rows.ts'

type TreeMove =
  | { readonly move: 'to'; readonly index: number }
  | { readonly move: 'open' | 'close'; readonly index: number }
  | { readonly move: 'select'; readonly index: number }

const clamp = (index: number, count: number): number => Math.max(0, Math.min(count - 1, index))

/** What a key does at row `at` of a list of which `page` rows are seen; undefined: nothing. */
export function treeMove(key: string, rows: TreeRows, at: number, opened: Opened, page: number): TreeMove | undefined {
  const count = rows.kinds.length
  const to = (index: number): TreeMove => ({ move: 'to', index: clamp(index, count) })
  switch (key) {
    case 'ArrowDown': return to(at + 1)
    case 'ArrowUp': return to(at - 1)
    case 'PageDown': return to(at + page)
    case 'PageUp': return to(at - page)
    case 'Home': return to(0)
    case 'End': return to(count - 1)
    case 'ArrowRight': return inwards(rows, at, opened)
    case 'ArrowLeft': return outwards(rows, at, opened)
    case 'Enter':
    case ' ': return { move: 'select', index: at }
    default: return undefined
  }
}

/** Opens a closed row; from an open one to its first child. */
function inwards(rows: TreeRows, at: number, opened: Opened): TreeMove | undefined {
  const row = rowAt(rows, at)
  if (row === undefined || !canOpen(row.kind)) return undefined
  if (!isOpen(opened, row)) return { move: 'open', index: at }
  return (rows.levels[at + 1] ?? 0) > rows.levels[at]! ? { move: 'to', index: at + 1 } : undefined
}

/** Closes an open row; from a closed one to what it stands under. */
function outwards(rows: TreeRows, at: number, opened: Opened): TreeMove | undefined {
  const row = rowAt(rows, at)
  if (row !== undefined && canOpen(row.kind) && isOpen(opened, row)) return { move: 'close', index: at }
  const parent = parentIndex(rows, at)
  return parent < 0 ? undefined : { move: 'to', index: parent }
}

/** The next row whose name begins with what was typed, from `at` on and round the end; -1: none. One letter typed again goes on. */
export function typeAhead(nameAt: (index: number) => string, count: number, at: number, typed: string): number {
  const wanted = typed.toLowerCase()
  const first = typed.length === 1 ? 1 : 0
  for (let i = 0; i < count; i += 1) {
    const index = (at + first + i) % count
    if (nameAt(index).toLowerCase().startsWith(wanted)) return index
  }
  return -1
}
