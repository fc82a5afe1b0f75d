/**
 * A kubelet that has run for long, made directly: what registering, listing and the runtime's inventory would have left in its memory. For
 * clusters that are made at full size.
 */
import { nodeLeaseRenewSeconds } from '../../../kubernetes/node-heartbeats.ts'
import type { Node, Pod } from '../../../kubernetes/types/core.ts'
import type { Lease } from '../../../kubernetes/types/discovery.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { nextInt } from '../../simulation/random.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import { timeText } from '../../simulation/time-text.ts'
import type { ContainerReport } from '../container-runtime/messages.ts'
import { count } from './admission.ts'
import { newLease, newNode, takeLease } from './node-object.ts'
import { createWorker } from './pod-worker.ts'
import { startSource } from './pod-source.ts'
import { startProbes } from './probes.ts'
import { momentOf } from './registration.ts'
import { keepImages, type KubeletMachine, type KubeletsState } from './state.ts'
import type { PodWorker } from './worker-state.ts'
import { buildStatus } from './status-builder.ts'
import { kubeletTimers } from './timers.ts'

export function machineOf(state: KubeletsState, machine: number): KubeletMachine {
  const m = state.machines[machine]
  if (m === undefined) throw new Error(`kubelet: no machine ${machine}`)
  return m
}

/** The Node that a Ready kubelet with this pod network and these images (name to bytes) keeps in the API. */
export function readyNode(
  sim: Simulation, state: KubeletsState, machine: number, podCIDR: string, images: ReadonlyMap<string, number>,
): Node {
  const m = machineOf(state, machine)
  m.podCIDR = podCIDR
  keepImages(m, images)
  const node = newNode(m, { ready: true, message: '' }, momentOf(sim, state))
  return {
    ...node, spec: { podCIDR, podCIDRs: [podCIDR], providerID: undefined, unschedulable: undefined, taints: undefined },
  }
}

/** The first Lease of a Node that the API has stored; the kubelet remembers the Node. */
export function firstLease(sim: Simulation, state: KubeletsState, machine: number, stored: Node): Lease {
  const m = machineOf(state, machine)
  m.node = stored
  return newLease(m, undefined, sim.nowUs, sim.epochMs)
}

/** The kubelet of a stored Node and Lease runs from now on: it renews the Lease at its own moment of the ten seconds. */
export function adoptKubelet(sim: Simulation, state: KubeletsState, machine: number, lease: Lease, leaseSlot: number): void {
  const m = machineOf(state, machine)
  takeLease(m, lease, leaseSlot)
  m.hasRun = true
  m.runtimeUp = true
  m.runtimeSeenUs = sim.nowUs
  m.networkReady = true
  m.inventoryTaken = true
  m.readyWritten = true
  m.statusWrittenUs = sim.nowUs
  m.imagesWritten = m.imageCount
  const pauseUs = nextInt(state.random, nodeLeaseRenewSeconds * 1_000_000)
  schedule(sim, pauseUs, componentIds.kubelet, machine, kubeletTimers.lease, 0)
}

/** Watches the machine's pods from a revision on, as after a list at that revision. */
export function watchPodsFrom(sim: Simulation, state: KubeletsState, machine: number, revision: number): void {
  const m = machineOf(state, machine)
  m.source.revision = revision
  m.source.synced = true
  m.source.relist = false
  startSource(sim, state, m)
}

/**
 * Takes up a bound pod whose containers run already. Returns its worker, whose `status` is what the kubelet writes for it; `adoptStored`
 * ends the adoption.
 */
export function adoptRunningPod(
  sim: Simulation, state: KubeletsState, machine: number, pod: Pod, ip: string, containers: readonly ContainerReport[],
): PodWorker {
  const m = machineOf(state, machine)
  const w = createWorker(-1, pod, sim.nowUs)
  w.startTime = timeText(sim.nowUs, sim.epochMs)
  w.sandbox = 'ready'
  w.ip = ip
  w.initialized = true
  w.containers.forEach((c, index) => {
    const report = containers.find((one) => one.name === c.spec.name)
    if (report === undefined) return
    c.state = 'running'
    c.id = report.containerId
    c.attempt = report.attempt
    c.start = report.start
    startProbes(sim, m, w, index)
  })
  count(m, w)
  m.pods.set(w.uid, w)
  w.status = buildStatus(w, { nowUs: sim.nowUs, epochMs: sim.epochMs, hostIP: m.ip, hostIPs: m.ips, release: state.options.compatibility })
  return w
}

/** The API has stored the pod with the worker's status. */
export function adoptStored(w: PodWorker, stored: Pod, slot: number): void {
  w.pod = stored
  w.slot = slot
  w.knownRevision = stored.metadata.resourceVersion
}
