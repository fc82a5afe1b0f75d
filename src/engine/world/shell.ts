/**
 * A small part of the shell's language: what a container's own script writes and when, how long it takes, how it ends. `sleep`, `exit`, `echo`,
 * commands that only print, files that it makes, `true`, `false`, `exec`, variables and counters, `for` over words, endless `while` loops, requests
 * of `curl` and `wget`; a word that is not known takes no time and succeeds. What goes on by what it finds is run step by step: `foresight.ts`.
 */
import { fetchOf } from './shell-requests.ts'
import type { Fetch } from './shell-world.ts'

export interface LogLine {
  /** After the start, microseconds. */
  readonly afterUs: number
  /** As written in the script: variables and what stands in `$(...)` are filled in when somebody reads it. */
  readonly text: string
}
export interface Ending {
  readonly afterUs: number
  readonly code: number
  /** Why, where the exit code does not say it. */
  readonly reason?: 'OOMKilled'
}
/** A request that the script makes. Simplified: it goes on after a fixed time, whatever is answered. */
export interface TimedFetch {
  /** After the start, microseconds. */
  readonly afterUs: number
  readonly fetch: Fetch
}
/** A file that the script makes, and takes away again. */
export interface TimedFile {
  readonly path: string
  /** After the start, microseconds; Infinity: it stays. */
  readonly fromUs: number
  readonly untilUs: number
  readonly text: string
}
/** A variable that each round of a loop counts up. */
interface Counter {
  readonly name: string
  /** In the first round, before it is counted up. */
  readonly from: number
  readonly step: number
}
/** An endless loop: from `fromUs` on, once in `periodUs`. */
export interface Loop {
  readonly fromUs: number
  readonly periodUs: number
  /** Lines and requests of each round, after its begin. */
  readonly lines: readonly LogLine[]
  readonly fetches: readonly TimedFetch[]
  readonly counters: readonly Counter[]
}
export interface Run {
  readonly lines: readonly LogLine[]
  readonly fetches: readonly TimedFetch[]
  readonly files: readonly TimedFile[]
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

const servers: ReadonlySet<string> = new Set([
  'nginx', 'envoy', 'redis-server', 'postgres', 'httpd', 'serve', 'api', 'podinfo', './podinfo', '/agnhost', 'mysqld', 'mongod', 'httpd-foreground',
])
/** Programs that never wait. */
const burners: ReadonlySet<string> = new Set(['yes', 'stress', 'stress-ng'])

/** True for a server: an image's own program, which runs for ever. */
export function isServer(name: string): boolean {
  return servers.has(name) || name.includes('entrypoint')
}

/** True for a program that takes a whole core for ever. */
export function isBurner(name: string): boolean {
  return burners.has(name)
}
/** Commands that write what the container has in it, which is looked at when the log is read. */
const writers: ReadonlySet<string> = new Set(['date', 'hostname', 'cat', 'env', 'printenv', 'ls', 'pwd', 'id', 'whoami', 'uname', 'head', 'tail', 'printf', 'seq'])

/** Rounds of a `for` that are played at most. */
const mostRounds = 1000

/** What a request takes, in the script's time. */
const fetchTakesUs = 10_000

interface Progress {
  readonly lines: LogLine[]
  readonly fetches: TimedFetch[]
  readonly files: TimedFile[]
  /** Values that are known when the script is read. */
  readonly variables: Map<string, string>
  /** In a round of an endless loop: how far variables have been counted up in it. */
  readonly steps: Map<string, number> | undefined
  nowUs: number
  code: number
}

function begin(steps: Progress['steps'], variables: ReadonlyMap<string, string> = new Map(), nowUs = 0): Progress {
  return { lines: [], fetches: [], files: [], variables: new Map(variables), steps, nowUs, code: 0 }
}

/** What a list of statements does from its start on. */
export function runStatements(statements: readonly Statement[]): Run {
  const progress = begin(undefined)
  const end = play(statements, progress, 0)
  const { lines, fetches, files, nowUs, code } = progress
  return end ?? { lines, fetches, files, exit: { afterUs: nowUs, code }, becomes: undefined, loop: undefined, busy: false }
}

/** `i=$((i+1))`: the variable and the step. */
const countsUp = /^([A-Za-z_]\w*)=\$\(\(\s*\$?\1\s*\+\s*(\d+)\s*\)\)$/

/** A statement that only sets a variable. Returns false for any other. */
function assigns(words: Statement, { variables, steps }: Progress): boolean {
  const [, name, value = ''] = words.length === 1 ? /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(words[0]!) ?? [] : []
  if (name === undefined) return false
  const step = Number(countsUp.exec(words[0]!)?.[2] ?? 0)
  if (step === 0 || steps === undefined) variables.set(name, step === 0 ? value : String((Number(variables.get(name)) || 0) + step))
  else steps.set(name, (steps.get(name) ?? 0) + step)
  return true
}

/** A text with the variables whose value is known; one that a loop counts up is reckoned when the line is read. */
function filled(text: string, { variables, steps }: Progress): string {
  return text.replaceAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (whole, braced: string | undefined, plain: string | undefined) => {
    const name = braced ?? plain ?? ''
    const step = steps?.get(name)
    if (step !== undefined) return `$((${name}+${step}))`
    return steps === undefined || !steps.has(name) ? variables.get(name) ?? whole : whole
  })
}

