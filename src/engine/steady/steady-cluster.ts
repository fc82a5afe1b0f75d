/**
 * A full-size steady cluster, made directly in place of simulating its history: the control plane boots and makes the namespaces by
 * simulation, then Nodes, Deployments and Running pods are written into etcd and every cache, then kubelets and proxies watch. Afterwards
 * everything runs on as if it had been simulated. Left out are the Events that such a history would have told.
 */
import type { ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { ClusterState } from '../cluster-state.ts'
import { isUp } from '../simulation/processes.ts'
import { forEachQueued } from '../simulation/event-queue.ts'
import { componentIds } from '../../protocol/vocabulary.ts'
import { step } from '../dispatch.ts'
import { findSlot } from '../control-plane/etcd/store.ts'
import { adoptProxy } from '../worker-node/kube-proxy/kube-proxy.ts'
import { joinGroup } from '../worker-node/kube-proxy/state.ts'
import { watchPodsFrom } from '../worker-node/kubelet/adopt.ts'
import { createApplication, createNamespace, settleApplication, steadyImage, type SteadyApplication } from './applications.ts'
import { makeSteadyMachine } from './machines.ts'
import { createRunningPods } from './pods.ts'

type Phase = 'control plane' | 'namespaces' | 'nodes' | 'applications' | 'pods' | 'connections' | 'done'

/** How far the making of a cluster is. It lives only while it is made. */
export interface SteadyBuild {
  phase: Phase
  /** Next node, application or machine of the phase. */
  next: number
  /** Pods of the application that is being made. */
  pods: number
  /** Machine of the next pod. */
  machine: number
  readonly applications: readonly SteadyApplication[]
  /** Of each application that has been created. */
  readonly replicaSets: ReplicaSet[]
  readonly namespaces: readonly string[]
}

const replicasPerApplication = 500
const applicationsPerNamespace = 75
const nodesPerPart = 100
const podsPerPart = 100
const connectionsPerPart = 500
const stepsPerPart = 500
const longestStartUs = 120_000_000

/** Plans the applications of `options.steadyPods` pods. */
export function beginSteady(cluster: ClusterState): SteadyBuild {
  const pods = cluster.options.steadyPods
  const count = Math.max(Math.round(pods / replicasPerApplication), Math.min(pods, 3))
  const namespaces = Array.from({ length: Math.ceil(count / applicationsPerNamespace) }, (_, i) => `team-${i + 1}`)
  const applications = Array.from({ length: count }, (_, i): SteadyApplication => ({
    namespace: namespaces[i % namespaces.length]!, name: `app-${i + 1}`,
    replicas: Math.floor(pods / count) + (i < pods % count ? 1 : 0),
  }))
  return { phase: 'control plane', next: 0, pods: 0, machine: 0, applications, replicaSets: [], namespaces }
}

/** One line of what is being made. */
export function steadyDoing(build: SteadyBuild, cluster: ClusterState): string {
  switch (build.phase) {
    case 'nodes': return `making nodes: ${build.next} of ${cluster.world.machines.length}`
    case 'pods': return `making pods, Deployment by Deployment: ${build.next} of ${build.applications.length}`
    default: return 'starting the control plane'
  }
}

/** Makes the next part: some milliseconds of work. True when the cluster is complete. */
export function continueSteady(build: SteadyBuild, cluster: ClusterState): boolean {
  switch (build.phase) {
    case 'control plane': {
      if (!runUntil(cluster, isQuiet)) return false
      for (const namespace of build.namespaces) createNamespace(cluster, namespace)
      return enter(build, 'namespaces')
    }
    // The namespaces' ServiceAccounts and certificates are made meanwhile.
    case 'namespaces': return runUntil(cluster, (now) => build.namespaces.every((name) => hasAccount(now, name)) && isQuiet(now)) && enter(build, 'nodes')
    case 'nodes': return makeNodes(build, cluster)
    case 'applications': return makeApplication(build, cluster)
    case 'pods': return makePods(build, cluster)
    case 'connections': return connect(build, cluster)
    case 'done': return true
  }
}

/** Begins a phase. Never the end of all. */
function enter(build: SteadyBuild, phase: Phase): false {
  build.phase = phase
  build.next = 0
  return false
}

/** Simulates for a while, or until the cluster is `ready`. */
function runUntil(cluster: ClusterState, ready: (cluster: ClusterState) => boolean): boolean {
  for (let i = 0; i < stepsPerPart; i++) {
    if (ready(cluster)) return true
    step(cluster)
  }
  if (cluster.sim.nowUs > longestStartUs) throw new Error('steady cluster: the control plane does not start')
  return false
}

/** The control plane works, and no message is on its way that would overtake what is written directly. */
function isQuiet(cluster: ClusterState): boolean {
  const { sim, apiServer, controllerManager, scheduler } = cluster
  return apiServer.ready && apiServer.bootstrap === 'done' && controllerManager.loop.active && scheduler.election.leading &&
    scheduler.nodes.phase === 'watching' && scheduler.pods.phase === 'watching' && isUp(sim.processes, componentIds.etcd, -1) &&
    apiServer.inFlight.size === 0 && !hasMessages(cluster)
}

/** A message to a process of the control plane is on its way. */
function hasMessages({ sim: { queue } }: ClusterState): boolean {
  let found = false
  forEachQueued(queue, (entry) => {
    const to = queue.to[entry]!
    if (queue.link[entry]! >= 0 && to >= componentIds.etcd && to <= componentIds.scheduler) found = true
  })
  return found
}

function hasAccount(cluster: ClusterState, namespace: string): boolean {
  const { store } = cluster.etcd
  return findSlot(store, 'serviceaccounts', namespace, 'default') >= 0 && findSlot(store, 'configmaps', namespace, 'kube-root-ca.crt') >= 0
}

function makeNodes(build: SteadyBuild, cluster: ClusterState): boolean {
  const { machines } = cluster.world
  const end = Math.min(build.next + nodesPerPart, machines.length)
  for (; build.next < end; build.next++) makeSteadyMachine(cluster, machines[build.next]!, [steadyImage])
  return build.next === machines.length && enter(build, 'applications')
}

/** All Services come before the first pod: one that comes later has to look for its pods among all. */
function makeApplication(build: SteadyBuild, cluster: ClusterState): boolean {
  const application = build.applications[build.next++]
  if (application === undefined) return enter(build, 'pods')
  build.replicaSets.push(createApplication(cluster, application))
  return false
}

function makePods(build: SteadyBuild, cluster: ClusterState): boolean {
  const application = build.applications[build.next]
  const replicaSet = build.replicaSets[build.next]
  if (application === undefined || replicaSet === undefined) return enter(build, 'connections')
  const count = Math.min(podsPerPart, application.replicas - build.pods)
  build.machine = createRunningPods(cluster, replicaSet, count, build.machine)
  build.pods += count
  if (build.pods < application.replicas) return false
  settleApplication(cluster, application, replicaSet)
  build.next++
  build.pods = 0
  return false
}

/** Kubelets and proxies begin to watch. Nothing is simulated before all of them do: what they watch from is now. */
function connect(build: SteadyBuild, cluster: ClusterState): boolean {
  const { sim, kubelets, proxies, etcd } = cluster
  const { machines } = cluster.world
  const end = Math.min(build.next + connectionsPerPart, machines.length)
  for (; build.next < end; build.next++) {
    const { number } = machines[build.next]!
    watchPodsFrom(sim, kubelets, number, etcd.store.revision)
    joinGroup(proxies, number)
  }
  if (end < machines.length) return false
  // The last one starts the watches that all share.
  adoptProxy(sim, proxies, machines.length - 1)
  build.phase = 'done'
  return true
}
