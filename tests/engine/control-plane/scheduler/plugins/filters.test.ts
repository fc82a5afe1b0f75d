// https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/ and the pages on taints, node affinity, topology spread.
import { describe, expect, it } from 'vitest'
import { nodeAffinityFilter } from '../../../../../src/engine/control-plane/scheduler/plugins/node-affinity.ts'
import { nodeName } from '../../../../../src/engine/control-plane/scheduler/plugins/node-name.ts'
import { nodePorts } from '../../../../../src/engine/control-plane/scheduler/plugins/node-ports.ts'
import { nodeResourcesFitFilter } from '../../../../../src/engine/control-plane/scheduler/plugins/node-resources-fit.ts'
import { nodeUnschedulable } from '../../../../../src/engine/control-plane/scheduler/plugins/node-unschedulable.ts'
import { filterNames } from '../../../../../src/engine/control-plane/scheduler/plugins/plugin-names.ts'
import { podTopologySpreadFilter } from '../../../../../src/engine/control-plane/scheduler/plugins/pod-topology-spread.ts'
import { filterPlugins } from '../../../../../src/engine/control-plane/scheduler/plugins/registry.ts'
import { taintTolerationFilter } from '../../../../../src/engine/control-plane/scheduler/plugins/taint-toleration.ts'
import type {
  ContainerPort, NodeSelectorRequirement, Taint, Toleration, TopologySpreadConstraint,
} from '../../../../../src/kubernetes/types/core.ts'
import { makeContainer, makeNode, makePod, withPod } from '../builders.ts'
import { makeBench, refusals } from './bench-cache.ts'

const toleration = (more: Partial<Toleration>): Toleration => ({
  key: undefined, operator: undefined, value: undefined, effect: undefined, tolerationSeconds: undefined, ...more,
})
const taint = (key: string, value: string | undefined, effect: Taint['effect']): Taint => ({ key, value, effect, timeAdded: undefined })

it('runs the filters in upstream’s order', () => {
  expect(filterPlugins.map((plugin) => plugin.name)).toEqual(filterNames)
})

