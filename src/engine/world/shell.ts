/**
 * A small part of the shell's language: what a script writes and when, how long it takes, how it ends. `sleep`, `exit`, `echo`, `date`,
 * `hostname`, `true`, `false`, `exec`, `for` over words, endless `while` loops, requests of `curl` and `wget`; a word that is not known takes no
 * time and succeeds.
 */
import { fetchOf } from './shell-commands.ts'
import type { Fetch } from './shell-world.ts'

export interface LogLine {
  /** After the start, microseconds. */
  readonly afterUs: number
  /** As written in the script: `$(date)`, `$(hostname)` and variables are filled in when somebody reads it (`expand`). */
  readonly text: string
}
export interface Ending {
  readonly afterUs: number
  readonly code: number
}
/** A request that the script makes. Simplified: it goes on after a fixed time, whatever is answered. */
export interface TimedFetch {
  /** After the start, microseconds. */
  readonly afterUs: number
  readonly fetch: Fetch
}
/** An endless loop: from `fromUs` on, once in `periodUs`. */
export interface Loop {
  readonly fromUs: number
  readonly periodUs: number
  /** Lines and requests of each round, after its begin. */
  readonly lines: readonly LogLine[]
  readonly fetches: readonly TimedFetch[]
}
export interface Run {
  readonly lines: readonly LogLine[]
  readonly fetches: readonly TimedFetch[]
  readonly exit: Ending | undefined
  /** Set: after this time the image's own program runs. */
  readonly becomes: number | undefined
  readonly loop: Loop | undefined
  /** It never waits: it takes a whole core. */
  readonly busy: boolean
}

type Statement = readonly string[]

/** Statements of a script, each as its words. `;`, `&&` and new lines separate; quotes keep words together. */
export function splitScript(script: string): string[][] {
  const statements: string[][] = []
  let words: string[] = []
  const endStatement = (): void => {
    // `do` and `then` begin a list: what follows is a statement of its own.
    if (words[0] === 'do' || words[0] === 'then') statements.push([words.shift()!])
    if (words.length > 0) statements.push(words)
    words = []
  }
  for (const [token, double, single] of script.matchAll(/"([^"]*)"|'([^']*)'|&&|\|\||[;\n]|(?:\$\([^)]*\)|[^\s;&|"'])+|[&|]/g)) {
    if (token === ';' || token === '\n' || token === '&&') endStatement()
    else words.push(double ?? single ?? token)
  }
  endStatement()
  return statements
}

const unitsUs: Readonly<Record<string, number>> = { s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: 86_400_000_000 }

/** Microseconds of `sleep`'s argument; undefined for `infinity`. */
function sleepUs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(text)
  if (match === null) return text === 'infinity' || text === 'inf' ? undefined : 0
  return Math.round(Number(match[1]) * (unitsUs[match[2] === '' ? 's' : match[2]!] ?? 1_000_000))
}

const servers = new Set(['nginx', 'envoy', 'redis-server', 'postgres', 'httpd', 'serve', 'api', 'podinfo', './podinfo', '/agnhost'])
/** Programs that never wait. */
const burners = new Set(['yes', 'stress', 'stress-ng'])
/** Commands that write one line, as it is expanded when it is read. */
const writers: Readonly<Record<string, string>> = { date: '$(date)', hostname: '$(hostname)' }

/** Rounds of a `for` that are played at most. */
const mostRounds = 1000

/** What a request takes, in the script's time. */
const fetchTakesUs = 10_000

interface Progress {
  readonly lines: LogLine[]
  readonly fetches: TimedFetch[]
  nowUs: number
  code: number
}

/** What a list of statements does from its start on. */
export function runStatements(statements: readonly Statement[]): Run {
  const progress: Progress = { lines: [], fetches: [], nowUs: 0, code: 0 }
  const end = play(statements, progress, 0)
  const { lines, fetches, nowUs, code } = progress
  return end ?? { lines, fetches, exit: { afterUs: nowUs, code }, becomes: undefined, loop: undefined, busy: false }
}

