/**
 * The kubelets of all machines: each registers its Node, renews its Lease, watches the pods of its node and has its runtime run them.
 * `event.at` is the machine; -1 means the kind as a whole (timeouts). Source: pkg/kubelet/kubelet.go.
 */
import { componentIds, messageTypes } from '../../../protocol/vocabulary.ts'
import { dropCallsOf, noAnswer, onLimiterTimer, resetLimiter, sweepTimeouts, takeCall, type PendingCall } from '../../client/api-client.ts'
import { forgetObject } from '../../client/event-recorder.ts'
import { clientTimers } from '../../client/timers.ts'
import type { ApiResponse, WatchEvent } from '../../control-plane/api-server/messages.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import { onSourceRead } from './pod-sources.ts'
import { isUp } from '../../simulation/processes.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import type { ContainerEvent, CriResponse } from '../container-runtime/messages.ts'
import { onHookTimer } from './lifecycle-hooks.ts'
import { onContainerEvent, onCriAnswer, onHookEnded, loseRuntime } from './runtime-answers.ts'
import { criFailure, dropCriCalls, sweepCriCalls, takeCriCall } from './cri.ts'
import { onUnheard } from './exec.ts'
import { onEventWritten } from './events.ts'
import type { KubeletRequest } from './messages.ts'
import { onLeaseAnswer, onLeaseTick, retryLease } from './node-lease.ts'
import { onSourceAnswer, onSourceEvent, onSourceLost, onSourceRetry, startSource } from './pod-source.ts'
import { onPodSync, onProbeVerdict, syncPod } from './pod-worker.ts'
import { onProbeTick } from './probes.ts'
import { onNodeCreated, onNodeRead, onNodeStatusWritten, readNode, register, writeNodeStatusIfDue } from './registration.ts'
import { requestLimiter, resetMachine, type KubeletMachine, type KubeletsState } from './state.ts'
import { onDeleteAnswer, onStatusAnswer } from './status-manager.ts'
import { onKubeletRequest } from './requests.ts'
import { kubeletTimers, purposes } from './timers.ts'
import { onRefreshDue, onRefreshed } from './volume-refresh.ts'

export { addKubelet, createKubelets, removeKubelet } from './state.ts'

/** Process start: nothing is remembered. The Node is registered, the pods listed, and then the runtime is asked what still runs. */
export function startKubelet(sim: Simulation, state: KubeletsState, machine: number): void {
  const m = state.machines[machine]
  if (m === undefined) return
  if (m.hasRun) {
    dropCallsOf(state.client, machine)
    dropCriCalls(state, machine)
  }
  m.hasRun = true
  for (const limiter of [requestLimiter(machine), requestLimiter(machine) + 1]) resetLimiter(state.client, limiter)
  // One recorder serves all kubelets: only what this one said is forgotten.
  forgetObject(state.recorder, m.nodeName)
  for (const uid of m.pods.keys()) forgetObject(state.recorder, uid)
  resetMachine(m)
  m.runtimeSeenUs = sim.nowUs
  register(sim, state, m)
  startSource(sim, state, m)
  schedule(sim, 0, componentIds.kubelet, machine, kubeletTimers.lease, 0)
}

/** The connection to the API server is known to be lost. */
export function kubeletConnectionLost(sim: Simulation, state: KubeletsState, machine: number): void {
  const m = state.machines[machine]
  if (m !== undefined) onSourceLost(sim, state, m)
}

/** The runtime's process has ended: its socket has closed, calls in flight have failed. It tells by itself when it is back. */
export function runtimeConnectionLost(sim: Simulation, state: KubeletsState, machine: number): void {
  const m = state.machines[machine]
  if (m !== undefined) loseRuntime(sim, state, m)
}

/** Handles one message or timer. */
export function handleKubelet(sim: Simulation, state: KubeletsState, event: SimulationEvent): void {
  if (event.at < 0) {
    handleSweeps(sim, state, event.op)
    return
  }
  const m = state.machines[event.at]
  if (m === undefined) return
  switch (event.op) {
    case messageTypes.apiResponse: {
      const response = event.payload as ApiResponse
      const pending = takeCall(state.client, response)
      if (pending !== undefined) onApiAnswer(sim, state, m, pending, response)
      return
    }
    case messageTypes.watchEvent: return onSourceEvent(sim, state, m, event.num, event.payload as WatchEvent)
    case messageTypes.criResponse: {
      if (event.num < 0) return onContainerEvent(sim, state, m, event.payload as ContainerEvent)
      const pending = takeCriCall(state, event.num)
      if (pending !== undefined) onCriAnswer(sim, state, m, pending, event.payload as CriResponse)
      else onUnheard(sim, state, m, event.payload as CriResponse)
      return
    }
    case messageTypes.kubeletRequest: return onKubeletRequest(sim, state, m, event.payload as KubeletRequest, event.link)
    default: return onTimer(sim, state, m, event)
  }
}

