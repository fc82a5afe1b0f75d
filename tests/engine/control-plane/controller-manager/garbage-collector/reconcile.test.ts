// https://kubernetes.io/docs/concepts/architecture/garbage-collection/
import { describe, expect, it } from 'vitest'
import type { KubernetesObject, OwnerReference } from '../../../../../src/kubernetes/types/meta.ts'
import { createFakeCluster, find, listOf, put, removeObject, runFor, type FakeCluster } from '../fake-cluster.ts'
import { meta, pod } from '../fixtures.ts'

const second = 1_000_000

function configMap(name: string, owners: readonly OwnerReference[] | undefined): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(name, { ownerReferences: owners }) }
}
function reference(owner: KubernetesObject, blocks = true): OwnerReference {
  return { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid, controller: undefined, blockOwnerDeletion: blocks }
}
const names = (cluster: FakeCluster): string[] => [...listOf(cluster, 'configmaps'), ...listOf(cluster, 'pods')].map((object) => object.metadata.name).filter((name) => name !== 'kube-root-ca.crt')

/** owner <- child <- grandchild, and owner <- pod. */
function family(): FakeCluster {
  const cluster = createFakeCluster()
  const owner = put(cluster, 'configmaps', configMap('owner', undefined))
  const child = put(cluster, 'configmaps', configMap('child', [reference(owner)]))
  put(cluster, 'configmaps', configMap('grandchild', [reference(child)]))
  put(cluster, 'pods', pod('pod', { meta: { ownerReferences: [{ ...reference(owner), controller: true }] } }))
  runFor(cluster, second)
  return cluster
}
function follow(cluster: FakeCluster): string[] {
  const order: string[] = []
  let before = names(cluster)
  cluster.onChange = () => {
    const now = names(cluster)
    order.push(...before.filter((name) => !now.includes(name)))
    before = now
  }

  return order
}

describe('the garbage collector', () => {
  it('leaves objects alone whose owner lives', () => {
    const cluster = family()
    runFor(cluster, 10 * second)
    expect(names(cluster)).toEqual(['owner', 'child', 'grandchild', 'pod'])
    expect(cluster.writes.filter((write) => write.userAgent === 'generic-garbage-collector')).toEqual([])
  })
  it('in the background: the owner goes first, dependents follow', () => {
    const cluster = family()
    const order = follow(cluster)
    removeObject(cluster, 'configmaps', 0)
    runFor(cluster, 5 * second)
    expect(order[0]).toBe('owner')
    expect(order.indexOf('child')).toBeLessThan(order.indexOf('grandchild'))
    expect(names(cluster)).toEqual([])
  })
  it('in the foreground: dependents go first, the owner last', () => {
    const cluster = family()
    const order = follow(cluster)
    removeObject(cluster, 'configmaps', 0, undefined, 'Foreground')
    expect(names(cluster)).toContain('owner')
    runFor(cluster, 5 * second)
    expect(order.at(-1)).toBe('owner')
    expect(names(cluster)).toEqual([])
  })
  it('orphans: dependents lose the reference and stay', () => {
    const cluster = family()
    removeObject(cluster, 'configmaps', 0, undefined, 'Orphan')
    runFor(cluster, 5 * second)
    expect(names(cluster)).toEqual(['child', 'grandchild', 'pod'])
    expect(find(cluster, 'configmaps', 'child').metadata.ownerReferences).toBeUndefined()
  })
  it('asks the API server before it believes that an owner does not exist', () => {
    const cluster = createFakeCluster()
    runFor(cluster, second)
    const never: OwnerReference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'never', uid: 'no-such-uid', controller: undefined, blockOwnerDeletion: undefined }
    const asked: string[] = []
    cluster.refuse = (request) => {
      if (request.verb === 'get' && request.resource === 'configmaps') asked.push(request.name)
      return undefined
    }
    put(cluster, 'configmaps', configMap('lonely', [never]))
    runFor(cluster, second)
    expect(asked).toEqual(['lonely', 'never'])
    expect(names(cluster)).toEqual([])
  })
  it('keeps an object while one of its owners lives, and drops the other reference', () => {
    const cluster = createFakeCluster()
    const one = put(cluster, 'configmaps', configMap('one', undefined))
    const two = put(cluster, 'configmaps', configMap('two', undefined))
    put(cluster, 'configmaps', configMap('shared', [reference(one), reference(two)]))
    runFor(cluster, second)
    removeObject(cluster, 'configmaps', 0)
    runFor(cluster, 5 * second)
    expect(find(cluster, 'configmaps', 'shared').metadata.ownerReferences?.map((owner) => owner.name)).toEqual(['two'])
  })
})

it('asks for an owner of no namespace by its name alone', () => {
  const cluster = createFakeCluster()
  runFor(cluster, second)
  const asked: string[] = []
  cluster.refuse = (request) => {
    if (request.verb === 'get' && request.resource === 'nodes') asked.push(`${request.namespace}/${request.name}`)
    return undefined
  }
  const owner: OwnerReference = { apiVersion: 'v1', kind: 'Node', name: 'node-9', uid: 'gone', controller: undefined, blockOwnerDeletion: undefined }
  put(cluster, 'leases', { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: meta('node-9', { namespace: 'kube-node-lease', ownerReferences: [owner] }) })
  runFor(cluster, second)
  expect(asked).toEqual(['/node-9'])
  expect(listOf(cluster, 'leases').map((lease) => lease.metadata.name)).not.toContain('node-9')
})
