/**
 * Reading a command line of a shell into a tree: lists joined by `;`, `&&`, `||` and new lines, pipes, quotes, `for`, `while`, `until`, `if`,
 * redirections. A `$` or a backquote that stays as it is has a backslash before it. What is not understood (functions, `case`, here-documents) is read as commands.
 */
interface Listed {
  /** When it runs: always, after success, after failure of the one before. */
  readonly after: 'any' | 'success' | 'failure'
}
/** Where a stream goes: a file, which is made anew or gets longer. */
export interface IntoFile {
  readonly path: string
  readonly append: boolean
}
export interface Pipe extends Listed {
  readonly does: 'pipe'
  /** Its commands, each as its words. */
  readonly pipe: readonly (readonly string[])[]
  /** Set: its output goes to a file. */
  readonly out: IntoFile | undefined
  /** Its errors go to a file, or where the output goes. */
  readonly err: IntoFile | 'out' | undefined
}
export interface ForLoop extends Listed {
  readonly does: 'for'
  readonly variable: string
  readonly words: readonly string[]
  readonly body: readonly Step[]
}
export interface WhileLoop extends Listed {
  readonly does: 'while'
  /** It goes on as long as the condition fails. */
  readonly until: boolean
  readonly condition: readonly Step[]
  readonly body: readonly Step[]
}
export interface Choice extends Listed {
  readonly does: 'if'
  readonly condition: readonly Step[]
  readonly body: readonly Step[]
  readonly otherwise: readonly Step[]
}
export type Step = Pipe | ForLoop | WhileLoop | Choice

const token = /"((?:[^"\\]|\\.)*)"|'([^']*)'|&&|\|\||[;\n|]|[\d&]?>+(?:&\d|\s*[^\s;|&]+)|(?:\$\([^()]*(?:\([^()]*\)[^()]*)*\)|`[^`]*`|\$\{[^}]*\}|\\.|[^\s;&|"'<>])+|&/g
/** Lists in lists; deeper ones are read as commands. */
const mostDepth = 8

interface Word {
  readonly text: string
  readonly quoted: boolean
}

