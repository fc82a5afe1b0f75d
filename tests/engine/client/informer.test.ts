import { describe, expect, it } from 'vitest'
import {
  createInformer, onConnectionLost, onInformerResponse, onInformerRetry, onWatchEvent, startInformer, type InformerAddress,
} from '../../../src/engine/client/informer.ts'
import { clientTimers } from '../../../src/engine/client/timers.ts'
import type { WatchEvent } from '../../../src/engine/control-plane/api-server/messages.ts'
import { forkRandom } from '../../../src/engine/simulation/random.ts'
import type { Pod } from '../../../src/kubernetes/types/core.ts'
import { pod } from '../control-plane/controller-manager/fixtures.ts'
import { createWire, response, runWire, type Wire } from './bench-link.ts'

function setup() {
  const wire = createWire()
  const informer = createInformer('pods')
  const address: InformerAddress = { client: wire.client, random: forkRandom(1, 'informer'), userAgent: 'test', node: -1, link: wire.link, purpose: 1, number: 0 }
  const seen: string[] = []
  const handler = (slot: number, before: unknown, after: unknown): void => {
    seen.push(`${slot} ${before === undefined ? 'none' : (before as Pod).metadata.name} -> ${after === undefined ? 'none' : (after as Pod).metadata.name}`)
  }
  wire.onTimer = (event) => { if (event.op === clientTimers.informerRetry) onInformerRetry(wire.sim, informer, address) }
  return { wire, informer, address, seen, handler }
}
const named = (name: string, uid = name): Pod => pod(name, { meta: { uid } })
function change(type: WatchEvent['type'], slot: number, object: Pod | undefined, revision: number): WatchEvent {
  return { type, resource: 'pods', slot, object, previous: undefined, revision }
}
const lastRequest = (wire: Wire) => wire.requests.at(-1)!

describe('an informer', () => {
  it('lists, then watches from the revision of the list, then follows the events', () => {
    const { wire, informer, address, seen, handler } = setup()
    startInformer(wire.sim, informer, address)
    runWire(wire, 1_000)
    expect(lastRequest(wire).verb).toBe('list')
    onInformerResponse(wire.sim, informer, address, response(1, { list: { revision: 40, items: [named('a'), named('b')], slots: [0, 2] } }), handler)
    runWire(wire, 1_000)
    expect([lastRequest(wire).verb, lastRequest(wire).options?.sinceRevision]).toEqual(['watch', 40])
    onWatchEvent(wire.sim, informer, address, informer.watchId, change('ADDED', 1, named('c'), 41), handler)
    onWatchEvent(wire.sim, informer, address, informer.watchId, change('DELETED', 0, named('a'), 42), handler)
    expect(seen).toEqual(['0 none -> a', '2 none -> b', '1 none -> c', '0 a -> none'])
    expect([informer.count, informer.revision, informer.synced]).toEqual([2, 42, true])
  })
  it('ignores events of a watch that has ended', () => {
    const { wire, informer, address, seen, handler } = setup()
    informer.watchId = 9
    onWatchEvent(wire.sim, informer, address, 8, change('ADDED', 1, named('c'), 41), handler)
    expect(seen).toEqual([])
  })
  it('resumes from the last revision when the connection is lost, after a pause', () => {
    const { wire, informer, address, handler } = setup()
    informer.relist = false
    informer.revision = 77
    startInformer(wire.sim, informer, address)
    onInformerResponse(wire.sim, informer, address, response(1), handler)
    onConnectionLost(wire.sim, informer, address)
    runWire(wire, 2_000_000)
    expect([lastRequest(wire).verb, lastRequest(wire).options?.sinceRevision]).toEqual(['watch', 77])
  })
  it.each([[410, 'list'], [0, 'watch'], [503, 'watch']])('after an answer %i tries again with a %s', (code, verb) => {
    const { wire, informer, address, handler } = setup()
    informer.relist = false
    informer.revision = 5
    startInformer(wire.sim, informer, address)
    runWire(wire, 1_000)
    onInformerResponse(wire.sim, informer, address, response(1, { code }), handler)
    runWire(wire, 5_000_000)
    expect(wire.requests).toHaveLength(2)
    expect(lastRequest(wire).verb).toBe(verb)
  })
  it('tells of what a relist finds gone, changed and new, and of a slot that was taken again', () => {
    const { wire, informer, address, seen, handler } = setup()
    const kept = named('kept')
    onInformerResponse(wire.sim, informer, address, response(1, { list: { revision: 1, items: [named('gone'), kept, named('old', 'u1')], slots: [0, 1, 2] } }), handler)
    seen.length = 0
    onInformerResponse(wire.sim, informer, address, response(2, { list: { revision: 9, items: [kept, named('new', 'u2')], slots: [1, 2] } }), handler)
    expect(seen).toEqual(['0 gone -> none', '2 old -> none', '2 none -> new'])
  })
})
