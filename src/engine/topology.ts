/** Which links exist, with their latencies. A latency includes the time the receiver needs before it acts (decode, queue, fsync). */
import { linkKindNumber, type LinkKind } from '../kubernetes/architecture.ts'
import { addLink } from './simulation/links.ts'
import type { Simulation } from './simulation/simulation.ts'
import type { MachineLinks } from './world/machines.ts'

/** Base and jitter in microseconds. Modelled on one datacenter: 0.2-1 ms between machines, tens of microseconds inside one. */
const latencies: Record<LinkKind, readonly [baseUs: number, jitterUs: number]> = {
  'kubectl-api': [1500, 1000],
  'kubelet-api': [700, 500],
  'proxy-api': [700, 500],
  'controller-manager-api': [400, 300],
  'scheduler-api': [400, 300],
  'api-etcd': [600, 500],
  'etcd-peer': [500, 300],
  'api-kubelet': [700, 500],
  cri: [150, 100],
  vxlan: [300, 200],
  'client-nodeport': [2000, 1500],
  'pod-network': [80, 40],
}

/** Adds a link of a kind; `near` and `far` are machine numbers or -1 for the control plane and the outside. */
export function connect(sim: Simulation, kind: LinkKind, near: number, far: number): number {
  const [baseUs, jitterUs] = latencies[kind]
  return addLink(sim.links, linkKindNumber(kind), near, far, baseUs, jitterUs)
}

export interface ControlPlaneLinks {
  readonly kubectl: number
  readonly controllerManager: number
  readonly scheduler: number
  readonly etcd: number
  /** Stands for "to all kube-proxies": what goes over it is counted on each proxy's own link. */
  readonly proxyGroup: number
}

export function connectControlPlane(sim: Simulation): ControlPlaneLinks {
  return {
    kubectl: connect(sim, 'kubectl-api', -1, -1),
    controllerManager: connect(sim, 'controller-manager-api', -1, -1),
    scheduler: connect(sim, 'scheduler-api', -1, -1),
    etcd: connect(sim, 'api-etcd', -1, -1),
    proxyGroup: connect(sim, 'proxy-api', -2, -2),
  }
}

export function connectMachine(sim: Simulation, machine: number): MachineLinks {
  return {
    kubeletApi: connect(sim, 'kubelet-api', machine, -1),
    proxyApi: connect(sim, 'proxy-api', machine, -1),
    apiKubelet: connect(sim, 'api-kubelet', -1, machine),
    cri: connect(sim, 'cri', machine, machine),
    podNetwork: connect(sim, 'pod-network', machine, machine),
    nodePort: connect(sim, 'client-nodeport', -1, machine),
  }
}
