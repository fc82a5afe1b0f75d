/** CustomResourceDefinitions. Source: apiextensions-apiserver/pkg/{registry/customresourcedefinition,apis/apiextensions/validation}. */
import { dns1035LabelProblems, dnsSubdomainProblems } from '../../../../kubernetes/names.ts'
import { mostDefinitions, resources } from '../../../../kubernetes/resources.ts'
import type { KubernetesObject, ObjectMeta } from '../../../../kubernetes/types/meta.ts'
import { timeText } from '../../../simulation/time-text.ts'
import { deepEqual } from '../deep-equal.ts'
import { addInvalid, forbidden, invalid, notSupported, required, type FieldProblem } from '../field-errors.ts'
import { any, boolean, list, objectSchema, requiredStruct, string, struct, text } from '../schema/types.ts'
import type { ApiServerState } from '../state.ts'
import { always, assemble, nextGeneration, withMetadataOnly, type Strategy } from '../strategies/strategy.ts'
import { cacheTable } from '../watch-cache.ts'
import { definedResources, type Definition, type DefinitionNames, type DefinitionVersion } from './definition.ts'
import { schemaProblems } from './structural.ts'

/** As long as it is there, objects of the resource are. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io'

const column = struct('CustomResourceColumnDefinition', {
  name: text, type: text, format: string, description: string, priority: { kind: 'int' }, jsonPath: text,
})
const scale = struct('CustomResourceSubresourceScale', { specReplicasPath: text, statusReplicasPath: text, labelSelectorPath: string })
const schema = objectSchema('CustomResourceDefinition', {
  spec: requiredStruct('CustomResourceDefinitionSpec', {
    group: text, scope: text, conversion: any, preserveUnknownFields: boolean,
    names: requiredStruct('CustomResourceDefinitionNames', {
      plural: text, singular: string, shortNames: list(string), kind: text, listKind: string, categories: list(string),
    }),
    versions: { kind: 'list', absent: [], of: struct('CustomResourceDefinitionVersion', {
      name: text, served: boolean, storage: boolean, deprecated: boolean, deprecationWarning: string,
      schema: struct('CustomResourceValidation', { openAPIV3Schema: any }),
      subresources: struct('CustomResourceSubresources', { status: any, scale }), additionalPrinterColumns: list(column),
      selectableFields: list(any),
    }) },
  }),
  status: any,
})

function checkVersion(version: DefinitionVersion, at: string, problems: FieldProblem[]): void {
  addInvalid(problems, `${at}.name`, version.name, dns1035LabelProblems(version.name))
  if (version.schema?.openAPIV3Schema === undefined) problems.push(required(`${at}.schema.openAPIV3Schema`, 'schemas are required'))
  version.additionalPrinterColumns?.forEach((one, i) => {
    if (one.jsonPath === '') problems.push(required(`${at}.additionalPrinterColumns[${i}].jsonPath`))
  })
}

/** Schemas. One that all versions share has the path that it has in the server's own form of the definition. */
function checkSchemas(versions: readonly DefinitionVersion[], problems: FieldProblem[]): void {
  const schemas = versions.map((version) => version.schema?.openAPIV3Schema)
  const [first] = schemas
  if (first !== undefined && schemas.every((schema) => deepEqual(schema, first))) {
    problems.push(...schemaProblems(first, 'spec.validation.openAPIV3Schema'))
    return
  }
  schemas.forEach((schema, i) => {
    if (schema !== undefined) problems.push(...schemaProblems(schema, `spec.versions[${i}].schema.openAPIV3Schema`))
  })
}

/** Versions of which objects may be stored, and which therefore must stay. Source: ValidateCustomResourceDefinitionStoredVersions. */
function checkStored(stored: readonly string[], versions: readonly DefinitionVersion[], problems: FieldProblem[]): void {
  stored.forEach((name, i) => {
    if (versions.some((version) => version.name === name)) return
    problems.push(invalid(
      `status.storedVersions[${i}]`, name,
      `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data`
      + ` remains persisted in ${name} and removes ${name} from status.storedVersions`,
    ))
  })
}

