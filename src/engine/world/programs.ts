/**
 * How the program of a container behaves: a pure function of its image, command and arguments. Servers run for ever; a shell does what its
 * script says.
 */
import type { Container } from '../../kubernetes/types/core.ts'
import { commandsOf, needsLook } from './foresight.ts'
import { imageOf, type Image } from './images.ts'
import { loadOf, outOfMemoryAfterUs, type Load } from './memory.ts'
import { asCommand, isWholeScript, readScript, type Step } from './script.ts'
import { baseName, isCommand, isOtherTool, shells } from './shell-commands.ts'
import { isServer, runStatements, splitScript, waitsForEver, type Ending, type LogLine, type Loop, type Run, type TimedFetch, type TimedFile } from './shell.ts'

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
  /** Name of a program that its image does not hold: it can't be started. undefined: it can. */
  readonly unstartable: string | undefined
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
    unstartable: undefined,
    load: undefined,
  }
}

function command(container: Container, image: Image, [name = '', ...more]: readonly string[]): Program {
  const words = [baseName(name), ...more]
  const [first = '', second = '', script = ''] = words
  if (!shells.has(first)) return singleCommand(container, image, words)
  // A shell that somebody may type into waits; one with nothing to read ends at once.
  if (more.length === 0) return runOf(container.stdin === true ? waiting : { ...waiting, exit: { afterUs: 0, code: 0 } })
  return /^-[a-z]*c$/.test(second) ? scripted(container, image, second.includes('e') ? `set -e; ${script}` : script) : { ...runOf(waiting), live: [asCommand(words)] }
}

/** One command without a shell. */
function singleCommand(container: Container, image: Image, words: readonly string[]): Program {
  const [first = ''] = words
  const step = asCommand(words)
  if (isServer(first) || isCommand(first) || isOtherTool(first) || waitsForEver(words)) {
    return needsLook([step], '') && !isOtherTool(first) ? { ...runOf(waiting), live: [step] } : becoming(container, image, runStatements([words]))
  }
  // A script that a volume brings.
  if (container.volumeMounts?.some(({ mountPath }) => first.startsWith(mountPath)) === true) return { ...runOf(waiting), live: [step] }
  return image.plain === true ? { ...runOf(waiting), unstartable: first } : server(container, image)
}

/** A shell's script. */
function scripted(container: Container, image: Image, script: string): Program {
  const steps = isWholeScript(script) ? readScript(script) : []
  const names = steps.flatMap(commandsOf).map(([name = '', next = '']) => (name === 'exec' ? next : name))
  const strange = image.plain !== true && names.some((name) => name !== '' && !name.includes('=') && !isServer(name) && !isCommand(name) && !isOtherTool(name))
  if (needsLook(steps, script)) {
    // Simplified: a server that a script comes to in the end accepts connections from the script's start on.
    const serves = strange || names.some(isServer)
    return serves ? { ...server(container, image), lines: [], live: steps } : { ...runOf(waiting), live: steps }
  }
  return strange ? server(container, image) : becoming(container, image, runStatements(splitScript(script)))
}

/** `exec nginx ...`, or an image's own program with other arguments: a server as the image says. */
function becoming(container: Container, image: Image, run: Run): Program {
  if (run.becomes === undefined) return runOf(run)
  const own = server(container, image)
  const fromUs = run.becomes
  const lines = own.lines.map((line) => ({ afterUs: line.afterUs + fromUs, text: line.text }))
  return { ...own, startupUs: own.startupUs + fromUs, lines: [...run.lines, ...lines], files: run.files }
}

/** True for a program that is a shell which somebody may type into. */
export function isTypedTo(container: Container): boolean {
  if (container.stdin !== true) return false
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  return words.length === 1 ? shells.has(words[0]!) : words.length === 0 && imageOf(container.image).kind === 'shell'
}

const waiting: Run = { lines: [], fetches: [], files: [], exit: undefined, becomes: undefined, loop: undefined, busy: false }

function runOf(run: Run): Program {
  return { startupUs: 0, ports: [], exit: run.exit, onTerm: undefined, lines: run.lines, fetches: run.fetches, files: run.files, loop: run.loop, busy: run.busy, live: undefined, unstartable: undefined, load: undefined }
}
