/** Deletion: grace, finalizers, propagation, preconditions, collections, namespaces; and the allocators' bands, logs and paths. */
import { describe, expect, it } from 'vitest'
import {
  createAllocators, allocateClusterIP, allocateNodePort, clusterIPOffset,
} from '../../../../src/engine/control-plane/api-server/allocators.ts'
import { registerKubelet } from '../../../../src/engine/control-plane/api-server/api-server.ts'
import { parsePath, verbOf } from '../../../../src/engine/control-plane/api-server/rest-path.ts'
import { createWatchCache } from '../../../../src/engine/control-plane/api-server/watch-cache.ts'
import { forkRandom } from '../../../../src/engine/simulation/random.ts'
import { send } from '../../../../src/engine/simulation/simulation.ts'
import type { Namespace } from '../../../../src/kubernetes/types/core.ts'
import { componentIds, messageTypes } from '../../../../src/protocol/vocabulary.ts'
import {
  ask, bodyOf, createHarness, deploymentManifest, objectOf, podManifest, rest, runFor, sendOutside, statusOf, type Harness,
} from '../../harness.ts'

const pods = '/api/v1/namespaces/default/pods'
const deployments = '/apis/apps/v1/namespaces/default/deployments'

function boundPod(harness: Harness, name: string): void {
  rest(harness, 'POST', pods, podManifest(name))
  ask(harness, { verb: 'create', resource: 'pods', subresource: 'binding', name, body: 'node-1' })
}

describe('pods', () => {
  it('that run get their grace; the kubelet’s delete with grace 0 ends them', () => {
    const harness = createHarness()
    boundPod(harness, 'a')
    expect(bodyOf(rest(harness, 'DELETE', `${pods}/a`)).metadata).toMatchObject(
      { deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30, generation: 2 },
    )
    const { revision } = harness.etcd.store
    expect(rest(harness, 'DELETE', `${pods}/a`).status).toBe(200)
    expect(harness.etcd.store.revision).toBe(revision)
    expect(bodyOf(rest(harness, 'DELETE', `${pods}/a?gracePeriodSeconds=5`)).metadata).toMatchObject(
      { deletionTimestamp: '2026-01-01T00:00:05Z', deletionGracePeriodSeconds: 5, generation: 2 },
    )
    expect(ask(harness, { verb: 'delete', resource: 'pods', name: 'a', options: { gracePeriodSeconds: 0 } }).code).toBe(200)
    expect(rest(harness, 'GET', `${pods}/a`).status).toBe(404)
  })
  it('that are deleted again with a shorter grace end so long after the first deletion, not after the second', () => {
    const harness = createHarness()
    boundPod(harness, 'a')
    rest(harness, 'DELETE', `${pods}/a`)
    runFor(harness, 10_000_000)
    expect(bodyOf(rest(harness, 'DELETE', `${pods}/a?gracePeriodSeconds=15`)).metadata).toMatchObject(
      { deletionTimestamp: '2026-01-01T00:00:15Z', deletionGracePeriodSeconds: 15 },
    )
  })
  it('that were never bound or have finished go at once', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    expect(rest(harness, 'DELETE', `${pods}/a`)).toMatchObject({ status: 200, body: { kind: 'Pod' } })
    boundPod(harness, 'b')
    rest(harness, 'PATCH', `${pods}/b/status`, { status: { phase: 'Failed' } }, 'application/merge-patch+json')
    rest(harness, 'DELETE', `${pods}/b`)
    expect(bodyOf(rest(harness, 'GET', pods)).items).toEqual([])
    expect(statusOf(rest(harness, 'DELETE', `${pods}/b`))).toMatchObject({ code: 404, message: 'pods "b" not found' })
  })
  it('are safe when another uid is meant', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const response = rest(harness, 'DELETE', `${pods}/a`, { preconditions: { uid: 'other' } })
    expect(statusOf(response)).toMatchObject(
      { code: 409, reason: 'Conflict', message: expect.stringContaining('Precondition failed: UID in precondition: other') as string },
    )
  })
})

