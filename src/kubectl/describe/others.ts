/** `kubectl describe` of the plain kinds. Source: k8s.io/kubectl/pkg/describe/describe.go. */
import type { ConfigMap, Namespace, Secret, ServiceAccount } from '../../kubernetes/types/core.ts'
import type { EndpointSlice } from '../../kubernetes/types/discovery.ts'
import type { ApiObject } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { byText, valueText } from '../print/json.ts'
import { limitTable, quotaLines } from './policy.ts'
import { annotationLines, field, labelLines, line } from './writer.ts'
import type { Lines } from './writer.ts'

function named(lines: Lines, { metadata }: ApiObject): void {
  field(lines, 0, 'Name', metadata.name)
  if (metadata.namespace !== undefined) field(lines, 0, 'Namespace', metadata.namespace)
  labelLines(lines, 0, 'Labels', metadata.labels)
  annotationLines(lines, 0, metadata.annotations)
}

/** `quotas` and `ranges`: those of the namespace. */
export function namespaceLines(lines: Lines, object: ApiObject, quotas: readonly ApiObject[], ranges: readonly ApiObject[]): void {
  named(lines, object)
  field(lines, 0, 'Status', (object as unknown as Namespace).status.phase)
  line(lines, 0, quotas.length === 0 ? '\nNo resource quota.' : '\nResource Quotas')
  for (const quota of quotas) quotaLines(lines, quota, 1)
  line(lines, 0, ranges.length === 0 ? '\nNo LimitRange resource.' : '\nResource Limits')
  if (ranges.length > 0) limitTable(lines, ranges, ' ')
}

export function configMapLines(lines: Lines, object: ApiObject): void {
  const { data, binaryData } = object as unknown as ConfigMap
  named(lines, object)
  line(lines, 0, '\nData\n====')
  for (const key of Object.keys(data ?? {}).toSorted(byText)) line(lines, 0, `${key}:\n----\n${data?.[key] ?? ''}\n`)
  line(lines, 0, '\nBinaryData\n====')
  for (const key of Object.keys(binaryData ?? {}).toSorted(byText)) line(lines, 0, `${key}: ${byteCount(binaryData?.[key] ?? '')} bytes`)
  line(lines, 0, '')
}

export function secretLines(lines: Lines, object: ApiObject): void {
  const { data, type } = object as unknown as Secret
  named(lines, object)
  line(lines, 0, `\nType:\t${type}`)
  line(lines, 0, '\nData\n====')
  for (const key of Object.keys(data ?? {}).toSorted(byText)) field(lines, 0, key, `${byteCount(data?.[key] ?? '')} bytes`)
}

/** Bytes that a base64 text holds. */
function byteCount(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  return Math.floor((base64.length * 3) / 4) - padding
}

export function serviceAccountLines(lines: Lines, object: ApiObject): void {
  const { secrets, imagePullSecrets } = object as unknown as ServiceAccount
  const names = (list: readonly unknown[] | undefined): string => {
    const found = (list ?? []).map((one) => (isJsonObject(one) ? valueText(one['name']) : ''))
    return found.length === 0 ? '<none>' : found.join(',')
  }
  named(lines, object)
  field(lines, 0, 'Image pull secrets', names(imagePullSecrets))
  field(lines, 0, 'Mountable secrets', names(secrets))
  field(lines, 0, 'Tokens', '<none>')
}

export function endpointSliceLines(lines: Lines, object: ApiObject): void {
  const slice = object as unknown as EndpointSlice
  named(lines, object)
  field(lines, 0, 'AddressType', slice.addressType)
  line(lines, 0, (slice.ports ?? []).length === 0 ? 'Ports: <unset>' : 'Ports:')
  if ((slice.ports ?? []).length > 0) {
    line(lines, 1, 'Name\tPort\tProtocol')
    line(lines, 1, '----\t----\t--------')
    for (const port of slice.ports) line(lines, 1, `${port.name === '' || port.name === undefined ? '<unset>' : port.name}\t${port.port}\t${port.protocol}`)
  }
  line(lines, 0, (slice.endpoints ?? []).length === 0 ? 'Endpoints: <none>' : 'Endpoints:')
  for (const endpoint of slice.endpoints ?? []) {
    line(lines, 1, `- Addresses:\t${endpoint.addresses.join(', ')}`)
    line(lines, 2, 'Conditions:')
    field(lines, 3, 'Ready', endpoint.conditions.ready === undefined ? '<unset>' : String(endpoint.conditions.ready))
    field(lines, 2, 'Hostname', endpoint.hostname ?? '<unset>')
    if (endpoint.targetRef !== undefined) field(lines, 2, 'TargetRef', `${endpoint.targetRef.kind}/${endpoint.targetRef.name}`)
    if (endpoint.nodeName !== undefined) field(lines, 2, 'NodeName', endpoint.nodeName)
    if (endpoint.zone !== undefined) field(lines, 2, 'Zone', endpoint.zone)
  }
}

const shownAbove = new Set(['name', 'namespace', 'labels', 'annotations', 'managedFields'])

/** Kinds without words of their own: every field in order, as kubectl describes what it does not know. */
export function genericLines(lines: Lines, object: ApiObject): void {
  named(lines, object)
  field(lines, 0, 'API Version', object.apiVersion)
  field(lines, 0, 'Kind', object.kind)
  const rest = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !shownAbove.has(key)))
  const { apiVersion: _, kind: __, ...fields } = { ...object, metadata: rest }
  for (const key of Object.keys(fields).toSorted(byText)) genericField(lines, 0, key, fields[key as keyof typeof fields])
}

/** "leaseDurationSeconds" is shown as "Lease Duration Seconds". */
const title = (key: string): string => (key === 'uid' ? 'UID' : key).replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/^./, (letter) => letter.toUpperCase())

function genericField(lines: Lines, level: number, key: string, value: unknown): void {
  if (isJsonObject(value)) {
    line(lines, level, `${title(key)}:`)
    for (const inner of Object.keys(value).toSorted(byText)) genericField(lines, level + 1, inner, value[inner])
  } else if (Array.isArray(value)) {
    line(lines, level, `${title(key)}:`)
    for (const item of value as unknown[]) {
      if (isJsonObject(item)) for (const inner of Object.keys(item).toSorted(byText)) genericField(lines, level + 1, inner, item[inner])
      else line(lines, level + 1, String(item))
    }
  } else field(lines, level, title(key), String(value))
}
