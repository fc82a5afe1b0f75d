/**
 * Update and patch of the main resource and of `status`, `scale` and `ephemeralcontainers`. Source: apiserver/pkg/registry/rest/update.go,
 * endpoints/handlers/patch.go.
 */
import { toOtherVersion } from '../../../../kubernetes/other-versions/convert.ts'
import { applyJsonPatch } from '../../../../kubernetes/patch/json-patch.ts'
import { PatchError, type JsonObject, type JsonValue } from '../../../../kubernetes/patch/json-value.ts'
import { applyMergePatch } from '../../../../kubernetes/patch/merge-patch.ts'
import { applyStrategicMergePatch } from '../../../../kubernetes/patch/strategic-merge.ts'
import type { Namespace, Pod, PodStatus } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { isCustom } from '../../../../kubernetes/resources.ts'
import type { Status } from '../../../../kubernetes/types/status.ts'
import { claimWarnings } from '../claim-warnings.ts'
import { decodeBody } from '../custom-resources/decode-body.ts'
import { quotaRefusal } from '../admission/resource-quota.ts'
import { decodeObject, type Decoded } from '../decode.ts'
import { sameObject } from '../deep-equal.ts'
import { invalid, type FieldProblem } from '../field-errors.ts'
import type { ApiRequest, PatchType } from '../messages.ts'
import { copyMeta, statusMeta, updatedMeta } from '../metadata.ts'
import { putNext, refuse, removeNow, type Plan } from '../plan.ts'
import { replicasPath, scaleOf, withReplicasOf } from '../custom-resources/custom-scale.ts'
import { scaleSchema } from '../schema/apps.ts'
import type { ApiServerState, ServerCall } from '../state.ts'
import { badRequest, forbiddenRequest, invalidObject, invalidScale, methodNotAllowed, modifiedConflict } from '../status-errors.ts'
import { buildPod, copyPodStatus, mergeConditions, podWithEphemeral } from '../strategies/pod.ts'
import { applyPatch, applyScale, noteManagers } from '../server-side-apply/tracking.ts'
import { statusProblems } from '../custom-resources/custom-strategy.ts'
import { strategyOf } from '../strategies/table.ts'
import { checkMeta, checkMetaUpdate } from '../validation/metadata.ts'
import { toStoredWire } from '../wire-form.ts'
import { planRenewal } from './renew.ts'

type Patched =
  | { readonly object: KubernetesObject; readonly status: undefined; readonly note?: (next: KubernetesObject) => void }
  | { readonly object: undefined; readonly status: Status }

function patchedValue(type: PatchType, target: JsonObject, patch: JsonValue): JsonValue {
  if (type === 'json') return applyJsonPatch(target, patch)
  return type === 'merge' ? applyMergePatch(target, patch) : applyStrategicMergePatch(target, patch)
}

/** Problems of a patched object that does not read: unknown fields, wrong types, each with its path. */
function decodeProblems(decoded: Decoded, strict: boolean): FieldProblem[] {
  const unknown = strict ? decoded.unknown : []
  const problems = unknown.map((field) => ({ reason: 'FieldValueInvalid', field, message: `strict decoding error: unknown field "${field}"` }))
  return [...problems, ...decoded.wrong]
}

/** The object that a patch makes of the current one. */
function patched(call: ServerCall, decode: (value: Record<string, unknown>) => Decoded, target: JsonObject): Patched {
  const { request, external } = call
  let value: JsonValue
  try {
    value = patchedValue(request.patchType ?? 'merge', target, request.body as JsonValue)
  } catch (error) {
    if (error instanceof PatchError) return { object: undefined, status: badRequest(error.message) }
    throw error
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { object: undefined, status: badRequest('the patch does not leave an object') }
  }
  const decoded = decode(value as Record<string, unknown>)
  const problems = decodeProblems(decoded, external?.fieldValidation === 'Strict')
  if (problems.length > 0) return { object: undefined, status: invalidObject(request.resource, request.name, problems) }
  if (external?.fieldValidation === 'Warn') for (const field of decoded.unknown) external.warnings.push(`unknown field "${field}"`)
  for (const field of decoded.dropped) external?.warnings.push(`field "${field}" is accepted but not simulated`)
  external?.warnings.push(...claimWarnings(decoded.object, target))
  return { object: decoded.object, status: undefined }
}

