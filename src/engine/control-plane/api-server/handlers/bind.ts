/** The subresource `binding` of pods: sets the node. Source: pkg/registry/core/pod/storage/storage.go (assignPod). */
import type { Pod, PodCondition } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { timeText } from '../../../simulation/time-text.ts'
import type { ApiRequest } from '../messages.ts'
import { copyMeta } from '../metadata.ts'
import { putNext, refuse, type Plan } from '../plan.ts'
import { copyPodSpec } from '../pod-defaults.ts'
import type { ApiServerState } from '../state.ts'
import { bindingConflict } from '../status-errors.ts'
import { buildPod, copyPodStatus, mergeConditions } from '../strategies/pod.ts'

/** Condition PodScheduled=True; made once a second and shared. */
function scheduledConditions(state: ApiServerState): readonly PodCondition[] {
  const text = timeText(state.nowUs, state.epochMs)
  if (state.scheduled.text !== text) {
    const condition: PodCondition = {
      type: 'PodScheduled', status: 'True', observedGeneration: undefined, lastProbeTime: null, lastTransitionTime: text, reason: undefined,
      message: undefined,
    }
    state.scheduled = { text, conditions: Object.freeze([Object.freeze(condition)]) }
  }
  return state.scheduled.conditions
}

export function planBind(state: ApiServerState, request: ApiRequest, current: KubernetesObject, slot: number): Plan {
  const pod = current as Pod
  const { name, deletionTimestamp } = pod.metadata
  if (deletionTimestamp !== undefined) return refuse(bindingConflict(name, `pod ${name} is being deleted, cannot be assigned to a host`))
  if ((pod.spec.nodeName ?? '') !== '') {
    return refuse(bindingConflict(name, `pod ${name} is already assigned to node "${pod.spec.nodeName ?? ''}"`))
  }
  const { status } = pod
  const spec = copyPodSpec(pod.spec, request.body as string)
  const bound = copyPodStatus(status, status, mergeConditions(scheduledConditions(state), status.conditions))
  return putNext(request, current, slot, buildPod(pod, copyMeta(pod.metadata), spec, bound))
}
