import { describe, expect, it } from 'vitest'
import { componentView, trayView } from '../../../src/canvas/nodes/component-view.ts'
import { leaseView } from '../../../src/canvas/nodes/lease-view.ts'
import { deploymentsShown, deploymentsThatFit, endpointsInRow, replicaSetsHeight, servicesThatFit } from '../../../src/canvas/nodes/list-room.ts'
import { deploymentsView, endpointView, failureText, podsToCome, servicesView, shortAddress } from '../../../src/canvas/nodes/objects-view.ts'
import type { ServiceView } from '../../../src/canvas/nodes/objects-view.ts'
import { workerNodeView } from '../../../src/canvas/nodes/worker-node-view.ts'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView, nodeKilled, trouble } from '../../../src/gallery/sample-clusters.ts'
import { clientsRecord } from '../../support/frames.ts'

const calm = fixtureStore(firstView).getState().view
const killed = fixtureStore(nodeKilled).getState().view
const broken = fixtureStore(trouble).getState().view

describe('a Lease', () => {
  it.each([
    [undefined, 'no Lease yet', 'pending'],
    [0, 'lease 40 s left', 'running'],
    [6.9, 'lease 34 s left', 'running'],
    [14, 'lease 26 s left', 'running'],
    [15, 'silent 15 s of 50', 'pending'],
    [49, 'silent 49 s of 50', 'pending'],
    [50, 'silent 50 s of 50', 'unknown'],
    [358, 'silent 358 s of 50', 'unknown'],
  ] as const)('after %s s says "%s"', (seconds, text, tone) => expect(leaseView(seconds)).toMatchObject({ text, tone }))
})

describe('a worker node', () => {
  it('is Ready with its pods in their places and free ones kept', () => {
    const node = workerNodeView(calm, 0)!
    expect(node).toMatchObject({ name: 'node-1', word: 'Ready', machine: 'on', runningContainers: 5 })
    expect(node.places.map((pod) => pod?.name.slice(-5))).toEqual(['x7k2p', 'm4c8d', 'b6vtz', undefined])
  })
  it('shows what the machine is apart from what the API server believes', () => {
    expect(workerNodeView(killed, 1)).toMatchObject({ word: 'NotReady', machine: 'powered off' })
    expect(workerNodeView(broken, 1)).toMatchObject({ word: 'Ready', machine: 'cable cut' })
    expect(workerNodeView(broken, 0)).toMatchObject({ word: 'Ready', cordoned: true })
  })
  it('knows nothing of the containers of a machine that is off, cut off or silent, and keeps what the API server believes', () => {
    for (const [view, slot] of [[killed, 1], [broken, 1]] as const) {
      const node = workerNodeView(view, slot)!
      const pods = node.places.filter((pod) => pod !== undefined)
      expect(pods.flatMap((pod) => pod.containers.map((container) => container.status)).every((status) => status === 'unknown')).toBe(true)
      expect(node.runningContainers).toBeUndefined()
      expect(pods[0]!.word).toMatch(/Terminating|Running/)
    }
    const silent = fixtureStore({ ...firstView, nodes: [{ ...firstView.nodes[0]!, status: 'unknown' }] }).getState().view
    expect(workerNodeView(silent, 0)!.places[0]).toMatchObject({ word: 'Running', containers: [{ status: 'unknown' }, { status: 'unknown' }] })
  })
  it('says requested of allocatable', () => expect(workerNodeView(calm, 0)!.cpu.text).toBe('cpu: 2.2 of 4 cores requested / allocatable'))
  it('keeps more pods than it has places', () => expect(workerNodeView(broken, 2)!.places).toHaveLength(8))
  it('is nothing for a free slot', () => expect(workerNodeView(calm, 9)).toBeUndefined())
})

describe('components', () => {
  it('are named title first, process name beside it', () => {
    expect(componentView(calm, 'kube-apiserver')).toMatchObject({ title: 'API Server', binary: 'kube-apiserver', state: 'running' })
    expect(componentView(calm, 'etcd').binary).toBeUndefined()
  })
  it('say how they are down', () => {
    expect(componentView(broken, 'kube-scheduler')).toMatchObject({ state: 'stopped', doing: 'stopped' })
    expect(componentView(broken, 'kube-controller-manager')).toMatchObject({ state: 'crashed', doing: 'crashed, starts again in 7 s' })
  })
  it('leave waiting pods in the tray', () => expect(trayView(broken)).toHaveLength(3))
})

