import { describe, expect, it } from 'vitest'
import { componentIds } from '../../../../src/protocol/vocabulary.ts'
import { planRenewal } from '../../../../src/engine/control-plane/api-server/handlers/renew.ts'
import { applyRenewal, cacheTable, createWatchCache, isRenewable, setCached } from '../../../../src/engine/control-plane/api-server/watch-cache.ts'
import type { ServerCall } from '../../../../src/engine/control-plane/api-server/state.ts'
import type { Lease, LeaseSpec } from '../../../../src/kubernetes/types/discovery.ts'
import type { ObjectMeta } from '../../../../src/kubernetes/types/meta.ts'

const metadata: ObjectMeta = {
  name: 'node-1', generateName: undefined, namespace: 'kube-node-lease', uid: 'u-1', resourceVersion: 7, generation: undefined,
  creationTimestamp: '2025-01-01T00:00:00Z', deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: undefined,
  annotations: undefined, ownerReferences: undefined, finalizers: undefined, managedFields: undefined,
}
const spec: LeaseSpec = {
  holderIdentity: 'node-1', leaseDurationSeconds: 40, acquireTime: undefined, renewTime: '2025-01-01T00:00:10.000000Z',
  leaseTransitions: undefined,
}
const lease = (meta: Partial<ObjectMeta>, some: Partial<LeaseSpec>): Lease => (
  { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { ...metadata, ...meta }, spec: { ...spec, ...some } }
)
const later = { renewTime: '2025-01-01T00:00:20.000000Z' }

function callWith(body: Lease, some: Partial<ServerCall['request']> = {}): ServerCall {
  return {
    link: 0, external: undefined, parent: 0,
    request: {
      id: 1, client: componentIds.kubelet, node: 0, userAgent: 'system:node:node-1', verb: 'update', resource: 'leases', subresource: '',
      namespace: 'kube-node-lease', name: 'node-1', slot: 3, body, patchType: undefined, options: undefined, ...some,
    },
  }
}

describe('renewal of a Lease', () => {
  it('writes the body as it is, under the revision that it was read at', () => {
    const body = lease({}, later)
    const plan = planRenewal(callWith(body), lease({}, {}), 3)
    expect(plan).toMatchObject({ kind: 'write', operation: { op: 'put', slot: 3, modRevision: 7, namespace: 'kube-node-lease', name: 'node-1' } })
    expect(plan?.kind === 'write' && plan.operation.value).toBe(body)
  })
  it.each<[string, Lease, Lease]>([
    ['of another revision', lease({ resourceVersion: 6 }, later), lease({}, {})],
    ['of another uid', lease({ uid: 'u-2' }, later), lease({}, {})],
    ['that changes labels', lease({ labels: { a: 'b' } }, later), lease({}, {})],
    ['that changes owners', lease({ ownerReferences: [] }, later), lease({}, {})],
    ['that adds a finalizer', lease({ finalizers: ['x/y'] }, later), lease({}, {})],
    ['that drops the managers', lease({}, later), lease({ managedFields: [] }, {})],
    ['that changes the holder', lease({}, { ...later, holderIdentity: 'node-2' }), lease({}, {})],
    ['that changes the duration', lease({}, { ...later, leaseDurationSeconds: -1 }), lease({}, {})],
    ['that changes nothing', lease({}, {}), lease({}, {})],
    ['of a Lease that is being deleted', lease({ deletionTimestamp: 'x' }, later), lease({ deletionTimestamp: 'x' }, {})],
  ])('leaves an update %s to the long way', (_, body, current) => {
    expect(planRenewal(callWith(body), current, 3)).toBeUndefined()
  })
  it('leaves what comes from outside, and other verbs, to the long way', () => {
    const outside = { ...callWith(lease({}, later)), external: { id: 1 } as unknown as ServerCall['external'] }
    expect(planRenewal(outside, lease({}, {}), 3)).toBeUndefined()
    expect(planRenewal(callWith(lease({}, later), { verb: 'patch', patchType: 'merge' }), lease({}, {}), 3)).toBeUndefined()
  })
})

describe('the cache', () => {
  function cached(object: Lease): { readonly cache: ReturnType<typeof createWatchCache>; readonly may: (revision: number) => boolean } {
    const cache = createWatchCache()
    setCached(cache, 'leases', 3, object)
    return { cache, may: (revision) => isRenewable(cacheTable(cache, 'leases'), 3, revision) }
  }
  it('lets the newest version be renewed, and no other', () => {
    const { cache, may } = cached(lease({}, {}))
    expect([may(7), may(6), may(0)]).toEqual([true, false, false])
    applyRenewal(cache, { type: 'RENEWED', resource: 'leases', slot: 3, lease: lease({}, {}), resourceVersion: 9, renewTimeUs: 1 })
    expect([may(9), may(7)]).toEqual([true, false])
    expect([isRenewable(cacheTable(cache, 'leases'), -1, 9), isRenewable(cacheTable(cache, 'leases'), 4, 0)]).toEqual([false, false])
  })
  it('leaves one that is being deleted to the long way', () => {
    expect(cached(lease({ deletionTimestamp: 'x' }, {})).may(7)).toBe(false)
  })
})
