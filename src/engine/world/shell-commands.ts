/** Simple commands as a container's programs have them (BusyBox, coreutils, curl): what they print and how they end. */
import type { Container } from '../../kubernetes/types/core.ts'
import { absolutePath, isDirectory, namesIn, readFile, removePath, writeFile } from './files.ts'
import { parseImageName } from './images.ts'
import { shellBuiltins } from './shell-builtins.ts'
import { fail, print, type CommandOf, type Fetch, type Outcome, type ShellWorld } from './shell-world.ts'

function plainWords(words: readonly string[]): readonly string[] {
  return words.slice(1).filter((word) => !word.startsWith('-'))
}

function list(words: readonly string[], world: ShellWorld): Outcome {
  const long = words.some((word) => /^-[a-zA-Z]*l/.test(word))
  const all = words.some((word) => /^-[a-zA-Z]*a/.test(word))
  const path = plainWords(words)[0] ?? world.state.cwd
  const row = (mode: string, bytes: number, name: string): string => `${mode}    1 root     root     ${String(bytes).padStart(9)} Jan  1 00:00 ${name}\n`
  const line = (name: string, at: string): string => {
    if (!long) return `${name}\n`
    const text = readFile(world, at)
    return text === undefined ? row('drwxr-xr-x', 4096, name) : row('-rw-r--r--', text.length, name)
  }
  if (readFile(world, path) !== undefined) return print(line(path, path))
  if (!isDirectory(world, path)) return fail(`ls: ${path}: No such file or directory\n`)
  const names = namesIn(world, path).filter((name) => all || !name.startsWith('.'))
  return print(names.map((name) => line(name, `${path}/${name}`)).join(''))
}

/** Texts of files that are named, or what comes through the pipe; else why one can't be read. */
function textOf(command: string, names: readonly string[], world: ShellWorld, input: string): { readonly text: string } | { readonly refusal: Outcome } {
  let text = names.length === 0 ? input : ''
  for (const name of names) {
    const one = name === '-' ? input : readFile(world, name)
    const why = isDirectory(world, name) ? 'Is a directory' : 'No such file or directory'
    if (one === undefined) return { refusal: fail(command === 'cat' ? `cat: can't open '${name}': ${why}\n` : `${command}: ${name}: ${why}\n`) }
    text += one
  }
  return { text }
}

function show(words: readonly string[], world: ShellWorld, input: string): Outcome {
  const read = textOf('cat', plainWords(words), world, input)
  return 'refusal' in read ? read.refusal : print(read.text)
}

/** A command that works on lines of its files. `skips`: the value of a flag, or a pattern, which is no file. */
function onText(work: (words: readonly string[], text: string) => Outcome, skips: RegExp, patterns = 0): CommandOf {
  return (words, world, input) => {
    const names = words.filter((word, at) => at > 0 && !word.startsWith('-') && !skips.test(words[at - 1]!)).slice(patterns)
    const read = textOf(words[0]!, names, world, input)
    return 'refusal' in read ? read.refusal : work(words, read.text)
  }
}

function touch(words: readonly string[], world: ShellWorld): Outcome {
  for (const name of plainWords(words)) {
    const why = readFile(world, name) === undefined ? writeFile(world, name, '', false) : undefined
    if (why !== undefined && why !== 'Is a directory') return fail(`touch: ${name}: ${why === 'nonexistent directory' ? 'No such file or directory' : why}\n`)
  }
  return print('')
}

function remove(words: readonly string[], world: ShellWorld): Outcome {
  const letters = words.filter((word) => word.startsWith('-')).join('')
  for (const name of plainWords(words)) {
    if (isDirectory(world, name) && !letters.includes('r')) return fail(`rm: '${name}' is a directory\n`)
    if (!removePath(world, name) && !letters.includes('f')) return fail(`rm: can't remove '${name}': No such file or directory\n`)
  }
  return print('')
}

