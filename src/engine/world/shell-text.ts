/** Commands that work on lines of text: what is kept of them, counted, sorted and formatted. */
import { print, type Outcome } from './shell-world.ts'

/** The lines that are kept, each with its end. */
export function filterLines(input: string, keep: (line: string, at: number, count: number) => boolean): string {
  const lines = input.replace(/\n$/, '').split('\n')
  return lines.filter((line, at) => keep(line, at, lines.length)).map((line) => `${line}\n`).join('')
}

/** The number of lines that `head` and `tail` are told. */
export function countOf(words: readonly string[]): number {
  const at = words.findIndex((word) => word.startsWith('-n') || /^-\d+$/.test(word))
  if (at < 0) return 10
  const text = words[at] === '-n' ? words[at + 1] : words[at]!.replace(/^-n?/, '')
  return Math.max(0, Number(text) || 0)
}

/** `grep`, with the options -c, -i and -v. Simplified: the pattern is plain text. */
export function grep(words: readonly string[], input: string): Outcome {
  const flags = words.slice(1).filter((word) => word.startsWith('-')).join('')
  const pattern = words.slice(1).find((word) => !word.startsWith('-')) ?? ''
  const wanted = flags.includes('i') ? pattern.toLowerCase() : pattern
  const found = filterLines(input, (line) => {
    const has = (flags.includes('i') ? line.toLowerCase() : line).includes(wanted)
    return input !== '' && has !== flags.includes('v')
  })
  return print(flags.includes('c') ? `${found.split('\n').length - 1}\n` : found, found === '' ? 1 : 0)
}

/** Of `seq`. */
const mostNumbers = 100_000

/** `sort`, with the options -n, -r and -u. */
export function sorted(words: readonly string[], text: string): string {
  const letters = plainFlags(words)
  const lines = text.replace(/\n$/, '').split('\n').sort()
  if (letters.includes('n')) lines.sort((a, b) => Number.parseFloat(a) - Number.parseFloat(b))
  if (letters.includes('r')) lines.reverse()
  return (letters.includes('u') ? [...new Set(lines)] : lines).map((line) => `${line}\n`).join('')
}

function plainFlags(words: readonly string[]): string {
  return words.filter((word) => word.startsWith('-')).join('')
}

/** `printf`: `%s` and `%d` take the next word, `\\n` and `\\t` stand for themselves. */
export function formatted([format = '', ...words]: readonly string[]): string {
  let next = 0
  return format.replaceAll(/%[sd]|%%|\\[nt\\]/g, (part) => ({ '%%': '%', '\\n': '\n', '\\t': '\t', '\\\\': '\\' })[part] ?? words[next++] ?? '')
}

/** Numbers of `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST`. */
export function sequence(numbers: readonly number[]): readonly number[] {
  const [first, step, last] = numbers.length > 2 ? numbers : numbers.length > 1 ? [numbers[0], 1, numbers[1]] : [1, 1, numbers[0]]
  const count = Math.floor(((last ?? 0) - (first ?? 1)) / (step ?? 1)) + 1
  return Array.from({ length: Math.max(0, Math.min(mostNumbers, count || 0)) }, (_, i) => (first ?? 1) + i * (step ?? 1))
}

/** `uniq`, with the option -c. */
export function uniq(words: readonly string[], input: string): Outcome {
  const counted: { line: string; times: number }[] = []
  for (const line of input.replace(/\n$/, '').split('\n')) {
    const last = counted.at(-1)
    if (last?.line === line) last.times++
    else counted.push({ line, times: 1 })
  }
  return print(counted.map(({ line, times }) => (words.includes('-c') ? `${String(times).padStart(7, ' ')} ${line}\n` : `${line}\n`)).join(''))
}
