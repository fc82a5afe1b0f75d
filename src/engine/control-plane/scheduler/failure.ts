/**
 * What the world hears of a failed attempt: an event and the condition PodScheduled=False.
 * Source: pkg/scheduler/schedule_one.go (handleSchedulingFailure).
 */
import type { Pod } from '../../../kubernetes/types/core.ts'
import { call } from '../../client/api-client.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { timeText } from '../../simulation/time-text.ts'
import { eventRoute } from './event-route.ts'
import { writeSeriesEvent } from './events.ts'
import { limiters, purposes, userAgent, type SchedulerState } from './state.ts'

type FailureReason = 'Unschedulable' | 'SchedulerError'

export function reportFailure(
  sim: Simulation, state: SchedulerState, slot: number, pod: Pod, reason: FailureReason, message: string,
): void {
  writeSeriesEvent(sim, eventRoute(state), state.events, pod, {
    type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', note: message,
  })
  const old = pod.status.conditions?.find((condition) => condition.type === 'PodScheduled')
  if (old !== undefined && old.status === 'False' && old.reason === reason && old.message === message) return
  const condition = {
    type: 'PodScheduled', status: 'False', lastProbeTime: null, reason, message,
    lastTransitionTime: old?.status === 'False' ? old.lastTransitionTime : timeText(sim.nowUs, sim.epochMs),
    // Since 1.34 (feature PodObservedGenerationTracking). The body is a JSON value: it has no member that is undefined.
    ...(state.options.compatibility === 'v1.29' ? {} : { observedGeneration: pod.metadata.generation ?? 0 }),
  }
  call(sim, state.client, {
    verb: 'patch', resource: 'pods', subresource: 'status', namespace: pod.metadata.namespace, name: pod.metadata.name, slot,
    body: { status: { conditions: [condition] } }, patchType: 'strategic', options: undefined, userAgent, node: -1, link: state.link,
  }, purposes.condition, slot, undefined, limiters.main)
}