function makeDirectories(words: readonly string[], world: ShellWorld): Outcome {
  for (const name of plainWords(words)) {
    if (isDirectory(world, name) && !words.includes('-p')) return fail(`mkdir: can't create directory '${name}': File exists\n`)
    world.written.set(`${absolutePath(world.state.cwd, name)}/`, '')
  }
  return print('')
}

function tee(words: readonly string[], world: ShellWorld, input: string): Outcome {
  for (const name of plainWords(words)) {
    const why = writeFile(world, name, input, words.includes('-a'))
    if (why !== undefined) return { does: 'print', out: input, err: `tee: ${name}: ${why}\n`, code: 1 }
  }
  return print(input)
}

function processes(world: ShellWorld): Outcome {
  const { container } = world
  const own = [...(container.command ?? []), ...(container.args ?? [])].join(' ')
  const program = own === '' ? parseImageName(container.image).repository.split('/').at(-1)! : own
  return print(`PID   USER     TIME  COMMAND\n    1 root      0:00 ${program}\n   12 root      0:00 ps\n`)
}

function filterLines(input: string, keep: (line: string, at: number, count: number) => boolean): string {
  const lines = input.replace(/\n$/, '').split('\n')
  return lines.filter((line, at) => keep(line, at, lines.length)).map((line) => `${line}\n`).join('')
}

function countOf(words: readonly string[]): number {
  const at = words.findIndex((word) => word.startsWith('-n') || /^-\d+$/.test(word))
  if (at < 0) return 10
  const text = words[at] === '-n' ? words[at + 1] : words[at]!.replace(/^-n?/, '')
  return Math.max(0, Number(text) || 0)
}

function grep(words: readonly string[], input: string): Outcome {
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

const units: Readonly<Record<string, number>> = { s: 1_000_000, m: 60_000_000, h: 3_600_000_000 }

function sleep(words: readonly string[]): Outcome {
  const match = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(words[1] ?? '')
  if (match === null) return fail(`sleep: invalid number '${words[1] ?? ''}'\n`)
  return { does: 'sleep', us: Math.round(Number(match[1]) * units[match[2] === '' ? 's' : match[2]!]!) }
}

function valueAfter(words: readonly string[], ...names: readonly string[]): string | undefined {
  const at = words.findIndex((word) => names.includes(word))
  if (at >= 0) return words[at + 1]
  const joined = words.find((word) => names.some((name) => name.startsWith('--') && word.startsWith(`${name}=`)))
  return joined?.replace(/^[^=]*=/, '')
}

const withValue = new Set(['-m', '--max-time', '--connect-timeout', '-T', '-o', '-O', '-w', '-H', '-X', '-A', '-d', '--timeout', '-t'])

function urlOf(words: readonly string[]): string | undefined {
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!
    if (withValue.has(word)) at++
    else if (!word.startsWith('-')) return word
  }
  return undefined
}

/** SYN retries of a kernel that gets no answer. */
const connectTimeoutSeconds = 127

/** The file that the body goes to; "-": it is printed. */
function outputOf(tool: 'curl' | 'wget', words: readonly string[]): string | undefined {
  if (tool === 'curl') return valueAfter(words, '-o', '--output')
  return valueAfter(words, '-O', '--output-document') ?? words.find((word) => /^-[a-zA-Z]*O./.test(word))?.replace(/^-[a-zA-Z]*O/, '')
}

function secondsOf(tool: 'curl' | 'wget', words: readonly string[]): number {
  const names = tool === 'curl' ? ['-m', '--max-time', '--connect-timeout'] : ['-T', '--timeout']
  return Number(valueAfter(words, ...names)) || connectTimeoutSeconds
}

/** What is said of a URL that cannot be asked. */
function noUrl(tool: 'curl' | 'wget', url: string | undefined): Outcome {
  if (tool === 'wget') return fail('BusyBox v1.37.0 multi-call binary.\n\nUsage: wget [-cqS] [-O FILE] [-T SEC] URL...\n')
  return url?.startsWith('https:') === true ? fail('curl: (35) TLS connect error\n', 35) : fail('curl: (2) no URL specified\n', 2)
}

