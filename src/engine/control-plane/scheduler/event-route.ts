import type { EventRoute } from './events.ts'
import { limiters, purposes, schedulerName, userAgent, type SchedulerState } from './state.ts'

const instance = `${schedulerName}-control-plane`

/** How the scheduler's events reach the API server. */
export function eventRoute(state: SchedulerState): EventRoute {
  return { client: state.client, link: state.link, purpose: purposes.event, limiter: limiters.events, userAgent, reporter: schedulerName, instance }
}
