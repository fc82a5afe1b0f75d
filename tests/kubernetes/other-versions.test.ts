import { describe, expect, it } from 'vitest'
import { toKeptSelector, toKeptVersion, toOtherVersion } from '../../src/kubernetes/other-versions/convert.ts'
import type { JsonObject } from '../../src/kubernetes/patch/json-value.ts'

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }
const memory = { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '64Mi' } } }
const queue = { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '30' } } }
const full: JsonObject = {
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web', annotations: { a: 'b' } },
  spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 5, metrics: [memory, queue, cpu], behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } },
  status: {
    currentReplicas: 2, desiredReplicas: 3, conditions: [{ type: 'AbleToScale', status: 'True' }],
    currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 70, averageValue: '70m' } } }],
  },
}

describe('an autoscaler of version 2', () => {
  it('has in version 1 its share of the CPU, the rest stands in annotations in the fields of that version', () => {
    const old = toOtherVersion(full, 'autoscaling/v1')
    expect(old).toMatchObject({
      apiVersion: 'autoscaling/v1', spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 50 },
      status: { currentReplicas: 2, desiredReplicas: 3, currentCPUUtilizationPercentage: 70 },
    })
    const { annotations } = old['metadata'] as { annotations: Record<string, string> }
    expect(Object.keys(annotations)).toEqual(['a', 'metrics', 'conditions', 'current-metrics', 'behavior'].map(
      (name) => (name === 'a' ? name : `autoscaling.alpha.kubernetes.io/${name}`)))
    expect(JSON.parse(annotations['autoscaling.alpha.kubernetes.io/metrics']!)).toEqual(
      [{ type: 'Resource', resource: { name: 'memory', targetAverageValue: '64Mi' } }, queue])
    expect(JSON.parse(annotations['autoscaling.alpha.kubernetes.io/current-metrics']!)).toEqual(
      [{ type: 'Resource', resource: { name: 'cpu', currentAverageUtilization: 70, currentAverageValue: '70m' } }])
  })
  it('is the same again after the way there and back', () => {
    expect(toKeptVersion(toOtherVersion(full, 'autoscaling/v1'), 'autoscaling/v1')).toEqual(full)
  })
  it('loses an annotation that does not read, not more', () => {
    const old = { ...toOtherVersion(full, 'autoscaling/v1'), metadata: { annotations: { 'autoscaling.alpha.kubernetes.io/behavior': '{' } } }
    expect(toKeptVersion(old, 'autoscaling/v1')).toMatchObject({ metadata: {}, spec: { metrics: [cpu] } })
  })
})

describe('an Event', () => {
  const core: JsonObject = {
    apiVersion: 'v1', kind: 'Event', metadata: { name: 'a.1' }, involvedObject: { kind: 'Pod', name: 'a' }, message: 'Started', reason: 'Started',
    source: { component: 'kubelet' }, firstTimestamp: null, lastTimestamp: null, count: 3, reportingComponent: 'kubelet', reportingInstance: 'node-1',
  }
  it('has the names of events.k8s.io/v1 there, and its own when it comes back', () => {
    const newer = toOtherVersion(core, 'events.k8s.io/v1')
    expect(newer).toEqual({
      apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name: 'a.1' }, regarding: { kind: 'Pod', name: 'a' }, note: 'Started', reason: 'Started',
      deprecatedSource: { component: 'kubelet' }, deprecatedFirstTimestamp: null, deprecatedLastTimestamp: null, deprecatedCount: 3,
      reportingController: 'kubelet', reportingInstance: 'node-1',
    })
    expect(toKeptVersion(newer, 'events.k8s.io/v1')).toEqual(core)
  })
  it('is selected by the names of the version that is asked', () => {
    expect(toKeptSelector('regarding.name=a,reportingController!=x,reason=y', 'events.k8s.io/v1')).toBe(
      'involvedObject.name=a,reportingComponent!=x,reason=y')
    expect(toKeptSelector('involvedObject.name=a', 'v1')).toBe('involvedObject.name=a')
  })
})
