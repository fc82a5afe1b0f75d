/** What the cluster is waiting for, when no message that matters is in flight: what auto pace hurries through, in words. */
import type { Deployment } from '../../kubernetes/types/apps.ts'
import type { Node } from '../../kubernetes/types/core.ts'
import { forEachObject, machineByName, machinesOf, nodeMonitorGraceSeconds, nodeSilenceUs, processStateOf, tableOf, type ClusterState } from '../../engine/index.ts'

/** Pods that are looked at for an end that is due; in a larger cluster some pod always ends. */
const podsLookedAt = 2000

/** One line ("waiting: node-2 silent 12 s of 50"), or empty text when everything is as it was asked for. */
export function waitingFor(cluster: ClusterState): string {
  return silentNode(cluster) ?? joiningNode(cluster) ?? incompleteDeployment(cluster) ?? endingPod(cluster) ?? crashedProcess(cluster) ?? ''
}

/** The node that is silent for longest, among those whose machine is off, cut or without a kubelet. */
function silentNode(cluster: ClusterState): string | undefined {
  let reason: string | undefined
  let longest = -1
  forEachObject(cluster.etcd.store, 'nodes', (object) => {
    const { name } = object.metadata
    const silentUs = nodeSilenceUs(cluster, name)
    if (silentUs <= (isCutOff(cluster, name) ? 0 : longestPauseUs) || silentUs <= longest) return
    const waiting = describeSilence(cluster, object as Node, Math.floor(silentUs / 1_000_000))
    if (waiting === undefined) return
    longest = silentUs
    reason = waiting
  })
  return reason
}

/** A kubelet renews every 10 s; a little more is no silence yet. */
const longestPauseUs = 11_000_000

/** The machine can't be heard: no power, no cable, or no kubelet. */
function isCutOff(cluster: ClusterState, name: string): boolean {
  const machine = machineByName(cluster.world, name)
  return machine === undefined || !machine.power || !machine.cable || processStateOf(cluster, { process: 'kubelet', node: name }).state !== 'running'
}

function describeSilence(cluster: ClusterState, node: Node, silentSeconds: number): string | undefined {
  const { name } = node.metadata
  const graceSeconds = nodeMonitorGraceSeconds(cluster)
  const ready = node.status.conditions.find((condition) => condition.type === 'Ready')?.status
  if (ready === 'True') return `waiting: ${name} silent ${Math.min(silentSeconds, graceSeconds)} s of ${graceSeconds}`
  return hasTenants(cluster, name) ? `waiting: pods tolerate the silence of ${name}` : undefined
}

/** Pods that are still to be evicted from a node. */
function hasTenants(cluster: ClusterState, node: string): boolean {
  const { objects, count } = tableOf(cluster.etcd.store, 'pods')
  if (count > podsLookedAt) return true
  return objects.some((object) => {
    const pod = object as { readonly spec: { readonly nodeName: string | undefined } } | undefined
    return object !== undefined && object.metadata.deletionTimestamp === undefined && pod?.spec.nodeName === node
  })
}

function joiningNode(cluster: ClusterState): string | undefined {
  const booting = machinesOf(cluster).find((machine) => machine.booting)
  if (booting !== undefined) return `waiting: ${booting.name} boots`
  let joining: string | undefined
  forEachObject(cluster.etcd.store, 'nodes', (object) => {
    const ready = (object as Node).status.conditions.find((condition) => condition.type === 'Ready')?.status
    const { name } = object.metadata
    if (ready !== 'True' && ready !== 'Unknown' && machineByName(cluster.world, name)?.power === true) joining = `waiting: ${name} gets ready`
  })
  return joining
}

function incompleteDeployment(cluster: ClusterState): string | undefined {
  let reason: string | undefined
  forEachObject(cluster.etcd.store, 'deployments', (object) => {
    const { metadata, spec, status } = object as Deployment
    const available = Math.min(status.availableReplicas ?? 0, status.updatedReplicas ?? 0)
    if (reason === undefined && spec.paused !== true && available < spec.replicas) {
      reason = `waiting: ${metadata.name} has ${available} of ${spec.replicas} pods`
    }
  })
  return reason
}

function endingPod(cluster: ClusterState): string | undefined {
  const { objects, count } = tableOf(cluster.etcd.store, 'pods')
  if (count > podsLookedAt) return undefined
  const ending = objects.find((object) => {
    const node = (object as { readonly spec?: { readonly nodeName: string | undefined } } | undefined)?.spec?.nodeName
    return object?.metadata.deletionTimestamp !== undefined && (node === undefined || machineByName(cluster.world, node)?.power === true)
  })
  return ending === undefined ? undefined : 'waiting: pods end in their grace period'
}

function crashedProcess(cluster: ClusterState): string | undefined {
  for (const [key, state] of cluster.world.processes) if (state.state === 'crashed') return `waiting: ${key} starts again`
  return undefined
}
