/** Looking at the whole cluster: functions that join the parts' own. They read; nothing here sends, sets or draws. */
import type { Lease } from '../kubernetes/types/discovery.ts'
import type { Deployment } from '../kubernetes/types/apps.ts'
import type { Node } from '../kubernetes/types/core.ts'
import type { ClientsRecord } from '../protocol/frame.ts'
import type { ProcessRef } from '../protocol/world-commands.ts'
import type { ClusterState } from './cluster-state.ts'
import { findSlot, forEachObject, getObject } from './control-plane/etcd/store.ts'
import { parseTimeText } from './simulation/time-text.ts'
import { servicesProgrammed } from './worker-node/kube-proxy/report.ts'
import { clientsRecord } from './world/clients/state.ts'
import { processKey, type Machine, type ProcessState } from './world/machines.ts'

/** Machines that have not been removed. */
export function machinesOf(cluster: ClusterState): readonly Machine[] {
  return cluster.world.machines.filter((machine) => !machine.removed)
}

const untouched: ProcessState = { state: 'running', restarts: 0, startedUs: 0, restartAtUs: -1, crashes: 0 }

/** State of a process; one that nobody has touched runs. */
export function processStateOf(cluster: ClusterState, ref: ProcessRef): ProcessState {
  return cluster.world.processes.get(processKey(ref)) ?? untouched
}

/** Services whose rules the kernel of a machine holds. */
export function servicesProgrammedOn(cluster: ClusterState, node: string): number {
  const machine = cluster.world.byName.get(node)
  return machine === undefined ? 0 : servicesProgrammed(cluster.proxies, machine)
}

/** Seconds of silence after which the node lifecycle controller gives up a node: 50 since 1.32, 40 before. */
export function nodeMonitorGraceSeconds(cluster: ClusterState): number {
  return cluster.options.compatibility === 'v1.29' ? 40 : 50
}

/** Microseconds since a node's Lease was renewed, by what etcd holds; -1 when there is none. */
export function nodeSilenceUs(cluster: ClusterState, node: string): number {
  const slot = findSlot(cluster.etcd.store, 'leases', 'kube-node-lease', node)
  const lease = slot < 0 ? undefined : (getObject(cluster.etcd.store, 'leases', slot) as Lease)
  const renewed = parseTimeText(lease?.spec.renewTime ?? '', cluster.sim.epochMs)
  return renewed === undefined ? -1 : cluster.sim.nowUs - renewed
}

/** The clients as their box shows them. */
export function clientsFacts(cluster: ClusterState): ClientsRecord {
  return clientsRecord(cluster.clients, cluster.sim.nowUs)
}

function isReady(node: Node): boolean {
  return node.status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True')
}

/** How many nodes the API server believes to be Ready. */
export function readyNodes(cluster: ClusterState): number {
  let ready = 0
  forEachObject(cluster.etcd.store, 'nodes', (object) => {
    if (isReady(object as Node)) ready++
  })
  return ready
}

/**
 * True when the cluster has what it was asked for: `nodes` nodes are Ready and every Deployment has been complete for `calmUs`, or nothing
 * but Leases has changed for ten times as long (a Deployment that can never be complete must not be waited for).
 */
export function isSettled(cluster: ClusterState, nodes: number, calmUs: number): boolean {
  const { store } = cluster.etcd
  let complete = true
  forEachObject(store, 'deployments', (object) => {
    const { metadata, spec, status } = object as Deployment
    if (status.observedGeneration !== metadata.generation || (status.availableReplicas ?? 0) < spec.replicas) complete = false
  })
  const quietUs = cluster.sim.nowUs - lastChangeUs(cluster)
  return readyNodes(cluster) >= nodes && (complete ? quietUs >= calmUs : quietUs >= calmUs * 10)
}

/** When something other than a Lease changed last. */
function lastChangeUs(cluster: ClusterState): number {
  const { history } = cluster.etcd.store
  for (let number = history.count - 1; number >= 0 && number > history.count - 2000; number--) {
    const at = number & (history.capacity - 1)
    const object = history.after[at] ?? history.before[at]
    if (object?.kind !== 'Lease') return history.timeUs[at]!
  }
  return 0
}
