/** What a kubelet that starts finds in its runtime: containers that still run are adopted, those of pods that are gone are removed. */
import type { Simulation } from '../../simulation/simulation.ts'
import type { ContainerReport, RuntimeInventory } from '../container-runtime/messages.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { beginPod, onPodSync } from './pod-worker.ts'
import { restoreProbes } from './probes.ts'
import { giveNetwork, writeNodeStatusIfDue } from './registration.ts'
import { keepImages, type KubeletMachine, type KubeletsState } from './state.ts'
import type { ContainerWork, PodWorker } from './worker-state.ts'

/** Asks the runtime what it holds. */
export function askInventory(sim: Simulation, state: KubeletsState, m: KubeletMachine): void {
  callRuntime(sim, state, m, { id: nextCriId(state), call: 'ListPodSandbox', pod: -1, podUid: '' })
}

/**
 * Answer. The first one, which comes after the first list of pods, lets the pods begin; a later one (the runtime was away) brings them up
 * to date.
 */
export function onInventory(sim: Simulation, state: KubeletsState, m: KubeletMachine, inventory: RuntimeInventory): void {
  const first = !m.inventoryTaken
  m.runtimeUp = true
  m.inventoryTaken = true
  m.networkReady = inventory.networkReady
  keepImages(m, inventory.images.map(({ image, bytes }) => [image, bytes] as const))
  for (const sandbox of inventory.sandboxes) {
    const w = m.pods.get(sandbox.podUid)
    if (w !== undefined) takeSandbox(sim, m, w, sandbox)
    // Upstream's housekeeping stops the containers of such a pod with their grace; here they are killed at once.
    else callRuntime(sim, state, m, { id: nextCriId(state), call: 'RemovePodSandbox', pod: -1, podUid: sandbox.podUid })
  }
  for (const w of [...m.pods.values()]) {
    if (first) beginPod(sim, state, m, w)
    else onPodSync(sim, state, m, w)
  }
  giveNetwork(sim, state, m)
  writeNodeStatusIfDue(sim, state, m)
}

function takeSandbox(sim: Simulation, m: KubeletMachine, w: PodWorker, sandbox: RuntimeInventory['sandboxes'][number]): void {
  const stopped = w.sandbox === 'none' && w.stage !== 'syncing'
  if (!stopped) {
    w.sandbox = sandbox.ready ? 'ready' : 'lost'
    w.ip = sandbox.ip
  }
  for (const report of sandbox.containers) takeContainer(sim, m, w, report)
  w.initialized = w.initCount === 0 || w.containers.slice(w.initCount, w.regularEnd).some((c) => c.attempt >= 0)
}

/** What the runtime says of a container, where the kubelet knows less. */
function takeContainer(sim: Simulation, m: KubeletMachine, w: PodWorker, report: ContainerReport): void {
  const index = w.containers.findIndex((c) => c.spec.name === report.name)
  const c = w.containers[index]
  if (c === undefined || report.state === 'created' || (c.id === report.containerId && c.state === report.state)) return
  const known = c.attempt >= 0
  c.id = report.containerId
  c.attempt = report.attempt
  c.start = report.start
  c.reason = ''
  const stored = storedStatus(w, c)
  if (!known) c.last = stored?.lastState.terminated
  const others = w.dirty
  w.dirty = true
  if (report.state === 'running') {
    c.state = 'running'
    restoreProbes(sim, m, w, index, stored?.ready === true, stored?.started === true)
    // Adopted as the API server knows it: nothing to tell.
    if (!known) w.dirty = others || stored?.containerID !== c.id || stored.ready !== c.ready || (c.ready && !saysReady(w))
  } else if (report.exit !== undefined) {
    c.state = 'exited'
    c.exitCode = report.exit.exitCode
    c.exitReason = report.exit.reason
    if (c.exitMessage !== report.exit.message) c.exitMessage = report.exit.message
    c.finishedUs = report.exit.finishedUs
  }
}

/** The node controller takes Ready away from the pods of a silent node: the kubelet has to say it again. */
function saysReady(w: PodWorker): boolean {
  return w.pod.status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') === true
}

function storedStatus(w: PodWorker, c: ContainerWork): NonNullable<PodWorker['status']['containerStatuses']>[number] | undefined {
  const { initContainerStatuses, containerStatuses, ephemeralContainerStatuses } = w.pod.status
  const list = c.init ? initContainerStatuses : c.ephemeral ? ephemeralContainerStatuses : containerStatuses
  return list?.find((one) => one.name === c.spec.name)
}
