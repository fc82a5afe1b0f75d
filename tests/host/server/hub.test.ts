/** One engine for many pages and clients: slow pages, lost API servers, a cluster that is started again. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createHub, type Hub, type PageSeat } from '../../../src/host/server/hub.ts'
import type { Frame } from '../../../src/protocol/frame.ts'
import type { HostMessage } from '../../../src/protocol/host.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'
import type { RestEvent, RestResponse } from '../../../src/protocol/rest.ts'
import { protocolVersion } from '../../../src/protocol/vocabulary.ts'
import { until } from './running-server.ts'

// A busy machine gives the engine less than real time.
vi.setConfig({ testTimeout: 60_000 })

const hubs: Hub[] = []
afterEach(() => { for (const hub of hubs.splice(0)) hub.stop() })

async function startedHub(): Promise<Hub> {
  const hub = createHub({ ...defaultClusterOptions, nodes: 1 }, [{ pace: 'rate', rate: 10 }, { pace: 'play' }], () => undefined)
  hubs.push(hub)
  await hub.started()
  return hub
}

interface Page {
  readonly seat: PageSeat
  readonly frames: Frame[]
  readonly messages: HostMessage[]
  /** Whether it acknowledges what it is sent. */
  keepsUp: boolean
}
function joinPage(hub: Hub, keepsUp = true): Page {
  const frames: Frame[] = []
  const messages: HostMessage[] = []
  const page: Page = { frames, messages, keepsUp, seat: hub.join((message) => {
    messages.push(message)
    if (message.type !== 'frame') return
    frames.push(message.frame)
    if (page.keepsUp) setImmediate(() => { page.seat.handle({ type: 'ack', frame: message.frame.to }) })
  }) }
  page.seat.handle({ type: 'start', protocolVersion, options: defaultClusterOptions, pace: [] })
  return page
}

interface Watching {
  readonly answers: RestResponse[]
  readonly events: (RestEvent | undefined)[]
  readonly id: number
}
function watchNodes(hub: Hub): Watching {
  const answers: RestResponse[] = []
  const events: (RestEvent | undefined)[] = []
  const id = hub.request({ method: 'GET', path: '/api/v1/nodes', query: { watch: 'true' } }, 'watch', {
    onResponse: (response) => { answers.push(response) }, onEvent: (event) => { events.push(event) },
  })
  return { answers, events, id }
}

describe('pages at a hub', () => {
  it('each frame builds on the one before, also after another page joins', async () => {
    const hub = await startedHub()
    const first = joinPage(hub)
    await until(() => first.frames.length > 3)
    const second = joinPage(hub)
    await until(() => second.frames.length > 3)
    for (const { frames } of [first, second]) {
      expect(frames[0]?.from).toBe(0)
      expect(frames.slice(1).filter((frame, i) => frame.from !== 0 && frame.from !== frames[i]?.to)).toEqual([])
    }
  })
  it('one that does not keep up is left behind, and gets a snapshot when it wakes', async () => {
    const hub = await startedHub()
    const slow = joinPage(hub, false)
    const quick = joinPage(hub)
    await until(() => quick.frames.length > 5)
    const missed = slow.frames.length
    expect(missed).toBeLessThan(3)
    slow.keepsUp = true
    for (const frame of [...slow.frames]) slow.seat.handle({ type: 'ack', frame: frame.to })
    await until(() => slow.frames.length > missed)
    expect(slow.frames[missed]?.from).toBe(0)
  })
  it('one that leaves holds nobody up', async () => {
    const hub = await startedHub()
    const gone = joinPage(hub, false)
    const stays = joinPage(hub)
    await until(() => gone.frames.length > 0)
    gone.seat.leave()
    const before = stays.frames.length
    await until(() => stays.frames.length > before + 3)
    expect(gone.frames.length).toBeLessThan(stays.frames.length)
  })
  it('its second start is another cluster in place of this one; watches of the former end', async () => {
    const hub = await startedHub()
    const page = joinPage(hub)
    const watching = watchNodes(hub)
    await until(() => watching.events.length === 1)
    page.seat.handle({ type: 'start', protocolVersion, options: { ...defaultClusterOptions, nodes: 2 }, pace: [{ pace: 'play' }] })
    expect(watching.events.at(-1)).toBeUndefined()
    await until(() => page.frames.some((frame) => frame.nodes.names.length === 2))
  })
})

describe('watches at a hub', () => {
  it('end when the API server crashes, and can be opened anew', async () => {
    const hub = await startedHub()
    const watching = watchNodes(hub)
    await until(() => watching.events.length === 1)
    expect(await hub.world({ type: 'crashProcess', process: 'kube-apiserver' })).toBeUndefined()
    await until(() => watching.events.at(-1) === undefined)
    const again: Watching[] = []
    await until(() => {
      if (again.length === 0 || (again.at(-1)?.answers[0]?.status ?? 200) !== 200) again.push(watchNodes(hub))
      return (again.at(-1)?.events.length ?? 0) > 0
    })
    expect(again.at(-1)?.events[0]).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'node-1' } } })
  })
  it('that are cancelled tell nothing more, and the API server forgets them', async () => {
    const hub = await startedHub()
    const page = joinPage(hub)
    const watches = () => page.frames.flatMap((frame) => frame.records).findLast((record) => record.kind === 'ApiServer')?.watches ?? -1
    await until(() => watches() > 0)
    const before = watches()
    const watching = watchNodes(hub)
    await until(() => watches() === before + 1)
    hub.cancel(watching.id)
    await until(() => watches() === before)
    expect(watching.events).toHaveLength(1)
  })
})
