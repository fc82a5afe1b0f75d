/** What happens to containers from outside: power loss, a killed process, a program that stops to serve. And pods made directly. */
import { componentIds, messageTypes } from '../../../protocol/vocabulary.ts'
import type { Pod } from '../../../kubernetes/types/core.ts'
import { send, type Simulation } from '../../simulation/simulation.ts'
import { imageOf } from '../../world/images.ts'
import { createActivity, noteRequest } from './activity.ts'
import { addressPart, takeAddress } from './addresses.ts'
import { createContainer, planExit, startContainer } from './containers.ts'
import { lineWritten } from './followers.ts'
import { runningContainer, sandboxOf } from './look.ts'
import { servedPage } from './served-page.ts'
import { isAlive, type RuntimeMachine, type RuntimesState, type Sandbox } from './state.ts'

/** The machine has lost its power: nothing runs any more and every sandbox's network is gone; the disk keeps the records and images. */
export function powerLost(state: RuntimesState, machineNumber: number): void {
  const machine = state.machines[machineNumber]
  if (machine === undefined) return
  for (const sandbox of machine.sandboxes.values()) {
    sandbox.ready = false
    for (const container of sandbox.containers) {
      if (container.state !== 'running') continue
      // An end in the past that `startRuntime` will find: containerd gives 255 to what it can't account for.
      container.exitAtUs = -1
      container.exitCode = 255
    }
  }
  machine.addresses = []
}

/** Kills a container's main process. Returns false when no such container runs. */
export function crashContainer(
  sim: Simulation, state: RuntimesState, machineNumber: number, namespace: string, pod: string, container: string, exitCode = 137,
): boolean {
  const machine = state.machines[machineNumber]
  const sandbox = sandboxOf(state, machineNumber, namespace, pod)
  const running = runningContainer(sandbox, container, sim.nowUs)
  if (machine === undefined || sandbox === undefined || running === undefined) return false
  planExit(sim, machine, sandbox, running, sim.nowUs, exitCode)
  return true
}

/**
 * From now on the container answers with errors, so that its readiness probe fails (or serves and succeeds again). Without a readiness
 * probe
 * the kubelet can't notice. Lasts until the container ends. Returns false when no such container runs.
 */
export function setReadiness(
  sim: Simulation, state: RuntimesState, machineNumber: number, namespace: string, pod: string, container: string, ready: boolean,
): boolean {
  const machine = state.machines[machineNumber]
  const sandbox = sandboxOf(state, machineNumber, namespace, pod)
  const running = runningContainer(sandbox, container, sim.nowUs)
  if (machine === undefined || sandbox === undefined || running?.start === undefined) return false
  if (running.start.serving !== ready) (running.activity ??= createActivity()).turns.push(sim.nowUs)
  running.start = { ...running.start, serving: ready }
  send(sim, machine.kubeletLink, true, componentIds.kubelet, machineNumber, -1, {
    event: 'probe', pod: sandbox.slot, podUid: sandbox.podUid, containerId: running.id, serving: ready,
  }, { type: messageTypes.criResponse, flags: 0, bytes: 120, subject: 0 })
  return true
}

/** The program that listens on a port of a pod answers a request; returns the body of its answer. `from`: address of who asked. */
export function serveRequest(
  sim: Simulation, state: RuntimesState, machineNumber: number, address: string, port: number,
  request: { readonly from: string; readonly path: string; readonly agent: string; readonly code: number },
): string {
  const machine = state.machines[machineNumber]
  const sandbox = machine?.sandboxes.get(machine.addresses[addressPart(machine, address)] ?? '')
  const container = sandbox?.containers.find((one) => isAlive(one, sim.nowUs) && one.start?.ports.includes(port))
  if (machine === undefined || sandbox === undefined || container === undefined) return ''
  const { from, path, agent, code } = request
  noteRequest(container.activity ??= createActivity(), { atUs: sim.nowUs, from, path, agent, code })
  if (machine.followers.length > 0) lineWritten(sim, machine, container)
  return code === 200 ? servedPage(machine, sandbox, container, path, sim.nowUs) : '503 Service Unavailable\n'
}

/** A runtime that has been given its pod network and has pulled these images (name to bytes). */
export function adoptRuntime(state: RuntimesState, machineNumber: number, podCIDR: string, images: ReadonlyMap<string, number>): void {
  const machine = state.machines[machineNumber]
  if (machine === undefined) return
  machine.podCIDR = podCIDR
  machine.images = new Map(images)
}

/**
 * Puts a pod that already runs on a machine (a cluster made directly at full size), at the next address of the machine's block. Returns its
 * sandbox, whose slot is still to come. Throws when the block is full or not known.
 */
export function placeRunningPod(sim: Simulation, state: RuntimesState, machine: RuntimeMachine, pod: Pod): Sandbox {
  const { uid, namespace, name } = pod.metadata
  const ip = takeAddress(machine, uid)
  if (ip === undefined) throw new Error(`container runtime: no address for ${namespace}/${name} in ${machine.podCIDR}`)
  const sandbox: Sandbox = { podUid: uid, slot: -1, namespace, name, ip, ready: true, containers: [] }
  machine.sandboxes.set(uid, sandbox)
  for (const container of pod.spec.containers) {
    if (!machine.images.has(container.image)) machine.images.set(container.image, imageOf(container.image).sizeBytes)
    startContainer(sim, machine, sandbox, createContainer(state, sandbox, container, 0))
  }
  return sandbox
}
