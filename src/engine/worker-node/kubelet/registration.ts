/**
 * The kubelet and its Node: registering it, waiting for the pod network, its Ready condition. The status is computed when something asks
 * for
 * it and written on change or every five minutes. Source: pkg/kubelet/kubelet_node_status.go.
 */
import type { Node } from '../../../kubernetes/types/core.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { call, requestOptions } from '../../client/api-client.ts'
import type { ApiResponse } from '../../control-plane/api-server/messages.ts'
import { schedule, scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { nodeEvent } from './events.ts'
import { newNode, nodeStatus, withStatus, type NodeMoment, type Readiness } from './node-object.ts'
import { requestLimiter, type KubeletMachine, type KubeletsState } from './state.ts'
import { kubeletTimers, purposes } from './timers.ts'

/** `--node-status-report-frequency`: a status that has not changed is written this often. */
const reportEveryUs = 300_000_000
/** A runtime that has been silent this long is down. Source: pkg/kubelet/kubelet.go (maxWaitForContainerRuntime). */
const runtimeDownAfterUs = 30_000_000
/** Registration: 100 ms doubling to 7 s. Source: pkg/kubelet/kubelet_node_status.go (registerWithAPIServer). */
const firstRegisterPauseUs = 100_000
const longestRegisterPauseUs = 7_000_000
/** Reading the Node until it has a podCIDR stands for the kubelet's watch of its own Node: 250 ms doubling to 8 s. */
const firstPollUs = 250_000

export function momentOf(sim: Simulation, state: KubeletsState): NodeMoment {
  return { nowUs: sim.nowUs, epochMs: sim.epochMs, release: state.options.compatibility }
}

const networkNotReady
  = 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady '
  + 'message:Network plugin returns error: cni plugin not initialized'

const allIsWell: Readiness = { ready: true, message: '' }

/** What the kubelet thinks of itself now. */
function readinessOf(sim: Simulation, m: KubeletMachine): Readiness {
  const silent = !m.runtimeUp && sim.nowUs - m.runtimeSeenUs >= runtimeDownAfterUs
  if (silent) return { ready: false, message: 'container runtime is down' }
  if (!m.inventoryTaken) return { ready: false, message: 'container runtime status check may not have completed yet' }
  return m.networkReady ? allIsWell : { ready: false, message: networkNotReady }
}

function ask(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, verb: 'get' | 'create' | 'update', body: Node | undefined, purpose: number,
): void {
  call(sim, state.client, {
    verb, resource: 'nodes', subresource: verb === 'update' ? 'status' : '', namespace: '', name: m.nodeName, slot: -1, body,
    patchType: undefined,
    options: requestOptions({}), userAgent: m.userAgent, node: m.machine, link: m.apiLink,
  }, purpose, 0, undefined, requestLimiter(m.machine))
}

/** Creates the Node (timer `register`). */
export function register(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  ask(sim, state, m, 'create', newNode(m, readinessOf(sim, m), momentOf(sim, state)), purposes.createNode)
}

/** Answer of the create: a Node of that name may be there already, from a former life. */
export function onNodeCreated(sim: Simulation, state: KubeletsState, m: KubeletMachine, response: ApiResponse): void {
  if (response.code === 201 || response.code === 200) {
    m.node = response.object as Node
    m.readyWritten = false
    m.statusWrittenUs = sim.nowUs
    for (const [reason, text] of startEvents) {
      nodeEvent(sim, state, m, 'Normal', reason, text === '' ? `Node ${m.nodeName} status is now: ${reason}` : text)
    }
    afterRegistration(sim, state, m)
  } else if (response.code === 409) {
    ask(sim, state, m, 'get', undefined, purposes.getNode)
  } else {
    registerLater(sim, m)
  }
}

/** What a kubelet tells of its Node when it starts. */
const startEvents: readonly (readonly [string, string])[] = [
  ['Starting', 'Starting kubelet.'], ['NodeHasSufficientMemory', ''], ['NodeHasNoDiskPressure', ''], ['NodeHasSufficientPID', ''],
  ['NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods'],
]

function registerLater(sim: Simulation, m: KubeletMachine): void {
  const pauseUs = Math.min(firstRegisterPauseUs * (1 << Math.min(m.registerFailures, 10)), longestRegisterPauseUs)
  m.registerFailures++
  schedule(sim, pauseUs, componentIds.kubelet, m.machine, kubeletTimers.register, 0)
}

function afterRegistration(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  m.registerFailures = 0
  takeNode(sim, state, m)
}

/** Answer of a read of the Node: while registering, while waiting for the podCIDR, or after trouble. */
export function onNodeRead(sim: Simulation, state: KubeletsState, m: KubeletMachine, response: ApiResponse): void {
  const registering = m.node === undefined
  if (response.code !== 200) {
    if (registering) registerLater(sim, m)
    else if (m.podCIDR === '') pollLater(sim, m)
    return
  }
  const node = response.object as Node
  m.node = node
  const ready = node.status.conditions.find((one) => one.type === 'Ready')
  m.readyWritten = ready === undefined ? undefined : ready.status === 'True'
  m.nodeDoubtful = false
  if (registering) nodeEvent(sim, state, m, 'Normal', 'Starting', 'Starting kubelet.')
  // A status that somebody else wrote (Unknown) or a former kubelet left is put right at once.
  if (registering || ready?.reason === 'NodeStatusUnknown') m.statusWrittenUs = -reportEveryUs
  afterRegistration(sim, state, m)
}

/** The Node is known: its pod network goes to the runtime, and its status is written if it differs. */
function takeNode(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  const podCIDR = m.node?.spec.podCIDR
  if (podCIDR === undefined) pollLater(sim, m)
  else if (m.podCIDR === '') {
    m.podCIDR = podCIDR
    giveNetwork(sim, state, m)
  }
  writeNodeStatusIfDue(sim, state, m)
}

/** The runtime learns the pod network, once both it and the network are known. */
export function giveNetwork(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  if (m.podCIDR === '' || !m.runtimeUp || !m.inventoryTaken || m.networkReady) return
  callRuntime(sim, state, m, { id: nextCriId(state), call: 'UpdateRuntimeConfig', pod: -1, podUid: '', podCIDR: m.podCIDR })
}

function pollLater(sim: Simulation, m: KubeletMachine): void {
  const pauseUs = firstPollUs * (1 << Math.min(m.nodePolls, 5))
  m.nodePolls++
  schedule(sim, pauseUs, componentIds.kubelet, m.machine, kubeletTimers.nodePoll, 0)
}

/** Timer `nodePoll`, and after trouble: what does the API server have? */
export function readNode(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  ask(sim, state, m, 'get', undefined, purposes.getNode)
}

/** Writes the status when it has changed (Ready, images) or five minutes have passed. */
export function writeNodeStatusIfDue(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  if (m.node === undefined || m.statusInFlight) return
  const readiness = readinessOf(sim, m)
  const due = m.readyWritten !== readiness.ready || m.imagesWritten !== m.imageCount || sim.nowUs - m.statusWrittenUs >= reportEveryUs
  if (!due) return
  m.statusInFlight = true
  const status = nodeStatus(m, m.node.status.conditions, readiness, momentOf(sim, state))
  ask(sim, state, m, 'update', withStatus(m.node, status), purposes.nodeStatus)
}

/** Answer of a status write. */
export function onNodeStatusWritten(sim: Simulation, state: KubeletsState, m: KubeletMachine, response: ApiResponse): void {
  m.statusInFlight = false
  if (response.code !== 200) {
    m.nodeDoubtful = true
    // Somebody else has written it meanwhile: read it and try again at once, as upstream (tryUpdateNodeStatus).
    if (response.code === 409) readNode(sim, state, m)
    return
  }
  const node = response.object as Node
  m.node = node
  const ready = node.status.conditions.find((one) => one.type === 'Ready')?.status === 'True'
  if (m.readyWritten !== ready) {
    const reason = ready ? 'NodeReady' : 'NodeNotReady'
    nodeEvent(sim, state, m, 'Normal', reason, `Node ${m.nodeName} status is now: ${reason}`)
  }
  m.readyWritten = ready
  m.statusWrittenUs = sim.nowUs
  m.imagesWritten = node.status.images?.length ?? 0
  // Something may have changed while it was on its way.
  if (readinessOf(sim, m).ready !== ready) writeNodeStatusIfDue(sim, state, m)
}

/** The runtime's socket has closed: it counts as down when it stays away for 30 s. */
export function runtimeIsAway(sim: Simulation, m: KubeletMachine): void {
  if (!m.runtimeUp) return
  m.runtimeUp = false
  m.runtimeSeenUs = sim.nowUs
  scheduleAt(sim, sim.nowUs + runtimeDownAfterUs, componentIds.kubelet, m.machine, kubeletTimers.nodeStatus, 0)
}
