/**
 * The table of controllers: names, workers, functions and handlers. Static; a controller's number is its row. Source:
 * cmd/kube-controller-manager/app.
 */
import type { Controller } from '../../client/controller-actions.ts'
import type { Caches } from './caches/caches.ts'
import { deploymentHandlers } from './deployment/handlers.ts'
import { reconcileDeployment } from './deployment/reconcile.ts'
import { disruptionHandlers } from './disruption/handlers.ts'
import { reconcileDisruption } from './disruption/reconcile.ts'
import { endpointSliceHandlers } from './endpointslice/handlers.ts'
import { reconcileEndpoints } from './endpointslice/reconcile.ts'
import { ownObject, type Handlers } from './feed.ts'
import { garbageHandlers } from './garbage-collector/handlers.ts'
import { reconcileGarbage } from './garbage-collector/reconcile.ts'
import { autoscalerHandlers } from './horizontal-pod-autoscaler/handlers.ts'
import { reconcileAutoscaler } from './horizontal-pod-autoscaler/reconcile.ts'
import { reconcileNamespace } from './namespace/reconcile.ts'
import { reconcileNodeIpam } from './node-ipam/reconcile.ts'
import { nodeLifecycleHandlers } from './nodelifecycle/handlers.ts'
import { reconcileNode } from './nodelifecycle/reconcile.ts'
import { reconcilePodGc } from './pod-gc/reconcile.ts'
import { replicaSetHandlers } from './replicaset/handlers.ts'
import { reconcileReplicaSet } from './replicaset/reconcile.ts'
import { accountHandlers, certificateHandlers } from './serviceaccount/handlers.ts'
import { reconcileRootCertificate, reconcileServiceAccount } from './serviceaccount/reconcile.ts'
import { taintEvictionHandlers } from './taint-eviction/handlers.ts'
import { reconcileEviction } from './taint-eviction/reconcile.ts'

interface ControllerRow extends Controller<Caches> {
  readonly handlers: Handlers
  /** What the card says of a key: "pods", "Deployments". */
  readonly works: string
}

type Defaults = Pick<Controller<Caches>, 'workers' | 'rateFactor' | 'reportsFailures' | 'waitsForOwnWrites'>
const usual: Defaults = { workers: 5, rateFactor: 1, reportsFailures: false, waitsForOwnWrites: 'no' }

export const controllers: readonly ControllerRow[] = [
  {
    ...usual, name: 'deployment', userAgent: 'deployment-controller', eventSource: 'deployment-controller',
    works: 'Deployment', reconcile: reconcileDeployment, handlers: deploymentHandlers,
  },
  {
    ...usual, name: 'replicaset', userAgent: 'replicaset-controller', eventSource: 'replicaset-controller',
    works: 'ReplicaSet', reportsFailures: true, reconcile: reconcileReplicaSet, handlers: replicaSetHandlers,
  },
  {
    ...usual, name: 'endpointslice', userAgent: 'endpointslice-controller', eventSource: 'endpoint-slice-controller',
    works: 'Service', waitsForOwnWrites: 'key', reconcile: reconcileEndpoints, handlers: endpointSliceHandlers,
  },
  {
    ...usual, name: 'nodelifecycle', userAgent: 'node-lifecycle-controller', eventSource: 'node-controller',
    works: 'Node', workers: 8, reconcile: reconcileNode, handlers: nodeLifecycleHandlers,
  },
  {
    ...usual, name: 'taint-eviction', userAgent: 'taint-eviction-controller', eventSource: 'taint-eviction-controller',
    works: 'Pod', workers: 8, reconcile: reconcileEviction, handlers: taintEvictionHandlers,
  },
  {
    ...usual, name: 'garbage-collector', userAgent: 'generic-garbage-collector', eventSource: 'garbage-collector-controller',
    works: 'object', workers: 20, rateFactor: 2, reconcile: reconcileGarbage, handlers: garbageHandlers,
  },
  {
    ...usual, name: 'pod-gc', userAgent: 'pod-garbage-collector', eventSource: 'pod-garbage-collector',
    works: 'pods', workers: 1, reconcile: reconcilePodGc, handlers: {},
  },
  {
    ...usual, name: 'namespace', userAgent: 'namespace-controller', eventSource: 'namespace-controller',
    works: 'Namespace', workers: 10, rateFactor: 20, reconcile: reconcileNamespace, handlers: { namespaces: ownObject },
  },
  {
    ...usual, name: 'node-ipam', userAgent: 'node-ipam-controller', eventSource: 'cidrAllocator',
    works: 'Node', workers: 1, waitsForOwnWrites: 'any', reconcile: reconcileNodeIpam, handlers: { nodes: ownObject },
  },
  {
    ...usual, name: 'serviceaccount', userAgent: 'service-account-controller', eventSource: 'serviceaccount-controller',
    works: 'Namespace', workers: 1, waitsForOwnWrites: 'key', reconcile: reconcileServiceAccount, handlers: accountHandlers,
  },
  {
    ...usual, name: 'root-ca-cert-publisher', userAgent: 'root-ca-cert-publisher', eventSource: 'root-ca-cert-publisher',
    works: 'Namespace', workers: 1, waitsForOwnWrites: 'key', reconcile: reconcileRootCertificate, handlers: certificateHandlers,
  },
  {
    ...usual, name: 'disruption', userAgent: 'disruption-controller', eventSource: 'controllermanager',
    works: 'PodDisruptionBudget', workers: 1, reconcile: reconcileDisruption, handlers: disruptionHandlers,
  },
  {
    ...usual, name: 'horizontal-pod-autoscaler', userAgent: 'horizontal-pod-autoscaler', eventSource: 'horizontal-pod-autoscaler',
    works: 'HorizontalPodAutoscaler', reportsFailures: true, reconcile: reconcileAutoscaler, handlers: autoscalerHandlers,
  },
]

export function controllerNumber(name: string): number {
  return controllers.findIndex((controller) => controller.name === name)
}
