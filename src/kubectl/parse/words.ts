/** One command line to words, as a POSIX shell splits it: quotes, backslashes, comments, and the operators that are understood. */

export interface Word {
  readonly text: string
  /** True when a part of it was quoted: never an operator, and kept when empty. */
  readonly quoted: boolean
  readonly start: number
  readonly end: number
}

export interface SplitLine {
  readonly words: readonly Word[]
  /** A quote that was opened and not closed, or a backslash at the end: more lines belong to it. */
  readonly open: 'quote' | 'backslash' | undefined
}

const operators = ['&&', '||', '<<-', '<<', '>>', '|', ';', '&', '>', '<'] as const

/** True for a word that is a shell operator. */
export function isOperator(word: Word): boolean {
  return !word.quoted && operators.some((operator) => operator === word.text)
}

interface Reader {
  readonly line: string
  at: number
}

/** Splits a line (it may hold line feeds inside quotes). */
export function splitWords(line: string): SplitLine {
  const reader: Reader = { line, at: 0 }
  const words: Word[] = []
  let open: SplitLine['open']
  for (;;) {
    skipBlanks(reader)
    const next = line[reader.at]
    if (next === undefined || next === '#') break
    const operator = operators.find((one) => line.startsWith(one, reader.at))
    if (operator !== undefined) {
      words.push({ text: operator, quoted: false, start: reader.at, end: reader.at + operator.length })
      reader.at += operator.length
      continue
    }
    const start = reader.at
    const read = readWord(reader)
    words.push({ text: read.text, quoted: read.quoted, start, end: reader.at })
    open = read.open
    if (open !== undefined) break
  }
  return { words, open }
}

function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.line[reader.at] ?? '')) reader.at++
}

function readWord(reader: Reader): { text: string; quoted: boolean; open: SplitLine['open'] } {
  const { line } = reader
  let text = ''
  let quoted = false
  while (reader.at < line.length) {
    const char = line[reader.at]!
    if (/[\s|;&<>]/.test(char)) break
    if (char === "'" || char === '"') {
      quoted = true
      const part = readQuoted(reader, char)
      text += part.text
      if (!part.closed) return { text, quoted, open: 'quote' }
    } else if (char === '\\') {
      if (reader.at + 1 >= line.length) {
        reader.at++
        return { text, quoted, open: 'backslash' }
      }
      if (line[reader.at + 1] !== '\n') text += line[reader.at + 1]!
      reader.at += 2
    } else {
      text += char
      reader.at++
    }
  }
  return { text, quoted, open: undefined }
}

/** Inside double quotes a backslash only means something before `"`, `\`, `$`, a backtick or a line feed. */
function readQuoted(reader: Reader, quote: string): { text: string; closed: boolean } {
  const { line } = reader
  let text = ''
  reader.at++
  while (reader.at < line.length) {
    const char = line[reader.at]!
    reader.at++
    if (char === quote) return { text, closed: true }
    const next = line[reader.at]
    if (quote === '"' && char === '\\' && next !== undefined && '"\\$`\n'.includes(next)) {
      if (next !== '\n') text += next
      reader.at++
    } else text += char
  }
  return { text, closed: false }
}
