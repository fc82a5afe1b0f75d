/**
 * kube-controller-manager: one process, one client, shared caches, a table of controllers. It leads through a Lease; only the leader
 * reconciles. Upstream's process exits when it loses the Lease; here it pauses until it leads again.
 */
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import { messageTypes } from '../../../protocol/vocabulary.ts'
import { noAnswer, onLimiterTimer, resetApiClient, sweepTimeouts, takeCall, type PendingCall } from '../../client/api-client.ts'
import { onEventResponse, onJobResponse, onWorkTimer } from '../../client/controller-loop.ts'
import { armWork, enqueue, onDelayedAdd, type LoopContext } from '../../client/controller-state.ts'
import {
  isNextVersion, onConnectionLost, onInformerResponse, onInformerRetry, onWatchEvent, startInformer, takeNextVersion, takeRenewal,
  type CacheHandler, type InformerAddress,
} from '../../client/informer.ts'
import { electionTick, onElectionResponse, type ElectionAddress } from '../../client/leader-election.ts'
import { clientTimers, firstOwnTimer } from '../../client/timers.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import type { LeaseRenewed } from '../../state/lease-renewals.ts'
import type { ApiResponse, WatchEvent } from '../api-server/messages.ts'
import { updateIndices, watchedResources, type Caches, type WatchedResource } from './caches/caches.ts'
import { controllerNumber, controllers } from './controllers.ts'
import type { Feed, Handler } from './feed.ts'
import { noteLifeSign } from './nodelifecycle/handlers.ts'
import { admitNoExecute, hasWaiting, monitorNodes, monitorPeriodUs, noExecutePassUs } from './nodelifecycle/monitor.ts'
import { forgetSilence } from './nodelifecycle/node-health.ts'
import { podGcPeriodUs } from './pod-gc/reconcile.ts'
import { purposes, resetMemory, type ControllerManagerState } from './state.ts'

export { createControllerManager } from './state.ts'
export type { ControllerManagerOptions, ControllerManagerState } from './state.ts'
export { controllerManagerDoing, controllerQueues } from './inspect.ts'

const ownTimers = { nodeMonitor: firstOwnTimer, noExecutePass: firstOwnTimer + 1, podGc: firstOwnTimer + 2 } as const
const nodeLifecycle = controllerNumber('nodelifecycle')
const podGc = controllerNumber('pod-gc')

function contextOf(sim: Simulation, state: ControllerManagerState): LoopContext<Caches> {
  return { sim, loop: state.loop, controllers, listers: state.caches }
}

function addressOf(state: ControllerManagerState, number: number): InformerAddress {
  return {
    client: state.client, random: state.random, userAgent: 'kube-controller-manager', node: -1, link: state.link,
    purpose: purposes.informer, number,
  }
}

function electionAddress(state: ControllerManagerState): ElectionAddress {
  return { client: state.client, link: state.link, purpose: purposes.election }
}

/** The process starts: caches and queues are empty, informers list, the election begins. */
export function startControllerManager(sim: Simulation, state: ControllerManagerState): void {
  resetApiClient(state.client)
  resetMemory(state)
  watchedResources.forEach((resource, number) => startInformer(sim, state.caches.informers[resource], addressOf(state, number)))
  electionTick(sim, state.election, electionAddress(state))
  schedule(sim, monitorPeriodUs, state.client.component, -1, ownTimers.nodeMonitor, 0)
  schedule(sim, podGcPeriodUs, state.client.component, -1, ownTimers.podGc, 0)
}

/** The connection to the API server is known to be lost. */
export function controllerManagerConnectionLost(sim: Simulation, state: ControllerManagerState): void {
  watchedResources.forEach((resource, number) => onConnectionLost(sim, state.caches.informers[resource], addressOf(state, number)))
}

/** One message or timer. */
export function handleControllerManager(sim: Simulation, state: ControllerManagerState, event: SimulationEvent): void {
  switch (event.op) {
    case messageTypes.apiResponse: {
      const response = event.payload as ApiResponse
      const pending = takeCall(state.client, response)
      if (pending !== undefined) onResponse(sim, state, pending, response)
      break
    }
    case messageTypes.watchEvent: takeWatchEvent(sim, state, event.num, event.payload as WatchEvent | LeaseRenewed); break
    case clientTimers.timeoutSweep:
      for (const pending of sweepTimeouts(sim, state.client)) onResponse(sim, state, pending, noAnswer(pending.request.id))
      break
    case clientTimers.informerRetry: onInformerRetry(sim, state.caches.informers[watchedResources[event.num]!], addressOf(state, event.num)); break
    case clientTimers.limiter: onLimiterTimer(sim, state.client, event.num); break
    case clientTimers.work: onWorkTimer(contextOf(sim, state), event.num); break
    case clientTimers.delayedAdd: onDelayedAdd(contextOf(sim, state), event.num, event.payload as number); break
    case clientTimers.leaderElection:
      electionTick(sim, state.election, electionAddress(state))
      updateActive(sim, state)
      break
    case ownTimers.nodeMonitor: onNodeMonitor(sim, state); break
    case ownTimers.noExecutePass: onNoExecutePass(sim, state); break
    case ownTimers.podGc: onPodGc(sim, state); break
    default: throw new Error(`controller manager: unknown event ${event.op}`)
  }
}