describe('objects', () => {
  it('list the newest ReplicaSet first and old ones only while they have pods', () => {
    expect(deploymentsView(broken)[0]!.replicaSets.map((set) => set.revision)).toEqual([2, 1])
    broken.replicaSets.set(0, { ...broken.replicaSets.get(0)!, desired: 0, current: 0, ready: 0 })
    expect(deploymentsView(broken)[0]!.replicaSets.map((set) => set.revision)).toEqual([2])
  })
  it('say what a Deployment asks for and has not got yet', () => {
    const { view } = fixtureStore(firstView).getState()
    view.deployments.set(0, { ...view.deployments.get(0)!, replicas: 9 })
    expect(podsToCome(view)).toEqual([{ name: 'web', toCome: 3 }])
    expect(podsToCome(calm)).toEqual([])
    // The same gap as the Deployment's strip shows, also while a rollout runs.
    expect(podsToCome(broken).map(({ toCome }) => toCome)).toEqual(deploymentsView(broken).map(({ gap }) => gap.toCome).filter((toCome) => toCome > 0))
  })
  it('count pods of an older revision as having to go, and mark them', () => {
    const { view } = fixtureStore(trouble).getState()
    expect(deploymentsView(view)[0]!.gap).toMatchObject({ wanted: 6, ready: 0, starting: 2, toCome: 4, toGo: 11 })
    const marks = workerNodeView(view, 0)!.places.map((pod) => pod?.isOutdated)
    expect(marks).toEqual([true, false, false, true])
  })
  it('give a Service its address and endpoints', () => {
    expect(servicesView(calm)[0]).toMatchObject({ name: 'web', address: '10.96.14.7:80', ready: 5, total: 5 })
  })
  it('leave out the API server’s own Service', () => {
    calm.services.set(9, { ...calm.services.get(0)!, slot: 9, name: 'kubernetes' })
    expect(servicesView(calm).map((service) => service.name)).toEqual(['web', 'api'])
  })
  it.each([
    [{ ready: true, terminating: false }, 'running', 'ready'],
    [{ ready: false, terminating: true }, 'terminating', 'terminating'],
    [{ ready: false, terminating: false }, 'pending', 'not ready'],
  ] as const)('tell an endpoint %o as %s', (state, status, word) => {
    expect(endpointView({ address: '10.244.1.4', port: 8080, pod: 'web', serving: true, ...state })).toEqual({
      address: '10.244.1.4:8080',
      pod: 'web',
      status,
      word,
    })
  })
  it('shorten an address to what tells pods apart', () => expect(shortAddress('10.244.1.4:8080')).toBe('1.4'))
})

describe('the clients’ failures', () => {
  const clients = clientsRecord({ lastFailure: 'connection timed out', lastFailureUs: 41_000_000 })
  it('stand with their reason while they are news', () => {
    expect(failureText(undefined, 0, 3)).toBe('no failure so far')
    expect(failureText(clients, 55_900_000, 3)).toBe('last: connection timed out')
    expect(failureText({ ...clients, failedPerSecond: 2 }, 500_000_000, 3)).toBe('last: connection timed out')
  })
  it('say what the clients wait for before the first request', () => {
    const waiting = { ...clients, succeededTotal: 0, failedTotal: 0, lastFailure: '', service: 'default/web' }
    expect(failureText(waiting, 0, 3)).toBe('wait until web answers a trial')
    expect(failureText({ ...waiting, requestsPerSecond: 0 }, 0, 3)).toBe('no failure so far')
    expect(failureText({ ...waiting, succeededTotal: 1 }, 0, 3)).toBe('no failure so far')
  })
  it('say why nothing is sent where there is no node', () => {
    expect(failureText({ ...clients, lastFailure: '' }, 0, 0)).toBe('no node to send requests to')
    expect(failureText({ ...clients, requestsPerSecond: 0, lastFailure: '' }, 0, 0)).toBe('no failure so far')
  })
  it('are history a quarter of a minute later', () => expect(failureText(clients, 56_000_000, 3)).toBe('no failures since 0:41'))
})

