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
import { schemaProblems } from './json-schema.ts'

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
  const root = version.schema?.openAPIV3Schema
  if (root === undefined) problems.push(required(`${at}.schema.openAPIV3Schema`, 'schemas are required'))
  else {
    const found = schemaProblems(root, `${at}.schema.openAPIV3Schema`)
    problems.push(...found)
    if (found.length === 0 && root.type !== 'object') {
      problems.push(notSupported(`${at}.schema.openAPIV3Schema.type`, root.type ?? '', ['object']))
    }
  }
  version.additionalPrinterColumns?.forEach((one, i) => {
    if (one.jsonPath === '') problems.push(required(`${at}.additionalPrinterColumns[${i}].jsonPath`))
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
  versions.forEach((version, i) => { checkVersion(version, `spec.versions[${i}]`, problems) })
}

/** Names that are left out follow from the kind. */
function complete(spec: Definition['spec']): Definition['spec'] {
  const { names, conversion } = spec
  const filled: DefinitionNames = {
    ...names, singular: names.singular ?? names.kind.toLowerCase(), listKind: names.listKind ?? `${names.kind}List`,
  }
  return { ...spec, names: filled, conversion: conversion ?? { strategy: 'None' } }
}

/**
 * Status of a definition: its names are taken when no other of its group has the kind.
 * Simplified: in one step; upstream's controllers write the conditions one after the other.
 */
function statusOf(state: ApiServerState, metadata: ObjectMeta, spec: Definition['spec']): unknown {
  const lastTransitionTime = timeText(state.nowUs, state.epochMs)
  const taken = definedResources(state.cache).some(({ definition }) =>
    definition.metadata.name !== metadata.name && definition.spec.group === spec.group && definition.spec.names.kind === spec.names.kind)
  const names = taken
    ? { status: 'False', reason: 'KindConflict', message: `"${spec.names.kind}" is already in use` }
    : { status: 'True', reason: 'NoConflicts', message: 'no conflicts found' }
  const established = taken
    ? { status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
    : { status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' }
  return {
    acceptedNames: taken ? { plural: '', kind: '' } : spec.names,
    conditions: [
      { lastTransitionTime, ...names, type: 'NamesAccepted' }, { lastTransitionTime, ...established, type: 'Established' },
    ],
    storedVersions: spec.versions.filter((version) => version.storage).map((version) => version.name),
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
  update(_state, body, current, metadata, problems) {
    const old = current as Definition
    const spec = complete((body as Definition).spec)
    checkSpec(metadata.name, spec, problems)
    for (const [field, now, before] of [
      ['spec.group', spec.group, old.spec.group], ['spec.scope', spec.scope, old.spec.scope],
      ['spec.names.plural', spec.names.plural, old.spec.names.plural], ['spec.names.kind', spec.names.kind, old.spec.names.kind],
    ] as const) if (now !== before) problems.push(invalid(field, now, 'field is immutable'))
    if (!deepEqual(spec, old.spec)) nextGeneration(metadata)
    return assemble(old, held(metadata), spec, old.status)
  },
  updateStatus: (_state, body, current, metadata) => assemble(current, metadata, (current as Definition).spec, (body as Definition).status),
  withMetadata: withMetadataOnly,
}