function onResponse(sim: Simulation, state: ControllerManagerState, pending: PendingCall, response: ApiResponse): void {
  switch (pending.purpose) {
    case purposes.informer: {
      const resource = watchedResources[pending.key]!
      onInformerResponse(sim, state.caches.informers[resource], addressOf(state, pending.key), response, cacheHandler(sim, state, resource))
      updateActive(sim, state)
      break
    }
    case purposes.election:
      onElectionResponse(sim, state.election, electionAddress(state), response, pending.request.verb)
      updateActive(sim, state)
      break
    case purposes.job: onJobResponse(contextOf(sim, state), pending, response); break
    case purposes.event: onEventResponse(contextOf(sim, state), pending, response); break
    default: break
  }
}

function takeWatchEvent(sim: Simulation, state: ControllerManagerState, watchId: number, event: WatchEvent | LeaseRenewed): void {
  if (event.type === 'RENEWED') {
    if (takeRenewal(state.caches.informers.leases, watchId, event)) noteLifeSign(state.caches.monitor, event.slot)
    return
  }
  const number = watchedResources.indexOf(event.resource as WatchedResource)
  if (number < 0) return
  const resource = watchedResources[number]!
  const informer = state.caches.informers[resource]
  if (!isNextVersion(informer, watchId, event)) {
    onWatchEvent(sim, informer, addressOf(state, number), watchId, event, cacheHandler(sim, state, resource))
    return
  }
  const before = takeNextVersion(informer, event)
  if (before !== event.object) tellControllers(contextOf(sim, state), resource, event.slot, before, event.object)
}

/** Controllers run while the process leads and all caches are filled. */
function updateActive(sim: Simulation, state: ControllerManagerState): void {
  const active = state.election.leading && watchedResources.every((resource) => state.caches.informers[resource].synced)
  const begins = active && !state.loop.active
  state.loop.active = active
  if (!begins) return
  // Upstream's process would be a new one.
  forgetSilence(state.caches.monitor)
  const context = contextOf(sim, state)
  controllers.forEach((_, number) => armWork(context, number))
}

/** Handlers of each resource with the number of their controller. */
const handlersOf: ReadonlyMap<WatchedResource, readonly { readonly number: number; readonly handler: Handler }[]> = new Map(
  watchedResources.map((resource) => [resource, controllers.flatMap((controller, number) => {
    const handler = controller.handlers[resource]
    return handler === undefined ? [] : [{ number, handler }]
  })]),
)

/** Takes changes of one resource into the indices, then tells the controllers. */
function cacheHandler(sim: Simulation, state: ControllerManagerState, resource: WatchedResource): CacheHandler {
  const context = contextOf(sim, state)
  return (slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void =>
    tellControllers(context, resource, slot, before, after)
}

function tellControllers(
  context: LoopContext<Caches>, resource: WatchedResource, slot: number, before: KubernetesObject | undefined,
  after: KubernetesObject | undefined,
): void {
  // Dependents of an object that goes stay in the index of owners, so the garbage collector's handler finds them.
  const services = updateIndices(context.listers, resource, slot, before, after)
  const feed: Feed = { context, number: 0 }
  for (const row of handlersOf.get(resource) ?? []) {
    feed.number = row.number
    row.handler(feed, slot, before, after, services)
  }
}

function onNodeMonitor(sim: Simulation, state: ControllerManagerState): void {
  schedule(sim, monitorPeriodUs, state.client.component, -1, ownTimers.nodeMonitor, 0)
  if (!state.loop.active) return
  const { caches } = state
  const context = contextOf(sim, state)
  for (const slot of monitorNodes(caches.monitor, caches.release.nodeMonitorGraceUs, sim.nowUs)) enqueue(context, nodeLifecycle, slot)
  armNoExecutePass(sim, state)
}

function armNoExecutePass(sim: Simulation, state: ControllerManagerState): void {
  const { monitor } = state.caches
  if (monitor.passArmed || !hasWaiting(monitor)) return
  monitor.passArmed = true
  schedule(sim, noExecutePassUs, state.client.component, -1, ownTimers.noExecutePass, 0)
}

function onNoExecutePass(sim: Simulation, state: ControllerManagerState): void {
  const { caches } = state
  caches.monitor.passArmed = false
  if (!state.loop.active) return
  const context = contextOf(sim, state)
  for (const slot of admitNoExecute(caches.monitor, sim.nowUs)) enqueue(context, nodeLifecycle, slot)
  armNoExecutePass(sim, state)
}

function onPodGc(sim: Simulation, state: ControllerManagerState): void {
  schedule(sim, podGcPeriodUs, state.client.component, -1, ownTimers.podGc, 0)
  if (state.loop.active) enqueue(contextOf(sim, state), podGc, 0)
}
