import { describe, expect, it } from 'vitest'
import type { Event, ConfigMap } from '../../../../src/kubernetes/types/core.ts'
import type { KubernetesObject, ObjectMeta } from '../../../../src/kubernetes/types/meta.ts'
import { componentIds, messageTypes } from '../../../../src/protocol/vocabulary.ts'
import { eventChunkRows, eventTtlUs } from '../../../../src/engine/control-plane/etcd/event-log.ts'
import { createEtcd, handleEtcd, startEtcd } from '../../../../src/engine/control-plane/etcd/etcd.ts'
import { historyCapacity } from '../../../../src/engine/control-plane/etcd/history.ts'
import type { EtcdOperation, EtcdRequest, EtcdResponse, EtcdWatchEvent } from '../../../../src/engine/control-plane/etcd/messages.ts'
import {
  eventsAbout, findSlot, forEachObject, getObject, objectsAt, rebuildStore,
} from '../../../../src/engine/control-plane/etcd/store.ts'
import { addLink } from '../../../../src/engine/simulation/links.ts'
import { createSimulation, isStale, nextTimeUs, send, takeEvent } from '../../../../src/engine/simulation/simulation.ts'

function meta(name: string, namespace = 'default'): ObjectMeta {
  return {
    name, namespace, generateName: undefined, uid: `uid-${name}`, resourceVersion: 0, generation: undefined, creationTimestamp: '',
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined, labels: undefined, annotations: undefined, ownerReferences: undefined, finalizers: undefined,
  }
}
function configMap(name: string, value = '', namespace = 'default'): ConfigMap {
  return {
    apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(name, namespace), data: { value }, binaryData: undefined, immutable: undefined,
  }
}
function event(name: string, about: string, count = 1): Event {
  return {
    apiVersion: 'v1', kind: 'Event', metadata: meta(name), reason: 'Started', message: `started ${about}`,
    source: { component: 'kubelet', host: 'node-1' },
    involvedObject: {
      kind: 'Pod', namespace: 'default', name: about, uid: `u-${about}`, apiVersion: 'v1', resourceVersion: undefined, fieldPath: undefined,
    },
    firstTimestamp: 'then', lastTimestamp: 'now', count, type: 'Normal', eventTime: null, series: undefined, action: undefined,
    reportingComponent: 'kubelet', reportingInstance: 'node-1',
  }
}
function put(value: KubernetesObject, modRevision = -1, slot = -1, lease = 0): EtcdOperation {
  return {
    op: 'put', resource: value.kind === 'Event' ? 'events' : 'configmaps', namespace: value.metadata.namespace, name: value.metadata.name,
    slot, modRevision, value, lease,
  }
}
function remove(name: string, modRevision = -1): EtcdOperation {
  return { op: 'delete', resource: 'configmaps', namespace: 'default', name, slot: -1, modRevision, value: undefined, lease: 0 }
}

type Unnumbered = EtcdRequest extends infer R ? (R extends EtcdRequest ? Omit<R, 'id'> : never) : never

function setUp() {
  const sim = createSimulation(1, 0)
  const link = addLink(sim.links, 0, -1, -1, 100, 0)
  const etcd = createEtcd()
  startEtcd(sim, etcd)
  const responses = new Map<number, EtcdResponse>()
  const changes: EtcdWatchEvent[] = []
  let next = 1
  const run = (untilUs: number): void => {
    while (nextTimeUs(sim) <= untilUs) {
      const taken = takeEvent(sim)!
      if (isStale(sim, taken)) continue
      if (taken.to === componentIds.etcd) handleEtcd(sim, etcd, taken)
      else if (taken.op === messageTypes.etcdResponse) responses.set(taken.num, taken.payload as EtcdResponse)
      else changes.push(taken.payload as EtcdWatchEvent)
    }
    sim.nowUs = untilUs
  }
  const ask = (request: Unnumbered): EtcdResponse => {
    const id = next++
    send(
      sim, link, false, componentIds.etcd, -1, id, { ...request, id }, { type: messageTypes.etcdRequest, flags: 0, bytes: 0, subject: 0 },
    )
    run(sim.nowUs + 1000)
    return responses.get(id)!
  }
  const txn = (...operations: EtcdOperation[]): EtcdResponse => ask({ call: 'txn', operations, actor: 3, userAgent: 'test' })
  return {
    sim, etcd, ask, txn, run, changes,
    types: () => changes.flatMap(
      (entry) => entry.changes.map((change) => `${change.type} ${change.object.metadata.name} @${change.revision}`),
    ),
  }
}

