import { describe, expect, it } from 'vitest'
import { hopFlags } from '../../src/protocol/vocabulary.ts'
import { firstView, type Play } from './play.ts'

function told(play: Play): string[] {
  return play.frames.flatMap((frame) => frame.changes.map((change) => change.text))
}

describe('the first view', () => {
  it('starts from an empty etcd and settles with three nodes, six pods, their Services and traffic', () => {
    const play = firstView([{ pace: 'auto' }, { pace: 'play' }])
    play.run(3000)
    const records = play.frames.flatMap((frame) => frame.records)
    const clients = records.filter((record) => record.kind === 'Clients').at(-1)!
    expect(clients.succeededTotal).toBeGreaterThan(5)
    expect(records.filter((record) => record.kind === 'Deployment').map((record) => record.name)).toContain('web')
    expect(told(play).filter((text) => text.endsWith('registered its node with the API server'))).toHaveLength(3)
  })
})

describe('auto pace', () => {
  it('takes a node’s death to its replacements in at most 20 s of wall time, 50 s of silence and 300 s of toleration included', () => {
    const play = firstView([{ pace: 'auto' }, { pace: 'play' }])
    const startMs = play.wallMs()
    const from = play.frames.length
    play.host.handle({ type: 'world', id: 1, command: { type: 'powerOff', node: 'node-2' } })
    const complete = (): boolean => play.frames.slice(from).some((frame) =>
      frame.simTimeUs > play.frames[from]!.simTimeUs + 340_000_000 && frame.changes.some((change) => change.text.endsWith('that it asked for')))
    play.run(40_000, complete)
    expect(complete()).toBe(true)
    expect(play.wallMs() - startMs).toBeLessThanOrEqual(20_000)
    const texts = told(play)
    for (const decisive of ['marked node-2 NotReady', 'unreachable:NoExecute', 'told pod', 'bound', 'Running and ready']) {
      expect(texts.some((text) => text.includes(decisive))).toBe(true)
    }
  })

  it('lets the slow rate last while a message that matters flies, and goes back to life’s own when all is done', () => {
    const play = firstView([{ pace: 'auto' }, { pace: 'play' }])
    const from = play.frames.length
    play.host.handle({
      type: 'request', id: 7, label: 'scale deployment web',
      request: {
        method: 'PATCH', path: '/apis/apps/v1/namespaces/default/deployments/web/scale',
        headers: { 'content-type': 'application/merge-patch+json' }, body: '{"spec":{"replicas":5}}',
      },
    })
    play.run(20_000)
    const rates = play.frames.slice(from).map((frame) => frame.pace.rate)
    expect(Math.min(...rates)).toBeLessThanOrEqual(0.05)
    expect(rates.at(-1)).toBe(1)
    expect(play.messages.some((message) => message.type === 'response' && message.id === 7 && message.response.status === 200)).toBe(true)
  })
})

describe('pause', () => {
  it('stops the clock; a request enters at once and stands at the start of its link until a step lets it go', () => {
    const play = firstView([{ pace: 'auto' }, { pace: 'play' }])
    play.host.handle({ type: 'pace', command: { pace: 'pause' } })
    play.run(500)
    const { simTimeUs } = play.last()
    const from = play.frames.length
    play.host.handle({ type: 'request', id: 9, label: 'get pods', request: { method: 'DELETE', path: '/api/v1/namespaces/default/pods/none' } })
    play.run(500)
    expect(play.last().simTimeUs).toBe(simTimeUs)
    expect(play.last().pace.waiting).toBe(1)
    const hops = play.frames.slice(from).flatMap((frame) => [...frame.hops.sentUs])
    expect(hops).toEqual([simTimeUs])
    play.host.handle({ type: 'pace', command: { pace: 'step', to: 'message' } })
    play.run(500)
    expect(play.last().simTimeUs).toBeGreaterThan(simTimeUs)
    expect(play.last().pace.playing).toBe(false)
  })

  it('steps to the next message that is neither a Lease nor client traffic', () => {
    const play = firstView([{ pace: 'auto' }, { pace: 'play' }])
    play.host.handle({ type: 'pace', command: { pace: 'pause' } })
    play.host.handle({ type: 'world', id: 1, command: { type: 'powerOff', node: 'node-1' } })
    const from = play.frames.length
    play.host.handle({ type: 'pace', command: { pace: 'step', to: 'message' } })
    play.run(5000)
    const frame = play.last()
    const hops = play.frames.slice(from).flatMap((one) => [...one.hops.flags].map((flags, i) => ({ flags, sentUs: one.hops.sentUs[i]! })))
    const newest = hops.filter((hop) => hop.sentUs === frame.simTimeUs && (hop.flags & hopFlags.routine) === 0)
    expect(newest.length).toBeGreaterThan(0)
  })

  it('steps to the next change that a person would tell', () => {
    const play = firstView([{ pace: 'auto' }, { pace: 'play' }])
    play.host.handle({ type: 'pace', command: { pace: 'pause' } })
    play.host.handle({ type: 'world', id: 1, command: { type: 'powerOff', node: 'node-1' } })
    play.run(100)
    const from = play.frames.length
    play.host.handle({ type: 'pace', command: { pace: 'step', to: 'change' } })
    play.run(10_000)
    const changes = play.frames.slice(from).flatMap((frame) => frame.changes)
    expect(changes[0]!.text).toContain('node-1')
    expect(changes[0]!.simTimeUs).toBe(play.last().simTimeUs)
  })
})

describe('reset', () => {
  it('restores the start: the same seed tells the same story again', () => {
    const play = firstView([{ pace: 'auto' }, { pace: 'play' }])
    const first = told(play)
    play.host.handle({ type: 'world', id: 1, command: { type: 'powerOff', node: 'node-1' } })
    play.run(2000)
    const from = play.frames.length
    play.host.handle({ type: 'reset' })
    play.run(60_000, () => play.frames.length > from + 1 && play.last().pace.rate > 0)
    const again = play.frames.slice(from).flatMap((frame) => frame.changes.map((change) => change.text))
    expect(play.frames[from]!.from).toBe(0)
    expect(again.slice(0, 20)).toEqual(first.slice(0, 20))
  })
})

describe('a rate that is no rate', () => {
  it.each([0, -1, 101, Number.NaN])('%s is refused and told as a fault, not swallowed', (rate) => {
    const play = firstView([{ pace: 'play' }])
    expect(() => play.host.handle({ type: 'pace', command: { pace: 'rate', rate } })).toThrow(/0.01 to 100/)
  })
})
