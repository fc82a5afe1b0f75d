/**
 * What the API server knows about a resource: how its objects are read, completed, checked and changed. One row of `strategies/table.ts`
 * each.
 */
import type { KubernetesObject, ObjectMeta } from '../../../../kubernetes/types/meta.ts'
import type { FieldProblem } from '../field-errors.ts'
import type { StructSchema } from '../schema/types.ts'
import type { ApiServerState } from '../state.ts'

export interface Strategy {
  /** Shape of the JSON from outside. */
  readonly schema: StructSchema
  /** Does the object count its spec's generations? */
  readonly hasGeneration: (state: ApiServerState) => boolean
  /** What is wrong with a name. */
  readonly nameProblems: (name: string) => readonly string[]
  /** A complete new object: defaults, admission, and only what a client may set. Problems are added, all of them. */
  readonly create: (state: ApiServerState, body: KubernetesObject, metadata: ObjectMeta, problems: FieldProblem[]) => KubernetesObject
  /** The next version: everything but the status. `metadata` is fresh; a strategy counts its generation up. */
  readonly update: (
    state: ApiServerState, body: KubernetesObject, current: KubernetesObject, metadata: ObjectMeta, problems: FieldProblem[],
  ) => KubernetesObject
  /** The next version: the status only. undefined: the resource has no such subresource. */
  readonly updateStatus:
    | ((state: ApiServerState, body: KubernetesObject, current: KubernetesObject, metadata: ObjectMeta) => KubernetesObject)
    | undefined
  /** The same object with other metadata. */
  readonly withMetadata: (object: KubernetesObject, metadata: ObjectMeta) => KubernetesObject
}

/** Counts up a fresh metadata's generation: the spec has changed. */
export function nextGeneration(metadata: ObjectMeta): void {
  const fresh = metadata as { generation: number | undefined }
  fresh.generation = (metadata.generation ?? 0) + 1
}

interface SpecAndStatus extends KubernetesObject {
  readonly spec: unknown
  readonly status: unknown
}

/** A version of an object that consists of spec and status. */
export function assemble(like: KubernetesObject, metadata: ObjectMeta, spec: unknown, status: unknown): SpecAndStatus {
  return { apiVersion: like.apiVersion, kind: like.kind, metadata, spec, status }
}

export function withMetadataOnly(object: KubernetesObject, metadata: ObjectMeta): KubernetesObject {
  const { spec, status } = object as SpecAndStatus
  return assemble(object, metadata, spec, status)
}

export function never(): boolean {
  return false
}
export function always(): boolean {
  return true
}
