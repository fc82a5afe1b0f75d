/** When the scheduler wakes by itself. Timers are set only while something waits for them. */
import { componentIds } from '../../../protocol/vocabulary.ts'
import { firstOwnTimer } from '../../client/timers.ts'
import { schedule, scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import { feasibleNodesToFind } from './cycle/find-feasible.ts'
import { hasWork, nextBackoffUs, unschedulableFlushUs } from './queue/scheduling-queue.ts'
import type { SchedulerState } from './state.ts'

export const timers = {
  /** One scheduling cycle is done. */
  cycle: firstOwnTimer,
  /** A pause in backoffQ is over. */
  backoff: firstOwnTimer + 1,
  /** Look for pods that have stayed too long in unschedulablePods. */
  flush: firstOwnTimer + 2,
} as const

/** A cycle takes a quarter of a millisecond and a microsecond for each node that it has to find. */
const cycleBaseUs = 250
/** backoffQ is looked at every second. */
const backoffTickUs = 1_000_000

function nextMultiple(nowUs: number, stepUs: number): number {
  return Math.ceil(nowUs / stepUs) * stepUs
}

/** Sets the timers that the queue's state asks for. Call after every change of the queue. */
export function armTimers(sim: Simulation, state: SchedulerState): void {
  if (!state.election.leading || !state.nodes.synced || !state.pods.synced) return
  const { queue } = state
  if (!state.cycleArmed && hasWork(queue)) {
    state.cycleArmed = true
    schedule(sim, cycleBaseUs + feasibleNodesToFind(state.cache.columns.count), componentIds.scheduler, -1, timers.cycle, 0)
  }
  if (queue.backoffCount > 0) {
    const dueUs = nextMultiple(Math.max(nextBackoffUs(queue), sim.nowUs + 1), backoffTickUs)
    if (dueUs < state.backoffArmedUs) {
      state.backoffArmedUs = dueUs
      scheduleAt(sim, dueUs, componentIds.scheduler, -1, timers.backoff, 0)
    }
  }
  if (!state.flushArmed && queue.unschedulable.size > 0) {
    state.flushArmed = true
    scheduleAt(sim, nextMultiple(sim.nowUs + 1, unschedulableFlushUs), componentIds.scheduler, -1, timers.flush, 0)
  }
}
