import { describe, expect, it } from 'vitest'
import { createConnection } from '../../src/bridge/connection.ts'
import type { HostConnection, HostFault, OpenWatch } from '../../src/bridge/host-connection.ts'
import { createInMemoryPort } from '../support/in-memory-port.ts'
import type { InMemoryPort } from '../support/in-memory-port.ts'
import type { Frame } from '../../src/protocol/frame.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { protocolVersion } from '../../src/protocol/vocabulary.ts'
import { frame } from '../support/frames.ts'

interface Wired {
  readonly port: InMemoryPort
  readonly connection: HostConnection
  readonly applied: Frame[]
  readonly faults: HostFault[]
  /** Runs what waits for the animation frame. */
  paint(): void
}

function wired(): Wired {
  const port = createInMemoryPort()
  const painting: (() => void)[] = []
  const connection = createConnection(port, (callback) => { painting.push(callback) })
  const applied: Frame[] = []
  const faults: HostFault[] = []
  connection.onFrame((next) => { applied.push(next) })
  connection.onFault((fault) => { faults.push(fault) })
  return { port, connection, applied, faults, paint: () => { for (const callback of painting.splice(0)) callback() } }
}

function deliver({ port }: Wired, ...frames: readonly Frame[]): void {
  for (const next of frames) port.toPage.push({ type: 'frame', frame: next })
  port.flushToPage()
}

describe('a notice of the host', () => {
  it('reaches its listener', () => {
    const { port, connection } = wired()
    const told: string[] = []
    connection.onNotice((text) => { told.push(text) })
    port.toPage.push({ type: 'notice', text: 'services "web" already exists' })
    port.flushToPage()
    expect(told).toEqual(['services "web" already exists'])
  })
})

describe('frames', () => {
  it('are applied inside the animation frame, then acknowledged', () => {
    const wire = wired()
    deliver(wire, frame(0))
    expect(wire.applied).toEqual([])
    expect(wire.port.takeCommands()).toEqual([])
    wire.paint()
    expect(wire.applied).toHaveLength(1)
    expect(wire.port.takeCommands()).toEqual([{ type: 'ack', frame: 1 }])
  })

  it('that come together are applied in order in one animation frame, with one credit each', () => {
    const wire = wired()
    deliver(wire, frame(0), frame(1), frame(2))
    wire.paint()
    expect(wire.applied.map((next) => next.to)).toEqual([1, 2, 3])
    expect(wire.port.takeCommands()).toEqual([1, 2, 3].map((number) => ({ type: 'ack', frame: number })))
  })

  it('with a gap before them are not applied: a snapshot is asked for once', () => {
    const wire = wired()
    deliver(wire, frame(0), frame(5), frame(6))
    wire.paint()
    expect(wire.applied.map((next) => next.to)).toEqual([1])
    expect(wire.port.takeCommands().filter((command) => command.type === 'snapshot')).toHaveLength(1)
    deliver(wire, frame(0, { to: 9 }), frame(9))
    wire.paint()
    expect(wire.applied.map((next) => next.to)).toEqual([1, 9, 10])
  })
})

describe('answers', () => {
  it('go to the question with their id, in any order', async () => {
    const { connection, port } = wired()
    const first = connection.request({ method: 'GET', path: '/a' }, 'get a')
    const second = connection.request({ method: 'GET', path: '/b' }, 'get b')
    const ids = port.takeCommands().map((command) => ('id' in command ? command.id : -1))
    port.toPage.push({ type: 'response', id: ids[1] ?? 0, response: { status: 200, body: 'b' } }, { type: 'response', id: ids[0] ?? 0, response: { status: 404, body: 'a' } })
    port.flushToPage()
    expect([await first, await second]).toEqual([{ status: 404, body: 'a' }, { status: 200, body: 'b' }])
  })

  it('of a cluster before do not reach the next one: its questions are told that it is gone', async () => {
    const { connection, port } = wired()
    connection.start(defaultClusterOptions, [])
    const asked = connection.inspect({ query: 'hash' })
    connection.reset()
    await expect(asked).rejects.toThrow('started again')
    expect(port.takeCommands().map((command) => command.type)).toEqual(['start', 'inspect', 'reset'])
  })
})

