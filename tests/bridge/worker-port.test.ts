// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { createWorkerPort } from '../../src/bridge/worker-port.ts'
import type { WorkerLike } from '../../src/bridge/worker-port.ts'

class FakeWorker implements WorkerLike {
  readonly posted: unknown[] = []
  terminated = false
  onmessage: ((event: MessageEvent) => void) | null = null
  onerror: ((event: ErrorEvent) => void) | null = null
  onmessageerror: ((event: MessageEvent) => void) | null = null
  postMessage(message: unknown): void { this.posted.push(message) }
  terminate(): void { this.terminated = true }
}

describe('the port to a worker', () => {
  it('says in words that the worker stopped', () => {
    const worker = new FakeWorker()
    const port = createWorkerPort(() => worker)
    const reasons: string[] = []
    port.onBroken((reason) => { reasons.push(reason) })
    worker.onerror?.(new ErrorEvent('error', { message: 'boom' }))
    worker.onerror?.(new ErrorEvent('error'))
    expect(reasons).toEqual([expect.stringContaining('boom'), expect.stringContaining('could not be started')])
  })

  it('says that the browser allows no worker to whoever listens a moment later', async () => {
    const port = createWorkerPort(() => { throw new Error('not allowed') })
    const reasons: string[] = []
    port.onBroken((reason) => { reasons.push(reason) })
    await Promise.resolve()
    expect(reasons).toEqual([expect.stringContaining('not allowed')])
  })

  it('reopens with another worker and ends the one before', () => {
    const workers: FakeWorker[] = []
    const port = createWorkerPort(() => {
      const worker = new FakeWorker()
      workers.push(worker)
      return worker
    })
    port.reopen()
    port.send({ type: 'reset' })
    expect(workers.map((worker) => [worker.terminated, worker.posted.length])).toEqual([[true, 0], [false, 1]])
  })
})
