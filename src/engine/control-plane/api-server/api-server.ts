/**
 * The kube-apiserver process: takes requests on port 6443, writes to etcd on 2379, tells everybody who watches, asks kubelets on 10250.
 * Authentication, authorization and flow control are not simulated: everybody may do everything.
 */
import { componentIds, messageTypes } from '../../../protocol/vocabulary.ts'
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import { callAt, callsInOrder, clearCalls, createCallTable, removeCall } from '../../simulation/call-table.ts'
import { forkRandom } from '../../simulation/random.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import type { KubeletResponse } from '../../worker-node/kubelet/messages.ts'
import type { LeaseRenewed } from '../../state/lease-renewals.ts'
import type { EtcdResponse, EtcdWatchEvent } from '../etcd/messages.ts'
import { createAllocators } from './allocators.ts'
import { answerBody, answerStatus, refuseOutside } from './answers.ts'
import { bootstrap } from './bootstrap.ts'
import { discover } from './discovery.ts'
import { armSweep, etcdTimeoutUs } from './etcd-calls.ts'
import {
  compact, compactionIntervalUs, connectToEtcd, onChanges, onRenewed, onStartRange, onWatchCreated, retryEtcd,
} from './etcd-stream.ts'
import { resumeCollection, startCollectionDelete } from './handlers/collection.ts'
import { prepareNew, type Prepared } from './handlers/create.ts'
import { resumeEviction, startEviction } from './handlers/eviction.ts'
import { continueExec, startExec } from './handlers/exec.ts'
import { closeKubelet, closeKubeletCall, expireKubeletCalls, takeKubeletCall } from './handlers/kubelet-calls.ts'
import { continueLog, startLog } from './handlers/log.ts'
import { continueScrape, startMetrics } from './handlers/metrics.ts'
import { continueRenewal, renewalIn, startRenewal } from './handlers/lease-renewal.ts'
import { dropAskedWatch, onEventChanges, onEventWatchCreated, startEventWatch } from './handlers/watch-events.ts'
import { continueRead, onBookmarkTimer, startGet, startList, startWatch } from './handlers/read.ts'
import { continueAfterRead, continueAfterTxn, restoreAllocators, startWrite } from './handlers/write.ts'
import { health } from './health.ts'
import type { ApiRequest, ExternalClose, ExternalRequest } from './messages.ts'
import { enter } from './rest-door.ts'
import { review } from './reviews.ts'
import type { ApiServerState, InFlight, KubeletCall, ServerCall } from './state.ts'
import { etcdTimeout, methodNotAllowed, notReady } from './status-errors.ts'
import { timers } from './timers.ts'
import { createWatchCache } from './watch-cache.ts'
import { createWatchers, dropOutsideWatch } from './watchers.ts'
import { closeBroken, closeWatcher } from './watch-fan-out.ts'

/** `groupLink`: the link that stands for "to all kube-proxies". */
export function createApiServer(
  seed: number, etcdLink: number, groupLink: number, options: {
    readonly compatibility: ApiServerState['compatibility'],
  } = { compatibility: 'v1.34' },
): ApiServerState {
  return {
    etcdLink, groupLink, kubelets: new Map(), compatibility: options.compatibility, ready: false, bootstrap: 'none',
    cache: createWatchCache(), watchers: createWatchers(), allocators: createAllocators(), inFlight: createCallTable(), kubeletCalls: new Map(),
    collections: new Map(), evictions: new Map(), metrics: { atUs: -1, open: 0, waiting: [], nodes: new Map() }, resumable: [], nextId: 1, sweepUs: Infinity, etcdWatch: 0, compactTo: 0,
    uidRandom: forkRandom(seed, 'api-server/uid'), nameRandom: forkRandom(seed, 'api-server/name'),
    ipRandom: forkRandom(seed, 'api-server/cluster-ip'), portRandom: forkRandom(seed, 'api-server/node-port'),
    nowUs: 0, epochMs: 0, note: { type: 0, flags: 0, bytes: 0, subject: 0 }, scheduled: { text: '', conditions: [] },
    answered: { ok: 0, refused: 0, failed: 0 },
  }
}

