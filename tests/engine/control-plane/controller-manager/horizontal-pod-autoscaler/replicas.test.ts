import { describe, expect, it } from 'vitest'
import { limit } from '../../../../../src/engine/control-plane/controller-manager/horizontal-pod-autoscaler/limits.ts'
import { replicasFor } from '../../../../../src/engine/control-plane/controller-manager/horizontal-pod-autoscaler/replicas.ts'
import type { HorizontalPodAutoscaler } from '../../../../../src/kubernetes/types/autoscaling.ts'
import type { Pod } from '../../../../../src/kubernetes/types/core.ts'
import type { PodMetrics } from '../../../../../src/kubernetes/types/metrics.ts'
import { container, meta, pod } from '../fixtures.ts'

const epochMs = 1_767_225_600_000
const second = 1_000_000
const request = { requests: { cpu: '100m', memory: '64Mi' }, limits: undefined }

function webPod(name: string, some: { ready?: boolean; phase?: Pod['status']['phase']; startTime?: string; cpu?: boolean; deleting?: boolean } = {}): Pod {
  const ready = {
    type: 'Ready', status: some.ready === false ? 'False' as const : 'True' as const, observedGeneration: undefined, lastProbeTime: null,
    lastTransitionTime: '2026-01-01T00:00:10Z', reason: undefined, message: undefined,
  }
  return pod(name, {
    meta: { deletionTimestamp: some.deleting === true ? '2026-01-01T00:10:00Z' : undefined },
    spec: { containers: [container('nginx', { name: 'app', resources: some.cpu === false ? { requests: undefined, limits: undefined } : request })] },
    status: { phase: some.phase ?? 'Running', startTime: some.startTime ?? '2026-01-01T00:00:00Z', conditions: [ready] },
  })
}
const used = (name: string, cpu: string): PodMetrics => ({
  apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics', metadata: meta(name), timestamp: '2026-01-01T00:09:50Z', window: '15s',
  containers: [{ name: 'app', usage: { cpu, memory: '32Mi' } }],
})
const ask = (pods: readonly Pod[], metrics: readonly PodMetrics[], currentReplicas = pods.length, target: object = { type: 'Utilization', averageUtilization: 50 }): unknown => {
  const answer = replicasFor({ resource: 'cpu', target: target as { type: 'Utilization' }, currentReplicas, pods, metrics, nowUs: 600 * second, epochMs })
  return answer.error ?? answer.replicas
}
const three = ['a', 'b', 'c'].map((name) => webPod(name))
const all = (cpu: string): PodMetrics[] => three.map((one) => used(one.metadata.name, cpu))

describe('replicas for a share of the CPU that is requested', () => {
  it.each([
    ['usage of twice the target', '100m', 6], ['a third more', '67m', 5], ['within a tenth', '54m', 3], ['within a tenth below', '46m', 3],
    ['half of it', '25m', 2], ['a little', '1m', 1], ['nothing', '0', 0],
  ])('%s', (_what, cpu, replicas) => expect(ask(three, all(cpu))).toBe(replicas))

  it('counts pods that are not ready as idle when more are wanted, and not at all when fewer', () => {
    const pods = [...three, webPod('d', { phase: 'Pending' })]
    expect(ask(pods, all('100m'), 4)).toBe(6)
    expect(ask(pods, all('25m'), 4)).toBe(2)
  })
  it('leaves out pods whose start may still cost, those that are being deleted, and failed ones', () => {
    const others = [webPod('d', { ready: false, startTime: '2026-01-01T00:08:00Z' }), webPod('e', { deleting: true }), webPod('f', { phase: 'Failed' })]
    expect(ask([...three, ...others], [...all('25m'), ...['d', 'e', 'f'].map((name) => used(name, '900m'))], 3)).toBe(2)
  })
  it('takes a pod without figures for idle when more are wanted, and for busy when fewer', () => {
    expect(ask([...three, webPod('d')], all('100m'), 4)).toBe(6)
    expect(ask([...three, webPod('d')], all('25m'), 4)).toBe(4)
  })
  it.each([
    ['no figures', three, [], 'unable to get metrics for resource cpu: no metrics returned from resource metrics API'],
    ['no pod that counts', [webPod('a', { phase: 'Pending' })], all('1m'), 'did not receive metrics for targeted pods (pods might be unready)'],
    ['no request', [webPod('a', { cpu: false })], all('1m'), 'missing request for cpu in container app of Pod a'],
  ])('says what is missing: %s', (_what, pods, metrics, words) => expect(ask(pods, metrics)).toBe(words))
  it('can aim at an average value instead', () => {
    expect(ask(three, all('100m'), 3, { type: 'AverageValue', averageValue: '50m' })).toBe(6)
    expect(ask([webPod('a', { cpu: false })], [used('a', '30m')], 1, { type: 'AverageValue', averageValue: '10m' })).toBe(3)
  })
})

describe('what becomes of a recommendation', () => {
  const hpa = (spec: Partial<HorizontalPodAutoscaler['spec']> = {}): HorizontalPodAutoscaler => ({
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: meta('web'), status: { desiredReplicas: 0, currentMetrics: null },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 20, metrics: [], ...spec },
  })
  it.each<[string, number, number, number, string, 'True' | 'False']>([
    ['within bounds', 3, 5, 5, 'DesiredWithinRange', 'False'], ['below the least', 3, 1, 2, 'TooFewReplicas', 'True'],
    ['faster than it may grow', 3, 12, 6, 'ScaleUpLimit', 'True'], ['from one to four at once', 1, 9, 4, 'ScaleUpLimit', 'True'],
    ['above the most', 18, 30, 20, 'TooManyReplicas', 'True'],
  ])('%s', (_what, current, wanted, replicas, reason, status) => {
    expect(limit(hpa(), [], current, wanted, 0)).toMatchObject({ replicas, limited: [status, reason, expect.any(String)] })
  })
  it('downwards counts the highest of the last five minutes', () => {
    const known = [{ atUs: 0, replicas: 9 }, { atUs: 100 * second, replicas: 7 }]
    expect(limit(hpa(), known, 9, 3, 200 * second)).toMatchObject({ replicas: 9, able: ['ScaleDownStabilized', expect.any(String)] })
    expect(limit(hpa(), known, 9, 3, 301 * second)).toMatchObject({ replicas: 7 })
    const later = limit(hpa(), known, 9, 3, 401 * second)
    expect(later).toMatchObject({ replicas: 3, able: ['ReadyForNewScale', expect.any(String)] })
    expect(later.recommendations).toEqual([{ atUs: 401 * second, replicas: 3 }])
  })
  it('or of the window that its behaviour names', () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 0 }, scaleUp: { stabilizationWindowSeconds: 60 } }
    expect(limit(hpa({ behavior }), [{ atUs: 0, replicas: 9 }], 9, 3, second).replicas).toBe(3)
    expect(limit(hpa({ behavior }), [{ atUs: 0, replicas: 4 }], 3, 6, second).replicas).toBe(4)
  })
})