describe('NodeUnschedulable', () => {
  const bench = makeBench([makeNode('a', { unschedulable: true }), makeNode('b')])
  it('keeps pods off a cordoned node', () => {
    expect(refusals(bench, nodeUnschedulable, makePod('p'))).toEqual(['node(s) were unschedulable', ''])
  })
  it('lets those come that tolerate the taint of a cordon', () => {
    const tolerations = [toleration({ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' })]
    expect(refusals(bench, nodeUnschedulable, makePod('p', { spec: { tolerations } }))).toEqual(['', ''])
  })
})

describe('NodeName', () => {
  it('lets a pod that names its node go nowhere else', () => {
    const bench = makeBench([makeNode('a'), makeNode('b')])
    expect(refusals(bench, nodeName, makePod('p', { node: 'b' }))).toEqual(["node(s) didn't match the requested node name", ''])
  })
})

describe('TaintToleration', () => {
  const bench = makeBench([
    makeNode('a', { taints: [taint('gpu', 'yes', 'NoSchedule')] }),
    makeNode('b', { taints: [taint('node.kubernetes.io/unreachable', undefined, 'NoExecute')] }),
    makeNode('c', { taints: [taint('slow', 'disk', 'PreferNoSchedule')] }),
  ])
  const gpu = 'node(s) had untolerated taint {gpu: yes}'
  const unreachable = 'node(s) had untolerated taint {node.kubernetes.io/unreachable: }'
  it.each([
    ['no toleration', [], [gpu, unreachable, '']],
    ['equal key and value', [toleration({ key: 'gpu', value: 'yes' })], ['', unreachable, '']],
    ['another value', [toleration({ key: 'gpu', operator: 'Equal', value: 'no' })], [gpu, unreachable, '']],
    ['another effect', [toleration({ key: 'gpu', operator: 'Exists', effect: 'NoExecute' })], [gpu, unreachable, '']],
    ['everything', [toleration({ operator: 'Exists' })], ['', '', '']],
  ])('with %s', (_, tolerations, expected) => {
    expect(refusals(bench, taintTolerationFilter, makePod('p', { spec: { tolerations } }))).toEqual(expected)
  })
})

describe('NodeAffinity', () => {
  const bench = makeBench([
    makeNode('a', { labels: { disk: 'ssd', cores: '8' } }), makeNode('b', { labels: { disk: 'hdd' } }), makeNode('c'),
  ])
  const no = "node(s) didn't match Pod's node affinity/selector"
  const requirement = (key: string, operator: NodeSelectorRequirement['operator'], ...values: string[]): NodeSelectorRequirement =>
    ({ key, operator, values })

  it('takes nodeSelector', () => {
    expect(refusals(bench, nodeAffinityFilter, makePod('p', { spec: { nodeSelector: { disk: 'ssd' } } }))).toEqual(['', no, no])
  })
  it.each([
    ['In', [requirement('disk', 'In', 'ssd', 'hdd')], ['', '', no]],
    ['NotIn holds without the label', [requirement('disk', 'NotIn', 'ssd')], [no, '', '']],
    ['Exists', [requirement('disk', 'Exists')], ['', '', no]],
    ['DoesNotExist', [requirement('disk', 'DoesNotExist')], [no, no, '']],
    ['Gt', [requirement('cores', 'Gt', '7')], ['', no, no]],
    ['Lt is not Gt', [requirement('cores', 'Lt', '8')], [no, no, no]],
    ['all of a term', [requirement('disk', 'Exists'), requirement('cores', 'DoesNotExist')], [no, '', no]],
    ['no requirement at all', [], [no, no, no]],
  ])('takes required terms: %s', (_, matchExpressions, expected) => {
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions, matchFields: undefined }] },
      preferredDuringSchedulingIgnoredDuringExecution: undefined,
    }
    const pod = makePod('p', { spec: { affinity: { nodeAffinity, podAffinity: undefined, podAntiAffinity: undefined } } })
    expect(refusals(bench, nodeAffinityFilter, pod)).toEqual(expected)
  })
  it('takes any one of several terms, and metadata.name as a field', () => {
    const terms = [
      { matchExpressions: [requirement('cores', 'Exists')], matchFields: undefined },
      { matchExpressions: undefined, matchFields: [requirement('metadata.name', 'In', 'c')] },
    ]
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms },
      preferredDuringSchedulingIgnoredDuringExecution: undefined,
    }
    const pod = makePod('p', { spec: { affinity: { nodeAffinity, podAffinity: undefined, podAntiAffinity: undefined } } })
    expect(refusals(bench, nodeAffinityFilter, pod)).toEqual(['', no, ''])
  })
})

describe('NodePorts', () => {
  const port = (hostPort: number, protocol: ContainerPort['protocol']): ContainerPort =>
    ({ name: undefined, containerPort: 80, hostPort, protocol })
  const withPort = (name: string, hostPort: number, protocol: ContainerPort['protocol'], node?: string): ReturnType<typeof makePod> =>
    makePod(name, {
      ...(node === undefined ? {} : { node }), spec: { containers: [makeContainer(undefined, { ports: [port(hostPort, protocol)] })] },
    })
  const bench = makeBench([makeNode('a'), makeNode('b')], [withPort('old', 8080, 'TCP', 'a')])

  it.each([
    [8080, 'TCP' as const, ["node(s) didn't have free ports for the requested pod ports", '']],
    [8080, 'UDP' as const, ['', '']],
    [8081, 'TCP' as const, ['', '']],
  ])('host port %d/%s', (hostPort, protocol, expected) => {
    expect(refusals(bench, nodePorts, withPort('new', hostPort, protocol))).toEqual(expected)
  })
})

