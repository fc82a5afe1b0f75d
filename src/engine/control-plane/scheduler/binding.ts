/**
 * Binding: the pod's node is written through the API server while the next cycle runs already.
 * Source: pkg/scheduler/schedule_one.go (bindingCycle).
 */
import type { Pod } from '../../../kubernetes/types/core.ts'
import { call, type PendingCall } from '../../client/api-client.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import type { ApiResponse } from '../api-server/messages.ts'
import { forgetPod } from './cache/pod-accounting.ts'
import { reportFailure } from './failure.ts'
import { writeEvent } from './events.ts'
import { moveUnschedulable, putBack, removePod } from './queue/scheduling-queue.ts'
import { podGone } from './queue/queueing-hints.ts'
import { eventRoute } from './event-route.ts'
import { limiters, purposes, userAgent, type SchedulerState } from './state.ts'

/** The pod as it was when its node was chosen. */
interface Binding {
  readonly pod: Pod
  readonly node: string
  /** When it entered the queue. */
  readonly addedUs: number
}

export function bindPod(sim: Simulation, state: SchedulerState, slot: number, pod: Pod, node: string): void {
  const binding: Binding = { pod, node, addedUs: state.queue.pods.get(slot)?.addedUs ?? sim.nowUs }
  call(sim, state.client, {
    verb: 'create', resource: 'pods', subresource: 'binding', namespace: pod.metadata.namespace, name: pod.metadata.name, slot, body: node,
    patchType: undefined, options: undefined, userAgent, node: -1, link: state.link,
  }, purposes.bind, slot, binding, limiters.main)
}

/** Answer of a binding, or silence (code 0). */
export function onBindResponse(sim: Simulation, state: SchedulerState, pending: PendingCall, response: ApiResponse): void {
  const { pod, node, addedUs } = pending.context as Binding
  const slot = pending.key
  if (response.code === 200 || response.code === 201) {
    state.boundCount++
    state.boundLatencyUs += sim.nowUs - addedUs
    if (state.queue.pods.get(slot)?.uid === pod.metadata.uid) removePod(state.queue, slot)
    writeEvent(sim, eventRoute(state), pod, {
      type: 'Normal', reason: 'Scheduled', action: 'Binding',
      // In one piece: it is kept for an hour.
      note: ['Successfully assigned ', pod.metadata.namespace, '/', pod.metadata.name, ' to ', node].join(''),
    })
    return
  }
  onBindFailure(sim, state, slot, pod, response)
}

/** The assumption is taken back and the pod tried again after a pause, unless it has gone or got a node meanwhile. */
function onBindFailure(sim: Simulation, state: SchedulerState, slot: number, bound: Pod, response: ApiResponse): void {
  const pod = state.pods.objects[slot] as Pod | undefined
  if (pod === undefined || pod.metadata.uid !== bound.metadata.uid || pod.spec.nodeName !== undefined) return
  forgetPod(state.cache, slot, pod)
  moveUnschedulable(state.queue, podGone, sim.nowUs)
  const queued = state.queue.pods.get(slot)
  if (queued?.uid !== pod.metadata.uid) return
  putBack(state.queue, queued, sim.nowUs)
  const why = response.status?.message ?? 'the API server does not answer'
  reportFailure(sim, state, slot, pod, 'SchedulerError', `running Bind plugin "DefaultBinder": ${why}`)
}
