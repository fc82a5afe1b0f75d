/** Three machines with pods behind a Service, as one record of facts; the looking functions read it. */
import { componentIds } from '../../../src/protocol/vocabulary.ts'
import { handlePodNetwork } from '../../../src/engine/pod-network/pod-network.ts'
import { createPodNetwork, lastSeen, type PodNetwork } from '../../../src/engine/pod-network/state.ts'
import type { NetworkLook, PodAtAddress, SeenRequest } from '../../../src/engine/pod-network/messages.ts'
import { addLink } from '../../../src/engine/simulation/links.ts'
import { createSimulation, nextTimeUs, takeEvent, type Simulation } from '../../../src/engine/simulation/simulation.ts'
import type { RuleTable } from '../../../src/engine/worker-node/kube-proxy/messages.ts'
import { changeTable, emptyTable, serviceRules } from '../../../src/engine/worker-node/kube-proxy/rules.ts'
import { handleClients } from '../../../src/engine/world/clients/clients.ts'
import { createClients, type Clients } from '../../../src/engine/world/clients/state.ts'
import type { ClientsLook } from '../../../src/engine/world/clients/look.ts'
import { endpoint, service, slice, type EndpointState } from '../worker-node/kube-proxy/fixtures.ts'

export interface Net {
  sim: Simulation
  network: PodNetwork
  clients: Clients
  runs: boolean[]
  cidrs: (string | undefined)[]
  /** Rules in each machine's kernel. */
  tables: RuleTable[]
  pods: Map<string, PodAtAddress>
  nodePortLinks: number[]
  podLinks: number[]
  nodePort: number
  /** What cluster DNS knows. */
  names: Map<string, string>
  /** What programs in pods were told to have served. */
  served: (SeenRequest & { readonly machine: number; readonly address: string; readonly port: number })[]
}

/** Kinds of links by their number here. */
const kinds = { nodePort: 10, pod: 11, vxlan: 9 } as const

export function createNet(machines = 3): Net {
  const sim = createSimulation(7, 0)
  const numbers = [...Array(machines).keys()]
  return {
    sim, network: createPodNetwork(7), clients: createClients(7), nodePort: 30080,
    runs: numbers.map(() => true),
    cidrs: numbers.map((i) => `10.244.${i}.0/24`),
    tables: numbers.map(() => emptyTable),
    pods: new Map(),
    nodePortLinks: numbers.map((i) => addLink(sim.links, kinds.nodePort, -1, i, 2000, 0)),
    podLinks: numbers.map((i) => addLink(sim.links, kinds.pod, i, i, 80, 0)),
    served: [], names: new Map(),
  }
}

export function pod(name: string, ports: readonly number[] = [8080], asks?: PodAtAddress['asks']): PodAtAddress {
  return { namespace: 'default', name, ports, serving: true, asks }
}

/** Writes rules for Service web (slot 0, NodePort 30080) into every kernel: endpoint i stands on machine `on[i]`. */
export function setWeb(net: Net, addresses: readonly string[], states: readonly EndpointState[] = [], externalLocal = false): void {
  const endpoints = addresses.map((address, i) => endpoint(address, states[i] ?? 'ready', `node-${address.split('.')[2]}`))
  const web = service('web', '10.96.0.9', 30080, { externalTrafficPolicy: externalLocal ? 'Local' : 'Cluster' })
  net.tables = net.tables.map((table) => changeTable(table, new Map([[0, serviceRules(web, 0, [slice('web', 'web-a', endpoints)])]])))
}

/** Rules for ClusterIP Service api (slot 1). */
export function setApi(net: Net, addresses: readonly string[]): void {
  const endpoints = addresses.map((address) => endpoint(address, 'ready', `node-${address.split('.')[2]}`))
  const rules = serviceRules(service('api', '10.96.0.8'), 1, [slice('api', 'api-a', endpoints, 9000)])
  net.tables = net.tables.map((table) => changeTable(table, new Map([[1, rules]])))
}

export function networkLook(net: Net): NetworkLook {
  const find = (table: RuleTable | undefined, slot: number | undefined) => (slot === undefined ? undefined : table?.services.get(slot))
  return {
    machineCount: () => net.runs.length,
    runs: (machine) => net.runs[machine]!,
    nodeName: (machine) => `node-${machine}`,
    podCidr: (machine) => net.cidrs[machine],
    rulesForNodePort: (machine, nodePort) => find(net.tables[machine], net.tables[machine]?.byNodePort.get(nodePort)),
    rulesForClusterIP: (machine, clusterIP) => find(net.tables[machine], net.tables[machine]?.byClusterIP.get(clusterIP)),
    podAt: (machine, address) => (address.startsWith(`10.244.${machine}.`) ? net.pods.get(address) : undefined),
    serve: (machine, address, port, request) => {
      net.served.push({ machine, address, port, ...request })
      return `${address} answers`
    },
    addressOf: (_namespace, host) => net.names.get(host) ?? (/^[\d.]+$/.test(host) ? host : undefined),
    podLink: (machine) => net.podLinks[machine]!,
    connectVxlan: (near, far) => addLink(net.sim.links, kinds.vxlan, near, far, 300, 0),
  }
}

export function clientsLook(net: Net): ClientsLook {
  return {
    machineCount: () => net.runs.length,
    nodePortLink: (machine) => net.nodePortLinks[machine]!,
    nodeName: (machine) => `node-${machine}`,
    nodePortOf: () => net.nodePort,
    lastSeen: (id) => lastSeen(net.network, id),
  }
}

/** Runs for so many simulated milliseconds; `clients`: also the clients (else their messages are collected). */
export function runMs(net: Net, ms: number, answers?: unknown[]): void {
  const { sim } = net
  const untilUs = sim.nowUs + ms * 1000
  while (nextTimeUs(sim) <= untilUs) {
    const event = takeEvent(sim)!
    if (event.to === componentIds.podNetwork) handlePodNetwork(sim, net.network, event, networkLook(net))
    else if (answers !== undefined) answers.push(event.payload)
    else handleClients(sim, net.clients, event, clientsLook(net))
    sim.cause = -1
  }
  sim.nowUs = untilUs
}
