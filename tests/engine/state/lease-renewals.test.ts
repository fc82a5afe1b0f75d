import { describe, expect, it } from 'vitest'
import {
  afterChange, beforeChange, brokenInvariants, changeIndex, createInvariantMemory, historyHash, runFor, world,
} from '../../../src/engine/index.ts'
import { findSlot, objectsAt, tableOf } from '../../../src/engine/control-plane/etcd/store.ts'
import type { Node } from '../../../src/kubernetes/types/core.ts'
import type { Lease } from '../../../src/kubernetes/types/discovery.ts'
import {
  createRenewalColumns, forgetRenewal, freshLease, leaseOf, newestVersion, noteRenewal,
} from '../../../src/engine/state/lease-renewals.ts'
import { ask, runSeconds, second, send, startWhole, type WholeCluster } from '../cluster/whole-cluster.ts'

const path = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'
const merge = { headers: { 'content-type': 'application/merge-patch+json' } }

interface LeaseBody {
  readonly metadata: { readonly resourceVersion: string; readonly labels?: unknown; readonly uid: string }
  readonly spec: { readonly renewTime: string }
}
const leaseNow = (whole: WholeCluster): LeaseBody => ask(whole, 'GET', `${path}/node-1`).body as unknown as LeaseBody
const rowOf = (whole: WholeCluster): { readonly table: ReturnType<typeof tableOf>; readonly slot: number } => {
  const { store } = whole.cluster.etcd
  return { table: tableOf(store, 'leases'), slot: findSlot(store, 'leases', 'kube-node-lease', 'node-1') }
}
/** The Node objects say that both machines are alive. */
function ready(whole: WholeCluster): (string | undefined)[] {
  const nodes = ask(whole, 'GET', '/api/v1/nodes').body['items'] as readonly Node[]
  return nodes.map((node) => node.status.conditions.find((one) => one.type === 'Ready')?.status)
}

describe('columns of renewals', () => {
  const lease: Lease = {
    apiVersion: 'coordination.k8s.io/v1', kind: 'Lease',
    metadata: {
      name: 'node-1', generateName: undefined, namespace: 'kube-node-lease', uid: 'u-1', resourceVersion: 7, generation: undefined,
      creationTimestamp: '2025-01-01T00:00:00Z', deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: { a: 'b' },
      annotations: undefined, ownerReferences: [], finalizers: undefined, managedFields: undefined,
    },
    spec: {
      holderIdentity: 'node-1', leaseDurationSeconds: 40, acquireTime: undefined, renewTime: '2025-01-01T00:00:10.000000Z',
      leaseTransitions: undefined,
    },
  }
  const renewTimeUs = Date.UTC(2025, 0, 1, 0, 0, 20) * 1000 + 5

  it('give the object itself until it is renewed, and again when its slot is taken anew', () => {
    const columns = createRenewalColumns()
    expect(newestVersion(columns, 70, lease)).toBe(lease)
    noteRenewal(columns, 70, { lease, resourceVersion: 9, renewTimeUs })
    expect(newestVersion(columns, 3, lease)).toBe(lease)
    expect(newestVersion(columns, 70, undefined)).toBeUndefined()
    expect(newestVersion(columns, 70, lease)).not.toBe(lease)
    forgetRenewal(columns, 70)
    expect(newestVersion(columns, 70, lease)).toBe(lease)
  })
  it('give a version that differs in time and revision only, its members in the same order', () => {
    const columns = createRenewalColumns()
    noteRenewal(columns, 0, { lease, resourceVersion: 9, renewTimeUs })
    const spec = { ...lease.spec, renewTime: '2025-01-01T00:00:20.000005Z' }
    const wanted = { ...lease, metadata: { ...lease.metadata, resourceVersion: 9 }, spec }
    const version = newestVersion(columns, 0, lease)!
    expect(JSON.stringify(version)).toBe(JSON.stringify(wanted))
    expect([version, version.metadata, (version as Lease).spec].every(Object.isFrozen)).toBe(true)
    expect(Object.isFrozen(freshLease({ lease, resourceVersion: 9, renewTimeUs }).metadata)).toBe(false)
    expect(leaseOf(lease, renewTimeUs, 9)).toEqual(version)
  })
})

