// The formulas of the default plugins, with numbers worked out by hand.
import { describe, expect, it } from 'vitest'
import { balancedAllocation } from '../../../../../src/engine/control-plane/scheduler/plugins/balanced-allocation.ts'
import { imageLocality } from '../../../../../src/engine/control-plane/scheduler/plugins/image-locality.ts'
import { naturalLog } from '../../../../../src/engine/control-plane/scheduler/plugins/natural-log.ts'
import { nodeAffinityScore } from '../../../../../src/engine/control-plane/scheduler/plugins/node-affinity.ts'
import { leastAllocated } from '../../../../../src/engine/control-plane/scheduler/plugins/node-resources-fit.ts'
import { podTopologySpreadScore } from '../../../../../src/engine/control-plane/scheduler/plugins/pod-topology-spread.ts'
import { scorePlugins } from '../../../../../src/engine/control-plane/scheduler/plugins/registry.ts'
import { taintTolerationScore } from '../../../../../src/engine/control-plane/scheduler/plugins/taint-toleration.ts'
import type { NodeSelectorTerm, Pod, Taint, TopologySpreadConstraint } from '../../../../../src/kubernetes/types/core.ts'
import { makeContainer, makeNode, makePod } from '../builders.ts'
import { makeBench, scoresOf } from './bench-cache.ts'

it('has upstream’s weights', () => {
  expect(scorePlugins.map((plugin) => `${plugin.name} ${plugin.weight}`)).toEqual([
    'TaintToleration 3', 'NodeAffinity 2', 'NodeResourcesFit 1', 'PodTopologySpread 2', 'NodeResourcesBalancedAllocation 1',
    'ImageLocality 1',
  ])
})

describe('LeastAllocated', () => {
  it.each([
    // cpu (4000-1000)/4000 = 75, memory (8-2)/8 = 75
    [{ cpu: '1', memory: '2Gi' }, '4', '8Gi', 75],
    // cpu (4000-500)*100/4000 = 87.5 -> 87; memory (8192-256)*100/8192 = 96.8 -> 96; (87+96)/2 = 91.5 -> 91
    [{ cpu: '500m', memory: '256Mi' }, '4', '8Gi', 91],
    // Without requests 100m and 200Mi count: 97.5 -> 97 and 97.56 -> 97
    [{}, '4', '8Gi', 97],
    // An explicit zero stays zero: 100 and 97
    [{ cpu: '0' }, '4', '8Gi', 98],
    // More than there is: 0 for cpu, 97 for memory -> 48
    [{ cpu: '5' }, '4', '8Gi', 48],
    [{ cpu: '3', memory: '2Gi' }, '3', '3Gi', 16],
  ])('requests %o on %s cpu, %s memory score %d', (requests, cpu, memory, expected) => {
    const bench = makeBench([makeNode('a', { cpu, memory })])
    expect(scoresOf(bench, leastAllocated, makePod('p', { requests }))).toEqual([expected])
  })
  it('counts the pods that are there, with defaults per container', () => {
    const two = makePod('x', { node: 'a', spec: { containers: [makeContainer(), makeContainer({ cpu: '900m' })] } })
    // cpu 100 + 900 + 100 = 1100 of 4000 -> 72; memory 200*3 = 600 of 8192 -> 92; mean 82
    expect(scoresOf(makeBench([makeNode('a')], [two]), leastAllocated, makePod('p'))).toEqual([82])
  })
})

describe('BalancedAllocation', () => {
  it.each([
    // shares 0.25 and 0.25
    [{ cpu: '1', memory: '2Gi' }, 100],
    // shares 0.5 and 0.25: deviation 0.125 -> 87.5
    [{ cpu: '2', memory: '2Gi' }, 87],
    // shares 1 (capped) and 0
    [{ cpu: '8' }, 50],
  ])('requests %o score %d', (requests, expected) => {
    expect(scoresOf(makeBench([makeNode('a')]), balancedAllocation, makePod('p', { requests }))).toEqual([expected])
  })
  it('is skipped for a pod without requests', () => {
    expect(scoresOf(makeBench([makeNode('a')]), balancedAllocation, makePod('p'))).toBeUndefined()
  })
})

describe('TaintToleration', () => {
  const soft = (key: string): Taint => ({ key, value: undefined, effect: 'PreferNoSchedule', timeAdded: undefined })
  it('reverses the number of untolerated PreferNoSchedule taints', () => {
    const three = [soft('x'), soft('y'), soft('z')]
    const bench = makeBench([makeNode('a'), makeNode('b', { taints: [soft('x')] }), makeNode('c', { taints: three })])
    // 0, 1 and 3 of at most 3: 100, 100 - 33, 0
    expect(scoresOf(bench, taintTolerationScore, makePod('p'))).toEqual([100, 67, 0])
    const tolerations = [{ key: 'x', operator: 'Exists' as const, value: undefined, effect: undefined, tolerationSeconds: undefined }]
    expect(scoresOf(bench, taintTolerationScore, makePod('p', { spec: { tolerations } }))).toEqual([100, 100, 0])
  })
  it('gives 100 everywhere when no node discourages', () => {
    expect(scoresOf(makeBench([makeNode('a'), makeNode('b')]), taintTolerationScore, makePod('p'))).toEqual([100, 100])
  })
})

