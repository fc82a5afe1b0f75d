/** CustomResourceDefinitions as the server reads them: which resources they make. Source: k8s.io/apiextensions-apiserver. */
import {
  customResource, firstCustomId, isCustom, resourceInfo, type CustomResource, type ResourceInfo, type ResourceName,
} from '../../../../kubernetes/resources.ts'
import type { PrinterColumn } from '../../../../kubernetes/tables/printer-column.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { cacheTable, type WatchCache } from '../watch-cache.ts'
import type { JsonSchema } from './json-schema.ts'

export interface DefinitionVersion {
  readonly name: string
  readonly served: boolean
  readonly storage: boolean
  readonly schema?: { readonly openAPIV3Schema?: JsonSchema }
  readonly subresources?: {
    readonly status?: object
    readonly scale?: { readonly specReplicasPath: string; readonly statusReplicasPath: string; readonly labelSelectorPath?: string }
  }
  readonly additionalPrinterColumns?: readonly PrinterColumn[]
}
export interface DefinitionNames {
  readonly plural: string
  readonly singular: string
  readonly kind: string
  readonly listKind: string
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
}
export interface Definition extends KubernetesObject {
  readonly spec: {
    readonly group: string
    readonly names: DefinitionNames
    readonly scope: string
    readonly versions: readonly DefinitionVersion[]
    readonly conversion?: unknown
    readonly preserveUnknownFields?: boolean
  }
  /** Clients may write anything there. */
  readonly status: { readonly conditions?: unknown } | null | undefined
}

/** A definition and the resource that it makes. */
export interface Defined {
  readonly resource: CustomResource
  readonly definition: Definition
}

function isEstablished({ status }: Definition): boolean {
  const conditions: unknown = status?.conditions
  return Array.isArray(conditions)
    && conditions.some((one: { readonly type?: unknown; readonly status?: unknown } | null) => one?.type === 'Established' && one.status === 'True')
}

function resourceOfDefinition({ spec }: Definition, slot: number): CustomResource {
  return customResource(slot, spec.group, spec.names.plural, spec.names.kind, spec.scope === 'Namespaced')
}

/** All that is served, in the order of their slots. */
export function definedResources(cache: WatchCache): Defined[] {
  const table = cacheTable(cache, 'customresourcedefinitions')
  if (table.count === 0) return []
  return (table.objects as readonly (Definition | undefined)[]).flatMap((definition, slot) =>
    (definition === undefined || !isEstablished(definition) ? [] : [{ definition, resource: resourceOfDefinition(definition, slot) }]))
}

/** The definition of a custom resource; undefined: it is gone. */
export function definitionOf(cache: WatchCache, resource: CustomResource): Definition | undefined {
  const slot = resourceInfo(resource).id - firstCustomId
  const definition = cacheTable(cache, 'customresourcedefinitions').objects[slot] as Definition | undefined
  return definition !== undefined && resourceOfDefinition(definition, slot) === resource ? definition : undefined
}

/** The version in which objects are stored. */
export function storageVersion({ spec }: Definition): DefinitionVersion {
  return spec.versions.find((version) => version.storage) ?? spec.versions[0]!
}

/** The version that an object says it is in; the one in which objects are stored where there is no such. */
export function versionOf(definition: Definition, apiVersion: string): DefinitionVersion {
  const name = apiVersion.slice(apiVersion.indexOf('/') + 1)
  return definition.spec.versions.find((version) => version.name === name) ?? storageVersion(definition)
}

/** A custom resource by its kind in etcd, whatever the version. */
export function resourceOfObject(all: readonly Defined[], object: KubernetesObject): ResourceName | undefined {
  const group = object.apiVersion.slice(0, object.apiVersion.indexOf('/'))
  return all.find(({ definition: { spec } }) => spec.group === group && spec.names.kind === object.kind)?.resource
}

/** "v2" before "v1" before "v1beta1" before "v1alpha1" before other names. Source: apimachinery/pkg/version/helpers.go. */
function versionRank(name: string): number {
  const match = /^v(\d{1,4})(?:(alpha|beta)(\d{1,4}))?$/.exec(name)
  if (match === null) return -1
  const [, major = '0', stage, minor = '0'] = match
  return (stage === undefined ? 2e8 : stage === 'beta' ? 1e8 : 0) + Number(major) * 1e4 + Number(minor)
}

/** Served versions, the preferred first. */
export function servedVersions({ spec }: Definition): DefinitionVersion[] {
  return spec.versions.filter((version) => version.served).toSorted((a, b) => versionRank(b.name) - versionRank(a.name))
}

/** The row of a custom resource in one version, as discovery tells it. */
export function infoInVersion({ resource, definition }: Defined, version: DefinitionVersion): ResourceInfo {
  const { names } = definition.spec
  return {
    ...resourceInfo(resource), version: version.name, singular: names.singular, shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    subresources: (['status', 'scale'] as const).filter((name) => version.subresources?.[name] !== undefined),
  }
}

/** True when the status is a subresource: then it is written by nothing else. */
export function hasStatusSubresource(cache: WatchCache, resource: ResourceName): boolean {
  const definition = isCustom(resource) ? definitionOf(cache, resource) : undefined
  return definition !== undefined && storageVersion(definition).subresources?.status !== undefined
}
