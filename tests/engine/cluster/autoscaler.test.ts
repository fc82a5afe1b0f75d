import { describe, expect, it } from 'vitest'
import { world } from '../../../src/engine/index.ts'
import type { HorizontalPodAutoscaler } from '../../../src/kubernetes/types/autoscaling.ts'
import { ask, runSeconds, startWhole, type WholeCluster } from './whole-cluster.ts'

const autoscalers = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers'
const deployment = '/apis/apps/v1/namespaces/default/deployments/web'

function withAutoscaler(most = 6): WholeCluster {
  const whole = startWhole()
  const labels = { app: 'web' }
  const app = { name: 'app', image: 'shop/api:2.4', ports: [{ containerPort: 8080 }], resources: { requests: { cpu: '100m' } } }
  ask(whole, 'POST', '/apis/apps/v1/namespaces/default/deployments', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [app] } } },
  })
  ask(whole, 'POST', '/api/v1/namespaces/default/services', {
    apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { type: 'NodePort', selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
  })
  runSeconds(whole, 60)
  ask(whole, 'POST', autoscalers, {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: most,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
    },
  })
  return whole
}
const hpaOf = (whole: WholeCluster): HorizontalPodAutoscaler => ask(whole, 'GET', `${autoscalers}/web`).body as unknown as HorizontalPodAutoscaler
const replicasOf = (whole: WholeCluster): number => (ask(whole, 'GET', deployment).body['spec'] as { replicas: number }).replicas
const eventsOf = (whole: WholeCluster): string[] =>
  (ask(whole, 'GET', '/api/v1/namespaces/default/events').body['items'] as { reason: string; message: string; involvedObject: { kind: string } }[])
    .filter((one) => one.involvedObject.kind === 'HorizontalPodAutoscaler').map(({ reason, message }) => `${reason}: ${message}`)

describe('an autoscaler', () => {
  it('adds replicas while clients load the pods, tells of it, and takes them away five minutes after the load', () => {
    const whole = withAutoscaler()
    runSeconds(whole, 20)
    expect(replicasOf(whole)).toBe(2)
    world(whole.cluster, { type: 'setClientLoad', requestsPerSecond: 60, service: 'web' })
    runSeconds(whole, 90)
    // 60 a second at 6 ms are 360 thousandths of a core: at half of 100 each, more than six pods' worth.
    expect(replicasOf(whole)).toBe(6)
    expect(eventsOf(whole)).toContainEqual(expect.stringMatching(/^SuccessfulRescale: New size: \d; reason: cpu resource utilization \(percentage of request\) above target$/))
    const { status } = hpaOf(whole)
    expect(status).toMatchObject({ currentReplicas: 6, desiredReplicas: 6, lastScaleTime: expect.any(String) as string })
    expect(status.conditions).toMatchObject([
      { type: 'AbleToScale', status: 'True' }, { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
      { type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' },
    ])
    world(whole.cluster, { type: 'setClientLoad', requestsPerSecond: 0 })
    runSeconds(whole, 240)
    expect(replicasOf(whole)).toBe(6)
    expect(hpaOf(whole).status.conditions![0]).toMatchObject({ reason: 'ScaleDownStabilized' })
    runSeconds(whole, 120)
    expect(replicasOf(whole)).toBe(2)
    expect(eventsOf(whole)).toContain('SuccessfulRescale: New size: 2; reason: All metrics below target')
  })
  it('keeps its target within its bounds at once, and leaves one alone that was switched off', () => {
    const whole = withAutoscaler(3)
    runSeconds(whole, 16)
    const scale = (replicas: number): unknown => ask(whole, 'PATCH', `${deployment}/scale`, { spec: { replicas } }, { headers: { 'content-type': 'application/merge-patch+json' } })
    scale(7)
    runSeconds(whole, 16)
    expect(replicasOf(whole)).toBe(3)
    expect(eventsOf(whole)).toContain('SuccessfulRescale: New size: 3; reason: Current number of replicas above Spec.MaxReplicas')
    scale(0)
    runSeconds(whole, 20)
    expect(replicasOf(whole)).toBe(0)
    expect(hpaOf(whole).status.conditions).toContainEqual(expect.objectContaining({ type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled' }))
  })
  it('says why it cannot work', () => {
    const whole = withAutoscaler()
    ask(whole, 'DELETE', deployment)
    runSeconds(whole, 20)
    expect(hpaOf(whole).status.conditions![0]).toMatchObject({
      type: 'AbleToScale', status: 'False', reason: 'FailedGetScale',
      message: 'the HPA controller was unable to get the target\'s current scale: deployments.apps "web" not found',
    })
  })
  it('is silent where there is none: nobody asks a kubelet', () => {
    const whole = startWhole()
    runSeconds(whole, 60)
    expect(whole.cluster.world.machines.map((machine) => whole.cluster.sim.links.messages[machine.links.apiKubelet])).toEqual([0, 0])
  })
  it('may be written in the older version, with its one metric', () => {
    const whole = startWhole()
    const path = autoscalers.replace('v2', 'v1')
    const answer = ask(whole, 'POST', path, {
      apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 5, targetCPUUtilizationPercentage: 70 },
    })
    expect(answer).toMatchObject({ status: 201, body: { apiVersion: 'autoscaling/v1', spec: { minReplicas: 1, targetCPUUtilizationPercentage: 70 } } })
    expect(hpaOf(whole)).toMatchObject({
      apiVersion: 'autoscaling/v2', spec: { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }] },
    })
  })
})
