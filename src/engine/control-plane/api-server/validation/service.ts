/** Checks of Services. Source: pkg/apis/core/validation/validation.go (ValidateService). */
import { dnsLabelProblems, dnsSubdomainProblems, isIPv4, portProblems } from '../../../../kubernetes/names.ts'
import type { Service, ServicePort, ServiceSpec } from '../../../../kubernetes/types/core.ts'
import { addInvalid, duplicate, forbidden, invalid, notSupported, required, type FieldProblem } from '../field-errors.ts'
import { checkLabels } from './metadata.ts'
import { checkPort } from './probes.ts'

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const protocols = ['SCTP', 'TCP', 'UDP']
const affinities = ['ClientIP', 'None']
const policies = ['Cluster', 'Local']

function checkServicePort(port: ServicePort, field: string, manyPorts: boolean, problems: FieldProblem[]): void {
  if (manyPorts && (port.name ?? '') === '') problems.push(required(`${field}.name`))
  if ((port.name ?? '') !== '') addInvalid(problems, `${field}.name`, port.name, dnsLabelProblems(port.name ?? ''))
  addInvalid(problems, `${field}.port`, port.port ?? 0, portProblems(port.port))
  if (!protocols.includes(port.protocol)) problems.push(notSupported(`${field}.protocol`, port.protocol, protocols))
  checkPort(port.targetPort, `${field}.targetPort`, problems)
}

function checkPorts(spec: ServiceSpec, problems: FieldProblem[]): void {
  const ports = spec.ports ?? []
  if (ports.length === 0 && spec.type !== 'ExternalName' && spec.clusterIP !== 'None') problems.push(required('spec.ports'))
  const names = new Set<string>()
  const numbers = new Set<string>()
  ports.forEach((port, i) => {
    const field = `spec.ports[${i}]`
    checkServicePort(port, field, ports.length > 1, problems)
    if (port.name !== undefined && names.has(port.name)) problems.push(duplicate(`${field}.name`, port.name))
    if (port.name !== undefined) names.add(port.name)
    const number = `${port.protocol}/${port.port}`
    if (numbers.has(number)) problems.push(duplicate(field, { protocol: port.protocol, port: port.port }))
    numbers.add(number)
    if (port.nodePort !== undefined && (spec.type === 'ClusterIP' || spec.type === 'ExternalName')) {
      problems.push(forbidden(`${field}.nodePort`, `may not be used when \`type\` is '${spec.type}'`))
    }
  })
}

function checkAddress(spec: ServiceSpec, problems: FieldProblem[]): void {
  const address = spec.clusterIP ?? ''
  if (spec.type === 'ExternalName') {
    if (address !== '') problems.push(forbidden('spec.clusterIPs', "may not be set when `type` is 'ExternalName'"))
    if ((spec.externalName ?? '') === '') problems.push(required('spec.externalName'))
    else addInvalid(problems, 'spec.externalName', spec.externalName, dnsSubdomainProblems((spec.externalName ?? '').replace(/\.$/, '')))
    return
  }
  if (address === 'None') {
    if (spec.type !== 'ClusterIP') {
      problems.push(invalid('spec.clusterIPs[0]', address, `may not be set to 'None' for ${spec.type} services`))
    }
  } else if (address !== '' && !isIPv4(address)) {
    problems.push(invalid('spec.clusterIPs[0]', address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'))
  }
}

/** All problems of a defaulted Service but those that only the allocators know. */
export function checkServiceSpec(spec: ServiceSpec, problems: FieldProblem[]): void {
  if (!types.includes(spec.type)) problems.push(notSupported('spec.type', spec.type, types))
  checkPorts(spec, problems)
  checkAddress(spec, problems)
  checkLabels(spec.selector, 'spec.selector', problems)
  if (!affinities.includes(spec.sessionAffinity)) problems.push(notSupported('spec.sessionAffinity', spec.sessionAffinity, affinities))
  for (const name of ['externalTrafficPolicy', 'internalTrafficPolicy'] as const) {
    const policy = spec[name]
    if (policy !== undefined && !policies.includes(policy)) problems.push(notSupported(`spec.${name}`, policy, policies))
  }
}

/** A cluster IP cannot be exchanged for another. */
export function checkServiceUpdate(next: Service, current: Service, problems: FieldProblem[]): void {
  const before = current.spec.clusterIP ?? ''
  const after = next.spec.clusterIP ?? ''
  if (before !== '' && after !== before && next.spec.type !== 'ExternalName' && current.spec.type !== 'ExternalName') {
    problems.push(invalid('spec.clusterIPs[0]', [after], 'may not change once set'))
  }
}
