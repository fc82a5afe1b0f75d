/**
 * What a terminal does between a keyboard and a program that reads lines: it shows what is typed, lets a line be corrected, remembers lines,
 * and turns line feeds. The program is somewhere else.
 */
export interface Terminal {
  /** Keys as a terminal sends them, or a piped text. */
  type(text: string): void
  /** What the program prints. */
  print(text: string): void
}

interface TerminalEnds {
  /** False: a pipe, whose text goes through as it is. */
  readonly tty: boolean
  readonly show: (text: string) => void
  /** A line for the program, with its line feed, or a piece of what is piped. */
  readonly input: (text: string) => void
  /** Ctrl-C. */
  readonly interrupt: () => void
  /** Ctrl-D: nothing more will be typed. */
  readonly end: () => void
}

/** Keys of a text: characters, and sequences that begin with escape and end with a letter. */
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

export function createTerminal({ tty, show, input, interrupt, end }: TerminalEnds): Terminal {
  const history: string[] = []
  let at = 0
  let line = ''
  /** What stands before the typed line. */
  let prompt = ''

  function replaceLine(text: string): void {
    line = text
    show(`\r\u001b[K${prompt}${text}`)
  }

  function enter(): void {
    show('\r\n')
    if (line.trim() !== '' && line !== history.at(-1)) history.push(line)
    at = history.length
    const typed = `${line}\n`
    line = ''
    prompt = ''
    input(typed)
  }

  const keys: Readonly<Record<string, () => void>> = {
    '\r': enter,
    '\n': enter,
    '\u001b[A': () => { if (at > 0) replaceLine(history[--at] ?? '') },
    '\u001b[B': () => { if (at < history.length) replaceLine(history[++at] ?? '') },
    '\u0003': () => {
      show('^C\r\n')
      line = ''
      prompt = ''
      interrupt()
    },
    '\u0004': () => { if (line === '') end() },
    '\u000c': () => { show(`\u001b[2J\u001b[H${prompt}${line}`) },
    '\u0015': () => { replaceLine('') },
    '\u0017': () => { replaceLine(line.replace(/\S*\s*$/, '')) },
    '\u007f': () => { if (line !== '') replaceLine(line.replace(/.$/su, '')) },
  }

  return {
    type(text) {
      if (!tty) {
        input(text)
        return
      }
      for (const key of keysOf(text)) {
        const known = keys[key]
        if (known !== undefined) known()
        else if (key >= ' ' && !key.startsWith('\u001b')) {
          line += key
          show(key)
        }
      }
    },
    print(text) {
      const turned = tty ? text.replaceAll(/\r?\n/g, '\r\n') : text
      prompt = (prompt + turned).slice((prompt + turned).lastIndexOf('\n') + 1)
      show(turned)
    },
  }
}
