/** Columns of ConfigMaps, Secrets, ServiceAccounts, Leases and Events. Source: pkg/printers/internalversion/printers.go. */
import type { ConfigMap, Event, Secret, ServiceAccount } from '../types/core.ts'
import type { Lease } from '../types/discovery.ts'
import { ageColumn, column, nameColumn, since, wideColumn, type Column } from './column.ts'

function size(map: object | undefined): number {
  return map === undefined ? 0 : Object.keys(map).length
}

export const configMapColumns: readonly Column<ConfigMap>[] = [
  nameColumn, column('Data', (map) => size(map.data) + size(map.binaryData), 'integer'), ageColumn,
]
export const secretColumns: readonly Column<Secret>[] = [
  nameColumn, column('Type', (secret) => secret.type), column('Data', (secret) => size(secret.data), 'integer'), ageColumn,
]
export const serviceAccountColumns: readonly Column<ServiceAccount>[] = [
  nameColumn, column('Secrets', (account) => account.secrets?.length ?? 0, 'integer'), ageColumn,
]
export const leaseColumns: readonly Column<Lease>[] = [nameColumn, column('Holder', ({ spec }) => spec.holderIdentity ?? ''), ageColumn]

function firstSeen(event: Event): string | null {
  return event.firstTimestamp ?? event.eventTime
}

function lastSeen(event: Event): string | null {
  return event.series?.lastObservedTime ?? event.lastTimestamp ?? firstSeen(event)
}

function sourceText({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source.component ?? reportingComponent
  const host = source.host ?? (source.component === undefined ? reportingInstance : '')
  return host === '' ? component : `${component}, ${host}`
}

export const eventColumns: readonly Column<Event>[] = [
  column('Last Seen', (event, now) => since(lastSeen(event), now)),
  column('Type', (event) => event.type),
  column('Reason', (event) => event.reason),
  column('Object', ({ involvedObject }) => `${involvedObject.kind.toLowerCase()}/${involvedObject.name}`),
  wideColumn('Subobject', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
  wideColumn('Source', sourceText),
  column('Message', (event) => event.message.trim()),
  wideColumn('First Seen', (event, now) => since(firstSeen(event), now)),
  { ...wideColumn<Event>('Count', (event) => event.series?.count ?? event.count ?? 1), type: 'integer' },
  { ...wideColumn<Event>('Name', (event) => event.metadata.name), format: 'name' },
]
