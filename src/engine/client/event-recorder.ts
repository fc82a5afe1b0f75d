/**
 * Writes Event objects about what a component did, through the API server. Equal events are patched (`count` + 1); from the 11th that
 * differ only in their message they become one "(combined from similar events)"; a source that never stops is dropped after 25.
 * Source: client-go/tools/record/events_cache.go.
 */
import type { Event, ObjectReference } from '../../kubernetes/types/core.ts'
import { hex2, hex8 } from '../simulation/random.ts'
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

/** An Event that was written about one object and can still be patched. */
interface Said {
  readonly type: EventDraft['type']
  readonly reason: string
  readonly fieldPath: string | undefined
  /** Message it was written with; empty text: the combined one. */
  readonly message: string
  name: string
  count: number
  /** When it was last said, in milliseconds: small numbers take no room of their own. */
  lastMs: number
  /** The only one that counts its message among those of its type and reason that came within the interval. */
  counted: boolean
  /** The API server has it no more: it is written anew. */
  lost: boolean
  older: Said | undefined
  /** When it was written, no older one was of its type and reason. */
  first: boolean
}
/** What was said about one object. */
interface About {
  tokens: number
  lastUs: number
  /** When it was last put at the end of `objects`. */
  movedUs: number
  /** The newest; each leads to the one before it. A record per Event and nothing else: 10,000 pods that start make 80,000. */
  said: Said | undefined
  /** Bits of all reasons that were said (`reasonBit`). */
  reasons: number
}

export interface EventRecorder {
  /** By uid of the object, the one longest unheard of first (but for `moveAfterUs`). */
  objects: Map<string, About>
  limit: number
  /** Runs on, so that names differ. */
  sequence: number
  dropped: number
}

const aggregateAfter = 10
const aggregateWithinMs = 600_000
const spamBurst = 25
const spamRefillUs = 300_000_000
/** An object that was heard of so lately keeps its place: a start of a pod is ten events within seconds. */
const moveAfterUs = 10_000_000

/** `limit`: about how many objects it remembers what was said (upstream: 4096 identities per process). */
export function createEventRecorder(limit = 4096): EventRecorder {
  return { objects: new Map(), limit, sequence: 0, dropped: 0 }
}

/** Forgets what was said about one object (the one of many processes that speaks of it has restarted). */
export function forgetObject(recorder: EventRecorder, uid: string): void {
  recorder.objects.delete(uid)
}

/** How a source's Events reach the API server; made once per source. */
export interface EventAddress {
  readonly node: number
  readonly link: number
  readonly userAgent: string
  /** Shared by all its Events. */
  readonly source: Event['source']
  readonly purpose: number
  readonly limiter: number
}

/** `component`: who reports ("kubelet", "replicaset-controller"). `host`: empty text for the control plane. */
export function eventSource(component: string, host: string): Event['source'] {
  return { component, host: host === '' ? undefined : host }
}

