/**
 * Who owns which field: the entries of `metadata.managedFields`, what a write does to them, and what server-side apply makes of an object.
 * Simplified: writes of the cluster's own components are not recorded; they leave the entries as they are.
 * Source: apimachinery/pkg/util/managedfields, structured-merge-diff/merge/update.go.
 */
import { isJsonObject, jsonEqual, type JsonObject, type JsonValue } from '../../../../kubernetes/patch/json-value.ts'
import type { ManagedFieldsEntry } from '../../../../kubernetes/types/meta.ts'
import type { FieldConflict } from '../status-errors.ts'
import {
  difference, emptySet, intersection, isEmpty, pathsOf, readFields, sameSet, union, writeFields, type FieldSet,
} from './field-set.ts'
import { checkKeys, compare, fieldsOf, merge, prune } from './typed-values.ts'
import type { ValueType } from './value-types.ts'

/** Who writes: all of an entry but its fields. */
export type Writer = Omit<ManagedFieldsEntry, 'fieldsType' | 'fieldsV1'>

interface Owner {
  readonly entry: ManagedFieldsEntry
  readonly fields: FieldSet
}

/** Metadata that is the server's own. */
const serversOwn: ReadonlySet<string> = new Set([
  'name', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds',
  'selfLink', 'managedFields', 'generateName',
])

/** The part of an object that can be owned. `subresource`: what the write goes to; the status belongs to that of its name. */
function ownable(object: JsonObject, subresource: string, hasStatus: boolean): JsonObject {
  const result: Record<string, JsonValue> = {}
  for (const name of Object.keys(object)) {
    if (name === 'apiVersion' || name === 'kind' || (name === 'status' && hasStatus && subresource !== 'status')) continue
    if (name !== 'metadata') {
      result[name] = object[name]!
      continue
    }
    const said = object['metadata']
    const metadata = Object.entries(isJsonObject(said) ? said : {}).filter(([member]) => !serversOwn.has(member))
    if (metadata.length > 0) result['metadata'] = Object.fromEntries(metadata)
  }
  return result
}

function ownersOf(entries: readonly ManagedFieldsEntry[] | undefined): readonly Owner[] {
  return (entries ?? []).map((entry) => ({ entry, fields: readFields(entry.fieldsV1) }))
}

/** An applier is known by its name, an updater by the version too. */
function isSame(entry: ManagedFieldsEntry, writer: Writer): boolean {
  return entry.manager === writer.manager && entry.operation === writer.operation && entry.subresource === writer.subresource
    && (entry.operation === 'Apply' || entry.apiVersion === writer.apiVersion)
}

/** Upstream's order: appliers first, then by time, then by name. */
function entryOrder(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  const left = [a.operation, a.time, a.manager, a.apiVersion, a.subresource ?? '']
  const right = [b.operation, b.time, b.manager, b.apiVersion, b.subresource ?? '']
  const at = left.findIndex((part, i) => part !== right[i])
  return at < 0 ? 0 : left[at]! < right[at]! ? -1 : 1
}

/** Entries of updaters at most; older ones are put together. Source: managedfields/internal/buildmanagerinfo.go (`ancient-changes`). */
const mostUpdaters = 10

function capped(owners: readonly Owner[]): readonly Owner[] {
  const updaters = owners.filter(({ entry }) => entry.operation === 'Update').toSorted((a, b) => entryOrder(a.entry, b.entry))
  const old = updaters.slice(0, Math.max(0, updaters.length - mostUpdaters + 1))
  if (old.length < 2) return owners
  const fields = old.reduce((all, owner) => union(all, owner.fields), emptySet())
  const together: Owner = { entry: { ...old.at(-1)!.entry, manager: 'ancient-changes', subresource: undefined }, fields }
  return [...owners.filter((owner) => !old.includes(owner)), together]
}

/** The entries of owners; those whose fields did not change are the very same. undefined: there is none. */
function entriesOf(owners: readonly Owner[]): readonly ManagedFieldsEntry[] | undefined {
  const entries = capped(owners.filter(({ fields }) => !isEmpty(fields))).map(({ entry, fields }): ManagedFieldsEntry => {
    const fieldsV1 = writeFields(fields)
    return jsonEqual(fieldsV1, entry.fieldsV1) ? entry : { ...entry, fieldsType: 'FieldsV1', fieldsV1 }
  })
  return entries.length === 0 ? undefined : entries.toSorted(entryOrder)
}

