/** Events as lanes: one for each object, its events at their simulated times. */
import type { TimelineEvent } from '../../protocol/inspect.ts'

export interface Lane {
  /** "Pod default/web-x". */
  readonly id: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Oldest first. */
  readonly events: readonly TimelineEvent[]
  readonly warnings: number
}

/** Objects that are shown; of more, those of the newest events. */
export const maxLanes = 80

/** The lanes of the events since `fromUs`, the object with the newest event first. */
export function lanesOf(events: readonly TimelineEvent[], fromUs: number): readonly Lane[] {
  const lanes = new Map<string, TimelineEvent[]>()
  for (const event of events) {
    if (event.simTimeUs < fromUs) continue
    const id = `${event.kind} ${event.namespace === '' ? '' : `${event.namespace}/`}${event.name}`
    const known = lanes.get(id)
    if (known === undefined) lanes.set(id, [event])
    else known.push(event)
  }
  const newest = (lane: Lane): number => lane.events[lane.events.length - 1]?.simTimeUs ?? 0
  return [...lanes].map(([id, of]): Lane => {
    const sorted = of.toSorted((a, b) => a.simTimeUs - b.simTimeUs)
    const { kind, namespace, name } = sorted[0]!
    return { id, kind, namespace, name, events: sorted, warnings: sorted.filter((event) => event.type === 'Warning').length }
  }).toSorted((a, b) => newest(b) - newest(a)).slice(0, maxLanes)
}

export interface TimeRange {
  readonly fromUs: number
  readonly toUs: number
}

/** The shown stretch of simulated time: the last `seconds`, or from the first event on when 0. */
export function rangeOf(events: readonly TimelineEvent[], nowUs: number, seconds: number): TimeRange {
  const firstUs = Math.min(nowUs, ...events.map((event) => event.simTimeUs))
  return { fromUs: seconds === 0 ? firstUs : Math.max(0, nowUs - seconds * 1_000_000), toUs: Math.max(nowUs, firstUs + 1_000_000) }
}

/** Where a time stands in the range, 0 to 1. */
export function shareOf({ fromUs, toUs }: TimeRange, simTimeUs: number): number {
  return Math.min(1, Math.max(0, (simTimeUs - fromUs) / (toUs - fromUs)))
}
