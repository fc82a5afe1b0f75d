import { describe, expect, it } from 'vitest'
import type { Probe } from '../../../../src/kubernetes/types/core.ts'
import { setReadiness } from '../../../../src/engine/worker-node/container-runtime/container-runtime.ts'
import { boundPod, container, eventsAbout, give, run, startMachines, statusOf, type Machines } from '../machines.ts'

const probe = (port: number | string, more: Partial<Probe> = {}): Probe => ({
  httpGet: { path: '/ready', port, scheme: 'HTTP' }, tcpSocket: undefined, exec: undefined, grpc: undefined, initialDelaySeconds: 0,
  periodSeconds: 5, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3, ...more,
})
const ports = [{ name: 'http', containerPort: 8080, hostPort: undefined, protocol: 'TCP' as const }]
const isReady = (machines: Machines): boolean => statusOf(machines, 'web').conditions!.some((one) => one.type === 'Ready' && one.status === 'True')

/** Seconds after which the pod was Ready, to half a second. */
function readyAfter(machines: Machines, limit = 60): number {
  for (let passed = 0; passed < limit; passed += 0.5) {
    if (isReady(machines)) return passed
    run(machines, 0.5)
  }
  return Infinity
}

describe('a readiness probe', () => {
  it('makes the pod ready at the first tick that finds it listening', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { ports, readinessProbe: probe('http') })]))
    expect(readyAfter(machines)).toBe(5.5)
  })

  it('waits for initialDelaySeconds', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { ports, readinessProbe: probe('http', { initialDelaySeconds: 20 }) })]))
    run(machines, 10)
    expect(statusOf(machines, 'web').phase).toBe('Running')
    expect(readyAfter(machines)).toBeGreaterThan(12)
    expect(isReady(machines)).toBe(true)
  })

  it('comes first when initialDelaySeconds have passed since the container started, not since the pod came', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { ports, readinessProbe: probe('http', { initialDelaySeconds: 20, periodSeconds: 1 }) })]))
    readyAfter(machines)
    const { containerStatuses, conditions } = statusOf(machines, 'web')
    const waitedMs = Date.parse(conditions!.find((one) => one.type === 'Ready')!.lastTransitionTime) - Date.parse(containerStatuses![0]!.state.running!.startedAt)
    expect(waitedMs).toBeGreaterThanOrEqual(20_000)
    expect(waitedMs).toBeLessThanOrEqual(22_000)
  })

  it('must succeed successThreshold times in a row', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { ports, readinessProbe: probe('http', { successThreshold: 3 }) })]))
    // Two periods of 5 s later than with one success.
    expect(readyAfter(machines)).toBe(15.5)
  })

  it('of a port on which nobody listens never succeeds, and says why', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { readinessProbe: probe(9999) })]))
    expect(readyAfter(machines, 30)).toBe(Infinity)
    expect(eventsAbout(machines, 'web').at(-1)).toBe(
      'Warning Unhealthy: Readiness probe failed: Get "http://10.244.1.2:9999/ready": dial tcp 10.244.1.2:9999: connect: connection refused',
    )
  })

  it('takes readiness back after failureThreshold ticks, and gives it again after one', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { ports, readinessProbe: probe('http') })]))
    readyAfter(machines)
    expect(setReadiness(machines.sim, machines.runtimes, 0, 'default', 'web', 'app', false)).toBe(true)
    run(machines, 11)
    expect(isReady(machines)).toBe(true)
    run(machines, 5)
    expect(isReady(machines)).toBe(false)
    expect(statusOf(machines, 'web').containerStatuses![0]!.restartCount).toBe(0)
    expect(eventsAbout(machines, 'web')).toContain('Warning Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503')
    setReadiness(machines.sim, machines.runtimes, 0, 'default', 'web', 'app', true)
    expect(readyAfter(machines)).toBeLessThan(5.5)
  })

  it('needs no events while nothing can change', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { ports, readinessProbe: probe('http'), livenessProbe: probe('http') })]))
    run(machines, 30)
    const { steps } = machines.sim
    const leases = machines.api.requests.filter((request) => request.resource === 'leases').length
    run(machines, 100)
    const renewed = machines.api.requests.filter((request) => request.resource === 'leases').length - leases
    // A renewal is a timer, a request and an answer; the sweep for silent calls comes with it.
    expect(machines.sim.steps - steps).toBeLessThanOrEqual(renewed * 4 + 4)
  })
})

describe('a liveness probe', () => {
  it('restarts the container after failureThreshold failures', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { livenessProbe: probe(9999) })]))
    run(machines, 25)
    expect(statusOf(machines, 'web').containerStatuses![0]!.restartCount).toBe(1)
    expect(eventsAbout(machines, 'web')).toContain('Normal Killing: Container app failed liveness probe, will be restarted')
  })
  it('holds its peace when the program answers', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { livenessProbe: probe(80) })]))
    run(machines, 60)
    expect(statusOf(machines, 'web').containerStatuses![0]!.restartCount).toBe(0)
    expect(eventsAbout(machines, 'web').some((text) => text.includes('Unhealthy'))).toBe(false)
  })
})

describe('a startup probe', () => {
  it('holds the others back until it succeeds', () => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', {
      startupProbe: probe(80, { initialDelaySeconds: 12 }), livenessProbe: probe(9999, { failureThreshold: 1 }),
    })]))
    run(machines, 14)
    expect(statusOf(machines, 'web').containerStatuses![0]!).toMatchObject({ started: false, ready: false, restartCount: 0 })
    run(machines, 20)
    expect(statusOf(machines, 'web').containerStatuses![0]!.restartCount).toBe(1)
  })
})

describe('commands and sockets', () => {
  it.each([
    ['a socket that accepts', { httpGet: undefined, tcpSocket: { port: 80 } }, true],
    ['a socket that refuses', { httpGet: undefined, tcpSocket: { port: 81 } }, false],
    ['a command that succeeds', { httpGet: undefined, exec: { command: ['cat', '/var/run/healthy'] } }, true],
    ['a command that fails', { httpGet: undefined, exec: { command: ['sh', '-c', 'exit 2'] } }, false],
  ])('%s', (_name, how, ready) => {
    const machines = startMachines()
    give(machines, boundPod('web', [container('app', 'nginx', { readinessProbe: probe(80, how) })]))
    run(machines, 20)
    expect(isReady(machines)).toBe(ready)
  })
})
