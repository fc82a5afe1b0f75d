/** Draws the edited line on a terminal, also when it is longer than a row. Cursor moves are ECMA-48 control sequences. */

export interface Screen {
  readonly columns: () => number
  readonly write: (text: string) => void
}

/** Where the cursor stands, in rows below the prompt's. */
export interface Drawn {
  readonly row: number
}

const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : '')
const rightBy = (columns: number): string => (columns > 0 ? `\u001b[${columns}C` : '')

/** Replaces what was drawn by prompt and text, and puts the cursor where it belongs. Line feeds in the text are shown as blanks. */
export function drawLine(screen: Screen, before: Drawn, prompt: string, text: string, cursor: number): Drawn {
  const columns = Math.max(1, screen.columns())
  const whole = prompt + text.replaceAll('\n', ' ')
  const rows = Math.floor(whole.length / columns)
  const at = prompt.length + cursor
  const row = Math.floor(at / columns)
  // A row that is just full keeps the cursor on it until the next character: a line feed makes the place plain.
  const fill = whole.length > 0 && whole.length % columns === 0 ? '\r\n' : ''
  screen.write(`${up(before.row)}\r\u001b[J${whole}${fill}${up(rows - row)}\r${rightBy(at % columns)}`)
  return { row }
}

/** Names in columns that fit the width. */
export function listColumns(names: readonly string[], columns: number): string {
  const width = Math.max(...names.map((name) => name.length)) + 2
  const across = Math.max(1, Math.floor(columns / width))
  const rows: string[] = []
  for (let i = 0; i < names.length; i += across) rows.push(names.slice(i, i + across).map((name) => name.padEnd(width)).join('').trimEnd())
  return rows.map((text) => `${text}\r\n`).join('')
}
