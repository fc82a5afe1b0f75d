/**
 * Columns of `kubectl get` by kind. Printed here from the objects: the API server does not print Tables yet.
 * Source: pkg/printers/internalversion/printers.go.
 */
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { Deployment, ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { ConfigMap, Event, Namespace, Node, Pod, Secret, ServiceAccount } from '../../kubernetes/types/core.ts'
import type { EndpointSlice, Lease } from '../../kubernetes/types/discovery.ts'
import { formatLabelSelector } from '../../kubernetes/selectors.ts'
import { podStatusSummary, restartsText } from '../../kubernetes/pod-status.ts'
import type { ApiObject } from '../api.ts'
import { since } from './age.ts'
import { nodeAddress, nodeRoles, nodeStatusText } from './node-words.ts'
import { serviceRow } from './service-words.ts'

export interface KindColumns {
  readonly headers: readonly string[]
  /** Only with `-o wide`; they stand at the end, but for events. */
  readonly wide: readonly string[]
  /** Cells of `headers`, then of `wide` when it is asked for. `name` is how the object is to be called. */
  row(object: ApiObject, name: string, nowMs: number, wide: boolean): readonly string[]
}

const none = '<none>'
const count = (value: unknown): string => String(value ?? 0)
const age = (object: ApiObject, nowMs: number): string => since(object.metadata.creationTimestamp, nowMs)
const keys = (value: object | undefined): number => (value === undefined ? 0 : Object.keys(value).length)

function podRow(object: ApiObject, name: string, nowMs: number): string[] {
  const { status, ready, total, restarts, lastRestart } = podStatusSummary(object as unknown as Pod)
  const restarted = restartsText(restarts, lastRestart === '' ? undefined : since(lastRestart, nowMs))
  return [name, `${ready}/${total}`, status, restarted, age(object, nowMs)]
}

function podWide(object: ApiObject): string[] {
  const { spec, status } = object as unknown as Pod
  return [status.podIP ?? none, spec.nodeName ?? none, status.nominatedNodeName ?? none, none]
}

function nodeWide(object: ApiObject): string[] {
  const node = object as unknown as Node
  const info = node.status.nodeInfo
  return [
    nodeAddress(node, 'InternalIP'), nodeAddress(node, 'ExternalIP'), info?.osImage ?? '<unknown>', info?.kernelVersion ?? '<unknown>',
    info?.containerRuntimeVersion ?? '<unknown>',
  ]
}

function templateWide(object: ApiObject): string[] {
  const { spec } = object as unknown as Deployment
  const { containers } = spec.template.spec
  return [containers.map((one) => one.name).join(','), containers.map((one) => one.image).join(','), formatLabelSelector(spec.selector)]
}

/** At most three, then how many more. */
function listWithMore(values: readonly string[]): string {
  if (values.length === 0) return '<unset>'
  return values.length > 3 ? `${values.slice(0, 3).join(',')} + ${values.length - 3} more...` : values.join(',')
}

/** Source and times of an event, whichever API wrote it. */
export function eventTimes(event: Event): { readonly first: string | null; readonly last: string | null; readonly count: number } {
  const first = event.firstTimestamp ?? event.eventTime ?? null
  if (event.series !== undefined && event.series !== null) return { first, last: event.series.lastObservedTime, count: event.series.count }
  return { first, last: event.lastTimestamp ?? first, count: event.count === undefined || event.count === 0 ? 1 : event.count }
}

/** "kubelet, node-1", "default-scheduler". */
export function eventSource(event: Event): string {
  const component = event.source?.component ?? event.reportingComponent ?? ''
  const host = event.source?.host ?? (event.source?.component === undefined ? event.reportingInstance : undefined) ?? ''
  return host === '' ? component : `${component}, ${host}`
}

function eventRow(object: ApiObject, _name: string, nowMs: number, wide: boolean): string[] {
  const event = object as unknown as Event
  const times = eventTimes(event)
  const about = `${event.involvedObject.kind.toLowerCase()}/${event.involvedObject.name}`
  const message = event.message.trim()
  const head = [since(times.last, nowMs), event.type, event.reason, about]
  if (!wide) return [...head, message]
  return [...head, event.involvedObject.fieldPath ?? '', eventSource(event), message, since(times.first, nowMs), String(times.count), event.metadata.name]
}

const templateHeaders = ['CONTAINERS', 'IMAGES', 'SELECTOR'] as const

const columns: Readonly<Record<ResourceName, KindColumns>> = {
  pods: {
    headers: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
    wide: ['IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'],
    row: (object, name, nowMs, wide) => [...podRow(object, name, nowMs), ...(wide ? podWide(object) : [])],
  },
  nodes: {
    headers: ['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION'],
    wide: ['INTERNAL-IP', 'EXTERNAL-IP', 'OS-IMAGE', 'KERNEL-VERSION', 'CONTAINER-RUNTIME'],
    row: (object, name, nowMs, wide) => {
      const node = object as unknown as Node
      const head = [name, nodeStatusText(node), nodeRoles(node), age(object, nowMs), node.status.nodeInfo?.kubeletVersion ?? '']
      return [...head, ...(wide ? nodeWide(object) : [])]
    },
  },
  deployments: {
    headers: ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'],
    wide: templateHeaders,
    row: (object, name, nowMs, wide) => {
      const { spec, status } = object as unknown as Deployment
      const head = [name, `${count(status.readyReplicas)}/${count(spec.replicas)}`, count(status.updatedReplicas), count(status.availableReplicas), age(object, nowMs)]
      return [...head, ...(wide ? templateWide(object) : [])]
    },
  },
  replicasets: {
    headers: ['NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE'],
    wide: templateHeaders,
    row: (object, name, nowMs, wide) => {
      const { spec, status } = object as unknown as ReplicaSet
      const head = [name, count(spec.replicas), count(status.replicas), count(status.readyReplicas), age(object, nowMs)]
      return [...head, ...(wide ? templateWide(object) : [])]
    },
  },
  services: {
    headers: ['NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'AGE'],
    wide: ['SELECTOR'],
    row: (object, name, nowMs, wide) => serviceRow(object, name, age(object, nowMs), wide),
  },
  namespaces: {
    headers: ['NAME', 'STATUS', 'AGE'],
    wide: [],
    row: (object, name, nowMs) => [name, (object as unknown as Namespace).status.phase, age(object, nowMs)],
  },
  configmaps: {
    headers: ['NAME', 'DATA', 'AGE'],
    wide: [],
    row: (object, name, nowMs) => {
      const { data, binaryData } = object as unknown as ConfigMap
      return [name, String(keys(data) + keys(binaryData)), age(object, nowMs)]
    },
  },
  secrets: {
    headers: ['NAME', 'TYPE', 'DATA', 'AGE'],
    wide: [],
    row: (object, name, nowMs) => [name, (object as unknown as Secret).type, String(keys((object as unknown as Secret).data)), age(object, nowMs)],
  },
  serviceaccounts: {
    headers: ['NAME', 'SECRETS', 'AGE'],
    wide: [],
    row: (object, name, nowMs) => [name, String((object as unknown as ServiceAccount).secrets?.length ?? 0), age(object, nowMs)],
  },
  events: {
    headers: ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'],
    wide: ['FIRST SEEN', 'COUNT', 'NAME'],
    row: eventRow,
  },
  endpointslices: {
    headers: ['NAME', 'ADDRESSTYPE', 'PORTS', 'ENDPOINTS', 'AGE'],
    wide: [],
    row: (object, name, nowMs) => {
      const slice = object as unknown as EndpointSlice
      const ports = (slice.ports ?? []).map((port) => (port.port === undefined ? port.name : String(port.port)))
      const addresses = (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses)
      return [name, slice.addressType, listWithMore(ports), listWithMore(addresses), age(object, nowMs)]
    },
  },
  leases: {
    headers: ['NAME', 'HOLDER', 'AGE'],
    wide: [],
    row: (object, name, nowMs) => [name, (object as unknown as Lease).spec.holderIdentity ?? '', age(object, nowMs)],
  },
}

/** Columns of a kind. */
export function columnsOf(resource: ResourceName): KindColumns {
  return columns[resource]
}

/** Headers of a kind; those of events with `wide` stand in another order. */
export function headersOf(resource: ResourceName, wide: boolean): readonly string[] {
  const { headers, wide: more } = columns[resource]
  if (!wide) return headers
  return resource === 'events' ? ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'SUBOBJECT', 'SOURCE', 'MESSAGE', ...more] : [...headers, ...more]
}
