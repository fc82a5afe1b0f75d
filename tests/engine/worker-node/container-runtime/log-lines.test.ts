import { describe, expect, it } from 'vitest'
import type { Probe } from '../../../../src/kubernetes/types/core.ts'
import { createActivity, noteRequest, requestMilliRate, requestsOf } from '../../../../src/engine/worker-node/container-runtime/activity.ts'
import { containerLogs } from '../../../../src/engine/worker-node/container-runtime/look.ts'
import { serveRequest, setReadiness } from '../../../../src/engine/worker-node/container-runtime/world-doors.ts'
import { boundPod, container, give, run, startMachines, type Machines } from '../machines.ts'

const second = 1_000_000
const probe: Probe = {
  httpGet: { path: '/ready', port: 80, host: undefined, scheme: 'HTTP', httpHeaders: undefined }, tcpSocket: undefined, exec: undefined,
  grpc: undefined, initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3,
} as Probe

function nginx(more: Parameters<typeof container>[2] = {}): Machines {
  const machines = startMachines()
  give(machines, boundPod('web', [container('app', 'nginx:1.29', more)]))
  run(machines, 8)
  return machines
}
const linesOf = (machines: Machines): string[] =>
  (containerLogs(machines.runtimes, 0, 'default', 'web', 'app', false, machines.sim.nowUs, machines.sim.epochMs) ?? '').split('\n').slice(0, -1)
const ipOf = (machines: Machines): string => machines.runtimes.machines[0]!.sandboxes.values().next().value!.ip
const serve = (machines: Machines, code = 200): void => {
  serveRequest(machines.sim, machines.runtimes, 0, ipOf(machines), 80, { from: '10.244.2.0', path: '/cart', agent: 'curl/8.5.0', code })
}

describe('the log of a server', () => {
  it('has a line of each request it answered, in its own form', () => {
    const machines = nginx()
    serve(machines)
    expect(linesOf(machines).at(-1)).toMatch(/^10\.244\.2\.0 - - \[01\/Jan\/2026:00:00:\d\d \+0000\] "GET \/cart HTTP\/1\.1" 200 \d+ "-" "curl\/8\.5\.0" "-"$/)
  })
  it('has a line of each probe over HTTP, with the answer of that time', () => {
    const machines = nginx({ readinessProbe: probe })
    run(machines, 21)
    setReadiness(machines.sim, machines.runtimes, 0, 'default', 'web', 'app', false)
    run(machines, 10)
    const probes = linesOf(machines).filter((line) => line.includes('kube-probe/1.34'))
    expect(probes.map((line) => /" (\d+) /.exec(line)![1])).toEqual(['200', '200', '503'])
    expect(probes[0]).toContain('"GET /ready HTTP/1.1"')
  })
  it('tells of the signal that ends it', () => {
    const machines = nginx()
    const pod = machines.api.pods.get('default/web')!
    give(machines, { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:01:00Z', deletionGracePeriodSeconds: 30 } })
    run(machines, 0.1)
    expect(linesOf(machines).slice(-2)).toEqual(['[notice] 1#1: signal 3 (SIGQUIT) received, shutting down', '[notice] 1#1: exit'])
  })
  it('of a program that writes down nothing has no such lines', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'redis:7', { ports: [{ name: undefined, containerPort: 80, hostPort: undefined, protocol: 'TCP' }] })]))
    run(machines, 8)
    const before = linesOf(machines)
    serve(machines)
    expect(linesOf(machines)).toEqual(before)
  })
})

describe('the activity of a program', () => {
  it('keeps the newest requests', () => {
    const activity = createActivity()
    for (let i = 0; i < 300; i++) noteRequest(activity, { atUs: i, from: 'a', path: `/${i}`, agent: '', code: 200 })
    const kept = requestsOf(activity)
    expect([kept.length, kept[0]!.path, kept.at(-1)!.path, activity.served]).toEqual([256, '/44', '/299', 300])
  })
  it('has a rate over the last fifteen seconds', () => {
    const activity = createActivity()
    for (let i = 0; i < 300; i++) noteRequest(activity, { atUs: i * (second / 10), from: 'a', path: '/', agent: '', code: 200 })
    expect(requestMilliRate(activity, 30 * second)).toBe(10_000)
    expect(requestMilliRate(activity, 37.5 * second)).toBe(5_000)
    expect(requestMilliRate(activity, 60 * second)).toBe(0)
  })
})
