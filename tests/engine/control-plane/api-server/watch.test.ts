/** Lists and watches: views, resumption, kubelets' pods, broken links, etcd's restarts. */
import { describe, expect, it } from 'vitest'
import { connectionReset, etcdConnectionLost, startApiServer } from '../../../../src/engine/control-plane/api-server/api-server.ts'
import { rebuildAllocators } from '../../../../src/engine/control-plane/api-server/allocators.ts'
import { rebuildWatchCache } from '../../../../src/engine/control-plane/api-server/watch-cache.ts'
import { startEtcd } from '../../../../src/engine/control-plane/etcd/etcd.ts'
import { markDown, markUp } from '../../../../src/engine/simulation/processes.ts'
import { componentIds } from '../../../../src/protocol/vocabulary.ts'
import type { Service } from '../../../../src/kubernetes/types/core.ts'
import {
  ask, bodyOf, createHarness, deploymentManifest, podManifest, rest, runFor, sendRequest, stepOnce, type Ask, type Harness,
} from '../../harness.ts'

const pods = '/api/v1/namespaces/default/pods'
const asWatch = (more: Partial<Ask> = {}): Ask => ({ verb: 'watch', resource: 'pods', namespace: '', ...more })
const kubelet = (node: number): Partial<Ask> => ({ client: componentIds.kubelet, node, userAgent: `system:node:node-${node}`, options: { fieldSelector: `spec.nodeName=node-${node}`, sinceRevision: 1 } })

function told(harness: Harness, watch: number): string[] {
  return harness.events.filter((entry) => entry.watch === watch).map(({ event }) => `${event.type} ${event.object?.metadata.name ?? '-'}`)
}
function bind(harness: Harness, name: string, node: string): void {
  ask(harness, { verb: 'create', resource: 'pods', subresource: 'binding', name, body: node })
}

describe('lists', () => {
  it('carry objects, slots and the revision of the cache', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    rest(harness, 'POST', pods, podManifest('b'))
    const { list } = ask(harness, { verb: 'list', resource: 'pods', namespace: '' })
    expect(list).toMatchObject(
      { revision: harness.etcd.store.revision, slots: [0, 1], items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }] },
    )
  })
  it('select by label and field, outside in the order of names and in pages', () => {
    const harness = createHarness()
    for (const name of ['c', 'a', 'b']) rest(harness, 'POST', pods, podManifest(name))
    bind(harness, 'b', 'node-1')
    const names = (query: string) => bodyOf(rest(harness, 'GET', `${pods}?${query}`)).items.map((item) => item.metadata.name)
    expect(names('')).toEqual(['a', 'b', 'c'])
    expect(names('labelSelector=app%3Dweb')).toEqual(['a', 'b', 'c'])
    expect(names('labelSelector=app!%3Dweb')).toEqual([])
    expect(names('fieldSelector=spec.nodeName%3Dnode-1')).toEqual(['b'])
    expect(names('fieldSelector=metadata.name!%3Db,status.phase%3DPending')).toEqual(['a', 'c'])
    const page = bodyOf(rest(harness, 'GET', `${pods}?limit=2`))
    expect(page.metadata).toMatchObject({ continue: 'default/b', remainingItemCount: 1 })
    expect(names('limit=2&continue=default/b')).toEqual(['c'])
    expect(rest(harness, 'GET', `${pods}?fieldSelector=spec.colour%3Dred`).body).toMatchObject(
      { code: 400, message: expect.stringContaining('field label not supported: spec.colour') as string },
    )
  })
})

describe('a watch', () => {
  it('answers 200 and sends what exists when it names no revision', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const { id, code } = ask(harness, asWatch())
    expect(code).toBe(200)
    rest(harness, 'POST', pods, podManifest('b'))
    rest(harness, 'DELETE', `${pods}/a`)
    expect(told(harness, id)).toEqual(['ADDED a', 'ADDED b', 'DELETED a'])
  })
  it('resumes after the revision that the client has seen', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const { list } = ask(harness, { verb: 'list', resource: 'pods', namespace: '' })
    rest(harness, 'POST', pods, podManifest('b'))
    const { id } = ask(harness, asWatch({ options: { sinceRevision: list!.revision } }))
    expect(told(harness, id)).toEqual(['ADDED b'])
  })
  it('of a revision that is gone ends with EXPIRED', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    harness.apiServer.cache.window.from = harness.apiServer.cache.revision
    const { id } = ask(harness, asWatch({ options: { sinceRevision: 2 } }))
    expect(told(harness, id)).toEqual(['EXPIRED -'])
    expect(harness.apiServer.watchers.byNumber.size).toBe(0)
  })
  it('with a selector sees objects come into it and leave it', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const { id } = ask(harness, asWatch({ options: { labelSelector: 'tier=front' } }))
    const label = (tier: string) => rest(harness, 'PATCH', `${pods}/a`, { metadata: { labels: { tier } } }, 'application/merge-patch+json')
    label('front')
    label('back')
    label('other')
    expect(told(harness, id)).toEqual(['ADDED a', 'DELETED a'])
  })
  it('shares one frozen event with all who see the same', () => {
    const harness = createHarness()
    ask(harness, asWatch())
    ask(harness, asWatch({ client: componentIds.scheduler }))
    rest(harness, 'POST', pods, podManifest('a'))
    expect(harness.events).toHaveLength(2)
    expect(harness.events[0]!.event).toBe(harness.events[1]!.event)
    expect(Object.isFrozen(harness.events[0]!.event)).toBe(true)
  })
  it('of a process that comes back replaces the former one', () => {
    const harness = createHarness()
    ask(harness, asWatch())
    ask(harness, asWatch())
    expect(harness.apiServer.watchers.byNumber.size).toBe(1)
  })
  it('on Events is served', () => expect(ask(createHarness(), asWatch({ resource: 'events' })).code).toBe(200))
})

