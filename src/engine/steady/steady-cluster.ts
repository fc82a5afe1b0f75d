/**
 * A full-size steady cluster, made directly in place of simulating its history: the control plane boots and makes the namespaces by
 * simulation, then Nodes, Deployments and Running pods are written into etcd and every cache, then kubelets and proxies watch. Afterwards
 * everything runs on as if it had been simulated. Left out are the Events that such a history would have told.
 */
import type { ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { ClusterState } from '../cluster-state.ts'
import { isUp } from '../simulation/processes.ts'
import { forEachQueued, queuedField } from '../simulation/event-queue.ts'
import { componentIds } from '../../protocol/vocabulary.ts'
import { step } from '../dispatch.ts'
import { findSlot } from '../control-plane/etcd/store.ts'
import { adoptProxy } from '../worker-node/kube-proxy/kube-proxy.ts'
import { joinGroup } from '../worker-node/kube-proxy/state.ts'
import { watchPodsFrom } from '../worker-node/kubelet/adopt.ts'
import { createApplication, createNamespace, settleApplication, steadyImage, type SteadyApplication } from './applications.ts'
import { makeSteadyMachine } from './machines.ts'
import { firstTurn, takeRow, type Turn } from './placement.ts'
import { createRunningPod, templateOf, type Template } from './pods.ts'

type Phase = 'control plane' | 'namespaces' | 'nodes' | 'applications' | 'pods' | 'connections' | 'done'

/** How far the making of a cluster is. It lives only while it is made. */
export interface SteadyBuild {
  phase: Phase
  /** Next node, application or machine of the phase. */
  next: number
  /** Pods that have been made. */
  pods: number
  readonly turn: Turn
  readonly applications: readonly SteadyApplication[]
  /** Of each application that has been created. */
  readonly replicaSets: ReplicaSet[]
  readonly templates: Template[]
  /** Pods of each application. */
  readonly made: number[]
  /** Applications that have all their pods, and whose controllers have not seen to it. */
  readonly complete: number[]
  readonly namespaces: readonly string[]
}

const replicasPerApplication = 500
const applicationsPerNamespace = 75
const nodesPerPart = 20
const connectionsPerPart = 50
const stepsPerPart = 100
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
  return { phase: 'control plane', next: 0, pods: 0, turn: firstTurn(), applications, replicaSets: [], templates: [], made: [], complete: [], namespaces }
}

/** One line of what is being made. */
export function steadyDoing(build: SteadyBuild, cluster: ClusterState): string {
  switch (build.phase) {
    case 'nodes': return `making nodes: ${build.next} of ${cluster.world.machines.length}`
    case 'pods': return `making pods: ${build.pods} of ${cluster.options.steadyPods}`
    case 'applications': return 'making Deployments and Services'
    case 'connections': return 'connecting kubelets'
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
    const to = queuedField(queue, entry, 'to')
    if (queuedField(queue, entry, 'link') >= 0 && to >= componentIds.etcd && to <= componentIds.scheduler) found = true
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
  const replicaSet = createApplication(cluster, application)
  build.replicaSets.push(replicaSet)
  build.templates.push(templateOf(replicaSet))
  build.made.push(0)
  return false
}

/** One row of pods, or what the controllers make of a Deployment that has all of them. */
function makePods(build: SteadyBuild, cluster: ClusterState): boolean {
  const complete = build.complete.shift()
  if (complete !== undefined) {
    settleApplication(cluster, build.applications[complete]!, build.replicaSets[complete]!)
    return false
  }
  const row = takeRow(build.turn, cluster.options.steadyPods, cluster.world.machines.length)
  if (row === undefined) return enter(build, 'connections')
  for (let machine = row.machine; machine < row.end; machine++) {
    const number = applicationOf(build, cluster, row.pod + machine - row.machine)
    createRunningPod(cluster, build.templates[number]!, machine)
    build.pods++
    build.made[number] = build.made[number]! + 1
    if (build.made[number] === build.applications[number]!.replicas) build.complete.push(number)
  }
  return false
}

/** Number of the application that a pod belongs to; the first ones have one pod more where they don't come out even. */
function applicationOf(build: SteadyBuild, cluster: ClusterState, pod: number): number {
  const count = build.applications.length
  const each = Math.floor(cluster.options.steadyPods / count)
  const inLarger = (cluster.options.steadyPods % count) * (each + 1)
  return pod < inLarger ? Math.floor(pod / (each + 1)) : Math.floor((pod - inLarger) / each) + (cluster.options.steadyPods % count)
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
