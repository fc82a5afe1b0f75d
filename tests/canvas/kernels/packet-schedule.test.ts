import { describe, expect, it } from 'vitest'
import { maxPacketsPerLane } from '../../../src/canvas/kernels/lane-place.ts'
import {
  addArrival as add,
  advance,
  clearPackets,
  clearSchedule,
  createSchedule,
  freeze,
  packetsOf,
  restMs,
} from '../../../src/canvas/kernels/packet-schedule.ts'
import type { Arrival, PacketSchedule } from '../../../src/canvas/kernels/packet-schedule.ts'
import { hopFlags, messageTypes } from '../../../src/protocol/vocabulary.ts'

const hop = (id: number, more: Partial<Arrival> = {}): Arrival => ({
  id,
  link: 1,
  lane: 'link 1 out',
  type: 1,
  flags: 0,
  count: 1,
  sentUs: 1000,
  arrivesUs: 2000,
  ...more,
})
const size = { minimumMs: 400, most: maxPacketsPerLane }
const addArrival = (schedule: PacketSchedule, arrival: Arrival): void => {
  add(schedule, arrival, size)
}
const tick = (schedule: PacketSchedule, elapsedMs: number, simTimeUs: number, playing = true, still = false, ticks = 1): boolean =>
  advance(schedule, { elapsedMs, simTimeUs, playing, still, sizeOf: () => size, ticksFor: () => ticks })
const progress = (schedule: PacketSchedule): number[] => packetsOf(schedule).map((packet) => packet.progress)
const drawn = (schedule: PacketSchedule): number => [...schedule.drawn.values()].reduce((sum, count) => sum + count, 0)

describe('a packet’s place', () => {
  it('is its simulated progress while simulated time runs slowly', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(1))
    tick(schedule, 1000, 1250)
    expect(progress(schedule)).toEqual([0.25])
    tick(schedule, 1000, 1750)
    expect(progress(schedule)).toEqual([0.75])
  })
  it('takes its least time in free play, long after the message has arrived', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(1))
    tick(schedule, 100, 50_000)
    expect(progress(schedule)).toEqual([0.25])
    tick(schedule, 100, 60_000)
    expect(progress(schedule)).toEqual([0.5])
    tick(schedule, 200, 70_000)
    expect(packetsOf(schedule)).toEqual([])
  })
  it('stands at the start of its link while paused', () => {
    const schedule = createSchedule()
    tick(schedule, 16, 1000, false)
    addArrival(schedule, hop(1))
    expect(tick(schedule, 500, 1000, false)).toBe(false)
    expect(progress(schedule)).toEqual([0])
    expect(drawn(schedule)).toBe(1)
  })
  it('is shown at a pause with every other message that was sent, also when it waits behind others', () => {
    const schedule = createSchedule()
    for (let id = 0; id < maxPacketsPerLane; id += 1) addArrival(schedule, hop(id))
    tick(schedule, 16, 5000)
    expect(drawn(schedule)).toBeLessThan(maxPacketsPerLane)
    tick(schedule, 16, 5000, false)
    expect(drawn(schedule)).toBe(maxPacketsPerLane)
    addArrival(schedule, hop(9))
    tick(schedule, 16, 5000, false)
    expect(drawn(schedule)).toBe(maxPacketsPerLane + 1)
  })
  it('freezes in mid-air on pause, also when it lags behind, and moves again on play', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(1))
    tick(schedule, 100, 50_000)
    tick(schedule, 40, 51_000, false)
    const frozen = progress(schedule)
    expect(frozen[0]).toBeLessThan(1)
    expect(tick(schedule, 5000, 51_000, false)).toBe(false)
    expect(progress(schedule)).toEqual(frozen)
    tick(schedule, 100, 51_016)
    expect(progress(schedule)[0]).toBeGreaterThan(frozen[0]!)
  })
  it('follows a step of simulated time while paused, then stands again', () => {
    const schedule = createSchedule()
    tick(schedule, 16, 1000, false)
    addArrival(schedule, hop(1))
    tick(schedule, 16, 1000, false)
    for (let i = 0; i < 100; i += 1) tick(schedule, 16, 1500, false)
    expect(progress(schedule)).toEqual([0.5])
    expect(tick(schedule, 16, 1500, false)).toBe(false)
  })
  it('stands at once when it is held, and is shown though it waits; a step of simulated time takes it on', () => {
    const schedule = createSchedule()
    for (let id = 0; id < 3; id += 1) addArrival(schedule, hop(id))
    tick(schedule, 16, 5000)
    freeze(schedule, 5000)
    const held = progress(schedule)
    expect(drawn(schedule)).toBe(3)
    expect(tick(schedule, 500, 5000, false)).toBe(false)
    expect(progress(schedule)).toEqual(held)
    tick(schedule, 16, 6000, false)
    expect(progress(schedule)[0]).toBeGreaterThan(held[0]!)
  })
  it('has arrived when its message takes no time at all', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(1, { sentUs: 1000, arrivesUs: 1000 }))
    tick(schedule, size.minimumMs / 2, 1000)
    expect(progress(schedule)).toEqual([0.5])
  })
  it('is that of the last message that joined it', () => {
    const schedule = createSchedule()
    for (let id = 0; id < maxPacketsPerLane; id += 1) addArrival(schedule, hop(id))
    addArrival(schedule, hop(9, { arrivesUs: 5000 }))
    addArrival(schedule, hop(10, { arrivesUs: 3000 }))
    expect(packetsOf(schedule).at(-1)).toMatchObject({ count: 3, arrivesUs: 5000 })
  })
})

