import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFrameTurns } from '../../src/state/frame-turns.ts'

let frames: FrameRequestCallback[] = []
beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame))
})
afterEach(() => { vi.unstubAllGlobals() })

/** What was done in the next animation frame. */
function nextFrame(done: string[]): string {
  for (const frame of frames.splice(0)) frame(16)
  return done.splice(0).join(' ')
}

function queue() {
  const turns = createFrameTurns(() => undefined)
  const done: string[] = []
  const ask = (name: string, cost: number, times = 1): (() => void) =>
    turns.ask(cost, () => {
      done.push(name)
      if (times > 1) ask(name, cost, times - 1)
      return cost
    })
  return { turns, done, ask }
}

describe('turns in animation frames', () => {
  it('share one budget, whoever asks, and come in the order in which they were asked for', () => {
    const { done, ask } = queue()
    for (const name of ['card', 'text', 'shell', 'news']) ask(name, 2)
    expect([nextFrame(done), nextFrame(done), nextFrame(done)]).toEqual(['card text', 'shell news', ''])
    expect(frames).toHaveLength(0)
  })
  it('go round: who asks again waits for those who asked before', () => {
    const { done, ask } = queue()
    ask('news', 2, 3)
    ask('card', 2, 3)
    ask('text', 2, 1)
    expect([nextFrame(done), nextFrame(done), nextFrame(done), nextFrame(done)]).toEqual(['news card', 'text news', 'card news', 'card'])
  })
  it('are fewer while the camera moves', () => {
    const { turns, done, ask } = queue()
    turns.setMoving(true)
    for (const name of ['card', 'text', 'shell']) ask(name, 2)
    expect(nextFrame(done)).toBe('card')
    turns.setMoving(false)
    expect(nextFrame(done)).toBe('text shell')
  })
  it('of spare work come in every third frame while the camera moves, and keep nobody waiting meanwhile', () => {
    const { turns, done } = queue()
    const ask = (name: string, spare?: 'spare', times = 1): void => {
      turns.ask(2, () => {
        done.push(name)
        if (times > 1) ask(name, spare, times - 1)
        return 2
      }, spare)
    }
    turns.setMoving(true)
    ask('shell', 'spare', 3)
    ask('news', undefined, 3)
    expect(Array.from({ length: 6 }, () => nextFrame(done))).toEqual(['shell', 'news', 'news', 'shell', 'news', ''])
    turns.setMoving(false)
    expect(nextFrame(done)).toBe('shell')
  })
  it('of spare work are seldom once such a frame was long, until one is short again', () => {
    const frame = { ms: 9 }
    const turns = createFrameTurns((tell) => { tell(frame.ms) })
    const done: string[] = []
    const ask = (): void => {
      turns.ask(2, () => {
        done.push('card')
        ask()
        return 2
      }, 'spare')
    }
    const framesToNext = (): number => {
      let count = 1
      while (nextFrame(done) === '') count += 1
      return count
    }
    turns.setMoving(true)
    ask()
    expect([framesToNext(), framesToNext()]).toEqual([1, 24])
    frame.ms = 8
    expect([framesToNext(), framesToNext()]).toEqual([24, 3])
  })
  it('come alone where they take more than a frame has, and are not overtaken for ever', () => {
    const { done, ask } = queue()
    ask('text', 1)
    ask('full card', 9)
    ask('other text', 1)
    expect([nextFrame(done), nextFrame(done), nextFrame(done)]).toEqual(['text', 'full card', 'other text'])
  })
  it('may take back what others asked for in the same frame', () => {
    const { turns, done, ask } = queue()
    const takeBack: (() => void)[] = []
    turns.ask(1, () => {
      takeBack[0]?.()
      return 1
    })
    takeBack.push(ask('gone', 1))
    expect(nextFrame(done)).toBe('')
  })
  it('that took nothing leave their frame to others, and those that were taken back never come', () => {
    const { turns, done, ask } = queue()
    turns.ask(2, () => 0)
    ask('card', 2)
    const takeBack = ask('gone', 2)
    ask('text', 2)
    takeBack()
    expect(nextFrame(done)).toBe('card text')
  })
})
