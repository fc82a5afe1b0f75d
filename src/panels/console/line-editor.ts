/** The line that is being typed: text, cursor, history. Keys in, next state out; what is drawn is the terminal's business. */

export interface EditedLine {
  readonly text: string
  readonly cursor: number
  /** Place in the history that is shown; its length: the line that is being typed. */
  readonly place: number
  /** What was typed before the history was looked at. */
  readonly draft: string
}

export const emptyLine = (history: readonly string[]): EditedLine => ({ text: '', cursor: 0, place: history.length, draft: '' })

const withText = (line: EditedLine, text: string, cursor: number): EditedLine => ({ ...line, text, cursor })

/** Text at the cursor. */
export function insertText(line: EditedLine, text: string): EditedLine {
  return withText(line, line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor), line.cursor + text.length)
}

type Edit = (line: EditedLine, history: readonly string[]) => EditedLine

const wordBefore = ({ text, cursor }: EditedLine): number => /\S*\s*$/.exec(text.slice(0, cursor))?.index ?? 0
const wordAfter = ({ text, cursor }: EditedLine): number => cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0)

function showHistory(line: EditedLine, history: readonly string[], by: number): EditedLine {
  const place = Math.max(0, Math.min(history.length, line.place + by))
  if (place === line.place) return line
  const draft = line.place === history.length ? line.text : line.draft
  const text = place === history.length ? draft : history[place] ?? ''
  return { text, cursor: text.length, place, draft }
}

const moveTo = (line: EditedLine, cursor: number): EditedLine => ({ ...line, cursor: Math.max(0, Math.min(line.text.length, cursor)) })
const cut = (line: EditedLine, from: number, to: number): EditedLine => withText(line, line.text.slice(0, from) + line.text.slice(to), from)

const home: Edit = (line) => moveTo(line, 0)
const end: Edit = (line) => moveTo(line, line.text.length)
const up: Edit = (line, history) => showHistory(line, history, -1)
const down: Edit = (line, history) => showHistory(line, history, 1)
const left: Edit = (line) => moveTo(line, line.cursor - 1)
const right: Edit = (line) => moveTo(line, line.cursor + 1)
const wordLeft: Edit = (line) => moveTo(line, wordBefore(line))
const wordRight: Edit = (line) => moveTo(line, wordAfter(line))
const backspace: Edit = (line) => (line.cursor === 0 ? line : cut(line, line.cursor - 1, line.cursor))
const deleteNext: Edit = (line) => cut(line, line.cursor, line.cursor + 1)

/** Edits by what a terminal sends for a key: readline's usual ones. */
const edits: ReadonlyMap<string, Edit> = new Map([
  ['\u001b[A', up], ['\u001bOA', up], ['\u0010', up],
  ['\u001b[B', down], ['\u001bOB', down], ['\u000e', down],
  ['\u001b[D', left], ['\u001bOD', left], ['\u0002', left],
  ['\u001b[C', right], ['\u001bOC', right], ['\u0006', right],
  ['\u001b[1;5D', wordLeft], ['\u001bb', wordLeft], ['\u001b[1;3D', wordLeft],
  ['\u001b[1;5C', wordRight], ['\u001bf', wordRight], ['\u001b[1;3C', wordRight],
  ['\u001b[H', home], ['\u001bOH', home], ['\u0001', home],
  ['\u001b[F', end], ['\u001bOF', end], ['\u0005', end],
  ['\u007f', backspace], ['\b', backspace], ['\u001b[3~', deleteNext],
  ['\u0015', (line) => cut(line, 0, line.cursor)],
  ['\u000b', (line) => cut(line, line.cursor, line.text.length)],
  ['\u0017', (line) => cut(line, wordBefore(line), line.cursor)],
])

/** The line after a key; undefined for a key that edits nothing. */
export function editKey(line: EditedLine, key: string, history: readonly string[]): EditedLine | undefined {
  return edits.get(key)?.(line, history)
}

/** Longest beginning that all texts share. */
export function sharedBeginning(texts: readonly string[]): string {
  let shared = texts[0] ?? ''
  for (const text of texts) while (!text.startsWith(shared)) shared = shared.slice(0, -1)
  return shared
}
