/**
 * Reflector and cache in one: lists a resource, watches it from that revision, and keeps its objects by slot. When the connection ends it
 * watches again from the last revision it has seen; when that is gone (410) it lists again. Source: client-go/tools/cache/reflector.go.
 *
 * The cache is a prefix of history: it may lag, it never skips or reorders.
 */
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import type { ApiList, ApiResponse, WatchEvent } from '../control-plane/api-server/messages.ts'
import { nextInt, type Random } from '../simulation/random.ts'
import {
  createRenewalColumns, forgetRenewal, newestVersion, noteRenewal, type LeaseRenewed, type RenewalColumns,
} from '../state/lease-renewals.ts'
import { schedule, type Simulation } from '../simulation/simulation.ts'
import { call, requestOptions, type ApiClient } from './api-client.ts'
import { clientTimers } from './timers.ts'

export interface Informer {
  resource: ResourceName
  fieldSelector: string
  /** Of Leases not always the newest version: see `renewals`, and read with `objectAt`. */
  objects: (KubernetesObject | undefined)[]
  renewals: RenewalColumns
  count: number
  /** Revision up to which the cache is true. */
  revision: number
  phase: 'idle' | 'listing' | 'starting-watch' | 'watching' | 'waiting'
  /** True after the first list, for the life of the process. */
  synced: boolean
  /** Id of the watch request whose events count. */
  watchId: number
  /** Must the next attempt list, or can it resume the watch? */
  relist: boolean
  failures: number
  /** Events taken so far. */
  events: number
}

/** How an informer reaches the API server: given anew with each call, never stored. */
export interface InformerAddress {
  readonly client: ApiClient
  readonly random: Random
  readonly userAgent: string
  readonly node: number
  readonly link: number
  /** `PendingCall.purpose` of its calls; `key` is the informer's number. */
  readonly purpose: number
  readonly number: number
}

/** Told after the cache has taken a change: before and after, either may be undefined. */
export type CacheHandler = (slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined) => void

export function createInformer(resource: ResourceName, fieldSelector = ''): Informer {
  return {
    resource, fieldSelector, objects: [], renewals: createRenewalColumns(), count: 0, revision: 0, phase: 'idle', synced: false, watchId: 0,
    relist: true, failures: 0, events: 0,
  }
}

/** Empties the cache, as a restarted process finds it. The component's derived indices must be emptied with it. */
export function resetInformer(informer: Informer): void {
  informer.objects = []
  informer.renewals = createRenewalColumns()
  informer.count = 0
  informer.revision = 0
  informer.phase = 'idle'
  informer.synced = false
  // Events for a former life's watch may still come.
  informer.watchId = 0
  informer.relist = true
  informer.failures = 0
}

/** The newest version of the object in a slot. */
export function objectAt({ renewals, objects }: Informer, slot: number): KubernetesObject | undefined {
  return newestVersion(renewals, slot, objects[slot])
}

/** Lists, or resumes the watch. Call at the start of the process; afterwards the informer goes on by itself. */
export function startInformer(sim: Simulation, informer: Informer, address: InformerAddress): void {
  const list = informer.relist
  informer.phase = list ? 'listing' : 'starting-watch'
  const id = call(sim, address.client, {
    verb: list ? 'list' : 'watch', resource: informer.resource, subresource: '', namespace: '', name: '', slot: -1, body: undefined,
    patchType: undefined, userAgent: address.userAgent, node: address.node, link: address.link,
    options: requestOptions({ fieldSelector: informer.fieldSelector, sinceRevision: list ? 0 : informer.revision }),
  }, address.purpose, address.number, undefined)
  informer.watchId = list ? 0 : id
}

/** Answer of the informer's own call (list or watch). Code 0 or 5xx: tries again after a growing pause; 410: lists again. */
export function onInformerResponse(
  sim: Simulation, informer: Informer, address: InformerAddress, response: ApiResponse, handler: CacheHandler,
): void {
  if (response.code >= 400 || response.code === 0) {
    if (response.code === 410) informer.relist = true
    retryLater(sim, informer, address)
    return
  }
  informer.failures = 0
  if (response.list !== undefined) {
    replaceAll(informer, response.list.items, response.list.slots, handler)
    informer.revision = response.list.revision
    informer.synced = true
    informer.relist = false
    startInformer(sim, informer, address)
    return
  }
  informer.phase = 'watching'
}

