/**
 * How the program of a container behaves: a pure function of its image, command and arguments. Servers run for ever; a shell does what its
 * script says.
 */
import type { Container } from '../../kubernetes/types/core.ts'
import { imageOf, type Image } from './images.ts'
import { loadOf, outOfMemoryAfterUs, type Load } from './memory.ts'
import { isWholeScript, readScript, type Step } from './script.ts'
import { runStatements, splitScript, type Ending, type LogLine, type Loop, type Run, type TimedFetch, type TimedFile } from './shell.ts'

export interface Program {
  /** From start until it accepts connections and answers probes, microseconds. */
  readonly startupUs: number
  readonly ports: readonly number[]
  /** How it ends by itself; undefined: never. */
  readonly exit: Ending | undefined
  /** What SIGTERM does; undefined: it is ignored, as by a shell that is process 1. */
  readonly onTerm: Ending | undefined
  readonly lines: readonly LogLine[]
  /** Requests that it makes of itself. */
  readonly fetches: readonly TimedFetch[]
  /** Files that it makes of itself. */
  readonly files: readonly TimedFile[]
  /** What it does again and again; undefined: nothing. */
  readonly loop: Loop | undefined
  /** It never waits: it takes a whole core. */
  readonly busy: boolean
  /** Its script asks questions whose answers only its surroundings know: it is run step by step. undefined: all of it is known before. */
  readonly live: readonly Step[] | undefined
  /** What it was told to use up; undefined: it uses what its image does. */
  readonly load: Load | undefined
}

const memo = new WeakMap<Container, Program>()

/** The program of a container. Equal containers of one template are one object, so it is worked out once. */
export function programOf(container: Container): Program {
  let program = memo.get(container)
  if (program === undefined) {
    program = withinMemory(container, makeProgram(container))
    memo.set(container, program)
  }
  return program
}

/** The same program, ended by the kernel when it takes more memory than its container may. */
function withinMemory(container: Container, program: Program): Program {
  const { exit, load, startupUs, ports } = program
  const afterUs = outOfMemoryAfterUs(container, load, ports.length > 0, startupUs)
  return afterUs === undefined || (exit !== undefined && exit.afterUs <= afterUs) ? program : { ...program, exit: { afterUs, code: 137, reason: 'OOMKilled' } }
}

function makeProgram(container: Container): Program {
  const image = imageOf(container.image)
  const load = loadOf(container, soleCommand([...(container.command ?? []), ...(container.args ?? [])]))
  if (load !== undefined) return loading(load)
  const words = container.command === undefined ? [] : [...container.command, ...(container.args ?? [])]
  if (words.length === 0 && image.kind !== 'shell') return server(container, image)
  const line = words.length > 0 ? words : (container.args ?? ['sh'])
  return command(container, image, line)
}

/** The command that a shell is given, when it is one alone; else the words as they are. */
function soleCommand(words: readonly string[]): readonly string[] {
  const [first = '', second = '', script = ''] = words
  if (!shells.has(first) || !/^-[a-z]*c$/.test(second)) return words
  const [only, more] = splitScript(script)
  return only === undefined || more !== undefined ? words : only
}

/** Process 1 without a handler: SIGTERM is ignored. */
function loading(load: Load): Program {
  const exit = load.seconds === undefined ? undefined : { afterUs: load.seconds * 1_000_000, code: 0 }
  return { ...runOf(waiting), exit, lines: [{ afterUs: 0, text: load.line }], load }
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
    fetches: [],
    files: [],
    loop: undefined,
    busy: false,
    live: undefined,
    load: undefined,
  }
}

const shells = new Set(['sh', '/bin/sh', 'bash', '/bin/bash', 'ash', '/bin/ash'])

function command(container: Container, image: Image, words: readonly string[]): Program {
  const [first = '', second = '', script = ''] = words
  // A shell that somebody may type into waits; one with nothing to read ends at once.
  if (shells.has(first) && words.length === 1 && container.stdin === true) return runOf(waiting)
  if (shells.has(first) && words.length === 1) return runOf({ ...waiting, exit: { afterUs: 0, code: 0 } })
  const statements = shells.has(first) && /^-[a-z]*c$/.test(second) ? splitScript(script) : [words]
  const run = runStatements(statements)
  const steps = shells.has(first) && run.becomes === undefined && /\b(?:if|until|while)\b/.test(script) && isWholeScript(script) ? readScript(script) : []
  if (steps.some(asks)) return { ...runOf(waiting), live: steps }
  if (run.becomes === undefined) return runOf(run)
  // `exec nginx ...`, or an image's own program with other arguments: a server as the image says.
  const own = server(container, image)
  const fromUs = run.becomes
  const lines = own.lines.map((line) => ({ afterUs: line.afterUs + fromUs, text: line.text }))
  return { ...own, startupUs: own.startupUs + fromUs, lines: [...run.lines, ...lines], files: run.files }
}

/** Conditions that always hold. */
const always: ReadonlySet<string> = new Set(['true', ':', 'sleep', '[ 1 ]', '[ true ]', '[ 1 -eq 1 ]', '[ : ]'])

/** True for a step that goes on by what it finds: a choice, or a loop that may end. */
function asks(step: Step): boolean {
  if (step.does === 'pipe') return false
  if (step.does === 'for') return step.body.some(asks)
  if (step.does === 'if' || step.until) return true
  const [only, more] = step.condition
  const words = only?.does === 'pipe' && more === undefined ? only.pipe[0] ?? [] : []
  return !(always.has(words[0] ?? '') || always.has(words.join(' '))) || step.body.some(asks)
}

/** True for a program that is a shell which somebody may type into. */
export function isTypedTo(container: Container): boolean {
  if (container.stdin !== true) return false
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  return words.length === 1 ? shells.has(words[0]!) : words.length === 0 && imageOf(container.image).kind === 'shell'
}

const waiting: Run = { lines: [], fetches: [], files: [], exit: undefined, becomes: undefined, loop: undefined, busy: false }

function runOf(run: Run): Program {
  return { startupUs: 0, ports: [], exit: run.exit, onTerm: undefined, lines: run.lines, fetches: run.fetches, files: run.files, loop: run.loop, busy: run.busy, live: undefined, load: undefined }
}