describe('finalizers and propagation', () => {
  it('an object waits for its finalizers and goes with the last', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, { ...deploymentManifest('web', 1), metadata: { name: 'web', finalizers: ['example.com/wait'] } })
    expect(bodyOf(rest(harness, 'DELETE', `${deployments}/web`)).metadata).toMatchObject(
      { deletionGracePeriodSeconds: 0, finalizers: ['example.com/wait'] },
    )
    const add = rest(
      harness, 'PATCH', `${deployments}/web`, { metadata: { finalizers: ['example.com/wait', 'example.com/more'] } },
      'application/merge-patch+json',
    )
    expect(statusOf(add).message).toContain('no new finalizers can be added if the object is being deleted')
    expect(
      rest(harness, 'PATCH', `${deployments}/web`, { metadata: { finalizers: null } }, 'application/merge-patch+json').status,
    ).toBe(200)
    expect(rest(harness, 'GET', `${deployments}/web`).status).toBe(404)
  })
  it.each(
    [['Foreground', ['foregroundDeletion']], ['Orphan', ['orphan']]],
  )('%s marks the owner for the garbage collector', (policy, finalizers) => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 1))
    expect(
      bodyOf(rest(harness, 'DELETE', `${deployments}/web`, { propagationPolicy: policy })).metadata,
    ).toMatchObject({ finalizers, generation: 2 })
  })
  it('Background deletes the owner at once, with a Status', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 1))
    expect(rest(harness, 'DELETE', `${deployments}/web`, { propagationPolicy: 'Background' })).toMatchObject(
      { status: 200, body: { kind: 'Status', status: 'Success', details: { name: 'web', group: 'apps', kind: 'deployments' } } },
    )
    expect(rest(harness, 'DELETE', `${deployments}/web?propagationPolicy=Sideways`).status).toBe(400)
  })
})

describe('collections', () => {
  it('are deleted one after another, by selector', () => {
    const harness = createHarness()
    for (const name of ['a', 'b', 'c']) rest(harness, 'POST', pods, podManifest(name))
    rest(harness, 'PATCH', `${pods}/b`, { metadata: { labels: { app: 'api' } } }, 'application/merge-patch+json')
    expect(bodyOf(rest(harness, 'DELETE', `${pods}?labelSelector=app%3Dweb`)).items).toHaveLength(2)
    expect(bodyOf(rest(harness, 'GET', pods)).items.map((item) => item.metadata.name)).toEqual(['b'])
    expect(harness.apiServer.collections.size).toBe(0)
  })
  it('of nothing answer too', () => expect(bodyOf(rest(createHarness(), 'DELETE', pods)).items).toEqual([]))
})

describe('namespaces', () => {
  it('become Terminating, take nothing new, and go when their finalizer is taken', () => {
    const harness = createHarness()
    rest(harness, 'POST', '/api/v1/namespaces', { metadata: { name: 'shop' } })
    expect(bodyOf(rest(harness, 'DELETE', '/api/v1/namespaces/shop')).status).toEqual({ phase: 'Terminating' })
    const refused = statusOf(rest(harness, 'POST', '/api/v1/namespaces/shop/pods', podManifest('a')))
    expect(refused).toMatchObject(
      {
        code: 403, message: 'pods "a" is forbidden: unable to create new content in namespace shop because it is being terminated',
        details: { causes: [{ reason: 'NamespaceTerminating' }] },
      },
    )
    expect(statusOf(rest(harness, 'DELETE', '/api/v1/namespaces/shop')).code).toBe(409)
    const current = objectOf<Namespace>(ask(harness, { verb: 'get', resource: 'namespaces', namespace: '', name: 'shop' }))
    ask(harness, { verb: 'update', resource: 'namespaces', namespace: '', name: 'shop', body: { ...current, spec: { finalizers: [] } } })
    expect(rest(harness, 'GET', '/api/v1/namespaces/shop').status).toBe(404)
  })
  it('of the system stay', () => {
    expect(statusOf(rest(createHarness(), 'DELETE', '/api/v1/namespaces/default'))).toMatchObject(
      { code: 403, message: 'namespaces "default" is forbidden: this namespace may not be deleted' },
    )
  })
})