describe('faults', () => {
  it('are reported once with words, and open questions fail with the same', async () => {
    const { connection, port, faults } = wired()
    const asked = connection.inspect({ query: 'hash' })
    port.toPage.push({ type: 'fault', message: 'invariant broken', simTimeUs: 5, steps: 2 }, { type: 'fault', message: 'again', simTimeUs: 6, steps: 3 })
    port.flushToPage()
    await expect(asked).rejects.toThrow('invariant broken')
    expect(faults).toEqual([{ message: 'invariant broken', simTimeUs: 5, steps: 2 }])
    await expect(connection.world({ type: 'addNode' })).rejects.toThrow('invariant broken')
  })

  it('of the wire carry the time of the newest frame', () => {
    const wire = wired()
    deliver(wire, frame(0, { simTimeUs: 77, steps: 8 }))
    wire.paint()
    wire.port.break('the worker stopped')
    expect(wire.faults).toEqual([{ message: 'the worker stopped', simTimeUs: 77, steps: 8 }])
  })

  it('are raised when the two sides speak different protocol versions', () => {
    const { port, faults } = wired()
    port.toPage.push({ type: 'ready', protocolVersion: protocolVersion + 1 })
    port.flushToPage()
    expect(faults[0]?.message).toContain(`the engine version ${protocolVersion + 1}`)
  })

  it('are no end: reset opens a new host and starts the same cluster there', () => {
    const { connection, port } = wired()
    connection.start({ ...defaultClusterOptions, seed: 7 }, [{ pace: 'play' }])
    port.break('gone')
    port.takeCommands()
    connection.reset()
    expect(port.reopened).toBe(1)
    expect(port.takeCommands()).toEqual([{ type: 'start', protocolVersion, options: { ...defaultClusterOptions, seed: 7 }, pace: [{ pace: 'play' }] }])
  })

  it('leave the log of what was sent: options and every command, but no looking', () => {
    const { connection, port } = wired()
    connection.start(defaultClusterOptions, [])
    void connection.world({ type: 'powerOff', node: 'node-2' }).catch(() => undefined)
    void connection.request({ method: 'DELETE', path: '/x' }, 'delete x').catch(() => undefined)
    void connection.inspect({ query: 'hash' }).catch(() => undefined)
    port.break('gone')
    const log = connection.sentLog()
    expect(log.header.options).toEqual(defaultClusterOptions)
    expect(log.entries.map((entry) => entry.command)).toEqual([
      { world: { type: 'powerOff', node: 'node-2' } }, { request: { method: 'DELETE', path: '/x' }, label: 'delete x' },
    ])
  })
})

describe('a watch', () => {
  const opened = { status: 200, body: undefined, stream: true } as const
  const added = { type: 'ADDED', object: { kind: 'Pod' } } as const
  const watching = (): Wired & { readonly heard: unknown[]; readonly watch: OpenWatch; readonly id: number } => {
    const wire = wired()
    const heard: unknown[] = []
    const watch = wire.connection.watch({ method: 'GET', path: '/api/v1/pods', query: { watch: 'true' } }, 'get pods -w', (event) => { heard.push(event) })
    const [command] = wire.port.takeCommands()
    return { ...wire, heard, watch, id: command?.type === 'request' ? command.id : -1 }
  }

  it('gives its answer and hears every event until the last', async () => {
    const { port, heard, watch, id } = watching()
    port.toPage.push({ type: 'response', id, response: opened }, { type: 'event', id, event: added }, { type: 'event', id, event: undefined }, { type: 'event', id, event: added })
    port.flushToPage()
    expect(await watch.response).toEqual(opened)
    expect(heard).toEqual([added, undefined])
  })

  it('that is stopped is cancelled at the host, and nothing more is heard of it', () => {
    const { port, heard, watch, id } = watching()
    port.toPage.push({ type: 'response', id, response: opened }, { type: 'event', id, event: added })
    port.flushToPage()
    watch.stop()
    watch.stop()
    port.toPage.push({ type: 'event', id, event: added })
    port.flushToPage()
    expect(heard).toEqual([added])
    expect(port.takeCommands()).toEqual([{ type: 'cancel', id }])
  })

  it('ends when the cluster is started again', () => {
    const { port, heard, connection, watch, id } = watching()
    port.toPage.push({ type: 'response', id, response: opened })
    port.flushToPage()
    connection.reset()
    expect(heard).toEqual([new Error('The cluster was started again.')])
    watch.stop()
    expect(port.takeCommands()).toEqual([{ type: 'reset' }])
  })

  it('that was refused has no events to wait for', async () => {
    const { port, watch, id } = watching()
    port.toPage.push({ type: 'response', id, response: { status: 403, body: {} } })
    port.flushToPage()
    expect((await watch.response).status).toBe(403)
    watch.stop()
    expect(port.takeCommands()).toEqual([])
  })
})
