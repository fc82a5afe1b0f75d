/**
 * A machine out of step: it lists Services and EndpointSlices and watches them over its own link, then joins the group. Its watches are
 * served by the group's from then on (the API server answers a member's watch and registers none). Simplified: a real proxy whose
 * connection broke first tries to resume its watches; here it always lists.
 */
import { componentIds } from '../../../protocol/vocabulary.ts'
import { call, dropCallsOf, requestOptions, type PendingCall } from '../../client/api-client.ts'
import { nextInt } from '../../simulation/random.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { ApiList, ApiResponse } from '../../control-plane/api-server/messages.ts'
import { tableOf } from './cache.ts'
import { groupFollows, joinGroup, ownTimers, purposes, resourcesWatched, type KubeProxies, type OwnView } from './state.ts'

/** Begins to catch up at once. */
export function catchUp(sim: Simulation, state: KubeProxies, machine: number): void {
  const view = state.differs.get(machine)
  if (view === undefined || view.phase === 'stopped') return
  dropCallsOf(state.client, machine)
  view.phase = 'listing'
  view.services = undefined
  view.slices = undefined
  view.watchesAnswered = 0
  for (let number = 0; number < 2; number++) ask(sim, state, machine, number, 0)
}

/** Pause before the next try: 0.8 s doubling to 30 s, half of it random, as a reflector's. */
export function catchUpLater(sim: Simulation, state: KubeProxies, machine: number, view: OwnView): void {
  const pauseUs = Math.min(800_000 * 2 ** Math.min(view.failures, 6), 30_000_000)
  view.failures++
  tryAfter(sim, state, machine, view, pauseUs + nextInt(state.random, pauseUs))
}

/** Waits, then lists. A later call makes earlier ones void. */
export function tryAfter(sim: Simulation, state: KubeProxies, machine: number, view: OwnView, pauseUs: number): void {
  dropCallsOf(state.client, machine)
  view.phase = 'waiting'
  view.attempt++
  schedule(sim, pauseUs, componentIds.kubeProxy, machine, ownTimers.catchUp, view.attempt)
}

/** `sinceRevision` 0: lists; else watches from there. `number`: of `resourcesWatched`. */
function ask(sim: Simulation, state: KubeProxies, machine: number, number: number, sinceRevision: number): void {
  const list = sinceRevision === 0
  call(sim, state.client, {
    verb: list ? 'list' : 'watch', resource: resourcesWatched[number]!, subresource: '', namespace: '', name: '', slot: -1, body: undefined,
    patchType: undefined, userAgent: 'kube-proxy', node: machine, link: state.proxies[machine]!.apiLink,
    options: requestOptions({ sinceRevision }),
  }, list ? purposes.ownList : purposes.ownWatch, number, undefined)
}

/** Answer of a machine's own list or watch. */
export function onOwnAnswer(sim: Simulation, state: KubeProxies, pending: PendingCall, response: ApiResponse): void {
  const machine = pending.request.node
  const view = state.differs.get(machine)
  if (view === undefined || view.phase === 'stopped' || view.phase === 'waiting') return
  if (response.code === 0 || response.code >= 400) return catchUpLater(sim, state, machine, view)
  if (pending.purpose === purposes.ownList) onList(sim, state, machine, view, pending.key, response.list)
  else if (++view.watchesAnswered === 2) onWatching(state, machine, view)
}

function onList(
  sim: Simulation, state: KubeProxies, machine: number, view: OwnView, number: number, list: ApiList | undefined,
): void {
  if (number === 0) view.services = list
  else view.slices = list
  if (view.services === undefined || view.slices === undefined) return
  view.phase = 'starting-watch'
  ask(sim, state, machine, 0, view.services.revision)
  ask(sim, state, machine, 1, view.slices.revision)
}

/** Its watches run. When the group is itself away the machine writes what it has listed and waits for the group. */
function onWatching(state: KubeProxies, machine: number, view: OwnView): void {
  view.phase = 'behind'
  view.failures = 0
  if (groupFollows(state)) return joinGroup(state, machine)
  view.table = tableOf(bySlot(view.services), bySlot(view.slices))
  view.services = undefined
  view.slices = undefined
}

function bySlot(list: ApiList | undefined): readonly (KubernetesObject | undefined)[] {
  const objects: (KubernetesObject | undefined)[] = []
  list?.slots.forEach((slot, i) => {
    while (objects.length <= slot) objects.push(undefined)
    objects[slot] = list.items[i]
  })
  return objects
}

/** The group follows again: takes in those that waited for it. */
export function admitWaiting(state: KubeProxies): void {
  for (const [machine, view] of state.differs) if (view.phase === 'behind') joinGroup(state, machine)
}
