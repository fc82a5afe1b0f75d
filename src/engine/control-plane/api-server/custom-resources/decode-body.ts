/** Bodies from outside, of built-in kinds in each of their versions and of those that a definition makes. */
import { toKeptVersion } from '../../../../kubernetes/other-versions/convert.ts'
import type { JsonObject } from '../../../../kubernetes/patch/json-value.ts'
import { isCustom, type ResourceName } from '../../../../kubernetes/resources.ts'
import { decodeObject, type Decoded } from '../decode.ts'
import { otherVersionSchema } from '../schema/other-versions.ts'
import type { StructSchema } from '../schema/types.ts'
import { strategyOf } from '../strategies/table.ts'
import type { WatchCache } from '../watch-cache.ts'
import { membersOf, schemaOf } from './custom-strategy.ts'
import { definitionOf, versionOf } from './definition.ts'
import { pruned, withDefaults } from './json-schema.ts'

/**
 * Reads a JSON object of a resource. Those of custom resources lose what the schema of their version does not have, and get its defaults.
 * What is no custom resource is read by the schema of its kind, and
 * given in the version in which it is kept.
 */
export function decodeBody(cache: WatchCache, resource: ResourceName, value: Record<string, unknown>): Decoded {
  const other = isCustom(resource) || typeof value['apiVersion'] !== 'string' ? undefined : otherVersionSchema(value['apiVersion'])
  if (other !== undefined) return decodeOther(cache, resource, value, other)
  const decoded = decodeObject(strategyOf(resource).schema, value)
  const definition = isCustom(resource) ? definitionOf(cache, resource) : undefined
  if (definition === undefined) return decoded
  const schema = schemaOf(versionOf(definition, decoded.object.apiVersion))
  const unknown: string[] = []
  const members = withDefaults(schema, pruned(schema, membersOf(decoded.object), '', unknown)) as JsonObject
  const { apiVersion, kind, metadata } = decoded.object
  return { ...decoded, object: { apiVersion, kind, metadata, ...members }, unknown: [...decoded.unknown, ...unknown] }
}

/** A body of another version: what is wrong with it is told in that version's fields. */
function decodeOther(cache: WatchCache, resource: ResourceName, value: Record<string, unknown>, schema: StructSchema): Decoded {
  const { unknown, wrong } = decodeObject(schema, value)
  const kept = decodeBody(cache, resource, toKeptVersion(value as JsonObject, String(value['apiVersion'])))
  return { object: kept.object, unknown, wrong, dropped: kept.dropped }
}
