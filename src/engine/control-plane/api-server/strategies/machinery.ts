/** EndpointSlices, Leases and Events: what components write for one another. Source: pkg/registry/{discovery,coordination,core/event}. */
import { dnsSubdomainProblems } from '../../../../kubernetes/names.ts'
import type { Event } from '../../../../kubernetes/types/core.ts'
import type { EndpointSlice, Lease, LeaseSpec } from '../../../../kubernetes/types/discovery.ts'
import type { ObjectMeta } from '../../../../kubernetes/types/meta.ts'
import { deepEqual } from '../deep-equal.ts'
import { invalid } from '../field-errors.ts'
import { endpointSliceSchema, leaseSchema } from '../schema/apps.ts'
import { eventSchema } from '../schema/core.ts'
import { checkEndpointSlice, checkEvent, checkLease } from '../validation/others.ts'
import { always, never, nextGeneration, type Strategy } from './strategy.ts'

function buildSlice(from: EndpointSlice, metadata: ObjectMeta): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, addressType: from.addressType, endpoints: from.endpoints,
    ports: from.ports.map((port) => (port.protocol === undefined ? { ...port, protocol: 'TCP' } : port)),
  }
}

export const endpointSliceStrategy: Strategy = {
  schema: endpointSliceSchema,
  hasGeneration: always,
  nameProblems: dnsSubdomainProblems,
  create(_state, body, metadata, problems) {
    const slice = buildSlice(body as EndpointSlice, metadata)
    checkEndpointSlice(slice, undefined, problems)
    return slice
  },
  update(_state, body, current, metadata, problems) {
    const slice = buildSlice(body as EndpointSlice, metadata)
    const old = current as EndpointSlice
    checkEndpointSlice(slice, old, problems)
    if (slice.addressType !== old.addressType) problems.push(invalid('addressType', slice.addressType, 'field is immutable'))
    if (!deepEqual(slice.endpoints, old.endpoints) || !deepEqual(slice.ports, old.ports)) nextGeneration(metadata)
    return slice
  },
  updateStatus: undefined,
  withMetadata: (object, metadata) => buildSlice(object as EndpointSlice, metadata),
}

function copyLeaseSpec(spec: LeaseSpec | undefined): LeaseSpec {
  return {
    holderIdentity: spec?.holderIdentity, leaseDurationSeconds: spec?.leaseDurationSeconds, acquireTime: spec?.acquireTime,
    renewTime: spec?.renewTime,
    leaseTransitions: spec?.leaseTransitions,
  }
}

function buildLease(from: Lease, metadata: ObjectMeta): Lease {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: copyLeaseSpec(from.spec) }
}

export const leaseStrategy: Strategy = {
  schema: leaseSchema,
  hasGeneration: never,
  nameProblems: dnsSubdomainProblems,
  create(_state, body, metadata, problems) {
    const lease = buildLease(body as Lease, metadata)
    checkLease(lease, problems)
    return lease
  },
  update(_state, body, _current, metadata, problems) {
    const lease = buildLease(body as Lease, metadata)
    checkLease(lease, problems)
    return lease
  },
  updateStatus: undefined,
  withMetadata: (object, metadata) => buildLease(object as Lease, metadata),
}

/** An Event of a client's, with metadata of the server's. */
function buildEvent(from: Event, metadata: ObjectMeta): Event {
  return {
    apiVersion: 'v1', kind: 'Event', metadata, involvedObject: from.involvedObject, reason: from.reason, message: from.message,
    source: from.source,
    firstTimestamp: from.firstTimestamp, lastTimestamp: from.lastTimestamp, count: from.count, type: from.type, eventTime: from.eventTime,
    series: from.series, action: from.action, reportingComponent: from.reportingComponent, reportingInstance: from.reportingInstance,
  }
}

export const eventStrategy: Strategy = {
  schema: eventSchema,
  hasGeneration: never,
  nameProblems: dnsSubdomainProblems,
  create(_state, body, metadata, problems) {
    const event = buildEvent(body as Event, metadata)
    checkEvent(event, problems)
    return event
  },
  update: (_state, body, _current, metadata) => buildEvent(body as Event, metadata),
  updateStatus: undefined,
  withMetadata: (object, metadata) => buildEvent(object as Event, metadata),
}
