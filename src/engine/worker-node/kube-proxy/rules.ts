/**
 * From Services and EndpointSlices to rules. Pure. Source: pkg/proxy/topology.go, pkg/proxy/endpointslicecache.go.
 * Left out: session affinity, zone hints (traffic distribution), load balancer addresses.
 */
import type { Service, ServicePort } from '../../../kubernetes/types/core.ts'
import type { Endpoint, EndpointSlice } from '../../../kubernetes/types/discovery.ts'
import type { EndpointGroup, PortRules, RuleTable, ServiceRules } from './messages.ts'

export const emptyTable: RuleTable = { generation: 0, services: new Map(), byNodePort: new Map(), byClusterIP: new Map() }

interface Split {
  readonly ready: readonly Endpoint[]
  readonly terminating: readonly Endpoint[]
}
const splits = new WeakMap<EndpointSlice, Split>()

/** A slice's endpoints by what they are good for; made once per version of the slice. */
function splitEndpoints(slice: EndpointSlice): Split {
  const known = splits.get(slice)
  if (known !== undefined) return known
  const split = slice.endpoints.every(({ conditions }) => conditions.ready) ? { ready: slice.endpoints, terminating: [] } : {
    ready: slice.endpoints.filter((endpoint) => endpoint.conditions.ready),
    terminating: slice.endpoints.filter(({ conditions }) => !conditions.ready && conditions.serving && conditions.terminating),
  }
  splits.set(slice, split)
  return split
}

function groupOf(slice: EndpointSlice, port: ServicePort): EndpointGroup | undefined {
  const name = port.name ?? ''
  const found = slice.ports.find((candidate) => candidate.name === name && candidate.protocol === port.protocol)
  if (found === undefined) return undefined
  const split = splitEndpoints(slice)
  return { port: found.port, ready: split.ready, terminating: split.terminating }
}

function portRules(port: ServicePort, slices: readonly EndpointSlice[]): PortRules {
  const groups: EndpointGroup[] = []
  let readyCount = 0
  let terminatingCount = 0
  for (const slice of slices) {
    const group = groupOf(slice, port)
    if (group === undefined) continue
    groups.push(group)
    readyCount += group.ready.length
    terminatingCount += group.terminating.length
  }
  return { name: port.name ?? '', protocol: port.protocol, port: port.port, nodePort: port.nodePort ?? 0, groups, readyCount, terminatingCount }
}

/** Rules of one Service; undefined for those that kube-proxy leaves alone (headless, ExternalName, no address yet). */
export function serviceRules(service: Service, slot: number, slices: readonly EndpointSlice[]): ServiceRules | undefined {
  const { clusterIP, type } = service.spec
  if (type === 'ExternalName' || clusterIP === undefined || clusterIP === '' || clusterIP === 'None') return undefined
  return {
    slot, namespace: service.metadata.namespace, name: service.metadata.name, clusterIP,
    externalLocal: service.spec.externalTrafficPolicy === 'Local',
    internalLocal: service.spec.internalTrafficPolicy === 'Local',
    ports: (service.spec.ports ?? []).map((port) => portRules(port, slices)),
  }
}

/** The table after some Services' rules were replaced (undefined: removed). */
export function changeTable(table: RuleTable, changes: ReadonlyMap<number, ServiceRules | undefined>): RuleTable {
  const services = new Map(table.services)
  const byNodePort = new Map(table.byNodePort)
  const byClusterIP = new Map(table.byClusterIP)
  // First everything old goes, then the new comes: a port or address may pass from one Service to another in one sync.
  for (const slot of changes.keys()) {
    const old = services.get(slot)
    if (old === undefined) continue
    services.delete(slot)
    byClusterIP.delete(old.clusterIP)
    for (const port of old.ports) byNodePort.delete(port.nodePort)
  }
  for (const [slot, rules] of changes) {
    if (rules === undefined) continue
    services.set(slot, rules)
    byClusterIP.set(rules.clusterIP, slot)
    for (const port of rules.ports) if (port.nodePort !== 0) byNodePort.set(port.nodePort, slot)
  }
  return { generation: table.generation + 1, services, byNodePort, byClusterIP }
}