describe('what a card of the left column shows', () => {
  const { deployments, services } = clusterLayout(3)
  const deployment = deploymentsView(calm)[0]!
  const updating = { ...deployment, replicaSets: [deployment.replicaSets[0]!, deployment.replicaSets[0]!] }
  it('is both Deployments of the first run whole, also while one is being updated', () => {
    expect(deploymentsThatFit([deployment, deployment], deployments.height)).toEqual({ shown: 2, allRows: true })
    // The one that is as it should be gives up its row.
    expect(deploymentsThatFit([updating, deploymentsView(calm)[1]!], deployments.height)).toEqual({ shown: 2, allRows: false })
  })
  it('has several ReplicaSets side by side while their counts are short, each as high as a target must be', () => {
    const set = (revision: number, replicas: number) => ({ ...deployment.replicaSets[0]!, revision, desired: replicas, current: replicas, ready: replicas })
    expect(replicaSetsHeight([set(1, 3)])).toBe(15)
    expect(replicaSetsHeight([set(2, 3), set(1, 3)])).toBe(24)
    expect(replicaSetsHeight([set(3, 3), set(2, 3), set(1, 3)])).toBe(48)
    expect(replicaSetsHeight([set(2, 100), set(1, 100)])).toBe(48)
    expect(replicaSetsHeight([set(3, 100), set(2, 3), set(1, 3)])).toBe(48)
    expect(replicaSetsHeight([set(3, 3), set(2, 100), set(1, 3)])).toBe(72)
  })
  it('has among those that are shown the ones that are not as they should be, and moves no other row', () => {
    const named = (name: string, ready = deployment.gap.wanted) => ({ ...deployment, name, gap: { ...deployment.gap, ready } })
    const all = [named('a'), named('b'), named('c'), named('bad', 0), named('e')]
    expect(deploymentsShown(all, 2).map(({ name }) => name)).toEqual(['a', 'bad'])
    expect(deploymentsShown([named('a'), named('b', 1), ...all.slice(2)], 2).map(({ name }) => name)).toEqual(['bad', 'b'])
    expect(deploymentsShown(all, 5)).toEqual(all)
  })
  it('leaves a row in which the rest are counted', () => {
    const many = Array.from({ length: 9 }, () => deployment)
    expect(deploymentsThatFit(many, deployments.height)).toEqual({ shown: 2, allRows: false })
    expect(deploymentsThatFit([updating, ...many], deployments.height)).toEqual({ shown: 1, allRows: false })
  })
  it('has room for one that is not shown by its place but because it is being updated', () => {
    const steady = deploymentsView(calm)[1]!
    const late = [...Array.from({ length: 8 }, () => steady), { ...updating, gap: { ...steady.gap, ready: 0 } }]
    expect(deploymentsThatFit(late, deployments.height)).toEqual({ shown: 1, allRows: false })
  })
  it('is more Deployments where those that are as they should be give up the row of their only ReplicaSet', () => {
    const steady = deploymentsView(calm)[1]!
    expect(deploymentsThatFit(Array.from({ length: 9 }, () => steady), deployments.height)).toEqual({ shown: 2, allRows: false })
    expect(deploymentsThatFit([steady, steady, steady], 300)).toEqual({ shown: 3, allRows: true })
  })
  it('is fewer endpoints for more Services, and never half a row', () => {
    expect(servicesThatFit(1, services.height, 3)).toEqual({ services: 1, endpoints: 9 })
    expect(servicesThatFit(2, services.height, 3)).toEqual({ services: 2, endpoints: 3 })
    expect(servicesThatFit(2, services.height - 0.001, 3)).toEqual({ services: 2, endpoints: 3 })
    expect(servicesThatFit(7, services.height, 3)).toEqual({ services: 2, endpoints: 0 })
  })
  it('is endpoints in threes, in twos where an address is long, so that none is cut', () => {
    const of = (address: string): ServiceView => ({ ...servicesView(calm)[0]!, endpoints: [{ address, pod: 'a', status: 'running', word: 'ready' }] })
    expect(endpointsInRow([of('10.244.12.9:80')])).toBe(3)
    expect(endpointsInRow([of('10.244.1.9:80'), of('10.244.12.14:80')])).toBe(2)
    expect(servicesThatFit(2, services.height, 2)).toEqual({ services: 2, endpoints: 2 })
  })
})
