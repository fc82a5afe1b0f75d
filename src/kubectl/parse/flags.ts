/** Flags as kubectl reads them. Source: github.com/spf13/pflag (flag.go), whose error texts these are. */

type FlagType = 'text' | 'bool' | 'int' | 'duration' | 'list'

export interface FlagSpec {
  readonly name: string
  /** One letter, or empty. */
  readonly short: string
  readonly type: FlagType
  /** Text of the value when the flag is not given. */
  readonly preset: string
  /** Text of the value when the flag is given without one; undefined: it needs one. */
  readonly alone: string | undefined
  readonly says: string
}

/** A flag with a value. A list may be given several times and holds commas. */
export function flag(name: string, type: FlagType, says: string, more: Partial<Pick<FlagSpec, 'short' | 'preset' | 'alone'>> = {}): FlagSpec {
  return { name, type, says, short: '', preset: type === 'bool' ? 'false' : type === 'int' ? '0' : '', alone: type === 'bool' ? 'true' : undefined, ...more }
}

/** The values of one command line. Asking for a flag that the command does not have is a fault of the program and throws. */
export interface Flags {
  text(name: string): string
  on(name: string): boolean
  number(name: string): number
  /** Milliseconds. */
  duration(name: string): number
  list(name: string): readonly string[]
  /** Whether the line names it. */
  given(name: string): boolean
}

interface ParsedFlags {
  readonly flags: Flags
  readonly args: readonly string[]
  /** How many arguments stand before `--`; undefined: there is none. */
  readonly afterDashes: number | undefined
  /** The first thing that is wrong; undefined: nothing. */
  readonly problem: string | undefined
}

interface Reading {
  readonly specs: readonly FlagSpec[]
  readonly words: readonly string[]
  readonly values: Map<string, string[]>
  at: number
  problem: string | undefined
}

/** Reads words against a command's flags. Flags and arguments may be mixed; `--` ends the flags. */
export function parseFlags(words: readonly string[], specs: readonly FlagSpec[]): ParsedFlags {
  const reading: Reading = { specs, words, values: new Map(), at: 0, problem: undefined }
  const args: string[] = []
  let afterDashes: number | undefined
  while (reading.at < words.length && reading.problem === undefined) {
    const word = words[reading.at]!
    reading.at++
    if (word === '--') {
      afterDashes = args.length
      args.push(...words.slice(reading.at))
      break
    }
    if (word.startsWith('--')) readLong(reading, word)
    else if (word.startsWith('-') && word !== '-') readShort(reading, word)
    else args.push(word)
  }
  return { flags: flagsOf(specs, reading.values), args, afterDashes, problem: reading.problem }
}

function readLong(reading: Reading, word: string): void {
  const equal = word.indexOf('=')
  const name = equal < 0 ? word.slice(2) : word.slice(2, equal)
  const spec = reading.specs.find((one) => one.name === name)
  if (name === '' || name.startsWith('-')) reading.problem = `bad flag syntax: ${word}`
  else if (spec === undefined) reading.problem = `unknown flag: --${name}`
  else if (equal >= 0) take(reading, spec, word.slice(equal + 1), `--${name}`)
  else if (spec.alone !== undefined) take(reading, spec, spec.alone, `--${name}`)
  else if (reading.at >= reading.words.length) reading.problem = `flag needs an argument: --${name}`
  else take(reading, spec, reading.words[reading.at++]!, `--${name}`)
}

/** `-A`, `-owide`, `-o=wide`, `-o wide`, `-Aw`. */
function readShort(reading: Reading, word: string): void {
  for (let i = 1; i < word.length && reading.problem === undefined; i++) {
    const letter = word[i]!
    const spec = reading.specs.find((one) => one.short === letter)
    if (spec === undefined) {
      reading.problem = `unknown shorthand flag: '${letter}' in ${word}`
      return
    }
    const shown = `-${letter}, --${spec.name}`
    if (word[i + 1] === '=') {
      take(reading, spec, word.slice(i + 2), shown)
      return
    }
    if (spec.alone !== undefined) take(reading, spec, spec.alone, shown)
    else if (i + 1 < word.length) {
      take(reading, spec, word.slice(i + 1), shown)
      return
    } else if (reading.at >= reading.words.length) reading.problem = `flag needs an argument: '${letter}' in ${word}`
    else take(reading, spec, reading.words[reading.at++]!, shown)
  }
}

function take(reading: Reading, spec: FlagSpec, value: string, shown: string): void {
  const problem = valueProblem(spec, value)
  if (problem !== undefined) {
    reading.problem = `invalid argument "${value}" for "${shown}" flag: ${problem}`
    return
  }
  const known = reading.values.get(spec.name) ?? []
  reading.values.set(spec.name, spec.type === 'list' ? [...known, value] : [value])
}

const booleans: Readonly<Record<string, boolean>> = {
  '1': true, t: true, T: true, true: true, TRUE: true, True: true, '0': false, f: false, F: false, false: false, FALSE: false, False: false,
}

function valueProblem(spec: FlagSpec, value: string): string | undefined {
  if (spec.type === 'int' && !/^[+-]?\d+$/.test(value)) return `strconv.ParseInt: parsing "${value}": invalid syntax`
  if (spec.type === 'bool' && booleans[value] === undefined) return `strconv.ParseBool: parsing "${value}": invalid syntax`
  if (spec.type === 'duration' && durationMs(value) === undefined) return `time: invalid duration "${value}"`
  return undefined
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** A Go duration (`90s`, `1m30s`, `-1s`) in milliseconds; undefined when it is none. */
export function durationMs(text: string): number | undefined {
  const match = /^([+-]?)((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/.exec(text)
  if (text === '0') return 0
  if (match === null) return undefined
  let sum = 0
  for (const part of (match[2] ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) sum += Number(part[1]) * (unitMs[part[2] ?? ''] ?? 0)
  return match[1] === '-' ? -sum : sum
}

/** Milliseconds as Go prints a duration: `1m30s`, `1h0m0s`, `500ms`. */
export function durationText(milliseconds: number): string {
  const sign = milliseconds < 0 ? '-' : ''
  const ms = Math.abs(milliseconds)
  if (ms === 0) return '0s'
  if (ms < 1000) return `${sign}${ms}ms`
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor(ms / 60_000) % 60
  return `${sign}${hours > 0 ? `${hours}h` : ''}${ms >= 60_000 ? `${minutes}m` : ''}${(ms % 60_000) / 1000}s`
}

function flagsOf(specs: readonly FlagSpec[], values: ReadonlyMap<string, readonly string[]>): Flags {
  const text = (name: string): string => {
    const spec = specs.find((one) => one.name === name)
    if (spec === undefined) throw new Error(`the command has no flag --${name}`)
    return values.get(name)?.at(-1) ?? spec.preset
  }
  return {
    text,
    on: (name) => booleans[text(name)] ?? false,
    number: (name) => Number(text(name)),
    duration: (name) => durationMs(text(name)) ?? 0,
    list: (name) => {
      text(name)
      return values.get(name) ?? []
    },
    given: (name) => values.has(name),
  }
}