describe('transactions', () => {
  it('give every write one more revision, stamp it on the object and freeze it', () => {
    const { txn, etcd } = setUp()
    const first = txn(put(configMap('a'), 0))
    expect(first).toMatchObject({ succeeded: true, revision: 2, slot: 0 })
    expect(first.object?.metadata.resourceVersion).toBe(2)
    expect(Object.isFrozen(first.object) && Object.isFrozen(first.object?.metadata)).toBe(true)
    txn(put(configMap('a', 'x'), 2))
    expect(etcd.store.tables[4]).toMatchObject({ count: 1 })
    expect(
      [etcd.store.tables[4]!.createRevision[0], etcd.store.tables[4]!.modRevision[0], etcd.store.tables[4]!.version[0]],
    ).toEqual([2, 3, 2])
  })
  it('do nothing when a compare fails, and answer with the current object', () => {
    const { txn, etcd } = setUp()
    txn(put(configMap('a', 'one'), 0))
    const lost = txn(put(configMap('b'), 0), put(configMap('a', 'two'), 99))
    expect(lost).toMatchObject({ succeeded: false, revision: 2, slot: 0 })
    expect((lost.object as ConfigMap).data).toEqual({ value: 'one' })
    expect(findSlot(etcd.store, 'configmaps', 'default', 'b')).toBe(-1)
    expect(txn(put(configMap('a'), 0)).succeeded).toBe(false)
    expect(txn(remove('gone', 5))).toMatchObject({ succeeded: false, object: undefined, slot: -1 })
  })
  it('put several keys under one revision', () => {
    const { txn, etcd, ask, types } = setUp()
    ask({ call: 'watch', sinceRevision: 0 })
    expect(txn(put(configMap('a'), 0), put(configMap('b'), 0)).revision).toBe(2)
    expect(types()).toEqual(['ADDED a @2', 'ADDED b @2'])
    expect(etcd.store.revision).toBe(2)
  })
  it('use freed slots again, the one freed longest ago first', () => {
    const { txn } = setUp()
    for (const name of ['a', 'b', 'c']) txn(put(configMap(name), 0))
    txn(remove('b'))
    txn(remove('a'))
    expect(txn(put(configMap('d'), 0)).slot).toBe(1)
    expect(txn(put(configMap('e'), 0)).slot).toBe(0)
    expect(txn(put(configMap('f'), 0)).slot).toBe(3)
  })
})

describe('ranges', () => {
  it('read a key, a namespace, everything, and an older revision', () => {
    const { txn, ask, etcd } = setUp()
    txn(put(configMap('a', 'one'), 0))
    txn(put(configMap('b'), 0))
    txn(put(configMap('a', 'two'), 2))
    txn(remove('b'))
    txn(put(configMap('c', '', 'other'), 0))
    const range = { call: 'range', resource: 'configmaps', namespace: '', name: '', slot: -1, revision: 0 } as const
    expect((ask({ ...range, namespace: 'default', name: 'a' }).object as ConfigMap).data).toEqual({ value: 'two' })
    expect(ask({ ...range, namespace: 'default' }).items?.map((item) => item.metadata.name)).toEqual(['a'])
    expect(ask({ ...range, resource: undefined }).items).toHaveLength(2)
    expect(ask({ ...range, revision: 3 }).items?.map((item) => item.metadata.name).toSorted()).toEqual(['a', 'b'])
    expect((ask({ ...range, revision: 3, namespace: 'default', name: 'a' }).object as ConfigMap).data).toEqual({ value: 'one' })
    expect(objectsAt(etcd.store, 'configmaps', 1)?.size).toBe(0)
    expect(ask({ ...range, revision: 99 }).error).toBe('future revision')
  })
})

