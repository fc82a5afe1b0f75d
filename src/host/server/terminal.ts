/** A shell's terminal in small: a prompt, a line that can be corrected, history; each line is run by somebody else. */
import type { RestResponse } from '../../protocol/rest.ts'

export interface Terminal {
  begin(): void
  /** Text as it was typed. */
  type(text: string): void
  /** Nothing more will be typed. */
  end(): void
}

const prompt = '/ # '

/** Output of a run line, or the words of its refusal. */
function printed({ status, body }: RestResponse): { readonly out: string; readonly err: string; readonly code: number } {
  const { stdout, stderr, exitCode, message } = body as { stdout?: string; stderr?: string; exitCode?: number; message?: string }
  if (status === 200) return { out: stdout ?? '', err: stderr ?? '', code: exitCode ?? 0 }
  return { out: '', err: `${message ?? 'the API server did not answer'}\n`, code: 1 }
}

/** Keys of a text as a terminal sends them: characters, and sequences that begin with escape and end with a letter. */
function keysOf(text: string): readonly string[] {
  const found: string[] = []
  let sequence = ''
  for (const character of text) {
    if (sequence === '' && character !== '\u001b') found.push(character)
    else {
      sequence += character
      if (sequence.length < 3 || !/[A-Za-z~]/.test(character)) continue
      found.push(sequence)
      sequence = ''
    }
  }
  return found
}

export interface TerminalEnds {
  /** Shows what is typed and a prompt (a terminal); else lines are run as they come (a pipe). */
  readonly echo: boolean
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Runs one line. */
  readonly run: (line: string) => Promise<RestResponse>
  /** The shell has ended, with its exit code. */
  readonly ended: (code: number) => void
}

export function createTerminal({ echo, out, err, run, ended }: TerminalEnds): Terminal {
  const lines: string[] = []
  const history: string[] = []
  let at = 0
  let line = ''
  let busy = false
  let closed = false
  let code = 0
  const show = (text: string): void => { if (echo) out(text) }
  const turned = (text: string): string => (echo ? text.replaceAll(/\r?\n/g, '\r\n') : text)

  function next(): void {
    if (busy) return
    const command = lines.shift()
    if (command === undefined) {
      if (closed) ended(code)
      return
    }
    const exit = /^\s*exit(?:\s+(\d+))?\s*$/.exec(command)
    if (exit !== null) {
      lines.length = 0
      ended(exit[1] === undefined ? code : Number(exit[1]))
      return
    }
    if (command.trim() === '') {
      show(prompt)
      next()
      return
    }
    busy = true
    history.push(command)
    at = history.length
    void run(command).then((answer) => {
      const result = printed(answer)
      code = result.code
      out(turned(result.out))
      if (result.err !== '') (echo ? out : err)(turned(result.err))
      busy = false
      show(prompt)
      next()
    })
  }

  function replaceLine(text: string): void {
    show(`\r\u001b[K${prompt}${text}`)
    line = text
  }

  const keys: Readonly<Record<string, () => void>> = {
    '\u001b[A': () => { if (at > 0) replaceLine(history[--at] ?? '') },
    '\u001b[B': () => { if (at < history.length) replaceLine(history[++at] ?? '') },
    '\u0003': () => {
      show(`^C\r\n${prompt}`)
      line = ''
    },
    '\u0004': () => { if (line === '') end() },
    '\u007f': () => {
      if (line === '') return
      line = line.slice(0, -1)
      show('\b \b')
    },
  }

  function type(text: string): void {
    for (const key of keysOf(text)) {
      const known = keys[key]
      if (echo && known !== undefined) known()
      else if (key === '\r' || key === '\n') {
        show('\r\n')
        lines.push(line)
        line = ''
        next()
      } else if (key >= ' ') {
        line += key
        show(key)
      }
    }
  }

  function end(): void {
    if (closed) return
    closed = true
    if (line !== '') lines.push(line)
    line = ''
    next()
  }

  return { begin: () => { show(prompt) }, type, end }
}