function bodyOf(state: ApiServerState, call: ServerCall, current: KubernetesObject): Patched {
  const { request } = call
  if (request.patchType === 'apply') return applyPatch(state, call, current)
  if (request.verb === 'update') return { object: request.body as KubernetesObject, status: undefined }
  const stored = toStoredWire(current)
  const version = call.external?.form.view?.apiVersion
  return patched(call, (value) => decodeBody(state.cache, request.resource, value), version === undefined ? stored : toOtherVersion(stored, version))
}

/** The revision that the client insists on; 0: none. */
function lockOf(request: ApiRequest, body: KubernetesObject, current: KubernetesObject): number {
  const wanted = request.options?.resourceVersion ?? 0
  if (wanted > 0) return wanted
  // A patch that does not name a revision has the current one in its result, which is no lock.
  const said = body.metadata.resourceVersion
  return said > 0 && (request.verb === 'update' || said !== current.metadata.resourceVersion) ? said : 0
}

/** True when a write was made under a lock: then a lost compare is a conflict and not tried again. */
export function isLocked(request: ApiRequest): boolean {
  if ((request.options?.resourceVersion ?? 0) > 0) return true
  if (request.verb !== 'update' || request.subresource === 'scale') return false
  return (request.body as KubernetesObject).metadata.resourceVersion > 0
}

/** Writes `next`, or deletes the object when this takes its last finalizer away, or does nothing when nothing differs. */
function finish(request: ApiRequest, current: KubernetesObject, slot: number, next: KubernetesObject): Plan {
  const { metadata } = next
  const waiting = request.resource === 'namespaces' && ((next as Namespace).spec.finalizers?.length ?? 0) > 0
  const graceOver = metadata.deletionTimestamp !== undefined && (metadata.deletionGracePeriodSeconds ?? 0) === 0
  if (graceOver && metadata.finalizers === undefined && !waiting) {
    return removeNow(request, current, slot)
  }
  return sameObject(next, current) ? { kind: 'same', object: current, slot } : putNext(request, current, slot, next)
}

/** Notes the managers of the next version: those of an apply are known, those of another write follow from what it changes. */
function note(
  state: ApiServerState, call: ServerCall, patch: Patched, current: KubernetesObject, next: KubernetesObject,
): KubernetesObject {
  if (patch.object !== undefined && patch.note !== undefined) patch.note(next)
  else noteManagers(state, call, patch.object, current, next)
  return next
}

function planMain(state: ApiServerState, call: ServerCall, current: KubernetesObject, slot: number): Plan {
  const { request } = call
  const patch = bodyOf(state, call, current)
  const { object: body, status } = patch
  if (body === undefined) return refuse(status)
  const lock = lockOf(request, body, current)
  if (lock > 0 && lock !== current.metadata.resourceVersion) return refuse(modifiedConflict(request.resource, request.name))
  const problems: FieldProblem[] = []
  const metadata = updatedMeta(current.metadata, body.metadata)
  checkMetaUpdate(body.metadata, current.metadata, problems)
  checkMeta(metadata, current.metadata, problems)
  const next = strategyOf(request.resource).update(state, body, current, metadata, problems)
  if (problems.length > 0) return refuse(invalidObject(request.resource, request.name, problems))
  const refusal = request.resource === 'services' ? quotaRefusal(state, request.resource, next, current) : undefined
  if (refusal !== undefined) return refuse(forbiddenRequest(request.resource, request.name, refusal))
  return finish(request, current, slot, note(state, call, patch, current, next))
}

/** A kubelet's patch: a whole PodStatus, whose conditions are merged by type. */
function planPodStatus(request: ApiRequest, current: Pod, slot: number): Plan {
  const body = request.body as PodStatus
  const status = copyPodStatus(body, current.status, mergeConditions(body.conditions, current.status.conditions))
  return finish(request, current, slot, buildPod(current, copyMeta(current.metadata), current.spec, status))
}

function isPodStatus(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'phase' in body
}

