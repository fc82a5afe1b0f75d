/** Watches on Events: they are not in the watch cache, each stands on a watch of its own on etcd. */
import { describe, expect, it } from 'vitest'
import { etcdConnectionLost } from '../../../../src/engine/control-plane/api-server/api-server.ts'
import { startEtcd } from '../../../../src/engine/control-plane/etcd/etcd.ts'
import { timeText } from '../../../../src/engine/simulation/time-text.ts'
import type { Event } from '../../../../src/kubernetes/types/core.ts'
import type { ObjectMeta } from '../../../../src/kubernetes/types/meta.ts'
import type { RestEvent } from '../../../../src/protocol/rest.ts'
import { ask, bodyOf, closeOutside, createHarness, rest, runFor, sendOutside, statusOf, watchOutside, type Harness, type WireObject } from '../../harness.ts'

const events = '/api/v1/namespaces/default/events'

function eventOf(name: string, about: string, more: object = {}): object {
  return {
    apiVersion: 'v1', kind: 'Event', metadata: { name, namespace: 'default' }, reason: 'Tested', message: name, type: 'Normal', count: 1,
    involvedObject: { kind: 'Pod', namespace: 'default', name: about }, source: { component: 'test' }, ...more,
  }
}
function record(harness: Harness, name: string, about = 'web'): void {
  expect(rest(harness, 'POST', events, eventOf(name, about)).status).toBe(201)
}
const countUp = (harness: Harness, name: string, count: number): void => {
  expect(rest(harness, 'PATCH', `${events}/${name}`, { count }, 'application/merge-patch+json').status).toBe(200)
}
function heard(harness: Harness, id: number): (RestEvent | undefined)[] {
  return harness.outsideEvents.filter((entry) => entry.id === id).map(({ event }) => event)
}
function told(harness: Harness, id: number): string[] {
  return heard(harness, id).map((event) => {
    if (event === undefined) return 'end'
    const { metadata, code, count } = event.object as WireObject & { code?: number; count?: number }
    return `${event.type} ${code ?? metadata.name ?? ''}${count === undefined ? '' : ` x${count}`}`
  })
}
const revisionOf = (harness: Harness): string => bodyOf(rest(harness, 'GET', events)).metadata.resourceVersion

