/**
 * Writes Event objects about what a component did, through the API server. Equal events are patched (`count` + 1); from the 11th that
 * differ only in their message they become one "(combined from similar events)"; a source that never stops is dropped after 25.
 * Source: client-go/tools/record/events_cache.go.
 */
import type { Event, ObjectReference } from '../../kubernetes/types/core.ts'
import { timeText } from '../simulation/time-text.ts'
import type { Simulation } from '../simulation/simulation.ts'
import type { ApiResponse } from '../control-plane/api-server/messages.ts'
import { call, type ApiClient, type PendingCall } from './api-client.ts'

export interface EventDraft {
  readonly regarding: ObjectReference
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

/** An Event that was written and can still be patched. */
interface Written {
  readonly fieldPath: string | undefined
  /** Message it was written with; empty text: the combined one. */
  readonly message: string
  readonly name: string
  count: number
}
/** Events of one type and reason about one object. */
interface Group {
  readonly type: EventDraft['type']
  readonly reason: string
  /** Different messages seen within the interval, at most `aggregateAfter`. Short lists are copied: `push` would reserve room for 16 more. */
  messages: readonly string[]
  lastUs: number
  written: readonly Written[]
}
/** What was said about one object. */
interface About {
  tokens: number
  lastUs: number
  /** When it was last put at the end of `objects`. */
  movedUs: number
  groups: Group[]
}

export interface EventRecorder {
  /** Reporting component: "kubelet", "default-scheduler". */
  component: string
  /** By uid of the object, the one longest unheard of first (but for `moveAfterUs`). */
  objects: Map<string, About>
  /** `source` of its events by host, shared by all of them. */
  sources: Map<string, Event['source']>
  limit: number
  /** Runs on, so that names differ. */
  sequence: number
  dropped: number
}

const aggregateAfter = 10
const aggregateWithinUs = 600_000_000
const spamBurst = 25
const spamRefillUs = 300_000_000
/** An object that was heard of so lately keeps its place: a start of a pod is ten events within seconds. */
const moveAfterUs = 10_000_000

/** `limit`: about how many objects it remembers what was said (upstream: 4096 identities per process). */
export function createEventRecorder(component: string, limit = 4096): EventRecorder {
  return { component, objects: new Map(), sources: new Map(), limit, sequence: 0, dropped: 0 }
}

/** Forgets what was said about one object (the one of many processes that speaks of it has restarted). */
export function forgetObject(recorder: EventRecorder, uid: string): void {
  recorder.objects.delete(uid)
}

export interface EventAddress {
  readonly client: ApiClient
  readonly node: number
  readonly link: number
  readonly userAgent: string
  /** `source.host`; empty text for the control plane. */
  readonly host: string
  readonly purpose: number
  readonly limiter: number
}

/** The record of an object, now the one heard of last. The longest unheard of goes when there are too many. */
function aboutOf(recorder: EventRecorder, uid: string, nowUs: number): About {
  const { objects } = recorder
  const known = objects.get(uid)
  if (known !== undefined && nowUs - known.movedUs < moveAfterUs) return known
  const about = known ?? { tokens: spamBurst, lastUs: nowUs, movedUs: nowUs, groups: [] }
  about.movedUs = nowUs
  if (known !== undefined) objects.delete(uid)
  objects.set(uid, about)
  if (objects.size > recorder.limit) {
    const oldest = objects.keys().next()
    if (oldest.done !== true) objects.delete(oldest.value)
  }
  return about
}

/** True when the source may still speak about the object. */
function admitted(about: About, nowUs: number): boolean {
  about.tokens = Math.min(spamBurst, about.tokens + (nowUs - about.lastUs) / spamRefillUs)
  about.lastUs = nowUs
  if (about.tokens < 1) return false
  about.tokens -= 1
  return true
}

function groupOf(about: About, draft: EventDraft, nowUs: number): Group {
  for (const group of about.groups) if (group.reason === draft.reason && group.type === draft.type) return group
  const group: Group = { type: draft.type, reason: draft.reason, messages: [], lastUs: nowUs, written: [] }
  about.groups.push(group)
  return group
}

/** A list with one more at its end, without the first when it grows beyond `most`. */
function appended<T>(list: readonly T[], last: T, most: number): readonly T[] {
  if (list.length === 0) return [last]
  return (list.length === most ? list.slice(1) : list).concat([last])
}

/** True when so many messages that differ came lately that they are told as one. */
function isCombined(group: Group, message: string, nowUs: number): boolean {
  if (nowUs - group.lastUs > aggregateWithinUs) group.messages = []
  group.lastUs = nowUs
  if (!group.messages.includes(message)) {
    group.messages = appended(group.messages, message, aggregateAfter)
  }
  return group.messages.length >= aggregateAfter
}

function writtenOf(group: Group, fieldPath: string | undefined, message: string): Written | undefined {
  for (const one of group.written) if (one.message === message && one.fieldPath === fieldPath) return one
  return undefined
}

/** Records an event: creates it, or patches the one that says the same. */
export function recordEvent(sim: Simulation, recorder: EventRecorder, address: EventAddress, draft: EventDraft): void {
  const { regarding } = draft
  const about = aboutOf(recorder, regarding.uid, sim.nowUs)
  if (!admitted(about, sim.nowUs)) {
    recorder.dropped++
    return
  }
  const group = groupOf(about, draft, sim.nowUs)
  const combined = isCombined(group, draft.message, sim.nowUs)
  const message = combined ? `(combined from similar events): ${draft.message}` : draft.message
  const identity = combined ? '' : draft.message
  const now = timeText(sim.nowUs, sim.epochMs)
  const known = writtenOf(group, regarding.fieldPath, identity)
  if (known !== undefined) {
    known.count++
    send(sim, address, 'patch', draft, known.name, { count: known.count, lastTimestamp: now, message })
    return
  }
  const name = `${regarding.name}.${(0x18000000000 + recorder.sequence++).toString(16)}${sim.nowUs.toString(16).padStart(5, '0').slice(-5)}`
  group.written = appended(group.written, { fieldPath: regarding.fieldPath, message: identity, name, count: 1 }, aggregateAfter + 1)
  send(sim, address, 'create', draft, name, eventObject(recorder, address, draft, name, message, now))
}

/**
 * Answer of an Event's call. One that was to be patched and is there no more (it expired, or its creation was lost) is written anew; other
 * failures are left: upstream tries again for two minutes.
 */
export function onEventAnswer(
  sim: Simulation, recorder: EventRecorder, address: EventAddress, pending: PendingCall, response: ApiResponse,
): void {
  const { request } = pending
  if (response.code !== 404 || request.verb !== 'patch') return
  const draft = pending.context as EventDraft
  for (const group of recorder.objects.get(draft.regarding.uid)?.groups ?? []) {
    group.written = group.written.filter((one) => one.name !== request.name)
  }
  recordEvent(sim, recorder, address, draft)
}

function send(sim: Simulation, address: EventAddress, verb: 'create' | 'patch', draft: EventDraft, name: string, body: unknown): void {
  const namespace = draft.regarding.namespace === '' ? 'default' : draft.regarding.namespace
  call(sim, address.client, {
    verb, resource: 'events', subresource: '', namespace, name, slot: -1, body, patchType: verb === 'patch' ? 'merge' : undefined,
    options: undefined, userAgent: address.userAgent, node: address.node, link: address.link,
  }, address.purpose, 0, draft, address.limiter)
}

function sourceOf(recorder: EventRecorder, host: string): Event['source'] {
  const known = recorder.sources.get(host)
  if (known !== undefined) return known
  const made = { component: recorder.component, host: host === '' ? undefined : host }
  recorder.sources.set(host, made)
  return made
}

function eventObject(
  recorder: EventRecorder, address: EventAddress, draft: EventDraft, name: string, message: string, now: string,
): Event {
  const { regarding } = draft
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name, generateName: undefined, namespace: regarding.namespace === '' ? 'default' : regarding.namespace, uid: '', resourceVersion: 0,
      generation: undefined, creationTimestamp: now, deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: undefined,
      annotations: undefined, ownerReferences: undefined, finalizers: undefined,
    },
    involvedObject: regarding,
    reason: draft.reason,
    message,
    source: sourceOf(recorder, address.host),
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type: draft.type,
    eventTime: null,
    series: undefined,
    action: undefined,
    reportingComponent: recorder.component,
    reportingInstance: address.host,
  }
}
