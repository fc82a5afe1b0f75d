/**
 * The Lease in kube-node-lease: renewed every ten seconds; the same tick writes the Node's status when it is due.
 * Source: k8s.io/component-helpers/apimachinery/lease/controller.go.
 */
import { nodeLeaseRenewSeconds } from '../../../kubernetes/node-heartbeats.ts'
import type { Lease } from '../../../kubernetes/types/discovery.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { callAtOnce, takeCallId } from '../../client/api-client.ts'
import type { ApiResponse } from '../../control-plane/api-server/messages.ts'
import { nextInt } from '../../simulation/random.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import type { LeaseRenewal } from '../../state/lease-renewals.ts'
import { newLease, renewalOf, takeLease } from './node-object.ts'
import { readNode, writeNodeStatusIfDue } from './registration.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'
import { kubeletTimers, purposes } from './timers.ts'

const renewEveryUs = nodeLeaseRenewSeconds * 1_000_000
const renewJitterUs = renewEveryUs / 25
const retryUs = 1_000_000

function ask(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, verb: 'get' | 'create' | 'update',
  body: Lease | LeaseRenewal | undefined, purpose: number,
): void {
  callAtOnce(sim, state.client, {
    id: takeCallId(state.client), client: componentIds.kubelet, node: m.machine, userAgent: m.userAgent, verb, resource: 'leases',
    subresource: '', namespace: 'kube-node-lease', name: m.nodeName, slot: m.leaseSlot, body, patchType: undefined,
    // The resourceVersion in the body of an update is its lock.
    options: undefined,
  }, m.apiLink, purpose)
}

/** Timer `lease`: renews; looks after the Node's status as well. The first tick comes at the start of the process. */
export function onLeaseTick(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  // The first interval is cut short by chance, so that nodes that start together don't renew together ever after.
  const first = m.lease === undefined
  const pauseUs = (first ? nextInt(state.random, renewEveryUs) : renewEveryUs) + nextInt(state.random, renewJitterUs)
  schedule(sim, pauseUs, componentIds.kubelet, m.machine, kubeletTimers.lease, 0)
  renew(sim, state, m)
  if (m.nodeDoubtful && m.node !== undefined) readNode(sim, state, m)
  else writeNodeStatusIfDue(sim, state, m)
}

function renew(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  if (m.lease === undefined) ask(sim, state, m, 'get', undefined, purposes.getLease)
  else ask(sim, state, m, 'update', renewalOf(m, m.lease, sim.nowUs, sim.epochMs), purposes.renewLease)
}

/** Timer `leaseRetry`: the tick goes on by itself, this is an extra try. */
export function retryLease(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  m.leaseRetryArmed = false
  renew(sim, state, m)
}

/** Answers of all three calls. */
export function onLeaseAnswer(sim: Simulation, state: KubeletsState, m: KubeletMachine, purpose: number, response: ApiResponse): void {
  const { code } = response
  if (code === 200 || code === 201) {
    if (response.renewal === undefined) takeLease(m, response.object as Lease, response.slot)
    else m.leaseRevision = response.renewal.resourceVersion
    if (purpose === purposes.getLease) renew(sim, state, m)
    return
  }
  if (purpose === purposes.getLease && code === 404) {
    ask(sim, state, m, 'create', newLease(m, undefined, sim.nowUs, sim.epochMs), purposes.createLease)
    return
  }
  // Silence or an error: the Lease may be another now, and the node controller may have given the node up meanwhile.
  m.nodeDoubtful = true
  m.lease = undefined
  if (code === 0 || m.leaseRetryArmed) return
  m.leaseRetryArmed = true
  schedule(sim, retryUs, componentIds.kubelet, m.machine, kubeletTimers.leaseRetry, 0)
}
