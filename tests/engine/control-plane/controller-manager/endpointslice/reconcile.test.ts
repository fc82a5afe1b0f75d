// https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
import { describe, expect, it } from 'vitest'
import type { Pod } from '../../../../../src/kubernetes/types/core.ts'
import type { EndpointSlice } from '../../../../../src/kubernetes/types/discovery.ts'
import { changeSpec, condition, createFakeCluster, find, listOf, put, removeObject, runFor, setPod, type FakeCluster } from '../fake-cluster.ts'
import { container, node, pod, service } from '../fixtures.ts'

const second = 1_000_000
const trigger = 'endpoints.kubernetes.io/last-change-trigger-time'

function started(): FakeCluster {
  const cluster = createFakeCluster()
  put(cluster, 'nodes', node('node-1', { podCIDR: '10.244.1.0/24' }))
  runFor(cluster, second)
  return cluster
}
function readyPod(name: string, ip: string, some: Partial<Pod['spec']> = {}): Pod {
  return pod(name, { meta: { labels: { app: 'web' } }, spec: { nodeName: 'node-1', ...some }, status: { podIP: ip, conditions: [condition('Ready', 'True', '2026-01-01T00:00:03Z')] } })
}
const slices = (cluster: FakeCluster): EndpointSlice[] => listOf<EndpointSlice>(cluster, 'endpointslices')
const listed = (cluster: FakeCluster): string[] => slices(cluster).flatMap((slice) => slice.endpoints.map((endpoint) => {
  const { ready, serving, terminating } = endpoint.conditions
  return `${endpoint.targetRef?.name} ${endpoint.addresses[0]} ready=${ready} serving=${serving} terminating=${terminating}`
}))