function entryOf(writer: Writer): ManagedFieldsEntry {
  return { ...writer, fieldsType: 'FieldsV1', fieldsV1: {} }
}

/** The entries after a plain write: the writer owns what it added or changed. `before` undefined: it made the object. */
export function managersAfterUpdate(
  entries: readonly ManagedFieldsEntry[] | undefined, before: JsonObject | undefined, after: JsonObject, type: ValueType, writer: Writer,
  hasStatus: boolean,
): readonly ManagedFieldsEntry[] | undefined {
  const subresource = writer.subresource ?? ''
  const now = ownable(after, subresource, hasStatus)
  const { changed, removed } = before === undefined
    ? { changed: fieldsOf(now, type, true), removed: emptySet() }
    : compare(ownable(before, subresource, hasStatus), now, type)
  if (isEmpty(changed) && isEmpty(removed)) return entries
  const touched = union(changed, removed)
  const owners = ownersOf(entries)
  const own = owners.find(({ entry }) => isSame(entry, writer))
  const others = owners.filter((owner) => owner !== own).map(({ entry, fields }) => ({ entry, fields: difference(fields, touched) }))
  const fields = union(difference(own?.fields ?? emptySet(), removed), changed)
  const entry = own !== undefined && sameSet(fields, own.fields) ? own.entry : entryOf(writer)
  return entriesOf([...others, { entry, fields }])
}

type Applied =
  | { readonly object: JsonObject; readonly entries: readonly ManagedFieldsEntry[] | undefined; readonly conflicts: undefined }
  | { readonly object: undefined; readonly conflicts: readonly FieldConflict[] }

/** "kubectl-scale" with subresource "scale" using apps/v1 */
function managerText({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  const where = subresource === undefined ? '' : ` with subresource ${JSON.stringify(subresource)}`
  return JSON.stringify(manager) + where + (operation === 'Update' ? ` using ${apiVersion}` : '')
}

/**
 * Lays a configuration over an object. The applier owns what its configuration names; what it named before and does not name any more goes,
 * unless somebody else owns it. Fields of others that would change are conflicts, or with `force` the applier's from now on.
 * `live` undefined: there is no object yet. Throws `PatchError` for a configuration that cannot be merged.
 */
export function applyConfiguration(
  live: JsonObject | undefined, entries: readonly ManagedFieldsEntry[] | undefined, config: JsonObject, type: ValueType, writer: Writer,
  force: boolean, hasStatus: boolean,
): Applied {
  const subresource = writer.subresource ?? ''
  const wanted = ownable(config, subresource, hasStatus)
  checkKeys(wanted, type)
  const named = fieldsOf(wanted, type, false)
  const owners = ownersOf(entries)
  const own = owners.find(({ entry }) => isSame(entry, writer))
  const others = owners.filter((owner) => owner !== own)
  const known = others.reduce((all, owner) => union(all, owner.fields), named)
  const gone = difference(own?.fields ?? emptySet(), known)
  const base = live ?? { apiVersion: config['apiVersion'] ?? '', kind: config['kind'] ?? '', metadata: {} }
  const object = prune(merge(base, wanted, type), gone, known, type) as JsonObject
  const { changed, removed } = compare(ownable(base, subresource, hasStatus), ownable(object, subresource, hasStatus), type)
  const conflicts = others.flatMap(({ entry, fields }) =>
    pathsOf(intersection(fields, changed)).map((path): FieldConflict => ({ manager: managerText(entry), path })))
  if (conflicts.length > 0 && !force) return { object: undefined, conflicts }
  const touched = union(changed, removed)
  const left = others.map(({ entry, fields }) => ({ entry, fields: difference(fields, touched) }))
  const entry = own !== undefined && sameSet(named, own.fields) && isEmpty(touched) ? own.entry : entryOf(writer)
  return { object, entries: entriesOf([...left, { entry, fields: named }]), conflicts: undefined }
}
