/**
 * Taint eviction controller: deletes a pod when its node carries a NoExecute taint that it does not tolerate, or for longer than it does.
 * Key: the pod. Memory: since when its time runs. Source: pkg/controller/tainteviction/taint_eviction.go.
 */
import { newPodCondition, withPodCondition } from '../../../../kubernetes/pod-conditions.ts'
import { tolerates } from '../../../../kubernetes/tolerations.ts'
import type { Pod, Taint, Toleration } from '../../../../kubernetes/types/core.ts'
import type { EventDraft } from '../../../client/event-recorder.ts'
import {
  nothing, remove, result, tell, updateStatus, type ReconcileInput, type ReconcileResult,
} from '../../../client/controller-actions.ts'
import { nodeNamed, podAt, type Caches } from '../caches/caches.ts'
import { podWithConditions, referenceTo } from '../objects.ts'

interface Scheduled {
  readonly sinceUs: number
}

export function reconcileEviction(input: ReconcileInput<Caches>): ReconcileResult {
  const pod = podAt(input.listers, input.key)
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return nothing
  const scheduled = input.memory as Scheduled | undefined
  const taints = (nodeNamed(input.listers, pod.spec.nodeName)?.spec.taints ?? []).filter((taint) => taint.effect === 'NoExecute')
  const patience = taints.length === 0 ? Infinity : patienceSeconds(pod, taints)
  if (patience === Infinity) {
    if (scheduled === undefined) return nothing
    return result([[tell(eviction(pod, `Cancelling deletion of Pod ${pod.metadata.namespace}/${pod.metadata.name}`))]])
  }
  const since = scheduled ?? { sinceUs: input.nowUs }
  const leftUs = since.sinceUs + patience * 1_000_000 - input.nowUs
  if (leftUs > 0) return result([], since, leftUs)
  return evict(input, pod)
}

function evict(input: ReconcileInput<Caches>, pod: Pod): ReconcileResult {
  const message = `Marking for deletion Pod ${pod.metadata.namespace}/${pod.metadata.name}`
  const why = 'Taint manager: deleting due to NoExecute taint'
  const condition = newPodCondition('DisruptionTarget', 'True', input.now, 'DeletionByTaintManager', why)
  const known = pod.status.conditions?.some((one) => one.type === 'DisruptionTarget' && one.reason === condition.reason) ?? false
  const marked = podWithConditions(pod, withPodCondition(pod.status.conditions, condition))
  return result([
    [tell(eviction(pod, message))],
    known ? [] : [updateStatus('pods', input.key, marked)],
    [remove('pods', input.key, pod)],
  ])
}

function eviction(pod: Pod, message: string): EventDraft {
  return { regarding: referenceTo(pod), type: 'Normal', reason: 'TaintManagerEviction', message }
}

/** Seconds that a pod bears all of these taints: 0 when one is not tolerated, Infinity when none of the tolerations ends. */
export function patienceSeconds(pod: Pod, taints: readonly Taint[]): number {
  let least = Infinity
  for (const taint of taints) {
    const fitting = (pod.spec.tolerations ?? []).filter((toleration: Toleration) => tolerates(toleration, taint))
    if (fitting.length === 0) return 0
    for (const toleration of fitting) {
      if (toleration.tolerationSeconds !== undefined) least = Math.min(least, Math.max(0, toleration.tolerationSeconds))
    }
  }
  return least
}
