/** Starting and ending processes, and what the others notice of it: a closed connection at once, a cut cable only when pings stay unanswered. */
import type { NodeProcess, ControlPlaneProcess, ProcessRef } from '../protocol/world-commands.ts'
import { componentIds } from '../protocol/vocabulary.ts'
import type { ClusterState } from './cluster-state.ts'
import { connectionReset, etcdConnectionLost, kubeletConnectionClosed, startApiServer } from './control-plane/api-server/api-server.ts'
import { dropWatches } from './control-plane/api-server/watchers.ts'
import { controllerManagerConnectionLost, startControllerManager } from './control-plane/controller-manager/controller-manager.ts'
import { startEtcd } from './control-plane/etcd/etcd.ts'
import { schedulerConnectionLost, startScheduler } from './control-plane/scheduler/scheduler.ts'
import { isUp, markDown, markUp } from './simulation/processes.ts'
import { schedule } from './simulation/simulation.ts'
import { userConnectionsLost } from './user.ts'
import { startRuntime } from './worker-node/container-runtime/container-runtime.ts'
import { proxyConnectionHealed, proxyConnectionLost, startProxy, stopProxy } from './worker-node/kube-proxy/kube-proxy.ts'
import { kubeletConnectionLost, runtimeConnectionLost, startKubelet } from './worker-node/kubelet/kubelet.ts'
import { processKey, touchWorld, type ProcessState } from './world/machines.ts'
import { restartDelayUs } from './world/supervisor.ts'

export const worldTimers = {
  /** The supervisor starts a crashed process; payload = ProcessRef. */
  restart: 200,
  /** A machine has booted; `at` in num. */
  booted: 201,
  /** Clients notice that the API server has closed their connections. */
  apiServerClosed: 202,
  /** Clients behind a cut cable notice that their pings stay unanswered; num = machine, -1 = all. */
  pingsUnanswered: 203,
  /** The API server notices that etcd has closed the connection. */
  etcdClosed: 204,
} as const

/** HTTP/2 health check of client-go: a ping after 30 s of silence, 15 s for its answer. Source: k8s.io/apimachinery/pkg/util/net/http.go. */
const pingTimeoutUs = 45_000_000
const closeTakesUs = 1_000

const components: Record<ControlPlaneProcess | NodeProcess, number> = {
  etcd: componentIds.etcd,
  'kube-apiserver': componentIds.apiServer,
  'kube-controller-manager': componentIds.controllerManager,
  'kube-scheduler': componentIds.scheduler,
  kubelet: componentIds.kubelet,
  'kube-proxy': componentIds.kubeProxy,
  'container-runtime': componentIds.containerRuntime,
}

/** Processes with watches of their own; kube-proxies in step share theirs. */
const watchers: ReadonlySet<string> = new Set(['kube-controller-manager', 'kube-scheduler', 'kubelet'])

function machineNumberOf(cluster: ClusterState, ref: ProcessRef): number {
  return ref.node === undefined ? -1 : (cluster.world.byName.get(ref.node) ?? -1)
}

/** The record of a process; made when it is first asked for. */
export function processState(cluster: ClusterState, ref: ProcessRef): ProcessState {
  const key = processKey(ref)
  const known = cluster.world.processes.get(key)
  if (known !== undefined) return known
  const made: ProcessState = { state: 'running', restarts: 0, startedUs: 0, restartAtUs: -1, crashes: 0 }
  cluster.world.processes.set(key, made)
  return made
}

const starters: Record<ControlPlaneProcess | NodeProcess, (cluster: ClusterState, machine: number) => void> = {
  etcd: (cluster) => startEtcd(cluster.sim, cluster.etcd),
  'kube-apiserver': (cluster) => startApiServer(cluster.sim, cluster.apiServer),
  'kube-controller-manager': (cluster) => startControllerManager(cluster.sim, cluster.controllerManager),
  'kube-scheduler': (cluster) => startScheduler(cluster.sim, cluster.scheduler),
  kubelet: (cluster, machine) => startKubelet(cluster.sim, cluster.kubelets, machine),
  'kube-proxy': (cluster, machine) => startProxy(cluster.sim, cluster.proxies, machine),
  'container-runtime': (cluster, machine) => startRuntime(cluster.sim, cluster.runtimes, machine),
}

/** Starts a process that is down: memory empty, disk as it was. */
export function startProcess(cluster: ClusterState, ref: ProcessRef): void {
  const machine = machineNumberOf(cluster, ref)
  const state = processState(cluster, ref)
  state.state = 'running'
  state.startedUs = cluster.sim.nowUs
  state.restartAtUs = -1
  markUp(cluster.sim.processes, components[ref.process], machine)
  touchWorld(cluster.world)
  starters[ref.process](cluster, machine)
}

