/**
 * Services, with their addresses and node ports. Source: pkg/registry/core/service/storage/{storage,alloc}.go,
 * pkg/apis/core/v1/defaults.go.
 */
import { dns1035LabelProblems } from '../../../../kubernetes/names.ts'
import type { Service, ServicePort, ServiceSpec } from '../../../../kubernetes/types/core.ts'
import {
  allocateClusterIP, allocateNodePort, clusterIPOffset, nodePortFirst, nodePortLast, serviceClusterCIDR, type Allocators,
} from '../allocators.ts'
import { invalid, type FieldProblem } from '../field-errors.ts'
import { serviceSchema } from '../schema/core.ts'
import type { ApiServerState } from '../state.ts'
import { checkServiceSpec, checkServiceUpdate } from '../validation/service.ts'
import { assemble, never, withMetadataOnly, type Strategy } from './strategy.ts'

function hasNodePorts(type: ServiceSpec['type']): boolean {
  return type === 'NodePort' || type === 'LoadBalancer'
}

function defaultPort(port: ServicePort): ServicePort {
  const { targetPort } = port
  return {
    name: port.name,
    protocol: port.protocol ?? 'TCP',
    appProtocol: port.appProtocol,
    port: port.port,
    targetPort: targetPort === undefined || targetPort === 0 || targetPort === '' ? port.port : targetPort,
    nodePort: port.nodePort === 0 ? undefined : port.nodePort,
  }
}

/** Defaults; addresses come later. */
function completeSpec(raw: ServiceSpec): ServiceSpec {
  const type = raw.type ?? 'ClusterIP'
  const clusterIP = raw.clusterIP ?? raw.clusterIPs?.[0]
  const internal = type !== 'ExternalName'
  return {
    ports: raw.ports?.map(defaultPort),
    selector: raw.selector,
    clusterIP: clusterIP === '' ? undefined : clusterIP,
    clusterIPs: clusterIP === undefined || clusterIP === '' ? undefined : [clusterIP],
    type,
    externalName: raw.externalName,
    sessionAffinity: raw.sessionAffinity ?? 'None',
    externalTrafficPolicy: raw.externalTrafficPolicy ?? (hasNodePorts(type) ? 'Cluster' : undefined),
    internalTrafficPolicy: raw.internalTrafficPolicy ?? (internal ? 'Cluster' : undefined),
    ipFamilies: raw.ipFamilies ?? (internal ? ['IPv4'] : undefined),
    ipFamilyPolicy: raw.ipFamilyPolicy ?? (internal ? 'SingleStack' : undefined),
    publishNotReadyAddresses: raw.publishNotReadyAddresses === true ? true : undefined,
    // Simplified: with another type the field is dropped, where upstream refuses it.
    allocateLoadBalancerNodePorts: type === 'LoadBalancer' ? raw.allocateLoadBalancerNodePorts ?? true : undefined,
  }
}

/** Every field named: the specs of all Services have one shape then, in every cluster of the process. */
function withAddress(spec: ServiceSpec, clusterIP: string | undefined, ports: readonly ServicePort[] | undefined): ServiceSpec {
  return {
    ports,
    selector: spec.selector,
    clusterIP,
    clusterIPs: clusterIP === undefined ? undefined : [clusterIP],
    type: spec.type,
    externalName: spec.externalName,
    sessionAffinity: spec.sessionAffinity,
    externalTrafficPolicy: spec.externalTrafficPolicy,
    internalTrafficPolicy: spec.internalTrafficPolicy,
    ipFamilies: spec.ipFamilies,
    ipFamilyPolicy: spec.ipFamilyPolicy,
    publishNotReadyAddresses: spec.publishNotReadyAddresses,
    allocateLoadBalancerNodePorts: spec.allocateLoadBalancerNodePorts,
  }
}

