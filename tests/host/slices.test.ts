import { describe, expect, it } from 'vitest'
import { createEngineHost } from '../../src/host/engine-host.ts'
import type { Frame } from '../../src/protocol/frame.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { protocolVersion } from '../../src/protocol/vocabulary.ts'

/** Steps that a slice does which ends in a frame, when a frame takes so long. Each look at the clock takes 0.05 ms, and a look is 32 steps. */
function stepsBeforeFrame(frameMs: number): number {
  let wallMs = 0
  const frames: Frame[] = []
  const host = createEngineHost((message) => {
    if (message.type !== 'frame') return
    frames.push(message.frame)
    wallMs += frameMs
  }, () => (wallMs += 0.05))
  const options = { ...defaultClusterOptions, nodes: 700 }
  host.handle({ type: 'start', protocolVersion, options, pace: [{ pace: 'rate', rate: 100 }, { pace: 'play' }] })
  while (!host.hasStarted()) host.tick()
  for (let i = 0; i < 25; i++) {
    wallMs += 1000
    host.handle({ type: 'ack', frame: frames.at(-1)?.to ?? 0 })
    host.tick()
  }
  return frames.at(-1)!.steps - frames.at(-2)!.steps
}

/** What each tick said while the clock jumps inside the engine's part of a slice, as in a collection. */
function ticksWithLongSlices(): string[] {
  let wallMs = 0
  let jumpMs = 0
  let said: string[] = []
  const host = createEngineHost((message) => { said.push(message.type) }, () => {
    wallMs += jumpMs
    return wallMs
  })
  host.handle({ type: 'start', protocolVersion, options: { ...defaultClusterOptions, nodes: 3 }, pace: [{ pace: 'rate', rate: 100 }, { pace: 'play' }] })
  while (!host.hasStarted()) host.tick()
  const ticks: string[] = []
  for (let i = 0; i < 6; i++) {
    said = []
    wallMs += 100
    jumpMs = 4
    host.handle({ type: 'ack', frame: 0 })
    host.tick()
    jumpMs = 0
    ticks.push(said.join(' '))
  }
  return ticks
}

describe('a slice of wall time', () => {
  it('leaves of 8 ms the larger part for a collection', () => expect(stepsBeforeFrame(0)).toBeLessThan(66 * 32))
  it('leaves its frame to the next one when it took long already, and that one sends it', () => {
    expect(ticksWithLongSlices().slice(-4)).toEqual(['', 'frame', '', 'frame'])
  })
  it('is the engine’s alone when frames cost nothing', () => expect(stepsBeforeFrame(0)).toBeGreaterThan(54 * 32))
  it('gives the frame at its end its part', () => {
    const steps = stepsBeforeFrame(1)
    expect(steps).toBeLessThan(45 * 32)
    expect(steps).toBeGreaterThan(33 * 32)
  })
  it('leaves the engine a half, however long frames take', () => {
    const steps = stepsBeforeFrame(50)
    expect(steps).toBeLessThan(33 * 32)
    expect(steps).toBeGreaterThan(22 * 32)
  })
})
