import { describe, expect, it } from 'vitest'
import { freeAddress, takeAddress } from '../../../../src/engine/worker-node/container-runtime/addresses.ts'
import { adoptRuntime, placeRunningPod, setReadiness } from '../../../../src/engine/worker-node/container-runtime/container-runtime.ts'
import { containerLogs, podAt, runtimeReport } from '../../../../src/engine/worker-node/container-runtime/look.ts'
import { addRuntime, createRuntimes, type RuntimeMachine } from '../../../../src/engine/worker-node/container-runtime/state.ts'
import { boundPod, container, give, losePower, run, startMachines } from '../machines.ts'

function machineWith(podCIDR: string): RuntimeMachine {
  const runtimes = createRuntimes(1)
  addRuntime(runtimes, { machine: 0, kubeletLink: 0 })
  const machine = runtimes.machines[0]!
  machine.podCIDR = podCIDR
  return machine
}

describe('pod addresses', () => {
  it('begin at .2 and go up; one that was freed is not taken at once', () => {
    const machine = machineWith('10.244.3.0/24')
    expect([takeAddress(machine, 'a'), takeAddress(machine, 'b')]).toEqual(['10.244.3.2', '10.244.3.3'])
    freeAddress(machine, '10.244.3.2', 'a')
    expect(takeAddress(machine, 'c')).toBe('10.244.3.4')
  })
  it('begin again at .2 when the block is through, and run out', () => {
    const machine = machineWith('10.244.3.0/29')
    const taken = ['a', 'b', 'c', 'd', 'e'].map((uid) => takeAddress(machine, uid))
    expect(taken).toEqual(['10.244.3.2', '10.244.3.3', '10.244.3.4', '10.244.3.5', '10.244.3.6'])
    expect(takeAddress(machine, 'f')).toBeUndefined()
    freeAddress(machine, '10.244.3.4', 'c')
    expect(takeAddress(machine, 'g')).toBe('10.244.3.4')
  })
  it('of somebody else are not freed', () => {
    const machine = machineWith('10.244.3.0/24')
    takeAddress(machine, 'a')
    freeAddress(machine, '10.244.3.2', 'b')
    freeAddress(machine, '192.168.1.2', 'a')
    expect(machine.addresses[2]).toBe('a')
  })
  it('are not there before the block is known', () => expect(takeAddress(machineWith(''), 'a')).toBeUndefined())
})

describe('what is behind an address', () => {
  const ports = [{ name: 'http', containerPort: 8080, hostPort: undefined, protocol: 'TCP' as const }]
  const started = (): ReturnType<typeof startMachines> => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'shop/api:2.4', { ports }), container('side', 'envoy')]))
    run(machines, 10)
    return machines
  }
  const at = (machines: ReturnType<typeof startMachines>): ReturnType<typeof podAt> => podAt(machines.runtimes, 0, '10.244.1.2', machines.sim.nowUs)

  it('is the pod with the ports of all its containers', () => {
    expect(at(started())).toEqual({ namespace: 'default', name: 'web', uid: 'uid-web', alive: true, ports: [8080, 10000], serving: true })
  })
  it('listens only when the program has started up', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'postgres:17')]))
    while (at(machines)?.alive !== true) run(machines, 0.1)
    expect(at(machines)!.ports).toEqual([])
    run(machines, 3)
    expect(at(machines)!.ports).toEqual([5432])
  })
  it('is nothing after a power loss, and for addresses of others', () => {
    const machines = started()
    losePower(machines, 0)
    expect(at(machines)).toBeUndefined()
    expect(podAt(machines.runtimes, 0, '10.244.2.2', machines.sim.nowUs)).toBeUndefined()
    expect(podAt(machines.runtimes, 9, '10.244.1.2', machines.sim.nowUs)).toBeUndefined()
  })
  it('answers with errors when it was made unready', () => {
    const machines = started()
    setReadiness(machines.sim, machines.runtimes, 0, 'default', 'web', 'app', false)
    expect(at(machines)).toMatchObject({ alive: true, serving: false })
  })
  it('can be read: logs, and the inspector’s tables', () => {
    const machines = started()
    expect(containerLogs(machines.runtimes, 0, 'default', 'web', 'app', false, machines.sim.nowUs, machines.sim.epochMs)).toBe('shop/api: connecting to the database\nshop/api: listening\n')
    expect(containerLogs(machines.runtimes, 0, 'default', 'none', 'app', false, machines.sim.nowUs, machines.sim.epochMs)).toBeUndefined()
    expect(runtimeReport(machines.runtimes, 0, machines.sim.nowUs).facts.map((fact) => fact.value)).toEqual(['10.244.1.0/24', '1', '2', '2'])
  })
})

describe('a pod that is placed directly', () => {
  it('runs, has its address, and the next pod gets another', () => {
    const machines = startMachines()
    const pod = boundPod('steady', [container('app', 'nginx')])
    adoptRuntime(machines.runtimes, 0, '10.244.1.0/24', new Map())
    const placed = placeRunningPod(machines.sim, machines.runtimes, machines.runtimes.machines[0]!, pod)
    expect(placed).toMatchObject({ ip: '10.244.1.2', containers: [{ spec: { name: 'app' }, state: 'running' }] })
    expect(podAt(machines.runtimes, 0, '10.244.1.2', machines.sim.nowUs + 1_000_000)).toMatchObject({ name: 'steady', alive: true, ports: [80] })
    give(machines, boundPod('next', [container('app', 'nginx')]))
    run(machines, 10)
    expect(machines.api.pods.get('default/next')!.status.podIP).toBe('10.244.1.3')
  })
})
