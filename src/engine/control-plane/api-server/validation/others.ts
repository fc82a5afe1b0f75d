/** Checks of the small kinds. Source: pkg/apis/{core,discovery,coordination}/validation/validation.go. */
import {
  dataKeyProblems, dnsLabelProblems, dnsSubdomainProblems, isIPv4, portProblems, qualifiedNameProblems,
} from '../../../../kubernetes/names.ts'
import type { ConfigMap, Event, Node, Secret } from '../../../../kubernetes/types/core.ts'
import type { Endpoint, EndpointSlice, Lease } from '../../../../kubernetes/types/discovery.ts'
import type { Labels } from '../../../../kubernetes/types/meta.ts'
import { addInvalid, duplicate, forbidden, invalid, notSupported, required, type FieldProblem } from '../field-errors.ts'

/** Most bytes that a ConfigMap or Secret may hold. */
const dataLimitBytes = 1024 * 1024

function checkData(data: Labels | undefined, field: string, problems: FieldProblem[]): number {
  let size = 0
  for (const key of Object.keys(data ?? {})) {
    addInvalid(problems, `${field}[${key}]`, key, dataKeyProblems(key))
    size += (data?.[key] ?? '').length
  }
  return size
}

export function checkConfigMap(object: ConfigMap, problems: FieldProblem[]): void {
  const size = checkData(object.data, 'data', problems) + checkData(object.binaryData, 'binaryData', problems)
  for (const key of Object.keys(object.binaryData ?? {})) {
    if (object.data?.[key] !== undefined) problems.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'))
  }
  if (size > dataLimitBytes) {
    problems.push({ reason: 'FieldValueTooLong', field: '', message: `Too long: may not be more than ${dataLimitBytes} bytes` })
  }
}

export function checkSecret(object: Secret, problems: FieldProblem[]): void {
  if (checkData(object.data, 'data', problems) > dataLimitBytes) {
    problems.push({ reason: 'FieldValueTooLong', field: 'data', message: `Too long: may not be more than ${dataLimitBytes} bytes` })
  }
}

/** Immutable ConfigMaps and Secrets stay so, and their data with them. */
export function checkImmutable(next: ConfigMap | Secret, current: ConfigMap | Secret, changed: boolean, problems: FieldProblem[]): void {
  if (current.immutable !== true) return
  if (next.immutable !== true) problems.push(forbidden('immutable', 'field is immutable when `immutable` is set'))
  if (changed) problems.push(forbidden('data', 'field is immutable when `immutable` is set'))
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

export function checkNode(node: Node, problems: FieldProblem[]): void {
  const seen = new Set<string>()
  node.spec.taints?.forEach((taint, i) => {
    const field = `spec.taints[${i}]`
    if (taint.key === '') problems.push(required(`${field}.key`))
    else addInvalid(problems, `${field}.key`, taint.key, qualifiedNameProblems(taint.key))
    if (!effects.includes(taint.effect)) problems.push(notSupported(`${field}.effect`, taint.effect, effects))
    const identity = `${taint.key}:${taint.effect}`
    if (seen.has(identity)) problems.push(duplicate(field, { key: taint.key, value: taint.value, effect: taint.effect }))
    seen.add(identity)
  })
}

const addressTypes = ['FQDN', 'IPv4', 'IPv6']
const protocols = ['SCTP', 'TCP', 'UDP']
/** Endpoints of a slice at most. */
const mostEndpoints = 1000

function checkEndpoint(endpoint: Endpoint, i: number, isV4: boolean, problems: FieldProblem[]): void {
  const { addresses, hostname } = endpoint
  if (addresses.length === 0) problems.push(required(`endpoints[${i}].addresses`, 'must contain at least 1 address'))
  for (let n = 0; n < addresses.length; n++) {
    const address = addresses[n]!
    if (isV4 && !isIPv4(address)) problems.push(invalid(`endpoints[${i}].addresses[${n}]`, address, 'must be a valid IPv4 address'))
  }
  if (hostname !== undefined) addInvalid(problems, `endpoints[${i}].hostname`, hostname, dnsLabelProblems(hostname))
}

/** `current`: the stored version, undefined for a new slice. Endpoints that are the very ones stored have been checked already. */
export function checkEndpointSlice(slice: EndpointSlice, current: EndpointSlice | undefined, problems: FieldProblem[]): void {
  if (!addressTypes.includes(slice.addressType)) problems.push(notSupported('addressType', slice.addressType, addressTypes))
  if (slice.endpoints.length > mostEndpoints) {
    problems.push(
      {
        reason: 'FieldValueTooMany', field: 'endpoints',
        message: `Too many: ${slice.endpoints.length}: must have at most ${mostEndpoints} items`,
      },
    )
  }
  const known = current?.addressType === slice.addressType ? current.endpoints : undefined
  for (let i = 0; i < slice.endpoints.length; i++) {
    const endpoint = slice.endpoints[i]!
    // Unlike `===`, `Object.is` need not look into equal objects, which are far apart in memory.
    if (known === undefined || !Object.is(endpoint, known[i])) checkEndpoint(endpoint, i, slice.addressType === 'IPv4', problems)
  }
  slice.ports.forEach((port, i) => {
    addInvalid(problems, `ports[${i}].port`, port.port, portProblems(port.port))
    if (!protocols.includes(port.protocol)) problems.push(notSupported(`ports[${i}].protocol`, port.protocol, protocols))
  })
}

export function checkLease(lease: Lease, problems: FieldProblem[]): void {
  const { leaseDurationSeconds, leaseTransitions } = lease.spec
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
    problems.push(invalid('spec.leaseDurationSeconds', leaseDurationSeconds, 'must be greater than 0'))
  }
  if (leaseTransitions !== undefined && leaseTransitions < 0) {
    problems.push(invalid('spec.leaseTransitions', leaseTransitions, 'must be greater than or equal to 0'))
  }
}

const eventTypes: readonly string[] = ['Normal', 'Warning']

export function checkEvent(event: Event, problems: FieldProblem[]): void {
  const expected = event.involvedObject.namespace === '' ? 'default' : event.involvedObject.namespace
  if (event.metadata.namespace !== expected) {
    problems.push(invalid('involvedObject.namespace', event.involvedObject.namespace, 'does not match event.namespace'))
  }
  addInvalid(problems, 'metadata.name', event.metadata.name, dnsSubdomainProblems(event.metadata.name))
}

/**
 * What is wrong with a new Event of events.k8s.io/v1: the older fields must not be set, the newer ones must.
 * Source: pkg/apis/core/validation/events.go (ValidateEventCreate).
 */
export function checkNewEvent(event: Event): FieldProblem[] {
  const problems: FieldProblem[] = []
  const { eventTime, reportingComponent, reportingInstance, action = '', reason, type, source } = event
  if (eventTime === null) problems.push(required('eventTime'))
  if (reportingComponent === '') problems.push(required('reportingController'))
  if (reportingInstance === '') problems.push(required('reportingInstance'))
  if (action === '') problems.push(required('action'))
  if (reason === '') problems.push(required('reason'))
  if (!eventTypes.includes(type)) problems.push(invalid('type', '', `has invalid value: ${type}`))
  const older = {
    firstTimestamp: event.firstTimestamp !== null, lastTimestamp: event.lastTimestamp !== null, count: (event.count ?? 0) !== 0,
    source: (source.component ?? source.host ?? '') !== '',
  }
  for (const [field, isSet] of Object.entries(older)) if (isSet) problems.push(invalid(field, '', 'needs to be unset'))
  return problems
}
