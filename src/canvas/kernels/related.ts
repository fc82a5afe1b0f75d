/** What a chosen thing takes part in: in focus all of it stands out and the rest fades. */
import type { LinkKind } from '../../kubernetes/architecture.ts'
import type { LinkRecord } from '../../protocol/frame.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { nodeByName } from '../../state/selectors.ts'
import type { Selection } from '../../state/selection.ts'

/** Cards of the head and the left column. */
type HeadPart =
  | 'kubectl' | 'deployments' | 'services' | 'clients' | 'etcd' | 'controllerManager' | 'scheduler' | 'tray' | 'apiServer' | 'network'

export interface Focus {
  readonly head: ReadonlySet<HeadPart>
  readonly nodes: ReadonlySet<number>
  readonly pods: ReadonlySet<number>
  /** Rows of the left column. */
  readonly deployments: ReadonlySet<number>
  readonly services: ReadonlySet<number>
  /** Kinds of links at the nodes of the focus. */
  readonly atNodes: ReadonlySet<LinkKind>
  /** Kinds of links wherever they are. */
  readonly everywhere: ReadonlySet<LinkKind>
  /** Whether a link, or a line of a kind at a node (-1: of the head), takes part. */
  hasLink(kind: LinkKind, node: number): boolean
}

/** The sets of a focus while they are being filled. */
type Building = { readonly [K in Exclude<keyof Focus, 'hasLink'>]: Focus[K] extends ReadonlySet<infer T> ? Set<T> : never }

const machineLinks: readonly LinkKind[] = ['api-kubelet', 'kubelet-api', 'proxy-api', 'cri', 'vxlan', 'client-nodeport', 'pod-network']
const podLinks: readonly LinkKind[] = ['api-kubelet', 'kubelet-api', 'cri', 'vxlan', 'client-nodeport', 'pod-network']
const trafficLinks: readonly LinkKind[] = ['client-nodeport', 'vxlan', 'pod-network']

function add<T>(to: Set<T>, ...what: readonly T[]): void {
  for (const one of what) to.add(one)
}

/** What takes part in the selection; undefined: nothing is chosen, or it is gone. Searches all pods for the owner of some. */
export function focusOn(view: ClusterView, selection: Selection | undefined): Focus | undefined {
  if (selection === undefined) return undefined
  const it: Building = {
    head: new Set(), nodes: new Set(), pods: new Set(), deployments: new Set(), services: new Set(), atNodes: new Set(), everywhere: new Set(),
  }
  switch (selection.kind) {
    case 'pod': addPod(it, view, selection.slot); break
    case 'node': addNode(it, view, selection.slot); break
    case 'service': addService(it, view, selection.slot); break
    case 'deployment': addOwner(it, view, selection.slot, undefined); break
    case 'replicaset': addOwner(it, view, view.replicaSets.get(selection.slot)?.deployment ?? -1, selection.slot); break
    case 'component': addComponent(it, view, selection.key); break
    case 'link': addLink(it, view.links.get(selection.id)); break
    // A message is no thing that others take part in: its card says what it is.
    case 'hop': return undefined
  }
  return { ...it, hasLink: (kind, node) => it.everywhere.has(kind) || (it.atNodes.has(kind) && (node < 0 || it.nodes.has(node))) }
}

function addPod(it: Building, view: ClusterView, slot: number): void {
  const node = view.pods.node[slot] ?? -1
  const names = view.pods.names[slot]
  const deployment = view.replicaSets.get(view.pods.replicaSet[slot] ?? -1)?.deployment ?? -1
  add(it.pods, slot)
  add(it.head, 'apiServer')
  if (deployment >= 0) add(it.deployments, deployment)
  for (const service of view.services.values()) {
    if (service.namespace === names?.namespace && service.endpoints.some(({ pod }) => pod === names.name)) add(it.services, service.slot)
  }
  if (it.deployments.size > 0) add(it.head, 'deployments')
  if (it.services.size > 0) add(it.head, 'services', 'network')
  if (node >= 0) {
    add(it.nodes, node)
    add(it.atNodes, ...podLinks)
  } else {
    add(it.head, 'tray', 'scheduler')
    add(it.everywhere, 'scheduler-api')
  }
}

function addNode(it: Building, view: ClusterView, slot: number): void {
  add(it.nodes, slot)
  add(it.pods, ...(view.nodes.pods[slot] ?? []).filter((pod) => pod >= 0))
  add(it.head, 'apiServer', 'network')
  add(it.atNodes, ...machineLinks)
}

/** Endpoints that the page does not know by name (it lists a few of each Service) are not found. */
function addService(it: Building, view: ClusterView, slot: number): void {
  const service = view.services.get(slot)
  if (service === undefined) return
  const names = new Set(service.endpoints.map(({ pod }) => `${service.namespace}/${pod}`))
  add(it.services, slot)
  add(it.head, 'services', 'network')
  addPods(it, view, (pod) => names.has(`${view.pods.names[pod]?.namespace ?? ''}/${view.pods.names[pod]?.name ?? ''}`))
  add(it.atNodes, ...trafficLinks)
  if (view.clients?.service === `${service.namespace}/${service.name}`) add(it.head, 'clients')
}

