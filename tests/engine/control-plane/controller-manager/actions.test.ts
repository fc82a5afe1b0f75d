// Each controller as a pure function: what is in the caches, and the actions that it wants, stage by stage.
import { describe, expect, it } from 'vitest'
import type { Action, ReconcileInput, ReconcileResult } from '../../../../src/engine/client/controller-actions.ts'
import type { Caches } from '../../../../src/engine/control-plane/controller-manager/caches/caches.ts'
import { reconcileDeployment } from '../../../../src/engine/control-plane/controller-manager/deployment/reconcile.ts'
import { reconcileEndpoints } from '../../../../src/engine/control-plane/controller-manager/endpointslice/reconcile.ts'
import { reconcileGarbage } from '../../../../src/engine/control-plane/controller-manager/garbage-collector/reconcile.ts'
import { reconcileNamespace } from '../../../../src/engine/control-plane/controller-manager/namespace/reconcile.ts'
import { reconcileNodeIpam } from '../../../../src/engine/control-plane/controller-manager/node-ipam/reconcile.ts'
import { reconcileNode } from '../../../../src/engine/control-plane/controller-manager/nodelifecycle/reconcile.ts'
import { reconcilePodGc } from '../../../../src/engine/control-plane/controller-manager/pod-gc/reconcile.ts'
import { reconcileReplicaSet } from '../../../../src/engine/control-plane/controller-manager/replicaset/reconcile.ts'
import { reconcileServiceAccount } from '../../../../src/engine/control-plane/controller-manager/serviceaccount/reconcile.ts'
import { patienceSeconds, reconcileEviction } from '../../../../src/engine/control-plane/controller-manager/taint-eviction/reconcile.ts'
import { graphKey } from '../../../../src/engine/control-plane/controller-manager/caches/owners.ts'
import type { Deployment, ReplicaSet } from '../../../../src/kubernetes/types/apps.ts'
import type { Pod, Taint, Toleration } from '../../../../src/kubernetes/types/core.ts'
import type { OwnerReference } from '../../../../src/kubernetes/types/meta.ts'
import { cachesWith, inputOf, linesOf, type Objects } from './actions.ts'
import { condition } from './fake-cluster.ts'
import { deployment, meta, namespace, node, pod, service, template } from './fixtures.ts'

type Reconcile = (input: ReconcileInput<Caches>) => ReconcileResult
type Row = readonly [title: string, reconcile: Reconcile, objects: Objects, stages: readonly (readonly unknown[])[], some?: Partial<ReconcileInput<Caches>>]

