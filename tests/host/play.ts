/** An engine host under a hand-driven wall clock: what a page would do, without a page. */
import { readFileSync } from 'node:fs'
import { createEngineHost, type EngineHost } from '../../src/host/engine-host.ts'
import type { Frame } from '../../src/protocol/frame.ts'
import type { HostMessage, PaceCommand } from '../../src/protocol/host.ts'
import { defaultClusterOptions, type ClusterOptions } from '../../src/protocol/options.ts'
import { protocolVersion } from '../../src/protocol/vocabulary.ts'
import { firstRunObjects } from './first-run.ts'

export interface Play {
  readonly host: EngineHost
  readonly frames: Frame[]
  readonly messages: HostMessage[]
  /** Wall milliseconds so far. */
  wallMs: () => number
  /** Lets wall time pass in ticks of 8 ms, acknowledging every frame, until `done` or `limitMs` has passed. */
  run: (limitMs: number, done?: () => boolean) => void
  last: () => Frame
}

export function play(options: Partial<ClusterOptions>, pace: readonly PaceCommand[]): Play {
  let wallMs = 0
  const frames: Frame[] = []
  const messages: HostMessage[] = []
  const host = createEngineHost((message) => {
    messages.push(message)
    if (message.type === 'frame') frames.push(message.frame)
    if (message.type === 'fault') throw new Error(message.message)
  }, () => wallMs)
  const last = (): Frame => frames[frames.length - 1]!
  const run = (limitMs: number, done = (): boolean => false): void => {
    const endMs = wallMs + limitMs
    while (wallMs < endMs && !done()) {
      const before = frames.length
      host.tick()
      if (frames.length > before) host.handle({ type: 'ack', frame: last().to })
      wallMs += 8
    }
  }
  host.handle({ type: 'start', protocolVersion, options: { ...defaultClusterOptions, ...options }, pace })
  return { host, frames, messages, wallMs: () => wallMs, run, last }
}

/** The first view's cluster, started and settled. */
export function firstView(pace: readonly PaceCommand[], options: Partial<ClusterOptions> = {}): Play {
  const started = play({
    manifests: firstRunObjects(), clientLoad: { namespace: 'default', service: 'web', requestsPerSecond: 5 }, ...options,
  }, pace)
  started.run(60_000, () => started.frames.length > 0 && started.last().changes.length === 0 && !starting(started.last()))
  return started
}

const starting = (frame: Frame): boolean => frame.pace.rate === 0 && frame.pace.playing

/** Text of a file of `public/`. */
export function publicFile(path: string): string {
  return readFileSync(new URL(`../../public/${path}`, import.meta.url), 'utf8')
}