/** Pause before the next try: 0.8 s doubling to 30 s, half of it random. Source: reflector's backoff manager. */
function retryLater(sim: Simulation, informer: Informer, address: InformerAddress): void {
  informer.phase = 'waiting'
  const pauseUs = Math.min(800_000 * (1 << Math.min(informer.failures, 6)), 30_000_000)
  informer.failures++
  schedule(sim, pauseUs + nextInt(address.random, pauseUs), address.client.component, address.node, clientTimers.informerRetry, address.number)
}

/** Timer `informerRetry`. */
export function onInformerRetry(sim: Simulation, informer: Informer, address: InformerAddress): void {
  if (informer.phase === 'waiting') startInformer(sim, informer, address)
}

/** The connection is known to be lost (the server stopped, or its pings stay unanswered): watch again from the last revision. */
export function onConnectionLost(sim: Simulation, informer: Informer, address: InformerAddress): void {
  if (informer.phase !== 'watching' && informer.phase !== 'starting-watch') return
  informer.watchId = 0
  retryLater(sim, informer, address)
}

/** One event of a watch. `watchId`: the message's `num`; events of a former watch are ignored. */
export function onWatchEvent(
  sim: Simulation, informer: Informer, address: InformerAddress, watchId: number, event: WatchEvent, handler: CacheHandler,
): void {
  if (watchId !== informer.watchId) return
  if (event.type === 'CLOSED' || event.type === 'EXPIRED') {
    informer.relist = informer.relist || event.type === 'EXPIRED'
    informer.watchId = 0
    startInformer(sim, informer, address)
    return
  }
  informer.phase = 'watching'
  informer.events++
  informer.revision = event.revision
  apply(informer, event.slot, event.type === 'DELETED' ? undefined : event.object, handler)
}

/** True for the plain case of `onWatchEvent`: one more version of an object that the cache has. */
export function isNextVersion(informer: Informer, watchId: number, event: WatchEvent): boolean {
  return event.type === 'MODIFIED' && watchId === informer.watchId && event.object !== undefined
    && informer.objects[event.slot]?.metadata.uid === event.object.metadata.uid
}

/** Takes such a version into the cache; returns the one before. */
export function takeNextVersion(informer: Informer, event: WatchEvent): KubernetesObject | undefined {
  const before = objectAt(informer, event.slot)
  informer.phase = 'watching'
  informer.events++
  informer.revision = event.revision
  informer.objects[event.slot] = event.object
  forgetRenewal(informer.renewals, event.slot)
  return before
}

/** Takes a renewal of a Lease that the cache has. False: it is of a former watch. */
export function takeRenewal(informer: Informer, watchId: number, renewed: LeaseRenewed): boolean {
  if (watchId !== informer.watchId) return false
  informer.phase = 'watching'
  informer.events++
  informer.revision = renewed.resourceVersion
  noteRenewal(informer.renewals, renewed.slot, renewed)
  return true
}

function apply(informer: Informer, slot: number, after: KubernetesObject | undefined, handler: CacheHandler): void {
  const before = objectAt(informer, slot)
  informer.objects[slot] = after
  forgetRenewal(informer.renewals, slot)
  if (before === undefined && after !== undefined) informer.count++
  if (before !== undefined && after === undefined) informer.count--
  if (before !== undefined && after !== undefined && before.metadata.uid !== after.metadata.uid) {
    // The slot was freed and taken again while the watch was away: two changes for the handler.
    handler(slot, before, undefined)
    handler(slot, undefined, after)
    return
  }
  if (before !== after) handler(slot, before, after)
}

/**
 * Takes objects `from` to `end` of a list into the cache, ahead of `onInformerResponse`, which then finds them there: for who takes a long list in
 * several steps. Calls the handler as that does.
 */
export function takeListed(informer: Informer, { items, slots }: ApiList, from: number, end: number, handler: CacheHandler): void {
  for (let i = from; i < end && i < items.length; i++) apply(informer, slots[i]!, items[i], handler)
}

function replaceAll(informer: Informer, items: readonly KubernetesObject[], slots: readonly number[], handler: CacheHandler): void {
  const listed = new Set(slots)
  for (let slot = 0; slot < informer.objects.length; slot++) {
    if (informer.objects[slot] !== undefined && !listed.has(slot)) apply(informer, slot, undefined, handler)
  }
  for (let i = 0; i < items.length; i++) apply(informer, slots[i]!, items[i], handler)
}