const ownedBy = (kind: string, uid: string): OwnerReference => ({ apiVersion: 'apps/v1', kind, name: uid, uid, controller: true, blockOwnerDeletion: true })
function podOf(set: string, name: string, ready: boolean, some: Partial<Pod['status']> = {}): Pod {
  return pod(name, {
    meta: { uid: name, labels: { app: 'web' }, ownerReferences: [ownedBy('ReplicaSet', set)] }, spec: { nodeName: 'node-1' },
    status: { conditions: ready ? [condition('Ready', 'True', '2026-01-01T00:00:00Z')] : undefined, ...some },
  })
}
function setOf(name: string, replicas: number, status: Partial<ReplicaSet['status']> = {}, image = 'nginx:1.25', annotations: Record<string, string> = {}): ReplicaSet {
  return {
    apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: meta(name, { uid: name, generation: 1, ownerReferences: [ownedBy('Deployment', 'web')], annotations }),
    spec: { replicas, minReadySeconds: undefined, selector: { matchLabels: { app: 'web' }, matchExpressions: undefined }, template: template({ app: 'web' }, image) },
    status: {
      replicas: 0, fullyLabeledReplicas: undefined, readyReplicas: undefined, availableReplicas: undefined, terminatingReplicas: undefined, observedGeneration: 1, conditions: undefined, ...status,
    },
  }
}
const all = (count: number): Partial<ReplicaSet['status']> => ({ replicas: count, fullyLabeledReplicas: count, readyReplicas: count, availableReplicas: count })
const sized = (desired: number, most: number, revision = 1): Record<string, string> => ({
  'deployment.kubernetes.io/desired-replicas': String(desired), 'deployment.kubernetes.io/max-replicas': String(most), 'deployment.kubernetes.io/revision': String(revision),
})
function deploymentOf(replicas: number, revision: string | undefined, some: Partial<Deployment['spec']> = {}, reason = 'NewReplicaSetAvailable'): Deployment {
  const made = deployment('web', replicas, some)
  const conditions = revision === undefined ? undefined : [
    { type: 'Available' as const, status: 'True' as const, lastUpdateTime: 't', lastTransitionTime: 't', reason: 'MinimumReplicasAvailable', message: '' },
    { type: 'Progressing' as const, status: 'True' as const, lastUpdateTime: '2026-01-01T00:01:00Z', lastTransitionTime: 't', reason, message: '' },
  ]
  return {
    ...made,
    metadata: { ...made.metadata, uid: 'web', generation: 1, annotations: revision === undefined ? undefined : { 'deployment.kubernetes.io/revision': revision } },
    status: revision === undefined ? made.status : { ...made.status, observedGeneration: 1, replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas, conditions },
  }
}
const on = (nodeName: string, one: Pod): Pod => ({ ...one, spec: { ...one.spec, nodeName } })
function ending(name: string): Pod {
  const one = podOf('rs', name, true)
  return { ...one, metadata: { ...one.metadata, deletionTimestamp: '2026-01-01T00:01:00Z' } }
}
const noExecute: Taint = { key: 'x', value: undefined, effect: 'NoExecute', timeAdded: undefined }
const bears = (tolerationSeconds: number | undefined): Toleration => ({ key: 'x', operator: 'Exists', value: undefined, effect: 'NoExecute', tolerationSeconds })
const onTainted = (tolerations: readonly Toleration[] | undefined): Objects => ({
  nodes: [node('node-1', { taints: [noExecute] })], pods: [pod('a', { meta: { uid: 'a' }, spec: { nodeName: 'node-1', tolerations } })],
})