describe('a Lease that its kubelet renews', () => {
  it('keeps one object in etcd however often it is renewed, and is read with its newest time', () => {
    const whole = startWhole()
    runSeconds(whole, 30)
    const { table, slot } = rowOf(whole)
    const object = table.objects[slot]
    const first = leaseNow(whole)
    runSeconds(whole, 100)
    const later = leaseNow(whole)
    expect(table.objects[slot]).toBe(object)
    expect(Date.parse(later.spec.renewTime) - Date.parse(first.spec.renewTime)).toBeGreaterThanOrEqual(90_000)
    expect(Number(later.metadata.resourceVersion)).toBe(table.modRevision[slot])
    const { history } = whole.cluster.etcd.store
    const ofLease = Array.from({ length: history.count }, (_, number) => changeIndex(history, number))
      .filter((at) => history.resource[at] === table.id && history.slot[at] === slot)
    expect(new Set(ofLease.slice(3).map((at) => history.after[at]))).toEqual(new Set([object]))
  })
  it('is in history what it was at each revision', () => {
    const whole = startWhole()
    runSeconds(whole, 60)
    const { store } = whole.cluster.etcd
    const { history } = store
    const { table, slot } = rowOf(whole)
    let before: Lease | undefined
    let versions = 0
    for (let number = 0; number < history.count; number++) {
      const at = changeIndex(history, number)
      if (history.resource[at] !== table.id || history.slot[at] !== slot) continue
      const after = afterChange(history, at) as Lease
      expect(after.metadata.resourceVersion).toBe(history.revision[at])
      expect(beforeChange(history, at)).toEqual(before)
      expect(objectsAt(store, 'leases', history.revision[at]!)?.get(slot)).toEqual(after)
      expect(before === undefined || before.spec.renewTime! < after.spec.renewTime!).toBe(true)
      before = after
      versions++
    }
    expect(versions).toBeGreaterThan(6)
  })
  it('is told as MODIFIED to who watches from outside, also from an older revision', () => {
    const whole = startWhole()
    const since = leaseNow(whole).metadata.resourceVersion
    runSeconds(whole, 25)
    const watch = (query: Readonly<Record<string, string>>): number => send(whole, { method: 'GET', path, query: { watch: 'true', ...query } })
    const tags = [watch({ resourceVersion: since }), watch({ resourceVersion: since, fieldSelector: 'metadata.name=node-1' })]
    runSeconds(whole, 25)
    const seen = tags.map((tag) => whole.events.filter((one) => one.tag === tag).map(({ event }) => event!))
    expect(seen[0]!.length).toBeGreaterThan(8)
    expect(seen[1]!.length).toBeGreaterThan(4)
    for (const events of seen) {
      const times = events.filter((event) => (event.object as { metadata: { name: string } }).metadata.name === 'node-1')
        .map((event) => (event.object as LeaseBody).spec.renewTime)
      expect(events.every((event) => event.type === 'MODIFIED')).toBe(true)
      expect([...new Set(times)].toSorted()).toEqual(times)
    }
    expect((seen[1]!.at(-1)!.object as LeaseBody).spec.renewTime).toBe(leaseNow(whole).spec.renewTime)
  })
  it('goes on being renewed after somebody else wrote to it, and keeps what they wrote', () => {
    const whole = startWhole()
    runSeconds(whole, 30)
    expect(ask(whole, 'PATCH', `${path}/node-1`, { metadata: { labels: { a: 'b' } } }, merge).status).toBe(200)
    const before = leaseNow(whole)
    runSeconds(whole, 60)
    const after = leaseNow(whole)
    expect(after.metadata.labels).toEqual({ a: 'b' })
    expect(after.spec.renewTime > before.spec.renewTime).toBe(true)
    expect(ready(whole)).toEqual(['True', 'True'])
  })
  it('is put right by its kubelet when somebody else took it', () => {
    const whole = startWhole()
    runSeconds(whole, 30)
    expect(ask(whole, 'PATCH', `${path}/node-1`, { spec: { holderIdentity: 'somebody', leaseDurationSeconds: 1 } }, merge).status).toBe(200)
    runSeconds(whole, 25)
    expect(leaseNow(whole).spec).toMatchObject({ holderIdentity: 'node-1', leaseDurationSeconds: 40 })
  })
  it('is made anew by its kubelet when somebody deletes it', () => {
    const whole = startWhole()
    runSeconds(whole, 30)
    const { uid } = leaseNow(whole).metadata
    expect(ask(whole, 'DELETE', `${path}/node-1`).status).toBe(200)
    runSeconds(whole, 30)
    expect(leaseNow(whole).metadata.uid).not.toBe(uid)
    expect(ready(whole)).toEqual(['True', 'True'])
  })
  it('is a life sign: with its cable cut the node is given up, by what etcd holds', () => {
    const whole = startWhole()
    runSeconds(whole, 30)
    world(whole.cluster, { type: 'cutCable', node: 'node-1' })
    runSeconds(whole, 80)
    expect(ready(whole)).toEqual(['Unknown', 'True'])
  })
  it('is the same for etcd and every cache after restarts on the way, and in a copy', () => {
    const whole = startWhole()
    const memory = createInvariantMemory()
    for (const process of ['kube-apiserver', 'kube-controller-manager', 'etcd'] as const) {
      world(whole.cluster, { type: 'crashProcess', process })
      for (let i = 0; i < 60; i++) {
        runSeconds(whole, 0.5)
        expect(brokenInvariants(whole.cluster, memory, 'everything')).toEqual([])
      }
    }
    const copy = structuredClone(whole.cluster)
    for (const cluster of [whole.cluster, copy]) runFor(cluster, 40 * second)
    expect(historyHash(copy)).toBe(historyHash(whole.cluster))
    expect(copy.etcd.store).toEqual(whole.cluster.etcd.store)
    expect(ready(whole)).toEqual(['True', 'True'])
  })
})
