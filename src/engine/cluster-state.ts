/** The whole cluster as one plain value: a structured clone of it runs on to the same history. Behaviour is functions over it. */
import type { createApiServer } from './control-plane/api-server/api-server.ts'
import type { createControllerManager } from './control-plane/controller-manager/controller-manager.ts'
import type { EtcdState } from './control-plane/etcd/state.ts'
import type { SchedulerState } from './control-plane/scheduler/state.ts'
import type { PodNetwork } from './pod-network/state.ts'
import type { Simulation } from './simulation/simulation.ts'
import type { ControlPlaneLinks } from './topology.ts'
import type { UserState } from './user.ts'
import type { RuntimesState } from './worker-node/container-runtime/state.ts'
import type { KubeProxies } from './worker-node/kube-proxy/state.ts'
import type { createKubelets } from './worker-node/kubelet/kubelet.ts'
import type { Clients } from './world/clients/state.ts'
import type { WorldState } from './world/machines.ts'
import type { ClusterOptions } from '../protocol/options.ts'

/** One command as it was given: with the header it is the ground state of the history. */
interface LoggedCommand {
  readonly afterStep: number
  readonly simTimeUs: number
  readonly command: unknown
}

export interface ClusterState {
  options: ClusterOptions
  sim: Simulation
  links: ControlPlaneLinks
  etcd: EtcdState
  apiServer: ReturnType<typeof createApiServer>
  controllerManager: ReturnType<typeof createControllerManager>
  scheduler: SchedulerState
  kubelets: ReturnType<typeof createKubelets>
  runtimes: RuntimesState
  proxies: KubeProxies
  network: PodNetwork
  clients: Clients
  world: WorldState
  user: UserState
  log: LoggedCommand[]
}