describe('a Service with a selector', () => {
  it('has an empty slice of its own before it has pods', () => {
    const cluster = started()
    put(cluster, 'services', service('web', { app: 'web' }))
    runFor(cluster, second)
    const [slice] = slices(cluster)
    expect(slices(cluster)).toHaveLength(1)
    expect(slice!.metadata.name).toMatch(/^web-[a-z0-9]{5}$/)
    expect(slice!.metadata.labels).toEqual({ app: 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', 'kubernetes.io/service-name': 'web' })
    expect(slice!.metadata.annotations).toEqual({ [trigger]: '2026-01-01T00:00:01Z' })
    expect(slice!.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'Service', name: 'web', controller: true })
    expect([slice!.endpoints, slice!.ports]).toEqual([[], []])
  })
  it('lists pods as they become ready, unready, terminating, finished', () => {
    const cluster = started()
    put(cluster, 'services', service('web', { app: 'web' }))
    put(cluster, 'pods', readyPod('a', '10.244.1.2'))
    put(cluster, 'pods', readyPod('b', '10.244.1.3'))
    runFor(cluster, second)
    expect(listed(cluster)).toEqual(['a 10.244.1.2 ready=true serving=true terminating=false', 'b 10.244.1.3 ready=true serving=true terminating=false'])
    expect(slices(cluster)[0]!.ports).toEqual([{ name: '', protocol: 'TCP', port: 80, appProtocol: undefined }])
    expect(slices(cluster)[0]!.endpoints[0]).toMatchObject({ nodeName: 'node-1', zone: 'zone-a', targetRef: { kind: 'Pod', namespace: 'default', name: 'a' } })
    setPod(cluster, 0, 'node-1', false, '10.244.1.2')
    runFor(cluster, second)
    expect(listed(cluster)[0]).toBe('a 10.244.1.2 ready=false serving=false terminating=false')
    removeObject(cluster, 'pods', 1)
    runFor(cluster, second)
    expect(listed(cluster)[1]).toBe('b 10.244.1.3 ready=false serving=true terminating=true')
    expect(slices(cluster)[0]!.metadata.annotations).toBeUndefined()
    removeObject(cluster, 'pods', 1, 0)
    runFor(cluster, second)
    expect(listed(cluster)).toHaveLength(1)
    expect(slices(cluster)).toHaveLength(1)
  })
  it('keeps its one slice, empty, when its last pod goes', () => {
    const cluster = started()
    put(cluster, 'services', service('web', { app: 'web' }))
    put(cluster, 'pods', readyPod('a', '10.244.1.2'))
    runFor(cluster, second)
    const { name } = slices(cluster)[0]!.metadata
    removeObject(cluster, 'pods', 0, 0)
    runFor(cluster, second)
    expect(slices(cluster).map((slice) => [slice.metadata.name, slice.endpoints.length])).toEqual([[name, 0]])
    expect(cluster.writes.filter((write) => write.resource === 'endpointslices' && write.verb === 'delete')).toEqual([])
  })
  it('follows a pod whose sandbox was made anew to its other address', () => {
    const cluster = started()
    put(cluster, 'services', service('web', { app: 'web' }))
    put(cluster, 'pods', readyPod('a', '10.244.1.2'))
    runFor(cluster, second)
    setPod(cluster, 0, 'node-1', true, '10.244.1.9')
    runFor(cluster, second)
    expect(listed(cluster)).toEqual(['a 10.244.1.9 ready=true serving=true terminating=false'])
  })
  it('splits 250 pods into slices of at most 100 and lists each once', () => {
    const cluster = started()
    put(cluster, 'services', service('web', { app: 'web' }))
    runFor(cluster, second)
    for (let i = 0; i < 250; i++) {
      put(cluster, 'pods', readyPod(`p${i}`, `10.244.1.${i}`))
      if (i % 7 === 0) runFor(cluster, 500)
    }
    runFor(cluster, second)
    expect(slices(cluster).map((slice) => slice.endpoints.length).toSorted((a, b) => b - a)).toEqual([100, 100, 50])
    expect(new Set(listed(cluster)).size).toBe(250)
  })
  it('puts pods whose named port differs into different slices', () => {
    const cluster = started()
    const port = (containerPort: number) => ({ containers: [container('nginx', { ports: [{ name: 'http', containerPort, hostPort: undefined, protocol: 'TCP' }] })] })
    put(cluster, 'services', service('web', { app: 'web' }, { ports: [{ name: 'web', protocol: 'TCP', appProtocol: undefined, port: 80, targetPort: 'http', nodePort: undefined }] }))
    put(cluster, 'pods', readyPod('a', '10.244.1.2', port(8080)))
    put(cluster, 'pods', readyPod('b', '10.244.1.3', port(9090)))
    runFor(cluster, second)
    expect(slices(cluster).map((slice) => [slice.ports[0]?.port, slice.endpoints.length]).toSorted((a, b) => a[0]! - b[0]!)).toEqual([[8080, 1], [9090, 1]])
  })
  it('follows a changed target port and a changed selector', () => {
    const cluster = started()
    put(cluster, 'services', service('web', { app: 'web' }))
    put(cluster, 'pods', readyPod('a', '10.244.1.2'))
    runFor(cluster, second)
    changeSpec(cluster, 'services', 'web', { ports: [{ name: undefined, protocol: 'TCP', appProtocol: undefined, port: 80, targetPort: 8080, nodePort: undefined }] })
    runFor(cluster, second)
    expect(slices(cluster).filter((slice) => slice.endpoints.length > 0).map((slice) => slice.ports[0]?.port)).toEqual([8080])
    changeSpec(cluster, 'services', 'web', { selector: { app: 'other' } })
    runFor(cluster, second)
    expect(listed(cluster)).toEqual([])
  })
  it('calls unready addresses ready when it publishes them', () => {
    const cluster = started()
    put(cluster, 'services', service('web', { app: 'web' }, { publishNotReadyAddresses: true }))
    put(cluster, 'pods', pod('a', { meta: { labels: { app: 'web' } }, spec: { nodeName: 'node-1' }, status: { podIP: '10.244.1.2' } }))
    runFor(cluster, second)
    expect(listed(cluster)).toEqual(['a 10.244.1.2 ready=true serving=false terminating=false'])
  })
  it('loses its slices when it is deleted', () => {
    const cluster = started()
    put(cluster, 'services', service('web', { app: 'web' }))
    runFor(cluster, second)
    removeObject(cluster, 'services', 0)
    runFor(cluster, second)
    expect(slices(cluster)).toEqual([])
  })
})

it('leaves a Service without a selector to its user', () => {
  const cluster = started()
  put(cluster, 'services', service('web', undefined))
  runFor(cluster, second)
  expect(find(cluster, 'services', 'web')).toBeDefined()
  expect(slices(cluster)).toEqual([])
})
