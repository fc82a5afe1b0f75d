/** What the waiting is for, when auto pace has nothing to show: the longest silent node and its clocks. */
import type { Node } from '../../kubernetes/types/core.ts'
import { forEachObject, machineByName, nodeMonitorGraceSeconds, nodeSilenceUs, type ClusterState } from '../../engine/index.ts'

/** One line, or empty text. Looks at machines that are off, cut or whose kubelet is down only. */
export function silenceReason(cluster: ClusterState): string {
  let reason = ''
  let longest = -1
  forEachObject(cluster.etcd.store, 'nodes', (object) => {
    const { name } = object.metadata
    const machine = machineByName(cluster.world, name)
    if (machine !== undefined && machine.power && machine.cable && cluster.world.apiServerCable) return
    const silentUs = nodeSilenceUs(cluster, name)
    if (silentUs <= longest) return
    longest = silentUs
    reason = describe(name, object as Node, Math.floor(silentUs / 1_000_000), nodeMonitorGraceSeconds(cluster))
  })
  return reason
}

function describe(name: string, node: Node, silentSeconds: number, graceSeconds: number): string {
  const ready = node.status.conditions.find((condition) => condition.type === 'Ready')?.status
  if (ready === 'Unknown') return `waiting: pods tolerate the silence of ${name}`
  return `waiting: ${name} silent ${Math.min(silentSeconds, graceSeconds)} s of ${graceSeconds}`
}
