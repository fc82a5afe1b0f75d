import { describe, expect, it } from 'vitest'
import { keptDecisions } from '../../../../../src/engine/control-plane/scheduler/cycle/decisions.ts'
import { createScan, feasibleNodesToFind, findFeasible } from '../../../../../src/engine/control-plane/scheduler/cycle/find-feasible.ts'
import { fitErrorMessage, reasonsText, refusingPlugins } from '../../../../../src/engine/control-plane/scheduler/cycle/fit-error.ts'
import { preparePod } from '../../../../../src/engine/control-plane/scheduler/cycle/prepare-pod.ts'
import { createScores, selectHost } from '../../../../../src/engine/control-plane/scheduler/cycle/score-nodes.ts'
import { scanOrder } from '../../../../../src/engine/control-plane/scheduler/cache/node-columns.ts'
import { pluginBit } from '../../../../../src/engine/control-plane/scheduler/plugins/plugin-names.ts'
import { decisionOf } from '../../../../../src/engine/control-plane/scheduler/scheduler.ts'
import { forkRandom } from '../../../../../src/engine/simulation/random.ts'
import type { Node, Pod, Taint } from '../../../../../src/kubernetes/types/core.ts'
import { makeNode, makePod } from '../builders.ts'
import { addNodes, addPods, createFakeCluster, runSeconds, startFakeCluster } from '../fake-api.ts'
import { makeBench } from '../plugins/bench-cache.ts'

function message(nodes: readonly Node[], pod: Pod): string {
  const { cache, pods } = makeBench(nodes)
  const cyclePod = preparePod(cache, pods, pod)
  const scan = createScan(64)
  findFeasible(cache.columns, cyclePod, scan, 0)
  return fitErrorMessage(cache.columns, cyclePod, scan)
}

const taint: Taint = { key: 'node.kubernetes.io/unreachable', value: undefined, effect: 'NoSchedule', timeAdded: undefined }

describe('the number of feasible nodes to find', () => {
  it.each([
    [0, 0], [3, 3], [99, 99], [100, 100], [200, 100], [500, 230], [1000, 420], [3125, 781], [5000, 500], [6000, 300], [15_000, 750],
  ])('of %d nodes is %d', (nodes, expected) => {
    expect(feasibleNodesToFind(nodes)).toBe(expected)
  })
})

describe('the FailedScheduling message', () => {
  it('sorts counts with reasons as text, and tells where preemption could not help', () => {
    const nodes = [makeNode('a'), makeNode('b'), makeNode('c', { unschedulable: true }), makeNode('d', { taints: [taint] })]
    expect(message(nodes, makePod('p', { requests: { cpu: '64' } }))).toBe(
      '0/4 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 1 node(s) were unschedulable, ' +
      '2 Insufficient cpu. preemption: 0/4 nodes are available: 2 No preemption victims found for incoming pod, ' +
      '2 Preemption is not helpful for scheduling.')
  })
  it('counts every insufficient resource of a node', () => {
    expect(message([makeNode('a'), makeNode('b', { cpu: '128' })], makePod('p', { requests: { cpu: '64', memory: '1Ti' } }))).toBe(
      '0/2 nodes are available: 1 Insufficient cpu, 2 Insufficient memory. ' +
      'preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.')
  })
  it('sorts 10 before 2, as text is sorted', () => {
    const counts = new Map([['Insufficient cpu', 2], ['node(s) were unschedulable', 10]])
    expect(reasonsText(counts)).toBe('10 node(s) were unschedulable, 2 Insufficient cpu')
  })
  it('says when the pod may not preempt', () => {
    expect(message([makeNode('a')], makePod('p', { requests: { cpu: '64' }, spec: { preemptionPolicy: 'Never' } }))).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.')
  })
  it('names the plugins that a change has to concern', () => {
    const { cache, pods } = makeBench([makeNode('a'), makeNode('b', { taints: [taint] })])
    const scan = createScan(64)
    findFeasible(cache.columns, preparePod(cache, pods, makePod('p', { requests: { cpu: '64' } })), scan, 0)
    expect(refusingPlugins(scan)).toBe(pluginBit('NodeResourcesFit') | pluginBit('TaintToleration'))
  })
})