function onTimer(sim: Simulation, state: KubeletsState, m: KubeletMachine, event: SimulationEvent): void {
  const w = typeof event.payload === 'string' ? m.pods.get(event.payload) : undefined
  switch (event.op) {
    case kubeletTimers.podSync:
      if (w === undefined || w.syncAtUs !== sim.nowUs) return
      w.syncAtUs = 0
      return onPodSync(sim, state, m, w)
    case kubeletTimers.probe:
      if (w !== undefined) onProbeVerdict(sim, state, m, w, event.num, onProbeTick(sim, state, m, w, event.num))
      return
    case kubeletTimers.hook:
      if (w !== undefined) onHookEnded(sim, state, m, w, onHookTimer(sim, state, m, w, event.num))
      return
    case kubeletTimers.refresh:
      if (w !== undefined) onRefreshDue(sim, state, m, w)
      return
    case kubeletTimers.lease: return onLeaseTick(sim, state, m)
    case kubeletTimers.leaseRetry: return retryLease(sim, state, m)
    case kubeletTimers.register: return register(sim, state, m)
    case kubeletTimers.nodePoll: return readNode(sim, state, m)
    case kubeletTimers.nodeStatus: return writeNodeStatusIfDue(sim, state, m)
    case clientTimers.informerRetry: return onSourceRetry(sim, state, m)
    case clientTimers.limiter: return onLimiterTimer(sim, state.client, event.num, m.machine)
  }
}

/** The kubelet of a machine, if its process runs: one that has ended does nothing about its calls. */
function running(sim: Simulation, state: KubeletsState, machine: number): KubeletMachine | undefined {
  return isUp(sim.processes, componentIds.kubelet, machine) ? state.machines[machine] : undefined
}

/** Calls that nobody answered, of all machines. */
function handleSweeps(sim: Simulation, state: KubeletsState, op: number): void {
  if (op === clientTimers.timeoutSweep) {
    for (const pending of sweepTimeouts(sim, state.client)) {
      const m = running(sim, state, pending.request.node)
      if (m !== undefined) onApiAnswer(sim, state, m, pending, noAnswer(pending.request.id))
    }
  }
  if (op === kubeletTimers.criSweep) {
    for (const pending of sweepCriCalls(sim, state)) {
      const m = running(sim, state, pending.machine)
      const failure = criFailure(pending.request, 'rpc error: code = DeadlineExceeded desc = context deadline exceeded')
      if (m !== undefined) onCriAnswer(sim, state, m, pending, failure)
    }
  }
}

function onApiAnswer(sim: Simulation, state: KubeletsState, m: KubeletMachine, pending: PendingCall, response: ApiResponse): void {
  const w = typeof pending.context === 'string' ? m.pods.get(pending.context) : undefined
  switch (pending.purpose) {
    case purposes.podSource: return onSourceAnswer(sim, state, m, response)
    case purposes.podStatus:
      if (w !== undefined) onStatusAnswer(sim, state, m, w, response)
      return
    case purposes.podDelete:
      if (w !== undefined) onDeleteAnswer(sim, m, w, response)
      return
    case purposes.podSources:
      if (w !== undefined && onSourceRead(sim, m, w, pending, response)) syncPod(sim, state, m, w)
      return
    case purposes.volumeRefresh:
      if (w !== undefined) onRefreshed(sim, state, m, w, pending, response)
      return
    case purposes.createNode: return onNodeCreated(sim, state, m, response)
    case purposes.getNode: return onNodeRead(sim, state, m, response)
    case purposes.nodeStatus: return onNodeStatusWritten(sim, state, m, response)
    case purposes.getLease:
    case purposes.createLease:
    case purposes.renewLease: return onLeaseAnswer(sim, state, m, pending.purpose, response)
    case purposes.event: return onEventWritten(sim, state, m, pending, response)
  }
}
