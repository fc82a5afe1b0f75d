import { describe, expect, it } from 'vitest'
import { create, get, nothing, result, tell, updateStatus, type Controller, type ReconcileInput, type ReconcileResult } from '../../../src/engine/client/controller-actions.ts'
import { onJobResponse, onWorkTimer } from '../../../src/engine/client/controller-loop.ts'
import { createControllerRecord, enqueue, forgetObject, onDelayedAdd, type ControllerLoop, type LoopContext } from '../../../src/engine/client/controller-state.ts'
import { expectationsMet, expectationsTimeoutUs, expectCreations, expectDeletion, lowerCreations, lowerDeletion, type Expectations } from '../../../src/engine/client/expectations.ts'
import { takeCall } from '../../../src/engine/client/api-client.ts'
import { clientTimers } from '../../../src/engine/client/timers.ts'
import { createInformer } from '../../../src/engine/client/informer.ts'
import type { ApiRequest } from '../../../src/engine/control-plane/api-server/messages.ts'
import { forkRandom } from '../../../src/engine/simulation/random.ts'
import type { EventDraft } from '../../../src/engine/client/event-recorder.ts'
import { pod } from '../control-plane/controller-manager/fixtures.ts'
import { createWire, response, runWire, type Wire } from './bench-link.ts'

interface Bench {
  readonly wire: Wire
  readonly context: LoopContext<undefined>
  /** Inputs of all calls of `reconcile`. */
  readonly inputs: ReconcileInput<undefined>[]
  /** Answers all requests that wait with a code, or as told. */
  readonly reply: (code: number | ((request: ApiRequest) => number)) => void
  readonly sent: () => string[]
}

function bench(reconcile: (input: ReconcileInput<undefined>) => ReconcileResult, some: Partial<Controller<undefined>> = {}): Bench {
  const wire = createWire([{ qps: 0, burst: 1 }])
  const inputs: ReconcileInput<undefined>[] = []
  const controller: Controller<undefined> = {
    name: 'test', userAgent: 'test-controller', eventSource: 'test-controller', workers: 2, rateFactor: 1, reportsFailures: false, waitsForOwnWrites: 'no',
    reconcile: (input) => { inputs.push(input); return reconcile(input) }, ...some,
  }
  const loop: ControllerLoop = {
    client: wire.client, link: wire.link, random: forkRandom(1, 'loop'), informers: { pods: createInformer('pods') }, records: [createControllerRecord(controller, 0, wire.link, 4)],
    active: true, jobPurpose: 3,
  }
  const context: LoopContext<undefined> = { sim: wire.sim, loop, controllers: [controller], listers: undefined }
  wire.onTimer = (event) => {
    if (event.op === clientTimers.work) onWorkTimer(context, event.num)
    if (event.op === clientTimers.delayedAdd) onDelayedAdd(context, event.num, event.payload as number)
  }
  let answered = 0
  const reply = (code: number | ((request: ApiRequest) => number)): void => {
    const waiting = wire.requests.slice(answered)
    answered = wire.requests.length
    for (const request of waiting) {
      const said = response(request.id, { code: typeof code === 'number' ? code : code(request), object: request.body as never })
      const pending = takeCall(wire.client, said)
      if (pending?.purpose === 3) onJobResponse(context, pending, said)
    }
    runWire(wire, 2_000)
  }
  return { wire, context, inputs, reply, sent: () => wire.requests.filter((request) => request.resource !== 'events').map((request) => `${request.verb} ${request.name}`) }
}

const event: EventDraft = {
  regarding: { kind: 'Pod', namespace: 'default', name: 'x', uid: 'x', apiVersion: 'v1', resourceVersion: undefined, fieldPath: undefined }, type: 'Normal', reason: 'Done', message: 'did {name}: {error}',
}
const eventsOf = (wire: Wire): string[] => wire.requests.filter((request) => request.resource === 'events').map((request) => (request.body as { message: string }).message)
const pods = (count: number): ReconcileResult => result([[{ do: 'createPods', pod: pod('', { meta: { generateName: 'p-' } }), count, onSuccess: undefined, onFailure: undefined }]])

describe('stages', () => {
  it('run one after another, the actions of one stage at once', () => {
    const { wire, context, reply, sent } = bench(() => result([[create('pods', pod('a')), create('pods', pod('b'))], [updateStatus('pods', 0, pod('c'))]]))
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    expect(sent()).toEqual(['create a', 'create b'])
    reply(201)
    expect(sent()).toEqual(['create a', 'create b', 'update c'])
    reply(200)
    expect(context.loop.records[0]!.jobs.size).toBe(0)
  })
  it('end at a failure: the key is tried again after 5 ms, then 10 ms, and its memory stays', () => {
    const { wire, context, inputs, reply, sent } = bench((input) => (input.memory === undefined ? { ...nothing, memory: 'kept', requeueAfterUs: 1 } : result([[create('pods', pod('a'))], [create('pods', pod('b'))]], 'lost')))
    enqueue(context, 0, 1)
    runWire(wire, 3_000)
    reply(409)
    const first = wire.sim.nowUs
    runWire(wire, 8_000)
    reply(409)
    runWire(wire, 5_000)
    expect(inputs).toHaveLength(3)
    runWire(wire, 10_000)
    expect(inputs).toHaveLength(4)
    expect(inputs[2]!.nowUs - first).toBeLessThan(6_000)
    expect(inputs.slice(1).map((input) => input.memory)).toEqual(['kept', 'kept', 'kept'])
    expect(sent()).toEqual(['create a', 'create a', 'create a'])
  })
  it('that succeed end the back-off: the next failure waits 5 ms again', () => {
    const { wire, context, inputs, reply } = bench(() => result([[create('pods', pod('a'))]]))
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    for (const code of [409, 409, 201]) {
      reply(code)
      runWire(wire, 20_000)
    }
    expect(inputs).toHaveLength(3)
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    reply(409)
    runWire(wire, 6_000)
    expect(inputs).toHaveLength(5)
  })
  it('tell of success and failure as events with the name and the refusal', () => {
    const { wire, context, reply } = bench(() => result([[tell(event), create('pods', pod('a'), { onSuccess: event, onFailure: event })]]))
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    reply((request) => (request.resource === 'events' ? 201 : 403))
    expect(eventsOf(wire)).toEqual(['did {name}: {error}', 'did a: no answer from the API server'])
  })
})

