import { describe, expect, it } from 'vitest'
import { createEvent, createEventQueue, nextEventTimeUs, popEvent, pushEvent } from '../../../src/engine/simulation/event-queue.ts'
import { forkRandom, nextInt } from '../../../src/engine/simulation/random.ts'

function drain(queue: ReturnType<typeof createEventQueue>): { timeUs: number; num: number; payload: unknown }[] {
  const event = createEvent()
  const out: { timeUs: number; num: number; payload: unknown }[] = []
  while (popEvent(queue, event)) out.push({ timeUs: event.timeUs, num: event.num, payload: event.payload })
  return out
}

describe('event queue', () => {
  it('hands out events by time, and those of one microsecond in the order in which they were added', () => {
    const queue = createEventQueue(4)
    const times = [30, 10, 20, 10, 10, 40, 20]
    times.forEach((timeUs, i) => pushEvent(queue, { ...createEvent(), timeUs, num: i }, i))
    expect(nextEventTimeUs(queue)).toBe(10)
    expect(drain(queue).map((event) => event.num)).toEqual([1, 3, 4, 2, 6, 0, 5])
    expect(nextEventTimeUs(queue)).toBe(Infinity)
  })

  it.each([1, 2, 3])('agrees with a sorted list under random pushes and pops (seed %i)', (seed) => {
    const random = forkRandom(seed, 'test/queue')
    const queue = createEventQueue(2)
    const model: { timeUs: number; num: number }[] = []
    const event = createEvent()
    const popped: unknown[] = []
    const expected: unknown[] = []
    for (let i = 0; i < 3000; i++) {
      if (model.length > 0 && nextInt(random, 3) === 0) {
        model.sort((a, b) => a.timeUs - b.timeUs || a.num - b.num)
        popEvent(queue, event)
        popped.push({ timeUs: event.timeUs, num: event.num })
        expected.push(model.shift())
      } else {
        const timeUs = nextInt(random, 500)
        pushEvent(queue, { ...createEvent(), timeUs, num: i }, i)
        model.push({ timeUs, num: i })
      }
    }
    expect(popped.length).toBeGreaterThan(500)
    expect(popped).toEqual(expected)
    expect(queue.size).toBe(model.length)
  })

  it('lets go of a payload when its event is taken', () => {
    const queue = createEventQueue()
    pushEvent(queue, { ...createEvent(), payload: { name: 'pod' } }, 0)
    expect(drain(queue)[0]!.payload).toEqual({ name: 'pod' })
    expect(queue.payload.every((payload) => payload === undefined)).toBe(true)
  })
})
