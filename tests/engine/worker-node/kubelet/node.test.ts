import { describe, expect, it } from 'vitest'
import type { Lease } from '../../../../src/kubernetes/types/discovery.ts'
import { kubernetesVersion } from '../../../../src/kubernetes/version.ts'
import { boundPod, container, eventsAbout, give, machineOf, restartKubelet, restartRuntime, run, startMachines, stopRuntime, type Machines } from '../machines.ts'

const ready = (machines: Machines): string => {
  const found = machines.api.nodes.get('node-1')!.status.conditions.find((one) => one.type === 'Ready')!
  return `${found.status} ${found.reason} ${found.message}`
}
const of = (machines: Machines, resource: string, verb: string): number =>
  machines.api.requests.filter((request) => request.resource === resource && request.verb === verb).length

describe('the Node object', () => {
  it('is registered with labels, capacity, taint and versions as a v1.34 kubelet does', () => {
    const machines = startMachines()
    const node = machines.api.nodes.get('node-1')!
    expect(node.metadata.labels).toMatchObject({ 'kubernetes.io/hostname': 'node-1', 'topology.kubernetes.io/zone': 'zone-a', 'example.com/rack': 'rack-a1' })
    expect(node.spec.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', value: undefined, effect: 'NoSchedule', timeAdded: undefined }])
    expect(node.status.allocatable).toMatchObject({ cpu: '4', memory: '16Gi', pods: '110' })
    expect(node.status.conditions.map((one) => `${one.type}=${one.status}:${one.reason}`)).toEqual([
      'MemoryPressure=False:KubeletHasSufficientMemory', 'DiskPressure=False:KubeletHasNoDiskPressure',
      'PIDPressure=False:KubeletHasSufficientPID',
      'Ready=True:KubeletReady',
    ])
    expect(node.status.nodeInfo!.kubeletVersion).toBe(kubernetesVersion)
  })
  it('says v1.29.7 under compatibility', () => {
    const machines = startMachines({ kubelet: { compatibility: 'v1.29' } })
    expect(machines.api.nodes.get('node-1')!.status.nodeInfo!.kubeletVersion).toBe('v1.29.7')
  })
  it('is not ready until the pod network is known, then it is', () => {
    const machines = startMachines()
    const created = machines.api.requests.find((request) => request.resource === 'nodes' && request.verb === 'create')!
    const first = (created.body as { status: { conditions: readonly { type: string; status: string }[] } }).status
    expect(first.conditions.find((one) => one.type === 'Ready')!.status).toBe('False')
    expect(ready(machines)).toBe('True KubeletReady kubelet is posting ready status')
    expect(eventsAbout(machines, 'node-1')).toContain('Normal NodeReady: Node node-1 status is now: NodeReady')
  })
  it('is written every five minutes when nothing changes, and when an image comes', () => {
    const machines = startMachines()
    run(machines, 20)
    const before = of(machines, 'nodes', 'update')
    run(machines, 250)
    expect(of(machines, 'nodes', 'update')).toBe(before)
    run(machines, 60)
    expect(of(machines, 'nodes', 'update')).toBe(before + 1)
    give(machines, boundPod('web', [container('app', 'nginx:1.29')]))
    run(machines, 20)
    expect(machines.api.nodes.get('node-1')!.status.images).toEqual([{ names: ['nginx:1.29'], sizeBytes: 72_246_886 }])
  })
  it('is not registered anew by a kubelet that restarts', () => {
    const machines = startMachines()
    const { uid } = machines.api.nodes.get('node-1')!.metadata
    restartKubelet(machines, 0)
    run(machines, 5)
    expect(machines.api.nodes.get('node-1')!.metadata.uid).toBe(uid)
    expect(ready(machines)).toContain('True KubeletReady')
  })
  it('is registered later when the API server is away at first', () => {
    const machines = startMachines()
    machines.api.up = false
    machines.api.nodes.clear()
    restartKubelet(machines, 0)
    run(machines, 15)
    machines.api.up = true
    run(machines, 40)
    expect(ready(machines)).toContain('True KubeletReady')
  })
})

describe('the Lease', () => {
  it('is renewed every ten seconds, by chance up to 4 % later', () => {
    const machines = startMachines()
    run(machines, 20)
    const before = of(machines, 'leases', 'update')
    run(machines, 1000)
    expect(of(machines, 'leases', 'update') - before).toBeGreaterThanOrEqual(96)
    expect(of(machines, 'leases', 'update') - before).toBeLessThanOrEqual(100)
    const lease = machines.api.leases.get('node-1') as Lease
    expect(lease.spec).toMatchObject({ holderIdentity: 'node-1', leaseDurationSeconds: 40 })
    expect(lease.metadata.ownerReferences).toMatchObject([{ kind: 'Node', name: 'node-1', uid: 'uid-node-1' }])
  })
  it('is renewed by different nodes at different moments', () => {
    const machines = startMachines({ nodes: 5 })
    run(machines, 30)
    const times = new Set([...machines.api.leases.values()].map((lease) => (lease as Lease).spec.renewTime))
    expect(times.size).toBe(5)
  })
})

describe('a runtime that is away', () => {
  it('makes the node not ready after 30 s, and ready again when it is back', () => {
    const machines = startMachines()
    stopRuntime(machines, 0)
    run(machines, 25)
    expect(ready(machines)).toContain('True')
    run(machines, 10)
    expect(ready(machines)).toBe('False KubeletNotReady container runtime is down')
    restartRuntime(machines, 0)
    run(machines, 2)
    expect(ready(machines)).toContain('True')
  })
  it('leaves containers running, and what ended meanwhile is found afterwards', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx'), container('short', 'busybox', { command: ['sleep', '15'] })]))
    run(machines, 12)
    stopRuntime(machines, 0)
    run(machines, 20)
    expect(machines.api.pods.get('default/web')!.status.containerStatuses!.map((one) => one.restartCount)).toEqual([0, 0])
    restartRuntime(machines, 0)
    run(machines, 5)
    expect(machines.api.pods.get('default/web')!.status.containerStatuses!.map((one) => one.restartCount)).toEqual([0, 1])
  })
  it('between a container’s making and its start: it is made anew and counts no restart', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx')]))
    const stateNow = (): string | undefined => machineOf(machines).pods.get('uid-web')?.containers[0]?.state
    for (let tries = 0; tries < 10_000 && stateNow() !== 'created'; tries++) run(machines, 0.001)
    expect(stateNow()).toBe('created')
    stopRuntime(machines, 0)
    run(machines, 2)
    restartRuntime(machines, 0)
    run(machines, 10)
    expect(machines.api.pods.get('default/web')!.status.containerStatuses![0]).toMatchObject({ ready: true, restartCount: 0 })
  })
  it('holds up pods that come meanwhile; they start when it is back', () => {
    const machines = startMachines()
    stopRuntime(machines, 0)
    give(machines, boundPod('web', [container('app', 'nginx')]))
    run(machines, 20)
    expect(machines.api.pods.get('default/web')!.status.phase).toBe('Pending')
    restartRuntime(machines, 0)
    run(machines, 10)
    expect(machines.api.pods.get('default/web')!.status.phase).toBe('Running')
  })
})
