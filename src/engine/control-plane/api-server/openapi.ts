/**
 * OpenAPI v3 of the resources, made from the schemas that bodies are read by: what `kubectl explain` shows, and that writes take
 * `fieldValidation` and `dryRun`. Simplified: no descriptions, no merge keys (kubectl has its own of the built-in kinds), and of the
 * operations only PATCH. Source: k8s.io/kube-openapi/pkg/handler3.
 */
import { apiVersionOf, otherVersions, resourcePath, resources, type ResourceInfo } from '../../../kubernetes/resources.ts'
import { kubernetesVersion } from '../../../kubernetes/version.ts'
import { definedResources, infoInVersion, servedVersions, type DefinitionVersion } from './custom-resources/definition.ts'
import { otherVersionSchema } from './schema/other-versions.ts'
import { objectSchema, type Schema, type StructSchema } from './schema/types.ts'
import { strategyOf } from './strategies/table.ts'
import type { WatchCache } from './watch-cache.ts'

type Definitions = Record<string, unknown>

/** "api/v1" or "apis/apps/v1" of an apiVersion. */
function documentPath(groupVersion: string): string {
  return groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`
}

/** The answer of `/openapi/v3`: where the document of each version is. */
export function openApiIndex(groupVersions: readonly string[]): unknown {
  const entries = groupVersions.map((groupVersion) => {
    const path = documentPath(groupVersion)
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${kubernetesVersion}` }]
  })
  return { paths: Object.fromEntries(entries) }
}

/** "io.k8s.api.apps.v1.Deployment" */
function definitionName(info: ResourceInfo, struct: string): string {
  const group = info.group === '' ? 'core' : info.group.split('.')[0]
  return struct === 'ObjectMeta' ? 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' : `io.k8s.api.${group}.${info.version}.${struct}`
}

function typeOf(schema: Schema, info: ResourceInfo, definitions: Definitions): unknown {
  switch (schema.kind) {
    case 'struct': {
      define(schema, info, definitions)
      return { allOf: [{ $ref: `#/components/schemas/${definitionName(info, schema.name)}` }], default: {} }
    }
    case 'list': return { type: 'array', items: typeOf(schema.of, info, definitions) }
    case 'map': return { type: 'object', additionalProperties: typeOf(schema.of, info, definitions) }
    case 'int': return { type: 'integer', format: 'int32' }
    case 'boolean': return { type: 'boolean' }
    case 'intOrString': return { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' }
    case 'any': return { type: 'object' }
    case 'quantity': return { type: 'string', format: 'quantity' }
    default: return { type: 'string' }
  }
}

function define(schema: StructSchema, info: ResourceInfo, definitions: Definitions, kind?: ResourceInfo): void {
  const name = definitionName(info, schema.name)
  if (Object.hasOwn(definitions, name)) return
  // Set before its fields are looked at: a shape may contain itself.
  const properties: Record<string, unknown> = {}
  const gvk = kind === undefined ? {} : { 'x-kubernetes-group-version-kind': [{ group: kind.group, version: kind.version, kind: kind.kind }] }
  definitions[name] = { type: 'object', properties, ...gvk }
  for (const [field, fieldSchema] of schema.fields) properties[field] = typeOf(fieldSchema, info, definitions)
  for (const field of schema.dropped) properties[field] = { type: 'object' }
}

const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
  name, in: 'query', schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
}))

function pathEntry(info: ResourceInfo): readonly [string, unknown] {
  return [resourcePath(info, info.namespaced ? '{namespace}' : '', '{name}'), {
    patch: {
      operationId: `patch${info.kind}`,
      parameters: writeParameters,
      responses: { 200: { description: 'OK' } },
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group: info.group, version: info.version, kind: info.kind },
    },
  }]
}

/** A custom resource in one version: the schema of its definition, with what every object has. */
function defineCustom(info: ResourceInfo, version: DefinitionVersion, definitions: Definitions): void {
  const schema = version.schema?.openAPIV3Schema
  const meta = objectSchema('', {}).fields.find(([name]) => name === 'metadata')![1]
  const name = `${info.group.split('.').toReversed().join('.')}.${info.version}.${info.kind}`
  definitions[name] = {
    ...schema, type: 'object',
    properties: {
      apiVersion: { type: 'string' }, kind: { type: 'string' }, ...schema?.properties, metadata: typeOf(meta, info, definitions),
    },
    'x-kubernetes-group-version-kind': [{ group: info.group, version: info.version, kind: info.kind }],
  }
}

function schemaOf(info: ResourceInfo): StructSchema {
  return (otherVersions.includes(info) ? otherVersionSchema(apiVersionOf(info)) : undefined) ?? strategyOf(info.name).schema
}

/** The document of one version, by its path in the index ("apis/apps/v1"); undefined: there is none. Custom resources: those of `cache`. */
export function openApiDocument(path: string, cache?: WatchCache): unknown {
  const inside = [...resources, ...otherVersions].filter((info) => documentPath(apiVersionOf(info)) === path)
  const schemas: Definitions = {}
  for (const info of inside) define(schemaOf(info), info, schemas, info)
  for (const defined of cache === undefined ? [] : definedResources(cache)) {
    for (const version of servedVersions(defined.definition)) {
      const info = infoInVersion(defined, version)
      if (documentPath(apiVersionOf(info)) !== path) continue
      inside.push(info)
      defineCustom(info, version, schemas)
    }
  }
  if (inside.length === 0) return undefined
  return {
    openapi: '3.0.0', info: { title: 'Kubernetes', version: kubernetesVersion }, paths: Object.fromEntries(inside.map(pathEntry)),
    components: { schemas },
  }
}
