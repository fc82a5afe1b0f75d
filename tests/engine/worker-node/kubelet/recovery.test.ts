import { describe, expect, it } from 'vitest'
import { rebuildSums } from '../../../../src/engine/worker-node/kubelet/admission.ts'
import { rebuildAddresses } from '../../../../src/engine/worker-node/container-runtime/addresses.ts'
import { closeWatches, deletePodGracefully, putPod, removePod } from '../fake-api-server.ts'
import {
  boot, boundPod, container, eventsAbout, give, losePower, machineOf, restartKubelet, run, startMachines, statusOf, stopKubelet,
  type Machines,
} from '../machines.ts'

const nginx = container('app', 'nginx:1.29', { resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: undefined } })

function withPod(): Machines {
  const machines = startMachines()
  give(machines, boundPod('web', [nginx]))
  run(machines, 10)
  machines.api.story = []
  return machines
}

describe('a kubelet that restarts', () => {
  it('adopts the containers that still run and writes nothing', () => {
    const machines = withPod()
    stopKubelet(machines, 0)
    run(machines, 20)
    restartKubelet(machines, 0)
    run(machines, 10)
    expect(machines.api.story).toEqual([])
    expect(machineOf(machines).pods.get('uid-web')!.containers[0]!.state).toBe('running')
    expect(machineOf(machines)).toMatchObject({ admitted: 1, requestedMilliCpu: 250 })
  })
  it('adopts an ephemeral container as well', () => {
    const machines = startMachines()
    const ephemeralContainers = [{ ...container('debugger', 'busybox:1.36', { stdin: true }), targetContainerName: undefined }]
    give(machines, boundPod('web', [nginx], { ephemeralContainers }))
    run(machines, 10)
    machines.api.story = []
    stopKubelet(machines, 0)
    run(machines, 20)
    restartKubelet(machines, 0)
    run(machines, 10)
    expect(machines.api.story).toEqual([])
    expect(machineOf(machines).pods.get('uid-web')!.containers.map((c) => [c.spec.name, c.state])).toEqual([['app', 'running'], ['debugger', 'running']])
  })
  it('tells of a container that ended while it was away, whatever the others do', () => {
    const machines = startMachines()
    const short = container('short', 'busybox:1.36', { command: ['sleep', '15'] })
    give(machines, boundPod('web', [short, nginx], { restartPolicy: 'Never' }))
    run(machines, 10)
    stopKubelet(machines, 0)
    run(machines, 20)
    restartKubelet(machines, 0)
    run(machines, 10)
    expect(statusOf(machines, 'web').containerStatuses!.map(({ name, state }) => [name, state.terminated?.exitCode])).toEqual([['short', 0], ['app', undefined]])
  })
  it('sees what ended and what was deleted while it was away', () => {
    const machines = withPod()
    give(machines, boundPod('old', [container('app', 'nginx:1.29')]))
    run(machines, 5)
    stopKubelet(machines, 0)
    deletePodGracefully(machines.sim, machines.api, 'web', 30)
    removePod(machines.sim, machines.api, 'default', 'old')
    run(machines, 5)
    restartKubelet(machines, 0)
    run(machines, 10)
    expect(machines.api.story.at(-1)).toContain('gone web')
    expect(machines.runtimes.machines[0]!.sandboxes.size).toBe(0)
  })
})

describe('a machine that lost its power', () => {
  it('starts its pods again in new sandboxes: other address, one restart more', () => {
    const machines = withPod()
    losePower(machines, 0)
    run(machines, 20)
    boot(machines, 0)
    run(machines, 10)
    const status = statusOf(machines, 'web')
    expect(status.podIP).toBe('10.244.1.3')
    expect(status.containerStatuses![0]).toMatchObject({ restartCount: 1, ready: true })
    expect(status.containerStatuses![0]!.lastState.terminated).toMatchObject({ exitCode: 255, reason: 'Unknown', finishedAt: '2026-01-01T00:00:33Z' })
    expect(eventsAbout(machines, 'web')).toContain('Normal SandboxChanged: Pod sandbox changed, it will be killed and re-created.')
  })
  it('finishes pods that were to be deleted meanwhile', () => {
    const machines = withPod()
    losePower(machines, 0)
    deletePodGracefully(machines.sim, machines.api, 'web', 30)
    run(machines, 5)
    boot(machines, 0)
    run(machines, 10)
    expect(machines.api.story.at(-1)).toContain('gone web')
  })
  it('runs init containers again', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [nginx], { initContainers: [container('init', 'busybox', { command: ['sleep', '2'] })] }))
    run(machines, 15)
    losePower(machines, 0)
    boot(machines, 0)
    run(machines, 15)
    expect(statusOf(machines, 'web').initContainerStatuses![0]).toMatchObject({ restartCount: 1, ready: true })
    expect(statusOf(machines, 'web').phase).toBe('Running')
  })
})

