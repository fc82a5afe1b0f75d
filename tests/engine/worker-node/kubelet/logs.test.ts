import { describe, expect, it } from 'vitest'
import { componentIds, messageTypes } from '../../../../src/protocol/vocabulary.ts'
import { send } from '../../../../src/engine/simulation/simulation.ts'
import type { KubeletRequest, KubeletResponse } from '../../../../src/engine/worker-node/kubelet/messages.ts'
import { boundPod, container, give, run, startMachines, type Machines } from '../machines.ts'

function logsOf(machines: Machines, more: Partial<KubeletRequest> = {}): KubeletResponse {
  const request: KubeletRequest = {
    id: 7, path: 'containerLogs', namespace: 'default', pod: 'web', container: 'app', previous: false, tailLines: undefined, ...more,
  }
  send(machines.sim, machines.logLinks[0]!, false, componentIds.kubelet, 0, 7, request, { type: messageTypes.kubeletRequest, flags: 0, bytes: 0, subject: 0 })
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
  it('are what the program has written so far', () => expect(logsOf(started())).toEqual({ id: 7, code: 200, text: 'one\ntwo\n' }))
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
  ])('of %s are refused', (_name, more, code, text) => expect(logsOf(started(), more)).toEqual({ id: 7, code, text }))
  it('of a container that has not started are refused', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'postgres:17')]))
    run(machines, 1)
    expect(logsOf(machines)).toEqual({ id: 7, code: 400, text: 'container "app" in pod "web" is waiting to start: ContainerCreating' })
  })
})
