import { describe, expect, it } from 'vitest'
import type { Node } from '../../../../../src/kubernetes/types/core.ts'
import { createFakeCluster, find, listOf, put, removeObject, runFor } from '../fake-cluster.ts'
import { meta, namespace, node, pod } from '../fixtures.ts'
import { blockOfCidr, podCidr, podCidrBlocks } from '../../../../../src/engine/control-plane/controller-manager/caches/pod-cidr.ts'

const second = 1_000_000

describe('a namespace', () => {
  it('gets its ServiceAccount and root certificate, again when they are deleted', () => {
    const cluster = createFakeCluster()
    put(cluster, 'namespaces', namespace('shop'))
    runFor(cluster, second)
    expect(listOf(cluster, 'serviceaccounts').map((one) => `${one.metadata.namespace}/${one.metadata.name}`)).toEqual(['shop/default'])
    expect(listOf(cluster, 'configmaps').map((one) => one.metadata.name)).toEqual(['kube-root-ca.crt'])
    removeObject(cluster, 'serviceaccounts', 0)
    runFor(cluster, second)
    expect(listOf(cluster, 'serviceaccounts')).toHaveLength(1)
  })
  it('is emptied before it ends, pods first, and gets nothing new meanwhile', () => {
    const cluster = createFakeCluster()
    put(cluster, 'namespaces', namespace('shop'))
    put(cluster, 'pods', pod('a', { meta: { namespace: 'shop' } }))
    put(cluster, 'configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('settings', { namespace: 'shop' }) })
    runFor(cluster, second)
    removeObject(cluster, 'namespaces', 0)
    expect(find(cluster, 'namespaces', 'shop').metadata.deletionTimestamp).toBeDefined()
    runFor(cluster, 5 * second)
    expect(['namespaces', 'pods', 'configmaps', 'serviceaccounts'].map((resource) => listOf(cluster, resource as 'pods').length)).toEqual([0, 0, 0, 0])
    const deletes = cluster.writes.filter((write) => write.verb === 'deletecollection').map((write) => write.resource)
    expect(deletes[0]).toBe('pods')
  })
})

describe('pod CIDR blocks', () => {
  it.each([['v1.34', ['10.244.1.0/24', '10.244.2.0/24', '10.244.3.0/24']], ['v1.29', ['10.244.0.0/24', '10.244.1.0/24', '10.244.2.0/24']]] as const)('are given out in order under %s, each once', (compatibility, blocks) => {
    const cluster = createFakeCluster({ compatibility })
    runFor(cluster, second)
    for (const name of ['node-1', 'node-2', 'node-3']) put(cluster, 'nodes', node(name))
    runFor(cluster, second)
    expect(listOf<Node>(cluster, 'nodes').map((one) => one.spec.podCIDR)).toEqual(blocks)
    expect(find<Node>(cluster, 'nodes', 'node-1').spec.podCIDRs).toEqual([blocks[0]])
  })
  it('are never given twice while nodes come and go', () => {
    const cluster = createFakeCluster()
    runFor(cluster, second)
    for (let i = 0; i < 20; i++) {
      put(cluster, 'nodes', node(`node-${i}`))
      if (i % 3 === 0) removeObject(cluster, 'nodes', Math.floor(i / 2))
      runFor(cluster, 3_000)
    }
    runFor(cluster, second)
    const blocks = listOf<Node>(cluster, 'nodes').map((one) => one.spec.podCIDR)
    expect(new Set(blocks).size).toBe(blocks.length)
    expect(blocks).not.toContain(undefined)
  })
  it('have a text for every number, and a number for every text', () => {
    for (const block of [0, 1, 255, 256, 3071, 3072, 5000, podCidrBlocks - 1]) expect(blockOfCidr(podCidr(block))).toBe(block)
    expect([podCidr(1), podCidr(300), podCidr(3072)]).toEqual(['10.244.1.0/24', '10.245.44.0/24', '10.128.0.0/24'])
    expect(blockOfCidr('192.168.0.0/24')).toBe(-1)
  })
})
