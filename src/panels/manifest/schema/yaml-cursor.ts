/**
 * Where in an object the cursor stands, read from the indentation alone: a text that is being typed seldom parses. Flow style ({a: 1}) and
 * block texts are not followed: there is no cursor in them.
 */

/** What the cursor can complete. */
export interface YamlCursor {
  /** Of the document around the cursor; empty while it says none. */
  readonly apiVersion: string
  readonly kind: string
  /** Steps to the object whose field is being typed; a number stands for an item of a list. */
  readonly path: readonly (string | number)[]
  /** The field whose value is being typed; undefined: its name is. */
  readonly valueOf: string | undefined
  /** Names that the object has already. */
  readonly siblings: ReadonlySet<string>
  /** Offset at which the typed word begins. */
  readonly from: number
  /** Column of the field's name, from 0. */
  readonly column: number
}

/** A line of block YAML: blanks, dashes of list items, a key and what follows it. */
interface Line {
  /** Columns of its dashes. */
  readonly dashes: readonly number[]
  /** Column of what stands after blanks and dashes. */
  readonly column: number
  /** undefined: the line has no key. */
  readonly key: string | undefined
  readonly value: string
}

const keyPattern = /^(?:"([^"]*)"|'([^']*)'|([^\s#:{}[\],&*!|>'"%@`][^:#]*?))\s*:(?:\s+(.*))?$/

/** Columns of the dashes in what stands before a key. */
const dashesOf = (lead: string): readonly number[] => Array.from(lead.matchAll(/-/g), (match) => match.index)

function readLine(text: string): Line | undefined {
  const lead = /^ *(?:- +)*(?:-$)?/.exec(text)?.[0] ?? ''
  const rest = text.slice(lead.length)
  const dashes = dashesOf(lead)
  if ((rest.trim() === '' && dashes.length === 0) || rest.startsWith('#')) return undefined
  const match = keyPattern.exec(rest)
  return { dashes, column: lead.length, key: match === null ? undefined : match[1] ?? match[2] ?? match[3], value: match?.[4]?.trim() ?? '' }
}

const isBreak = (line: string): boolean => /^(?:---|\.\.\.)(?:\s|$)/.test(line)

/** The cursor at `offset`; undefined where nothing can be completed. */
export function yamlCursor(text: string, offset: number): YamlCursor | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const typed = text.slice(lineStart, offset)
  const match = /^( *(?:- +)*)(?:([\w./-]+): +)?([\w./-]*)$/.exec(typed)
  if (match === null) return undefined
  const [, lead = '', valueOf, word = ''] = match
  const above = text.slice(0, lineStart).split('\n').slice(0, -1)
  const below = text.slice(lineStart).split('\n').slice(1)
  const start = above.findLastIndex(isBreak) + 1
  const end = below.findIndex(isBreak)
  const before = above.slice(start)
  const after = end < 0 ? below : below.slice(0, end)
  const dashes = dashesOf(lead)
  const { path, siblings } = climb(before, lead.length, dashes)
  for (const name of siblingsBelow(after, lead.length)) siblings.add(name)
  const lines = [...before, typed, ...after]
  return { apiVersion: headOf(lines, 'apiVersion'), kind: headOf(lines, 'kind'), path, valueOf, siblings, from: offset - word.length, column: lead.length }
}

function headOf(lines: readonly string[], key: string): string {
  const line = lines.find((one) => one.startsWith(`${key}:`)) ?? ''
  return line.slice(key.length + 1).replace(/\s#.*$/, '').trim().replace(/^(["'])(.*)\1$/, '$2')
}

/** Where a walk up has come to. */
interface Climb {
  readonly path: (string | number)[]
  readonly siblings: Set<string>
  /** Column of the fields of the object; with `item` of the dash that the object stands behind. */
  at: number
  item: boolean
}

/** Walks up from a key at `column` to the document's first column. */
function climb(before: readonly string[], column: number, dashes: readonly number[]): Climb {
  const walk: Climb = { path: [], siblings: new Set(), at: column, item: false }
  passDashes(walk, dashes)
  for (const text of before.toReversed()) {
    const line = readLine(text)
    if (line === undefined) continue
    if (line.key !== undefined) passKey(walk, line.key, line.column)
    passDashes(walk, line.dashes)
  }
  return walk
}

/** A key further left is the field that the object is the value of; one at its column is another field of it. */
function passKey(walk: Climb, key: string, column: number): void {
  if (walk.item ? column <= walk.at : column < walk.at) {
    walk.path.unshift(key)
    walk.at = column
    walk.item = false
  } else if (!walk.item && column === walk.at && walk.path.length === 0) walk.siblings.add(key)
}

/** A dash further left begins the item that the object is, or stands in. */
function passDashes(walk: Climb, dashes: readonly number[]): void {
  for (const dash of dashes.toReversed()) {
    if (dash >= walk.at) continue
    walk.path.unshift(0)
    walk.at = dash
    walk.item = true
  }
}

/** Keys of the same object below the cursor. */
function siblingsBelow(after: readonly string[], column: number): string[] {
  const names: string[] = []
  for (const text of after) {
    const line = readLine(text)
    if (line === undefined) continue
    const left = line.dashes[0] ?? line.column
    if (left < column) break
    if (left === column && line.dashes.length === 0 && line.key !== undefined) names.push(line.key)
  }
  return names
}
