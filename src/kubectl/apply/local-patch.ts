/**
 * What a patch makes of an object, without asking the API server: for `--dry-run=client`. Sources: RFC 7386 (merge patch),
 * k8s.io/apimachinery/pkg/util/strategicpatch. Simplified: of the strategic directives only `$patch: delete` of a list's element.
 */
import { isJsonObject } from './manifest.ts'
import type { JsonObject } from './manifest.ts'
import { mergeKeyOf } from './three-way-merge.ts'

/** A new object; the given ones stay as they are. */
export function locallyPatched(object: JsonObject, patch: JsonObject, type: 'strategic' | 'merge'): JsonObject {
  return merged(object, patch, type === 'strategic', '')
}

function merged(object: JsonObject, patch: JsonObject, strategic: boolean, parent: string): JsonObject {
  const result: Record<string, unknown> = { ...object }
  for (const [field, value] of Object.entries(patch)) {
    const old = result[field]
    const key = strategic ? mergeKeyOf(field, parent) : undefined
    if (value === null) delete result[field]
    else if (isJsonObject(value)) result[field] = merged(isJsonObject(old) ? old : {}, value, strategic, field)
    else if (key !== undefined && Array.isArray(value)) result[field] = mergedList(Array.isArray(old) ? old : [], value, key, field)
    else result[field] = value
  }
  return result
}

/** Elements with the same key are merged; new ones come after the others. */
function mergedList(old: readonly unknown[], patch: readonly unknown[], key: string, field: string): readonly unknown[] {
  const list = [...old]
  for (const element of patch) {
    if (!isJsonObject(element)) continue
    const at = list.findIndex((one) => isJsonObject(one) && one[key] === element[key])
    const present = list[at]
    if (element['$patch'] === 'delete') {
      if (at >= 0) list.splice(at, 1)
    } else if (isJsonObject(present)) list[at] = merged(present, element, true, field)
    else list.push(merged({}, element, true, field))
  }
  return list
}
