/**
 * Makes the first view's worker small: the build plays the first view in it and leaves out what never ran. What is left knows when it comes
 * to something that is missing and says so; the whole engine then goes on (src/bridge/first-view-port.ts).
 */
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { firstRunLoad } from '../src/embed/first-run.ts'
import type { PaceCommand } from '../src/protocol/host.ts'
import { defaultClusterOptions } from '../src/protocol/options.ts'
import { protocolVersion } from '../src/protocol/vocabulary.ts'
import { dropUnused } from './drop-unused.ts'
import { leaveOut, trapName } from './leave-out.ts'
import { readManifestObjects } from './manifest-objects.ts'
import { runProfile } from './run-profile.ts'
import type { ProfiledWorker } from './run-profile.ts'

const entry = /\/first-view-worker\.ts$/
const minuteMs = 60_000
const auto: readonly PaceCommand[] = [{ pace: 'auto' }, { pace: 'play' }]

interface Play {
  readonly seed: number
  readonly pace: readonly PaceCommand[]
  readonly wallMs: number
  /** Wall milliseconds between two frames. */
  readonly drawMs: number
  /** How slow the machine is, see `ProfiledRun`. */
  readonly readingMs: number
  readonly end: (worker: ProfiledWorker) => void
}

/**
 * What a page may show before anybody touches it, for longer than somebody looks on; `?speed=` and `?seed=` are in its address. Slower
 * machines and other rates of frames look at other instants.
 */
const plays: readonly Play[] = [
  { seed: 1, pace: auto, wallMs: minuteMs / 2, drawMs: 3, readingMs: 7, end: meetTrap },
  { seed: 1, pace: auto, wallMs: minuteMs, drawMs: 16, readingMs: 2, end: handOver },
  { seed: 42, pace: auto, wallMs: minuteMs, drawMs: 5, readingMs: 0.3, end: handOver },
  { seed: 7, pace: [{ pace: 'rate', rate: 0.2 }, { pace: 'play' }], wallMs: minuteMs, drawMs: 16, readingMs: 3, end: meetTrap },
  { seed: 1, pace: auto, wallMs: 10 * minuteMs, drawMs: 33, readingMs: 0.3, end: handOver },
  { seed: 2, pace: [{ pace: 'rate', rate: 20 }, { pace: 'play' }], wallMs: 3 * minuteMs, drawMs: 16, readingMs: 0.3, end: meetTrap },
  { seed: 3, pace: [{ pace: 'auto' }, { pace: 'pause' }], wallMs: 1000, drawMs: 16, readingMs: 0.3, end: meetTrap },
]

/** For the worker's build: rewrites the first view's worker, and only that. */
export function firstViewWorker(root: string): Plugin {
  return {
    name: 'first-view-worker',
    apply: 'build',
    renderChunk(code, chunk) {
      if (!entry.test(chunk.facadeModuleId ?? '')) return null
      const manifests = readManifestObjects(join(root, 'public/manifests/first-run.yaml'))
      const runs = plays.map((play) => ({ readingMs: play.readingMs, play: (worker: ProfiledWorker) => { playFirstView(worker, play, manifests) } }))
      const small = withTrap(dropUnused(leaveOut(code, runProfile(code, runs))))
      // The first of the plays once more: it must come to nothing that was left out.
      runProfile(small, runs.slice(0, 1))
      return { code: small, map: null }
    },
  }
}

/** The calls of the trap in one word for the minifier to shorten. */
function withTrap(code: string): string {
  const at = code.indexOf('{') + 1
  return `${code.slice(0, at)}\nconst ${trapName} = () => self.${trapName}();${code.slice(at)}`
}

/** Plays what a page does until the whole engine goes on: start, acknowledgements, a gap, and one of the two ways to the end. */
function playFirstView(worker: ProfiledWorker, { seed, pace, wallMs, drawMs, end }: Play, manifests: readonly string[]): void {
  const options = { ...defaultClusterOptions, seed, manifests, clientLoad: firstRunLoad }
  worker.send({ type: 'start', protocolVersion, options, pace })
  draw(worker, wallMs, drawMs)
  worker.send({ type: 'snapshot' })
  draw(worker, 1000, drawMs)
  end(worker)
}

interface Posted {
  readonly type: string
  readonly message?: string
  readonly frame?: { readonly to: number }
}

/** Acknowledges frames as a page does that draws one every `drawMs`. */
function draw(worker: ProfiledWorker, wallMs: number, drawMs: number): void {
  for (let ms = 0; ms < wallMs; ms += drawMs) {
    worker.pass(drawMs)
    for (const { type, message, frame } of worker.take() as readonly Posted[]) {
      if (type === 'fault' || type === 'lacking') throw new Error(`the first view’s worker broke: ${message ?? type}`)
      if (frame !== undefined) worker.send({ type: 'ack', frame: frame.to })
    }
  }
}

/** The whole engine asks for the cluster and gets it. */
function handOver(worker: ProfiledWorker): void {
  let ask: () => void = () => undefined
  const given: unknown[] = []
  const port = {
    start: () => undefined,
    addEventListener: (_: string, listener: () => void) => { ask = listener },
    postMessage: (cluster: unknown) => { given.push(structuredClone(cluster)) },
  }
  worker.send({ type: 'handOver' }, [port])
  draw(worker, 1000, 16)
  ask()
  if (given.length !== 1 || given[0] === undefined) throw new Error('the first view’s worker did not give its cluster away')
}

/** The trap is met in the middle of something, and told. */
function meetTrap(worker: ProfiledWorker): void {
  const trap = worker.scope[trapName] as () => never
  worker.take()
  try {
    trap()
  } catch {
    // As an engine does that catches what it did not expect: the command after it throws, and is not told as a fault.
    worker.send({ type: 'pace', command: { pace: 'rate', rate: -1 } })
  }
  worker.pass(100)
  const told = (worker.take() as readonly Posted[]).map(({ type }) => type)
  if (told.join() !== 'lacking') throw new Error(`the first view’s worker met the trap and said: ${told.join()}`)
}
