import { describe, expect, it } from 'vitest'
import { balanceIn, fitMemoOf, fitOf, leastAllocatedIn, maxFitMemos, roomIn } from '../../../../../src/engine/control-plane/scheduler/cache/fit-memos.ts'
import { assumePod, forgetPod, setNodeWithPods } from '../../../../../src/engine/control-plane/scheduler/cache/pod-accounting.ts'
import { createScores, scoreNodes } from '../../../../../src/engine/control-plane/scheduler/cycle/score-nodes.ts'
import { preparePod } from '../../../../../src/engine/control-plane/scheduler/cycle/prepare-pod.ts'
import { balancedAllocation } from '../../../../../src/engine/control-plane/scheduler/plugins/balanced-allocation.ts'
import { leastAllocated, nodeResourcesFitFilter } from '../../../../../src/engine/control-plane/scheduler/plugins/node-resources-fit.ts'
import { fits, type CyclePod } from '../../../../../src/engine/control-plane/scheduler/plugins/plugin.ts'
import { scorePlugins } from '../../../../../src/engine/control-plane/scheduler/plugins/registry.ts'
import { podResources } from '../../../../../src/kubernetes/pod-resources.ts'
import type { Pod, ResourceList } from '../../../../../src/kubernetes/types/core.ts'
import { makeNode, makePod } from '../builders.ts'
import { makeBench, type Bench } from '../plugins/bench-cache.ts'

const nodes = [
  makeNode('small', { cpu: '2', memory: '1Gi' }), makeNode('large', { cpu: '64', memory: '128Gi' }), makeNode('crowded', { pods: '1' }),
  makeNode('lopsided', { cpu: '1', memory: '256Gi', zone: 'a' }),
]
const requests: readonly ResourceList[] = [
  {}, { cpu: '500m' }, { memory: '512Mi' }, { cpu: '2', memory: '1Gi' }, { cpu: '1', memory: '300Mi' },
]
const asks = requests.map((list, i) => makePod(`ask-${i}`, { requests: list }))

/** Room and both scores of every node, as the memo has them and as the plugins find them without it. */
function bothWays({ cache, pods }: Bench, pod: Pod): readonly [remembered: unknown[], found: unknown[]] {
  const { columns } = cache
  const cyclePod = preparePod(cache, pods, pod)
  const plain: CyclePod = { ...cyclePod, fits: undefined }
  const slots = Int32Array.from(columns.slotByName.values())
  const scores = [leastAllocated, balancedAllocation].map((plugin) => {
    const out = new Float64Array(slots.length)
    plugin.score(columns, plain, slots, slots.length, out)
    return out
  })
  const words = [...slots].map((i) => fitOf(columns, cyclePod.fits!, i))
  return [
    words.map((fit) => [roomIn(fit), leastAllocatedIn(fit), balanceIn(fit)]),
    [...slots].map((i, k) => [nodeResourcesFitFilter.filter(columns, plain, i) === fits, scores[0]![k], scores[1]![k]]),
  ]
}

describe('what is remembered of a node’s resources', () => {
  it.each(asks.map((ask, i) => [i, ask] as const))('is what the plugins find, before and after pods come and go: ask %d', (_, ask) => {
    const bench = makeBench(nodes)
    const guests = [makePod('x', { requests: { cpu: '1', memory: '512Mi' } }), makePod('y', { requests: { cpu: '250m' } })]
    const check = (): void => {
      const [remembered, found] = bothWays(bench, ask)
      expect(remembered).toEqual(found)
    }
    check()
    for (const slot of [0, 2, 3]) guests.forEach((guest, k) => { assumePod(bench.cache, slot * 2 + k, guest, slot) })
    check()
    forgetPod(bench.cache, 0, guests[0]!)
    check()
    setNodeWithPods(bench.cache, bench.pods, 1, nodes[1], makeNode('large', { cpu: '1', memory: '200Mi' }))
    check()
  })
  it('is kept for eight ways to ask, and not for rare resources', () => {
    const { cache: { columns } } = makeBench(nodes)
    const memoOf = (cpu: number): unknown => fitMemoOf(columns, podResources(makePod('p', { requests: { cpu: `${cpu}m` } }).spec))
    const first = memoOf(1)
    expect(memoOf(1)).toBe(first)
    for (let cpu = 2; cpu <= maxFitMemos; cpu++) memoOf(cpu)
    expect(memoOf(1)).toBe(first)
    memoOf(maxFitMemos + 1)
    expect(memoOf(1)).not.toBe(first)
    expect(columns.fitMemos.kept).toHaveLength(maxFitMemos)
    expect(fitMemoOf(columns, podResources(makePod('p', { requests: { 'example.com/gpu': '1' } }).spec))).toBeUndefined()
  })
})

describe('a score that all nodes get alike', () => {
  const images = [{ names: ['nginx:1.25'], sizeBytes: 300 * 1024 * 1024 }]
  it.each([
    ['on all nodes', nodes.map(({ metadata: { name } }) => makeNode(name, { images })), 1],
    ['on some', [makeNode('a', { images }), makeNode('b')], 2],
  ])('is the one that the plugin finds node by node: image %s', (_, some, differing) => {
    const { cache, pods } = makeBench(some)
    const { columns } = cache
    const pod = preparePod(cache, pods, makePod('p', { requests: {} }))
    const slots = Int32Array.from(columns.slotByName.values())
    const scores = createScores(slots.length)
    scoreNodes(columns, pod, slots, slots.length, scores)
    const found = scorePlugins.map((plugin) => {
      const out = new Float64Array(slots.length)
      if (plugin.applies(columns, pod)) plugin.score(columns, pod, slots, slots.length, out)
      return out
    })
    expect(scores.byPlugin).toEqual(found)
    const totals = [...slots].map((i) => scorePlugins.reduce((sum, { weight }, p) => sum + weight * found[p]![i]!, 0))
    expect([...scores.total]).toEqual(totals)
    expect(new Set(found[5]).size).toBe(differing)
  })
})
