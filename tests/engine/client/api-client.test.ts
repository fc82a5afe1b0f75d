import { describe, expect, it } from 'vitest'
import { call, callTimeoutUs, dropCallsOf, onLimiterTimer, resetApiClient, sweepTimeouts, takeCall } from '../../../src/engine/client/api-client.ts'
import { clientTimers } from '../../../src/engine/client/timers.ts'
import { callTo, createWire, response, runWire } from './bench-link.ts'

describe('the API client', () => {
  it('gives an answer to the call that asked, once', () => {
    const wire = createWire()
    const id = call(wire.sim, wire.client, callTo(wire), 5, 9, { mine: true })
    runWire(wire, 1_000)
    expect(wire.requests.map((request) => [request.id, request.verb, request.name])).toEqual([[id, 'get', 'a']])
    expect(takeCall(wire.client, response(id))).toMatchObject({ purpose: 5, key: 9, context: { mine: true } })
    expect(takeCall(wire.client, response(id))).toBeUndefined()
  })
  it('turns silence into a failed call after its timeout, each at its own time', () => {
    const wire = createWire()
    const silent: number[] = []
    wire.onTimer = (event) => {
      if (event.op === clientTimers.timeoutSweep) for (const pending of sweepTimeouts(wire.sim, wire.client)) silent.push(pending.request.id, wire.sim.nowUs)
    }
    const first = call(wire.sim, wire.client, callTo(wire), 0, 0, undefined)
    runWire(wire, 2_000_000)
    const second = call(wire.sim, wire.client, callTo(wire), 0, 0, undefined)
    runWire(wire, 20_000_000)
    expect(silent).toEqual([first, callTimeoutUs, second, 2_000_000 + callTimeoutUs])
    expect(wire.client.inFlight.size).toBe(0)
  })
  it('holds back what is above its rate and sends it in order', () => {
    const wire = createWire([{ qps: 10, burst: 2 }])
    wire.onTimer = (event) => { if (event.op === clientTimers.limiter) onLimiterTimer(wire.sim, wire.client, event.num) }
    for (let i = 0; i < 5; i++) call(wire.sim, wire.client, callTo(wire, { name: `p${i}` }), 0, 0, undefined, 0)
    runWire(wire, 50_000)
    expect(wire.requests.map((request) => request.name)).toEqual(['p0', 'p1'])
    runWire(wire, 100_000)
    expect(wire.requests.map((request) => request.name)).toEqual(['p0', 'p1', 'p2'])
    runWire(wire, 1_000_000)
    expect(wire.requests.map((request) => request.name)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4'])
  })
  it('knows no call of a former life, and never uses a number twice', () => {
    const wire = createWire()
    const before = call(wire.sim, wire.client, callTo(wire), 0, 0, undefined)
    resetApiClient(wire.client)
    expect(takeCall(wire.client, response(before))).toBeUndefined()
    expect(call(wire.sim, wire.client, callTo(wire), 0, 0, undefined)).toBeGreaterThan(before)
  })
  it('forgets the calls of one machine only', () => {
    const wire = createWire()
    const gone = call(wire.sim, wire.client, callTo(wire, { node: 1 }), 0, 0, undefined)
    const kept = call(wire.sim, wire.client, callTo(wire, { node: 2 }), 0, 0, undefined)
    dropCallsOf(wire.client, 1)
    expect(takeCall(wire.client, response(gone))).toBeUndefined()
    expect(takeCall(wire.client, response(kept))).toBeDefined()
  })
})