/** Ends a process. `crashed`: its supervisor will start it again. */
export function endProcess(cluster: ClusterState, ref: ProcessRef, how: 'stopped' | 'crashed'): void {
  const machine = machineNumberOf(cluster, ref)
  const state = processState(cluster, ref)
  state.state = how
  markDown(cluster.sim.processes, components[ref.process], machine)
  touchWorld(cluster.world)
  if (how === 'crashed') {
    const delayUs = restartDelayUs(ref.process, state, cluster.sim.nowUs)
    state.restarts++
    state.restartAtUs = cluster.sim.nowUs + delayUs
    schedule(cluster.sim, delayUs, componentIds.world, -1, worldTimers.restart, state.restarts, ref)
  } else {
    state.restartAtUs = -1
  }
  if (ref.process === 'kube-apiserver') schedule(cluster.sim, closeTakesUs, componentIds.world, -1, worldTimers.apiServerClosed, 0)
  if (ref.process === 'etcd') schedule(cluster.sim, closeTakesUs, componentIds.world, -1, worldTimers.etcdClosed, 0)
  if (ref.process === 'container-runtime' && isUp(cluster.sim.processes, componentIds.kubelet, machine)) {
    runtimeConnectionLost(cluster.sim, cluster.kubelets, machine)
  }
  // Its connections close with it. Simplified: also when the cable is cut, where the API server would not hear of it.
  if (watchers.has(ref.process)) dropWatches(cluster.apiServer, components[ref.process], machine)
  if (ref.process === 'kubelet' && isUp(cluster.sim.processes, componentIds.apiServer, -1)) {
    kubeletConnectionClosed(cluster.sim, cluster.apiServer, machine)
  }
  if (ref.process === 'kube-proxy') stopProxy(cluster.proxies, machine)
}

/** Timer `restart`: starts the process unless somebody stopped or started it meanwhile. */
export function onRestartTimer(cluster: ClusterState, ref: ProcessRef, restart: number): void {
  const state = processState(cluster, ref)
  const machine = ref.node === undefined ? undefined : cluster.world.machines[machineNumberOf(cluster, ref)]
  if (machine !== undefined && (!machine.power || machine.removed)) return
  if (state.state === 'crashed' && state.restarts === restart) startProcess(cluster, ref)
}

/** The clients of one machine (or, with -1, of all and the control plane) find their connections to the API server dead. */
export function loseConnections(cluster: ClusterState, only: number): void {
  const { sim } = cluster
  if (only === -1) {
    if (isUp(sim.processes, componentIds.controllerManager, -1)) controllerManagerConnectionLost(sim, cluster.controllerManager)
    if (isUp(sim.processes, componentIds.scheduler, -1)) schedulerConnectionLost(sim, cluster.scheduler)
    // Proxies in step lose one connection for all; those out of step find out by their own calls.
    proxyConnectionLost(sim, cluster.proxies, -1)
    userConnectionsLost(cluster.user)
  }
  for (const machine of cluster.world.machines) {
    if (machine.removed || !machine.power || (only !== -1 && machine.number !== only)) continue
    if (isUp(sim.processes, componentIds.kubelet, machine.number)) kubeletConnectionLost(sim, cluster.kubelets, machine.number)
    if (only !== -1 && isUp(sim.processes, componentIds.kubeProxy, machine.number)) proxyConnectionLost(sim, cluster.proxies, machine.number)
  }
}

export function onEtcdClosed(cluster: ClusterState): void {
  if (isUp(cluster.sim.processes, componentIds.apiServer, -1)) etcdConnectionLost(cluster.sim, cluster.apiServer)
}

/** A cable was cut: nobody knows yet; pings find out. */
export function watchForSilence(cluster: ClusterState, machine: number): void {
  schedule(cluster.sim, pingTimeoutUs, componentIds.world, -1, worldTimers.pingsUnanswered, machine)
}

/** A cable is whole again: TCP notices what was lost, and broken watches are closed so that clients watch anew. */
export function resetConnections(cluster: ClusterState, only: number): void {
  const { sim, apiServer } = cluster
  if (!isUp(sim.processes, componentIds.apiServer, -1)) return
  if (only === -1) {
    connectionReset(sim, apiServer, componentIds.controllerManager, -1)
    connectionReset(sim, apiServer, componentIds.scheduler, -1)
    connectionReset(sim, apiServer, componentIds.user, -1)
    connectionReset(sim, apiServer, componentIds.kubeProxy, -1)
    proxyConnectionHealed(sim, cluster.proxies, -1)
  }
  for (const machine of cluster.world.machines) {
    if (machine.removed || !machine.power || (only !== -1 && machine.number !== only)) continue
    connectionReset(sim, apiServer, componentIds.kubelet, machine.number)
    if (isUp(sim.processes, componentIds.kubeProxy, machine.number)) proxyConnectionHealed(sim, cluster.proxies, machine.number)
  }
}
