/** Members of objects that are described from their JSON. */
import { isJsonObject } from '../apply/manifest.ts'
import type { JsonObject } from '../apply/manifest.ts'

/** An object inside an object; {} where there is none. */
export const part = (object: { readonly [key: string]: unknown }, key: string): JsonObject => (isJsonObject(object[key]) ? object[key] : {})

/** The objects of a list inside an object. */
export const listOf = (object: { readonly [key: string]: unknown }, key: string): readonly JsonObject[] => {
  const value = object[key]
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