describe('the scan', () => {
  it('lets zones take turns', () => {
    const { cache } = makeBench(['a1:x', 'a2:x', 'a3:x', 'b1:y', 'c1:z', 'c2:z'].map((text) => {
      const [name, zone] = text.split(':')
      return makeNode(name!, { zone: zone! })
    }))
    expect(scanOrder(cache.columns).map((slot) => cache.columns.names[slot])).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3'])
  })
  it.each([
    [{ cpu: '500m', memory: '512Mi' }, ['room', 'full']], [{ cpu: '501m' }, ['room']], [{ memory: '513Mi' }, ['room']],
    [{}, ['room', 'full']], [{ cpu: '9' }, []], [{ 'ephemeral-storage': '1Gi' }, []], [{ 'example.com/gpu': '1' }, ['room']],
  ])('takes the nodes that have room for requests %o, to the last bit of it', (requests, expected) => {
    const { cache, pods } = makeBench([
      makeNode('room', { cpu: '8', memory: '16Gi', other: { 'example.com/gpu': '1' } }), makeNode('full', { cpu: '2', memory: '1Gi' }),
      makeNode('crowded', { pods: '1' }),
    ], [makePod('x', { requests: { cpu: '1500m', memory: '512Mi' }, node: 'full' }), makePod('y', { requests: {}, node: 'crowded' })])
    const scan = createScan(64)
    findFeasible(cache.columns, preparePod(cache, pods, makePod('p', { requests })), scan, 0)
    expect([...scan.candidates.slice(0, scan.feasible)].map((slot) => cache.columns.names[slot])).toEqual(expected)
  })
  it('starts where the last one stopped and stops at enough', () => {
    const { cache, pods } = makeBench(Array.from({ length: 200 }, (_, i) => makeNode(`n${i}`)))
    const scan = createScan(256)
    const pod = preparePod(cache, pods, makePod('p'))
    expect(findFeasible(cache.columns, pod, scan, 0)).toBe(100)
    expect(scan.candidates[0]).toBe(0)
    expect(findFeasible(cache.columns, pod, scan, 150)).toBe(50)
    expect([scan.candidates[0], scan.candidates[99], scan.feasible]).toEqual([150, 49, 100])
  })
})

describe('the choice', () => {
  const choose = (totals: readonly number[], seed: number): number => {
    const scores = createScores(8)
    scores.total.set(totals)
    return selectHost(scores, totals.length, forkRandom(seed, 'scheduler/ties'))
  }
  it('takes the highest total', () => {
    expect(choose([300, 500, 400], 1)).toBe(1)
  })
  it('decides ties by the seed, the same way each time, and reaches every tied node', () => {
    const winners = Array.from({ length: 40 }, (_, seed) => choose([500, 500, 100, 500], seed))
    expect(winners).toEqual(Array.from({ length: 40 }, (_, seed) => choose([500, 500, 100, 500], seed)))
    expect(new Set(winners)).toEqual(new Set([0, 1, 3]))
  })
})

describe('the record of a decision', () => {
  it('holds raw scores per plugin, totals by weight, and the filter that refused', () => {
    const cluster = createFakeCluster()
    addNodes(cluster, [makeNode('node-1'), makeNode('node-2', { unschedulable: true }), makeNode('node-3', { cpu: '8', memory: '16Gi' })])
    startFakeCluster(cluster)
    addPods(cluster, [makePod('web', { owner: 'rs', requests: { cpu: '1', memory: '2Gi' } })])
    runSeconds(cluster, 1)
    const decision = decisionOf(cluster.scheduler, 'default', 'web')
    expect(decision).toMatchObject({
      attempt: 1, chosen: 'node-3', feasible: 2, evaluated: 3, totalNodes: 3, requests: { cpuMilli: 1000, memoryMi: 2048 },
      message: undefined,
      nodes: [
        // Taints 100*3 + affinity 0 + least allocated 75 + spread 100*2 + balanced 100 + images 0
        { node: 'node-1', filteredBy: undefined, scores: [100, 0, 75, 100, 100, 0], total: 675 },
        { node: 'node-2', filteredBy: { plugin: 'NodeUnschedulable', reason: 'node(s) were unschedulable' }, scores: [], total: 0 },
        { node: 'node-3', filteredBy: undefined, scores: [100, 0, 87, 100, 100, 0], total: 687 },
      ],
    })
  })
  it('has no scores when only one node fitted', () => {
    const cluster = createFakeCluster()
    addNodes(cluster, [makeNode('node-1')])
    startFakeCluster(cluster)
    addPods(cluster, [makePod('web')])
    runSeconds(cluster, 1)
    expect(decisionOf(cluster.scheduler, 'default', 'web')?.nodes)
      .toEqual([{ node: 'node-1', filteredBy: undefined, scores: [], total: 0 }])
  })
  it('keeps 32 nodes with the winner among them, and forgets the oldest of more than 512', () => {
    const cluster = createFakeCluster()
    addNodes(cluster, Array.from({ length: 60 }, (_, i) => makeNode(`node-${i}`, { cpu: i === 59 ? '64' : '4' })))
    startFakeCluster(cluster)
    addPods(cluster, [makePod('first', { requests: { cpu: '1' } })])
    runSeconds(cluster, 1)
    const decision = decisionOf(cluster.scheduler, 'default', 'first')
    expect(decision?.chosen).toBe('node-59')
    expect(decision?.nodes).toHaveLength(32)
    const totals = decision?.nodes.map((node) => node.total) ?? []
    expect(decision?.nodes.find((node) => node.node === 'node-59')?.total).toBe(Math.max(...totals))
    addPods(cluster, Array.from({ length: keptDecisions }, (_, i) => makePod(`more-${i}`)))
    runSeconds(cluster, 2)
    expect(decisionOf(cluster.scheduler, 'default', 'first')).toBeUndefined()
    expect(decisionOf(cluster.scheduler, 'default', `more-${keptDecisions - 1}`)).toBeDefined()
  })
})