describe('watches', () => {
  it('send changes from a revision on, then what comes', () => {
    const { txn, ask, types } = setUp()
    txn(put(configMap('a'), 0))
    txn(put(configMap('a', 'x'), 2))
    ask({ call: 'watch', sinceRevision: 3 })
    txn(remove('a'))
    expect(types()).toEqual(['MODIFIED a @3', 'DELETED a @4'])
  })
  it('of a compacted revision are refused, and so are ranges', () => {
    const { txn, ask } = setUp()
    for (const name of ['a', 'b', 'c']) txn(put(configMap(name), 0))
    expect(ask({ call: 'compact', revision: 3 })).toMatchObject({ succeeded: true, compactedRevision: 3 })
    expect(ask({ call: 'watch', sinceRevision: 3 }).error).toBe('compacted')
    expect(ask({ call: 'watch', sinceRevision: 4 }).error).toBeUndefined()
    expect(ask({ call: 'range', resource: 'configmaps', namespace: '', name: '', slot: -1, revision: 2 }).error).toBe('compacted')
    expect(ask({ call: 'compact', revision: 3 }).error).toBe('compacted')
    expect(ask({ call: 'compact', revision: 99 }).error).toBe('future revision')
  })
  it('of one link replace each other', () => {
    const { txn, ask, types } = setUp()
    ask({ call: 'watch', sinceRevision: 0 })
    ask({ call: 'watch', sinceRevision: 0 })
    txn(put(configMap('a'), 0))
    expect(types()).toEqual(['ADDED a @2'])
  })
  it('end with the process; the disk stays', () => {
    const { sim, etcd, txn, ask, types } = setUp()
    ask({ call: 'watch', sinceRevision: 0 })
    txn(put(configMap('a'), 0))
    startEtcd(sim, etcd)
    txn(put(configMap('b'), 0))
    expect(types()).toEqual(['ADDED a @2'])
    expect(getObject(etcd.store, 'configmaps', 0)?.metadata.name).toBe('a')
  })
})

describe('the history', () => {
  it('keeps the newest changes, and a watch from before them is refused as compacted', () => {
    const { etcd, txn, ask } = setUp()
    txn(put(configMap('a'), 0))
    let revision = 2
    const batch = 8192
    for (let done = 0; done < historyCapacity + 10; done += batch) {
      txn(...Array.from({ length: batch }, () => put(configMap('a', 'x'))))
      revision++
    }
    expect(etcd.store.revision).toBe(revision)
    expect(etcd.store.history.capacity).toBe(historyCapacity)
    expect(ask({ call: 'watch', sinceRevision: 2 }).error).toBe('compacted')
  })
})

