/** Makes a cluster and runs it. */
import type { ClusterOptions } from '../protocol/options.ts'
import type { RestRequest } from '../protocol/rest.ts'
import type { WorldCommand } from '../protocol/world-commands.ts'
import type { Status } from '../kubernetes/types/status.ts'
import { defaultEpochMs } from '../protocol/options.ts'
import type { ClusterState } from './cluster-state.ts'
import { addMachine, applyWorldCommand, powerOn } from './commands.ts'
import { createApiServer, startApiServer } from './control-plane/api-server/api-server.ts'
import { createControllerManager, startControllerManager } from './control-plane/controller-manager/controller-manager.ts'
import { createEtcd, startEtcd } from './control-plane/etcd/etcd.ts'
import { findEventRows, materialiseEvent } from './control-plane/etcd/event-log.ts'
import { objectIn } from './control-plane/etcd/table.ts'
import { createScheduler, startScheduler } from './control-plane/scheduler/scheduler.ts'
import { step } from './dispatch.ts'
import { createPodNetwork } from './pod-network/state.ts'
import { forkRandom, hashText, nextInt } from './simulation/random.ts'
import { createSimulation, nextTimeUs } from './simulation/simulation.ts'
import { beginSteady, continueSteady } from './steady/steady-cluster.ts'
import { connectControlPlane } from './topology.ts'
import { closeUserRequest, createUser, sendUserRequest, takeUserAnswers, takeUserEvents, type UserState } from './user.ts'
import { createRuntimes } from './worker-node/container-runtime/container-runtime.ts'
import { createKubeProxies } from './worker-node/kube-proxy/state.ts'
import { createKubelets } from './worker-node/kubelet/kubelet.ts'
import { setLoad } from './world/clients/clients.ts'
import { createClients } from './world/clients/state.ts'
import { createWorld, machineRack, machineZone } from './world/machines.ts'

/**
 * A cluster at simulated time 0: an empty etcd, the control plane starting, the machines booting. With `steadyPods` it is some simulated
 * seconds old, and complete.
 */
export function createCluster(options: ClusterOptions, epochMs = defaultEpochMs): ClusterState {
  const cluster = beginCluster(options, epochMs)
  if (options.steadyPods > 0) {
    const build = beginSteady(cluster)
    while (!continueSteady(build, cluster));
  }
  return cluster
}

/** The same at simulated time 0 in any case: for those who make a steady cluster part by part (`beginSteady`, `continueSteady`). */
export function beginCluster(options: ClusterOptions, epochMs = defaultEpochMs): ClusterState {
  const { seed } = options
  const sim = createSimulation(seed, epochMs)
  const links = connectControlPlane(sim)
  const componentOptions = { clientRateLimits: options.clientRateLimits, compatibility: options.compatibility }
  const cluster: ClusterState = {
    options,
    sim,
    links,
    etcd: createEtcd(),
    apiServer: createApiServer(seed, links.etcd, links.proxyGroup, componentOptions),
    controllerManager: createControllerManager(seed, componentOptions, links.controllerManager),
    scheduler: createScheduler(seed, componentOptions, links.scheduler),
    kubelets: createKubelets(seed, componentOptions),
    runtimes: createRuntimes(seed),
    proxies: createKubeProxies(seed, links.proxyGroup),
    network: createPodNetwork(seed),
    clients: createClients(seed),
    world: createWorld(),
    user: createUser(links.kubectl),
    log: [],
  }
  startEtcd(sim, cluster.etcd)
  startApiServer(sim, cluster.apiServer)
  startControllerManager(sim, cluster.controllerManager)
  startScheduler(sim, cluster.scheduler)
  bootMachines(cluster)
  const load = options.clientLoad
  if (load !== undefined) setLoad(sim, cluster.clients, load.requestsPerSecond, load.namespace, load.service)
  return cluster
}

/** Machines come up one after another within a second or so, as people switch them on. Those of a steady cluster get power when they are made. */
function bootMachines(cluster: ClusterState): void {
  const random = forkRandom(cluster.options.seed, 'world/boot')
  for (let i = 0; i < cluster.options.nodes; i++) {
    cluster.world.named = i + 1
    const machine = addMachine(cluster, {
      name: `node-${i + 1}`, cpu: cluster.options.nodeCpu, memoryGi: cluster.options.nodeMemoryGi, zone: machineZone(i), rack: machineRack(i),
    })
    if (cluster.options.steadyPods === 0) powerOn(cluster, machine, 1_500_000 + Math.min(i, 20) * 50_000 + nextInt(random, 50_000))
  }
}

/**
 * Runs until `untilUs` (simulated) or until `maxSteps` events have been handled. Returns the number of steps. Events at exactly `untilUs`
 * are included; afterwards the clock stands at `untilUs` unless the step limit came first.
 */
export function runUntil(cluster: ClusterState, untilUs: number, maxSteps = Infinity): number {
  let steps = 0
  while (steps < maxSteps && nextTimeUs(cluster.sim) <= untilUs) {
    step(cluster)
    steps++
  }
  if (steps < maxSteps && untilUs > cluster.sim.nowUs && untilUs !== Infinity) cluster.sim.nowUs = untilUs
  return steps
}

/** Runs for a simulated duration; see `runUntil`. */
export function runFor(cluster: ClusterState, durationUs: number, maxSteps = Infinity): number {
  return runUntil(cluster, cluster.sim.nowUs + durationUs, maxSteps)
}

function log(cluster: ClusterState, command: unknown): void {
  cluster.log.push({ afterStep: cluster.sim.steps, simTimeUs: cluster.sim.nowUs, command })
}

/** Sends a REST request through the one door; the answer comes with `takeAnswers` under the same tag. */
export function request(cluster: ClusterState, rest: RestRequest, tag: number): void {
  log(cluster, { request: rest })
  sendUserRequest(cluster.sim, cluster.user, rest, tag)
}

/** Takes the answers that have come since the last call. */
export function takeAnswers(cluster: ClusterState): UserState['answers'] {
  return takeUserAnswers(cluster.user)
}

/** Takes the events of watches that have come since the last call, under the tags of their requests. */
export function takeEvents(cluster: ClusterState): UserState['events'] {
  return takeUserEvents(cluster.user)
}

/** Closes the connection of the request or watch with this tag. */
export function cancel(cluster: ClusterState, tag: number): void {
  log(cluster, { cancel: tag })
  closeUserRequest(cluster.sim, cluster.user, tag)
}

/** Carries out a world command now. Returns the refusal, or undefined. */
export function world(cluster: ClusterState, command: WorldCommand): Status | undefined {
  log(cluster, { world: command })
  return applyWorldCommand(cluster, command)
}

/**
 * Hash of the history so far, 8 hexadecimal digits: when everything happened, and every object and Event that came of it, to the last
 * character. Looks at all objects: for tests and for those who ask, not for every step.
 */
export function historyHash(cluster: ClusterState): string {
  const { store } = cluster.etcd
  let hash = cluster.sim.hash >>> 0
  for (const table of store.tables) {
    for (let slot = 0; slot < table.objects.length; slot++) {
      const object = objectIn(table, slot)
      hash = hashText(object === undefined ? '-' : JSON.stringify(object), hash)
    }
  }
  for (const row of findEventRows(store.events, cluster.sim.nowUs, Infinity, () => true)) {
    hash = hashText(JSON.stringify(materialiseEvent(store.events, row)), hash)
  }
  return hash.toString(16).padStart(8, '0')
}
