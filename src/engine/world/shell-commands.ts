/**
 * Simple commands as a container's programs have them (BusyBox, coreutils, curl): what they print and how they end. Files are those that
 * every container has; nothing can be written.
 */
import type { Container } from '../../kubernetes/types/core.ts'
import { parseImageName } from './images.ts'

/** What a command finds around it. */
export interface ShellWorld {
  readonly container: Container
  readonly podName: string
  readonly namespace: string
  readonly ip: string
  readonly variables: ReadonlyMap<string, string>
  /** What `date` prints. */
  readonly date: string
}

/** An HTTP request that a command makes. */
export interface Fetch {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly agent: string
  readonly timeoutUs: number
  /** What it prints of the answer: the body, the head, both, or nothing. */
  readonly shows: 'body' | 'head' | 'both' | 'nothing'
  /** Format of curl's `-w`; empty text: none. */
  readonly format: string
  readonly tool: 'curl' | 'wget'
}

export type Outcome =
  | { readonly does: 'print'; readonly out: string; readonly err: string; readonly code: number }
  | { readonly does: 'sleep'; readonly us: number }
  | { readonly does: 'fetch'; readonly fetch: Fetch }
  | { readonly does: 'lookup'; readonly host: string }
  | { readonly does: 'exit'; readonly code: number }
  /** There is no such program. */
  | { readonly does: 'missing' }

type CommandOf = (words: readonly string[], world: ShellWorld, input: string) => Outcome

const print = (out: string, code = 0): Outcome => ({ does: 'print', out, err: '', code })
const fail = (err: string, code = 1): Outcome => ({ does: 'print', out: '', err, code })

function files(world: ShellWorld): ReadonlyMap<string, string> {
  const { podName, ip, namespace, container } = world
  const { repository, suffix } = parseImageName(container.image)
  const hosts = ['# Kubernetes-managed hosts file.', '127.0.0.1\tlocalhost', `${ip}\t${podName}`, ''].join('\n')
  const resolver = [
    `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local`, 'nameserver 10.96.0.10', 'options ndots:5', '',
  ].join('\n')
  return new Map([
    ['/etc/hostname', `${podName}\n`], ['/etc/hosts', hosts], ['/etc/resolv.conf', resolver],
    ['/etc/os-release', `NAME="${repository.replace(/^library\//, '')}"\nVERSION_ID="${suffix.slice(1)}"\n`],
    ['/var/run/secrets/kubernetes.io/serviceaccount/namespace', namespace],
  ])
}

const root = ['bin', 'dev', 'etc', 'home', 'lib', 'proc', 'root', 'run', 'sys', 'tmp', 'usr', 'var']

function list(words: readonly string[], world: ShellWorld): Outcome {
  const long = words.some((word) => /^-[a-zA-Z]*l/.test(word))
  const path = (words.slice(1).find((word) => !word.startsWith('-')) ?? '/').replace(/(.)\/$/, '$1')
  const all = [...files(world).keys(), ...root.map((name) => `/${name}`)]
  if (files(world).has(path)) return print(`${path}\n`)
  const inside = path === '/' ? '/' : `${path}/`
  const below = all.filter((file) => file.startsWith(inside)).map((file) => file.slice(inside.length).split('/')[0]!)
  const names = [...new Set(below)].filter((name) => name !== '').sort()
  if (names.length === 0 && !all.includes(path)) return fail(`ls: ${path}: No such file or directory\n`)
  const line = (name: string): string => {
    const mode = files(world).has(`${inside}${name}`) ? '-rw-r--r--' : 'drwxr-xr-x'
    return `${mode}    1 root     root          4096 Jan  1 00:00 ${name}\n`
  }
  return print(long ? names.map(line).join('') : names.map((name) => `${name}\n`).join(''))
}

function show(words: readonly string[], world: ShellWorld, input: string): Outcome {
  const names = words.slice(1).filter((word) => !word.startsWith('-'))
  if (names.length === 0) return print(input)
  const missing = names.find((name) => !files(world).has(name))
  if (missing !== undefined) return fail(`cat: can't open '${missing}': No such file or directory\n`)
  return print(names.map((name) => files(world).get(name) ?? '').join(''))
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

const commands: Readonly<Record<string, CommandOf>> = {
  true: () => print(''),
  ':': () => print(''),
  false: () => print('', 1),
  echo: (words) => print(`${words.slice(1).filter((word) => word !== '-e' && word !== '-n').join(' ')}${words[1] === '-n' ? '' : '\n'}`),
  pwd: () => print('/\n'),
  whoami: () => print('root\n'),
  id: () => print('uid=0(root) gid=0(root) groups=0(root)\n'),
  hostname: (words, world) => print(`${words.includes('-i') ? world.ip : world.podName}\n`),
  uname(words, world) {
    if (words.includes('-a')) return print(`Linux ${world.podName} 6.8.0 #1 SMP x86_64 GNU/Linux\n`)
    return print(words.includes('-r') ? '6.8.0\n' : 'Linux\n')
  },
  date: (_words, world) => print(`${world.date}\n`),
  env: (_words, world) => print([...world.variables].map(([name, value]) => `${name}=${value}\n`).join('')),
  printenv(words, world) {
    if (words.length === 1) return commands['env']!(words, world, '')
    const value = world.variables.get(words[1]!)
    return value === undefined ? print('', 1) : print(`${value}\n`)
  },
  ls: list,
  cat: show,
  ps: (_words, world) => processes(world),
  head: (words, _world, input) => print(filterLines(input, (_line, at) => at < countOf(words))),
  tail: (words, _world, input) => print(filterLines(input, (_line, at, count) => at >= count - countOf(words))),
  wc: (words, _world, input) => {
    const lines = input.split('\n').length - 1
    return print(words.includes('-l') ? `${lines}\n` : `${lines} ${input.split(/\s+/).length - 1} ${input.length}\n`)
  },
  sort: (_words, _world, input) => print(input.replace(/\n$/, '').split('\n').sort().map((line) => `${line}\n`).join('')),
  uniq: (words, _world, input) => uniq(words, input),
  grep: (words, _world, input) => grep(words, input),
  sleep,
  exit: (words) => ({ does: 'exit', code: Number.parseInt(words[1] ?? '0', 10) || 0 }),
  nslookup: (words) => ({ does: 'lookup', host: words[1] ?? '' }),
  curl: fetch('curl'),
  wget: fetch('wget'),
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

/** True when the container's image has a program. Simplified: all images have the same few, but for a bash that small ones lack. */
export function hasProgram(container: Container, name: string): boolean {
  const repository = parseImageName(container.image).repository.replace(/^library\//, '')
  if (repository === 'pause') return false
  if (shells.has(name)) return !name.endsWith('bash') || !withoutBash.has(repository)
  return name !== 'exit' && name !== ':' && Object.hasOwn(commands, baseName(name))
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
