import { describe, expect, it } from 'vitest'
import { addKey, backoffUs, createWorkQueue, doneKey, forgetKey, getKey, queueLength } from '../../../src/engine/client/work-queue.ts'

describe('a work queue', () => {
  it('runs a key once that was added twice', () => {
    const queue = createWorkQueue()
    expect([addKey(queue, 7), addKey(queue, 7)]).toEqual([true, false])
    expect(getKey(queue)).toBe(7)
    expect(getKey(queue)).toBeUndefined()
  })
  it('runs a key again that was added while it ran, but not at the same time', () => {
    const queue = createWorkQueue()
    addKey(queue, 7)
    getKey(queue)
    expect(addKey(queue, 7)).toBe(false)
    expect(queueLength(queue)).toBe(0)
    expect(doneKey(queue, 7)).toBe(true)
    expect(getKey(queue)).toBe(7)
    expect(doneKey(queue, 7)).toBe(false)
  })
  it('keeps the order of many keys', () => {
    const queue = createWorkQueue()
    for (let key = 0; key < 5000; key++) addKey(queue, key)
    const taken = Array.from({ length: 5000 }, () => getKey(queue))
    expect(taken).toEqual(Array.from({ length: 5000 }, (_, key) => key))
    expect(queue.queue.length).toBeLessThan(5000)
  })
  it('knows keys that are large and far apart, and those that came and went before', () => {
    const queue = createWorkQueue()
    const keys = Array.from({ length: 300 }, (_, i) => i * 1_000_003)
    for (const turn of [1, 2, 3]) {
      expect(keys.map((key) => addKey(queue, key))).toEqual(keys.map(() => true))
      expect(keys.map((key) => addKey(queue, key))).toEqual(keys.map(() => false))
      expect(keys.map(() => getKey(queue))).toEqual(keys)
      expect(addKey(queue, keys[turn]!)).toBe(false)
      expect(keys.filter((key) => doneKey(queue, key))).toEqual([keys[turn]])
      expect(getKey(queue)).toBe(keys[turn])
      doneKey(queue, keys[turn]!)
    }
  })
  it('backs off by key from 5 ms, doubling up to 1000 s, until the key is forgotten', () => {
    const queue = createWorkQueue()
    const pauses = Array.from({ length: 20 }, () => backoffUs(queue, 1))
    expect(pauses.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000])
    expect(pauses.at(-1)).toBe(1_000_000_000)
    expect(backoffUs(queue, 2)).toBe(5_000)
    forgetKey(queue, 1)
    expect(backoffUs(queue, 1)).toBe(5_000)
  })
})