/** A Deployment, or one ReplicaSet of it alone. */
function addOwner(it: Building, view: ClusterView, deployment: number, replicaSet: number | undefined): void {
  if (deployment >= 0) add(it.deployments, deployment)
  add(it.head, 'deployments', 'controllerManager', 'apiServer')
  add(it.everywhere, 'controller-manager-api')
  addPods(it, view, (pod) => {
    const set = view.pods.replicaSet[pod] ?? -1
    return set >= 0 && (replicaSet === undefined ? view.replicaSets.get(set)?.deployment === deployment : set === replicaSet)
  })
  add(it.atNodes, 'kubelet-api')
}

function addPods(it: Building, view: ClusterView, belongs: (slot: number) => boolean): void {
  for (let slot = 0; slot < view.pods.end; slot += 1) {
    if (view.pods.alive[slot] !== 1 || !belongs(slot)) continue
    const node = view.pods.node[slot] ?? -1
    add(it.pods, slot)
    if (node >= 0) add(it.nodes, node)
    else add(it.head, 'tray')
  }
}

interface Part {
  readonly head: readonly HeadPart[]
  readonly links: readonly LinkKind[]
}
/** Boxes that are there once: their links, and the boxes at the other ends. */
const clusterParts: Readonly<Record<string, Part>> = {
  'kube-apiserver': {
    head: ['apiServer', 'etcd', 'controllerManager', 'scheduler', 'kubectl'],
    links: ['kubectl-api', 'api-etcd', 'controller-manager-api', 'scheduler-api', 'kubelet-api', 'proxy-api', 'api-kubelet'],
  },
  etcd: { head: ['etcd', 'apiServer'], links: ['api-etcd', 'etcd-peer'] },
  'kube-controller-manager': { head: ['controllerManager', 'apiServer', 'deployments'], links: ['controller-manager-api'] },
  'kube-scheduler': { head: ['scheduler', 'apiServer', 'tray'], links: ['scheduler-api'] },
  kubectl: { head: ['kubectl', 'apiServer'], links: ['kubectl-api'] },
  'cluster-network': { head: ['network'], links: trafficLinks },
}
/** What a process of a node takes part in. */
const machineParts: Readonly<Record<string, Part>> = {
  kubelet: { head: ['apiServer'], links: ['kubelet-api', 'api-kubelet', 'cri'] },
  'kube-proxy': { head: ['apiServer', 'services', 'network'], links: ['proxy-api', 'client-nodeport', 'pod-network'] },
  'container-runtime': { head: [], links: ['cri'] },
}

function addComponent(it: Building, view: ClusterView, key: string): void {
  const [process = '', node] = key.split('/')
  if (key === 'clients') {
    const service = [...view.services.values()].find(({ namespace, name }) => `${namespace}/${name}` === view.clients?.service)
    if (service !== undefined) addService(it, view, service.slot)
    add(it.head, 'clients', 'network')
    add(it.everywhere, 'client-nodeport')
    return
  }
  const part = node === undefined ? clusterParts[process] : machineParts[process]
  add(it.head, ...(part?.head ?? []))
  if (node === undefined) {
    add(it.everywhere, ...(part?.links ?? []))
    return
  }
  add(it.atNodes, ...(part?.links ?? []))
  const slot = nodeByName(view, node)
  if (slot === undefined) return
  add(it.nodes, slot)
  if (process !== 'kube-proxy') add(it.pods, ...(view.nodes.pods[slot] ?? []).filter((pod) => pod >= 0))
}

/** Boxes at the ends of each kind of link. */
const ends: Readonly<Record<LinkKind, readonly HeadPart[]>> = {
  'kubectl-api': ['kubectl', 'apiServer'],
  'api-etcd': ['apiServer', 'etcd'],
  'etcd-peer': ['etcd'],
  'controller-manager-api': ['controllerManager', 'apiServer'],
  'scheduler-api': ['scheduler', 'apiServer'],
  'kubelet-api': ['apiServer'],
  'proxy-api': ['apiServer'],
  'api-kubelet': ['apiServer'],
  'client-nodeport': ['clients', 'network'],
  vxlan: ['network'],
  cri: [],
  'pod-network': [],
}

function addLink(it: Building, record: LinkRecord | undefined): void {
  if (record === undefined) return
  add(it.head, ...ends[record.link])
  for (const node of [record.node, record.peer]) if (node >= 0) add(it.nodes, node)
  if (record.node < 0) add(it.everywhere, record.link)
  else add(it.atNodes, record.link)
}

/** Small sets first: of a large cluster's pods there may be thousands. */
const comparedSets = ['head', 'atNodes', 'everywhere', 'deployments', 'services', 'nodes', 'pods'] as const

/** Whether two answers say the same: what they fade need not be drawn anew. */
export function sameFocus(a: Focus | undefined, b: Focus | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  const same = (one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): boolean => one.size === other.size && [...one].every((entry) => other.has(entry))
  return comparedSets.every((key) => same(a[key], b[key]))
}
