/** Applications of a steady cluster: Deployment, ReplicaSet, Service and slices, as the controllers themselves make them. */
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import type { ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { Action } from '../client/controller-actions.ts'
import type { ClusterState } from '../cluster-state.ts'
import { decodeObject } from '../control-plane/api-server/decode.ts'
import { strategyOf } from '../control-plane/api-server/strategies/table.ts'
import { controllerNumber, controllers } from '../control-plane/controller-manager/controllers.ts'
import { ownedPods } from '../control-plane/controller-manager/caches/owned-pods.ts'
import { findSlot, getObject } from '../control-plane/etcd/store.ts'
import { timeText } from '../simulation/time-text.ts'
import { createNow, updateNow } from './instant-api.ts'

export interface SteadyApplication {
  readonly namespace: string
  readonly name: string
  readonly replicas: number
}

/** Image of every application: one that serves at once. */
export const steadyImage = 'nginx:1.29'

const userAgent = 'kubectl'

function bodyOf(resource: ResourceName, value: Record<string, unknown>): KubernetesObject {
  return decodeObject(strategyOf(resource).schema, value).object
}

function deploymentBody({ namespace, name, replicas }: SteadyApplication): KubernetesObject {
  const labels = { app: name }
  return bodyOf('deployments', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace, labels },
    spec: {
      replicas, selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        // 110 of them, the most that a node takes, fit the smallest machine that the page makes.
        spec: { containers: [{ name: 'app', image: steadyImage, resources: { requests: { cpu: '20m', memory: '32Mi' } } }] },
      },
    },
  })
}

function serviceBody({ namespace, name }: SteadyApplication): KubernetesObject {
  return bodyOf('services', {
    apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 80 }] },
  })
}

export function createNamespace(cluster: ClusterState, name: string): void {
  createNow(cluster, 'namespaces', bodyOf('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }), userAgent)
}

/** Creates the Deployment and its Service, and what the Deployment controller makes of it. Returns the ReplicaSet, which has no pods yet. */
export function createApplication(cluster: ClusterState, application: SteadyApplication): ReplicaSet {
  const deployment = createNow(cluster, 'deployments', deploymentBody(application), userAgent)
  createNow(cluster, 'services', serviceBody(application), userAgent)
  runController(cluster, 'deployment', deployment)
  const uid = getObject(cluster.etcd.store, 'deployments', deployment)!.metadata.uid
  const sets = cluster.controllerManager.caches.owners.dependents.get(uid)
  const set = cluster.controllerManager.caches.informers.replicasets.objects.find((object) => (
    object !== undefined && object.metadata.namespace === application.namespace && object.metadata.ownerReferences?.[0]?.uid === uid
  ))
  if (sets === undefined || set === undefined) throw new Error(`steady cluster: no ReplicaSet for ${application.name}`)
  return set as ReplicaSet
}

/** The pods are there: the controllers list them in slices and write what they see to the statuses. */
export function settleApplication(cluster: ClusterState, { namespace, name }: SteadyApplication, replicaSet: ReplicaSet): void {
  const { store } = cluster.etcd
  const set = findSlot(store, 'replicasets', namespace, replicaSet.metadata.name)
  if ((ownedPods(cluster.controllerManager.caches.ownedPods, replicaSet.metadata.uid)?.active ?? 0) !== replicaSet.spec.replicas) {
    throw new Error(`steady cluster: ${name} has not got its pods`)
  }
  runController(cluster, 'replicaset', set)
  runController(cluster, 'deployment', findSlot(store, 'deployments', namespace, name))
  runController(cluster, 'endpointslice', findSlot(store, 'services', namespace, name))
}

/** Runs of one key until the controller has nothing more to do. */
const mostRuns = 10

/** Has a controller look at a key until it is content, and carries out what it wants at once. Events that it would tell are left out. */
function runController(cluster: ClusterState, name: string, key: number): void {
  const { sim, controllerManager } = cluster
  const number = controllerNumber(name)
  const { memory } = controllerManager.loop.records[number]!
  for (let run = 0; run < mostRuns; run++) {
    const wanted = controllers[number]!.reconcile({
      key, listers: controllerManager.caches, memory: memory.get(key), nowUs: sim.nowUs, now: timeText(sim.nowUs, sim.epochMs),
      epochMs: sim.epochMs, expectationsMet: true, answers: undefined, failure: undefined,
    })
    if (wanted.memory === undefined) memory.delete(key)
    else memory.set(key, wanted.memory)
    if (wanted.stages.length === 0) return
    // As in the controllers' loop, a failed action ends the run, and the next one sees what has changed.
    wanted.stages.every((actions) => actions.every((action) => perform(cluster, controllers[number]!.userAgent, action)))
  }
  throw new Error(`steady cluster: the ${name} controller does not come to rest`)
}

/** Carries out one action. False: it failed. */
function perform(cluster: ClusterState, agent: string, action: Action): boolean {
  if (action.do === 'update') return updateNow(cluster, action.resource, action.subresource, action.slot, action.object, agent)
  if (action.do === 'create') createNow(cluster, action.resource, action.object, agent)
  else if (action.do !== 'event') throw new Error(`steady cluster: ${agent} wants "${action.do}"`)
  return true
}
