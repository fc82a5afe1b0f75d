/** Objects of custom resources, by the schema of their definition. Source: apiextensions-apiserver/pkg/registry/customresource. */
import { dnsSubdomainProblems } from '../../../../kubernetes/names.ts'
import type { JsonValue } from '../../../../kubernetes/patch/json-value.ts'
import { resourceInfo, type CustomResource } from '../../../../kubernetes/resources.ts'
import type { KubernetesObject, ObjectMeta } from '../../../../kubernetes/types/meta.ts'
import { deepEqual } from '../deep-equal.ts'
import type { FieldProblem } from '../field-errors.ts'
import { openObjectSchema } from '../schema/types.ts'
import type { ApiServerState } from '../state.ts'
import { always, nextGeneration, type Strategy } from '../strategies/strategy.ts'
import { definitionOf, storageVersion, versionOf, type DefinitionVersion } from './definition.ts'
import type { JsonSchema } from './json-schema.ts'
import { validate } from './schema-validation.ts'

type Members = Record<string, JsonValue>

const anything: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }

export function schemaOf(version: DefinitionVersion): JsonSchema {
  return version.schema?.openAPIV3Schema ?? anything
}

/** Members beside version, kind and metadata. */
export function membersOf(object: KubernetesObject): Members {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...members } = object
  return members
}

interface Ground {
  /** By it the object is looked at: the one in which it was written. */
  readonly version: DefinitionVersion
  readonly head: { readonly apiVersion: string; readonly kind: string }
  readonly hasStatus: boolean
}

function groundOf(state: ApiServerState, resource: CustomResource, apiVersion: string): Ground {
  const definition = definitionOf(state.cache, resource)
  if (definition === undefined) throw new Error(`api-server: no definition of ${resource}`)
  const version = versionOf(definition, apiVersion)
  const { group, names } = definition.spec
  const hasStatus = version.subresources?.status !== undefined
  return { version, head: { apiVersion: `${group}/${storageVersion(definition).name}`, kind: names.kind }, hasStatus }
}

function build({ head }: Ground, metadata: ObjectMeta, members: Members, status: JsonValue | undefined): KubernetesObject {
  const object = { ...head, metadata, ...members }
  return status === undefined ? object : { ...object, status } as KubernetesObject
}

function makeStrategy(resource: CustomResource): Strategy {
  return {
    schema: openObjectSchema(resourceInfo(resource).kind),
    hasGeneration: always,
    nameProblems: dnsSubdomainProblems,
    create(state, body, metadata, problems) {
      const ground = groundOf(state, resource, body.apiVersion)
      const { status, ...members } = membersOf(body)
      const object = build(ground, metadata, members, ground.hasStatus ? undefined : status)
      validate(schemaOf(ground.version), membersOf(object), '', problems)
      return object
    },
    update(state, body, current, metadata, problems) {
      const ground = groundOf(state, resource, body.apiVersion)
      const { status, ...members } = membersOf(body)
      const { status: oldStatus, ...old } = membersOf(current)
      const object = build(ground, metadata, members, ground.hasStatus ? oldStatus : status)
      validate(schemaOf(ground.version), membersOf(object), '', problems)
      if (!deepEqual(members, old) || (!ground.hasStatus && !deepEqual(status, oldStatus))) nextGeneration(metadata)
      return object
    },
    updateStatus(state, body, current, metadata) {
      const { status: _, ...members } = membersOf(current)
      return build(groundOf(state, resource, body.apiVersion), metadata, members, membersOf(body)['status'])
    },
    withMetadata: (object, metadata) => ({ apiVersion: object.apiVersion, kind: object.kind, metadata, ...membersOf(object) }),
  }
}

/** Strategies that were asked for: each follows from the resource's name alone. */
const made = new Map<CustomResource, Strategy>()

export function customStrategy(resource: CustomResource): Strategy {
  let strategy = made.get(resource)
  if (strategy === undefined) {
    strategy = makeStrategy(resource)
    made.set(resource, strategy)
  }
  return strategy
}

/** Problems of a status that was written, by the schema. */
export function statusProblems(state: ApiServerState, resource: CustomResource, object: KubernetesObject): FieldProblem[] {
  const problems: FieldProblem[] = []
  validate(schemaOf(groundOf(state, resource, object.apiVersion).version), membersOf(object), '', problems)
  return problems
}
