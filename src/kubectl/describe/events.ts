/** The Events section of `kubectl describe`. Source: k8s.io/kubectl/pkg/describe/describe.go (DescribeEvents). */
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { Event } from '../../kubernetes/types/core.ts'
import { listObjects } from '../api.ts'
import type { ApiObject } from '../api.ts'
import type { Kubectl } from '../kubectl.ts'
import { since } from '../print/age.ts'
import { byText } from '../print/json.ts'
import { eventTimes } from '../print/event-words.ts'
import { line } from './writer.ts'
import type { Lines } from './writer.ts'

/** Events about an object, oldest first. */
export async function eventsOf(kubectl: Kubectl, object: ApiObject): Promise<readonly Event[]> {
  const { kind, metadata } = object
  // Events about cluster-scoped objects stand in the namespace default; nodes call themselves by name in place of their uid.
  const uid = kind === 'Node' ? '' : `,involvedObject.uid=${metadata.uid}`
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${metadata.name}${uid}`
  const { items } = await listObjects(kubectl, resourceInfo('events'), metadata.namespace ?? '', { fieldSelector })
  return byTime(items as unknown as readonly Event[])
}

/** Events by when they were last seen. */
export function byTime(events: readonly Event[]): readonly Event[] {
  return events.toSorted((a, b) => byText(eventTimes(a).last ?? '', eventTimes(b).last ?? ''))
}

/** "12s", or "12s (x3 over 40s)" of an event that came several times. */
export function intervalText(event: Event, nowMs: number): string {
  const times = eventTimes(event)
  const last = since(times.last, nowMs)
  return times.count > 1 ? `${last} (x${times.count} over ${since(times.first, nowMs)})` : last
}

/** The section's lines. */
export function eventLines(lines: Lines, events: readonly Event[], nowMs: number): void {
  if (events.length === 0) {
    line(lines, 0, 'Events:\t<none>')
    return
  }
  line(lines, 0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage')
  line(lines, 0, '  ----\t------\t----\t----\t-------')
  for (const event of events) {
    const source = event.source?.component ?? event.reportingComponent ?? ''
    line(lines, 0, `  ${event.type}\t${event.reason}\t${intervalText(event, nowMs)}\t${source}\t${event.message.trim()}`)
  }
}
