/**
 * Text as people type and paste it to commands: several lines, here-documents, `cat <<EOF | kubectl apply -f -`, transcripts with `$ `
 * prompts (what the prompt does not begin is output, and left out).
 */
import { isOperator, splitWords } from './words.ts'
import type { SplitLine, Word } from './words.ts'

export interface ScriptCommand {
  /** The line as it was typed, without its prompt and here-document. */
  readonly line: string
  /** Without the word `kubectl` or `k`. */
  readonly words: readonly string[]
  readonly stdin: string | undefined
  /** False for a command that only runs when the one before it succeeded (`&&`). */
  readonly always: boolean
  /** Why this line can't be run here; undefined: it can. */
  readonly problem: string | undefined
}

interface Script {
  readonly commands: readonly ScriptCommand[]
  /** What more lines must bring before the last command is whole. */
  readonly open: string | undefined
}

const prompt = /^\s*\$ /

/** All commands of a text. */
export function parseScript(text: string): Script {
  const lines = text.replaceAll('\r', '').split('\n')
  const transcript = lines.some((line) => prompt.test(line))
  const commands: ScriptCommand[] = []
  let at = 0
  while (at < lines.length) {
    const first = lines[at]!
    if (transcript && !prompt.test(first)) {
      at++
      continue
    }
    const whole = gather(lines, at, transcript)
    at = whole.next
    if (whole.open !== undefined) return { commands, open: whole.open }
    commands.push(...commandsOf(whole))
  }
  return { commands, open: undefined }
}

interface Gathered {
  readonly line: string
  readonly split: SplitLine
  readonly document: string | undefined
  readonly next: number
  readonly open: string | undefined
}

/** One logical line: joined over backslashes and open quotes, and the here-document that follows it. */
function gather(lines: readonly string[], start: number, transcript: boolean): Gathered {
  let next = start + 1
  let line = transcript ? lines[start]!.replace(prompt, '') : lines[start]!
  let split = splitWords(line)
  while (split.open !== undefined) {
    const more = lines[next]
    if (more === undefined) return { line, split, document: undefined, next, open: split.open === 'quote' ? 'a quote' : 'a line' }
    const plain = transcript ? more.replace(/^> ?/, '') : more
    line = split.open === 'backslash' ? `${line.slice(0, -1)}${plain.trimStart()}` : `${line}\n${plain}`
    split = splitWords(line)
    next++
  }
  const mark = split.words.findIndex((word) => isOperator(word) && word.text.startsWith('<<'))
  const delimiter = split.words[mark + 1]?.text
  if (mark < 0 || delimiter === undefined) return { line, split, document: undefined, next, open: undefined }
  const strip = split.words[mark]!.text === '<<-' ? /^\t+/ : /^(?!)/
  const body: string[] = []
  for (; next < lines.length; next++) {
    const row = (transcript ? lines[next]!.replace(/^> ?/, '') : lines[next]!).replace(strip, '')
    if (row.trimEnd() === delimiter) return { line, split, document: body.map((one) => `${one}\n`).join(''), next: next + 1, open: undefined }
    body.push(row)
  }
  return { line, split, document: undefined, next, open: `a here-document that ends with ${delimiter}` }
}

/** The commands of one logical line, split at `;` and `&&`. */
function commandsOf({ line, split, document }: Gathered): ScriptCommand[] {
  const commands: ScriptCommand[] = []
  let group: Word[] = []
  let always = true
  const close = (nextAlways: boolean): void => {
    const [first] = group
    const last = group.at(-1)
    if (first !== undefined && last !== undefined) commands.push(commandOf(line.slice(first.start, last.end), group, document, always))
    group = []
    always = nextAlways
  }
  for (const word of split.words) {
    if (isOperator(word) && (word.text === ';' || word.text === '&&')) close(word.text === ';')
    else group.push(word)
  }
  close(true)
  return commands
}

function commandOf(line: string, words: readonly Word[], document: string | undefined, always: boolean): ScriptCommand {
  const kept: Word[] = []
  for (let i = 0; i < words.length; i++) {
    if (isOperator(words[i]!) && words[i]!.text.startsWith('<<')) i++
    else kept.push(words[i]!)
  }
  // `cat <<EOF | kubectl apply -f -`: the document goes through the pipe.
  const piped = document !== undefined && kept[0]?.text === 'cat' && kept[1]?.text === '|' ? kept.slice(2) : kept
  const operator = piped.find(isOperator)
  const problem = operator === undefined ? undefined : `this console runs kubectl and nothing else: "${operator.text}" is not understood`
  return { line, words: withoutProgram(piped.map((word) => word.text)), stdin: document, always, problem }
}

/** `kubectl get pods`, `k get pods`, `get pods` are the same here. */
export function withoutProgram(words: readonly string[]): readonly string[] {
  return words[0] === 'kubectl' || words[0] === 'k' ? words.slice(1) : words
}
