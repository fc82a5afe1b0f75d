/** Puts everything right that people or faults have broken, and tells what is still wrong with the cluster. */
import type { Deployment } from '../../src/kubernetes/types/apps.ts'
import type { Node, Pod } from '../../src/kubernetes/types/core.ts'
import type { EndpointSlice } from '../../src/kubernetes/types/discovery.ts'
import { forEachObject, machinesOf, processStateOf, type ClusterState } from '../../src/engine/index.ts'
import { queueLength } from '../../src/engine/client/work-queue.ts'
import { ask, command, cordon, type Clicker } from './clicks.ts'
import type { ProcessRef } from '../../src/protocol/world-commands.ts'

const controlPlane: readonly ProcessRef[] = [
  { process: 'etcd' }, { process: 'kube-apiserver' }, { process: 'kube-controller-manager' }, { process: 'kube-scheduler' },
]

const nodeProcesses = ['container-runtime', 'kubelet', 'kube-proxy'] as const

/** The world first: power, cables, processes. Machines boot for some seconds. */
export function healWorld(clicker: Clicker): void {
  const { cluster } = clicker
  command(clicker, { type: 'healApiServer' })
  for (const ref of controlPlane) startUnlessRunning(clicker, ref)
  for (const machine of machinesOf(cluster)) {
    const node = machine.name
    if (!machine.power) command(clicker, { type: 'powerOn', node })
    else if (!machine.booting) for (const process of nodeProcesses) startUnlessRunning(clicker, { process, node })
    if (!machine.cable) command(clicker, { type: 'healCable', node })
  }
  command(clicker, { type: 'setClientLoad', requestsPerSecond: 0 })
}

function startUnlessRunning(clicker: Clicker, ref: ProcessRef): void {
  if (processStateOf(clicker.cluster, ref).state !== 'running') command(clicker, { type: 'startProcess', ...ref })
}

/** What only people put right: cordons, and the Node objects of machines that are gone for good. */
export function healObjects(clicker: Clicker): void {
  const names = new Set(machinesOf(clicker.cluster).map((machine) => machine.name))
  forEachObject(clicker.cluster.etcd.store, 'nodes', (object) => {
    const node = object as Node
    const { name } = node.metadata
    if (!names.has(name)) ask(clicker, { method: 'DELETE', path: `/api/v1/nodes/${name}` }, `delete node ${name}`)
    else if (node.spec.unschedulable === true) cordon(clicker, name, false)
  })
}

function isReady(object: Pod | Node): boolean {
  return object.status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true
}

function deploymentFaults(cluster: ClusterState): string[] {
  const faults: string[] = []
  forEachObject(cluster.etcd.store, 'deployments', (object) => {
    const { metadata, spec, status } = object as Deployment
    const counts = [status.replicas, status.updatedReplicas, status.readyReplicas, status.availableReplicas].map((count) => count ?? 0)
    const { name, generation } = metadata
    if (status.observedGeneration !== generation) faults.push(`deployment ${name}: saw ${status.observedGeneration} of ${generation}`)
    if (counts.some((count) => count !== spec.replicas)) faults.push(`deployment ${name}: wants ${spec.replicas}, has ${counts.join('/')}`)
  })
  return faults
}

function podFaults(cluster: ClusterState): string[] {
  const faults: string[] = []
  forEachObject(cluster.etcd.store, 'pods', (object) => {
    const pod = object as Pod
    const { name, deletionTimestamp } = pod.metadata
    if (deletionTimestamp !== undefined) faults.push(`pod ${name} is still terminating on ${pod.spec.nodeName}`)
    else if (!isReady(pod)) {
      const state = JSON.stringify(pod.status.containerStatuses?.[0]?.state)
      faults.push(`pod ${name} is not ready on ${pod.spec.nodeName}: ${pod.status.phase} ${state}`)
    }
  })
  return faults
}

function nodeFaults(cluster: ClusterState): string[] {
  const faults: string[] = []
  const found = new Set<string>()
  forEachObject(cluster.etcd.store, 'nodes', (object) => {
    const node = object as Node
    found.add(node.metadata.name)
    if (!isReady(node)) faults.push(`node ${node.metadata.name} is not ready`)
    if ((node.spec.taints ?? []).length > 0) faults.push(`node ${node.metadata.name} has taints ${JSON.stringify(node.spec.taints)}`)
  })
  for (const machine of machinesOf(cluster)) if (!found.has(machine.name)) faults.push(`machine ${machine.name} has no Node`)
  return faults
}

/** The slices of the Service `web` name exactly the ready pods of `web`. */
function endpointFaults(cluster: ClusterState): string[] {
  const ready = new Set<string>()
  const named = new Set<string>()
  forEachObject(cluster.etcd.store, 'pods', (object) => {
    if (object.metadata.labels?.['app'] === 'web' && isReady(object as Pod)) ready.add(object.metadata.uid)
  })
  forEachObject(cluster.etcd.store, 'endpointslices', (object) => {
    if (object.metadata.labels?.['kubernetes.io/service-name'] !== 'web') return
    for (const endpoint of (object as EndpointSlice).endpoints) if (endpoint.conditions.ready) named.add(endpoint.targetRef?.uid ?? '')
  })
  const same = ready.size === named.size && [...ready].every((uid) => named.has(uid))
  return same ? [] : [`service web: ${named.size} ready endpoints, ${ready.size} ready pods`]
}

function queueFaults(cluster: ClusterState): string[] {
  const { scheduler, controllerManager } = cluster
  const faults = scheduler.queue.pods.size > 0 ? [`the scheduler has ${scheduler.queue.pods.size} pods queued`] : []
  controllerManager.loop.records.forEach((record, number) => {
    const keys = queueLength(record.queue)
    if (keys > 0 || record.jobs.size > 0) faults.push(`controller ${number} has ${keys} keys and ${record.jobs.size} jobs`)
  })
  return faults
}

/** What is not yet as it was asked for; none: the cluster has converged. */
export function faultsOf(cluster: ClusterState): readonly string[] {
  return [...deploymentFaults(cluster), ...podFaults(cluster), ...nodeFaults(cluster), ...endpointFaults(cluster), ...queueFaults(cluster)]
}