describe('leases', () => {
  it('delete their keys under one revision when they end, unless kept alive', () => {
    const { sim, txn, ask, run, types, etcd } = setUp()
    const { lease } = ask({ call: 'leaseGrant', ttlSeconds: 10 })
    const other = ask({ call: 'leaseGrant', ttlSeconds: 60 }).lease
    ask({ call: 'watch', sinceRevision: 0 })
    txn(put(configMap('a'), 0, -1, lease), put(configMap('b'), 0, -1, lease), put(configMap('c'), 0, -1, other))
    run(8_000_000)
    expect(ask({ call: 'leaseKeepAlive', lease }).succeeded).toBe(true)
    run(17_000_000)
    expect(etcd.store.tables[4]!.count).toBe(3)
    run(19_000_000)
    expect(types().slice(3)).toEqual(['DELETED a @3', 'DELETED b @3'])
    expect(ask({ call: 'leaseKeepAlive', lease }).error).toBe('lease not found')
    expect(ask({ call: 'leaseRevoke', lease: other }).succeeded).toBe(true)
    expect(etcd.store.tables[4]!.count).toBe(0)
    expect(sim.nowUs).toBeGreaterThan(19_000_000)
  })
  it('get their whole time again when etcd restarts', () => {
    const { sim, etcd, txn, ask, run } = setUp()
    const { lease } = ask({ call: 'leaseGrant', ttlSeconds: 10 })
    txn(put(configMap('a'), 0, -1, lease))
    run(9_000_000)
    startEtcd(sim, etcd)
    run(18_000_000)
    expect(etcd.store.tables[4]!.count).toBe(1)
    run(20_000_000)
    expect(etcd.store.tables[4]!.count).toBe(0)
  })
})

describe('Events', () => {
  it('are rows that read back as v1.Event, counted up in place', () => {
    const { txn, etcd, sim } = setUp()
    const { slot } = txn(put(event('web.1', 'web'), 0))
    txn(put(event('web.1', 'web', 5), -1, slot))
    txn(put(event('api.1', 'api'), 0))
    const found = eventsAbout(etcd.store, 'Pod', 'default', 'web', sim.nowUs)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ ...event('web.1', 'web', 5), metadata: { name: 'web.1', resourceVersion: 3 } })
    expect(etcd.store.history.count).toBe(0)
  })
  it('cannot be made twice by a user', () => {
    const { ask } = setUp()
    const create = (): EtcdResponse => ask(
      { call: 'txn', operations: [put(event('x', 'web'), 0)], actor: componentIds.user, userAgent: 'kubectl' },
    )
    expect([create().succeeded, create().succeeded]).toEqual([true, false])
  })
  it('are gone an hour after their last write, and whole chunks are freed', () => {
    const { txn, etcd, sim, run, ask } = setUp()
    txn(...Array.from({ length: eventChunkRows }, (_, i) => put(event(`e${i}`, 'web'), 0)))
    run(eventTtlUs / 2)
    txn(put(event('e7', 'web', 2), -1, 7))
    run(eventTtlUs + 100_000)
    expect(eventsAbout(etcd.store, 'Pod', 'default', 'web', sim.nowUs).map((found) => found.metadata.name)).toEqual(['e7'])
    expect(ask({ call: 'range', resource: 'events', namespace: 'default', name: 'e6', slot: 6, revision: 0 }).object).toBeUndefined()
    run(eventTtlUs * 2)
    txn(put(event('late', 'web'), 0))
    expect(etcd.store.events.chunks).toHaveLength(1)
  })
  it('of a namespace go at once', () => {
    const { txn, etcd, sim } = setUp()
    txn(put(event('a', 'web'), 0))
    txn({ ...put(event('a', 'web')), op: 'delete', name: '', value: undefined })
    expect(eventsAbout(etcd.store, 'Pod', 'default', 'web', sim.nowUs)).toEqual([])
  })
})

describe('the store', () => {
  it('rebuilds its name index to the incremental one', () => {
    const { txn, etcd } = setUp()
    for (let i = 0; i < 60; i++) txn(put(configMap(`c${i}`, '', i % 3 === 0 ? 'one' : 'two'), 0))
    for (let i = 0; i < 60; i += 3) txn({ ...remove(`c${i}`), namespace: 'one' })
    const rebuilt = structuredClone(etcd.store)
    rebuildStore(rebuilt)
    expect(rebuilt).toEqual(etcd.store)
    expect(etcd.store.tables[4]!.index.namespaces.has('one')).toBe(false)
    let seen = 0
    forEachObject(etcd.store, 'configmaps', () => seen++)
    expect(seen).toBe(40)
  })
})
