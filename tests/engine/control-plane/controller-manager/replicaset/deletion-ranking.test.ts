// https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset
import { describe, expect, it } from 'vitest'
import { ageBucket, compareForDeletion, firstToGo, rankPod, type RankedPod } from '../../../../../src/engine/control-plane/controller-manager/replicaset/deletion-ranking.ts'
import { forkRandom, nextInt } from '../../../../../src/engine/simulation/random.ts'
import type { Pod } from '../../../../../src/kubernetes/types/core.ts'
import { condition } from '../fake-cluster.ts'
import { pod } from '../fixtures.ts'

const epochMs = 1_767_225_600_000
const nowUs = 1_000_000_000

interface Wish {
  readonly node?: string | undefined
  readonly phase?: Pod['status']['phase']
  readonly readySince?: string
  readonly cost?: string
  readonly restarts?: number
  readonly created?: string
  readonly uid?: string
  readonly related?: number
}
function ranked(wish: Wish): RankedPod {
  const made = pod('p', {
    meta: { uid: wish.uid ?? 'm', creationTimestamp: wish.created ?? '2026-01-01T00:00:00Z', annotations: wish.cost === undefined ? undefined : { 'controller.kubernetes.io/pod-deletion-cost': wish.cost } },
    spec: { nodeName: 'node' in wish ? wish.node : 'node-1' },
    status: {
      phase: wish.phase ?? 'Running', conditions: wish.readySince === undefined ? undefined : [condition('Ready', 'True', wish.readySince)],
      containerStatuses: wish.restarts === undefined ? undefined : [{ name: 'c', state: { waiting: undefined, running: undefined, terminated: undefined }, lastState: { waiting: undefined, running: undefined, terminated: undefined }, ready: true, restartCount: wish.restarts, image: '', imageID: '', containerID: undefined, started: true }],
    },
  })
  return rankPod(made, 0, wish.related ?? 1, epochMs)
}
const ready = '2026-01-01T00:10:00Z'

describe('deletion order', () => {
  const rows: readonly (readonly [string, Wish, Wish])[] = [
    ['not assigned before assigned', { node: undefined, phase: 'Pending' }, { phase: 'Pending' }],
    ['Pending before Unknown', { phase: 'Pending' }, { phase: 'Unknown' }],
    ['Unknown before Running', { phase: 'Unknown' }, {}],
    ['not ready before ready', {}, { readySince: ready }],
    ['lower deletion cost first', { readySince: ready, cost: '-5' }, { readySince: ready }],
    ['readiness counts more than cost', { cost: '100' }, { readySince: ready, cost: '-100' }],
    ['more related pods on the node first', { readySince: ready, related: 3 }, { readySince: ready, related: 2 }],
    ['ready for less time, by powers of two', { readySince: '2026-01-01T00:16:00Z' }, { readySince: '2026-01-01T00:01:00Z' }],
    ['ages of one power of two: the uid decides, not the age', { readySince: '2026-01-01T00:10:00Z', uid: 'a' }, { readySince: '2026-01-01T00:11:00Z', uid: 'b' }],
    ['more restarts first when ready for equally long', { readySince: ready, restarts: 2 }, { readySince: ready, restarts: 1 }],
    ['newer first, by powers of two', { readySince: ready, created: '2026-01-01T00:16:00Z' }, { readySince: ready, created: '2026-01-01T00:01:00Z' }],
    ['at last the uid', { readySince: ready, uid: 'a' }, { readySince: ready, uid: 'b' }],
  ]
  it.each(rows)('%s', (_, first, second) => {
    expect(compareForDeletion(ranked(first), ranked(second), nowUs)).toBeLessThan(0)
    expect(compareForDeletion(ranked(second), ranked(first), nowUs)).toBeGreaterThan(0)
  })
  it('counts ages in powers of two of nanoseconds', () => {
    expect([0, 1, 1_000_000, 2_000_000, 4_294_968, 1_000_000_000].map(ageBucket)).toEqual([-1, 9, 29, 30, 32, 39])
  })
  it('picks by a bounded heap the same pods as a whole sort (seed 7)', () => {
    const random = forkRandom(7, 'ranking')
    const pods = Array.from({ length: 400 }, (_, i) => ({ ...ranked({ readySince: ready, uid: String(i), related: nextInt(random, 20), restarts: nextInt(random, 3) }), slot: i }))
    const sorted = pods.toSorted((a, b) => compareForDeletion(a, b, nowUs)).slice(0, 37)
    expect(firstToGo(pods, 37, nowUs)).toEqual(sorted)
  })
})
