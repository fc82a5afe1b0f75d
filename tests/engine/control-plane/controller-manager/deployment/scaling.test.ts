import { describe, expect, it } from 'vitest'
import { oldSetSizes } from '../../../../../src/engine/control-plane/controller-manager/deployment/rolling.ts'
import { inSharingOrder, maxSurge, maxUnavailable, newSetReplicas, proportionalSizes } from '../../../../../src/engine/control-plane/controller-manager/deployment/scaling.ts'
import type { ReplicaSet } from '../../../../../src/kubernetes/types/apps.ts'
import type { IntOrString } from '../../../../../src/kubernetes/types/meta.ts'
import { deployment, meta, template } from '../fixtures.ts'

function set(name: string, replicas: number, available = replicas, most?: number, created = '2026-01-01T00:00:00Z'): ReplicaSet {
  return {
    apiVersion: 'apps/v1', kind: 'ReplicaSet',
    metadata: meta(name, { creationTimestamp: created, annotations: most === undefined ? undefined : { 'deployment.kubernetes.io/max-replicas': String(most) } }),
    spec: { replicas, minReadySeconds: undefined, selector: { matchLabels: {}, matchExpressions: undefined }, template: template({}) },
    status: {
      replicas, fullyLabeledReplicas: replicas, readyReplicas: available, availableReplicas: available, terminatingReplicas: undefined, observedGeneration: 1, conditions: undefined,
    },
  }
}
const web = (replicas: number, surge: IntOrString = '25%', unavailable: IntOrString = '25%') =>
  deployment('web', replicas, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } } })

describe('surge and unavailable', () => {
  // replicas, surge, unavailable -> pods above, pods below. Surge rounds up, unavailable down.
  it.each([
    [3, '25%', '25%', 1, 0], [10, '25%', '25%', 3, 2], [4, '25%', '25%', 1, 1], [1, '25%', '25%', 1, 0], [10, 0, 0, 0, 1], [10, '0%', 1, 0, 1], [2, 0, 5, 0, 2], [0, '25%', '25%', 0, 0],
  ])('of %i replicas with %s and %s are %i and %i', (replicas, surge, unavailable, above, below) => {
    expect(maxSurge(web(replicas, surge, unavailable))).toBe(above)
    expect(maxUnavailable(web(replicas, surge, unavailable))).toBe(below)
  })
})

describe('the new set', () => {
  it.each([
    ['is made at 3 beside 10 old ones', 10, [10], 0, 3], ['grows to 5 when old ones are 8', 10, [8], 3, 5], ['does not shrink when there is no room', 10, [13], 4, 4], ['stops at the desired size', 10, [0], 9, 10],
  ])('%s', (_, replicas, old, now, expected) => {
    expect(newSetReplicas(web(replicas), [...old.map((size) => set('old', size)), set('new', now)], now)).toBe(expected)
  })
})

describe('old sets in a rolling update', () => {
  it.each([
    ['10 healthy old, 3 new not ready: two may go', [[10, 10]], [3, 0], [8]],
    ['8 old, 5 new not ready: none may go', [[8, 8]], [5, 0], [8]],
    ['8 old, 5 new of which one is ready: one goes', [[8, 8]], [5, 1], [7]],
    ['unhealthy old ones go first and for free', [[6, 2], [4, 4]], [3, 3], [1, 4]],
    ['oldest set first', [[4, 4], [6, 6]], [3, 3], [0, 5]],
    ['unhealthy ones of several sets share one budget', [[4, 0], [4, 0]], [4, 4], [0, 4]],
  ])('%s', (_, old, [size, available], expected) => {
    const sets = old.map(([replicas, healthy], i) => set(`old-${i}`, replicas!, healthy))
    const total = old.reduce((sum, [, healthy]) => sum + healthy!, available!)
    expect(oldSetSizes(web(10), sets, set('new', size!, available), total)).toEqual(expected)
  })
})

describe('proportional scaling', () => {
  it.each([
    // 10 -> 15 in mid-rollout: allowed 15 + 4 = 19, annotated 13; 8 * 19/13 = 11.7 -> 12, 5 * 19/13 = 7.3 -> 7.
    ['shares growth by size', 15, [[8, 13], [5, 13]], [12, 7]],
    // 10 -> 5: allowed 5 + 2 = 7; 8 * 7/13 = 4.3 -> 4, 5 * 7/13 = 2.7 -> 3.
    ['shares shrinking by size', 5, [[8, 13], [5, 13]], [4, 3]],
    ['takes all when nothing is wanted', 0, [[8, 13], [5, 13]], [0, 0]],
    ['gives what rounding leaves to the largest', 11, [[5, 13], [4, 13], [4, 13]], [6, 4, 4]],
    ['takes what rounding leaves from the largest', 9, [[5, 13], [4, 13], [4, 13]], [4, 4, 4]],
  ])('%s', (_, replicas, sizes, expected) => {
    expect(proportionalSizes(web(replicas), sizes.map(([size, most], i) => set(`set-${i}`, size!, size, most)))).toEqual(expected)
  })
  it('puts the newer of two equal sets first when growing, the older when shrinking', () => {
    const older = set('a', 4, 4, 8, '2026-01-01T00:00:00Z')
    const newer = set('b', 4, 4, 8, '2026-01-01T00:01:00Z')
    expect(inSharingOrder([older, newer], true).map((one) => one.metadata.name)).toEqual(['b', 'a'])
    expect(inSharingOrder([newer, older], false).map((one) => one.metadata.name)).toEqual(['a', 'b'])
  })
})
