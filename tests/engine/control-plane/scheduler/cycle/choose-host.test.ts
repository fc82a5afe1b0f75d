import { describe, expect, it } from 'vitest'
import { chooseHost } from '../../../../../src/engine/control-plane/scheduler/cycle/choose-host.ts'
import { keptNodes } from '../../../../../src/engine/control-plane/scheduler/cycle/decisions.ts'
import { createScan, findFeasible } from '../../../../../src/engine/control-plane/scheduler/cycle/find-feasible.ts'
import { preparePod } from '../../../../../src/engine/control-plane/scheduler/cycle/prepare-pod.ts'
import { createScores, scoreNodes, selectHost } from '../../../../../src/engine/control-plane/scheduler/cycle/score-nodes.ts'
import { forkRandom, nextInt, type Random } from '../../../../../src/engine/simulation/random.ts'
import type { Node, Pod, ResourceList, Taint } from '../../../../../src/kubernetes/types/core.ts'
import { makeNode, makePod } from '../builders.ts'
import { makeBench, type Bench } from '../plugins/bench-cache.ts'

const images = [{ names: ['nginx:1.25'], sizeBytes: 300 * 1024 * 1024 }]
const taint: Taint = { key: 'slow', value: undefined, effect: 'PreferNoSchedule', timeAdded: undefined }
const requests: readonly ResourceList[] = [{}, { cpu: '100m' }, { cpu: '1', memory: '512Mi' }, { 'ephemeral-storage': '1Gi' }]

interface Wishes {
  readonly zones: boolean
  readonly images: boolean
  readonly taints: boolean
  /** Pods of the same owner that the first node has. */
  readonly peers: number
}

function someNode(random: Random, i: number, wishes: Wishes): Node {
  const zone = wishes.zones && nextInt(random, 5) > 0 ? { zone: `z${nextInt(random, 3)}` } : {}
  return makeNode(`n${i}`, {
    cpu: String(2 + nextInt(random, 3)), memory: `${4 + nextInt(random, 3)}Gi`, pods: '1000', ...zone, other: { 'ephemeral-storage': '100Gi' },
    ...(wishes.images && nextInt(random, 2) === 0 ? { images } : {}), ...(wishes.taints && nextInt(random, 2) === 0 ? { taints: [taint] } : {}),
  })
}

function someBench(random: Random, nodes: number, wishes: Wishes): Bench {
  const pods: Pod[] = Array.from({ length: nodes }, (_, i) => makePod(`p${i}`, {
    owner: 'web', requests: requests[nextInt(random, requests.length)]!, node: `n${nextInt(random, nodes)}`,
  }))
  for (let i = 0; i < wishes.peers; i++) pods.push(makePod(`peer${i}`, { owner: 'web', requests: {}, node: 'n0' }))
  return makeBench(Array.from({ length: nodes }, (_, i) => someNode(random, i, wishes)), pods)
}

/** What is chosen, what is recorded of the first candidates and the chosen one, and where the random numbers stand then. */
function bothWays({ cache, pods }: Bench, pod: Pod, seed: number): readonly [quick: unknown, plain: unknown] {
  const { columns } = cache
  const cyclePod = preparePod(cache, pods, pod)
  const [scan, quick, plain] = [createScan(columns.capacity), createScores(columns.capacity), createScores(columns.capacity)]
  findFeasible(columns, cyclePod, scan, seed)
  const [randomOfQuick, randomOfPlain] = [forkRandom(seed, 'ties'), forkRandom(seed, 'ties')]
  const chosen = chooseHost(columns, cyclePod, scan, quick, randomOfQuick)
  scoreNodes(columns, cyclePod, scan.candidates, scan.feasible, plain)
  const expected = selectHost(plain, scan.feasible, randomOfPlain)
  const recorded = ({ byPlugin }: typeof quick): unknown => byPlugin.map((column) => [
    column.slice(0, Math.min(scan.feasible, keptNodes)), column[expected],
  ])
  return [[chosen, recorded(quick), randomOfQuick.state], [expected, recorded(plain), randomOfPlain.state]]
}

describe('the short way to a host', () => {
  it.each<readonly [string, Wishes]>([
    ['plain nodes', { zones: false, images: false, taints: false, peers: 0 }],
    ['nodes in zones', { zones: true, images: false, taints: false, peers: 0 }],
    ['images on some nodes', { zones: true, images: true, taints: false, peers: 3 }],
    ['taints that discourage', { zones: true, images: true, taints: true, peers: 9 }],
    ['a node with hundreds of peers', { zones: true, images: false, taints: false, peers: 400 }],
  ])('takes the same node with the same scores and random numbers as the long one: %s', (_, wishes) => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = forkRandom(seed, 'bench')
      const bench = someBench(random, 2 + nextInt(random, 150), wishes)
      for (const ask of requests) {
        for (const owner of [{ owner: 'web' }, { owner: 'other' }, {}]) {
          const [quick, plain] = bothWays(bench, makePod('new', { requests: ask, ...owner }), seed)
          expect(quick).toEqual(plain)
        }
      }
    }
  })
})