function checkSpec(name: string, { group, names, scope, versions }: Definition['spec'], problems: FieldProblem[]): void {
  if (group === '') problems.push(required('spec.group'))
  else addInvalid(problems, 'spec.group', group, dnsSubdomainProblems(group))
  if (group !== '' && !group.includes('.')) problems.push(invalid('spec.group', group, 'should be a domain with at least one dot'))
  if (names.plural === '') problems.push(required('spec.names.plural'))
  else addInvalid(problems, 'spec.names.plural', names.plural, dns1035LabelProblems(names.plural))
  if (names.kind === '') problems.push(required('spec.names.kind'))
  else addInvalid(problems, 'spec.names.kind', names.kind, dns1035LabelProblems(names.kind.toLowerCase()))
  if (scope !== 'Namespaced' && scope !== 'Cluster') problems.push(notSupported('spec.scope', scope, ['Cluster', 'Namespaced']))
  if (name !== `${names.plural}.${group}`) {
    problems.push(invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group'))
  }
  if (versions.filter((version) => version.storage).length !== 1) {
    const versionNames = versions.map((version) => version.name)
    problems.push(invalid('spec.versions', versionNames, 'must have exactly one version marked as storage version'))
  }
  if (resources.some((info) => info.group === group && info.name === names.plural)) {
    problems.push(forbidden('spec.names.plural', `${names.plural}.${group} is a resource of the server itself`))
  }
  const twice = versions.find((version, i) => versions.findIndex((other) => other.name === version.name) < i)
  if (twice !== undefined) problems.push(invalid('spec.versions', versions.map((version) => version.name), 'must contain unique version names'))
  versions.forEach((version, i) => { checkVersion(version, `spec.versions[${i}]`, problems) })
  checkSchemas(versions, problems)
}

/** Names that are left out follow from the kind. */
function complete(spec: Definition['spec']): Definition['spec'] {
  const { names, conversion } = spec
  const filled: DefinitionNames = {
    ...names, singular: names.singular ?? names.kind.toLowerCase(), listKind: names.listKind ?? `${names.kind}List`,
  }
  return { ...spec, names: filled, conversion: conversion ?? { strategy: 'None' } }
}

interface Condition {
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly message: string
}
interface DefinitionStatus {
  readonly conditions?: readonly (Condition & { readonly lastTransitionTime: string })[]
  readonly storedVersions?: readonly string[]
  readonly acceptedNames?: Partial<DefinitionNames>
}

/** The name that another definition of the group has already; undefined: all are free. Source: pkg/controller/status/naming_controller.go. */
function conflictOf(state: ApiServerState, name: string, { group, names }: Definition['spec']): readonly [reason: string, name: string] | undefined {
  const others = definedResources(state.cache).filter(({ definition }) => definition.metadata.name !== name && definition.spec.group === group)
    .map(({ definition }) => definition.spec.names)
  const plural = new Set(others.flatMap((other) => [other.plural, other.singular, ...(other.shortNames ?? [])]))
  const kinds = new Set(others.flatMap((other) => [other.kind, other.listKind]))
  const shortName = names.shortNames?.find((one) => plural.has(one))
  // The last that is found is told, as upstream.
  if (kinds.has(names.listKind)) return ['ListKindConflict', names.listKind]
  if (kinds.has(names.kind)) return ['KindConflict', names.kind]
  if (shortName !== undefined) return ['ShortNamesConflict', shortName]
  if (plural.has(names.singular)) return ['SingularConflict', names.singular]
  return plural.has(names.plural) ? ['PluralConflict', names.plural] : undefined
}

/**
 * Status of a definition: its names are taken when no other of its group has them. One that is established stays it, and the versions in which
 * objects were ever stored are kept. Simplified: in one step; upstream's controllers write the conditions one after the other, and look again
 * when the other definition goes.
 */
function statusOf(state: ApiServerState, { name }: ObjectMeta, spec: Definition['spec'], old: DefinitionStatus = {}): DefinitionStatus {
  const conflict = conflictOf(state, name, spec)
  const was = old.conditions?.find((one) => one.type === 'Established')
  const conditions: readonly Condition[] = [
    conflict === undefined
      ? { status: 'True', reason: 'NoConflicts', message: 'no conflicts found', type: 'NamesAccepted' }
      : { status: 'False', reason: conflict[0], message: `"${conflict[1]}" is already in use`, type: 'NamesAccepted' },
    conflict === undefined || was?.status === 'True'
      ? { status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted', type: 'Established' }
      : { status: 'False', reason: 'NotAccepted', message: 'not all names are accepted', type: 'Established' },
  ]
  const stored = spec.versions.filter((version) => version.storage).map((version) => version.name)
  return {
    ...old, acceptedNames: conflict === undefined ? spec.names : old.acceptedNames ?? { plural: '', kind: '' },
    conditions: conditions.map((one) => {
      const before = old.conditions?.find((other) => other.type === one.type && other.status === one.status)
      return { lastTransitionTime: before?.lastTransitionTime ?? timeText(state.nowUs, state.epochMs), ...one }
    }),
    storedVersions: [...new Set([...(old.storedVersions ?? []), ...stored])],
  }
}

function held(metadata: ObjectMeta): ObjectMeta {
  const finalizers = metadata.finalizers ?? []
  if (metadata.deletionTimestamp !== undefined || finalizers.includes(cleanupFinalizer)) return metadata
  return { ...metadata, finalizers: [...finalizers, cleanupFinalizer] }
}

export const definitionStrategy: Strategy = {
  schema,
  hasGeneration: always,
  nameProblems: dnsSubdomainProblems,
  create(state, body, metadata, problems) {
    const spec = complete((body as Definition).spec)
    checkSpec(metadata.name, spec, problems)
    if (cacheTable(state.cache, 'customresourcedefinitions').count >= mostDefinitions) {
      problems.push(forbidden('metadata.name', `there are ${mostDefinitions} definitions, more are not kept`))
    }
    const head = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' }
    return assemble(head as KubernetesObject, held(metadata), spec, statusOf(state, metadata, spec))
  },
  update(state, body, current, metadata, problems) {
    const old = current as Definition & { readonly status: DefinitionStatus | undefined }
    const spec = complete((body as Definition).spec)
    checkSpec(metadata.name, spec, problems)
    for (const [field, now, before] of [
      ['spec.group', spec.group, old.spec.group], ['spec.scope', spec.scope, old.spec.scope],
      ['spec.names.plural', spec.names.plural, old.spec.names.plural], ['spec.names.kind', spec.names.kind, old.spec.names.kind],
    ] as const) if (now !== before) problems.push(invalid(field, now, 'field is immutable'))
    const stored = old.status?.storedVersions
    if (Array.isArray(stored)) checkStored(stored, spec.versions, problems)
    if (deepEqual(spec, old.spec)) return assemble(old, held(metadata), spec, old.status)
    nextGeneration(metadata)
    return assemble(old, held(metadata), spec, statusOf(state, metadata, spec, old.status ?? {}))
  },
  updateStatus: (_state, body, current, metadata) => assemble(current, metadata, (current as Definition).spec, (body as Definition).status),
  withMetadata: withMetadataOnly,
}

/** What of a definition is kept and not acted on: said when it is written, so that nobody takes it for checked. */
export function definitionWarnings(object: KubernetesObject): readonly string[] {
  const { versions, conversion } = (object as Definition).spec
  const warnings = versions.filter((version) => hasRules(version.schema?.openAPIV3Schema)).map((version) =>
    `version "${version.name}": x-kubernetes-validations (CEL) are stored but not evaluated: objects that break these rules are accepted`)
  const { strategy } = (conversion ?? {}) as { readonly strategy?: unknown }
  if (strategy === 'Webhook') warnings.push('spec.conversion: a webhook is not called: versions are converted as by the strategy None')
  return warnings
}

function hasRules(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  return Object.entries(schema).some(([name, inner]) => name === 'x-kubernetes-validations' || hasRules(inner))
}
