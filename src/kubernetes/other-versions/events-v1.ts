/** Events of events.k8s.io/v1 and of v1: the same objects, their fields named otherwise. Source: pkg/apis/events/v1/conversion.go. */
import { isJsonObject, type JsonObject, type JsonValue } from '../patch/json-value.ts'

/** Names in v1, and in events.k8s.io/v1. The rest is named alike. */
const names: readonly (readonly [string, string])[] = [
  ['involvedObject', 'regarding'], ['message', 'note'], ['source', 'deprecatedSource'], ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'], ['count', 'deprecatedCount'], ['reportingComponent', 'reportingController'],
]
const newNames: ReadonlyMap<string, string> = new Map(names)
const coreNames: ReadonlyMap<string, string> = new Map(names.map(([core, other]) => [other, core]))

function renamed(object: JsonObject, by: ReadonlyMap<string, string>, apiVersion: string): JsonObject {
  const members = Object.entries(object).map(([name, value]): [string, JsonValue] => [by.get(name) ?? name, value])
  return { ...Object.fromEntries(members), apiVersion }
}

/** A v1 Event as events.k8s.io/v1 has it. */
export function eventToV1(object: JsonObject): JsonObject {
  return renamed(object, newNames, 'events.k8s.io/v1')
}

/** An events.k8s.io/v1 Event as v1 has it. */
export function eventFromV1(object: JsonObject): JsonObject {
  const event = renamed(object, coreNames, 'v1')
  return isJsonObject(event['source']) ? event : { ...event, source: {} }
}

/** A field selector of events.k8s.io/v1 in the names of v1. Source: AddFieldLabelConversionsForEvent. */
export function eventSelectorFromV1(selector: string): string {
  return selector.split(',').map((part) => part.replace(/^regarding\./, 'involvedObject.').replace(/^reportingController(?=[=!])/, 'reportingComponent'))
    .join(',')
}