describe('kubelets', () => {
  it('see the pods of their own node only; a pod that is bound is ADDED', () => {
    const harness = createHarness()
    const one = ask(harness, asWatch(kubelet(1))).id
    const two = ask(harness, asWatch(kubelet(2))).id
    rest(harness, 'POST', pods, podManifest('a'))
    bind(harness, 'a', 'node-1')
    rest(harness, 'DELETE', `${pods}/a`)
    rest(harness, 'DELETE', `${pods}/a?gracePeriodSeconds=0`)
    // The grace begins, it ends, the pod goes: the last two are one request.
    expect(told(harness, one)).toEqual(['ADDED a', 'MODIFIED a', 'MODIFIED a', 'DELETED a'])
    expect(told(harness, two)).toEqual([])
  })
  it('that lost an event hear nothing more until they speak again', () => {
    const harness = createHarness()
    const { id } = ask(harness, asWatch(kubelet(1)))
    for (const name of ['a', 'b']) rest(harness, 'POST', pods, podManifest(name))
    const lost = () => harness.sim.links.lost[harness.links.client]
    harness.sim.links.cut[harness.links.client] = 1
    sendEtcdWrite(harness, 'a')
    sendEtcdWrite(harness, 'b')
    runFor(harness, 10_000)
    // Two answers to the scheduler, and one event: the second was never sent.
    expect(lost()).toBe(3)
    harness.sim.links.cut[harness.links.client] = 0
    runFor(harness, 10_000)
    expect(told(harness, id)).toEqual([])
    ask(harness, { verb: 'get', resource: 'pods', name: 'a', client: componentIds.kubelet, node: 1 })
    expect(told(harness, id)).toEqual(['CLOSED -'])
    expect(harness.apiServer.watchers.byNumber.size).toBe(0)
  })
  it('are told when the wiring says that TCP noticed', () => {
    const harness = createHarness()
    const { id } = ask(harness, asWatch(kubelet(1)))
    rest(harness, 'POST', pods, podManifest('a'))
    harness.sim.links.cut[harness.links.client] = 1
    sendEtcdWrite(harness, 'a')
    runFor(harness, 10_000)
    harness.sim.links.cut[harness.links.client] = 0
    connectionReset(harness.sim, harness.apiServer, componentIds.kubelet, 1)
    runFor(harness, 10_000)
    expect(told(harness, id)).toEqual(['CLOSED -'])
  })
})

/** Binds a pod to node-1 by a request of the API server itself, since the client's link may be cut. */
function sendEtcdWrite(harness: Harness, name: string): void {
  const { client } = harness.links
  const cut = harness.sim.links.cut[client]!
  harness.sim.links.cut[client] = 0
  sendRequest(harness, { verb: 'create', resource: 'pods', subresource: 'binding', name, body: 'node-1', client: componentIds.scheduler })
  // Step until the request has arrived, then cut again: its answer goes the same way and is lost with the events.
  while (harness.apiServer.inFlight.size === 0) stepOnce(harness)
  harness.sim.links.cut[client] = cut
}

describe('the group of kube-proxies', () => {
  it('gets one message per change over its own link', () => {
    const harness = createHarness()
    const group = { client: componentIds.kubeProxy, node: -1, userAgent: 'kube-proxy-group' }
    const { id } = ask(harness, asWatch({ resource: 'services', ...group }))
    const before = harness.sim.links.messages[harness.links.group]!
    rest(harness, 'POST', '/api/v1/namespaces/default/services', { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } })
    expect(told(harness, id)).toEqual(['ADDED kubernetes', 'ADDED s'])
    expect(harness.sim.links.messages[harness.links.group]! - before).toBe(1)
    expect(harness.events.at(-1)!.node).toBe(-1)
  })
})