function fetch(tool: 'curl' | 'wget') {
  return (words: readonly string[]): Outcome => {
    const url = urlOf(words)
    const match = /^(?:http:\/\/)?([A-Za-z0-9.-]+)(?::(\d+))?(\/[^\s]*)?$/.exec(url ?? '')
    if (match === null) return noUrl(tool, url)
    const letters = words.filter((word) => /^-[a-zA-Z]+$/.test(word)).join('')
    const output = outputOf(tool, words)
    const hides = tool === 'curl' ? output !== undefined && output !== '-' : output !== '-'
    const head = tool === 'curl' && letters.includes('I')
    return {
      does: 'fetch',
      fetch: {
        host: match[1]!, port: Number(match[2] ?? 80), path: match[3] ?? '/', agent: tool === 'curl' ? 'curl/8.14.1' : 'Wget',
        timeoutUs: secondsOf(tool, words) * 1_000_000,
        shows: hides ? 'nothing' : head ? 'head' : tool === 'curl' && letters.includes('i') ? 'both' : 'body',
        format: (tool === 'curl' ? valueAfter(words, '-w', '--write-out') : undefined) ?? '', tool,
      },
    }
  }
}

/** Whether somebody listens: `nc -z HOST PORT`, `pg_isready -h HOST`. */
function knock(words: readonly string[]): Outcome {
  const names = words.filter((word, at) => at > 0 && !word.startsWith('-') && !/^-[whpUd]$/.test(words[at - 1]!))
  const database = words[0] === 'pg_isready'
  const host = database ? valueAfter(words, '-h', '--host') ?? 'localhost' : names[0] ?? ''
  const port = Number(database ? valueAfter(words, '-p', '--port') ?? 5432 : names[1])
  if (host === '' || !(port > 0)) return fail(`${words[0]!}: usage: ${words[0]!} -z HOST PORT\n`)
  const timeoutUs = (Number(valueAfter(words, '-w', '-t')) || 3) * 1_000_000
  return { does: 'fetch', fetch: { host, port, path: '/', agent: '', timeoutUs, shows: 'nothing', format: database ? 'pg_isready' : '', tool: 'nc' } }
}

const commands: Readonly<Record<string, CommandOf>> = {
  echo: (words) => print(`${words.slice(1).filter((word) => word !== '-e' && word !== '-n').join(' ')}${words[1] === '-n' ? '' : '\n'}`),
  whoami: () => print('root\n'),
  id: () => print('uid=0(root) gid=0(root) groups=0(root)\n'),
  hostname: (words, world) => print(`${words.includes('-i') ? world.ip : world.podName}\n`),
  uname(words, world) {
    if (words.includes('-a')) return print(`Linux ${world.podName} 6.8.0 #1 SMP x86_64 GNU/Linux\n`)
    return print(words.includes('-r') ? '6.8.0\n' : 'Linux\n')
  },
  date: (_words, world) => print(`${world.date}\n`),
  env: (_words, world) => print([...world.state.variables].map(([name, value]) => `${name}=${value}\n`).join('')),
  printenv(words, world) {
    if (words.length === 1) return commands['env']!(words, world, '')
    const value = world.state.variables.get(words[1]!)
    return value === undefined ? print('', 1) : print(`${value}\n`)
  },
  printf: (words) => print(formatted(words.slice(1))),
  ls: list,
  cat: show,
  ps: (_words, world) => processes(world),
  head: onText((words, text) => print(filterLines(text, (_line, at) => at < countOf(words))), /^-n$/),
  tail: onText((words, text) => print(filterLines(text, (_line, at, count) => at >= count - countOf(words))), /^-n$/),
  wc: onText((words, text) => {
    const lines = text.split('\n').length - 1
    const count = { '-l': lines, '-w': text.split(/\s+/).length - 1, '-c': text.length }[words[1] ?? '']
    return print(count === undefined ? `${lines} ${text.split(/\s+/).length - 1} ${text.length}\n` : `${count}\n`)
  }, /^$/),
  sort: onText((words, text) => print(sorted(words, text)), /^$/),
  uniq: onText(uniq, /^$/),
  grep: onText(grep, /^-[ABCem]$/, 1),
  touch,
  rm: remove,
  mkdir: makeDirectories,
  tee,
  seq: (words) => print(sequence(words.slice(1).map(Number)).map((number) => `${number}\n`).join('')),
  which: (words, world) => (words[1] !== undefined && hasProgram(world.container, words[1]) ? print(`/bin/${words[1]}\n`) : print('', 1)),
  sleep,
  nslookup: (words) => ({ does: 'lookup', host: words[1] ?? '' }),
  curl: fetch('curl'),
  wget: fetch('wget'),
  nc: knock,
  pg_isready: knock,
  ...shellBuiltins,
}

