import { afterEach, describe, expect, it, vi } from 'vitest'
import { createToldInTurn } from '../../src/canvas/told-in-turn.ts'
import { createFrameTurns } from '../../src/state/frame-turns.ts'

const frames: (() => void)[] = []
const nextFrame = (): void => { for (const frame of frames.splice(0)) frame() }

function listening(count: number) {
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
  const turns = createToldInTurn(createFrameTurns(), 2)
  const told: number[] = []
  const stops = Array.from({ length: count }, (_, i) => turns.listen(() => { told.push(i) }))
  return { turns, told, stops }
}

afterEach(() => {
  frames.length = 0
  vi.unstubAllGlobals()
})

describe('listeners that are told in turn', () => {
  it('hear a few a frame', () => {
    const { turns, told } = listening(5)
    turns.tell()
    expect(told).toEqual([])
    nextFrame()
    expect(told).toEqual([0, 1])
    nextFrame()
    expect(told).toEqual([0, 1, 2, 3])
    nextFrame()
    nextFrame()
    expect(told).toEqual([0, 1, 2, 3, 4])
  })

  it('hear once of news that came twice before their turn', () => {
    const { turns, told } = listening(4)
    turns.tell()
    nextFrame()
    turns.tell()
    for (let i = 0; i < 4; i += 1) nextFrame()
    expect(told).toEqual([0, 1, 2, 3, 0, 1])
  })

  it('hear nothing once they stopped', () => {
    const { turns, told, stops } = listening(3)
    turns.tell()
    stops[2]?.()
    nextFrame()
    nextFrame()
    expect(told).toEqual([0, 1])
  })
})