/** The process starts: memory is empty; it lists all of etcd, then watches it. Until the watch runs requests get 503. */
export function startApiServer(sim: Simulation, state: ApiServerState): void {
  state.ready = false
  state.bootstrap = 'none'
  state.cache = createWatchCache()
  state.watchers = createWatchers()
  state.allocators = createAllocators()
  clearCalls(state.inFlight)
  state.kubeletCalls.clear()
  state.collections.clear()
  state.evictions.clear()
  state.metrics = { atUs: -1, open: 0, waiting: [], nodes: new Map() }
  state.resumable = []
  state.sweepUs = Infinity
  state.compactTo = 0
  state.answered = { ok: 0, refused: 0, failed: 0 }
  setClock(sim, state)
  connectToEtcd(sim, state)
  schedule(sim, compactionIntervalUs, componentIds.apiServer, -1, timers.compaction, 0)
}

/** The connection to etcd is gone: the watch is taken up again from the last revision, every second until it runs. */
export function etcdConnectionLost(sim: Simulation, state: ApiServerState): void {
  setClock(sim, state)
  connectToEtcd(sim, state)
}

/** The connections of a client process were reset: those of its watches that had lost an event are closed, and it is told. */
export function connectionReset(sim: Simulation, state: ApiServerState, client: number, node: number): void {
  setClock(sim, state)
  closeBroken(sim, state, client, node)
}

/** Where the kubelet of a node listens on port 10250: machine number and link. */
export function registerKubelet(state: ApiServerState, nodeName: string, machine: number, link: number): void {
  state.kubelets.set(nodeName, { machine, link })
}

/** A complete new object out of a client's body, as a create would make it: for clusters that are made directly. */
export function prepareCreate(
  sim: Simulation, state: ApiServerState, resource: ResourceName, namespace: string, body: KubernetesObject,
): Prepared {
  setClock(sim, state)
  return prepareNew(state, resource, namespace, body)
}

/** A kubelet's process has ended: its connections close. */
export function kubeletConnectionClosed(sim: Simulation, state: ApiServerState, machine: number): void {
  setClock(sim, state)
  for (const { asked, text } of closeKubelet(state, machine)) onKubeletText(sim, state, asked, { id: 0, code: 502, text, more: false })
}

function onKubeletAnswer(sim: Simulation, state: ApiServerState, response: KubeletResponse): void {
  const asked = takeKubeletCall(state, response)
  if (asked !== undefined) onKubeletText(sim, state, asked, response)
}

/** A kubelet's answer, or what stands for none. */
function onKubeletText(sim: Simulation, state: ApiServerState, asked: KubeletCall, response: KubeletResponse): void {
  switch (asked.call.request.subresource) {
    case 'exec': return continueExec(sim, state, asked, response)
    case 'metrics': return continueScrape(sim, state, asked, response)
    default: return continueLog(sim, state, asked, response)
  }
}

function setClock(sim: Simulation, state: ApiServerState): void {
  state.nowUs = sim.nowUs
  state.epochMs = sim.epochMs
}

/** Handles one event of the API server process. */
export function handleApiServer(sim: Simulation, state: ApiServerState, event: SimulationEvent): void {
  setClock(sim, state)
  switch (event.op) {
    case messageTypes.apiRequest: onRequest(sim, state, event.payload as ApiRequest | ExternalRequest | ExternalClose, event.link); break
    case messageTypes.etcdResponse: onEtcdResponse(sim, state, event.num, event.payload as EtcdResponse | LeaseRenewed); break
    case messageTypes.etcdWatchEvent: {
      const changed = event.payload as EtcdWatchEvent | LeaseRenewed
      if ('renewTimeUs' in changed) onRenewed(sim, state, event.num, changed)
      else if (!onEventChanges(sim, state, event.num, changed)) onChanges(sim, state, event.num, changed, (call) => { start(sim, state, call) })
      if (state.bootstrap !== 'done') bootstrap(sim, state)
      break
    }
    case messageTypes.kubeletResponse: onKubeletAnswer(sim, state, event.payload as KubeletResponse); break
    case timers.sweep: sweep(sim, state, event.num); break
    case timers.etcdRetry: retryEtcd(sim, state, event.num); break
    case timers.compaction: compact(sim, state); break
    case timers.watchTimeout: closeWatcher(sim, state, event.num); break
    case timers.bookmark: onBookmarkTimer(sim, state, event.num); break
    default: break
  }
  while (state.resumable.length > 0) {
    const { parent, code } = state.resumable.shift()!
    if (!resumeEviction(sim, state, parent, code)) resumeCollection(sim, state, parent)
  }
}

