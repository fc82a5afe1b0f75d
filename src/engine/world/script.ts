/**
 * Reading a command line of a shell: lists joined by `;`, `&&`, `||` and new lines, pipes, quotes, `for` over words. What is redirected to a
 * file is dropped. A `$` that stays as it is has a backslash before it.
 */
export interface Step {
  /** When it runs: always, after success, after failure of the one before. */
  readonly after: 'any' | 'success' | 'failure'
  /** Commands of a pipe, each as its words. */
  readonly pipe: readonly (readonly string[])[]
  /** Its output, and its errors, go to a file. */
  readonly hidesOut: boolean
  readonly hidesErr: boolean
}

const token = /"((?:[^"\\]|\\.)*)"|'([^']*)'|&&|\|\||[;\n|]|\d?>+(?:&\d|\s*[^\s;|&]+)|(?:\$\([^)]*\)|`[^`]*`|\$\{[^}]*\}|\\.|[^\s;&|"'<>])+|&/g
const mostRounds = 1000

interface Word {
  readonly text: string
  readonly quoted: boolean
}

function tokensOf(script: string): readonly Word[] {
  const words: Word[] = []
  let end = -1
  for (const match of script.matchAll(token)) {
    const [text, double, single] = match
    const plain = single === undefined ? (double ?? text).replaceAll(/\\(["\\`])/g, '$1') : single.replaceAll('$', '\\$')
    const word = { text: plain, quoted: double !== undefined || single !== undefined }
    const last = words.at(-1)
    // `--name="a b"`: what stands without a space between is one word.
    const joins = last !== undefined && match.index === end && !isOperator(last) && !isOperator(word)
    if (joins) words[words.length - 1] = { text: last.text + word.text, quoted: true }
    else words.push(word)
    end = match.index + text.length
  }
  return words
}

function isOperator(word: Word): boolean {
  return !word.quoted && (/^(?:&&|\|\||[;\n|&])$/.test(word.text) || isRedirection(word))
}

function isRedirection({ text, quoted }: Word): boolean {
  return !quoted && /^\d?>/.test(text)
}

/** The steps of a script, loops over words played out. An endless loop is not read: undefined. */
export function readScript(script: string): readonly Step[] | undefined {
  return readSteps(tokensOf(script), 0)
}

function readSteps(words: readonly Word[], depth: number): readonly Step[] | undefined {
  const steps: Step[] = []
  let after: Step['after'] = 'any'
  let pipe: string[][] = [[]]
  let hidesOut = false
  let hidesErr = false
  const end = (next: Step['after']): void => {
    if (pipe.some((one) => one.length > 0)) steps.push({ after, pipe, hidesOut, hidesErr })
    pipe = [[]]
    hidesOut = false
    hidesErr = false
    after = next
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    const first = pipe.length === 1 && pipe[0]!.length === 0
    if (isRedirection(word)) {
      if (word.text.startsWith('2>')) hidesErr = hidesErr || !word.text.includes('&') || hidesOut
      else hidesOut = true
    } else if (isOperator(word)) {
      if (word.text === '|') pipe.push([])
      else end(word.text === '&&' ? 'success' : word.text === '||' ? 'failure' : 'any')
    } else if (first && !word.quoted && (word.text === 'while' || word.text === 'until')) return undefined
    else if (first && !word.quoted && word.text === 'for' && depth < 4) {
      const loop = readFor(words, at)
      const rounds = readRounds(loop, depth)
      if (rounds === undefined) return undefined
      steps.push(...rounds)
      at = loop.end
    } else pipe.at(-1)!.push(word.text)
  }
  end('any')
  return steps
}

interface ForLoop {
  readonly variable: string
  readonly values: readonly string[]
  readonly body: readonly Word[]
  /** Place of its `done`. */
  readonly end: number
}

function readFor(words: readonly Word[], at: number): ForLoop {
  let start = at
  while (start < words.length && words[start]!.text !== 'do') start++
  let end = start + 1
  for (let open = 1; end < words.length; end++) {
    if (words[end]!.text === 'do') open++
    if (words[end]!.text === 'done' && --open === 0) break
  }
  const items = words.slice(at + 3, start).filter((word) => !isOperator(word)).map((word) => word.text)
  const sequence = /^(?:\$\(|`)seq (?:(\d+) )?(\d+)[)`]$/.exec(items[0] ?? '')
  const from = Number(sequence?.[1] ?? 1)
  const values = sequence === null ? items : Array.from({ length: Math.min(mostRounds, Number(sequence[2]) - from + 1) }, (_, i) => String(from + i))
  return { variable: words[at + 1]?.text ?? '', values, body: words.slice(start + 1, end), end }
}

function readRounds({ variable, values, body }: ForLoop, depth: number): readonly Step[] | undefined {
  const all: Step[] = []
  for (const value of values.slice(0, mostRounds)) {
    const fill = ({ text, quoted }: Word): Word => ({ text: text.replaceAll(`\${${variable}}`, value).replaceAll(`$${variable}`, value), quoted })
    const round = readSteps(body.map(fill), depth + 1)
    if (round === undefined) return undefined
    all.push(...round)
  }
  return all
}
