/** Looking for a line that was typed before, as readline's Ctrl-R does: keys in, next state out. */
import type { EditedLine } from './line-editor.ts'

export interface HistorySearch {
  readonly query: string
  /** Place in the history of what was found; its length: nothing yet. */
  readonly place: number
  readonly failed: boolean
  /** What was being typed, for who gives up. */
  readonly before: EditedLine
}

export const beginSearch = (line: EditedLine, history: readonly string[]): HistorySearch => ({ query: '', place: history.length, failed: false, before: line })

/** The newest line older than `below` that holds the query; -1: there is none. */
function olderPlace(history: readonly string[], query: string, below: number): number {
  for (let i = Math.min(below, history.length) - 1; i >= 0; i--) if (history[i]!.includes(query)) return i
  return -1
}

function look(search: HistorySearch, history: readonly string[], query: string, below: number): HistorySearch {
  const place = query === '' ? history.length : olderPlace(history, query, below)
  return place < 0 ? { ...search, query, failed: true } : { ...search, query, place, failed: false }
}

/** The search after a key; 'given up', or 'taken' when the key is one for the found line. */
export function searchKey(search: HistorySearch, key: string, history: readonly string[]): HistorySearch | 'given up' | 'taken' {
  if (key === '\u0012') return look(search, history, search.query, search.place)
  if (key === '\u0007' || key === '\u0003') return 'given up'
  if (key === '\u007f' || key === '\b') return look(search, history, search.query.slice(0, -1), history.length)
  if (key < ' ' || key.startsWith('\u001b') || /[\r\n]/.test(key)) return 'taken'
  return look(search, history, search.query + key, search.place + 1)
}

/** The line that was found, to be edited or run. */
export function foundLine({ query, place, before }: HistorySearch, history: readonly string[]): EditedLine {
  const text = history[place]
  return text === undefined ? before : { text, cursor: Math.max(0, text.indexOf(query)), place, draft: before.text }
}

export const searchPrompt = ({ query, failed }: HistorySearch): string => `${failed ? '(failed reverse-i-search)' : '(reverse-i-search)'}\`${query}': `
