/** Builders of object metadata: every field named, so that all metadata has one shape. */
import { nextUid } from '../../simulation/random.ts'
import { timeText } from '../../simulation/time-text.ts'
import type { ObjectMeta } from '../../../kubernetes/types/meta.ts'
import type { ApiServerState } from './state.ts'

/** Metadata of a new object; what clients may not set (uid, times, deletion) is the server's. */
export function freshMeta(
  state: ApiServerState, body: ObjectMeta, namespace: string, name: string, generation: number | undefined, uid?: string,
): ObjectMeta {
  return {
    name,
    generateName: body.generateName === '' ? undefined : body.generateName,
    namespace,
    uid: uid ?? nextUid(state.uidRandom),
    resourceVersion: 0,
    generation,
    creationTimestamp: timeText(state.nowUs, state.epochMs),
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    labels: body.labels,
    annotations: body.annotations,
    ownerReferences: body.ownerReferences,
    finalizers: body.finalizers,
    managedFields: undefined,
  }
}

/** A copy of stored metadata for the next version of the object. */
export function copyMeta(meta: ObjectMeta, generation = meta.generation): ObjectMeta {
  return {
    name: meta.name,
    generateName: meta.generateName,
    namespace: meta.namespace,
    uid: meta.uid,
    resourceVersion: 0,
    generation,
    creationTimestamp: meta.creationTimestamp,
    deletionTimestamp: meta.deletionTimestamp,
    deletionGracePeriodSeconds: meta.deletionGracePeriodSeconds,
    labels: meta.labels,
    annotations: meta.annotations,
    ownerReferences: meta.ownerReferences,
    finalizers: meta.finalizers,
    managedFields: meta.managedFields,
  }
}

/**
 * What an update of the status may change of the metadata: the annotations (the Deployment controller writes a Deployment's revision so).
 * Source: pkg/registry/apps/deployment/strategy.go (deploymentStatusStrategy resets spec and labels only).
 */
export function statusMeta(current: ObjectMeta, body: ObjectMeta): ObjectMeta {
  const metadata = copyMeta(current) as { annotations: ObjectMeta['annotations'] } & ObjectMeta
  metadata.annotations = body.annotations
  return metadata
}

/** What an update may change of the metadata: labels, annotations, owners, finalizers; the rest is kept. */
export function updatedMeta(current: ObjectMeta, body: ObjectMeta): ObjectMeta {
  return {
    name: current.name,
    generateName: current.generateName,
    namespace: current.namespace,
    uid: current.uid,
    resourceVersion: 0,
    generation: current.generation,
    creationTimestamp: current.creationTimestamp,
    deletionTimestamp: current.deletionTimestamp,
    deletionGracePeriodSeconds: current.deletionGracePeriodSeconds,
    labels: body.labels,
    annotations: body.annotations,
    ownerReferences: body.ownerReferences,
    finalizers: body.finalizers === undefined || body.finalizers.length === 0 ? undefined : body.finalizers,
    managedFields: current.managedFields,
  }
}

/** Stored metadata marked for deletion. A generation counts one up when the mark is set. Source: apiserver/pkg/registry/rest/delete.go. */
export function deletingMeta(
  state: ApiServerState, meta: ObjectMeta, graceSeconds: number, finalizers: ObjectMeta['finalizers'],
): ObjectMeta {
  const first = meta.deletionTimestamp === undefined
  const generation = first && meta.generation !== undefined ? meta.generation + 1 : meta.generation
  return {
    ...copyMeta(meta, generation), deletionTimestamp: timeText(state.nowUs + graceSeconds * 1_000_000, state.epochMs),
    deletionGracePeriodSeconds: graceSeconds, finalizers,
  }
}
