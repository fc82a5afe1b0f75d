/** Runs a worker's program under V8's coverage, with a clock, timers and messages of our own: which parts of it run is the same each time. */
import { Session, type Profiler } from 'node:inspector'
import { createContext, Script } from 'node:vm'
import type { Ran } from './leave-out.ts'

/** The worker of one run, as its page sees it. */
export interface ProfiledWorker {
  /** Hands the worker a message of the page, with message ports if it comes with any. */
  send(message: unknown, ports?: readonly unknown[]): void
  /** What the worker has posted since the last call. */
  take(): readonly unknown[]
  /** Lets this many wall milliseconds pass. */
  pass(ms: number): void
  /** The worker's global object. */
  readonly scope: Readonly<Record<string, unknown>>
}

/** Wall milliseconds that a turn of the worker takes at least. */
const turnMs = 4
const programName = 'profiled-worker.js'

type Listener = (event: { readonly data: unknown; readonly ports: readonly unknown[] }) => void

interface Turn {
  readonly id: number
  readonly atMs: number
  readonly run: () => void
}

function openWorker(code: string, readingMs: number): ProfiledWorker {
  let nowMs = 0
  let nextId = 1
  let turns: Turn[] = []
  const posted: unknown[] = []
  const listeners: Listener[] = []
  const call = (delayMs: number, run: () => void): number => {
    turns.push({ id: nextId, atMs: nowMs + Math.max(delayMs, turnMs), run })
    return nextId++
  }
  /** Both ends of a channel, as far as a worker uses one to call itself. */
  class Channel {
    readonly port1 = { start: () => undefined, addEventListener: (_: string, run: () => void) => { this.heard = run } }
    readonly port2 = { postMessage: () => { call(0, () => { this.heard() }) } }
    private heard: () => void = () => undefined
  }
  const scope = createContext({
    performance: { now: () => (nowMs += readingMs) },
    MessageChannel: Channel,
    setTimeout: (run: () => void, delayMs: number) => call(delayMs, run),
    clearTimeout: (id: number) => { turns = turns.filter((turn) => turn.id !== id) },
    structuredClone,
    postMessage: (message: unknown) => { posted.push(message) },
    addEventListener: (_: string, listener: Listener) => { listeners.push(listener) },
  })
  scope['self'] = scope
  new Script(code, { filename: programName }).runInContext(scope)
  return {
    scope,
    send: (data, ports = []) => { for (const listener of listeners) listener({ data, ports }) },
    take: () => posted.splice(0),
    pass: (ms) => {
      const endMs = nowMs + ms
      for (;;) {
        const next = turns.toSorted((a, b) => a.atMs - b.atMs || a.id - b.id)[0]
        if (next === undefined || next.atMs > endMs) break
        turns = turns.filter((turn) => turn !== next)
        nowMs = Math.max(nowMs, next.atMs)
        next.run()
      }
      nowMs = Math.max(nowMs, endMs)
    },
  }
}

export interface ProfiledRun {
  /** Wall milliseconds between two readings of the clock: work takes time, so slices come to their end; more on a slow machine. */
  readonly readingMs: number
  play(worker: ProfiledWorker): void
}

/** Loads `code` once for each of `runs` and lets it play; where any of them ran is marked in the result. */
export function runProfile(code: string, runs: readonly ProfiledRun[]): Ran {
  const session = new Session()
  session.connect()
  try {
    session.post('Profiler.enable')
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    for (const run of runs) run.play(openWorker(code, run.readingMs))
    return ranIn(code.length, takeCoverage(session))
  } finally {
    session.disconnect()
  }
}

function takeCoverage(session: Session): readonly Profiler.ScriptCoverage[] {
  let found: readonly Profiler.ScriptCoverage[] = []
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error !== null) throw error
    found = result.filter(({ url }) => url === programName)
  })
  return found
}

/** Ranges are nested: the smallest that holds a character decides. */
function ranIn(length: number, scripts: readonly Profiler.ScriptCoverage[]): Ran {
  const ran = new Uint8Array(length)
  for (const { functions } of scripts) {
    const one = new Uint8Array(length).fill(1)
    const ranges = functions.flatMap((it) => it.ranges).toSorted((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset))
    for (const { startOffset, endOffset, count } of ranges) one.fill(count > 0 ? 1 : 0, startOffset, endOffset)
    for (let i = 0; i < length; i++) ran[i]! |= one[i]!
  }
  return ran
}
