/**
 * How much memory a program takes, and when that is too much for its container. Modelled figures: images of the table hold what it says,
 * `stress` what it is told; one that nobody knows stays within its limit.
 */
import { parseQuantity } from '../../kubernetes/quantity.ts'
import type { Container } from '../../kubernetes/types/core.ts'
import { behaviourOf, isModelled } from './behaviour.ts'
import { parseImageName } from './images.ts'

/** What a program was told to use up. */
export interface Load {
  readonly memoryBytes: number
  readonly milliCpu: number
  /** Whole seconds after which it ends; undefined: it goes on. */
  readonly seconds: number | undefined
  readonly line: string
}

const mebi = 1_048_576
/** What `stress` takes for itself, and each worker that is told no size. */
const ownBytes = mebi
const workerBytes = 256 * mebi
const units: Readonly<Record<string, number>> = { B: 1, K: 1024, M: mebi, G: 1024 * mebi }
const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** The value behind an option; `--cpu=2` and `--cpu 2` are the same. */
function option(words: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [i, word] of words.entries()) {
    const [name = '', value] = word.split('=', 2)
    if (names.includes(name)) return value ?? words[i + 1]
  }
  return undefined
}

function sized(text: string | undefined, table: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d{1,12})([a-zA-Z]?)$/.exec(text ?? '')
  return match === null ? undefined : Number(match[1]) * (table[match[2]!] ?? 1)
}

/** What `stress` (or `stress-ng`, or an image that is named so) is told to use up; undefined: it is another program. */
export function loadOf(container: Container, words: readonly string[]): Load | undefined {
  const { repository } = parseImageName(container.image)
  const own = container.command === undefined && /(?:^|\/)stress(?:-ng)?$/.test(repository)
  const said = own ? ['stress', ...words] : words
  if (!/(?:^|\/)stress(?:-ng)?$/.test(said[0] ?? '')) return undefined
  const workers = sized(option(said, '--vm', '-m'), {}) ?? 0
  const cpus = Number(option(said, '--cpu', '-c', '-cpus') ?? 0)
  const memory = sized(option(said, '-mem-total')?.replace(/i$/, ''), units) ?? workers * (sized(option(said, '--vm-bytes'), units) ?? workerBytes)
  const hangs = option(said, '--vm-hang', '--vm-keep') !== undefined || workers === 0
  return {
    memoryBytes: ownBytes + memory, milliCpu: Math.round((Number.isFinite(cpus) ? cpus : 0) * 1000) + (hangs ? 0 : workers * 1000),
    seconds: sized(option(said, '--timeout', '-t'), secondsOf), line: `stress: info: [1] dispatching hogs: ${cpus} cpu, 0 io, ${workers} vm, 0 hdd`,
  }
}

/** Bytes that the container may take; Infinity: as many as the machine has. */
function limitOf(container: Container): number {
  const text = container.resources.limits?.memory
  return text === undefined ? Infinity : parseQuantity(text)
}

/** Memory is taken so fast, bytes in a second. */
const bytesPerSecond = 1024 * mebi
const firstPageUs = 20_000

/**
 * Microseconds after its start at which a program has passed its container's limit, so that the kernel kills it; undefined: it stays within.
 * `startupUs`: a server has its memory when it is up.
 */
export function outOfMemoryAfterUs(container: Container, load: Load | undefined, isServer: boolean, startupUs: number): number | undefined {
  const limit = limitOf(container)
  if (load !== undefined) return load.memoryBytes <= limit ? undefined : firstPageUs + Math.floor((limit * 1_000_000) / bytesPerSecond)
  const wanted = isServer && isModelled(container) ? behaviourOf(container).memoryBytes : 0
  return wanted <= limit ? undefined : firstPageUs + Math.floor(startupUs / 2)
}
