/** What the words of a shell stand for: variables, the last exit code, sums, and what other commands print. */

export interface Expansion {
  readonly variables: ReadonlyMap<string, string>
  /** Exit code of the last command. */
  readonly code: number
  /** What a script in the place of a word prints. */
  readonly substitute: (script: string) => string
}

const parts = /\\[$`]|\$\(\(([^()]*(?:\([^()]*\)[^()]*)*)\)\)|\$\(([^()]*(?:\([^()]*\)[^()]*)*)\)|`([^`]*)`|\$\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|\$([A-Za-z_]\w*|[?#$@*0-9])/g

/** A word with everything filled in. Names that are not known are empty; a backslash keeps a `$` or a backquote. */
export function expandWord(word: string, expansion: Expansion): string {
  if (!word.includes('$') && !word.includes('`')) return word
  return word.replaceAll(parts, (
    text, sum: string | undefined, script: string | undefined, quoted: string | undefined, braced: string | undefined, preset: string | undefined,
    plain: string | undefined,
  ) => {
    if (text.startsWith('\\')) return text.slice(1)
    if (sum !== undefined) return String(sumOf(sum, expansion.variables))
    if (script !== undefined || quoted !== undefined) return expansion.substitute(script ?? quoted ?? '').replace(/\n+$/, '')
    const name = braced ?? plain ?? ''
    if (name === '?') return String(expansion.code)
    const value = expansion.variables.get(name) ?? ''
    return value === '' ? preset ?? '' : value
  })
}

type Operation = (a: number, b: number) => number
/** By rank, the loosest first. Integers, as a shell has them: what is divided by nothing is nothing. */
const operations: readonly Readonly<Record<string, Operation>>[] = [
  { '==': (a, b) => Number(a === b), '!=': (a, b) => Number(a !== b), '<': (a, b) => Number(a < b), '>': (a, b) => Number(a > b) },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => (b === 0 ? 0 : Math.trunc(a / b)), '%': (a, b) => (b === 0 ? 0 : a % b) },
]

/** The value of `$((...))`. */
export function sumOf(text: string, variables: ReadonlyMap<string, string>): number {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|[=!]=|[-+*/%<>()]/g) ?? []
  let at = 0
  const value = (): number => {
    const one = tokens[at++] ?? ''
    if (one === '-') return -value()
    if (one !== '(') return /^\d/.test(one) ? Number(one) : Number.parseInt(variables.get(one) ?? '0', 10) || 0
    const inner = ranked(0)
    at++
    return inner
  }
  const ranked = (rank: number): number => {
    const table = operations[rank]
    if (table === undefined) return value()
    let result = ranked(rank + 1)
    for (let operation = table[tokens[at] ?? '']; operation !== undefined; operation = table[tokens[at] ?? '']) {
      at++
      result = operation(result, ranked(rank + 1))
    }
    return result
  }
  return ranked(0)
}