function tokensOf(script: string): readonly Word[] {
  const words: Word[] = []
  let end = -1
  for (const match of script.matchAll(token)) {
    const [text, double, single] = match
    const plain = single !== undefined ? single.replaceAll(/[$`]/g, '\\$&') : (double ?? text).replaceAll(double === undefined ? /\\([^$`])/g : /\\(["\\])/g, '$1')
    const word = { text: plain, quoted: double !== undefined || single !== undefined }
    const last = words.at(-1)
    // `--name="a b"`: what stands without a space between is one word.
    const joins = last !== undefined && match.index === end && !isOperator(last) && !isOperator(word)
    if (joins) words[words.length - 1] = { text: last.text + word.text, quoted: true }
    else if (!word.quoted && text.startsWith('#')) return [...words, ...tokensOf(script.slice(match.index).replace(/^[^\n]*/, ''))]
    else words.push(word)
    end = match.index + text.length
  }
  return words
}

function isOperator(word: Word): boolean {
  return !word.quoted && (/^(?:&&|\|\||[;\n|&])$/.test(word.text) || isRedirection(word))
}

function isRedirection({ text, quoted }: Word): boolean {
  return !quoted && /^[\d&]?>/.test(text)
}

const opens: ReadonlySet<string> = new Set(['for', 'while', 'until', 'if'])
const closes: ReadonlySet<string> = new Set(['done', 'fi'])

/** True for a text that a shell would run; false: it waits for more lines (an open quote, a loop without its `done`). */
export function isWholeScript(script: string): boolean {
  if (/(?:^|[^\\])\\$|(?:\||&&)\s*$/.test(script)) return false
  const quotes = script.replaceAll(/\\./g, '').replaceAll(/"[^"]*"|'[^']*'/g, '')
  if (/["']/.test(quotes)) return false
  let depth = 0
  let first = true
  for (const word of tokensOf(script)) {
    if (first && !word.quoted) depth += opens.has(word.text) ? 1 : closes.has(word.text) ? -1 : 0
    first = isOperator(word) || (first && startsList(word))
  }
  return depth <= 0
}

const listStarts: ReadonlySet<string> = new Set(['do', 'then', 'else', 'while', 'until', 'if', 'elif', '!'])

function startsList({ text, quoted }: Word): boolean {
  return !quoted && listStarts.has(text)
}

/** The steps of a script. */
export function readScript(script: string): readonly Step[] {
  return readList({ words: tokensOf(script), at: 0 }, [], 0)
}

/** One command as it stands: nothing in its words is filled in. */
export function asCommand(words: readonly string[]): Pipe {
  return { does: 'pipe', after: 'any', pipe: [words.map((word) => word.replaceAll(/[$`]/g, '\\$&'))], out: undefined, err: undefined }
}

/** A place in the words of a script. */
interface Cursor {
  readonly words: readonly Word[]
  at: number
}

function isAt({ words, at }: Cursor, texts: readonly string[]): boolean {
  const word = words[at]
  return word !== undefined && !word.quoted && texts.includes(word.text)
}

function skip(cursor: Cursor, ...texts: readonly string[]): void {
  if (isAt(cursor, texts)) cursor.at++
}

/** Steps up to one of the words that end the list (which is left standing), or to the end. */
function readList(cursor: Cursor, ends: readonly string[], depth: number): readonly Step[] {
  const steps: Step[] = []
  let after: Step['after'] = 'any'
  while (cursor.at < cursor.words.length && !isAt(cursor, ends)) {
    const word = cursor.words[cursor.at]!
    if (isOperator(word) && !isRedirection(word)) {
      if (word.text !== '\n' || after === 'any') after = word.text === '&&' ? 'success' : word.text === '||' ? 'failure' : 'any'
      cursor.at++
      continue
    }
    const compound = !word.quoted && opens.has(word.text) && depth < mostDepth
    const step = compound ? readCompound(cursor, word.text, after, depth + 1) : readPipe(cursor, after)
    if (step !== undefined) steps.push(step)
    after = 'any'
  }
  return steps
}

function readCompound(cursor: Cursor, kind: string, after: Step['after'], depth: number): Step {
  cursor.at++
  if (kind === 'for') return readFor(cursor, after, depth)
  if (kind === 'if') return readChoice(cursor, after, depth)
  const condition = readList(cursor, ['do', 'done'], depth)
  skip(cursor, 'do')
  const body = readList(cursor, ['done'], depth)
  skip(cursor, 'done')
  return { does: 'while', after, until: kind === 'until', condition, body }
}

function readFor(cursor: Cursor, after: Step['after'], depth: number): Step {
  const { words: all } = cursor
  const variable = all[cursor.at]?.text ?? ''
  cursor.at++
  skip(cursor, 'in')
  const words: string[] = []
  for (; cursor.at < all.length && !isOperator(all[cursor.at]!) && !isAt(cursor, ['do']); cursor.at++) words.push(all[cursor.at]!.text)
  while (cursor.at < all.length && isOperator(all[cursor.at]!)) cursor.at++
  skip(cursor, 'do')
  const body = readList(cursor, ['done'], depth)
  skip(cursor, 'done')
  return { does: 'for', after, variable, words, body }
}

/** From behind `if` or `elif`. */
function readChoice(cursor: Cursor, after: Step['after'], depth: number): Step {
  const condition = readList(cursor, ['then', 'fi'], depth)
  skip(cursor, 'then')
  const body = readList(cursor, ['else', 'elif', 'fi'], depth)
  if (isAt(cursor, ['elif'])) {
    cursor.at++
    return { does: 'if', after, condition, body, otherwise: [readChoice(cursor, 'any', depth)] }
  }
  skip(cursor, 'else')
  const otherwise = readList(cursor, ['fi'], depth)
  skip(cursor, 'fi')
  return { does: 'if', after, condition, body, otherwise }
}

function readPipe(cursor: Cursor, after: Step['after']): Step | undefined {
  const pipe: string[][] = [[]]
  let out: IntoFile | undefined
  let err: Pipe['err']
  for (; cursor.at < cursor.words.length; cursor.at++) {
    const word = cursor.words[cursor.at]!
    if (isRedirection(word)) {
      const into = intoFile(word.text)
      if (word.text.startsWith('2')) err = into ?? out ?? 'out'
      else if (into !== undefined) out = into
      if (word.text.startsWith('&')) err = into
    } else if (!isOperator(word)) pipe.at(-1)!.push(word.text)
    else if (word.text === '|') pipe.push([])
    else break
  }
  return pipe.some((one) => one.length > 0) || out !== undefined ? { does: 'pipe', after, pipe, out, err } : undefined
}

/** The file of a redirection; undefined: it names a stream (`2>&1`). */
function intoFile(text: string): IntoFile | undefined {
  const [, arrows = '', path = ''] = /^[\d&]?(>+)\s*(.*)$/.exec(text) ?? []
  return path.startsWith('&') ? undefined : { path, append: arrows === '>>' }
}