const rows: readonly Row[] = [
  ['replicaset: nothing for a slot that is empty', reconcileReplicaSet, {}, []],
  ['replicaset: creates what is missing, then its status', reconcileReplicaSet, { replicasets: [setOf('rs', 3)], pods: [podOf('rs', 'a', true)] }, [['createPods 2 rs-'], ['update replicasets/status rs']]],
  ['replicaset: only its status while it waits for what it did', reconcileReplicaSet, { replicasets: [setOf('rs', 3)], pods: [podOf('rs', 'a', true)] }, [['update replicasets/status rs']], { expectationsMet: false }],
  ['replicaset: nothing when all is as it should be', reconcileReplicaSet, { replicasets: [setOf('rs', 1, all(1))], pods: [podOf('rs', 'a', true)] }, []],
  ['replicaset: does not count finished pods', reconcileReplicaSet, { replicasets: [setOf('rs', 1, all(1))], pods: [podOf('rs', 'a', true), podOf('rs', 'b', false, { phase: 'Failed' })] }, []],
  ['replicaset: deletes the pod that is not ready first', reconcileReplicaSet, { replicasets: [setOf('rs', 1, { ...all(1), replicas: 2, fullyLabeledReplicas: 2 })], pods: [podOf('rs', 'a', true), podOf('rs', 'b', false)] }, [['delete pods b']]],
  ['replicaset: creates at most 500 pods in one run', reconcileReplicaSet, { replicasets: [setOf('rs', 700)] }, [['createPods 500 rs-']]],
  ['replicaset: deletes from the node with more of its active pods, not from the one where others end already', reconcileReplicaSet, {
    replicasets: [setOf('rs', 2, all(3))], pods: [podOf('rs', 'a', true), ending('b'), ending('c'), on('node-2', podOf('rs', 'd', true)), on('node-2', podOf('rs', 'e', true))],
  }, [['delete pods d']]],
  ['deployment: makes its set, says so, and tries a status that is out of date by then', reconcileDeployment, { deployments: [deploymentOf(3, undefined)] }, [
    [expect.stringMatching(/^create replicasets web-/)], ['update deployments/status web'], ['update deployments/status web'],
  ]],
  ['deployment: nothing when it is complete', reconcileDeployment, { deployments: [deploymentOf(3, '1')], replicasets: [setOf('s1', 3, all(3), 'nginx:1.25', sized(3, 4))] }, []],
  ['deployment: scales its one set', reconcileDeployment, { deployments: [deploymentOf(5, '1')], replicasets: [setOf('s1', 3, all(3), 'nginx:1.25', sized(3, 4))] }, [['update replicasets s1'], ['update deployments/status web']]],
  ['deployment: annotates an old set that is new again before it moves anything', reconcileDeployment, {
    deployments: [deploymentOf(3, '2')], replicasets: [setOf('s1', 0, all(0), 'nginx:1.25', sized(3, 4, 1)), setOf('s2', 3, all(3), 'nginx:1.26', sized(3, 4, 2))],
  }, [['update replicasets s1']]],
  ['deployment: shrinks the old set when the new one is available', reconcileDeployment, {
    deployments: [deploymentOf(3, '2', {}, 'ReplicaSetUpdated')], replicasets: [setOf('s2', 1, all(1), 'nginx:1.25', sized(3, 4, 2)), setOf('s1', 3, all(3), 'nginx:1.24', sized(3, 4, 1))],
  }, [['update replicasets s1'], ['update deployments/status web']]],
  ['deployment: scales nothing up while it is paused', reconcileDeployment, { deployments: [deploymentOf(3, '1', { paused: true })] }, [['update deployments/status web']]],
  ['nodelifecycle: nothing for a node that is well', reconcileNode, { nodes: [node('node-1')] }, []],
  ['nodelifecycle: taints a node whose kubelet says not ready', reconcileNode, { nodes: [node('node-1', {}, false)] }, [['update nodes node-1']]],
  ['taint-eviction: deletes a pod that tolerates nothing, with its condition first', reconcileEviction, onTainted(undefined), [['event TaintManagerEviction'], ['update pods/status a'], ['delete pods a']]],
  ['taint-eviction: waits as long as the pod tolerates', reconcileEviction, onTainted([bears(30)]), []],
  ['taint-eviction: deletes when the time is over', reconcileEviction, onTainted([bears(30)]), [['event TaintManagerEviction'], ['update pods/status a'], ['delete pods a']], { memory: { sinceUs: 70_000_000 } }],
  ['taint-eviction: leaves a pod that tolerates for ever', reconcileEviction, onTainted([bears(undefined)]), []],
  ['taint-eviction: cancels when the taint is gone', reconcileEviction, { ...onTainted(undefined), nodes: [node('node-1')] }, [['event TaintManagerEviction']], { memory: { sinceUs: 0 } }],
  ['endpointslice: makes an empty slice for a Service without pods', reconcileEndpoints, { services: [service('web', { app: 'web' })] }, [['create endpointslices web-']]],
  ['garbage-collector: asks for the object and its unknown owner', reconcileGarbage, { pods: [podOf('gone', 'a', true)] }, [['get pods a', 'get replicasets gone']], { key: graphKey('pods', 0) }],
  ['garbage-collector: leaves an object whose owner is known', reconcileGarbage, { pods: [podOf('rs', 'a', true)], replicasets: [setOf('rs', 1)] }, [], { key: graphKey('pods', 0) }],
  ['pod-gc: removes a pod that was deleted before it was scheduled', reconcilePodGc, { pods: [pod('a', { meta: { uid: 'a', deletionTimestamp: '2026-01-01T00:00:00Z' } })] }, [['delete pods a']]],
  ['pod-gc: waits with the pods of a node that is missing', reconcilePodGc, { pods: [pod('a', { meta: { uid: 'a' }, spec: { nodeName: 'gone' } })] }, []],
  ['pod-gc: asks for a node that has been missing for 40 s', reconcilePodGc, { pods: [pod('a', { meta: { uid: 'a' }, spec: { nodeName: 'gone' } })] }, [['get nodes gone']], { memory: new Map([['gone', 60_000_000]]) }],
  ['namespace: nothing while it is active', reconcileNamespace, { namespaces: [namespace('shop')] }, []],
  ['node-ipam: gives a node its block', reconcileNodeIpam, { nodes: [node('node-1')] }, [['update nodes node-1']]],
  ['node-ipam: leaves a node that has one', reconcileNodeIpam, { nodes: [node('node-1', { podCIDR: '10.244.1.0/24' })] }, []],
  ['serviceaccount: makes the default account', reconcileServiceAccount, { namespaces: [namespace('shop')] }, [['create serviceaccounts default']]],
]

