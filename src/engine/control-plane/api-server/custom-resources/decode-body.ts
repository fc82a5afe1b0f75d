/** Bodies from outside, of built-in kinds and of those that a definition makes. */
import type { JsonObject } from '../../../../kubernetes/patch/json-value.ts'
import { isCustom, type ResourceName } from '../../../../kubernetes/resources.ts'
import { decodeObject, type Decoded } from '../decode.ts'
import { strategyOf } from '../strategies/table.ts'
import type { WatchCache } from '../watch-cache.ts'
import { membersOf, schemaOf } from './custom-strategy.ts'
import { definitionOf, versionOf } from './definition.ts'
import { pruned, withDefaults } from './json-schema.ts'

/**
 * Reads a JSON object of a resource. Those of custom resources lose what the schema of their version does not have, and get its defaults.
 * What is no custom resource is read by the schema of its kind.
 */
export function decodeBody(cache: WatchCache, resource: ResourceName, value: Record<string, unknown>): Decoded {
  const decoded = decodeObject(strategyOf(resource).schema, value)
  const definition = isCustom(resource) ? definitionOf(cache, resource) : undefined
  if (definition === undefined) return decoded
  const schema = schemaOf(versionOf(definition, decoded.object.apiVersion))
  const unknown: string[] = []
  const members = withDefaults(schema, pruned(schema, membersOf(decoded.object), '', unknown)) as JsonObject
  const { apiVersion, kind, metadata } = decoded.object
  return { ...decoded, object: { apiVersion, kind, metadata, ...members }, unknown: [...decoded.unknown, ...unknown] }
}