describe('a watch on Events', () => {
  it('begins with all that live, by name, and goes on with what is written, counted up and deleted', () => {
    const harness = createHarness()
    record(harness, 'b')
    record(harness, 'a')
    const id = watchOutside(harness, `${events}?watch=1`)
    expect(harness.outside.get(id)).toEqual({ status: 200, body: undefined, stream: true })
    record(harness, 'c')
    countUp(harness, 'c', 2)
    rest(harness, 'DELETE', `${events}/c`)
    expect(told(harness, id)).toEqual(['ADDED a x1', 'ADDED b x1', 'ADDED c x1', 'MODIFIED c x2', 'DELETED c x2'])
  })
  it('goes on from the revision of a list: what was written since then comes once, as it is now', () => {
    const harness = createHarness()
    record(harness, 'old')
    record(harness, 'older')
    const since = revisionOf(harness)
    record(harness, 'new')
    countUp(harness, 'old', 2)
    const id = watchOutside(harness, `${events}?watch=true&resourceVersion=${since}`)
    record(harness, 'last')
    expect(told(harness, id)).toEqual(['ADDED new x1', 'MODIFIED old x2', 'ADDED last x1'])
  })
  it('selects by fields, by namespace and in all namespaces', () => {
    const harness = createHarness()
    const named = watchOutside(harness, `${events}?watch=1&fieldSelector=involvedObject.name%3Dweb,type!%3DWarning`)
    const all = watchOutside(harness, '/api/v1/events?watch=1')
    const elsewhere = watchOutside(harness, '/api/v1/namespaces/kube-system/events?watch=1')
    record(harness, 'a')
    record(harness, 'b', 'api')
    expect([told(harness, named), told(harness, all), told(harness, elsewhere)]).toEqual([['ADDED a x1'], ['ADDED a x1', 'ADDED b x1'], []])
    const wrong = watchOutside(harness, `${events}?watch=1&fieldSelector=nosuch%3Dx`)
    expect(statusOf(harness.outside.get(wrong)!).message).toBe('field label not supported: nosuch')
  })
  it('gives two that watch one JSON value, and rows to who wants a Table', () => {
    const harness = createHarness()
    const ids = [watchOutside(harness, `${events}?watch=1`), watchOutside(harness, `${events}?watch=1`)]
    const table = watchOutside(harness, `${events}?watch=1`, 'application/json;as=Table;v=v1;g=meta.k8s.io')
    record(harness, 'a')
    const [first, second] = ids.map((id) => heard(harness, id)[0]?.object)
    expect(first).toBe(second)
    expect(first).toMatchObject({ kind: 'Event', metadata: { name: 'a', uid: expect.stringMatching(/^e7e27000-/) as string } })
    expect(heard(harness, table)[0]?.object).toMatchObject({ kind: 'Table', rows: [{ cells: expect.arrayContaining(['Tested', 'pod/web']) as unknown }] })
  })
  it('marks with a bookmark where that what existed ends, also when there is nothing', () => {
    const harness = createHarness()
    const query = 'watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan'
    const empty = watchOutside(harness, `${events}?${query}`)
    expect(told(harness, empty)).toEqual(['BOOKMARK '])
    record(harness, 'a')
    const revision = revisionOf(harness)
    const id = watchOutside(harness, `${events}?${query}`)
    expect(told(harness, id)).toEqual(['ADDED a x1', 'BOOKMARK '])
    const mark = heard(harness, id)[1]?.object as WireObject
    expect(Number(mark.metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(revision))
    expect(mark.metadata).toMatchObject({ annotations: { 'k8s.io/initial-events-end': 'true' } })
  })
  it('is refused with 410 when its revision is compacted', () => {
    const harness = createHarness()
    record(harness, 'a')
    const since = revisionOf(harness)
    rest(harness, 'POST', '/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'a', image: 'b' }] } })
    runFor(harness, 700_000_000)
    const id = watchOutside(harness, `${events}?watch=1&resourceVersion=${since}`)
    expect(told(harness, id)).toEqual(['ERROR 410', 'end'])
  })
  it('costs nothing when nobody watches any more: etcd makes no objects and sends nothing', () => {
    const harness = createHarness()
    const id = watchOutside(harness, `${events}?watch=1`)
    record(harness, 'a')
    closeOutside(harness, id)
    runFor(harness, 1_000_000)
    record(harness, 'b')
    runFor(harness, 1_000_000)
    expect(told(harness, id)).toEqual(['ADDED a x1'])
    expect(harness.etcd.eventWatchers).toEqual([])
    expect(harness.apiServer.watchers.onEvents.size).toBe(0)
  })
  it('that is given up before etcd has answered is never opened', () => {
    const harness = createHarness()
    closeOutside(harness, sendOutside(harness, { method: 'GET', path: events, query: { watch: '1' } }))
    runFor(harness, 1_000_000)
    expect(harness.apiServer.watchers.byNumber.size).toBe(0)
  })
  it('ends with the connection to etcd, and with etcd, so that its client lists again', () => {
    const harness = createHarness()
    const first = watchOutside(harness, `${events}?watch=1`)
    etcdConnectionLost(harness.sim, harness.apiServer)
    runFor(harness, 1_000_000)
    expect(told(harness, first)).toEqual(['end'])
    const second = watchOutside(harness, `${events}?watch=1`)
    startEtcd(harness.sim, harness.etcd)
    etcdConnectionLost(harness.sim, harness.apiServer)
    runFor(harness, 1_000_000)
    record(harness, 'a')
    expect(told(harness, second)).toEqual(['end'])
    expect(harness.etcd.eventWatchers).toEqual([])
  })
  it('ends when its time is up', () => {
    const harness = createHarness()
    const id = watchOutside(harness, `${events}?watch=1&timeoutSeconds=5`)
    runFor(harness, 6_000_000)
    expect(told(harness, id)).toEqual(['end'])
  })
  it('is among the verbs of discovery', () => {
    const { body } = rest(createHarness(), 'GET', '/api/v1')
    const row = (body as { resources: readonly { name: string; verbs: readonly string[] }[] }).resources.find(({ name }) => name === 'events')
    expect(row?.verbs).toContain('watch')
  })
})

describe('an Event of a component', () => {
  const sent = (more: Partial<ObjectMeta> = {}): Event => ({
    apiVersion: 'v1', kind: 'Event', reason: 'Started', message: 'Started container app', type: 'Normal', count: 1,
    metadata: {
      name: 'web.1', generateName: undefined, namespace: 'default', uid: '', resourceVersion: 0, generation: undefined,
      creationTimestamp: '2020-01-01T00:00:00Z', deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: undefined,
      annotations: undefined, ownerReferences: undefined, finalizers: undefined, managedFields: undefined, ...more,
    },
    involvedObject: {
      kind: 'Pod', namespace: 'default', name: 'web', uid: 'u', apiVersion: 'v1', resourceVersion: undefined, fieldPath: undefined,
    },
    source: { component: 'kubelet', host: 'n1' }, firstTimestamp: '2020-01-01T00:00:00Z', lastTimestamp: '2020-01-01T00:00:00Z',
    eventTime: null, series: undefined, action: undefined, reportingComponent: 'kubelet', reportingInstance: 'n1',
  })
  const create = (harness: Harness, body: Event) => ask(harness, { verb: 'create', resource: 'events', body })

  it('is stored as it was sent, with the server’s time and revision', () => {
    const harness = createHarness()
    runFor(harness, 90_000_000)
    const body = sent()
    const { code, object } = create(harness, body)
    expect([code, object]).toEqual([201, { ...sent(), metadata: { ...sent().metadata, creationTimestamp: timeText(90_100_000, harness.sim.epochMs), resourceVersion: harness.etcd.store.revision } }])
    expect(object).toBe(body)
    expect(bodyOf(rest(harness, 'GET', `${events}/web.1`))).toMatchObject({ reason: 'Started', firstTimestamp: '2020-01-01T00:00:00Z' })
  })
  it('is made anew, or refused, when the server has something to say of its metadata', () => {
    const harness = createHarness()
    expect(create(harness, sent({ uid: 'mine' })).object?.metadata.uid).toBe('')
    expect(create(harness, sent({ labels: { app: 'web' } })).object?.metadata.labels).toEqual({ app: 'web' })
    expect(create(harness, sent({ labels: { 'not a key': 'x' } })).status?.reason).toBe('Invalid')
    expect(create(harness, sent({ namespace: 'nowhere' })).code).toBe(400)
    expect(create(harness, sent({ name: 'Not a name' })).status?.reason).toBe('Invalid')
  })
})
