/**
 * Events in the newer form (events.k8s.io): eventTime and action in place of counts; the same event again becomes a series: the second is
 * patched in, later ones only counted until the series pauses. Source: client-go/tools/events/event_broadcaster.go.
 */
import type { Event, ObjectReference, Pod } from '../../../kubernetes/types/core.ts'
import { call, type ApiClient } from '../../client/api-client.ts'
import { hex8 } from '../../simulation/random.ts'
import { microTimeText, timeText } from '../../simulation/time-text.ts'
import type { Simulation } from '../../simulation/simulation.ts'

interface Series {
  readonly name: string
  readonly namespace: string
  count: number
  lastUs: number
}
export interface EventSeries {
  /** By uid of the pod and reason, least recently seen first. */
  bySubject: Map<string, Series>
}

const maxSeries = 4096
/** A series that was silent for this long is over. */
const seriesPauseUs = 360_000_000

export function createEventSeries(): EventSeries {
  return { bySubject: new Map() }
}

export interface EventRoute {
  readonly client: ApiClient
  readonly link: number
  readonly purpose: number
  readonly limiter: number
  readonly userAgent: string
  readonly reporter: string
  readonly instance: string
}
interface SchedulerEvent {
  readonly type: 'Normal' | 'Warning'
  readonly reason: 'Scheduled' | 'FailedScheduling'
  readonly action: 'Binding' | 'Scheduling'
  readonly note: string
}

/** Events of the newer form have none. */
const noSource: Event['source'] = Object.freeze({ component: undefined, host: undefined })

/** Hexadecimal nanoseconds since 1970, from parts that stay below 2^53. */
function nanosecondsText(microseconds: number): string {
  const high = Math.floor(microseconds / 0x100000)
  const low = (microseconds - high * 0x100000) * 1000
  const carry = Math.floor(low / 0x100000)
  const upper = high * 1000 + carry
  const upperHigh = Math.floor(upper / 0x100000000)
  return (upperHigh === 0 ? '' : upperHigh.toString(16)) + hex8(upper) + hex8(low - carry * 0x100000).slice(3)
}

function referenceTo(pod: Pod): ObjectReference {
  return {
    kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid, apiVersion: 'v1',
    resourceVersion: String(pod.metadata.resourceVersion), fieldPath: undefined,
  }
}

function eventObject(sim: Simulation, route: EventRoute, pod: Pod, name: string, event: SchedulerEvent): Event {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name, generateName: undefined, namespace: pod.metadata.namespace, uid: '', resourceVersion: 0, generation: undefined,
      creationTimestamp: timeText(sim.nowUs, sim.epochMs), deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined,
      labels: undefined, annotations: undefined, ownerReferences: undefined, finalizers: undefined, managedFields: undefined,
    },
    involvedObject: referenceTo(pod),
    reason: event.reason,
    message: event.note,
    source: noSource,
    firstTimestamp: null,
    lastTimestamp: null,
    count: undefined,
    type: event.type,
    eventTime: microTimeText(sim.nowUs, sim.epochMs),
    series: undefined,
    action: event.action,
    reportingComponent: route.reporter,
    reportingInstance: route.instance,
  }
}

function send(sim: Simulation, route: EventRoute, verb: 'create' | 'patch', namespace: string, name: string, body: unknown): void {
  call(sim, route.client, {
    verb, resource: 'events', subresource: '', namespace, name, slot: -1, body, patchType: verb === 'patch' ? 'merge' : undefined,
    options: undefined, userAgent: route.userAgent, node: -1, link: route.link,
  }, route.purpose, 0, undefined, route.limiter)
}

/** Writes an event about a pod that can happen only once. */
export function writeEvent(sim: Simulation, route: EventRoute, pod: Pod, event: SchedulerEvent): string {
  // Joined, the name is one piece.
  const name = [pod.metadata.name, nanosecondsText(sim.epochMs * 1000 + sim.nowUs)].join('.')
  send(sim, route, 'create', pod.metadata.namespace, name, eventObject(sim, route, pod, name, event))
  return name
}

/** Writes an event that may come again. The note of a series is that of its first event, as upstream. */
export function writeSeriesEvent(sim: Simulation, route: EventRoute, series: EventSeries, pod: Pod, event: SchedulerEvent): void {
  const key = `${pod.metadata.uid}/${event.reason}`
  const known = series.bySubject.get(key)
  if (known === undefined || sim.nowUs - known.lastUs > seriesPauseUs) {
    const name = writeEvent(sim, route, pod, event)
    remember(series, key, { name, namespace: pod.metadata.namespace, count: 1, lastUs: sim.nowUs })
    return
  }
  known.count++
  known.lastUs = sim.nowUs
  remember(series, key, known)
  // The third and later are counted only; upstream writes the count when the series is over or 30 minutes old.
  if (known.count > 2) return
  send(sim, route, 'patch', known.namespace, known.name, {
    series: { count: known.count, lastObservedTime: microTimeText(sim.nowUs, sim.epochMs) },
  })
}

function remember(series: EventSeries, key: string, value: Series): void {
  series.bySubject.delete(key)
  series.bySubject.set(key, value)
  if (series.bySubject.size <= maxSeries) return
  const oldest = series.bySubject.keys().next()
  if (oldest.done !== true) series.bySubject.delete(oldest.value)
}