describe('etcd’s restart', () => {
  it('is bridged: the watch goes on from the last revision', () => {
    const harness = createHarness()
    const { id } = ask(harness, asWatch())
    markDown(harness.sim.processes, componentIds.etcd, -1)
    etcdConnectionLost(harness.sim, harness.apiServer)
    runFor(harness, 3_500_000)
    expect(harness.apiServer.etcdWatch).toBe(0)
    markUp(harness.sim.processes, componentIds.etcd, -1)
    startEtcd(harness.sim, harness.etcd)
    runFor(harness, 1_100_000)
    expect(harness.apiServer.etcdWatch).toBeGreaterThan(0)
    rest(harness, 'POST', pods, podManifest('a'))
    expect(told(harness, id)).toEqual(['ADDED a'])
  })
  it('with the revision compacted: the cache is filled anew and clients list again', () => {
    const harness = createHarness()
    const { id } = ask(harness, asWatch())
    rest(harness, 'POST', pods, podManifest('a'))
    harness.etcd.watchers = []
    rest(harness, 'POST', pods, podManifest('b'))
    harness.etcd.store.compactedRevision = harness.etcd.store.revision
    etcdConnectionLost(harness.sim, harness.apiServer)
    runFor(harness, 100_000)
    expect(told(harness, id).at(-1)).toBe('CLOSED -')
    expect(bodyOf(rest(harness, 'GET', pods)).items).toHaveLength(2)
  })
})

describe('the API server’s restart', () => {
  it('finds everything in etcd and answers 503 until its watch runs', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const early = sendRequest(harness, { verb: 'list', resource: 'pods', namespace: '' })
    while (!harness.responses.has(early)) stepOnce(harness)
    startApiServer(harness.sim, harness.apiServer)
    const refused = sendRequest(harness, { verb: 'list', resource: 'pods', namespace: '' })
    runFor(harness, 900)
    expect(harness.responses.get(refused)).toMatchObject({ code: 503, status: { message: 'apiserver not ready' } })
    runFor(harness, 100_000)
    expect(bodyOf(rest(harness, 'GET', pods)).items.map((item) => item.metadata.name)).toEqual(['a'])
    expect(bodyOf(rest(harness, 'GET', '/api/v1/namespaces')).items).toHaveLength(4)
  })
})

describe('derived parts', () => {
  it('of cache and allocators equal their rebuilt selves', () => {
    const harness = createHarness()
    for (let i = 0; i < 12; i++) {
      rest(harness, 'POST', pods, podManifest(`p${i}`))
      bind(harness, `p${i}`, `node-${i % 3}`)
    }
    for (let i = 0; i < 12; i += 2) rest(harness, 'DELETE', `${pods}/p${i}?gracePeriodSeconds=0`)
    for (const type of ['ClusterIP', 'NodePort']) {
      rest(
        harness, 'POST', '/api/v1/namespaces/default/services',
        { metadata: { name: type.toLowerCase() }, spec: { type, ports: [{ port: 80 }] } },
      )
    }
    rest(harness, 'DELETE', '/api/v1/namespaces/default/services/clusterip')
    rest(
      harness, 'PATCH', '/api/v1/namespaces/default/services/nodeport',
      { spec: { type: 'ClusterIP', ports: [{ port: 80, nodePort: null }] } }, 'application/merge-patch+json',
    )
    const rebuilt = structuredClone(harness.apiServer.cache)
    rebuildWatchCache(rebuilt)
    expect(rebuilt).toEqual(harness.apiServer.cache)
    const services = harness.apiServer.cache.tables[3]!.objects as (Service | undefined)[]
    expect(rebuildAllocators(services)).toEqual(harness.apiServer.allocators)
    expect(harness.apiServer.allocators.nodePorts.size).toBe(0)
  })
  it('a copy taken in mid-flight runs on to the same history', () => {
    const harness = createHarness(7)
    for (let i = 0; i < 20; i++) {
      sendRequest(
        harness,
        { verb: 'create', resource: 'pods', body: { ...podManifest(`p${i}`), metadata: { name: '', namespace: '', generateName: 'p-' } } },
      )
    }
    ask(harness, asWatch())
    rest(harness, 'POST', '/apis/apps/v1/namespaces/default/deployments', deploymentManifest('web', 3))
    for (let i = 0; i < 30; i++) {
      sendRequest(
        harness,
        {
          verb: 'patch', resource: 'deployments', name: 'web', patchType: 'merge',
          body: { metadata: { annotations: { a: String(i % 4) } } },
        },
      )
    }
    for (let i = 0; i < 40; i++) stepOnce(harness)
    expect(harness.apiServer.inFlight.size).toBeGreaterThan(0)
    const copy = structuredClone(harness)
    for (const run of [harness, copy]) runFor(run, 10_000_000)
    expect(copy.sim.hash).toBe(harness.sim.hash)
    expect(copy.etcd.store).toEqual(harness.etcd.store)
    expect(copy.apiServer.cache).toEqual(harness.apiServer.cache)
  })
})
