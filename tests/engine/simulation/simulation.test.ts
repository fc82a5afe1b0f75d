import { describe, expect, it } from 'vitest'
import { addLink } from '../../../src/engine/simulation/links.ts'
import { markDown, markUp } from '../../../src/engine/simulation/processes.ts'
import { createSimulation, isStale, schedule, send, takeEvent } from '../../../src/engine/simulation/simulation.ts'
import { hopIndex, hasHop } from '../../../src/engine/simulation/trace.ts'

const note = { type: 1, flags: 0, bytes: 100, subject: 0 }
const scheduler = 4

function simulation(): ReturnType<typeof createSimulation> {
  return createSimulation(7, 0)
}

describe('links', () => {
  it('deliver in the order of sending, whatever the jitter draws', () => {
    const sim = simulation()
    const link = addLink(sim.links, 0, -1, -1, 100, 1000)
    for (let i = 0; i < 200; i++) send(sim, link, false, scheduler, -1, i, undefined, note)
    const seen: number[] = []
    for (let event = takeEvent(sim); event !== undefined; event = takeEvent(sim)) seen.push(event.num)
    expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i))
  })

  it('lose what is sent while they are cut, count it, and say so in the trace', () => {
    const sim = simulation()
    const link = addLink(sim.links, 0, -1, -1, 100, 0)
    sim.links.cut[link] = 1
    const hop = send(sim, link, false, scheduler, -1, 1, 'lost', note)
    expect(takeEvent(sim)).toBeUndefined()
    expect([sim.links.messages[link], sim.links.lost[link]]).toEqual([1, 1])
    expect(sim.trace.flags[hopIndex(sim.trace, hop)]! & 2).toBe(2)
  })

  it('carry the hop that was being handled as the cause of what is sent meanwhile', () => {
    const sim = simulation()
    const link = addLink(sim.links, 0, -1, -1, 100, 0)
    const first = send(sim, link, false, scheduler, -1, 1, undefined, note)
    takeEvent(sim)
    const second = send(sim, link, true, scheduler, -1, 2, undefined, note)
    expect(sim.trace.cause[hopIndex(sim.trace, second)]).toBe(first)
    expect(sim.trace.cause[hopIndex(sim.trace, first)]).toBe(-1)
  })
})

describe('processes', () => {
  it('take their timers with them when they end, and a restart does not bring them back', () => {
    const sim = simulation()
    schedule(sim, 10, scheduler, -1, 200, 0)
    markDown(sim.processes, scheduler, -1)
    markUp(sim.processes, scheduler, -1)
    schedule(sim, 20, scheduler, -1, 201, 0)
    const first = takeEvent(sim)!
    expect([first.op, isStale(sim, first)]).toEqual([200, true])
    const second = takeEvent(sim)!
    expect([second.op, isStale(sim, second)]).toEqual([201, false])
  })
})

describe('trace', () => {
  it('forgets the oldest hops and says that it has', () => {
    const sim = simulation()
    const link = addLink(sim.links, 0, -1, -1, 1, 0)
    for (let i = 0; i < sim.trace.capacity + 10; i++) send(sim, link, false, scheduler, -1, i, undefined, note)
    expect(hasHop(sim.trace, 9)).toBe(false)
    expect(hasHop(sim.trace, 10)).toBe(true)
  })
})
