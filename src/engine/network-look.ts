/** What the pod network and the clients look up in the rest of the cluster. Made once per cluster, kept outside its state. */
import { findSlot, getObject } from './control-plane/etcd/store.ts'
import type { Container, Service } from '../kubernetes/types/core.ts'
import { adoptLink } from './commands.ts'
import type { ClusterState } from './cluster-state.ts'
import type { NetworkLook, PodAtAddress } from './pod-network/messages.ts'
import { lastSeen } from './pod-network/state.ts'
import { connect } from './topology.ts'
import { podAt, sandboxOf } from './worker-node/container-runtime/look.ts'
import { serveRequest } from './worker-node/container-runtime/world-doors.ts'
import { rulesFor, rulesForClusterIP } from './worker-node/kube-proxy/report.ts'
import type { ClientsLook } from './world/clients/look.ts'

const networkLooks = new WeakMap<ClusterState, NetworkLook>()
const clientsLooks = new WeakMap<ClusterState, ClientsLook>()

/** Looking functions of the pod network over this cluster. */
export function networkLook(cluster: ClusterState): NetworkLook {
  let look = networkLooks.get(cluster)
  if (look === undefined) networkLooks.set(cluster, (look = makeNetworkLook(cluster)))
  return look
}

/** Looking functions of the clients over this cluster. */
export function clientsLook(cluster: ClusterState): ClientsLook {
  let look = clientsLooks.get(cluster)
  if (look === undefined) clientsLooks.set(cluster, (look = makeClientsLook(cluster)))
  return look
}

function makeNetworkLook(cluster: ClusterState): NetworkLook {
  const { world } = cluster
  return {
    machineCount: () => world.machines.length,
    runs: (machine) => world.machines[machine]!.power && !world.machines[machine]!.booting,
    nodeName: (machine) => world.machines[machine]!.name,
    podCidr: (machine) => cluster.runtimes.machines[machine]?.podCIDR,
    rulesForNodePort: (machine, nodePort) => rulesFor(cluster.proxies, machine, nodePort),
    rulesForClusterIP: (machine, clusterIP) => rulesForClusterIP(cluster.proxies, machine, clusterIP),
    podAt: (machine, address) => podWithUpstream(cluster, machine, address),
    serve: (machine, address, port, request) => serveRequest(cluster.sim, cluster.runtimes, machine, address, port, request),
    addressOf: (namespace, host) => addressOf(cluster, namespace, host),
    podLink: (machine) => world.machines[machine]!.links.podNetwork,
    connectVxlan: (near, far) => {
      const link = connect(cluster.sim, 'vxlan', near, far)
      for (const machine of [near, far]) adoptLink(cluster, link, machine)
      return link
    },
  }
}

function makeClientsLook(cluster: ClusterState): ClientsLook {
  const { world } = cluster
  return {
    machineCount: () => world.machines.length,
    nodePortLink: (machine) => (world.machines[machine]!.removed ? -1 : world.machines[machine]!.links.nodePort),
    nodeName: (machine) => world.machines[machine]!.name,
    nodePortOf: (namespace, name) => findService(cluster, namespace, name)?.spec.ports?.find((port) => port.nodePort !== undefined)?.nodePort ?? 0,
    lastSeen: (id) => lastSeen(cluster.network, id),
  }
}

function findService(cluster: ClusterState, namespace: string, name: string): Service | undefined {
  const slot = findSlot(cluster.etcd.store, 'services', namespace, name)
  return slot < 0 ? undefined : (getObject(cluster.etcd.store, 'services', slot) as Service)
}

/** Simplified: cluster DNS answers at once and knows Services only. Headless ones have no address of their own. */
function addressOf(cluster: ClusterState, namespace: string, host: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return host
  const [name = '', space = namespace, ...zone] = host.replace(/\.$/, '').split('.')
  const zones = ['', 'svc', 'svc.cluster.local']
  if (!zones.includes(zone.join('.'))) return undefined
  const address = findService(cluster, space, name)?.spec.clusterIP
  return address === 'None' ? undefined : address
}

interface Upstream {
  readonly name: string
  /** Empty text: the pod's own. */
  readonly namespace: string
  readonly port: number
}
const upstreams = new WeakMap<Container, { readonly found: Upstream | undefined }>()

/**
 * A program that has a URL of a Service in its environment (`API_URL=http://api` or `http://api.shop:8080`) asks it for each request that it
 * gets: our programs' own rule. The container's first such variable counts.
 */
function upstreamOf(container: Container): Upstream | undefined {
  const known = upstreams.get(container)
  if (known !== undefined) return known.found
  let found: Upstream | undefined
  for (const { value } of container.env ?? []) {
    const match = /^http:\/\/([a-z][a-z0-9-]*)(?:\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?)?(?::(\d+))?(?:\/.*)?$/.exec(value ?? '')
    if (match === null) continue
    found = { name: match[1]!, namespace: match[2] ?? '', port: Number(match[3] ?? 80) }
    break
  }
  upstreams.set(container, { found })
  return found
}

/** What stands at a pod address. The Service's name becomes its ClusterIP at once: cluster DNS is not simulated. */
function podWithUpstream(cluster: ClusterState, machine: number, address: string): PodAtAddress | undefined {
  const pod = podAt(cluster.runtimes, machine, address, cluster.sim.nowUs)
  if (pod === undefined) return undefined
  let asks: PodAtAddress['asks']
  for (const { spec } of sandboxOf(cluster.runtimes, machine, pod.namespace, pod.name)?.containers ?? []) {
    const upstream = upstreamOf(spec)
    if (upstream === undefined) continue
    const service = findService(cluster, upstream.namespace === '' ? pod.namespace : upstream.namespace, upstream.name)
    if (service?.spec.clusterIP !== undefined) asks = { clusterIP: service.spec.clusterIP, port: upstream.port }
    break
  }
  return { namespace: pod.namespace, name: pod.name, ports: pod.ports, serving: pod.serving, asks }
}
