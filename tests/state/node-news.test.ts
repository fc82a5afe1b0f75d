import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClusterView } from '../../src/state/create-view.ts'
import { createFrameTurns } from '../../src/state/frame-turns.ts'
import { createNodeNews } from '../../src/state/node-news.ts'

let waiting: FrameRequestCallback[] = []
beforeEach(() => {
  waiting = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => waiting.push(callback))
})
afterEach(() => { vi.unstubAllGlobals() })

function animationFrame(nowMs: number): void {
  const callbacks = waiting
  waiting = []
  for (const callback of callbacks) callback(nowMs)
}

/** News of ten nodes, each of which notes its slot when it is told. */
function tenNodes(paced: boolean) {
  const { nodes } = createClusterView()
  const turns = paced ? createFrameTurns() : undefined
  const news = createNodeNews(nodes, turns)
  const told: number[] = []
  const slots = Array.from({ length: 10 }, (_, slot) => slot)
  for (const slot of slots) news.subscribe(slot, () => { told.push(slot) })
  return { news, nodes, told, slots, turns }
}

describe('news of nodes', () => {
  it('come with the next animation frame where one node changed', () => {
    const { news, nodes, told } = tenNodes(true)
    nodes.version[3] = 7
    news.touch([3])
    expect(told).toEqual([])
    animationFrame(1000)
    expect(told).toEqual([3])
    expect(news.version(3)).toBe(7)
    expect(waiting).toHaveLength(0)
  })
  it('are spread over frames where all change, in turn, and leave none out', () => {
    const { news, told, slots } = tenNodes(true)
    for (let nowMs = 1000; nowMs < 1100; nowMs += 16) {
      news.touch(slots)
      const before = told.length
      animationFrame(nowMs)
      expect(told.length - before).toBeLessThanOrEqual(2)
    }
    expect(told.toSorted((a, b) => a - b)).toEqual(slots)
  })
  it('of one node come at most ten times a second, and the last one comes', () => {
    const { news, nodes, told } = tenNodes(true)
    for (let nowMs = 1000; nowMs < 2000; nowMs += 16) {
      nodes.version[0] = nowMs
      news.touch([0])
      animationFrame(nowMs)
    }
    expect(told.length).toBeLessThanOrEqual(10)
    for (let nowMs = 2000; waiting.length > 0; nowMs += 16) animationFrame(nowMs)
    expect(news.version(0)).toBe(1992)
  })
  it('come more seldom and one by one while the camera moves, and all of them when it rests', () => {
    const { news, told, slots, turns } = tenNodes(true)
    news.setMoving(true)
    turns?.setMoving(true)
    const inFrame: number[] = []
    for (let nowMs = 1000; nowMs < 1960; nowMs += 16) {
      news.touch(slots)
      const before = told.length
      animationFrame(nowMs)
      inFrame.push(told.length - before)
    }
    expect(inFrame.join('')).toBe('100'.repeat(20))
    expect(told).toEqual([...slots, ...slots])
    news.setMoving(false)
    turns?.setMoving(false)
    for (let nowMs = 2000; waiting.length > 0; nowMs += 16) animationFrame(nowMs)
    expect(told).toEqual([...slots, ...slots, ...slots])
  })
  it('of nodes that nobody listens to are nothing', () => {
    const { news } = tenNodes(true)
    news.touch([77])
    expect(waiting).toHaveLength(0)
  })
  it('come at once where nothing is to be spread', () => {
    const { news, told, slots } = tenNodes(false)
    news.touch(slots)
    expect(told).toEqual(slots)
  })
})