function planStatus(state: ApiServerState, call: ServerCall, current: KubernetesObject, slot: number): Plan {
  const { request } = call
  if (request.verb === 'patch' && request.resource === 'pods' && call.external === undefined && isPodStatus(request.body)) {
    return planPodStatus(request, current as Pod, slot)
  }
  const { updateStatus } = strategyOf(request.resource)
  if (updateStatus === undefined) return refuse(methodNotAllowed(request.resource, request.verb))
  const patch = bodyOf(state, call, current)
  const { object: body, status } = patch
  if (body === undefined) return refuse(status)
  const lock = lockOf(request, body, current)
  if (lock > 0 && lock !== current.metadata.resourceVersion) return refuse(modifiedConflict(request.resource, request.name))
  const next = updateStatus(state, body, current, statusMeta(current.metadata, body.metadata))
  const problems = isCustom(request.resource) ? statusProblems(state, request.resource, next) : []
  if (problems.length > 0) return refuse(invalidObject(request.resource, request.name, problems))
  return finish(request, current, slot, note(state, call, patch, current, next))
}

interface WantedScale {
  readonly replicas: number
  /** The revision that the client insists on; 0: none. */
  readonly lock: number
  readonly note?: (next: KubernetesObject) => void
}

/** What a Scale asks for, or why not. */
function wantedScale(state: ApiServerState, call: ServerCall, current: KubernetesObject): WantedScale | Status {
  const { request } = call
  if (request.patchType === 'apply') {
    const applied = applyScale(state, call, current, replicasPath(state.cache, request.resource))
    return applied.replicas === undefined ? applied.status : { replicas: applied.replicas, lock: applied.resourceVersion, note: applied.note }
  }
  const result: Patched = request.verb === 'update' ? {
    object: request.body as KubernetesObject, status: undefined,
  } : patched(call, (value) => decodeObject(scaleSchema, value), scaleOf(state.cache, request.resource, current))
  if (result.object === undefined) return result.status
  const { metadata, spec } = result.object as KubernetesObject & { readonly spec: { readonly replicas: number | undefined } }
  return { replicas: spec.replicas ?? 0, lock: metadata?.resourceVersion ?? 0 }
}

function planScale(state: ApiServerState, call: ServerCall, current: KubernetesObject, slot: number): Plan {
  const { request } = call
  const wanted = wantedScale(state, call, current)
  if ('kind' in wanted) return refuse(wanted)
  const { replicas, lock } = wanted
  if (lock > 0 && lock !== current.metadata.resourceVersion) return refuse(modifiedConflict(request.resource, request.name))
  if (replicas < 0) return refuse(invalidScale(request.name, [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')]))
  const next = withReplicasOf(state.cache, request.resource, current, replicas)
  if (wanted.note === undefined) noteManagers(state, call, undefined, current, next)
  else wanted.note(next)
  return finish(request, current, slot, next)
}

/** Adds ephemeral containers to a pod: nothing else of the body counts. */
function planEphemeralContainers(state: ApiServerState, call: ServerCall, pod: Pod, slot: number): Plan {
  const { request } = call
  const patch = bodyOf(state, call, pod)
  const { object: body, status } = patch
  if (body === undefined) return refuse(status)
  const lock = lockOf(request, body, pod)
  if (lock > 0 && lock !== pod.metadata.resourceVersion) return refuse(modifiedConflict(request.resource, request.name))
  const problems: FieldProblem[] = []
  const next = podWithEphemeral(pod, copyMeta(pod.metadata), (body as Pod).spec.ephemeralContainers, problems)
  if (problems.length > 0) return refuse(invalidObject(request.resource, request.name, problems))
  return finish(request, pod, slot, note(state, call, patch, pod, next))
}

/** What an update or patch of an existing object comes to. */
export function planUpdate(state: ApiServerState, call: ServerCall, current: KubernetesObject, slot: number): Plan {
  switch (call.request.subresource) {
    case 'status': return planStatus(state, call, current, slot)
    case 'scale': return planScale(state, call, current, slot)
    case 'ephemeralcontainers': return planEphemeralContainers(state, call, current as Pod, slot)
    default: return planRenewal(call, current, slot) ?? planMain(state, call, current, slot)
  }
}
