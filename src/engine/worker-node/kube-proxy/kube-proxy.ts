/**
 * kube-proxy: watches Services and EndpointSlices and writes the rules of its machine's kernel. It carries no packets. The wiring calls the
 * life-cycle functions; everything else comes as messages and timers (`event.at`: machine, -1: the group).
 */
import { componentIds, messageTypes } from '../../../protocol/vocabulary.ts'
import { packSubject } from '../../../protocol/subject.ts'
import { resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import { dropCallsOf, noAnswer, sweepTimeouts, takeCall, type PendingCall } from '../../client/api-client.ts'
import {
  onConnectionLost, onInformerResponse, onInformerRetry, onWatchEvent, startInformer, takeListed, type CacheHandler, type InformerAddress,
} from '../../client/informer.ts'
import { clientTimers } from '../../client/timers.ts'
import type { ApiResponse, WatchEvent } from '../../control-plane/api-server/messages.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import { callAt } from '../../simulation/call-table.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import { onServiceChange, onSliceChange, prepareRules, syncedTable } from './cache.ts'
import { admitWaiting, catchUp, catchUpLater, onOwnAnswer, tryAfter } from './catch-up.ts'
import { standForMembers } from './fan-out.ts'
import { emptyTable } from './rules.ts'
import {
  groupFollows, joinGroup, leaveGroup, minSyncPeriodUs, ownTimers, pingTimeoutUs, purposes, writeRulesUs,
  type KubeProxies, type OwnView, type ProxyAddress,
} from './state.ts'

/** A machine's proxy exists from now on; it runs when `startProxy` says so. */
export function addProxy(state: KubeProxies, address: ProxyAddress): void {
  while (state.proxies.length <= address.machine) state.proxies.push(undefined)
  state.proxies[address.machine] = address
  leaveGroup(state, address.machine, emptyTable)
}

/** The machine is gone for good. */
export function removeProxy(state: KubeProxies, machine: number): void {
  leaveGroup(state, machine, emptyTable)
  state.differs.delete(machine)
  dropCallsOf(state.client, machine)
  state.proxies[machine] = undefined
}

/** The process starts: it lists and watches over its own link; until then its kernel's rules stay as they are. */
export function startProxy(sim: Simulation, state: KubeProxies, machine: number): void {
  if (state.proxies[machine] === undefined) return
  const table = state.differs.get(machine)?.table ?? state.table
  leaveGroup(state, machine, table).phase = 'waiting'
  catchUp(sim, state, machine)
  if (state.informers[0].phase === 'idle') startGroup(sim, state)
}

/** The process ends. The kernel keeps its rules: traffic goes on. */
export function stopProxy(state: KubeProxies, machine: number): void {
  if (state.proxies[machine] === undefined) return
  const table = state.differs.get(machine)?.table ?? state.table
  leaveGroup(state, machine, table)
  dropCallsOf(state.client, machine)
}

/** The machine lost its power: process and kernel rules are gone. */
export function proxyPowerLost(state: KubeProxies, machine: number): void {
  stopProxy(state, machine)
  const view = state.differs.get(machine)
  if (view !== undefined) view.table = emptyTable
}

/** Puts a running proxy straight into the group, without messages: for a full-size cluster that is made directly. */
export function adoptProxy(sim: Simulation, state: KubeProxies, machine: number): void {
  joinGroup(state, machine)
  if (state.informers[0].phase === 'idle') startGroup(sim, state)
}

/** A machine's connection to the API server is known to be lost (its pings stay unanswered); -1: everybody's, the API server went away. */
export function proxyConnectionLost(sim: Simulation, state: KubeProxies, machine: number): void {
  if (machine < 0) {
    for (let number = 0; number < 2; number++) onConnectionLost(sim, state.informers[number]!, groupAddress(state, number))
    return
  }
  const view = state.differs.get(machine) ?? outOfStep(state, machine)
  if (view.phase !== 'stopped' && view.phase !== 'waiting') catchUpLater(sim, state, machine, view)
}

/** A cable works again (-1: the API server's): what waited for its connection goes on at once, as TCP sends anew what was lost. */
export function proxyConnectionHealed(sim: Simulation, state: KubeProxies, machine: number): void {
  if (machine < 0) return resumeGroup(sim, state)
  const phase = state.differs.get(machine)?.phase
  if (phase !== undefined && phase !== 'behind') catchUp(sim, state, machine)
}

function resumeGroup(sim: Simulation, state: KubeProxies): void {
  const firstNewId = state.client.nextId
  dropCallsOf(state.client, -1)
  for (let number = 0; number < 2; number++) {
    const informer = state.informers[number]!
    if (informer.phase !== 'watching' && informer.phase !== 'idle') startInformer(sim, informer, groupAddress(state, number))
  }
  standForRequests(sim, state, firstNewId)
}

/** A member's connection is gone: what it had heard it still writes, what comes from now on it misses. */
function outOfStep(state: KubeProxies, machine: number): OwnView {
  const table = syncedTable(state.table, state.cache, state.informers[0].objects, state.informers[1].objects)
  const view = leaveGroup(state, machine, table)
  view.phase = 'behind'
  return view
}

function startGroup(sim: Simulation, state: KubeProxies): void {
  const firstNewId = state.client.nextId
  for (let number = 0; number < 2; number++) startInformer(sim, state.informers[number]!, groupAddress(state, number))
  standForRequests(sim, state, firstNewId)
}

function groupAddress(state: KubeProxies, number: number): InformerAddress {
  return {
    client: state.client, random: state.random, userAgent: 'kube-proxy-group', node: -1, link: state.groupLink,
    purpose: purposes.groupInformer, number,
  }
}

/** One event of the component. */
export function handleKubeProxy(sim: Simulation, state: KubeProxies, event: SimulationEvent): void {
  const firstNewId = state.client.nextId
  if (event.op === messageTypes.watchEvent) onGroupEvent(sim, state, event.num, event.payload as WatchEvent)
  else if (event.op === messageTypes.apiResponse) onResponse(sim, state, event.payload as ApiResponse)
  else if (event.op === ownTimers.catchUp) onCatchUpTimer(sim, state, event.at, event.num)
  else if (event.op === ownTimers.takeList) takeList(sim, state, event.num)
  else if (event.op === ownTimers.sync) writeRules(sim, state)
  else if (event.op === clientTimers.informerRetry) onInformerRetry(sim, state.informers[event.num]!, groupAddress(state, event.num))
  else if (event.op === clientTimers.timeoutSweep) {
    for (const pending of sweepTimeouts(sim, state.client)) onAnswer(sim, state, pending, noAnswer(pending.request.id))
  }
  standForRequests(sim, state, firstNewId)
}

function onCatchUpTimer(sim: Simulation, state: KubeProxies, machine: number, attempt: number): void {
  const view = state.differs.get(machine)
  if (view?.phase === 'waiting' && view.attempt === attempt) catchUp(sim, state, machine)
}

function onResponse(sim: Simulation, state: KubeProxies, response: ApiResponse): void {
  const pending = takeCall(state.client, response)
  if (pending === undefined) return
  if (pending.purpose === purposes.groupInformer) {
    standForAll(sim, state, true, messageTypes.apiResponse, 400, pending.request.verb === 'list' ? 'list' : 'watch', pending.request.resource, -1)
  }
  onAnswer(sim, state, pending, response)
}

function onAnswer(sim: Simulation, state: KubeProxies, pending: PendingCall, response: ApiResponse): void {
  if (pending.purpose !== purposes.groupInformer) return onOwnAnswer(sim, state, pending, response)
  if (response.code !== 200 || (response.list?.items.length ?? 0) <= listedPerStep) return onGroupAnswer(sim, state, pending.key, response)
  state.arriving[pending.key] = { response, taken: 0 }
  takeList(sim, state, pending.key)
}

/** Objects of a list that one step takes. */
const listedPerStep = 256

/** Takes the next part of a long list, and with the last one the answer as a whole. */
function takeList(sim: Simulation, state: KubeProxies, number: number): void {
  const arriving = state.arriving[number]
  const list = arriving?.response.list
  if (arriving === undefined || list === undefined) return
  const from = arriving.taken
  arriving.taken += listedPerStep
  takeListed(state.informers[number]!, list, from, arriving.taken, changeHandler(sim, state, number))
  if (arriving.taken < list.items.length) {
    schedule(sim, 0, componentIds.kubeProxy, -1, ownTimers.takeList, number)
    return
  }
  state.arriving[number] = undefined
  onGroupAnswer(sim, state, number, arriving.response)
}

function onGroupAnswer(sim: Simulation, state: KubeProxies, number: number, response: ApiResponse): void {
  onInformerResponse(sim, state.informers[number]!, groupAddress(state, number), response, changeHandler(sim, state, number))
  if (state.cache.dirty.size > 0) armSync(sim, state)
  if (groupFollows(state)) admitWaiting(state)
}

/** Change of the shared cache: marks the Service and sees to a sync. Made per call, never stored. */
function changeHandler(sim: Simulation, state: KubeProxies, number: number): CacheHandler {
  return (slot, before, after) => {
    if (number === 0) onServiceChange(state.cache, slot, before, after)
    else onSliceChange(state.cache, slot, before, after)
    armSync(sim, state)
  }
}

/** One event of a watch stands for one to each member; members whose link is cut miss it and fall behind. */
function onGroupEvent(sim: Simulation, state: KubeProxies, watchId: number, event: WatchEvent): void {
  const number = state.informers[0].watchId === watchId ? 0 : 1
  if (event.type !== 'CLOSED' && event.type !== 'EXPIRED') fanOut(sim, state, event)
  onWatchEvent(sim, state.informers[number], groupAddress(state, number), watchId, event, changeHandler(sim, state, number))
}

/** Records the message that each member gets, and takes those out of the group that don't get it. */
function fanOut(sim: Simulation, state: KubeProxies, event: WatchEvent): void {
  const verb = event.type === 'ADDED' ? 'create' : event.type === 'DELETED' ? 'delete' : 'update'
  const note = { type: messageTypes.watchEvent, flags: 0, bytes: 900, subject: packSubject(verb, resourceInfo(event.resource).id, '', event.slot) }
  for (const machine of standForMembers(sim, state, true, note)) tryAfter(sim, state, machine, outOfStep(state, machine), pingTimeoutUs)
}

function standForRequests(sim: Simulation, state: KubeProxies, firstNewId: number): void {
  for (let id = firstNewId; id < state.client.nextId; id++) {
    const pending = callAt(state.client.inFlight, id)
    if (pending === undefined || pending.purpose !== purposes.groupInformer) continue
    standForAll(sim, state, false, messageTypes.apiRequest, 180, pending.request.verb === 'list' ? 'list' : 'watch', pending.request.resource, -1)
  }
}

function standForAll(
  sim: Simulation, state: KubeProxies, reverse: boolean, type: number, bytes: number, verb: 'list' | 'watch', resource: ResourceName, slot: number,
): void {
  standForMembers(sim, state, reverse, { type, flags: 0, bytes, subject: packSubject(verb, resourceInfo(resource).id, '', slot) })
}

/** A sync runs at once when the last one is a second ago, else when it will be. */
function armSync(sim: Simulation, state: KubeProxies): void {
  if (state.syncArmed) return
  state.syncArmed = true
  const earliestUs = state.lastSyncUs + minSyncPeriodUs
  const waitUs = earliestUs > sim.nowUs ? earliestUs - sim.nowUs : 0
  schedule(sim, waitUs + writeRulesUs, componentIds.kubeProxy, -1, ownTimers.sync, 0)
}

/** Endpoints that one step of a sync works out rules for. */
const endpointsPerStep = 10_000

/** The new rules stand in the kernels of all members. Nothing is written before both lists are there, so that a start drops no rule. */
function writeRules(sim: Simulation, state: KubeProxies): void {
  state.syncArmed = false
  if (!state.informers[0].synced || !state.informers[1].synced) return
  const [services, slices] = [state.informers[0].objects, state.informers[1].objects]
  if (!prepareRules(state.cache, services, slices, endpointsPerStep)) {
    state.syncArmed = true
    schedule(sim, 0, componentIds.kubeProxy, -1, ownTimers.sync, 0)
    return
  }
  state.lastSyncUs = sim.nowUs
  state.table = syncedTable(state.table, state.cache, services, slices)
  state.cache.prepared.clear()
}
