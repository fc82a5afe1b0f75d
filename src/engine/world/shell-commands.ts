/** Simple commands as a container's programs have them (BusyBox, coreutils, curl): what they print and how they end. */
import type { Container } from '../../kubernetes/types/core.ts'
import { absolutePath, isDirectory, namesIn, readFile, removePath, writeFile } from './files.ts'
import { imageOf, parseImageName } from './images.ts'
import { isServer, waitsForEver } from './shell.ts'
import { shellBuiltins } from './shell-builtins.ts'
import { fetch, knock } from './shell-requests.ts'
import { countOf, filterLines, formatted, grep, sequence, sorted, uniq } from './shell-text.ts'
import { fail, print, type CommandOf, type Outcome, type ShellWorld } from './shell-world.ts'

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

const units: Readonly<Record<string, number>> = { s: 1_000_000, m: 60_000_000, h: 3_600_000_000 }

/** A hundred years. */
const forEver: Outcome = { does: 'sleep', us: 3_155_760_000_000_000 }

function sleep(words: readonly string[]): Outcome {
  if (words[1] === 'infinity' || words[1] === 'inf') return forEver
  const match = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(words[1] ?? '')
  if (match === null) return fail(`sleep: invalid number '${words[1] ?? ''}'\n`)
  return { does: 'sleep', us: Math.round(Number(match[1]) * units[match[2] === '' ? 's' : match[2]!]!) }
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

/** Tools that images often have and whose work is not looked at here: in a container's own script they succeed without a word. */
const otherTools: ReadonlySet<string> = new Set((
  'apk apt apt-get awk base64 basename chgrp chmod chown chroot clear cmp cp cut dd df diff dig dirname dmesg dpkg du expand expr find free fsync getent groups gunzip gzip '
  + 'host ifconfig install ip iptables jq kill killall link ln logger lsof md5sum mkfifo mknod mktemp mount mv nice nohup nproc openssl passwd ping pkill readlink realpath '
  + 'route sed sha256sum shuf split ss stat stty su sync sysctl tar tcpdump telnet timeout tr traceroute truncate umask umount unzip uptime usermod vi watch xargs xxd yum zcat'
).split(' '))

/** True for a command whose work is known here. */
export function isCommand(name: string): boolean {
  return Object.hasOwn(commands, baseName(name))
}

/** True for a tool whose work is not looked at. */
export function isOtherTool(name: string): boolean {
  return otherTools.has(baseName(name))
}

const withoutBash = new Set(['busybox', 'alpine', 'curlimages/curl', 'pause'])

/** Names under which there is a shell. */
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

/** `/usr/bin/env` is `env`. */
export function baseName(name: string): string {
  return name.replace(/^\/(?:usr\/)?s?bin\//, '')
}

/**
 * Runs one command of a container's own script. Besides commands there are programs that last, tools whose work is not looked at, and programs
 * of an image that nobody knows: the last of these runs as a server does, others succeed.
 */
export function runOwnCommand(words: readonly string[], world: ShellWorld, input: string, isLast: boolean): Outcome {
  const [name = ''] = words
  if (isServer(name) || (input === '' && waitsForEver(words))) return forEver
  const outcome = runCommand(words, world, input)
  if (outcome.does !== 'missing') return outcome
  const isKnown = imageOf(world.container.image).plain === true
  if (isLast && !isKnown && !isOtherTool(name)) return forEver
  return isOtherTool(name) || !isKnown ? print('') : outcome
}

/** Runs one command. `input`: what it reads. */
export function runCommand(words: readonly string[], world: ShellWorld, input: string): Outcome {
  const name = baseName(words[0] ?? '')
  return Object.hasOwn(commands, name) ? commands[name]!(words, world, input) : { does: 'missing' }
}