function sorted(words: readonly string[], text: string): string {
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
function formatted([format = '', ...words]: readonly string[]): string {
  let next = 0
  return format.replaceAll(/%[sd]|%%|\\[nt\\]/g, (part) => ({ '%%': '%', '\\n': '\n', '\\t': '\t', '\\\\': '\\' })[part] ?? words[next++] ?? '')
}

/** Numbers of `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST`. */
function sequence(numbers: readonly number[]): readonly number[] {
  const [first, step, last] = numbers.length > 2 ? numbers : numbers.length > 1 ? [numbers[0], 1, numbers[1]] : [1, 1, numbers[0]]
  const count = Math.floor(((last ?? 0) - (first ?? 1)) / (step ?? 1)) + 1
  return Array.from({ length: Math.max(0, Math.min(mostNumbers, count || 0)) }, (_, i) => (first ?? 1) + i * (step ?? 1))
}

function uniq(words: readonly string[], input: string): Outcome {
  const counted: { line: string; times: number }[] = []
  for (const line of input.replace(/\n$/, '').split('\n')) {
    const last = counted.at(-1)
    if (last?.line === line) last.times++
    else counted.push({ line, times: 1 })
  }
  return print(counted.map(({ line, times }) => (words.includes('-c') ? `${String(times).padStart(7, ' ')} ${line}\n` : `${line}\n`)).join(''))
}

const withoutBash = new Set(['busybox', 'alpine', 'curlimages/curl', 'pause'])
export const shells: ReadonlySet<string> = new Set(['sh', '/bin/sh', 'ash', '/bin/ash', 'bash', '/bin/bash'])

/** Words of the shell that are programs as well. */
const ordinaryToo: ReadonlySet<string> = new Set(['test', '[', 'pwd', 'true', 'false'])

/** True when the container's image has a program. Simplified: all images have the same few, but for a bash that small ones lack. */
export function hasProgram(container: Container, name: string): boolean {
  const repository = parseImageName(container.image).repository.replace(/^library\//, '')
  if (repository === 'pause') return false
  if (shells.has(name)) return !name.endsWith('bash') || !withoutBash.has(repository)
  return !Object.hasOwn(shellBuiltins, name) && Object.hasOwn(commands, baseName(name)) || ordinaryToo.has(name)
}

function baseName(name: string): string {
  return name.replace(/^\/(?:usr\/)?s?bin\//, '')
}

/** The request that a command line of curl or wget makes; undefined: it makes none. */
export function fetchOf(words: readonly string[]): Fetch | undefined {
  const outcome = fetch(words[0] === 'curl' ? 'curl' : 'wget')(words)
  return outcome.does === 'fetch' ? outcome.fetch : undefined
}

/** Runs one command. `input`: what it reads. */
export function runCommand(words: readonly string[], world: ShellWorld, input: string): Outcome {
  const name = baseName(words[0] ?? '')
  return Object.hasOwn(commands, name) ? commands[name]!(words, world, input) : { does: 'missing' }
}
