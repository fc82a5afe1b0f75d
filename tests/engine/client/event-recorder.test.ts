import { describe, expect, it } from 'vitest'
import { createEventRecorder, eventSource, onEventAnswer, recordEvent, type EventAddress, type EventDraft } from '../../../src/engine/client/event-recorder.ts'
import type { Event } from '../../../src/kubernetes/types/core.ts'
import { takeCall } from '../../../src/engine/client/api-client.ts'
import { createWire, response, runWire } from './bench-link.ts'

function setup() {
  const wire = createWire()
  const recorder = createEventRecorder()
  const address: EventAddress = {
    node: -1, link: wire.link, userAgent: 'replicaset-controller', source: eventSource('replicaset-controller', ''), purpose: 4, limiter: -1,
  }
  const say = (message: string, uid = 'u', reason = 'SuccessfulCreate'): void => {
    const draft: EventDraft = {
      regarding: { kind: 'ReplicaSet', namespace: 'default', name: 'web', uid, apiVersion: 'apps/v1', resourceVersion: undefined, fieldPath: undefined },
      type: 'Normal', reason, message,
    }
    recordEvent(wire.sim, recorder, wire.client, address, draft)
    runWire(wire, 1_000)
  }
  return { wire, recorder, address, say }
}

describe('the event recorder', () => {
  it('creates an event and counts an equal one up by a patch', () => {
    const { wire, say } = setup()
    say('Created pod: a')
    say('Created pod: a')
    const [create, patch] = wire.requests
    expect(create).toMatchObject({ verb: 'create', resource: 'events', namespace: 'default' })
    expect(create!.body as Event).toMatchObject({ reason: 'SuccessfulCreate', message: 'Created pod: a', count: 1, type: 'Normal', source: { component: 'replicaset-controller' } })
    expect(patch).toMatchObject({ verb: 'patch', name: create!.name, body: { count: 2 } })
  })
  it('finds what it said before, whatever else it said since', () => {
    const { wire, say } = setup()
    // The first two share a bit, as do the last two.
    const reasons = ['Started', 'Stbrted', 'Created', 'Pulled', 'abd', 'acd']
    for (const turn of [1, 2]) {
      for (const container of ['a', 'b']) for (const reason of reasons) say(`${reason} container ${container}`, 'u', reason)
      expect(wire.requests.slice(-12).map(({ verb }) => verb)).toEqual(new Array(12).fill(turn === 1 ? 'create' : 'patch'))
    }
    const names = wire.requests.map(({ name }) => name)
    expect(names.slice(12)).toEqual(names.slice(0, 12))
  })
  it('combines events that differ only in their message from the tenth on', () => {
    const { wire, say } = setup()
    for (let i = 1; i <= 12; i++) say(`Created pod: ${i}`)
    const messages = wire.requests.map((request) => `${request.verb} ${(request.body as Event).message}`)
    expect(messages[8]).toBe('create Created pod: 9')
    expect(messages[9]).toBe('create (combined from similar events): Created pod: 10')
    expect(messages[10]).toBe('patch (combined from similar events): Created pod: 11')
    expect(wire.requests[11]!.body).toMatchObject({ count: 3 })
  })
  it('drops what one object says after 25 events, and lets one more through every five minutes', () => {
    const { wire, recorder, say } = setup()
    for (let i = 0; i < 40; i++) say(`Created pod: ${i}`)
    expect(wire.requests).toHaveLength(25)
    expect(recorder.dropped).toBe(15)
    say('Created pod: other', 'another object')
    expect(wire.requests).toHaveLength(26)
    runWire(wire, 300_000_000)
    say('Created pod: late')
    expect(wire.requests).toHaveLength(27)
  })
  it('forgets after ten minutes of silence how many messages differed', () => {
    const { wire, say } = setup()
    for (let i = 1; i <= 9; i++) say(`Created pod: ${i}`)
    runWire(wire, 600_001_000)
    say('Created pod: 10')
    say('Created pod: 1')
    const [tenth, first] = wire.requests.slice(9)
    expect(tenth).toMatchObject({ verb: 'create', body: { message: 'Created pod: 10' } })
    expect(first).toMatchObject({ verb: 'patch', name: wire.requests[0]!.name, body: { count: 2 } })
  })
  it('writes an event anew that was to be counted up and is there no more', () => {
    const { wire, recorder, address, say } = setup()
    say('Created pod: a')
    say('Created pod: a')
    const patch = wire.requests[1]!
    const pending = takeCall(wire.client, response(patch.id))!
    onEventAnswer(wire.sim, recorder, wire.client, address, pending, { ...response(patch.id), code: 404 })
    runWire(wire, 1_000)
    say('Created pod: a')
    const [again, counted] = wire.requests.slice(2)
    expect(again).toMatchObject({ verb: 'create', body: { message: 'Created pod: a', count: 1 } })
    expect(again!.name).not.toBe(patch.name)
    expect(counted).toMatchObject({ verb: 'patch', name: again!.name, body: { count: 2 } })
  })
})
