/** What a change in the informers does to cache and queue. Source: pkg/scheduler/eventhandlers.go. */
import type { Node, Pod } from '../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { isFinished, setNodeWithPods, setPod } from './cache/pod-accounting.ts'
import { addPod, moveOne, moveUnschedulable, removePod } from './queue/scheduling-queue.ts'
import { asksAnew, nodeChange, podGone, podPlaced } from './queue/queueing-hints.ts'
import { schedulerName, type SchedulerState } from './state.ts'

/** Is the pod for this scheduler to place? */
function wantsNode(pod: Pod): boolean {
  return pod.spec.nodeName === undefined && pod.spec.schedulerName === schedulerName && !isFinished(pod)
}

export function onPodChange(
  sim: Simulation, state: SchedulerState, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined,
): void {
  const was = before as Pod | undefined
  const pod = after as Pod | undefined
  const { queue } = state
  const left = setPod(state.cache, slot, was, pod)
  if (pod === undefined || !wantsNode(pod)) removePod(queue, slot)
  else if (!queue.pods.has(slot)) addPod(queue, slot, pod, sim.nowUs)
  else if (was !== undefined && asksAnew(was, pod)) moveOne(queue, slot, sim.nowUs)
  if (queue.unschedulable.size === 0) return
  if (left) moveUnschedulable(queue, podGone, sim.nowUs)
  else if (pod?.spec.nodeName !== undefined && (was?.spec.nodeName === undefined || was.metadata.labels !== pod.metadata.labels)) {
    moveUnschedulable(queue, podPlaced, sim.nowUs)
  }
}

export function onNodeChange(
  sim: Simulation, state: SchedulerState, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined,
): void {
  const was = before as Node | undefined
  const node = after as Node | undefined
  setNodeWithPods(state.cache, state.pods, slot, was, node)
  if (node === undefined || state.queue.unschedulable.size === 0) return
  const plugins = nodeChange(was, node)
  if (plugins !== 0) moveUnschedulable(state.queue, plugins, sim.nowUs)
}
