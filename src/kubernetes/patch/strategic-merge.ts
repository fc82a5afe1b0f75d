/**
 * Strategic merge patch: like a merge patch, but lists whose items have a key are merged item by item. Directives: `$patch`,
 * `$deleteFromPrimitiveList/x`, `$setElementOrder/x`, `$retainKeys`. Source: k8s.io/apimachinery/pkg/util/strategicpatch.
 */
import { isJsonObject, PatchError, type JsonObject, type JsonValue } from './json-value.ts'

/** Merge keys by "parent field/list field"; '*' stands for any parent. Source: `patchMergeKey` tags in k8s.io/api. */
const mergeKeys: Readonly<Record<string, string>> = {
  '*/containers': 'name', '*/initContainers': 'name', '*/ephemeralContainers': 'name', '*/env': 'name', '*/volumes': 'name',
  '*/volumeMounts': 'mountPath',
  '*/volumeDevices': 'devicePath', '*/imagePullSecrets': 'name', '*/secrets': 'name', '*/hostAliases': 'ip', '*/conditions': 'type',
  '*/addresses': 'type',
  '*/ownerReferences': 'uid', '*/topologySpreadConstraints': 'topologyKey', '*/podIPs': 'ip', '*/resourceClaims': 'name',
  '*/schedulingGates': 'name',
  'containers/ports': 'containerPort', 'initContainers/ports': 'containerPort', 'spec/ports': 'port',
}
/** Lists of plain values that are merged as sets. */
const mergedSets = new Set(['finalizers', 'podCIDRs'])

function mergeKeyOf(parent: string, field: string): string | undefined {
  return mergeKeys[`${parent}/${field}`] ?? mergeKeys[`*/${field}`]
}

const deleteFrom = '$deleteFromPrimitiveList/'
const setOrder = '$setElementOrder/'

/** Applies a patch to an object. Throws `PatchError`. The target is not changed. */
export function applyStrategicMergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) throw new PatchError('strategic merge patch: the patch must be an object')
  return mergeObject(isJsonObject(target) ? target : {}, patch, '')
}

function withoutDirectives(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).filter((item) => !isJsonObject(item) || item['$patch'] !== 'delete').map(withoutDirectives)
  }
  if (!isJsonObject(value)) return value
  const result: Record<string, JsonValue> = {}
  for (const key of Object.keys(value)) {
    const item = value[key] as JsonValue
    if (!key.startsWith('$') && item !== null) result[key] = withoutDirectives(item)
  }
  return result
}

/** `field`: name of the field that holds the object (of a list: the list's). */
function mergeObject(target: JsonObject, patch: JsonObject, field: string): JsonObject {
  const directive = patch['$patch']
  if (directive === 'replace') return withoutDirectives(patch) as JsonObject
  if (directive === 'delete') return {}
  if (directive !== undefined && directive !== 'merge') {
    throw new PatchError(`strategic merge patch: unknown directive "${JSON.stringify(directive)}"`)
  }
  const result: Record<string, JsonValue> = { ...target }
  const retain = patch['$retainKeys']
  if (Array.isArray(retain)) for (const key of Object.keys(result)) if (!retain.includes(key)) delete result[key]
  for (const key of Object.keys(patch)) {
    const value = patch[key] as JsonValue
    if (key.startsWith(deleteFrom)) deletePrimitives(result, key.slice(deleteFrom.length), value)
    else if (key.startsWith('$')) continue
    else if (value === null) delete result[key]
    else result[key] = mergeValue(Object.hasOwn(result, key) ? result[key] : undefined, value, field, key)
  }
  for (const key of Object.keys(patch)) {
    if (key.startsWith(setOrder)) orderList(result, key.slice(setOrder.length), patch[key] as JsonValue, field)
  }
  return result
}

function mergeValue(target: JsonValue | undefined, patch: JsonValue, parent: string, field: string): JsonValue {
  if (isJsonObject(patch)) return mergeObject(isJsonObject(target) ? target : {}, patch, field)
  if (!Array.isArray(patch)) return patch
  const list = patch as readonly JsonValue[]
  if (list.some((item) => isJsonObject(item) && item['$patch'] === 'replace')) {
    return list.filter((item) => !isJsonObject(item) || item['$patch'] !== 'replace').map(withoutDirectives)
  }
  const old = Array.isArray(target) ? target as readonly JsonValue[] : []
  if (mergedSets.has(field)) return [...old, ...list.filter((item) => !old.includes(item))]
  const key = mergeKeyOf(parent, field)
  return key === undefined ? list.map(withoutDirectives) : mergeList(old, list, key, field)
}

function mergeList(target: readonly JsonValue[], patch: readonly JsonValue[], key: string, field: string): JsonValue[] {
  let result = [...target]
  for (const item of patch) {
    if (!isJsonObject(item)) throw new PatchError(`strategic merge patch: items of "${field}" must be objects`)
    const value = item[key]
    if (value === undefined) throw new PatchError(`strategic merge patch: an item of "${field}" does not have its merge key "${key}"`)
    const at = result.findIndex((old) => isJsonObject(old) && old[key] === value)
    if (item['$patch'] === 'delete') result = result.filter((old) => !isJsonObject(old) || old[key] !== value)
    else if (at < 0) result.push(mergeObject({}, item, field))
    else result[at] = mergeObject(result[at] as JsonObject, item, field)
  }
  return result
}

function deletePrimitives(result: Record<string, JsonValue>, field: string, values: JsonValue): void {
  const list = result[field]
  if (Array.isArray(list) && Array.isArray(values)) result[field] = (list as readonly JsonValue[]).filter((item) => !values.includes(item))
}

/** Items named in the order come first and in that order; the others keep theirs behind them. */
function orderList(result: Record<string, JsonValue>, field: string, order: JsonValue, parent: string): void {
  const list = result[field]
  if (!Array.isArray(list) || !Array.isArray(order)) return
  const key = mergeKeyOf(parent, field)
  const identity = (item: JsonValue): JsonValue | undefined => (isJsonObject(item) && key !== undefined ? item[key] : item)
  const wanted = (order as readonly JsonValue[]).map(identity)
  const rank = (item: JsonValue): number => {
    const at = wanted.indexOf(identity(item))
    return at < 0 ? wanted.length : at
  }
  result[field] = (list as readonly JsonValue[]).toSorted((a, b) => rank(a) - rank(b))
}