describe('allocators', () => {
  it('give random addresses above the band, and those of the band last', () => {
    const allocators = createAllocators()
    const random = forkRandom(1, 'test')
    const offsets = Array.from({ length: 200 }, () => clusterIPOffset(allocateClusterIP(allocators, random)!))
    expect(Math.min(...offsets)).toBeGreaterThan(256)
    expect(new Set(offsets).size).toBe(200)
    for (let offset = 2; offset <= 65534; offset++) if (offset !== 256 && offset !== 30_000) allocators.clusterIPs.add(offset)
    const last = Array.from({ length: 3 }, () => clusterIPOffset(allocateClusterIP(allocators, random)!))
    expect([last[0], last.slice(1).toSorted((a, b) => a - b)]).toEqual([30_000, [1, 256]])
    expect(allocateClusterIP(allocators, random)).toBeUndefined()
  })
  it('give node ports in 30086-32767 first, then 30000-30085', () => {
    const allocators = createAllocators()
    const random = forkRandom(1, 'test')
    const ports = Array.from({ length: 2768 }, () => allocateNodePort(allocators, random))
    expect(Math.min(...ports.slice(0, 2682))).toBe(30086)
    expect(Math.max(...ports.slice(2682))).toBe(30085)
    expect(new Set(ports).size).toBe(2768)
    expect(allocateNodePort(allocators, random)).toBe(-1)
  })
  it('take back what a refused Service had been given', () => {
    const harness = createHarness()
    const service = (name: string, nodePort: number) => rest(
      harness, 'POST', '/api/v1/namespaces/default/services',
      { metadata: { name }, spec: { type: 'NodePort', ports: [{ port: 80, nodePort }] } },
    )
    expect(service('a', 30001).status).toBe(201)
    expect(statusOf(service('b', 30001)).message).toContain(
      'spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated',
    )
    expect(statusOf(service('a', 30002)).reason).toBe('AlreadyExists')
    expect([...harness.apiServer.allocators.nodePorts]).toEqual([30001])
    expect(harness.apiServer.allocators.clusterIPs.size).toBe(2)
  })
})

describe('logs', () => {
  function withLogs(): Harness {
    const harness = createHarness()
    rest(
      harness, 'POST', '/api/v1/nodes',
      { metadata: { name: 'node-1' }, status: { addresses: [{ type: 'InternalIP', address: '192.168.1.11' }] } },
    )
    registerKubelet(harness.apiServer, 'node-1', 0, harness.links.kubelet)
    boundPod(harness, 'a')
    return harness
  }
  it('come from the kubelet of the pod’s node, over 10250', () => {
    const harness = withLogs()
    const id = sendOutside(harness, { method: 'GET', path: `${pods}/a/log`, query: { tailLines: '5' } })
    runFor(harness, 5000)
    const asked = harness.kubeletRequests[0]!
    expect(asked).toMatchObject({ node: 0, payload: { path: 'containerLogs', pod: 'a', container: 'app', log: { tailLines: 5, previous: false } } })
    const answer = { id: (asked.payload as { id: number }).id, code: 200, text: 'hello\n', more: false }
    send(
      harness.sim, asked.link, true, componentIds.apiServer, -1, answer.id, answer,
      { type: messageTypes.kubeletResponse, flags: 0, bytes: 0, subject: 0 },
    )
    runFor(harness, 5000)
    expect(harness.outside.get(id)).toEqual({ status: 200, body: 'hello\n' })
  })
  it('of a silent kubelet are given up after five seconds', () => {
    const harness = withLogs()
    const id = sendOutside(harness, { method: 'GET', path: `${pods}/a/log` })
    runFor(harness, 5_010_000)
    expect(harness.outside.get(id)).toMatchObject(
      {
        status: 500,
        body: { message: 'Get "https://192.168.1.11:10250/containerLogs/default/a/app": dial tcp 192.168.1.11:10250: i/o timeout' },
      },
    )
  })
  it('need a container when there are several', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('two', { containers: [{ name: 'a', image: 'x' }, { name: 'b', image: 'x' }] }))
    expect(statusOf(rest(harness, 'GET', `${pods}/two/log`)).message).toBe(
      'a container name must be specified for pod two, choose one of: [a b]',
    )
    expect(statusOf(rest(harness, 'GET', `${pods}/two/log?container=c`)).message).toBe('container c is not valid for pod two')
    expect(rest(harness, 'GET', `${pods}/two/log?container=a`)).toEqual({ status: 200, body: '' })
  })
})

