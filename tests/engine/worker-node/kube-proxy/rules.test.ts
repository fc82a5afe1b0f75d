import { describe, expect, it } from 'vitest'
import type { Service } from '../../../../src/kubernetes/types/core.ts'
import type { EndpointSlice } from '../../../../src/kubernetes/types/discovery.ts'
import { onServiceChange, prepareRules, rebuildIndices, syncedTable, tableOf } from '../../../../src/engine/worker-node/kube-proxy/cache.ts'
import { changeTable, emptyTable, serviceRules } from '../../../../src/engine/worker-node/kube-proxy/rules.ts'
import { endpoint, service, slice, type EndpointState } from './fixtures.ts'

const addresses = (slices: readonly EndpointSlice[], pool: 'ready' | 'terminating', of: Service = service('web', '10.96.0.9', 30080)): string[] =>
  serviceRules(of, 0, slices)!.ports.flatMap((port) => port.groups.flatMap((group) => group[pool].map(({ addresses: [first] }) => `${first}:${group.port}`)))

describe('rules of a Service', () => {
  it.each<[string, EndpointState[], string[], string[]]>([
    ['all ready', ['ready', 'ready'], ['10.0.0.0:8080', '10.0.0.1:8080'], []],
    ['an unready one is left out', ['ready', 'unready'], ['10.0.0.0:8080'], []],
    ['one that terminates and serves is kept apart', ['ready', 'terminating'], ['10.0.0.0:8080'], ['10.0.0.1:8080']],
    ['only terminating ones are left', ['terminating', 'terminating'], [], ['10.0.0.0:8080', '10.0.0.1:8080']],
    ['one that terminates and serves no more is left out', ['gone', 'unready'], [], []],
    ['none', [], [], []],
  ])('%s', (_title, states, ready, terminating) => {
    const slices = [slice('web', 'web-a', states.map((state, i) => endpoint(`10.0.0.${i}`, state)))]
    expect(addresses(slices, 'ready')).toEqual(ready)
    expect(addresses(slices, 'terminating')).toEqual(terminating)
    expect(serviceRules(service('web', '10.96.0.9'), 0, slices)!.ports[0]).toMatchObject({ readyCount: ready.length, terminatingCount: terminating.length })
  })
  it('take the pods’ port from the slice that carries the same port name', () => {
    const named = service('web', '10.96.0.9', 0, {
      ports: ['http', 'metrics'].map((name, i) => ({ name, protocol: 'TCP', appProtocol: undefined, port: 80 + i, targetPort: name, nodePort: undefined })),
    })
    const slices = [slice('web', 'web-a', [endpoint('10.0.0.1')], 8080, 'http'), slice('web', 'web-b', [endpoint('10.0.0.2')], 9100, 'metrics')]
    expect(addresses(slices, 'ready', named)).toEqual(['10.0.0.1:8080', '10.0.0.2:9100'])
  })
  it.each([['headless', { clusterIP: 'None' }], ['ExternalName', { type: 'ExternalName' as const }], ['without address', { clusterIP: undefined }]])(
    'do not exist for a Service that is %s', (_title, spec) => expect(serviceRules(service('web', '10.96.0.9', 0, spec), 0, [])).toBeUndefined(),
  )
})

describe('the table', () => {
  const rules = (name: string, slot: number, clusterIP: string, nodePort: number) => serviceRules(service(name, clusterIP, nodePort), slot, [])
  const first = changeTable(emptyTable, new Map([[0, rules('web', 0, '10.96.0.9', 30080)], [1, rules('api', 1, '10.96.0.8', 0)]]))

  it('finds a Service by NodePort and by ClusterIP, and not by port 0', () => {
    expect([first.byNodePort.get(30080), first.byNodePort.get(0), first.byClusterIP.get('10.96.0.8')]).toEqual([0, undefined, 1])
  })
  it('lets a NodePort pass from one Service to another in one sync', () => {
    const second = changeTable(first, new Map([[1, rules('api', 1, '10.96.0.8', 30080)], [0, rules('web', 0, '10.96.0.9', 0)]]))
    expect(second.byNodePort.get(30080)).toBe(1)
  })
  it('forgets a removed Service and leaves the table before as it was', () => {
    const second = changeTable(first, new Map([[0, undefined]]))
    expect([second.services.size, second.byNodePort.size, second.byClusterIP.get('10.96.0.9')]).toEqual([1, 0, undefined])
    expect(first.services.size).toBe(2)
  })
})

describe('a large sync', () => {
  const services = Array.from({ length: 10 }, (_, i) => service(`app-${i}`, `10.96.0.${i}`))
  const slices = services.map((one, i) => slice(`app-${i}`, `${one.metadata.name}-a`, Array.from({ length: 5 }, (__, at) => endpoint(`10.0.${i}.${at}`))))

  it('is worked out in parts of so many endpoints, and comes to the same table', () => {
    const cache = rebuildIndices(services, slices)
    const left: number[] = []
    while (!prepareRules(cache, services, slices, 12)) left.push(cache.dirty.size)
    expect(left).toEqual([7, 4, 1])
    expect(syncedTable(emptyTable, cache, services, slices)).toEqual(tableOf(services, slices))
  })
  it('works out anew what changes meanwhile', () => {
    const cache = rebuildIndices(services, slices)
    prepareRules(cache, services, slices, 1)
    const moved = [service('app-0', '10.96.0.99'), ...services.slice(1)]
    onServiceChange(cache, 0, services[0], moved[0])
    expect(syncedTable(emptyTable, cache, moved, slices).byClusterIP.get('10.96.0.99')).toBe(0)
    while (!prepareRules(cache, moved, slices, 12));
    expect(syncedTable(emptyTable, cache, moved, slices).byClusterIP).toEqual(tableOf(moved, slices).byClusterIP)
  })
})
