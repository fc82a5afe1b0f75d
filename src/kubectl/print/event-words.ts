/** How often and when an event came, whichever API wrote it. Source: k8s.io/kubectl/pkg/describe/describe.go (DescribeEvents). */
import type { Event } from '../../kubernetes/types/core.ts'

interface EventTimes {
  readonly first: string | null
  readonly last: string | null
  readonly count: number
}

export function eventTimes(event: Event): EventTimes {
  const first = event.firstTimestamp ?? event.eventTime ?? null
  if (event.series !== undefined && event.series !== null) return { first, last: event.series.lastObservedTime, count: event.series.count }
  return { first, last: event.lastTimestamp ?? first, count: event.count === undefined || event.count === 0 ? 1 : event.count }
}
