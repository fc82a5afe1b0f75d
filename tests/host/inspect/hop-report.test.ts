import { describe, expect, it } from 'vitest'
import { createCluster, request, runFor } from '../../../src/engine/index.ts'
import { hopReport } from '../../../src/host/inspect/hop-report.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'
import { hopFlags, messageTypes } from '../../../src/protocol/vocabulary.ts'

describe('a message that is opened', () => {
  const cluster = createCluster({ ...defaultClusterOptions, seed: 5, nodes: 1 })
  runFor(cluster, 6_000_000)
  const sent = cluster.sim.trace.count
  request(cluster, { method: 'GET', path: '/api/v1/nodes' }, 1)
  it('has no answer while it is on its way', () => {
    expect(hopReport(cluster, sent)).toMatchObject({ from: 'kubectl', what: 'GET /api/v1/nodes', answer: undefined })
  })
  it('names its answer once it was sent: on the same link, the other way, caused by it', () => {
    runFor(cluster, 1_000_000)
    const answer = hopReport(cluster, sent)?.answer
    expect(answer?.what).toBe('answer to GET /api/v1/nodes')
    const report = hopReport(cluster, answer!.id)!
    expect(report).toMatchObject({ type: messageTypes.apiResponse, from: 'API server', to: 'kubectl', link: 'kubectl-api' })
    expect(cluster.sim.trace.flags[answer!.id & (cluster.sim.trace.capacity - 1)]! & hopFlags.reverse).not.toBe(0)
  })
  it('is answered by its own answer, not by that of another request on the link', () => {
    const first = cluster.sim.trace.count
    request(cluster, { method: 'GET', path: '/api/v1/namespaces' }, 2)
    request(cluster, { method: 'GET', path: '/api/v1/nodes' }, 3)
    const [one, two] = [first, first + 1].map((id) => hopReport(cluster, id)!)
    expect([one!.what, two!.what]).toEqual(['GET /api/v1/namespaces', 'GET /api/v1/nodes'])
    runFor(cluster, 1_000_000)
    expect(hopReport(cluster, first)!.answer?.what).toBe('answer to GET /api/v1/namespaces')
    expect(hopReport(cluster, first + 1)!.answer?.what).toBe('answer to GET /api/v1/nodes')
  })
  it('of kubectl names the resource of its path and what of it, not the namespace', () => {
    const scale = cluster.sim.trace.count
    request(cluster, { method: 'PATCH', path: '/apis/apps/v1/namespaces/default/deployments/web/scale', body: '{}' }, 4)
    expect(hopReport(cluster, scale)!.what).toBe('PATCH /apis/apps/v1/namespaces/…/deployments/scale')
  })
  it('about a renewal says the Lease in full, whoever carries it', () => {
    const { trace } = cluster.sim
    const bodies = new Map<number, string>()
    const endUs = cluster.sim.nowUs + 12_000_000
    for (let next = trace.count; bodies.size < 6 && cluster.sim.nowUs < endUs; runFor(cluster, 100)) {
      for (; next < trace.count; next++) {
        const report = hopReport(cluster, next)
        if (report?.says !== undefined && /kube-node-lease.*node-1/.test(report.what)) bodies.set(report.type, report.says)
      }
    }
    const { apiRequest, apiResponse, watchEvent, etcdRequest, etcdResponse, etcdWatchEvent } = messageTypes
    expect([...bodies.keys()].toSorted((a, b) => a - b)).toEqual([apiRequest, apiResponse, watchEvent, etcdRequest, etcdResponse, etcdWatchEvent])
    for (const text of bodies.values()) {
      const message = JSON.parse(text) as { readonly body?: unknown; readonly object?: unknown; readonly value?: unknown }
      expect(message.body ?? message.object ?? message.value).toMatchObject({ kind: 'Lease', metadata: { name: 'node-1' }, spec: { leaseDurationSeconds: 40 } })
      expect(text).not.toContain('RENEWED')
    }
  })
  it('that nobody answers has none', () => {
    const { trace } = cluster.sim
    const event = Array.from({ length: trace.count }, (_, id) => id).find((id) => trace.type[id & (trace.capacity - 1)] === messageTypes.watchEvent)!
    expect(hopReport(cluster, event)).toMatchObject({ answer: undefined })
  })
  it('tells how its request ended, with the revision that was written, how large the answer is and how long it took', () => {
    const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => {
      const id = cluster.sim.trace.count
      request(cluster, { method, path, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }, 10)
      runFor(cluster, 1_000_000)
      return hopReport(cluster, id)!
    }
    const one = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } }
    const path = '/api/v1/namespaces/default/configmaps'
    const made = ask('POST', path, one)
    const stored = cluster.etcd.store.revision
    expect(made.answer).toMatchObject({ outcome: { code: 201, reason: undefined }, failed: false, lost: false })
    expect(made.answer!.revision).toBeLessThanOrEqual(stored)
    expect(made.answer!.revision).toBeGreaterThan(0)
    expect(made.answer!.bytes).toBe(hopReport(cluster, made.answer!.id)!.bytes)
    expect(made.answer!.latencyUs).toBe(hopReport(cluster, made.answer!.id)!.arrivesUs - made.sentUs)
    // What is asked for later is the same version.
    expect(ask('GET', `${path}/one`).answer).toMatchObject({ outcome: { code: 200 }, revision: made.answer!.revision })
    expect(ask('POST', path, one).answer).toMatchObject({ outcome: { code: 409, reason: 'AlreadyExists' }, failed: true })
    expect(ask('GET', `${path}/two`).answer).toMatchObject({ outcome: { code: 404, reason: 'NotFound' }, failed: true })
    expect(hopReport(cluster, made.answer!.id)).toMatchObject({ outcome: { code: 201 }, revision: made.answer!.revision })
  })
  it('of a watch names what happened, the object and its revision, also when it is gone', () => {
    const { trace } = cluster.sim
    const from = trace.count
    request(cluster, { method: 'POST', path: '/api/v1/namespaces/default/pods', body: JSON.stringify({
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 'solo' }, spec: { containers: [{ name: 'app', image: 'nginx' }] },
    }) }, 20)
    runFor(cluster, 20_000_000)
    request(cluster, { method: 'DELETE', path: '/api/v1/namespaces/default/pods/solo', body: JSON.stringify({ gracePeriodSeconds: 0 }) }, 21)
    runFor(cluster, 20_000_000)
    const told = Array.from({ length: trace.count - from }, (_, i) => hopReport(cluster, from + i)!)
      .filter(({ type, what }) => type === messageTypes.watchEvent && what.endsWith('Pod default/solo'))
    expect(new Set(told.map(({ what }) => what.split(' ')[0]))).toEqual(new Set(['ADDED', 'MODIFIED', 'DELETED']))
    const revisions = told.filter(({ to }) => to === 'scheduler').map(({ revision }) => revision!)
    expect(revisions.length).toBeGreaterThan(2)
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b))
  })
})
