/** One step: takes the next event and hands it to its component. What is addressed to a process that is down is refused or lost. */
import { componentIds, hopFlags, messageTypes } from '../protocol/vocabulary.ts'
import type { ClusterState } from './cluster-state.ts'
import { handleWorld } from './commands.ts'
import type { ApiRequest } from './control-plane/api-server/messages.ts'
import { handleApiServer } from './control-plane/api-server/api-server.ts'
import { handleControllerManager } from './control-plane/controller-manager/controller-manager.ts'
import { handleEtcd } from './control-plane/etcd/etcd.ts'
import { handleScheduler } from './control-plane/scheduler/scheduler.ts'
import { noAnswer } from './client/api-client.ts'
import { clientsLook, networkLook } from './network-look.ts'
import { handlePodNetwork } from './pod-network/pod-network.ts'
import type { SimulationEvent } from './simulation/event-queue.ts'
import { isUp } from './simulation/processes.ts'
import { isStale, send, takeEvent } from './simulation/simulation.ts'
import { handleUser } from './user.ts'
import type { KubeletRequest, KubeletResponse } from './worker-node/kubelet/messages.ts'
import { handleRuntime } from './worker-node/container-runtime/container-runtime.ts'
import { handleKubeProxy } from './worker-node/kube-proxy/kube-proxy.ts'
import { handleKubelet } from './worker-node/kubelet/kubelet.ts'
import { handleClients } from './world/clients/clients.ts'

/** Runs one event. Returns false when nothing is to come. */
export function step(cluster: ClusterState): boolean {
  const { sim } = cluster
  const event = takeEvent(sim)
  if (event === undefined) return false
  if (isStale(sim, event)) return true
  if (event.to < componentIds.podNetwork && event.to !== componentIds.user && !isUp(sim.processes, event.to, event.at)) refuse(cluster, event)
  else deliver(cluster, event)
  sim.cause = -1
  return true
}

function deliver(cluster: ClusterState, event: SimulationEvent): void {
  const { sim } = cluster
  switch (event.to) {
    case componentIds.user: return handleUser(cluster.user, event.op, event.num, event.payload)
    case componentIds.etcd: return handleEtcd(sim, cluster.etcd, event)
    case componentIds.apiServer: return handleApiServer(sim, cluster.apiServer, event)
    case componentIds.controllerManager: return handleControllerManager(sim, cluster.controllerManager, event)
    case componentIds.scheduler: return handleScheduler(sim, cluster.scheduler, event)
    case componentIds.kubelet: return handleKubelet(sim, cluster.kubelets, event)
    case componentIds.kubeProxy: return handleKubeProxy(sim, cluster.proxies, event)
    case componentIds.containerRuntime: return handleRuntime(sim, cluster.runtimes, event)
    case componentIds.podNetwork: return handlePodNetwork(sim, cluster.network, event, networkLook(cluster))
    case componentIds.clients: return handleClients(sim, cluster.clients, event, clientsLook(cluster))
    case componentIds.world: return handleWorld(cluster, event.op, event.num, event.payload)
    default: throw new Error(`event for unknown component ${event.to}`)
  }
}

/**
 * The machine is up, but nobody listens on the port: TCP answers with a reset, and the caller knows at once. Answers and watch events for
 * a process that is gone vanish.
 */
function refuse(cluster: ClusterState, event: SimulationEvent): void {
  const { sim } = cluster
  if (event.op === messageTypes.apiRequest) {
    const request = event.payload as ApiRequest
    const fromUser = event.link === cluster.links.kubectl
    if (fromUser && 'closed' in (event.payload as object)) return
    const note = { type: messageTypes.apiResponse, flags: hopFlags.failed, bytes: 40, subject: 0 }
    if (fromUser) send(sim, event.link, true, componentIds.user, -1, event.num, undefined, note)
    else send(sim, event.link, true, request.client, request.node, request.id, noAnswer(request.id), note)
  } else if (event.op === messageTypes.kubeletRequest) {
    const { id, path } = event.payload as KubeletRequest
    if (path === 'closed') return
    const answer: KubeletResponse = { id, code: 502, text: 'dial tcp: connect: connection refused (nothing listens on port 10250)', more: false }
    send(sim, event.link, true, componentIds.apiServer, -1, id, answer, {
      type: messageTypes.kubeletResponse, flags: hopFlags.failed, bytes: 40, subject: 0,
    })
  }
}
