/**
 * Writes Event objects about what a component did, through the API server. Equal events are patched (`count` + 1); from the 11th that
 * differ only in their message they become one "(combined from similar events)"; a source that never stops is dropped after 25.
 * Source: client-go/tools/record/events_cache.go.
 */
import type { Event, ObjectReference } from '../../kubernetes/types/core.ts'
import { timeText } from '../simulation/time-text.ts'
import type { Simulation } from '../simulation/simulation.ts'
import { call, type ApiClient } from './api-client.ts'

export interface EventDraft {
  readonly regarding: ObjectReference
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

interface Recorded {
  name: string
  count: number
  firstTimestamp: string
}
interface Similar {
  /** Different messages seen within the interval, at most `aggregateAfter`. */
  messages: string[]
  lastUs: number
}
interface Spam {
  tokens: number
  lastUs: number
}

export interface EventRecorder {
  /** Reporting component: "kubelet", "default-scheduler". */
  component: string
  /** Events that can still be patched, by identity, oldest first. */
  recorded: Map<string, Recorded>
  similar: Map<string, Similar>
  spam: Map<string, Spam>
  limit: number
  /** Runs on, so that names differ. */
  sequence: number
  dropped: number
}

const aggregateAfter = 10
const aggregateWithinUs = 600_000_000
const spamBurst = 25
const spamRefillUs = 300_000_000

/** `limit`: how many identities are remembered (upstream: 4096 per process). */
export function createEventRecorder(component: string, limit = 4096): EventRecorder {
  return { component, recorded: new Map(), similar: new Map(), spam: new Map(), limit, sequence: 0, dropped: 0 }
}

/** Forgets what can be patched, as a restarted process does. */
export function resetEventRecorder(recorder: EventRecorder): void {
  recorder.recorded.clear()
  recorder.similar.clear()
  recorder.spam.clear()
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

function remember<T>(map: Map<string, T>, key: string, value: T, limit: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= limit) return
  const oldest = map.keys().next()
  if (oldest.done !== true) map.delete(oldest.value)
}

/** True when the source may still speak about the object. */
function admitted(recorder: EventRecorder, key: string, nowUs: number): boolean {
  const spam = recorder.spam.get(key) ?? { tokens: spamBurst, lastUs: nowUs }
  spam.tokens = Math.min(spamBurst, spam.tokens + (nowUs - spam.lastUs) / spamRefillUs)
  spam.lastUs = nowUs
  const allowed = spam.tokens >= 1
  if (allowed) spam.tokens -= 1
  remember(recorder.spam, key, spam, recorder.limit)
  return allowed
}

/** The message to write: the event's own, or the combined one when many alike came. The second value is the identity's message part. */
function aggregate(recorder: EventRecorder, key: string, message: string, nowUs: number): { readonly message: string; readonly identity: string } {
  let similar = recorder.similar.get(key)
  if (similar === undefined || nowUs - similar.lastUs > aggregateWithinUs) similar = { messages: [], lastUs: nowUs }
  similar.lastUs = nowUs
  if (!similar.messages.includes(message)) {
    similar.messages.push(message)
    if (similar.messages.length > aggregateAfter) similar.messages.shift()
  } else if (similar.messages.length < aggregateAfter) {
    remember(recorder.similar, key, similar, recorder.limit)
    return { message, identity: message }
  }
  remember(recorder.similar, key, similar, recorder.limit)
  if (similar.messages.length < aggregateAfter) return { message, identity: message }
  return { message: `(combined from similar events): ${message}`, identity: '' }
}

/** Records an event: creates it, or patches the one that says the same. */
export function recordEvent(sim: Simulation, recorder: EventRecorder, address: EventAddress, draft: EventDraft): void {
  const { regarding } = draft
  const about = `${address.host}/${regarding.uid}/${regarding.fieldPath ?? ''}`
  if (!admitted(recorder, `${address.host}/${regarding.uid}`, sim.nowUs)) {
    recorder.dropped++
    return
  }
  const kind = `${about}/${draft.type}/${draft.reason}`
  const { message, identity } = aggregate(recorder, kind, draft.message, sim.nowUs)
  const key = `${kind}/${identity}`
  const now = timeText(sim.nowUs, sim.epochMs)
  const known = recorder.recorded.get(key)
  if (known !== undefined) {
    known.count++
    remember(recorder.recorded, key, known, recorder.limit)
    send(sim, address, 'patch', regarding.namespace, known.name, { count: known.count, lastTimestamp: now, message })
    return
  }
  const name = `${regarding.name}.${(0x18000000000 + recorder.sequence++).toString(16)}${sim.nowUs.toString(16).padStart(5, '0').slice(-5)}`
  remember(recorder.recorded, key, { name, count: 1, firstTimestamp: now }, recorder.limit)
  send(sim, address, 'create', regarding.namespace, name, eventObject(recorder, address, draft, name, message, now))
}

function send(sim: Simulation, address: EventAddress, verb: 'create' | 'patch', namespace: string, name: string, body: unknown): void {
  call(sim, address.client, {
    verb, resource: 'events', subresource: '', namespace: namespace === '' ? 'default' : namespace, name, slot: -1, body,
    patchType: verb === 'patch' ? 'merge' : undefined, options: undefined, userAgent: address.userAgent, node: address.node, link: address.link,
  }, address.purpose, 0, undefined, address.limiter)
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
    source: { component: recorder.component, host: address.host === '' ? undefined : address.host },
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
