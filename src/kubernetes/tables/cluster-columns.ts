/** Columns of nodes, namespaces, Services and EndpointSlices. Source: pkg/printers/internalversion/printers.go. */
import type { Namespace, Node, Service } from '../types/core.ts'
import type { EndpointSlice } from '../types/discovery.ts'
import { ageColumn, column, nameColumn, orNone, wideColumn, type Column } from './column.ts'

function nodeStatus(node: Node): string {
  const ready = node.status.conditions.find((condition) => condition.type === 'Ready')
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return node.spec.unschedulable === true ? `${word},SchedulingDisabled` : word
}

const rolePrefix = 'node-role.kubernetes.io/'

function nodeRoles({ metadata }: Node): string {
  const roles: string[] = []
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.push(key.slice(rolePrefix.length))
    else if (key === 'kubernetes.io/role' && value !== '') roles.push(value)
  }
  return orNone([...new Set(roles)].toSorted().join(','))
}

function nodeAddress(node: Node, type: string): string {
  return orNone(node.status.addresses.find((address) => address.type === type)?.address)
}

const unknown = '<unknown>'

export const nodeColumns: readonly Column<Node>[] = [
  nameColumn,
  column('Status', nodeStatus),
  column('Roles', nodeRoles),
  ageColumn,
  column('Version', (node) => node.status.nodeInfo?.kubeletVersion ?? ''),
  wideColumn('Internal-IP', (node) => nodeAddress(node, 'InternalIP')),
  wideColumn('External-IP', (node) => nodeAddress(node, 'ExternalIP')),
  wideColumn('OS-Image', (node) => node.status.nodeInfo?.osImage ?? unknown),
  wideColumn('Kernel-Version', (node) => node.status.nodeInfo?.kernelVersion ?? unknown),
  wideColumn('Container-Runtime', (node) => node.status.nodeInfo?.containerRuntimeVersion ?? unknown),
]

export const namespaceColumns: readonly Column<Namespace>[] = [nameColumn, column('Status', ({ status }) => status.phase), ageColumn]

/** No address is ever given to a LoadBalancer: there is no cloud. */
function externalIP({ spec }: Service): string {
  if (spec.type === 'LoadBalancer') return '<pending>'
  return spec.type === 'ExternalName' ? spec.externalName ?? '' : '<none>'
}

function servicePorts({ spec }: Service): string {
  const ports = (spec.ports ?? []).map(({ port, nodePort, protocol }) => `${port}${(nodePort ?? 0) > 0 ? `:${nodePort}` : ''}/${protocol}`)
  return orNone(ports.join(','))
}

function selectorText({ spec }: Service): string {
  return orNone(Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`).toSorted().join(','))
}

export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  column('Type', ({ spec }) => spec.type),
  column('Cluster-IP', ({ spec }) => orNone(spec.clusterIP)),
  column('External-IP', externalIP),
  column('Port(s)', servicePorts),
  ageColumn,
  wideColumn('Selector', selectorText),
]

/** At most three, then how many more; `<unset>` when there are none. */
function firstThree(values: readonly (string | number)[]): string {
  if (values.length === 0) return '<unset>'
  const shown = values.slice(0, 3).join(',')
  return values.length > 3 ? `${shown} + ${values.length - 3} more...` : shown
}

export const endpointSliceColumns: readonly Column<EndpointSlice>[] = [
  nameColumn,
  column('AddressType', (slice) => slice.addressType),
  column('Ports', (slice) => firstThree(slice.ports.map((port) => port.port))),
  column('Endpoints', (slice) => firstThree(slice.endpoints.flatMap((endpoint) => endpoint.addresses))),
  ageColumn,
]