const noCustom = createWatchCache()

describe('paths', () => {
  it.each([
    ['/api/v1/pods', { resource: 'pods', namespace: '', name: '', subresource: '' }],
    ['/api/v1/namespaces/shop', { resource: 'namespaces', namespace: '', name: 'shop', subresource: '' }],
    ['/api/v1/namespaces/shop/status', { resource: 'namespaces', namespace: '', name: 'shop', subresource: 'status' }],
    ['/api/v1/namespaces/shop/pods/a/log', { resource: 'pods', namespace: 'shop', name: 'a', subresource: 'log' }],
    ['/apis/apps/v1/namespaces/shop/deployments/', { resource: 'deployments', namespace: 'shop', name: '', subresource: '' }],
    ['/api/v1/nodes/node-1', { resource: 'nodes', namespace: '', name: 'node-1', subresource: '' }],
  ])('%s', (path, target) => expect(parsePath(path, noCustom)).toEqual(target))
  it.each(
    [
      '/', '/api', '/api/v2/pods', '/api/v1/deployments', '/apis/apps/v1/pods', '/api/v1/namespaces/shop/nodes', '/api/v1/pods//x',
      '/api/v1/namespaces/a/pods/b/scale', '/api/v1/namespaces/a/pods/b/log/c',
    ],
  )('%s is not served', (path) => {
    expect(parsePath(path, noCustom)).toBeUndefined()
  })
  it('a method on a path is a verb', () => {
    const verb = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string) => verbOf(method, parsePath(path, noCustom)!)
    expect(
      [
        verb('GET', '/api/v1/nodes'), verb('GET', '/api/v1/nodes/a'), verb('DELETE', '/api/v1/nodes'),
        verb('PATCH', '/api/v1/nodes/a/status'), verb('POST', '/api/v1/nodes/a'),
      ],
    ).toEqual(['list', 'get', 'deletecollection', 'patch', undefined])
  })
})

describe('discovery', () => {
  it('tells version, health and resources', () => {
    const harness = createHarness()
    expect(rest(harness, 'GET', '/version').body).toMatchObject({ gitVersion: 'v1.34.1', major: '1', minor: '34' })
    expect(rest(harness, 'GET', '/livez').body).toBe('ok')
    const list = rest(harness, 'GET', '/apis/apps/v1').body as { resources: { name: string }[] }
    expect(list.resources.map((entry) => entry.name)).toEqual(expect.arrayContaining(
      ['deployments', 'deployments/status', 'deployments/scale', 'replicasets', 'statefulsets/scale', 'daemonsets'],
    ))
    const { groups } = rest(harness, 'GET', '/apis').body as { groups: { name: string }[] }
    expect(groups.map((group) => group.name)).toEqual(expect.arrayContaining(['apps', 'discovery.k8s.io', 'coordination.k8s.io', 'batch']))
    expect(rest(harness, 'GET', '/apis/nowhere').status).toBe(404)
  })
})
