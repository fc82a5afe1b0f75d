/** JSON merge patch: objects are merged, null deletes, everything else replaces. Source: RFC 7386. */
import { isJsonObject, type JsonValue } from './json-value.ts'

export function applyMergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch
  const result: Record<string, JsonValue> = isJsonObject(target) ? { ...target } : {}
  for (const key of Object.keys(patch)) {
    const value = patch[key] as JsonValue
    if (value === null) delete result[key]
    else result[key] = applyMergePatch(Object.hasOwn(result, key) ? result[key] : undefined, value)
  }
  return result
}
