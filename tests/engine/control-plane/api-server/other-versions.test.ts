/** Resources that are served in a second version: the same objects, in the form of the version that the path names. */
import { describe, expect, it } from 'vitest'
import { bodyOf, createHarness, rest, statusOf, watchOutside, type Harness } from '../../harness.ts'

const first = '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers'
const second = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers'
const events = '/api/v1/namespaces/default/events'
const newEvents = '/apis/events.k8s.io/v1/namespaces/default/events'
const strategic = 'application/strategic-merge-patch+json'
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io'

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
const autoscaler = (spec: object = {}): object => ({
  apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' },
  spec: { scaleTargetRef, maxReplicas: 5, targetCPUUtilizationPercentage: 40, ...spec },
})
const cpu = (percent: number): object => ({
  type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
})
const newEvent = (more: object = {}): object => ({
  apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name: 'web.1', namespace: 'default' }, eventTime: '2024-01-01T00:00:00.000000Z',
  reportingController: 'example.com/tester', reportingInstance: 'tester-1', action: 'Testing', reason: 'Tested', type: 'Normal',
  regarding: { kind: 'Pod', namespace: 'default', name: 'web' }, note: 'all is well', ...more,
})
const messageOf = (harness: Harness, method: 'POST' | 'PATCH', path: string, body: object): string =>
  statusOf(rest(harness, method, path, body, method === 'PATCH' ? strategic : 'application/json')).message ?? ''

describe('an autoscaler of autoscaling/v1', () => {
  it('is written, read, listed, watched and patched in that version, and is the same object in version 2', () => {
    const harness = createHarness()
    const watch = watchOutside(harness, `${first}?watch=1`)
    expect(rest(harness, 'POST', first, autoscaler())).toMatchObject({ status: 201, body: autoscaler({ minReplicas: 1 }) })
    expect(bodyOf(rest(harness, 'GET', `${second}/web`))).toMatchObject({ apiVersion: 'autoscaling/v2', spec: { metrics: [cpu(40)] } })
    expect(bodyOf(rest(harness, 'GET', first))).toMatchObject({
      apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscalerList', items: [{ apiVersion: 'autoscaling/v1', spec: { targetCPUUtilizationPercentage: 40 } }],
    })
    const patched = rest(harness, 'PATCH', `${first}/web`, { spec: { targetCPUUtilizationPercentage: 70 } }, strategic)
    expect(patched).toMatchObject({ status: 200, body: { spec: { targetCPUUtilizationPercentage: 70 } } })
    expect(bodyOf(rest(harness, 'GET', `${second}/web`)).spec).toMatchObject({ metrics: [cpu(70)], maxReplicas: 5 })
    const heard = harness.outsideEvents.filter(({ id }) => id === watch).map(({ event }) => event?.object)
    expect(heard).toMatchObject([40, 70].map((percent) => autoscaler({ targetCPUUtilizationPercentage: percent })))
  })
  it('may be put back as it was read', () => {
    const harness = createHarness()
    const metrics = [cpu(40), { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } }]
    rest(harness, 'POST', second, { ...autoscaler(), apiVersion: 'autoscaling/v2', spec: { scaleTargetRef, maxReplicas: 5, metrics } })
    const read = bodyOf(rest(harness, 'GET', `${first}/web`))
    const { revision } = harness.etcd.store
    expect(bodyOf(rest(harness, 'PUT', `${first}/web`, { ...read, spec: { ...read.spec as object, maxReplicas: 6 } }))).toMatchObject({ spec: { maxReplicas: 6 } })
    expect(harness.etcd.store.revision).toBe(revision + 1)
    const kept = bodyOf(rest(harness, 'GET', `${second}/web`))
    expect((kept.spec as { metrics: unknown[] }).metrics).toEqual(metrics.toReversed())
    expect(kept.metadata).not.toHaveProperty('annotations')
  })
  it('is applied by a server', () => {
    const harness = createHarness()
    const applied = rest(harness, 'PATCH', `${first}/web?fieldManager=me`, autoscaler(), 'application/apply-patch+yaml')
    expect(applied).toMatchObject({ status: 201, body: { apiVersion: 'autoscaling/v1', spec: { targetCPUUtilizationPercentage: 40 } } })
    rest(harness, 'PATCH', `${first}/web?fieldManager=me`, autoscaler({ targetCPUUtilizationPercentage: 60 }), 'application/apply-patch+yaml')
    expect(bodyOf(rest(harness, 'GET', `${second}/web`))).toMatchObject({ apiVersion: 'autoscaling/v2', spec: { metrics: [cpu(60)] } })
  })
  it('is refused in the fields and by the name of its version', () => {
    const harness = createHarness()
    expect(messageOf(harness, 'POST', first, autoscaler({ metrics: [] }))).toBe(
      'HorizontalPodAutoscaler in version "v1" cannot be handled as a HorizontalPodAutoscaler: strict decoding error: unknown field "spec.metrics"')
    expect(messageOf(harness, 'POST', first, autoscaler({ targetCPUUtilizationPercentage: 'x' }))).toContain('of type int32')
    expect(messageOf(harness, 'POST', second, autoscaler())).toBe(
      'the API version in the data (autoscaling/v1) does not match the expected API version (autoscaling/v2)')
  })
})