describe('a lane', () => {
  it('keeps order and distance in free play', () => {
    const schedule = createSchedule()
    for (const id of [1, 2, 3]) addArrival(schedule, hop(id))
    for (let i = 0; i < 10; i += 1) tick(schedule, 20, 90_000 + i)
    const [first, second, third] = progress(schedule)
    expect(first! - second!).toBeCloseTo(1 / maxPacketsPerLane)
    expect(second! - third!).toBeCloseTo(1 / maxPacketsPerLane)
  })
  it('counts further messages into one packet when it is full, and loses none', () => {
    const schedule = createSchedule()
    for (let id = 0; id < 40; id += 1) addArrival(schedule, hop(id, { link: id % 2 }))
    expect(packetsOf(schedule)).toHaveLength(maxPacketsPerLane)
    expect(packetsOf(schedule).reduce((sum, packet) => sum + packet.count, 0)).toBe(40)
    for (let i = 0; i < 200; i += 1) tick(schedule, 16, 90_000 + i)
    expect(schedule.drawn).toEqual(
      new Map([
        [0, 20],
        [1, 20],
      ]),
    )
    expect(packetsOf(schedule)).toEqual([])
  })
  it('stays bounded when kinds alternate', () => {
    const schedule = createSchedule()
    for (let id = 0; id < 1000; id += 1) addArrival(schedule, hop(id, { type: 2 + (id % 2) }))
    expect(packetsOf(schedule).length).toBeLessThanOrEqual(maxPacketsPerLane + 2)
  })
  it('takes a bundle with its count', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(-1, { count: 12 }))
    tick(schedule, 16, 90_000)
    expect(schedule.drawn.get(1)).toBe(12)
  })
})