function onRequest(sim: Simulation, state: ApiServerState, payload: ApiRequest | ExternalRequest | ExternalClose, link: number): void {
  if ('closed' in payload) {
    dropOutsideWatch(state, payload.id)
    dropAskedWatch(state, payload.id)
    closeKubeletCall(sim, state, payload.id)
    return
  }
  if ('request' in payload) {
    onOutside(sim, state, payload, link)
    return
  }
  if (state.watchers.broken.size > 0) closeBroken(sim, state, payload.client, payload.node)
  const call: ServerCall = { request: payload, link, external: undefined, parent: 0 }
  if (state.ready) start(sim, state, call)
  else answerStatus(sim, state, call, notReady())
}

function onOutside(sim: Simulation, state: ApiServerState, outside: ExternalRequest, link: number): void {
  const { request } = outside
  if (state.watchers.broken.size > 0) closeBroken(sim, state, componentIds.user, -1)
  const asked = request.method === 'GET' ? health(state, request.path, request.query) : undefined
  if (asked === undefined && !state.ready && request.path !== '/version') {
    refuseOutside(sim, state, link, outside.id, notReady())
    return
  }
  const known = asked ?? (request.method === 'GET' ? discover(state.cache, request.path, request.headers?.['accept'] ?? '') : undefined)
  const direct = known ?? (request.method === 'POST' ? review(request) : undefined)
  if (direct !== undefined) {
    answerBody(sim, state, link, outside.id, direct.body, direct.status, direct.contentType)
    return
  }
  const { call, status } = enter(state.cache, outside, link)
  if (call === undefined) refuseOutside(sim, state, link, outside.id, status)
  else start(sim, state, call)
}

function start(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { verb, subresource, resource } = call.request
  if (subresource === 'metrics') return startMetrics(sim, state, call)
  if (subresource === 'exec') return startExec(sim, state, call)
  switch (verb) {
    case 'get': return subresource === 'log' ? startLog(sim, state, call) : startGet(sim, state, call)
    case 'list': return startList(sim, state, call)
    case 'watch': return resource === 'events' ? startEventWatch(sim, state, call) : startWatch(sim, state, call)
    case 'update': {
      const renewal = renewalIn(call.request)
      return renewal === undefined ? startWrite(sim, state, call) : startRenewal(sim, state, call, renewal)
    }
    case 'create':
    case 'patch': return startWrite(sim, state, call)
    case 'delete': return call.external?.evicts === true ? startEviction(sim, state, call) : startWrite(sim, state, call)
    case 'deletecollection': return startCollectionDelete(sim, state, call)
    default: return answerStatus(sim, state, call, methodNotAllowed(resource, verb))
  }
}

function onEtcdResponse(sim: Simulation, state: ApiServerState, id: number, response: EtcdResponse | LeaseRenewed): void {
  const flight = removeCall(state.inFlight, id)
  if (flight === undefined) return
  if (flight.stage === 'renew' || 'renewTimeUs' in response) {
    continueRenewal(sim, state, flight, response)
    return
  }
  switch (flight.stage) {
    case 'txn': continueAfterTxn(sim, state, flight, response); break
    case 'range': onRead(sim, state, flight, response); break
    case 'watchEvents': onEventWatchCreated(sim, state, flight, response); break
    case 'start': onStartRange(sim, state, response); break
    case 'watch': {
      onWatchCreated(sim, state, response)
      bootstrap(sim, state)
      break
    }
    default: break
  }
}

function onRead(sim: Simulation, state: ApiServerState, flight: InFlight, response: EtcdResponse): void {
  const verb = flight.call?.request.verb
  if (verb === 'get' || verb === 'list') continueRead(sim, state, flight, response)
  else continueAfterRead(sim, state, flight, response)
}

/** Gives up on calls that were silent too long, oldest first, and looks again when the next could be. */
function sweep(sim: Simulation, state: ApiServerState, setForUs: number): void {
  if (setForUs !== state.sweepUs) return
  state.sweepUs = Infinity
  const { failed, nextUs } = expireKubeletCalls(sim, state)
  for (const { asked, text } of failed) onKubeletText(sim, state, asked, { id: 0, code: 502, text, more: false })
  let next = nextUs
  for (const id of callsInOrder(state.inFlight)) {
    const flight = callAt(state.inFlight, id)!
    const deadline = flight.sentUs + etcdTimeoutUs
    if (deadline > sim.nowUs) {
      if (deadline < next) next = deadline
      break
    }
    removeCall(state.inFlight, id)
    if (flight.call === undefined) continue
    restoreAllocators(state, flight.call)
    answerStatus(sim, state, flight.call, etcdTimeout())
  }
  if (next !== Infinity) armSweep(sim, state, next - sim.nowUs)
}
