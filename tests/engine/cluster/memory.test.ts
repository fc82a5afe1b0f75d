/** Containers that pass their memory limit, as their pod's status and figures tell it. */
import { describe, expect, it } from 'vitest'
import { ask, runSeconds, startWhole, type WholeCluster } from './whole-cluster.ts'

const pods = '/api/v1/namespaces/default/pods'

interface Terminated { readonly exitCode: number; readonly reason: string }
interface Told {
  readonly restartCount: number
  readonly state: { readonly waiting?: { readonly reason: string }; readonly running?: object; readonly terminated?: Terminated }
  readonly lastState: { readonly terminated?: Terminated }
}

function hungry(whole: WholeCluster, megabytes: number, spec: object = {}): void {
  const container = {
    name: 'main', image: 'polinux/stress', command: ['stress'], args: ['--vm', '1', '--vm-bytes', `${megabytes}M`, '--vm-hang', '1'],
    resources: { requests: { memory: '50Mi' }, limits: { memory: '100Mi' } },
  }
  ask(whole, 'POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'hungry' }, spec: { containers: [container], ...spec } })
}
const told = (whole: WholeCluster): Told => (ask(whole, 'GET', `${pods}/hungry`).body['status'] as { containerStatuses: Told[] }).containerStatuses[0]!

describe('a container that wants more memory than its limit', () => {
  it('is killed, started again with a back-off, and tells why', () => {
    const whole = startWhole()
    hungry(whole, 250)
    runSeconds(whole, 90)
    const status = told(whole)
    expect(status.restartCount).toBeGreaterThan(1)
    expect(status.lastState.terminated ?? status.state.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
  })
  it('ends for good under the policy Never', () => {
    const whole = startWhole()
    hungry(whole, 250, { restartPolicy: 'Never' })
    runSeconds(whole, 30)
    expect(told(whole)).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } })
    expect(ask(whole, 'GET', `${pods}/hungry`).body['status']).toMatchObject({ phase: 'Failed' })
  })
  it('runs within its limit, and its use is measured', () => {
    const whole = startWhole()
    hungry(whole, 60)
    runSeconds(whole, 60)
    expect(told(whole)).toMatchObject({ restartCount: 0, state: { running: {} } })
    const metrics = ask(whole, 'GET', '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/hungry').body as unknown as { containers: { usage: { memory: string } }[] }
    expect(Math.round(Number.parseInt(metrics.containers[0]!.usage.memory, 10) / 1024)).toBeGreaterThan(50)
  })
})