/** The record of an object, now the one heard of last. The longest unheard of goes when there are too many. */
function aboutOf(recorder: EventRecorder, uid: string, nowUs: number): About {
  const { objects } = recorder
  const known = objects.get(uid)
  if (known !== undefined && nowUs - known.movedUs < moveAfterUs) return known
  const about = known ?? { tokens: spamBurst, lastUs: nowUs, movedUs: nowUs, said: undefined, reasons: 0 }
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

/** What is known of the type and reason of a draft; written anew by each `survey`, read at once. */
const found: { lastMs: number; messages: number; own: Said | undefined; merged: Said | undefined; ownCounted: boolean; mergedCounted: boolean } = {
  lastMs: -1, messages: 1, own: undefined, merged: undefined, ownCounted: false, mergedCounted: false,
}

/** Looks once through what was said of the object: a pod has a dozen records, far apart in memory. */
function survey(about: About, { type, reason, message, regarding }: EventDraft): void {
  found.lastMs = -1
  found.messages = 1
  found.own = undefined
  found.merged = undefined
  found.ownCounted = false
  found.mergedCounted = false
  if ((about.reasons & reasonBit(reason)) === 0) return
  for (let one = about.said; one !== undefined; one = one.older) {
    if (one.reason !== reason || one.type !== type) continue
    if (one.lastMs > found.lastMs) found.lastMs = one.lastMs
    const samePath = one.fieldPath === regarding.fieldPath
    if (one.message === '') {
      found.mergedCounted ||= one.counted
      if (samePath) found.merged ??= one
    } else if (one.message === message) {
      found.ownCounted ||= one.counted
      if (samePath) found.own ??= one
    } else if (one.counted) found.messages++
    if (one.first) return
  }
}

/** The bit that stands for a reason, alone or with others: an object of which it was not said need not be looked through. */
function reasonBit(reason: string): number {
  return 1 << ((reason.length + reason.charCodeAt(0) * 3 + reason.charCodeAt(reason.length - 1)) & 31)
}

/** True when so many messages that differ came lately, of one type and reason, that they are told as one. Call `survey` first. */
function isCombined(about: About, { type, reason }: EventDraft, nowMs: number): boolean {
  if (found.lastMs < 0 || nowMs - found.lastMs <= aggregateWithinMs) return found.mergedCounted || found.messages >= aggregateAfter
  for (let one = about.said; one !== undefined; one = one.older) if (one.reason === reason && one.type === type) one.counted = false
  found.ownCounted = false
  found.mergedCounted = false
  return false
}

/** Forgets the oldest of a type and reason when there are more than can count. */
function dropOldest(about: About, type: EventDraft['type'], reason: string): void {
  let count = 0
  let oldest: Said | undefined
  let newer: Said | undefined
  let before: Said | undefined
  for (let one = about.said; one !== undefined; one = one.older) {
    if (one.reason === reason && one.type === type) {
      count++
      oldest = one
      newer = before
    }
    before = one
  }
  if (count > aggregateAfter + 1 && newer !== undefined) newer.older = oldest?.older
}

/** First digits of an Event's number: they change with every 256th only. */
let headOf = -1
let head = ''

/**
 * Name of an Event: its object's, and a number that runs on, with the last five digits of the time. In one piece: as a chain of pieces it
 * would be twice as large.
 */
function eventName(recorder: EventRecorder, regarding: ObjectReference, nowUs: number): string {
  const number = recorder.sequence++
  const high = Math.floor(number / 256)
  if (high !== headOf) {
    headOf = high
    head = `180${hex8(high).slice(2)}`
  }
  const time = nowUs & 0xfffff
  const minor = hex2(time >> 12) + hex2(time >> 4) + hex2(time).slice(1)
  return [regarding.name, '.', head + hex2(number), minor].join('')
}

/** Records an event: creates it, or patches the one that says the same. */
export function recordEvent(sim: Simulation, recorder: EventRecorder, client: ApiClient, address: EventAddress, draft: EventDraft): void {
  const { regarding, type, reason } = draft
  const { nowUs } = sim
  const nowMs = Math.floor(nowUs / 1000)
  const about = aboutOf(recorder, regarding.uid, nowUs)
  if (!admitted(about, nowUs)) {
    recorder.dropped++
    return
  }
  survey(about, draft)
  const combined = isCombined(about, draft, nowMs)
  const message = combined ? `(combined from similar events): ${draft.message}` : draft.message
  const identity = combined ? '' : draft.message
  const now = timeText(nowUs, sim.epochMs)
  const counted = combined ? found.mergedCounted : found.ownCounted
  let said = combined ? found.merged : found.own
  if (said !== undefined && !said.lost) {
    said.count++
    said.lastMs = nowMs
    if (!counted) said.counted = true
    const body = { count: said.count, lastTimestamp: now, message }
    send(sim, client, address, 'patch', draft, said.name, body)
    return
  }
  const name = eventName(recorder, regarding, nowUs)
  if (said === undefined) {
    said = {
      type, reason, fieldPath: regarding.fieldPath, message: identity, name, count: 1, lastMs: nowMs, counted: !counted, lost: false,
      older: about.said, first: found.lastMs < 0,
    }
    about.reasons |= reasonBit(reason)
    about.said = said
    if (said.older !== undefined) dropOldest(about, type, reason)
  } else {
    said.name = name
    said.count = 1
    said.lastMs = nowMs
    said.lost = false
  }
  send(sim, client, address, 'create', draft, name, eventObject(address, draft, name, message, now))
}

/**
 * Answer of an Event's call. One that was to be patched and is there no more (it expired, or its creation was lost) is written anew; other
 * failures are left: upstream tries again for two minutes.
 */
export function onEventAnswer(
  sim: Simulation, recorder: EventRecorder, client: ApiClient, address: EventAddress, pending: PendingCall, response: ApiResponse,
): void {
  const { request } = pending
  if (response.code !== 404 || request.verb !== 'patch') return
  const draft = pending.context as EventDraft
  for (let one = recorder.objects.get(draft.regarding.uid)?.said; one !== undefined; one = one.older) {
    if (one.name === request.name) one.lost = true
  }
  recordEvent(sim, recorder, client, address, draft)
}

function send(
  sim: Simulation, client: ApiClient, address: EventAddress, verb: 'create' | 'patch', draft: EventDraft, name: string, body: unknown,
): void {
  const namespace = draft.regarding.namespace === '' ? 'default' : draft.regarding.namespace
  call(sim, client, {
    verb, resource: 'events', subresource: '', namespace, name, slot: -1, body, patchType: verb === 'patch' ? 'merge' : undefined,
    options: undefined, userAgent: address.userAgent, node: address.node, link: address.link,
  }, address.purpose, 0, draft, address.limiter)
}

function eventObject(address: EventAddress, draft: EventDraft, name: string, message: string, now: string): Event {
  const { regarding } = draft
  const { source } = address
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name, generateName: undefined, namespace: regarding.namespace === '' ? 'default' : regarding.namespace, uid: '', resourceVersion: 0,
      generation: undefined, creationTimestamp: now, deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: undefined,
      annotations: undefined, ownerReferences: undefined, finalizers: undefined, managedFields: undefined,
    },
    involvedObject: regarding,
    reason: draft.reason,
    message,
    source,
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type: draft.type,
    eventTime: null,
    series: undefined,
    action: undefined,
    reportingComponent: source.component ?? '',
    reportingInstance: source.host ?? '',
  }
}
