import { describe, expect, it } from 'vitest'
import type { Deployment, ReplicaSet } from '../../../../../src/kubernetes/types/apps.ts'
import type { Pod } from '../../../../../src/kubernetes/types/core.ts'
import type { IntOrString, ObjectMeta, OwnerReference } from '../../../../../src/kubernetes/types/meta.ts'
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../../../../src/kubernetes/types/policy.ts'
import { reconcileDisruption } from '../../../../../src/engine/control-plane/controller-manager/disruption/reconcile.ts'
import { cachesWith, inputOf, linesOf } from '../actions.ts'
import { deployment, meta, pod, template } from '../fixtures.ts'

const labels = { app: 'web' }
const owner = (kind: string, uid: string): OwnerReference => (
  { apiVersion: 'apps/v1', kind, name: kind, uid, controller: true, blockOwnerDeletion: true }
)

function budget(spec: { minAvailable?: IntOrString; maxUnavailable?: IntOrString }, status: Partial<PodDisruptionBudgetStatus> = {}): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: meta('web', { generation: 2, uid: 'budget' }),
    spec: {
      minAvailable: spec.minAvailable, maxUnavailable: spec.maxUnavailable, selector: { matchLabels: labels, matchExpressions: undefined },
      unhealthyPodEvictionPolicy: undefined,
    },
    status: {
      observedGeneration: undefined, disruptedPods: undefined, disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0,
      conditions: undefined, ...status,
    },
  }
}

function webPod(name: string, ready: boolean, more: Partial<ObjectMeta> = {}): Pod {
  const condition = {
    type: 'Ready', status: ready ? 'True' as const : 'False' as const, observedGeneration: undefined, lastProbeTime: null,
    lastTransitionTime: '2026-01-01T00:00:00Z', reason: undefined, message: undefined,
  }
  return pod(name, { meta: { labels, uid: name, ownerReferences: [owner('ReplicaSet', 'set')], ...more }, status: { conditions: [condition] } })
}

const replicas = 5
const owners = {
  deployments: [{ ...deployment('web', replicas), metadata: meta('web', { uid: 'deployment' }) } as Deployment],
  replicasets: [{
    apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: meta('web-1', { uid: 'set', ownerReferences: [owner('Deployment', 'deployment')] }),
    spec: { replicas: 3, minReadySeconds: undefined, selector: { matchLabels: labels, matchExpressions: undefined }, template: template(labels) },
    status: {
      replicas: 3, fullyLabeledReplicas: undefined, readyReplicas: undefined, availableReplicas: undefined, terminatingReplicas: undefined,
      observedGeneration: undefined, conditions: undefined,
    },
  } as ReplicaSet],
}

function statusOf(one: PodDisruptionBudget, pods: readonly Pod[]): PodDisruptionBudgetStatus {
  const action = reconcileDisruption(inputOf(cachesWith({ ...owners, pods, poddisruptionbudgets: [one] }))).stages.at(-1)?.[0]
  if (action?.do !== 'update') throw new Error('no status was written')
  return (action.object as PodDisruptionBudget).status
}
const fourReady = ['a', 'b', 'c', 'd'].map((name) => webPod(name, true))

describe('a disruption budget’s status', () => {
  it.each<[string, { minAvailable?: IntOrString; maxUnavailable?: IntOrString }, number, number, number]>([
    ['a number that must be available: of the pods there are', { minAvailable: 3 }, 4, 3, 1],
    ['a share that must be available: of the Deployment’s replicas, rounded up', { minAvailable: '50%' }, 5, 3, 1],
    ['a number that may be missing: from the Deployment’s replicas', { maxUnavailable: 2 }, 5, 3, 1],
    ['a share that may be missing, rounded up', { maxUnavailable: '30%' }, 5, 3, 1],
    ['more than there are', { minAvailable: 6 }, 4, 6, 0],
    ['all may be missing', { maxUnavailable: '100%' }, 5, 0, 4],
  ])('%s', (_what, spec, expectedPods, desiredHealthy, disruptionsAllowed) => {
    expect(statusOf(budget(spec), fourReady)).toMatchObject({
      expectedPods, desiredHealthy, currentHealthy: 4, disruptionsAllowed, observedGeneration: 2,
      conditions: [{ type: 'DisruptionAllowed', status: disruptionsAllowed > 0 ? 'True' : 'False', reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods' }],
    })
  })
  it('counts neither pods that are not ready, nor those that are being deleted, nor those of other labels', () => {
    const pods = [...fourReady, webPod('e', false), webPod('f', true, { deletionTimestamp: '2026-01-01T00:02:00Z' }), webPod('g', true, { labels: { app: 'api' } })]
    expect(statusOf(budget({ minAvailable: 1 }), pods)).toMatchObject({ currentHealthy: 4, expectedPods: 6 })
  })
  it('takes a pod off whose eviction was granted, until it is seen to go or two minutes are over', () => {
    const granted = (time: string) => budget({ minAvailable: 1 }, { disruptedPods: { a: time, gone: time } })
    const input = inputOf(cachesWith({ ...owners, pods: fourReady, poddisruptionbudgets: [granted('2026-01-01T00:00:30Z')] }))
    const run = reconcileDisruption(input)
    expect(linesOf(run)).toEqual([['update poddisruptionbudgets/status web']])
    expect(run.requeueAfterUs).toBe(50_000_001)
    expect(statusOf(granted('2026-01-01T00:00:30Z'), fourReady)).toMatchObject({ currentHealthy: 3, disruptedPods: { a: '2026-01-01T00:00:30Z' } })
    const late = inputOf(cachesWith({ ...owners, pods: fourReady, poddisruptionbudgets: [granted('2025-12-31T23:59:00Z')] }))
    expect(linesOf(reconcileDisruption(late))).toEqual([['event NotDeleted'], ['update poddisruptionbudgets/status web']])
    expect(statusOf(granted('2025-12-31T23:59:00Z'), fourReady)).toMatchObject({ currentHealthy: 4, disruptedPods: undefined })
  })
  it('is written when something differs, and only then', () => {
    const status = statusOf(budget({ minAvailable: 3 }), fourReady)
    const again = inputOf(cachesWith({ ...owners, pods: fourReady, poddisruptionbudgets: [budget({ minAvailable: 3 }, status)] }))
    expect(linesOf(reconcileDisruption(again))).toEqual([])
    expect(statusOf(budget({ minAvailable: 3 }, status), fourReady.slice(1))).toMatchObject({ disruptionsAllowed: 0, conditions: [{ status: 'False', lastTransitionTime: '2026-01-01T00:01:40Z' }] })
  })
  it('tells of a budget that selects nothing', () => {
    const run = reconcileDisruption(inputOf(cachesWith({ pods: [], poddisruptionbudgets: [budget({ minAvailable: 1 })] })))
    expect(linesOf(run)).toEqual([['event NoPods'], ['update poddisruptionbudgets/status web']])
  })
})