describe('the end of a way', () => {
  it('counts messages of several links on each of them, those that join a packet that is shown too', () => {
    const schedule = createSchedule()
    const ofTwo = (id: number): Arrival => hop(id, { count: 5, byLink: new Map([[1, 2], [7, 3]]) })
    for (let id = 0; id < maxPacketsPerLane; id += 1) addArrival(schedule, ofTwo(-1))
    tick(schedule, 0, 1000)
    // While paused all are shown, those too that have not set out.
    tick(schedule, 0, 1000, false)
    addArrival(schedule, ofTwo(-1))
    expect(packetsOf(schedule)).toHaveLength(maxPacketsPerLane)
    expect([1, 7].map((link) => schedule.drawn.get(link))).toEqual([2 * (maxPacketsPerLane + 1), 3 * (maxPacketsPerLane + 1)])
  })
  it('of a lost packet is a cross halfway that stays a while', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(1, { flags: hopFlags.lost }))
    for (let i = 0; i < 30; i += 1) tick(schedule, 16, 90_000 + i)
    expect(packetsOf(schedule)[0]).toMatchObject({ progress: 0.5 })
    tick(schedule, restMs.lost, 95_000)
    expect(packetsOf(schedule)).toEqual([])
  })
  it('is reached by a packet that waits for its turns as soon as by one that moves in each tick, and counts there', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(1))
    const places: (number | undefined)[] = []
    for (let turn = 0; turn < 30; turn += 1) {
      expect(tick(schedule, 20, 50_000, true, false, turn % 5 === 4 ? 5 : 0)).toBe(turn < 20)
      places.push(progress(schedule)[0])
    }
    expect(new Set(places)).toEqual(new Set([0, 0.25, 0.5, 0.75, undefined]))
    expect(drawn(schedule)).toBe(1)
  })
  it('lets the frame loop stop when nothing is left', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(1))
    let ticks = 0
    while (tick(schedule, 16, 90_000 + ticks) && packetsOf(schedule).length > 0 && ticks < 1000) ticks += 1
    expect(ticks).toBeLessThan(40)
  })
  it('under reduced motion is a step at the receiver, numbered in order, without a way there', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(1))
    addArrival(schedule, hop(2, { lane: 'link 2 out' }))
    tick(schedule, 16, 1500, true, true)
    expect(progress(schedule)).toEqual([0, 0])
    tick(schedule, 16, 2100, true, true)
    expect(packetsOf(schedule).map((packet) => [packet.progress, packet.step])).toEqual([
      [1, 1],
      [1, 2],
    ])
    tick(schedule, restMs.step, 2200, true, true)
    expect(packetsOf(schedule)).toEqual([])
    expect(drawn(schedule)).toBe(2)
  })
  it('numbers a burst from 1 and leaves endless client traffic without numbers', () => {
    const schedule = createSchedule()
    addArrival(schedule, hop(1, { type: messageTypes.serviceRequest, lane: 'link 9 out' }))
    addArrival(schedule, hop(2))
    addArrival(schedule, hop(3, { lane: 'link 2 out' }))
    expect(packetsOf(schedule).map((packet) => packet.step)).toEqual([0, 1, 2])
  })
  it('goes on with its numbers while one of a burst is on the picture, and begins with 1 after the last, however much traffic of clients there is', () => {
    const schedule = createSchedule()
    const stepOf = (id: number): number | undefined => packetsOf(schedule).find((packet) => packet.id === id)?.step
    const arrive = (id: number, simTimeUs: number, more: Partial<Arrival> = {}): void => {
      addArrival(schedule, hop(id, { lane: `link ${id} out`, sentUs: simTimeUs, arrivesUs: simTimeUs + 1000, ...more }))
    }
    arrive(1, 1000)
    arrive(2, 1000)
    tick(schedule, size.minimumMs, 90_000)
    expect(packetsOf(schedule)).toEqual([])
    arrive(9, 90_000, { type: messageTypes.serviceRequest })
    arrive(3, 90_000)
    tick(schedule, size.minimumMs / 2, 95_000)
    arrive(4, 95_000)
    expect([stepOf(3), stepOf(4)]).toEqual([1, 2])
    tick(schedule, size.minimumMs / 2, 99_000)
    arrive(5, 99_000)
    expect([stepOf(3), stepOf(4), stepOf(5)]).toEqual([undefined, 2, 3])
  })
  it('counts what a change of the picture takes away, and forgets all with a new history', () => {
    const schedule = createSchedule()
    for (const id of [1, 2, 3]) addArrival(schedule, hop(id))
    clearPackets(schedule)
    expect([drawn(schedule), packetsOf(schedule)]).toEqual([3, []])
    addArrival(schedule, hop(4))
    clearSchedule(schedule)
    expect([drawn(schedule), packetsOf(schedule)]).toEqual([0, []])
  })
})

it('never lets a lane grow longer than its room and one that waits, however long messages come faster than they can be seen', () => {
  const schedule = createSchedule()
  let longest = 0
  let sent = 0
  for (let simTimeUs = 0; simTimeUs < 10_000_000; simTimeUs += 16_000) {
    for (let i = 0; i < 3; i += 1) addArrival(schedule, hop((sent += 1), { sentUs: simTimeUs + i * 4000, arrivesUs: simTimeUs + i * 4000 + 20_000 }))
    tick(schedule, 16, simTimeUs + 16_000)
    longest = Math.max(longest, packetsOf(schedule).length)
  }
  expect(longest).toBe(maxPacketsPerLane + 1)
  for (let i = 0; i < 100; i += 1) tick(schedule, 100, 20_000_000)
  expect([packetsOf(schedule).length, drawn(schedule)]).toEqual([0, sent])
})