/** Takes the address that the spec names, or a random one. */
function takeClusterIP(state: ApiServerState, spec: ServiceSpec, problems: FieldProblem[]): string | undefined {
  const { allocators } = state
  if (spec.type === 'ExternalName' || spec.clusterIP === 'None') return spec.clusterIP
  if (spec.clusterIP === undefined) {
    const address = allocateClusterIP(allocators, state.ipRandom)
    if (address === undefined) problems.push(invalid('spec.clusterIPs', null, 'failed to allocate a serviceIP: range is full'))
    return address
  }
  const offset = clusterIPOffset(spec.clusterIP)
  const failed = `failed to allocate IP ${spec.clusterIP}: `
  const refuse = (why: string): void => void problems.push(invalid('spec.clusterIPs', [spec.clusterIP], failed + why))
  if (offset < 0) refuse(`the provided IP (${spec.clusterIP}) is not in the valid range. The range of valid IPs is ${serviceClusterCIDR}`)
  else if (allocators.clusterIPs.has(offset)) refuse('provided IP is already allocated')
  else allocators.clusterIPs.add(offset)
  return spec.clusterIP
}

/** Node ports of the ports: what is named, what the same port had before, or a random one. */
function takeNodePorts(
  state: ApiServerState, spec: ServiceSpec, before: readonly ServicePort[], problems: FieldProblem[],
): readonly ServicePort[] | undefined {
  if (!hasNodePorts(spec.type)) return spec.ports
  const held = new Set(before.map((port) => port.nodePort))
  return spec.ports?.map((port, i) => {
    const wanted = port.nodePort ?? before.find((old) => old.port === port.port && old.protocol === port.protocol)?.nodePort
    if (wanted === undefined && spec.allocateLoadBalancerNodePorts === false) return port
    if (wanted === undefined) {
      const chosen = allocateNodePort(state.allocators, state.portRandom)
      if (chosen < 0) problems.push(invalid(`spec.ports[${i}].nodePort`, 0, 'failed to allocate a nodePort: range is full'))
      return { ...port, nodePort: chosen }
    }
    if (!held.has(wanted)) takeNodePort(state.allocators, wanted, `spec.ports[${i}].nodePort`, problems)
    return { ...port, nodePort: wanted }
  })
}

function takeNodePort(allocators: Allocators, port: number, field: string, problems: FieldProblem[]): void {
  if (port < nodePortFirst || port > nodePortLast) {
    problems.push(invalid(field, port, `provided port is not in the valid range. The range of valid ports is ${nodePortFirst}-${nodePortLast}`))
  } else if (allocators.nodePorts.has(port)) problems.push(invalid(field, port, 'provided port is already allocated'))
  else allocators.nodePorts.add(port)
}

export const serviceStrategy: Strategy = {
  schema: serviceSchema,
  hasGeneration: never,
  nameProblems: dns1035LabelProblems,
  create(state, body, metadata, problems) {
    let spec = completeSpec((body as Service).spec)
    checkServiceSpec(spec, problems)
    // Only a Service that is good otherwise takes an address; the caller gives it back when the write fails.
    if (problems.length === 0) spec = withAddress(spec, takeClusterIP(state, spec, problems), takeNodePorts(state, spec, [], problems))
    return { apiVersion: 'v1', kind: 'Service', metadata, spec, status: { loadBalancer: {} } } as Service
  },
  update(state, body, current, metadata, problems) {
    const old = current as Service
    const raw = (body as Service).spec
    if (raw === old.spec) return withMetadataOnly(old, metadata)
    let spec = completeSpec(raw)
    const keeps = spec.clusterIP === undefined && spec.type !== 'ExternalName' && old.spec.clusterIP !== undefined
    if (keeps) spec = withAddress(spec, old.spec.clusterIP, spec.ports)
    checkServiceSpec(spec, problems)
    checkServiceUpdate({ ...old, spec }, old, problems)
    if (problems.length === 0) {
      const kept = spec.clusterIP !== undefined && spec.clusterIP === old.spec.clusterIP
      const clusterIP = kept ? spec.clusterIP : takeClusterIP(state, spec, problems)
      spec = withAddress(spec, clusterIP, takeNodePorts(state, spec, old.spec.ports ?? [], problems))
    }
    return assemble(old, metadata, spec, old.status)
  },
  updateStatus(_state, body, current, metadata) {
    return assemble(current, metadata, (current as Service).spec, (body as Service).status)
  },
  withMetadata: withMetadataOnly,
}
