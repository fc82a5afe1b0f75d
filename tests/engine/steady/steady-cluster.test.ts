import { describe, expect, it } from 'vitest'
import { monitorNodes } from '../../../src/engine/control-plane/controller-manager/nodelifecycle/monitor.ts'
import { changeIndex } from '../../../src/engine/control-plane/etcd/history.ts'
import { tableOf } from '../../../src/engine/control-plane/etcd/store.ts'
import {
  brokenInvariants, createCluster, createInvariantMemory, historyHash, machineByName, readyNodes, request, runFor, servicesProgrammedOn, world, type ClusterState,
} from '../../../src/engine/index.ts'
import type { Deployment } from '../../../src/kubernetes/types/apps.ts'
import type { Pod } from '../../../src/kubernetes/types/core.ts'
import type { EndpointSlice } from '../../../src/kubernetes/types/discovery.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'
import { recountFaults } from '../../property/recounts.ts'

const nodes = 12
const pods = 240
const steady = (): ClusterState => createCluster({ ...defaultClusterOptions, seed: 5, nodes, steadyPods: pods })

function objects<T>(cluster: ClusterState, resource: Parameters<typeof tableOf>[1]): T[] {
  return tableOf(cluster.etcd.store, resource).objects.filter((object) => object !== undefined) as T[]
}
const isReady = (pod: Pod): boolean => pod.status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true
const readyPods = (cluster: ClusterState): number => objects<Pod>(cluster, 'pods').filter(isReady).length
const deployment = (cluster: ClusterState, name: string): Deployment => objects<Deployment>(cluster, 'deployments').find((one) => one.metadata.name === name)!

/** Kinds of the objects that have changed since change number `from`. */
function changedKinds(cluster: ClusterState, from: number): string[] {
  const { history } = cluster.etcd.store
  const kinds = new Set<string>()
  for (let number = from; number < history.count; number++) {
    const at = changeIndex(history, number)
    kinds.add((history.after[at] ?? history.before[at])!.kind)
  }
  return [...kinds].toSorted()
}

describe('a steady cluster that was made directly', () => {
  it('has its nodes and pods Ready, spread, with addresses, in Deployments behind Services', () => {
    const cluster = steady()
    expect(readyNodes(cluster)).toBe(nodes)
    expect(readyPods(cluster)).toBe(pods)
    const perNode = new Map<string, number>()
    for (const { spec } of objects<Pod>(cluster, 'pods')) perNode.set(spec.nodeName ?? '', (perNode.get(spec.nodeName ?? '') ?? 0) + 1)
    expect([...perNode.values()]).toEqual(Array.from({ length: nodes }, () => pods / nodes))
    expect(new Set(objects<Pod>(cluster, 'pods').map((pod) => pod.status.podIP)).size).toBe(pods)
    const deployments = objects<Deployment>(cluster, 'deployments')
    expect(deployments.map((one) => one.status.availableReplicas)).toEqual(deployments.map((one) => one.spec.replicas))
    expect(deployments.reduce((sum, one) => sum + one.spec.replicas, 0)).toBe(pods)
    const listed = objects<EndpointSlice>(cluster, 'endpointslices').flatMap((slice) => slice.endpoints)
    expect(listed.filter((endpoint) => endpoint.conditions.ready)).toHaveLength(pods)
  })

  it('keeps once what its pods have in common', () => {
    const [one, other] = objects<Pod>(steady(), 'pods').filter((pod) => pod.spec.nodeName === 'node-4')
    expect(other!.status.conditions).toBe(one!.status.conditions)
    expect(other!.status.hostIPs).toBe(one!.status.hostIPs)
    expect(other!.status.containerStatuses![0]!.state).toBe(one!.status.containerStatuses![0]!.state)
  })

  it('holds in its caches and indices what a rebuild makes of them, and every invariant', () => {
    const cluster = steady()
    const memory = createInvariantMemory()
    expect(brokenInvariants(cluster, memory, 'everything')).toEqual([])
    expect(recountFaults(cluster)).toEqual([])
    runFor(cluster, 3_000_000)
    expect(brokenInvariants(cluster, memory, 'everything')).toEqual([])
    expect(recountFaults(cluster)).toEqual([])
    expect(servicesProgrammedOn(cluster, 'node-7')).toBe(objects(cluster, 'services').length)
  })

  it('rests: in 600 s only Leases are written, and Nodes by the kubelets’ reports', () => {
    const cluster = steady()
    const from = cluster.etcd.store.history.count
    runFor(cluster, 290_000_000)
    expect(changedKinds(cluster, from)).toEqual(['Lease'])
    runFor(cluster, 310_000_000)
    expect(changedKinds(cluster, from)).toEqual(['Lease', 'Node'])
    expect(readyNodes(cluster)).toBe(nodes)
    expect(readyPods(cluster)).toBe(pods)
  })

  it('has nodes that the monitor knows: its first pass finds nobody to look at, and one that is silent afterwards is noticed', () => {
    const { sim, controllerManager: { caches } } = steady()
    const pass = (afterUs: number): readonly number[] => monitorNodes(caches.monitor, caches.release.nodeMonitorGraceUs, sim.nowUs + afterUs)
    expect(pass(5_000_000)).toEqual([])
    expect(pass(56_000_000)).toHaveLength(nodes)
  })

  it('scales', () => {
    const cluster = steady()
    const { metadata, spec } = deployment(cluster, 'app-2')
    const path = `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/app-2/scale`
    const replicas = spec.replicas + 15
    request(cluster, { method: 'PATCH', path, headers: { 'content-type': 'application/merge-patch+json' }, body: JSON.stringify({ spec: { replicas } }) }, 1)
    runFor(cluster, 30_000_000)
    expect(deployment(cluster, 'app-2').status.readyReplicas).toBe(replicas)
    expect(readyPods(cluster)).toBe(pods + 15)
    expect(brokenInvariants(cluster, createInvariantMemory(), 'everything')).toEqual([])
  })

  it('heals after a node has died: its pods are evicted and run elsewhere', () => {
    const cluster = steady()
    expect(world(cluster, { type: 'powerOff', node: 'node-3' })).toBeUndefined()
    runFor(cluster, 60_000_000)
    expect(readyNodes(cluster)).toBe(nodes - 1)
    expect(readyPods(cluster)).toBe(pods - pods / nodes)
    runFor(cluster, 400_000_000)
    expect(readyPods(cluster)).toBe(pods)
    expect(objects<Pod>(cluster, 'pods').filter((pod) => pod.spec.nodeName === 'node-3' && isReady(pod))).toEqual([])
    expect(world(cluster, { type: 'powerOn', node: 'node-3' })).toBeUndefined()
    runFor(cluster, 120_000_000)
    expect(readyNodes(cluster)).toBe(nodes)
    expect(machineByName(cluster.world, 'node-3')?.power).toBe(true)
    expect(brokenInvariants(cluster, createInvariantMemory(), 'everything')).toEqual([])
  })

  it('is the same from the same seed, and a copy of it runs on to the same history', () => {
    const [one, other] = [steady(), steady()]
    const copy = structuredClone(one)
    for (const cluster of [one, other, copy]) runFor(cluster, 20_000_000)
    expect(historyHash(other)).toBe(historyHash(one))
    expect(historyHash(copy)).toBe(historyHash(one))
  })
})
