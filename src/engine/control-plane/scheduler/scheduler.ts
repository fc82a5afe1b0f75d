/** The scheduler process: its start, its events, and what those who look may ask. Source: cmd/kube-scheduler/app/server.go. */
import type { SchedulingDecision } from '../../../protocol/inspect.ts'
import { messageTypes } from '../../../protocol/vocabulary.ts'
import { noAnswer, onLimiterTimer, resetApiClient, sweepTimeouts, takeCall, type PendingCall } from '../../client/api-client.ts'
import {
  onConnectionLost, onInformerResponse, onInformerRetry, onWatchEvent, resetInformer, startInformer, type CacheHandler, type Informer,
  type InformerAddress,
} from '../../client/informer.ts'
import { createLeaderElection, electionTick, onElectionResponse, type ElectionAddress } from '../../client/leader-election.ts'
import { clientTimers } from '../../client/timers.ts'
import { nextUid } from '../../simulation/random.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import type { ApiResponse, WatchEvent } from '../api-server/messages.ts'
import { onBindResponse } from './binding.ts'
import { createCache } from './cache/pod-accounting.ts'
import { findDecision } from './cycle/decisions.ts'
import { scheduleOne } from './cycle/schedule-one.ts'
import { createEventSeries } from './events.ts'
import { createSchedulingQueue, flushBackoff, flushUnschedulable } from './queue/scheduling-queue.ts'
import { informerNumbers, purposes, userAgent, type SchedulerState } from './state.ts'
import { armTimers, timers } from './timers.ts'
import { onNodeChange, onPodChange } from './watch-handlers.ts'

export { createScheduler, type SchedulerState } from './state.ts'

/** The process starts: memory is empty, informers list, the Lease is fought for. */
export function startScheduler(sim: Simulation, state: SchedulerState): void {
  resetApiClient(state.client)
  resetInformer(state.nodes)
  resetInformer(state.pods)
  state.cache = createCache()
  state.queue = createSchedulingQueue(state.queue.popFromBackoff)
  state.events = createEventSeries()
  // A new process is a new candidate: after a crash it waits until the old Lease has run out, as in life.
  state.election = createLeaderElection('kube-scheduler', `control-plane_${nextUid(state.identityRandom)}`)
  state.nextStart = 0
  state.cycleArmed = false
  state.backoffArmedUs = Infinity
  state.flushArmed = false
  state.boundCount = 0
  state.boundLatencyUs = 0
  state.refusedCount = 0
  startInformer(sim, state.nodes, informerAddress(state, informerNumbers.nodes))
  startInformer(sim, state.pods, informerAddress(state, informerNumbers.pods))
  electionTick(sim, state.election, electionAddress(state))
}

/** The connection to the API server is known to be dead. */
export function schedulerConnectionLost(sim: Simulation, state: SchedulerState): void {
  onConnectionLost(sim, state.nodes, informerAddress(state, informerNumbers.nodes))
  onConnectionLost(sim, state.pods, informerAddress(state, informerNumbers.pods))
}

/** One event: a message of the API server or a timer of its own. */
export function handleScheduler(sim: Simulation, state: SchedulerState, event: SimulationEvent): void {
  switch (event.op) {
    case messageTypes.apiResponse: {
      const response = event.payload as ApiResponse
      const pending = takeCall(state.client, response)
      if (pending !== undefined) onResponse(sim, state, pending, response)
      break
    }
    case messageTypes.watchEvent: {
      const change = event.payload as WatchEvent
      const number = change.resource === 'nodes' ? informerNumbers.nodes : informerNumbers.pods
      onWatchEvent(sim, informerOf(state, number), informerAddress(state, number), event.num, change, handlerOf(sim, state, number))
      break
    }
    default: onTimer(sim, state, event)
  }
  armTimers(sim, state)
}

function onTimer(sim: Simulation, state: SchedulerState, event: SimulationEvent): void {
  switch (event.op) {
    case clientTimers.informerRetry: return onInformerRetry(sim, informerOf(state, event.num), informerAddress(state, event.num))
    case clientTimers.timeoutSweep:
      for (const pending of sweepTimeouts(sim, state.client)) onResponse(sim, state, pending, noAnswer(pending.request.id))
      return
    case clientTimers.limiter: return onLimiterTimer(sim, state.client, event.num)
    case clientTimers.leaderElection: return electionTick(sim, state.election, electionAddress(state))
    case timers.cycle:
      state.cycleArmed = false
      if (state.election.leading) scheduleOne(sim, state)
      return
    case timers.backoff:
      if (sim.nowUs >= state.backoffArmedUs) state.backoffArmedUs = Infinity
      return flushBackoff(state.queue, sim.nowUs)
    case timers.flush:
      state.flushArmed = false
      return flushUnschedulable(state.queue, sim.nowUs)
    default: throw new Error(`the scheduler knows no event ${event.op}`)
  }
}

function onResponse(sim: Simulation, state: SchedulerState, pending: PendingCall, response: ApiResponse): void {
  switch (pending.purpose) {
    case purposes.informer:
      return onInformerResponse(
        sim, informerOf(state, pending.key), informerAddress(state, pending.key), response, handlerOf(sim, state, pending.key),
      )
    case purposes.election:
      onElectionResponse(sim, state.election, electionAddress(state), response, pending.request.verb)
      return
    case purposes.bind: return onBindResponse(sim, state, pending, response)
    // Upstream, too, only logs an event or a condition that was not taken; the next attempt writes them again.
    default:
  }
}

function informerOf(state: SchedulerState, number: number): Informer {
  return number === informerNumbers.nodes ? state.nodes : state.pods
}

function informerAddress(state: SchedulerState, number: number): InformerAddress {
  return { client: state.client, random: state.retryRandom, userAgent, node: -1, link: state.link, purpose: purposes.informer, number }
}

function electionAddress(state: SchedulerState): ElectionAddress {
  return { client: state.client, link: state.link, purpose: purposes.election }
}

function handlerOf(sim: Simulation, state: SchedulerState, number: number): CacheHandler {
  const onChange = number === informerNumbers.nodes ? onNodeChange : onPodChange
  return (slot, before, after) => onChange(sim, state, slot, before, after)
}

/** The newest decision about a pod that is still kept (512). */
export function decisionOf(state: SchedulerState, namespace: string, name: string): SchedulingDecision | undefined {
  return findDecision(state.decisions, namespace, name)
}

/** What the scheduler does now, for its card. */
export function schedulerDoing(state: SchedulerState): string {
  if (!state.nodes.synced || !state.pods.synced) return 'listing nodes and pods'
  if (!state.election.leading) return 'waiting for the Lease kube-scheduler'
  const { activeCount, backoffCount, unschedulable, pods } = state.queue
  const binding = pods.size - activeCount - backoffCount - unschedulable.size
  const parts = [
    activeCount > 0 ? `${activeCount} to schedule` : '',
    binding > 0 ? `${binding} binding` : '',
    backoffCount > 0 ? `${backoffCount} in back-off` : '',
    unschedulable.size > 0 ? `${unschedulable.size} unschedulable` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'idle, all pods have nodes' : parts.join(', ')
}
