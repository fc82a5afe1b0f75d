/**
 * Objects in the versions that are served beside the one in which they are kept (`otherVersions`), and back. The API server converts whatever
 * is asked for in one of them; kubectl does to print such an object by the columns of its kind.
 */
import type { JsonObject } from '../patch/json-value.ts'
import { autoscalerFromV1, autoscalerToV1 } from './autoscaling-v1.ts'
import { eventFromV1, eventSelectorFromV1, eventToV1 } from './events-v1.ts'

interface Conversion {
  readonly from: (object: JsonObject) => JsonObject
  readonly to: (object: JsonObject) => JsonObject
  readonly fieldSelector?: (selector: string) => string
}

const conversions: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  ['autoscaling/v1', { from: autoscalerFromV1, to: autoscalerToV1 }],
  ['events.k8s.io/v1', { from: eventFromV1, to: eventToV1, fieldSelector: eventSelectorFromV1 }],
])

/** An object of another version in the form in which it is kept; any other object stays the very same. */
export function toKeptVersion(object: JsonObject, apiVersion: string): JsonObject {
  return conversions.get(apiVersion)?.from(object) ?? object
}

/** A kept object in another version; stays the very same when `apiVersion` is none of those. */
export function toOtherVersion(object: JsonObject, apiVersion: string): JsonObject {
  return conversions.get(apiVersion)?.to(object) ?? object
}

/** A field selector in the names of the kept version. */
export function toKeptSelector(selector: string, apiVersion: string): string {
  return conversions.get(apiVersion)?.fieldSelector?.(selector) ?? selector
}
