/**
 * The patch that `kubectl apply` sends: from what was applied last, what is wanted now, and what the cluster has. Fields that others set
 * stay; fields that were applied before and are gone from the file are removed.
 * Source: k8s.io/apimachinery/pkg/util/strategicpatch (CreateThreeWayMergePatch); merge keys from the patchMergeKey tags in k8s.io/api.
 */
import { isJsonObject } from './manifest.ts'
import type { JsonObject } from './manifest.ts'

/** Lists whose elements are merged by a key, by the list's field name and the field around it. All other lists are replaced whole. */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name', initContainers: 'name', env: 'name', volumes: 'name', imagePullSecrets: 'name', volumeMounts: 'mountPath',
  topologySpreadConstraints: 'topologyKey', secrets: 'name',
}

/** The field by which a list's elements are merged; undefined: the list is replaced whole. */
export function mergeKeyOf(field: string, parent: string): string | undefined {
  if (field === 'ports') return parent === 'containers' || parent === 'initContainers' ? 'containerPort' : 'port'
  return mergeKeys[field]
}

/** A strategic merge patch, or a plain one in which lists are replaced whole; empty object: nothing to change. */
export function threeWayPatch(lastApplied: JsonObject, wanted: JsonObject, live: JsonObject, strategic = true): JsonObject {
  return patchObject(lastApplied, wanted, live, strategic ? '' : plainLists)
}

/** In place of the name of the field around: no list below is merged. */
const plainLists = '*'

function patchObject(last: JsonObject, wanted: JsonObject, live: JsonObject, parent: string): JsonObject {
  const patch: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(wanted)) {
    if (value === undefined) continue
    const change = patchValue(last[field], value, live[field], field, parent)
    if (change !== undefined) patch[field] = change.to
  }
  for (const field of Object.keys(last)) {
    if (wanted[field] === undefined && live[field] !== undefined) patch[field] = null
  }
  return patch
}

/** What to send for one field; undefined: it is as wanted. */
function patchValue(last: unknown, wanted: unknown, live: unknown, field: string, parent: string): { readonly to: unknown } | undefined {
  if (isJsonObject(wanted) && isJsonObject(live)) {
    const inner = patchObject(isJsonObject(last) ? last : {}, wanted, live, parent === plainLists ? plainLists : field)
    return Object.keys(inner).length === 0 ? undefined : { to: inner }
  }
  const key = parent === plainLists ? undefined : mergeKeyOf(field, parent)
  if (key !== undefined && isObjectList(wanted) && isObjectList(live)) {
    const inner = patchList(isObjectList(last) ? last : [], wanted, live, key, field)
    return inner.length === 0 ? undefined : { to: inner }
  }
  return sameJson(wanted, live) ? undefined : { to: wanted }
}

function patchList(
  last: readonly JsonObject[], wanted: readonly JsonObject[], live: readonly JsonObject[], key: string, field: string,
): readonly JsonObject[] {
  const patch: JsonObject[] = []
  const find = (list: readonly JsonObject[], element: JsonObject): JsonObject | undefined => list.find((other) => other[key] === element[key])
  for (const element of wanted) {
    const present = find(live, element)
    if (present === undefined) {
      patch.push(element)
      continue
    }
    const inner = patchObject(find(last, element) ?? {}, element, present, field)
    if (Object.keys(inner).length > 0) patch.push({ ...inner, [key]: element[key] })
  }
  for (const element of last) {
    if (find(wanted, element) === undefined && find(live, element) !== undefined) patch.push({ $patch: 'delete', [key]: element[key] })
  }
  return patch
}

const isObjectList = (value: unknown): value is readonly JsonObject[] => Array.isArray(value) && value.every(isJsonObject)

/** Equality of JSON values; the order of keys does not count. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameJson(item, b[i]))
  if (isJsonObject(a) && isJsonObject(b)) {
    const keys = Object.keys(a)
    return keys.length === Object.keys(b).length && keys.every((key) => sameJson(a[key], b[key]))
  }
  return a === b
}
