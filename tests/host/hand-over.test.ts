import { describe, expect, it } from 'vitest'
import { createEngineHost } from '../../src/host/engine-host.ts'
import type { EngineHost } from '../../src/host/engine-host.ts'
import type { Frame } from '../../src/protocol/frame.ts'
import type { HostMessage } from '../../src/protocol/host.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { protocolVersion } from '../../src/protocol/vocabulary.ts'
import { firstRunObjects } from './first-run.ts'

const options = { ...defaultClusterOptions, manifests: firstRunObjects(), clientLoad: { namespace: 'default', service: 'web', requestsPerSecond: 6 } }
const start = { type: 'start', protocolVersion, options, pace: [{ pace: 'rate', rate: 10 }, { pace: 'play' }] } as const

interface Playing {
  readonly host: EngineHost
  readonly frames: readonly Frame[]
  readonly hash: () => unknown
}

/** A host under a wall clock of its own that begins at `wallMs`. `run` lets time pass and acknowledges frames. */
function playing(wallMs: number): Playing & { readonly run: (ms: number) => void } {
  let nowMs = wallMs
  const frames: Frame[] = []
  const answers: unknown[] = []
  const post = (message: HostMessage): void => {
    if (message.type === 'frame') frames.push(message.frame)
    if (message.type === 'answer') answers.push(message.answer)
    if (message.type === 'fault') throw new Error(message.message)
  }
  const host = createEngineHost(post, () => nowMs)
  return {
    host, frames,
    run: (ms) => {
      for (const endMs = nowMs + ms; nowMs < endMs; nowMs += 8) {
        const before = frames.length
        host.tick()
        if (frames.length > before) host.handle({ type: 'ack', frame: frames.at(-1)!.to })
      }
    },
    hash: () => {
      host.handle({ type: 'inspect', id: 1, query: { query: 'hash' } })
      return answers.at(-1)
    },
  }
}

describe('a cluster that is handed over', () => {
  it('goes on in another host from a copy: same history, and frames that follow each other', () => {
    const alone = playing(0)
    alone.host.handle(start)
    alone.run(20_000)
    const first = playing(0)
    first.host.handle(start)
    first.run(10_000)
    const second = playing(500_000)
    second.host.takeOver(structuredClone(first.host.handOver())!)
    // The first tick of the new clock has no time to give, as the last one of the old clock had given its own.
    second.run(10_008)
    expect([first.frames.length > 100, second.frames.length > 100]).toEqual([true, true])
    expect(second.frames[0]?.from).toBe(first.frames.at(-1)?.to)
    expect(second.frames.at(-1)?.simTimeUs).toBe(alone.frames.at(-1)?.simTimeUs)
    expect(second.hash()).toEqual(alone.hash())
  })

  it('is gone from the host that gave it away', () => {
    const { host, run, frames } = playing(0)
    expect(host.handOver()).toBeUndefined()
    host.handle(start)
    run(1000)
    const shown = frames.length
    expect(host.handOver()).toBeDefined()
    expect(host.tick()).toBe(Infinity)
    expect(frames.length).toBe(shown)
  })

  it('is sent whole when the page had asked for that and had not got it', () => {
    const first = playing(0)
    first.host.handle(start)
    first.run(1000)
    first.host.handle({ type: 'snapshot' })
    const second = playing(0)
    second.host.takeOver(structuredClone(first.host.handOver())!)
    second.run(100)
    expect(second.frames.map(({ from }) => from === 0)).toEqual([true, ...second.frames.slice(1).map(() => false)])
  })
})

describe('a cluster that is run on to a step', () => {
  it.each([1, 7, 30])('has the history of one that came there by itself in %i s, and shows all of it', (seconds) => {
    const slow = playing(0)
    slow.host.handle(start)
    slow.run(seconds * 1000)
    const { hash, steps } = slow.hash() as { readonly hash: string; readonly steps: number }
    const quick = playing(0)
    quick.host.handle(start)
    quick.host.runOnTo(steps)
    expect(quick.hash()).toMatchObject({ hash, steps })
    quick.run(100)
    expect(quick.frames[0]).toMatchObject({ from: 0, pace: { playing: true, rate: 10 } })
    expect(quick.frames[0]!.pods.slot).toHaveLength(6)
  })

  it('comes out of its start when it had not got far there', () => {
    const quick = playing(0)
    quick.host.handle(start)
    quick.host.runOnTo(0)
    quick.run(100)
    expect(quick.frames[0]).toMatchObject({ from: 0, pace: { rate: 10 } })
  })
})
