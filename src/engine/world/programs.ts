/**
 * How the program of a container behaves: a pure function of its image, command and arguments. Servers run for ever; shells run a small
 * part of the shell's language (`sleep`, `exit`, `echo`, `true`, `false`, `exec`, endless loops); a word that is not known takes no time
 * and succeeds.
 */
import type { Container } from '../../kubernetes/types/core.ts'
import { imageOf, type Image } from './images.ts'

export interface LogLine {
  /** After the start, microseconds. */
  readonly afterUs: number
  readonly text: string
}
export interface Ending {
  readonly afterUs: number
  readonly code: number
}
export interface Program {
  /** From start until it accepts connections and answers probes, microseconds. */
  readonly startupUs: number
  readonly ports: readonly number[]
  /** How it ends by itself; undefined: never. */
  readonly exit: Ending | undefined
  /** What SIGTERM does; undefined: it is ignored, as by a shell that is process 1. */
  readonly onTerm: Ending | undefined
  readonly lines: readonly LogLine[]
}

const memo = new WeakMap<Container, Program>()

/** The program of a container. Equal containers of one template are one object, so it is worked out once. */
export function programOf(container: Container): Program {
  let program = memo.get(container)
  if (program === undefined) {
    program = makeProgram(container)
    memo.set(container, program)
  }
  return program
}

function makeProgram(container: Container): Program {
  const image = imageOf(container.image)
  const words = container.command === undefined ? [] : [...container.command, ...(container.args ?? [])]
  if (words.length === 0 && image.kind !== 'shell') return server(container, image)
  const line = words.length > 0 ? words : (container.args ?? ['sh'])
  return command(container, image, line)
}

function declaredPorts(container: Container, image: Image): readonly number[] {
  const declared = (container.ports ?? []).map((port) => port.containerPort)
  return declared.length > 0 ? declared : image.ports
}

function server(container: Container, image: Image): Program {
  const count = image.greeting.length
  return {
    startupUs: image.startupUs,
    ports: image.kind === 'server' ? declaredPorts(container, image) : [],
    exit: undefined,
    onTerm: { afterUs: image.stopUs, code: image.stopCode },
    lines: image.greeting.map((text, i) => ({ afterUs: Math.floor((image.startupUs * (i + 1)) / count), text })),
  }
}

const shells = new Set(['sh', '/bin/sh', 'bash', '/bin/bash', 'ash', '/bin/ash'])

function command(container: Container, image: Image, words: readonly string[]): Program {
  const [first = '', second = '', script = ''] = words
  if (shells.has(first) && words.length === 1) return ended([], { afterUs: 0, code: 0 })
  const statements = shells.has(first) && /^-[a-z]*c$/.test(second) ? splitScript(script) : [words]
  const run = runStatements(statements)
  if (run.becomes === undefined) return ended(run.lines, run.exit)
  // `exec nginx ...`, or an image's own program with other arguments: a server as the image says.
  const own = server(container, image)
  const fromUs = run.becomes
  const lines = own.lines.map((line) => ({ afterUs: line.afterUs + fromUs, text: line.text }))
  return { ...own, startupUs: own.startupUs + fromUs, lines: [...run.lines, ...lines] }
}

function ended(lines: readonly LogLine[], exit: Ending | undefined): Program {
  return { startupUs: 0, ports: [], exit, onTerm: undefined, lines }
}


/** Statements of a script, each as its words. `;`, `&&` and new lines separate; quotes keep words together. */
function splitScript(script: string): string[][] {
  const statements: string[][] = []
  let words: string[] = []
  const endStatement = (): void => {
    if (words.length > 0) statements.push(words)
    words = []
  }
  for (const [token, double, single] of script.matchAll(/"([^"]*)"|'([^']*)'|&&|\|\||[;\n]|[^\s;&|"']+|[&|]/g)) {
    if (token === ';' || token === '\n' || token === '&&') endStatement()
    else words.push(double ?? single ?? token)
  }
  endStatement()
  return statements
}

interface Run {
  readonly lines: readonly LogLine[]
  readonly exit: Ending | undefined
  /** Set: after this time the image's own program runs. */
  readonly becomes: number | undefined
}

const unitsUs: Readonly<Record<string, number>> = { s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: 86_400_000_000 }

/** Microseconds of `sleep`'s argument; undefined for `infinity`. */
function sleepUs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text)
  if (match === null) return text === 'infinity' || text === 'inf' ? undefined : 0
  return Math.round(Number(match[1]) * (unitsUs[match[2] === '' ? 's' : match[2]!] ?? 1_000_000))
}

const servers = new Set(['nginx', 'envoy', 'redis-server', 'postgres', 'httpd', 'serve', 'api', 'podinfo', './podinfo', '/agnhost'])

function runStatements(statements: readonly (readonly string[])[]): Run {
  const lines: LogLine[] = []
  let nowUs = 0
  let code = 0
  for (const statement of statements) {
    const words = statement[0] === 'exec' ? statement.slice(1) : statement
    const [name = '', argument = ''] = words
    if (name === 'echo') lines.push({ afterUs: nowUs, text: words.slice(1).join(' ') })
    if (name === 'exit') return { lines, exit: { afterUs: nowUs, code: Number.parseInt(argument, 10) || 0 }, becomes: undefined }
    if (name === 'sleep') {
      const us = sleepUs(argument)
      if (us === undefined) return { lines, exit: undefined, becomes: undefined }
      nowUs += us
    }
    if (runsForEver(words)) return { lines, exit: undefined, becomes: undefined }
    if (servers.has(name)) return { lines, exit: undefined, becomes: nowUs }
    code = name === 'false' ? 1 : 0
  }
  return { lines, exit: { afterUs: nowUs, code }, becomes: undefined }
}

/** An endless loop, or a program that waits for what never comes. A loop's body is not run: it writes nothing. */
function runsForEver(words: readonly string[]): boolean {
  const [name = '', argument = ''] = words
  if (name === 'while' || name === 'until') return ['true', ':', '[', 'sleep'].includes(argument)
  return (name === 'tail' && words.includes('/dev/null')) || name === 'cat' && words.length === 1 || name === 'wait' || name === 'top'
}

/** Lines that a start of the program has written until `elapsedUs` after it, with the time of each. */
export function linesUntil(program: Program, elapsedUs: number): readonly LogLine[] {
  return program.lines.filter((line) => line.afterUs <= elapsedUs)
}