/** Plays statements; the run when one of them ends it or lasts for ever. */
function play(statements: readonly Statement[], progress: Progress, depth: number): Run | undefined {
  const { lines, fetches } = progress
  const forEver = (loop?: Loop, busy = false): Run => ({ lines, fetches, exit: undefined, becomes: undefined, loop, busy })
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at]!
    const words = statement[0] === 'exec' ? statement.slice(1) : statement
    const [name = '', argument = ''] = words
    if (name === 'while' || name === 'until') {
      const round = roundOf(words, bodyOf(statements, at))
      return forEver(loopOf(round, progress.nowUs), round?.nowUs === 0)
    }
    const fetch = name === 'curl' || name === 'wget' ? fetchOf(words) : undefined
    if (fetch !== undefined) {
      fetches.push({ afterUs: progress.nowUs, fetch })
      progress.nowUs += fetchTakesUs
    }
    if (burners.has(name)) return forEver(undefined, true)
    if (name === 'for' && depth < 4) {
      const body = bodyOf(statements, at)
      const end = playFor(words, body, progress, depth)
      if (end !== undefined) return end
      at += body.length + 2
      continue
    }
    const text = name === 'echo' ? words.slice(1).filter((word) => word !== '-n' && word !== '-e').join(' ') : writers[name]
    if (text !== undefined) lines.push({ afterUs: progress.nowUs, text })
    if (name === 'exit') {
      const code = Number.parseInt(argument, 10) || 0
      return { lines, fetches, exit: { afterUs: progress.nowUs, code }, becomes: undefined, loop: undefined, busy: false }
    }
    if (name === 'sleep') {
      const us = sleepUs(argument)
      if (us === undefined) return forEver()
      progress.nowUs += us
    }
    if (waitsForEver(words)) return forEver()
    if (servers.has(name)) return { lines, fetches, exit: undefined, becomes: progress.nowUs, loop: undefined, busy: false }
    progress.code = name === 'false' ? 1 : 0
  }
  return undefined
}

/** The statements between the `do` after a loop's head and its `done`. */
function bodyOf(statements: readonly Statement[], head: number): readonly Statement[] {
  let open = 0
  for (let at = head + 1; at < statements.length; at++) {
    const word = statements[at]![0]
    if (word === 'do') open++
    if (word === 'done' && --open === 0) return statements.slice(head + 2, at)
  }
  return statements.slice(head + 2)
}

function playFor(words: readonly string[], body: readonly Statement[], progress: Progress, depth: number): Run | undefined {
  const [, variable = '', , ...items] = words
  const sequence = /^\$\(seq (?:(\d+) )?(\d+)\)$/.exec(items[0] ?? '')
  const values = sequence === null ? items : numbers(Number(sequence[1] ?? 1), Number(sequence[2]))
  for (const value of values.slice(0, mostRounds)) {
    const round = body.map((statement) => statement.map((word) => word.replaceAll(`\${${variable}}`, value).replaceAll(`$${variable}`, value)))
    const end = play(round, progress, depth + 1)
    if (end !== undefined) return end
  }
  return undefined
}

function numbers(from: number, to: number): readonly string[] {
  return Array.from({ length: Math.max(0, Math.min(mostRounds, to - from + 1)) }, (_, i) => String(from + i))
}

/** One round of an endless loop; undefined: it ends, or never does. */
function roundOf(words: readonly string[], body: readonly Statement[]): Progress | undefined {
  const [, condition = '', argument = ''] = words
  const round: Progress = { lines: [], fetches: [], nowUs: condition === 'sleep' ? (sleepUs(argument) ?? 0) : 0, code: 0 }
  return play(body, round, 1) === undefined ? round : undefined
}

/** An endless loop; undefined: one round takes no time, so nothing can be said of its rounds (it writes nothing). */
function loopOf(round: Progress | undefined, fromUs: number): Loop | undefined {
  return round === undefined || round.nowUs === 0 ? undefined : { fromUs, periodUs: round.nowUs, lines: round.lines, fetches: round.fetches }
}

/** A program that waits for what never comes. */
function waitsForEver(words: readonly string[]): boolean {
  const [name = ''] = words
  return (name === 'tail' && (words.includes('/dev/null') || words.includes('-f'))) || (name === 'cat' && words.length === 1)
    || name === 'wait' || name === 'top' || name === 'read'
}

const days = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Sun Nov 22 17:03:11 UTC 2026`, as `date` prints it, of an RFC 3339 text and whole days since 1970 (a Thursday). */
export function dateText(time: string, unixDays: number): string {
  const month = months[Number(time.slice(5, 7)) - 1] ?? ''
  return `${days[unixDays % 7] ?? ''} ${month} ${String(Number(time.slice(8, 10))).padStart(2, ' ')} ${time.slice(11, 19)} UTC ${time.slice(0, 4)}`
}

/** What a text of a script is at a time and in a container: `$(date)`, `$(hostname)`, `$NAME`, `${NAME}`. Unknown names are empty. */
export function expand(text: string, date: string, variables: ReadonlyMap<string, string>): string {
  if (!text.includes('$') && !text.includes('`')) return text
  const valueOf = (_: string, braced: string | undefined, plain: string | undefined): string => variables.get(braced ?? plain ?? '') ?? ''
  return text
    .replaceAll(/\$\(date[^)]*\)|`date[^`]*`/g, () => date)
    .replaceAll(/\$\(hostname\)|`hostname`/g, () => variables.get('HOSTNAME') ?? '')
    .replaceAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, valueOf)
}