/** Takes a redirection off the words: what is written goes to a file. */
function redirected(words: Statement): { readonly words: Statement; readonly path: string | undefined } {
  const at = words.findIndex((word) => /^[\d&]?>>?/.test(word))
  if (at < 0) return { words, path: undefined }
  const joined = words[at]!.replace(/^[\d&]?>>?/, '')
  return { words: words.slice(0, at), path: joined === '' ? words[at + 1] ?? '' : joined }
}

/** What is written there is in no file. */
const devices: ReadonlySet<string> = new Set(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/tty'])

/** Notes what a statement does to files. */
function noteFiles(words: Statement, into: string | undefined, text: string, { files, nowUs }: Progress): void {
  const made = [...(into === undefined || devices.has(into) || into.startsWith('&') ? [] : [into]), ...(words[0] === 'touch' ? words.slice(1) : [])]
  for (const path of made) if (path.startsWith('/')) files.push({ path, fromUs: nowUs, untilUs: Infinity, text: into === undefined ? '' : `${text}\n` })
  if (words[0] !== 'rm') return
  for (const path of words.slice(1)) {
    const at = files.findIndex((file) => file.path === path && file.untilUs === Infinity)
    if (at >= 0) files[at] = { ...files[at]!, untilUs: nowUs }
  }
}

/** Plays statements; the run when one of them ends it or lasts for ever. */
function play(statements: readonly Statement[], progress: Progress, depth: number): Run | undefined {
  const { lines, fetches, files } = progress
  const forEver = (loop?: Loop, busy = false): Run => ({ lines, fetches, files, exit: undefined, becomes: undefined, loop, busy })
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at]!
    if (assigns(statement, progress)) continue
    const { words, path } = redirected(statement[0] === 'exec' ? statement.slice(1) : statement)
    const [name = '', argument = ''] = words
    if (name === 'while' || name === 'until') {
      const round = roundOf(words, bodyOf(statements, at), progress)
      return forEver(loopOf(round, progress), round?.nowUs === 0)
    }
    const fetch = name === 'curl' || name === 'wget' ? fetchOf(words) : undefined
    if (fetch !== undefined) {
      fetches.push({ afterUs: progress.nowUs, fetch })
      progress.nowUs += fetchTakesUs
    }
    if (isBurner(name)) return forEver(undefined, true)
    if (name === 'for' && depth < 4) {
      const body = bodyOf(statements, at)
      const end = playFor(words, body, progress, depth)
      if (end !== undefined) return end
      at += body.length + 2
      continue
    }
    const waits = waitsForEver(words)
    const text = waits ? undefined : writtenText(words)
    if (text !== undefined && path === undefined) lines.push({ afterUs: progress.nowUs, text: filled(text, progress) })
    noteFiles(words, path, filled(text ?? '', progress), progress)
    if (name === 'exit') {
      const code = Number.parseInt(argument, 10) || 0
      return { lines, fetches, files, exit: { afterUs: progress.nowUs, code }, becomes: undefined, loop: undefined, busy: false }
    }
    if (name === 'sleep') {
      const us = sleepUs(argument)
      if (us === undefined) return forEver()
      progress.nowUs += us
    }
    if (waits) return forEver()
    if (isServer(name)) return { lines, fetches, files, exit: undefined, becomes: progress.nowUs, loop: undefined, busy: false }
    progress.code = name === 'false' ? 1 : 0
  }
  return undefined
}

/** What a statement writes: a text to be expanded when it is read; undefined: nothing. */
function writtenText(words: Statement): string | undefined {
  const [name = ''] = words
  if (name === 'echo') return words.slice(1).filter((word) => word !== '-n' && word !== '-e').join(' ')
  return writers.has(name) ? `$(${words.map((word) => (/^[\w./:%+-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`)).join(' ')})` : undefined
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
function roundOf(words: readonly string[], body: readonly Statement[], before: Progress): Progress | undefined {
  const [, condition = '', argument = ''] = words
  const counted = body.flatMap((statement) => countsUp.exec(statement.length === 1 ? statement[0]! : '')?.[1] ?? [])
  const known = new Map([...before.variables].filter(([name]) => !counted.includes(name)))
  const round = begin(new Map(counted.map((name) => [name, 0])), known, condition === 'sleep' ? (sleepUs(argument) ?? 0) : 0)
  return play(body, round, 1) === undefined ? round : undefined
}

/** An endless loop; undefined: one round takes no time, so nothing can be said of its rounds (it writes nothing). */
function loopOf(round: Progress | undefined, { nowUs: fromUs, variables }: Progress): Loop | undefined {
  if (round === undefined || round.nowUs === 0) return undefined
  const counters = [...(round.steps ?? [])].map(([name, step]) => ({ name, from: Number(variables.get(name)) || 0, step }))
  return { fromUs, periodUs: round.nowUs, lines: round.lines, fetches: round.fetches, counters }
}

/** A program that waits for what never comes. */
export function waitsForEver(words: readonly string[]): boolean {
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
