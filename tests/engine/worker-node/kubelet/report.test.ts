import { describe, expect, it } from 'vitest'
import { kubeletReport } from '../../../../src/engine/worker-node/kubelet/report.ts'
import { boundPod, container, give, run, startMachines, stopRuntime } from '../machines.ts'

describe('what a kubelet says of itself', () => {
  const table = (machines: ReturnType<typeof startMachines>, title: string): readonly (readonly string[])[] =>
    kubeletReport(machines.kubelets, 0, machines.sim.nowUs).tables.find((one) => one.title.startsWith(title))!.rows

  it('names its pods, what they wait for, and the line of pulls', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: undefined } })]))
    run(machines, 0.4)
    give(machines, boundPod('db', [container('app', 'postgres')]))
    run(machines, 0.5)
    expect(table(machines, 'Pod workers')).toEqual([
      ['default/web', 'syncing', 'its image', 'app: waiting'], ['default/db', 'syncing', 'its turn to pull an image', 'app: waiting'],
    ])
    expect(table(machines, 'Image pulls')).toEqual([['nginx', 'web'], ['postgres', 'db']])
    run(machines, 15)
    expect(table(machines, 'Pod workers').map((row) => row.slice(2))).toEqual([['', 'app: ready'], ['', 'app: ready']])
    expect(kubeletReport(machines.kubelets, 0, machines.sim.nowUs).facts.map((fact) => fact.value)).toEqual([
      'Ready', '10.244.1.0/24', 'answers', '2 of 110', '250m cpu, 64 Mi',
    ])
  })

  it('counts back-offs down and says when the runtime is silent', () => {
    const machines = startMachines()
    give(machines, boundPod('crash', [container('app', 'busybox', { command: ['false'] })]))
    run(machines, 8)
    expect(table(machines, 'Pod workers')[0]![2]).toMatch(/^the end of a back-off, \ds$/)
    stopRuntime(machines, 0)
    run(machines, 3)
    expect(kubeletReport(machines.kubelets, 0, machines.sim.nowUs).facts[2]!.value).toBe('silent for 3s')
  })

  it('says nothing of a machine that has none', () => {
    expect(kubeletReport(startMachines().kubelets, 7, 0)).toEqual({ facts: [], tables: [] })
  })
})