describe('actions', () => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', (_, [, reconcile, objects, stages, some]) => {
    expect(linesOf(reconcile(inputOf(cachesWith(objects), some)))).toEqual(stages)
  })
  it('change nothing in what they read', () => {
    for (const [, reconcile, objects, , some] of rows) {
      const caches = cachesWith(objects)
      const before = structuredClone(caches)
      reconcile(inputOf(caches, some))
      expect(caches).toEqual(before)
    }
  })
  it('say for how long a pod bears several taints: the shortest, none at all, or for ever', () => {
    const other: Taint = { ...noExecute, key: 'y' }
    const bearing = (tolerations: readonly Toleration[]): Pod => pod('a', { spec: { tolerations } })
    expect(patienceSeconds(bearing([bears(30), { ...bears(10), key: 'y' }]), [noExecute, other])).toBe(10)
    expect(patienceSeconds(bearing([bears(30)]), [noExecute, other])).toBe(0)
    expect(patienceSeconds(bearing([bears(undefined)]), [noExecute])).toBe(Infinity)
  })
  it('leave alone what has been made anew under the same name meanwhile', () => {
    const caches = cachesWith({ pods: [podOf('gone', 'a', true)] })
    const [asked] = reconcileGarbage(inputOf(caches, { key: graphKey('pods', 0) })).stages
    const live = { ...podOf('gone', 'a', true), metadata: { ...podOf('gone', 'a', true).metadata, uid: 'another' } }
    const answers = [{ action: asked![0]!, order: 0, code: 200, object: live, slot: 0, items: undefined }, { action: asked![1]!, order: 1, code: 404, object: undefined, slot: -1, items: undefined }]
    expect(linesOf(reconcileGarbage(inputOf(caches, { key: graphKey('pods', 0), answers })))).toEqual([])
  })
  it('let an owner that is deleted in the foreground go when those that are left do not block it', () => {
    const owner = { ...deployment('web', 1), metadata: meta('web', { uid: 'web', deletionTimestamp: 't', finalizers: ['foregroundDeletion'] }) }
    const set = setOf('rs', 1)
    const dependent = (blockOwnerDeletion: boolean): ReplicaSet =>
      ({ ...set, metadata: { ...set.metadata, ownerReferences: [{ ...ownedBy('Deployment', 'web'), blockOwnerDeletion }] } })
    const wanted = (one: ReplicaSet) => linesOf(reconcileGarbage(inputOf(cachesWith({ deployments: [owner], replicasets: [one] }), { key: graphKey('deployments', 0) })))
    expect(wanted(dependent(true))).toEqual([])
    expect(wanted(dependent(false))).toEqual([['update deployments web']])
  })
  it('of a foreground deletion pass the policy on to dependents that have dependents', () => {
    const owner = { ...deployment('web', 1), metadata: meta('web', { uid: 'web', deletionTimestamp: 't', finalizers: ['foregroundDeletion'] }) }
    const set = setOf('rs', 1)
    const caches = cachesWith({ deployments: [owner], replicasets: [set], pods: [podOf('rs', 'a', true)] })
    const asked = reconcileGarbage(inputOf(caches, { key: graphKey('replicasets', 0) }))
    expect(linesOf(asked)).toEqual([['get replicasets rs']])
    const action: Action = asked.stages[0]![0]!
    const answers = [{ action, order: 0, code: 200, object: set, slot: 0, items: undefined }]
    expect(linesOf(reconcileGarbage(inputOf(caches, { key: graphKey('replicasets', 0), answers })))).toEqual([['delete replicasets rs Foreground']])
  })
})
