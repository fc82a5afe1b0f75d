/**
 * The picture that was asked for as data: components and links with their ports. The canvas labels, the "Ports and components" panel
 * and the tests read these rows, so that a port is written once.
 * Sources: kubernetes.io/docs/reference/networking/ports-and-protocols, pkg/cluster/ports/ports.go, flannel and Calico documentation.
 */
export type ComponentName =
  | 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler'
  | 'kubelet' | 'kube-proxy' | 'container-runtime' | 'pod' | 'container' | 'cluster-network' | 'kubectl' | 'clients'

interface ComponentRow {
  readonly name: ComponentName
  readonly title: string
  /** Process name as `ps` shows it; undefined for what is not a process. */
  readonly binary: string | undefined
  readonly place: 'control-plane' | 'worker-node' | 'outside' | 'network'
  readonly purpose: string
  /** Old or loose names that a learner may meet, each with the right word. */
  readonly alsoCalled: readonly { readonly wording: string; readonly rightly: string }[]
}

export const components: readonly ComponentRow[] = [
  { name: 'etcd', title: 'etcd', binary: 'etcd', place: 'control-plane', purpose: 'Key-value store for all cluster state and configuration.', alsoCalled: [{ wording: 'Minion', rightly: 'Node (the old word is still in the key /registry/minions)' }] },
  { name: 'kube-apiserver', title: 'API Server', binary: 'kube-apiserver', place: 'control-plane', purpose: 'Central point of the cluster: accepts kubectl and REST requests, talks to etcd and to the nodes.', alsoCalled: [{ wording: 'Master', rightly: 'control plane (the API server is one process of it)' }] },
  { name: 'kube-controller-manager', title: 'Controller Manager', binary: 'kube-controller-manager', place: 'control-plane', purpose: 'Watches the state and keeps the actual state at the desired one, for example the number of replicas.', alsoCalled: [{ wording: 'kube-controller', rightly: 'kube-controller-manager' }] },
  { name: 'kube-scheduler', title: 'Scheduler', binary: 'kube-scheduler', place: 'control-plane', purpose: 'Assigns pods to nodes by the resources that are available.', alsoCalled: [] },
  { name: 'kubelet', title: 'kubelet', binary: 'kubelet', place: 'worker-node', purpose: 'Talks to the API server; starts and monitors the pods of its node as they are defined.', alsoCalled: [] },
  { name: 'kube-proxy', title: 'kube-proxy', binary: 'kube-proxy', place: 'worker-node', purpose: 'Writes the network rules of its node: load balancing for Services. It carries no packets itself.', alsoCalled: [] },
  { name: 'container-runtime', title: 'container runtime', binary: 'containerd', place: 'worker-node', purpose: 'Runs containers behind CRI: containerd, or Docker through cri-dockerd.', alsoCalled: [{ wording: 'Docker', rightly: 'container runtime (Docker Engine needs cri-dockerd since 1.24)' }] },
  { name: 'pod', title: 'Pod', binary: undefined, place: 'worker-node', purpose: 'One or more containers that share an IP address: the smallest unit that is deployed.', alsoCalled: [{ wording: 'container = smallest deployable unit', rightly: 'the Pod is' }] },
  { name: 'container', title: 'container', binary: undefined, place: 'worker-node', purpose: 'One program of a pod: A application, B sidecar, C backend ...', alsoCalled: [] },
  { name: 'cluster-network', title: 'Cluster network', binary: undefined, place: 'network', purpose: 'Joins the machines (node network) and, inside VXLAN, the pods (pod network).', alsoCalled: [] },
  { name: 'kubectl', title: 'kubectl', binary: 'kubectl', place: 'outside', purpose: 'Sends users’ commands to the API server.', alsoCalled: [] },
  { name: 'clients', title: 'clients', binary: undefined, place: 'outside', purpose: 'Use the applications through a Service’s NodePort.', alsoCalled: [] },
]

/** One kind of link of the picture. `label` is what stands on the canvas. */
export type LinkKind =
  | 'kubectl-api' | 'kubelet-api' | 'proxy-api' | 'controller-manager-api' | 'scheduler-api' | 'api-etcd' | 'etcd-peer' | 'api-kubelet'
  | 'cri' | 'vxlan' | 'client-nodeport' | 'pod-network'

interface LinkRow {
  readonly kind: LinkKind
  readonly from: string
  readonly to: string
  readonly label: string
  /** Short form for small pictures. */
  readonly shortLabel: string
  readonly protocol: string
  readonly port: string
  readonly purpose: string
  readonly alsoCalled: readonly { readonly wording: string; readonly rightly: string }[]
}

