/**
 * Node lifecycle controller, the part that writes: conditions of a silent node, its pods' readiness, and its taints.
 * Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go, pkg/controller/util/node/controller_utils.go.
 */
import { isPodReady, newPodCondition, podCondition, withPodCondition } from '../../../../kubernetes/pod-conditions.ts'
import type { Node, NodeCondition, ObjectReference, Taint, TaintEffect } from '../../../../kubernetes/types/core.ts'
import {
  nothing, result, tell, update, updateStatus, type Action, type ReconcileInput, type ReconcileResult,
} from '../../../client/controller-actions.ts'
import { nodeAt, podAt, type Caches } from '../caches/caches.ts'
import { nodeWithConditions, nodeWithTaints, podWithConditions, referenceTo } from '../objects.ts'
import { readyCondition } from './monitor.ts'
import { hasFlag, healthFlags, noExecuteCodes } from './node-health.ts'

const unreachable = 'node.kubernetes.io/unreachable'
const notReady = 'node.kubernetes.io/not-ready'

/** NoSchedule taints that a condition's status asks for. */
const conditionTaints: readonly { readonly type: string; readonly status: string; readonly key: string }[] = [
  { type: 'Ready', status: 'False', key: notReady },
  { type: 'Ready', status: 'Unknown', key: unreachable },
  { type: 'MemoryPressure', status: 'True', key: 'node.kubernetes.io/memory-pressure' },
  { type: 'DiskPressure', status: 'True', key: 'node.kubernetes.io/disk-pressure' },
  { type: 'NetworkUnavailable', status: 'True', key: 'node.kubernetes.io/network-unavailable' },
  { type: 'PIDPressure', status: 'True', key: 'node.kubernetes.io/pid-pressure' },
]
const unschedulable = 'node.kubernetes.io/unschedulable'
const ownKeys = new Set([unschedulable, ...conditionTaints.map((row) => row.key)])
/** Conditions that a kubelet posts; silence makes them Unknown. */
const postedConditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']

interface Memory {
  readonly registered: true
}
/** What the controller remembers of a node that it has greeted. */
export const registered: Memory = { registered: true }

export function reconcileNode(input: ReconcileInput<Caches>): ReconcileResult {
  const { key, listers } = input
  const node = nodeAt(listers, key)
  if (node === undefined) return nothing
  const { monitor } = listers
  const seen = hasFlag(monitor, key, healthFlags.known)
  const known = seen ? registered : input.memory
  const greeting = seen && input.memory === undefined ? [tell(registration(node))] : []
  const ready = readyCondition(node)
  // A heartbeat that came since the monitor's tick ends the silence.
  const silent = hasFlag(monitor, key, healthFlags.stale) && !hasFlag(monitor, key, healthFlags.posted)
  if (silent && ready?.status !== 'Unknown') {
    return result([greeting, [updateStatus('nodes', key, silenced(node, input.now))], notReadyActions(input, node, true)], known)
  }
  const taints = desiredTaints(node, seen ? monitor.noExecute[key]! : noExecuteCodes.keep, input.now)
  const tainting = taints === node.spec.taints ? [] : [update('nodes', key, nodeWithTaints(node, taints ?? []))]
  return result([greeting, silent ? notReadyActions(input, node, false) : [], tainting], known)
}

function nodeReference(node: Node): ObjectReference {
  return { ...referenceTo(node), resourceVersion: undefined }
}

function registration(node: Node): Parameters<typeof tell>[0] {
  const { name } = node.metadata
  const message = `Node ${name} event: Registered Node ${name} in Controller`
  return { regarding: nodeReference(node), type: 'Normal', reason: 'RegisteredNode', message }
}

/** All that the kubelet used to say is now unknown. A condition that it never posted is added. */
function silenced(node: Node, now: string): Node {
  const message = 'Kubelet stopped posting node status.'
  const unknown = (condition: NodeCondition): NodeCondition => ({
    type: condition.type, status: 'Unknown', lastHeartbeatTime: condition.lastHeartbeatTime,
    lastTransitionTime: condition.status === 'Unknown' ? condition.lastTransitionTime : now, reason: 'NodeStatusUnknown', message,
  })
  const conditions = node.status.conditions.map((condition) => (postedConditions.includes(condition.type) ? unknown(condition) : condition))
  for (const type of postedConditions) {
    if (conditions.some((condition) => condition.type === type)) continue
    conditions.push({
      type, status: 'Unknown', lastHeartbeatTime: node.metadata.creationTimestamp, lastTransitionTime: now,
      reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.',
    })
  }
  return nodeWithConditions(node, conditions)
}

/** The pods of a node that is not heard of are not Ready, so that Services stop using them. `first`: the node has just become so. */
function notReadyActions(input: ReconcileInput<Caches>, node: Node, first: boolean): Action[] {
  const { listers } = input
  const { name } = node.metadata
  const actions: Action[] = first
    ? [tell({
      regarding: nodeReference(node), type: 'Normal', reason: 'NodeNotReady', message: `Node ${name} status is now: NodeNotReady`,
    })]
    : []
  for (const slot of listers.nodes.podsByNode.get(name) ?? []) {
    const pod = podAt(listers, slot)!
    if (!isPodReady(pod)) continue
    const was = podCondition(pod.status, 'Ready')
    const condition = newPodCondition('Ready', 'False', input.now, was?.reason, was?.message)
    actions.push({
      do: 'update', resource: 'pods', subresource: 'status', slot,
      object: podWithConditions(pod, withPodCondition(pod.status.conditions, condition)),
      onSuccess: { regarding: referenceTo(pod), type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' }, onFailure: undefined,
    })
  }
  return actions
}

/**
 * Taints as they should be: NoSchedule follows the conditions at once, NoExecute what the monitor decided (`noExecuteCodes`). The same
 * array when nothing changes.
 */
function desiredTaints(node: Node, decided: number, now: string): readonly Taint[] | undefined {
  const { taints } = node.spec
  const wanted: { readonly key: string; readonly effect: TaintEffect }[] = []
  for (const { type, status, key } of conditionTaints) {
    if (node.status.conditions.some((condition) => condition.type === type && condition.status === status)) {
      wanted.push({ key, effect: 'NoSchedule' })
    }
  }
  if (node.spec.unschedulable === true) wanted.push({ key: unschedulable, effect: 'NoSchedule' })
  if (decided === noExecuteCodes.unreachable) wanted.push({ key: unreachable, effect: 'NoExecute' })
  if (decided === noExecuteCodes.notReady) wanted.push({ key: notReady, effect: 'NoExecute' })
  const isOurs = (taint: Taint): boolean => (taint.effect === 'NoSchedule' ? ownKeys.has(taint.key)
    : taint.effect === 'NoExecute' && decided !== noExecuteCodes.keep && (taint.key === unreachable || taint.key === notReady))
  const isWanted = (taint: Taint): boolean => wanted.some((other) => other.key === taint.key && other.effect === taint.effect)
  const kept = (taints ?? []).filter((taint) => !isOurs(taint) || isWanted(taint))
  const missing = wanted.filter((other) => !kept.some((taint) => taint.key === other.key && taint.effect === other.effect))
  if (missing.length === 0 && kept.length === (taints?.length ?? 0)) return taints
  return [...kept, ...missing.map(({ key, effect }) => ({ key, value: undefined, effect, timeAdded: now }))]
}
