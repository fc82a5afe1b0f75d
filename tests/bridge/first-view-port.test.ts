// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { createFirstViewPort } from '../../src/bridge/first-view-port.ts'
import type { WorkerLike } from '../../src/bridge/worker-port.ts'
import type { HostCommand, HostMessage } from '../../src/protocol/host.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { protocolVersion } from '../../src/protocol/vocabulary.ts'
import type { WorkerCommand, WorkerMessage } from '../../src/protocol/worker.ts'

class FakeWorker implements WorkerLike {
  readonly posted: WorkerCommand[] = []
  ports = 0
  terminated = false
  onmessage: ((event: MessageEvent) => void) | null = null
  onerror: ((event: ErrorEvent) => void) | null = null
  onmessageerror: ((event: MessageEvent) => void) | null = null
  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.posted.push(message as WorkerCommand)
    this.ports += transfer.length
  }
  terminate(): void { this.terminated = true }
  says(message: WorkerMessage): void { this.onmessage?.(new MessageEvent('message', { data: message })) }
  types(): string { return this.posted.map(({ type }) => type).join(' ') }
}

const start: HostCommand = { type: 'start', protocolVersion, options: defaultClusterOptions, pace: [] }
const pause: HostCommand = { type: 'pace', command: { pace: 'pause' } }
const notice: HostMessage = { type: 'notice', text: 'x' }

function open() {
  const first: FakeWorker[] = []
  const whole: FakeWorker[] = []
  const make = (list: FakeWorker[]) => () => {
    const worker = new FakeWorker()
    list.push(worker)
    return worker
  }
  const heard: HostMessage[] = []
  const broken: string[] = []
  const port = createFirstViewPort(make(first), make(whole))
  port.onMessage((message) => { heard.push(message) })
  port.onBroken((reason) => { broken.push(reason) })
  return { port, first, whole, heard, broken }
}

describe('the port of the first view', () => {
  it('loads no whole engine for what is no command', () => {
    const { port, first, whole, heard } = open()
    port.send(start)
    port.send({ type: 'ack', frame: 1 })
    port.send({ type: 'snapshot' })
    first[0]?.says(notice)
    expect([first[0]?.types(), whole.length, heard]).toEqual(['start ack snapshot', 0, [notice]])
  })

  it('holds commands until the whole engine has the cluster, and then sends them in order', () => {
    const { port, first, whole } = open()
    port.send(start)
    port.send(pause)
    port.send({ type: 'reset' })
    expect([first[0]?.types(), whole.map((worker) => worker.types()), first[0]?.ports, whole[0]?.ports]).toEqual(['start handOver', ['takeOver'], 1, 1])
    whole[0]?.says({ type: 'tookOver' })
    port.send({ type: 'ack', frame: 2 })
    expect([whole[0]?.types(), first[0]?.terminated]).toEqual(['takeOver pace reset ack', true])
  })

  it('shows what the first engine does until then, and what the whole one does from then on', () => {
    const { port, first, whole, heard } = open()
    port.send(start)
    port.complete()
    first[0]?.says(notice)
    port.send({ type: 'ack', frame: 1 })
    whole[0]?.says({ type: 'tookOver' })
    first[0]?.says({ type: 'notice', text: 'too late' })
    whole[0]?.says({ type: 'notice', text: 'whole' })
    expect([heard, first[0]?.types()]).toEqual([[notice, { type: 'notice', text: 'whole' }], 'start handOver ack'])
  })

  it.each(['before', 'while'])('starts the same cluster in the whole engine when the first one lacks something %s it is loaded', (when) => {
    const { port, first, whole } = open()
    port.send(start)
    if (when === 'while') port.send(pause)
    first[0]?.says({ type: 'lacking', steps: 7 })
    port.send({ type: 'reset' })
    expect(whole).toHaveLength(1)
    expect(whole[0]?.posted.filter(({ type }) => type !== 'takeOver' && type !== 'pace')).toEqual([{ type: 'replay', start, steps: 7 }, { type: 'reset' }])
    expect([whole[0]?.posted.includes(pause), first[0]?.terminated]).toEqual([when === 'while', true])
  })

  it('goes on with the first engine when a whole one that nobody waits for can’t be had, and tries again', () => {
    const { port, first, whole, broken } = open()
    port.send(start)
    port.complete()
    whole[0]?.onerror?.(new ErrorEvent('error'))
    port.send(pause)
    expect([broken, first[0]?.terminated, whole.map((worker) => worker.types())]).toEqual([[], false, ['takeOver', 'takeOver']])
    whole[1]?.onerror?.(new ErrorEvent('error'))
    expect(broken).toEqual([expect.stringContaining('could not be started')])
  })

  it('takes the whole engine for every other start, and after a fault', () => {
    const { port, first, whole } = open()
    port.send(start)
    port.send(start)
    expect([first[0]?.terminated, whole.map((worker) => worker.types())]).toEqual([true, ['start']])
    port.reopen()
    port.send(start)
    port.send(pause)
    expect([first.length, whole.map((worker) => [worker.terminated, worker.types()])]).toEqual([1, [[true, 'start'], [false, 'start pace']]])
  })
})
