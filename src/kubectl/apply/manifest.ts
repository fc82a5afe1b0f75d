/** A manifest as it was typed, and what is wrong with it: shared words of parsing, planning and applying. */
import type { ResourceInfo } from '../../kubernetes/resources.ts'

/** Line and column of the text, both from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Something wrong, at a place of the text. */
export interface ManifestProblem extends Position {
  readonly message: string
  /** Field path when a field is meant, e.g. `spec.replicas`; empty text else. */
  readonly field: string
}

/** A JSON object. */
export type JsonObject = { readonly [key: string]: unknown }

/** One object of a manifest. */
export interface ManifestDocument {
  readonly info: ResourceInfo
  readonly namespace: string
  readonly name: string
  /** The object as JSON, its namespace filled in. */
  readonly value: JsonObject
  /** Where it begins. */
  readonly position: Position
  /** Where a field stands; the nearest field around it when the text does not hold it (a missing field's parent). */
  readonly locate: (fieldPath: string) => Position
}

export interface Manifest {
  readonly documents: readonly ManifestDocument[]
  /** In the order of the text; not empty: nothing may be sent. */
  readonly problems: readonly ManifestProblem[]
}

/** Whether a value is a JSON object (not a list, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** "deployment.apps/web", as kubectl names an object in its answers. */
export function kubectlName(info: ResourceInfo, name: string): string {
  return `${info.singular}${info.group === '' ? '' : `.${info.group}`}/${name}`
}