describe('Events of events.k8s.io/v1', () => {
  it('are those of v1 in other words', () => {
    const harness = createHarness()
    const watch = watchOutside(harness, `${newEvents}?watch=1&fieldSelector=regarding.name%3Dweb`)
    expect(rest(harness, 'POST', newEvents, newEvent())).toMatchObject({ status: 201, body: newEvent() })
    expect(bodyOf(rest(harness, 'GET', `${events}/web.1`))).toMatchObject({
      apiVersion: 'v1', involvedObject: { kind: 'Pod', name: 'web' }, message: 'all is well', reportingComponent: 'example.com/tester',
    })
    rest(harness, 'POST', events, {
      apiVersion: 'v1', kind: 'Event', metadata: { name: 'web.2', namespace: 'default' }, involvedObject: { kind: 'Pod', namespace: 'default', name: 'web' },
      reason: 'Old', message: 'of the older form', source: { component: 'test' }, type: 'Normal', count: 2,
    })
    const list = bodyOf(rest(harness, 'GET', newEvents)) as unknown as { kind: string; apiVersion: string; items: object[] }
    expect(list).toMatchObject({ kind: 'EventList', apiVersion: 'events.k8s.io/v1' })
    expect(list.items).toMatchObject([{ note: 'all is well' }, { note: 'of the older form', deprecatedCount: 2, deprecatedSource: { component: 'test' } }])
    const heard = harness.outsideEvents.filter(({ id }) => id === watch).map(({ event }) => event?.object)
    expect(heard).toMatchObject([{ apiVersion: 'events.k8s.io/v1', note: 'all is well' }, { note: 'of the older form' }])
  })
  it('are printed by the same columns', () => {
    const harness = createHarness()
    rest(harness, 'POST', newEvents, newEvent())
    const rowsOf = (path: string): unknown => (bodyOf(rest(harness, 'GET', path, undefined, 'application/json', table)) as unknown as { rows: unknown }).rows
    expect(rowsOf(newEvents)).toEqual(rowsOf(events))
    expect(rowsOf(newEvents)).toMatchObject([{ cells: expect.arrayContaining(['Tested', 'pod/web', 'all is well']) as unknown }])
  })
  it('must have the newer fields and none of the older ones', () => {
    const harness = createHarness()
    const bare = { eventTime: null, reportingController: '', reportingInstance: '', action: '', type: 'Odd', deprecatedCount: 1 }
    expect(messageOf(harness, 'POST', newEvents, newEvent(bare))).toBe('Event "web.1" is invalid: [eventTime: Required value, '
      + 'reportingController: Required value, reportingInstance: Required value, action: Required value, type: Invalid value: "": has invalid value: Odd, '
      + 'count: Invalid value: "": needs to be unset]')
  })
})

describe('discovery', () => {
  it('names each group\'s versions, the kept one first', () => {
    const harness = createHarness()
    const groups = (bodyOf(rest(harness, 'GET', '/apis')) as unknown as { groups: { name: string; versions: { version: string }[] }[] }).groups
    const versionsOf = (name: string): string[] | undefined => groups.find((group) => group.name === name)?.versions.map(({ version }) => version)
    expect(versionsOf('autoscaling')).toEqual(['v2', 'v1'])
    expect(versionsOf('events.k8s.io')).toEqual(['v1'])
    expect(bodyOf(rest(harness, 'GET', '/apis/autoscaling/v1'))).toMatchObject({ groupVersion: 'autoscaling/v1', resources: [{ name: 'horizontalpodautoscalers' }, { name: 'horizontalpodautoscalers/status' }] })
    expect(JSON.stringify(rest(harness, 'GET', '/openapi/v3/apis/autoscaling/v1').body)).toContain('targetCPUUtilizationPercentage')
  })
})
