/** What containers do after their start and before their stop. */
import { describe, expect, it } from 'vitest'
import { historyHash, runFor, world } from '../../../src/engine/index.ts'
import { ask, runSeconds, second, startWhole, type WholeCluster } from './whole-cluster.ts'

const base = '/api/v1/namespaces/default'
const pods = `${base}/pods`

function pod(whole: WholeCluster, name: string, lifecycle: object, spec: object = {}, container: object = {}): ReturnType<typeof ask> {
  const main = { name: 'main', image: 'nginx:1.27', lifecycle, ...container }
  return ask(whole, 'POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [main], ...spec } })
}
interface Status { readonly ready: boolean; readonly restartCount: number; readonly state: { readonly waiting?: { readonly reason: string } } }
const statusesOf = (whole: WholeCluster, name: string): readonly Status[] =>
  (ask(whole, 'GET', `${pods}/${name}`).body['status'] as { containerStatuses: Status[] }).containerStatuses
function told(whole: WholeCluster, name: string): readonly string[] {
  const { items } = ask(whole, 'GET', `${base}/events`).body as unknown as { items: { type: string; reason: string; message: string; involvedObject: { name: string } }[] }
  return items.filter((event) => event.involvedObject.name === name).map(({ type, reason, message }) => `${type} ${reason}: ${message}`)
}
const cat = (whole: WholeCluster, name: string, path: string): unknown =>
  ask(whole, 'POST', `${pods}/${name}/exec`, { command: ['cat', path] }, { query: { container: 'main' } }).body
/** Simulated seconds until the pod is gone. */
function secondsToEnd(whole: WholeCluster, name: string, options?: object): number {
  const fromUs = whole.cluster.sim.nowUs
  ask(whole, 'DELETE', `${pods}/${name}`, options)
  for (let tries = 0; tries < 200 && ask(whole, 'GET', `${pods}/${name}`).status === 200; tries++) runFor(whole.cluster, second / 4)
  return (whole.cluster.sim.nowUs - fromUs) / second
}

describe('a postStart hook', () => {
  it('runs in the container, which is ready only after it, as are those that come next', () => {
    const whole = startWhole()
    const after = { name: 'after', image: 'nginx:1.27' }
    const main = { name: 'main', image: 'nginx:1.27', lifecycle: { postStart: { exec: { command: ['sh', '-c', 'sleep 20; echo hello > /usr/share/message'] } } } }
    ask(whole, 'POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [main, after] } })
    runSeconds(whole, 15)
    expect(statusesOf(whole, 'a').map(({ ready, state }) => [ready, state.waiting?.reason])).toEqual([[false, 'ContainerCreating'], [false, 'ContainerCreating']])
    runSeconds(whole, 20)
    expect(statusesOf(whole, 'a').map(({ ready }) => ready)).toEqual([true, true])
    expect(JSON.stringify(cat(whole, 'a', '/usr/share/message'))).toContain('hello')
  })
  it('that fails is told, and the container is killed and started again', () => {
    const whole = startWhole()
    pod(whole, 'a', { postStart: { exec: { command: ['sh', '-c', 'exit 3'] } } })
    runSeconds(whole, 40)
    expect(statusesOf(whole, 'a')[0]!.restartCount).toBeGreaterThan(0)
    expect(told(whole, 'a')).toEqual(expect.arrayContaining(['Warning FailedPostStartHook: PostStartHook failed', 'Normal Killing: FailedPostStartHook']))
  })
  it('may ask a port, which nothing has opened yet', () => {
    const whole = startWhole()
    pod(whole, 'a', { postStart: { httpGet: { port: 80 } } })
    runSeconds(whole, 10)
    expect(told(whole, 'a')).toContain('Warning FailedPostStartHook: PostStartHook failed')
  })
  it('that never ends does not keep the pod from its end', () => {
    const whole = startWhole()
    pod(whole, 'a', { postStart: { exec: { command: ['sleep', 'infinity'] } } })
    runSeconds(whole, 10)
    expect(told(whole, 'a').filter((text) => text.includes('Hook'))).toEqual([])
    expect(secondsToEnd(whole, 'a')).toBeLessThan(10)
  })
})

describe('a preStop hook', () => {
  it('runs before the container is told to end, and its time counts against the grace', () => {
    const whole = startWhole()
    pod(whole, 'plain', {})
    pod(whole, 'short', { preStop: { sleep: { seconds: 8 } } })
    pod(whole, 'long', { preStop: { exec: { command: ['sleep', '60'] } } }, { terminationGracePeriodSeconds: 12 })
    pod(whole, 'deaf', { preStop: { sleep: { seconds: 8 } } }, { terminationGracePeriodSeconds: 12 }, { image: 'busybox', command: ['sleep', '1h'] })
    runSeconds(whole, 15)
    const plain = secondsToEnd(whole, 'plain')
    expect(plain).toBeLessThan(4)
    expect(secondsToEnd(whole, 'short') - plain).toBeGreaterThanOrEqual(7)
    for (const name of ['long', 'deaf']) {
      const seconds = secondsToEnd(whole, name)
      expect(seconds, name).toBeGreaterThanOrEqual(11.5)
      expect(seconds, name).toBeLessThan(16)
    }
    expect(told(whole, 'long').filter((text) => text.includes('Hook'))).toEqual([])
  })
  it('has less time when the pod is to end sooner', () => {
    const whole = startWhole()
    pod(whole, 'a', { preStop: { sleep: { seconds: 30 } } })
    runSeconds(whole, 15)
    ask(whole, 'DELETE', `${pods}/a`)
    runSeconds(whole, 3)
    expect(secondsToEnd(whole, 'a', { gracePeriodSeconds: 2 })).toBeLessThan(6)
  })
  it('that fails is told, and the container ends all the same', () => {
    const whole = startWhole()
    pod(whole, 'a', { preStop: { exec: { command: ['sh', '-c', 'exit 1'] } } })
    runSeconds(whole, 15)
    expect(secondsToEnd(whole, 'a')).toBeLessThan(5)
    expect(told(whole, 'a')).toContain('Warning FailedPreStopHook: PreStopHook failed')
  })
  it('runs too when a liveness probe has the container restarted', () => {
    const whole = startWhole()
    pod(whole, 'a', { preStop: { exec: { command: ['sh', '-c', 'exit 1'] } } }, {}, { livenessProbe: { tcpSocket: { port: 99 }, periodSeconds: 2, failureThreshold: 1 } })
    runSeconds(whole, 20)
    expect(statusesOf(whole, 'a')[0]!.restartCount).toBeGreaterThan(0)
    expect(told(whole, 'a').some((text) => text.includes('FailedPreStopHook'))).toBe(true)
  })
})

describe('hooks', () => {
  it('go on to the same history in a copy that is made while they run', () => {
    const whole = startWhole()
    pod(whole, 'a', { postStart: { exec: { command: ['sleep', '9'] } }, preStop: { sleep: { seconds: 9 } } })
    runSeconds(whole, 8)
    const copy = structuredClone(whole.cluster)
    for (const cluster of [whole.cluster, copy]) runFor(cluster, 30 * second)
    expect(historyHash(copy)).toBe(historyHash(whole.cluster))
  })
  it('survive a runtime that goes away meanwhile', () => {
    const whole = startWhole()
    pod(whole, 'a', { postStart: { exec: { command: ['sleep', '20'] } } })
    runSeconds(whole, 8)
    const { spec: { nodeName: node } } = ask(whole, 'GET', `${pods}/a`).body as unknown as { spec: { nodeName: string } }
    for (const type of ['stopProcess', 'startProcess'] as const) {
      world(whole.cluster, { type, process: 'container-runtime', node })
      runSeconds(whole, 10)
    }
    runSeconds(whole, 10)
    expect(statusesOf(whole, 'a')[0]!).toMatchObject({ ready: true, restartCount: 0 })
  })
  it.each([
    [{ postStart: {} }, 'spec.containers[0].lifecycle.postStart: Required value: must specify a handler type'],
    [{ preStop: { sleep: { seconds: 99 } } }, 'must be non-negative and less than terminationGracePeriodSeconds (30)'],
    [{ preStop: { exec: { command: ['x'] }, httpGet: { port: 80 } } }, 'spec.containers[0].lifecycle.preStop.httpGet: Forbidden: may not specify more than 1 handler type'],
  ])('are checked: %j', (lifecycle, message) => {
    expect(JSON.stringify(pod(startWhole(), 'a', lifecycle).body)).toContain(message)
  })
})