describe('NodeAffinity', () => {
  const prefer = (weight: number, key: string): { weight: number; preference: NodeSelectorTerm } =>
    ({ weight, preference: { matchExpressions: [{ key, operator: 'Exists', values: undefined }], matchFields: undefined } })
  it('stretches the sum of weights to 100', () => {
    const bench = makeBench([makeNode('a', { labels: { ssd: '', gpu: '' } }), makeNode('b', { labels: { ssd: '' } }), makeNode('c')])
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: undefined,
      preferredDuringSchedulingIgnoredDuringExecution: [prefer(10, 'ssd'), prefer(20, 'gpu')],
    }
    const pod = makePod('p', { spec: { affinity: { nodeAffinity, podAffinity: undefined, podAntiAffinity: undefined } } })
    // 30, 10, 0 of 30
    expect(scoresOf(bench, nodeAffinityScore, pod)).toEqual([100, 33, 0])
    expect(scoresOf(bench, nodeAffinityScore, makePod('q'))).toBeUndefined()
  })
})

describe('ImageLocality', () => {
  const mebibytes = (size: number): number => size * 1024 * 1024
  const image = (name: string, size: number): { names: string[]; sizeBytes: number } => ({ names: [name], sizeBytes: mebibytes(size) })
  it('weighs an image by its size and by the share of nodes that have it', () => {
    const bench = makeBench([
      makeNode('a', { images: [image('nginx:1.25', 400)] }), makeNode('b'), makeNode('c', { images: [image('other:1', 900)] }),
      makeNode('d'),
    ])
    // 400 Mi * 1/4 = 100 Mi: 100 * (100 - 23) / (1000 - 23) = 7.88
    expect(scoresOf(bench, imageLocality, makePod('p'))).toEqual([7, 0, 0, 0])
  })
  it('takes an image without tag for :latest, and doubles the threshold for two containers', () => {
    const bench = makeBench([makeNode('a', { images: [image('nginx:latest', 2000)] })])
    const containers = [makeContainer(undefined, { image: 'nginx' }), makeContainer(undefined, { image: 'gone:1' })]
    // 100 * (2000 - 23) / (2000 - 23)
    expect(scoresOf(bench, imageLocality, makePod('p', { spec: { containers } }))).toEqual([100])
  })
})

describe('PodTopologySpread as a score', () => {
  it('spreads the pods of an owner over nodes and zones by default', () => {
    const nodes = [makeNode('a', { zone: 'x' }), makeNode('b', { zone: 'x' }), makeNode('c', { zone: 'y' })]
    const bench = makeBench(nodes, [makePod('1', { owner: 'rs', node: 'a' }), makePod('2', { owner: 'other', node: 'c' })])
    // Hostname: count * ln(3+2) + 2, zone: count * ln(2+2) + 4.
    // a: 1.609 + 2 + 1.386 + 4 = 8.996 -> 9; b: 0 + 2 + 1.386 + 4 = 7.386 -> 7; c: 6. 100 * (9 + 6 - s) / 9
    expect(scoresOf(bench, podTopologySpreadScore, makePod('p', { owner: 'rs' }))).toEqual([66, 88, 100])
  })
  it('scores the first pod of an owner alike everywhere, and skips a pod without owner', () => {
    const bench = makeBench([makeNode('a'), makeNode('b')])
    expect(scoresOf(bench, podTopologySpreadScore, makePod('p', { owner: 'rs' }))).toEqual([100, 100])
    expect(scoresOf(bench, podTopologySpreadScore, makePod('q'))).toBeUndefined()
  })
  it('tells nodes apart that differ by hundreds of pods', () => {
    const crowd = (node: string, count: number): Pod[] => Array.from({ length: count }, (_, i) => makePod(`${node}-${i}`, { owner: 'rs', node }))
    const bench = makeBench([makeNode('a'), makeNode('b'), makeNode('c')], [...crowd('a', 200), ...crowd('b', 50)])
    // Pods * ln(3 + 2) + 2, rounded: 324, 82, 2; then 100 * (324 + 2 - score) / 324
    expect(scoresOf(bench, podTopologySpreadScore, makePod('p', { owner: 'rs' }))).toEqual([0, 75, 100])
  })
  it('lets nodes without the label of an explicit constraint score 0', () => {
    const constraint: TopologySpreadConstraint = {
      maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { app: 'web' }, matchExpressions: undefined },
    }
    const nodes = [makeNode('a', { labels: { rack: '1' } }), makeNode('b', { labels: { rack: '2' } }), makeNode('c')]
    const bench = makeBench(nodes, ['1', '2', '3'].map((name) => makePod(name, { labels: { app: 'web' }, node: 'a' })))
    // a: 3 * ln(2+2) + 0 = 4.16 -> 4; b: 0. 100 * (4 + 0 - s) / 4
    const pod = makePod('p', { spec: { topologySpreadConstraints: [constraint] } })
    expect(scoresOf(bench, podTopologySpreadScore, pod)).toEqual([0, 100, 0])
  })
})

describe('naturalLog', () => {
  it('agrees with Math.log to 15 digits, in the table and beyond', () => {
    for (const x of [1, 2, 3, 5, 7, 10, 100, 502, 1023, 1024, 5002, 150_000]) expect(naturalLog(x)).toBeCloseTo(Math.log(x), 13)
  })
})