describe('the connection to the API server', () => {
  it('may be closed: the kubelet watches on from where it was', () => {
    const machines = withPod()
    closeWatches(machines.sim, machines.api)
    run(machines, 1)
    give(machines, boundPod('two', [nginx]))
    run(machines, 10)
    expect(statusOf(machines, 'two').phase).toBe('Running')
  })
  it('may be silent: statuses are written when it answers again', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [nginx]))
    run(machines, 4)
    machines.api.up = false
    run(machines, 30)
    expect(statusOf(machines, 'web').phase).toBe('Pending')
    machines.api.up = true
    run(machines, 40)
    expect(statusOf(machines, 'web').phase).toBe('Running')
  })
  it('brings Ready back within ten seconds when somebody else took it away', () => {
    const machines = withPod()
    const pod = machines.api.pods.get('default/web')!
    const conditions = pod.status.conditions!.map((one) => (one.type === 'Ready' ? { ...one, status: 'False' as const } : one))
    putPod(machines.sim, machines.api, { ...pod, status: { ...pod.status, conditions } })
    run(machines, 11)
    expect(statusOf(machines, 'web').conditions!.find((one) => one.type === 'Ready')!.status).toBe('True')
  })
})

describe('state', () => {
  function busy(): Machines {
    const machines = startMachines({ nodes: 3 })
    for (let i = 0; i < 12; i++) putPod(machines.sim, machines.api, boundPod(`p${i}`, [nginx, container('side', 'envoy')], {}, `node-${(i % 3) + 1}`))
    run(machines, 3.7)
    deletePodGracefully(machines.sim, machines.api, 'p1', 30)
    return machines
  }
  it('is plain: a copy made in mid-flight runs on to the same history', () => {
    const original = busy()
    const copy = structuredClone(original)
    run(original, 30)
    run(copy, 30)
    expect(copy.sim.hash).toBe(original.sim.hash)
    expect(copy.api.story).toEqual(original.api.story)
    expect(copy.kubelets).toEqual(original.kubelets)
  })
  it('has sums and address tables that equal those made anew', () => {
    const machines = busy()
    run(machines, 20)
    removePod(machines.sim, machines.api, 'default', 'p2')
    run(machines, 5)
    for (let i = 0; i < 3; i++) {
      const { admitted, requestedMilliCpu, requestedMemory } = machineOf(machines, i)
      const taken = machines.runtimes.machines[i]!.addresses.filter((one) => one !== undefined)
      rebuildSums(machineOf(machines, i))
      rebuildAddresses(machines.runtimes.machines[i]!)
      expect(machineOf(machines, i)).toMatchObject({ admitted, requestedMilliCpu, requestedMemory })
      expect(machines.runtimes.machines[i]!.addresses.filter((one) => one !== undefined)).toEqual(taken)
      expect(admitted).toBe(machineOf(machines, i).pods.size)
    }
  })
})

describe('an Event that is there no more', () => {
  it('is written anew when it is told again', () => {
    const machines = startMachines()
    give(machines, boundPod('crash', [container('app', 'busybox', { command: ['sh', '-c', 'sleep 2; exit 1'] })]))
    run(machines, 30)
    machines.api.events.clear()
    run(machines, 30)
    expect(eventsAbout(machines, 'crash').some((text) => text.startsWith('Warning BackOff'))).toBe(true)
  })
})