describe('createPods', () => {
  it('sends batches of 1, 2, 4 and the rest', () => {
    const { wire, context, reply } = bench(() => pods(10))
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    const sizes: number[] = []
    for (let seen = 0; wire.requests.length > seen;) {
      sizes.push(wire.requests.length - seen)
      seen = wire.requests.length
      reply(201)
    }
    expect(sizes).toEqual([1, 2, 4, 3])
  })
  it('stops after a batch with an error, and expects only what was created', () => {
    const { wire, context, reply } = bench(() => pods(10))
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    reply(201)
    let refused = false
    reply(() => { const code = refused ? 201 : 403; refused = true; return code })
    expect(wire.requests).toHaveLength(3)
    expect(context.loop.records[0]!.expectations.get(1)!.adds).toBe(2)
  })
})

describe('expectations', () => {
  it('keep a key from acting until its creations were seen', () => {
    const { wire, context, inputs, reply } = bench(() => pods(2))
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    reply(201)
    enqueue(context, 0, 1)
    reply(201)
    runWire(wire, 2_000)
    lowerCreations(context.loop.records[0]!.expectations, 1, 2)
    expect(inputs.map((input) => input.expectationsMet)).toEqual([true, false])
  })
  it('are met when all creations and deletions were seen, or after five minutes', () => {
    const expectations: Expectations = new Map()
    expectCreations(expectations, 1, 2, 0)
    expectDeletion(expectations, 1, 'a', 0)
    lowerCreations(expectations, 1, 1)
    lowerDeletion(expectations, 1, 'a')
    expect(expectationsMet(expectations, 1, 0)).toBe(false)
    lowerCreations(expectations, 1, 1)
    expect(expectationsMet(expectations, 1, 0)).toBe(true)
    expectDeletion(expectations, 1, 'b', 10)
    expect(expectationsMet(expectations, 1, 10 + expectationsTimeoutUs)).toBe(false)
    expect(expectationsMet(expectations, 1, 11 + expectationsTimeoutUs)).toBe(true)
    expect(expectationsMet(expectations, 2, 0)).toBe(true)
  })
})

describe('continuation', () => {
  it('calls again with the answers in the order of the actions', () => {
    const { wire, context, inputs, reply } = bench((input) => (input.answers === undefined ? result([[get('pods', 'default', 'a'), get('nodes', '', 'b')]], undefined, undefined, true) : nothing))
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    reply((request) => (request.name === 'b' ? 404 : 200))
    expect(inputs).toHaveLength(2)
    expect(inputs[1]!.answers!.map((answer) => [answer.action.do === 'get' ? answer.action.name : '', answer.code])).toEqual([['a', 200], ['b', 404]])
  })
  it('calls once more with the failure when the controller reports failures', () => {
    const { wire, context, inputs, reply, sent } = bench((input) => (input.failure === undefined ? pods(4) : result([[updateStatus('pods', 0, pod('status'))]])), { reportsFailures: true })
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    reply(500)
    expect(inputs[1]!.failure).toMatchObject({ code: 500 })
    expect(sent().at(-1)).toBe('update status')
    reply(200)
    expect(context.loop.records[0]!.queue.failures.get(1)).toBe(1)
  })
})

describe('keys', () => {
  it('run at most as many at once as there are workers, and one key never twice at once', () => {
    const { wire, context, inputs, reply } = bench(() => result([[create('pods', pod('a'))]]))
    for (const key of [1, 2, 3, 1]) enqueue(context, 0, key)
    runWire(wire, 5_000)
    enqueue(context, 0, 1)
    runWire(wire, 5_000)
    expect(inputs.map((input) => input.key)).toEqual([1, 2])
    reply(201)
    expect(inputs.map((input) => input.key)).toEqual([1, 2, 3, 1])
  })
  it('of an object that went start no further stage, and leave nothing behind', () => {
    const { wire, context, reply, sent } = bench(() => result([[create('pods', pod('a'))], [create('pods', pod('b'))]], 'memory'))
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    forgetObject(context, 0, 1)
    reply(201)
    expect(sent()).toEqual(['create a'])
    const record = context.loop.records[0]!
    expect([record.memory.size, record.expectations.size, record.jobs.size]).toEqual([0, 0, 0])
  })
  it('wait for the cache to hold their own writes', () => {
    const { wire, context, inputs, reply } = bench(() => result([[create('pods', pod('a', { meta: { resourceVersion: 50 } }))]]), { waitsForOwnWrites: 'key' })
    enqueue(context, 0, 1)
    runWire(wire, 2_000)
    reply(201)
    enqueue(context, 0, 1)
    runWire(wire, 100_000)
    expect(inputs).toHaveLength(1)
    context.loop.informers.pods!.revision = 50
    runWire(wire, 100_000)
    expect(inputs).toHaveLength(2)
  })
  it('do not run while the process does not lead', () => {
    const { wire, context, inputs } = bench(() => nothing)
    context.loop.active = false
    enqueue(context, 0, 1)
    runWire(wire, 100_000)
    expect(inputs).toEqual([])
  })
})
