import { describe, expect, it } from 'vitest'
import { componentIds, messageTypes } from '../../../../src/protocol/vocabulary.ts'
import { send } from '../../../../src/engine/simulation/simulation.ts'
import type { LogOptions } from '../../../../src/engine/worker-node/container-runtime/messages.ts'
import type { KubeletRequest, KubeletResponse } from '../../../../src/engine/worker-node/kubelet/messages.ts'
import { boundPod, container, give, run, startMachines, stopRuntime, type Machines } from '../machines.ts'

const plain: LogOptions = { previous: false, follow: false, timestamps: false, tailLines: undefined, sinceUs: 0, limitBytes: undefined }

function ask(machines: Machines, request: KubeletRequest): void {
  send(machines.sim, machines.logLinks[0]!, false, componentIds.kubelet, 0, request.id, request, { type: messageTypes.kubeletRequest, flags: 0, bytes: 0, subject: 0 })
}

function logsOf(machines: Machines, log: Partial<LogOptions> = {}, whose: { pod?: string; container?: string } = {}): KubeletResponse {
  ask(machines, { id: 7, path: 'containerLogs', namespace: 'default', pod: 'web', container: 'app', log: { ...plain, ...log }, ...whose })
  run(machines, 1)
  return machines.api.logs.at(-1)!
}

describe('logs over port 10250', () => {
  const started = (): Machines => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'busybox', { command: ['sh', '-c', 'echo one; echo two; sleep 8; echo three; exit 1'] })]))
    run(machines, 8)
    return machines
  }
  it('are what the program has written so far', () => expect(logsOf(started())).toEqual({ id: 7, code: 200, text: 'one\ntwo\n', more: false }))
  it('can be cut to the last lines', () => expect(logsOf(started(), { tailLines: 1 }).text).toBe('two\n'))
  it('of the attempt before are kept', () => {
    const machines = started()
    expect(logsOf(machines, { previous: true })).toMatchObject({ code: 400, text: 'previous terminated container "app" in pod "web" not found' })
    run(machines, 7)
    expect(logsOf(machines, { previous: true }).text).toBe('one\ntwo\nthree\n')
  })
  it.each([
    ['an unknown pod', { pod: 'other' }, 404, 'pod "other" does not exist'],
    ['an unknown container', { container: 'x' }, 404, 'container x not found in pod web_default'],
  ])('of %s are refused', (_name, whose, code, text) => expect(logsOf(started(), {}, whose)).toEqual({ id: 7, code, text, more: false }))
  it('of a container that has not started are refused', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'postgres:17')]))
    run(machines, 1)
    expect(logsOf(machines)).toEqual({ id: 7, code: 400, text: 'container "app" in pod "web" is waiting to start: ContainerCreating', more: false })
  })

  it('may begin at a time, and tell the time of each line', () => {
    const machines = started()
    const sinceUs = machines.sim.nowUs
    run(machines, 7)
    expect(logsOf(machines, { sinceUs, timestamps: true, previous: true }).text).toMatch(/^2026-01-01T00:00:\d\d\.\d{6}000Z three\n$/)
    expect(logsOf(machines, { limitBytes: 5 }).text).toBe('one\nt')
  })
})

describe('a log that is followed', () => {
  const following = (script: string, seconds: number): Machines => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'busybox', { command: ['sh', '-c', script] })], { restartPolicy: 'Never' }))
    run(machines, seconds)
    machines.api.logs.length = 0
    ask(machines, { id: 7, path: 'containerLogs', namespace: 'default', pod: 'web', container: 'app', log: { ...plain, follow: true } })
    run(machines, 0.1)
    return machines
  }
  const told = (machines: Machines): readonly (readonly [string, boolean])[] => machines.api.logs.map(({ text, more }) => [text, more])

  it('gives what there is, then each line when it is written, and ends with the container', () => {
    const machines = following('echo one; sleep 20; echo two; sleep 10; echo three; exit 1', 8)
    expect(told(machines)).toEqual([['one\n', true]])
    run(machines, 20)
    expect(told(machines)).toEqual([['one\n', true], ['two\n', true]])
    run(machines, 10)
    expect(told(machines).slice(2).map(([text]) => text).join('')).toBe('three\n')
    expect(told(machines).at(-1)![1]).toBe(false)
    expect(machines.runtimes.machines[0]!.followers).toEqual([])
    expect(machines.kubelets.criCalls.size).toBe(0)
  })
  it('of a container that has ended ends at once', () => {
    expect(told(following('echo gone', 8))).toEqual([['gone\n', false]])
  })
  it('is read no more when the other side has closed', () => {
    const machines = following('while true; do echo hi; sleep 1; done', 8)
    ask(machines, { id: 7, path: 'closed' })
    run(machines, 0.1)
    const before = machines.api.logs.length
    run(machines, 5)
    expect(machines.api.logs).toHaveLength(before)
    expect(machines.runtimes.machines[0]!.followers).toEqual([])
    expect(machines.kubelets.criCalls.size).toBe(0)
  })
  it('ends with an error when the runtime goes', () => {
    const machines = following('while true; do echo hi; sleep 1; done', 8)
    stopRuntime(machines, 0)
    run(machines, 0.1)
    expect(machines.api.logs.at(-1)).toEqual({ id: 7, code: 500, text: 'connection refused', more: false })
  })
})
