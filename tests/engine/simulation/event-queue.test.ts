import { describe, expect, it } from 'vitest'
import {
  createEvent, createEventQueue, forEachQueued, nextEventTimeUs, popEvent, pushEvent, queuedField, type EventQueue, type SimulationEvent,
} from '../../../src/engine/simulation/event-queue.ts'
import { wheelSpanUs } from '../../../src/engine/simulation/message-wheel.ts'
import { forkRandom, nextInt } from '../../../src/engine/simulation/random.ts'

function push(queue: EventQueue, event: SimulationEvent, sequence: number): void {
  const { timeUs, to, at, op, num, payload, link, hop, cause, epoch } = event
  pushEvent(queue, timeUs, to, at, op, num, payload, link, hop, cause, epoch, sequence)
}

function drain(queue: EventQueue): { timeUs: number; num: number; payload: unknown }[] {
  const event = createEvent()
  const out: { timeUs: number; num: number; payload: unknown }[] = []
  while (popEvent(queue, event)) out.push({ timeUs: event.timeUs, num: event.num, payload: event.payload })
  return out
}

function takeFirst(queue: EventQueue): { timeUs: number; num: number } {
  const event = createEvent()
  popEvent(queue, event)
  return { timeUs: event.timeUs, num: event.num }
}

describe('event queue', () => {
  it.each([['a timer', -1], ['a message', 7]])('hands out every part of %s as it was put in', (_, link) => {
    const queue = createEventQueue()
    const event = { timeUs: 12, to: 1, at: 2, op: 3, num: 4_000_000_000_000, payload: { name: 'pod' }, link, hop: 5, cause: 6, epoch: 8 }
    push(queue, event, 0)
    const out = createEvent()
    expect(popEvent(queue, out)).toBe(true)
    expect(out).toEqual(event)
    expect(out.payload).toBe(event.payload)
  })
  it('hands out events by time, and those of one microsecond in the order in which they were added', () => {
    const queue = createEventQueue(4)
    const times = [30, 10, 20, 10, 10, 40, 20]
    times.forEach((timeUs, i) => push(queue, { ...createEvent(), timeUs, num: i }, i))
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
        push(queue, { ...createEvent(), timeUs, num: i }, i)
        model.push({ timeUs, num: i })
      }
    }
    expect(popped.length).toBeGreaterThan(500)
    expect(popped).toEqual(expected)
    expect(queue.size).toBe(model.length)
  })

  it.each([1, 2, 3])('agrees with a sorted list when messages, near and far, and timers mix (seed %i)', (seed) => {
    const random = forkRandom(seed, 'test/queue/mixed')
    const queue = createEventQueue(2)
    const model: { timeUs: number; num: number }[] = []
    const popped: [nextUs: number, event: unknown][] = []
    const expected: typeof popped = []
    let nowUs = 4_000_000_000_000
    let wheeled = 0
    for (let i = 0; i < 6000; i++) {
      if (model.length > 0 && nextInt(random, 2) === 0) {
        model.sort((a, b) => a.timeUs - b.timeUs || a.num - b.num)
        expected.push([model[0]!.timeUs, model.shift()])
        popped.push([nextEventTimeUs(queue), takeFirst(queue)])
        nowUs = popped.at(-1)![0]
        continue
      }
      // Some at once, many of one microsecond, some on the edge of the wheel and beyond it.
      const farUs = [0, nextInt(random, 8), nextInt(random, 3000), 4000 + nextInt(random, 200), nextInt(random, 100_000)][nextInt(random, 5)]!
      push(queue, { ...createEvent(), timeUs: nowUs + farUs, num: i, link: nextInt(random, 3) - 1 }, i)
      model.push({ timeUs: nowUs + farUs, num: i })
      wheeled += queue.messages.size
    }
    expect(popped).toEqual(expected)
    expect(wheeled).toBeGreaterThan(5000)
    const seen: unknown[] = []
    forEachQueued(queue, (entry, timeUs) => { seen.push({ timeUs, num: queuedField(queue, entry, 'num') }) })
    const byNumber = (a: unknown, b: unknown): number => (a as { num: number }).num - (b as { num: number }).num
    expect(seen.toSorted(byNumber)).toEqual(model.toSorted(byNumber))
    expect(drain(structuredClone(queue)).map(({ num }) => num)).toEqual(model.toSorted((a, b) => a.timeUs - b.timeUs || a.num - b.num).map(({ num }) => num))
  })

  it('keeps apart messages that are a whole turn of the wheel from each other', () => {
    const queue = createEventQueue()
    const times = [wheelSpanUs, 0, wheelSpanUs - 1, 2 * wheelSpanUs]
    times.forEach((timeUs, i) => push(queue, { ...createEvent(), timeUs, num: i, link: 0 }, i))
    expect(drain(queue).map(({ timeUs }) => timeUs)).toEqual([0, wheelSpanUs - 1, wheelSpanUs, 2 * wheelSpanUs])
  })

  it('lets go of a payload when its event is taken', () => {
    const queue = createEventQueue()
    push(queue, { ...createEvent(), payload: { name: 'pod' } }, 0)
    expect(drain(queue)[0]!.payload).toEqual({ name: 'pod' })
    expect(queue.payload.every((payload) => payload === undefined)).toBe(true)
  })
})