export const links: readonly LinkRow[] = [
  { kind: 'kubectl-api', from: 'kubectl, clients', to: 'API server', label: 'TCP 6443 · HTTPS', shortLabel: 'TCP 6443', protocol: 'HTTPS', port: 'TCP 6443', purpose: 'Users’ commands.', alsoCalled: [{ wording: 'gRPC on 6443', rightly: 'HTTPS (gRPC is 2379 and CRI)' }] },
  { kind: 'kubelet-api', from: 'kubelet', to: 'API server', label: 'TCP 6443 · HTTPS', shortLabel: 'TCP 6443', protocol: 'HTTPS', port: 'TCP 6443', purpose: 'The kubelet joins, renews its Lease, lists and watches its pods, posts status; watch events come back on the same connection.', alsoCalled: [] },
  { kind: 'proxy-api', from: 'kube-proxy', to: 'API server', label: 'TCP 6443 · HTTPS', shortLabel: 'TCP 6443', protocol: 'HTTPS', port: 'TCP 6443', purpose: 'kube-proxy lists and watches Services and EndpointSlices.', alsoCalled: [] },
  { kind: 'controller-manager-api', from: 'controller manager', to: 'API server', label: 'TCP 6443 · HTTPS', shortLabel: 'TCP 6443', protocol: 'HTTPS', port: 'TCP 6443', purpose: 'List and watch, writes, leader-election Lease.', alsoCalled: [] },
  { kind: 'scheduler-api', from: 'scheduler', to: 'API server', label: 'TCP 6443 · HTTPS', shortLabel: 'TCP 6443', protocol: 'HTTPS', port: 'TCP 6443', purpose: 'List and watch, bindings, leader-election Lease.', alsoCalled: [] },
  { kind: 'api-etcd', from: 'API server', to: 'etcd', label: 'TCP 2379 · gRPC', shortLabel: 'TCP 2379', protocol: 'gRPC', port: 'TCP 2379', purpose: 'Reads, transactions, watches, leases.', alsoCalled: [] },
  { kind: 'etcd-peer', from: 'etcd', to: 'etcd', label: 'TCP 2380 · raft', shortLabel: 'TCP 2380', protocol: 'raft', port: 'TCP 2380', purpose: 'Replication and votes, when there are 3 or 5 members. This cluster has one.', alsoCalled: [] },
  { kind: 'api-kubelet', from: 'API server', to: 'kubelet', label: 'TCP 10250', shortLabel: '10250', protocol: 'HTTPS', port: 'TCP 10250', purpose: 'Logs, exec, port-forward. Pods are not handed out over it: it is silent in a scale.', alsoCalled: [] },
  { kind: 'cri', from: 'kubelet', to: 'container runtime', label: 'CRI · unix socket', shortLabel: 'CRI', protocol: 'gRPC', port: 'unix socket', purpose: 'Sandboxes, images, containers.', alsoCalled: [] },
  { kind: 'vxlan', from: 'node', to: 'node', label: 'UDP 8472 · VXLAN', shortLabel: 'UDP 8472', protocol: 'VXLAN (flannel)', port: 'UDP 8472', purpose: 'Pod-to-pod traffic between nodes. Calico uses BGP (TCP 179) or VXLAN on UDP 4789.', alsoCalled: [{ wording: '8472 TCP', rightly: 'UDP only' }, { wording: 'dynamic ports between workers', rightly: 'no such port: virtual Service ports, then pod traffic' }] },
  { kind: 'client-nodeport', from: 'clients', to: 'Service (NodePort)', label: 'NodePort 30000-32767', shortLabel: 'NodePort', protocol: 'TCP or UDP', port: '30000-32767 on every node', purpose: 'kube-proxy’s rules on the entered node rewrite it to a pod; from there it is pod traffic.', alsoCalled: [] },
  { kind: 'pod-network', from: 'pods', to: 'pods of the same node', label: 'pod network', shortLabel: 'pod', protocol: 'any', port: 'the Service’s virtual port, then the pod’s', purpose: 'Traffic between pods on one node stays on its bridge.', alsoCalled: [] },
]

/** The row of a link kind. */
export function linkRow(kind: LinkKind): LinkRow {
  const found = links.find((link) => link.kind === kind)
  if (found === undefined) throw new Error(`no link "${kind}" in kubernetes/architecture.ts`)
  return found
}

/** Number of a link kind, as the engine's link table holds it: its place in `links`. */
export function linkKindNumber(kind: LinkKind): number {
  return links.findIndex((link) => link.kind === kind)
}

/** The kind behind a number. */
export function linkKindOf(number: number): LinkKind {
  const row = links[number]
  if (row === undefined) throw new Error(`no link kind ${number} in kubernetes/architecture.ts`)
  return row.kind
}