describe('NodeResourcesFit', () => {
  const bench = makeBench(
    [
      makeNode('a', { cpu: '2', memory: '1Gi', pods: '3' }),
      makeNode('b', { cpu: '8', memory: '16Gi', pods: '1', other: { 'example.com/gpu': '1' } }),
    ],
    [makePod('x', { requests: { cpu: '1500m', memory: '512Mi' }, node: 'a' }), makePod('y', { requests: {}, node: 'b' })],
  )
  it.each([
    [{ cpu: '500m', memory: '512Mi' }, ['', 'Too many pods']],
    [{ cpu: '501m' }, ['Insufficient cpu', 'Too many pods']],
    [{ cpu: '501m', memory: '513Mi' }, ['Insufficient cpu, Insufficient memory', 'Too many pods']],
    [{ cpu: '9' }, ['Insufficient cpu', 'Too many pods, Insufficient cpu']],
    [{ 'ephemeral-storage': '1Gi' }, ['Insufficient ephemeral-storage', 'Too many pods, Insufficient ephemeral-storage']],
    [{ 'example.com/gpu': '1' }, ['Insufficient example.com/gpu', 'Too many pods']],
    [{ 'example.com/gpu': '2' }, ['Insufficient example.com/gpu', 'Too many pods, Insufficient example.com/gpu']],
  ])('requests %o', (requests, expected) => {
    expect(refusals(bench, nodeResourcesFitFilter, makePod('p', { requests }))).toEqual(expected)
  })
  it('counts no default for a container without requests: a full node still takes it', () => {
    const full = makeBench([makeNode('a', { cpu: '1' })], [makePod('x', { requests: { cpu: '1' }, node: 'a' })])
    expect(refusals(full, nodeResourcesFitFilter, makePod('p'))).toEqual([''])
  })
})

describe('PodTopologySpread as a filter', () => {
  const constraint = (topologyKey: string, maxSkew = 1): TopologySpreadConstraint => ({
    maxSkew, topologyKey, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' }, matchExpressions: undefined },
  })
  const web = (name: string, node: string): ReturnType<typeof makePod> => makePod(name, { labels: { app: 'web' }, node })
  const no = "node(s) didn't match pod topology spread constraints"
  const nodes = [makeNode('a', { zone: 'x' }), makeNode('b', { zone: 'x' }), makeNode('c', { zone: 'y' }), makeNode('d')]
  // Zone x holds 2 of them, zone y none: one more in x would make a skew of 3.
  const bench = makeBench(nodes, [web('1', 'a'), web('2', 'b'), makePod('other', { labels: { app: 'db' }, node: 'c' })])
  const pod = (...topologySpreadConstraints: TopologySpreadConstraint[]): ReturnType<typeof makePod> =>
    makePod('p', { labels: { app: 'web' }, spec: { topologySpreadConstraints } })

  it('counts by zone and asks for the label', () => {
    expect(refusals(bench, podTopologySpreadFilter, pod(constraint('topology.kubernetes.io/zone'))))
      .toEqual([no, no, '', `${no} (missing required label)`])
  })
  it('allows as much skew as it says', () => {
    expect(refusals(bench, podTopologySpreadFilter, pod(constraint('topology.kubernetes.io/zone', 3)))[0]).toBe('')
    expect(refusals(bench, podTopologySpreadFilter, pod(constraint('topology.kubernetes.io/zone', 2)))[0]).toBe(no)
  })
  it('counts by hostname', () => {
    expect(refusals(bench, podTopologySpreadFilter, pod(constraint('kubernetes.io/hostname')))).toEqual([no, no, '', ''])
  })
  it('counts one less for a pod that its own selector does not match', () => {
    const stranger = makePod('p', { spec: { topologySpreadConstraints: [constraint('topology.kubernetes.io/zone', 2)] } })
    expect(refusals(bench, podTopologySpreadFilter, stranger)[0]).toBe('')
  })
  it('leaves out nodes that the pod’s own nodeSelector excludes', () => {
    const picky = makePod('p', {
      labels: { app: 'web' },
      spec: {
        nodeSelector: { 'topology.kubernetes.io/zone': 'x' }, topologySpreadConstraints: [constraint('topology.kubernetes.io/zone')],
      },
    })
    expect(refusals(bench, podTopologySpreadFilter, picky).slice(0, 2)).toEqual(['', ''])
  })
  it('does not count terminating pods', () => {
    const going = withPod(web('2', 'b'), { metadata: { deletionTimestamp: '2026-01-01T00:00:30Z' } })
    const other = makeBench(nodes, [web('1', 'a'), going])
    expect(refusals(other, podTopologySpreadFilter, pod(constraint('kubernetes.io/hostname')))).toEqual([no, '', '', ''])
  })
})
