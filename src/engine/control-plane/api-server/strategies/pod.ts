/** Pods. Source: pkg/registry/core/pod/strategy.go, pkg/apis/core/validation (ValidatePodUpdate). */
import { dnsSubdomainProblems } from '../../../../kubernetes/names.ts'
import type { EphemeralContainer, Pod, PodCondition, PodSpec, PodStatus } from '../../../../kubernetes/types/core.ts'
import { deepEqual } from '../deep-equal.ts'
import { addUnder, forbidden, type FieldProblem } from '../field-errors.ts'
import { copyPodSpec } from '../pod-defaults.ts'
import { hasEphemeral, preparePod } from '../pod-template.ts'
import { podSchema } from '../schema/core.ts'
import type { ApiServerState } from '../state.ts'
import { checkEphemeralUpdate } from '../validation/ephemeral-containers.ts'
import { nextGeneration, type Strategy } from './strategy.ts'

/** Pods have a generation since 1.33. */
function podsHaveGeneration(state: ApiServerState): boolean {
  return state.compatibility === 'v1.34'
}

const immutableText = 'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

/** The spec with the members that may change taken from `from`; what is left of a difference is not allowed. */
function withMutable(spec: PodSpec, from: PodSpec): PodSpec {
  const images = <T extends { readonly image: string }>(list: readonly T[], source: readonly { readonly image: string }[]): T[] =>
    list.map((container, i) => ({ ...container, image: source[i]?.image ?? container.image }))
  return {
    ...copyPodSpec(spec),
    containers: images(spec.containers, from.containers),
    initContainers: spec.initContainers === undefined ? undefined : images(spec.initContainers, from.initContainers ?? []),
    activeDeadlineSeconds: from.activeDeadlineSeconds,
    tolerations: from.tolerations,
  }
}

function checkUpdate(next: PodSpec, current: PodSpec, problems: FieldProblem[]): void {
  if (!deepEqual(withMutable(next, current), current)) problems.push(forbidden('spec', immutableText))
  const kept = (current.tolerations ?? []).every((old) => (next.tolerations ?? []).some((toleration) => deepEqual(toleration, old)))
  if (!kept) problems.push(forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'))
}

/** A pod of the same metadata and spec with another status. */
export function copyPodStatus(body: PodStatus, current: PodStatus, conditions: readonly PodCondition[] | undefined): PodStatus {
  return {
    observedGeneration: body.observedGeneration,
    phase: body.phase ?? current.phase,
    conditions,
    message: body.message,
    reason: body.reason,
    nominatedNodeName: body.nominatedNodeName ?? current.nominatedNodeName,
    hostIP: body.hostIP,
    hostIPs: body.hostIPs,
    podIP: body.podIP,
    podIPs: body.podIPs,
    startTime: body.startTime,
    initContainerStatuses: body.initContainerStatuses,
    containerStatuses: body.containerStatuses,
    ephemeralContainerStatuses: body.ephemeralContainerStatuses,
    qosClass: current.qosClass ?? body.qosClass,
  }
}

/**
 * Conditions by type: those of the patch in its order, then those that it does not name. Source: patchMergeKey=type of
 * PodStatus.conditions.
 */
export function mergeConditions(
  patch: readonly PodCondition[] | undefined, current: readonly PodCondition[] | undefined,
): readonly PodCondition[] | undefined {
  if (patch === undefined || current === undefined) return patch ?? current
  let kept: PodCondition[] | undefined
  for (let i = 0; i < current.length; i++) {
    const condition = current[i]!
    let named = false
    for (let n = 0; n < patch.length && !named; n++) named = patch[n]!.type === condition.type
    if (!named) (kept ??= []).push(condition)
  }
  return kept === undefined ? patch : [...patch, ...kept]
}

/** A version of a pod. */
export function buildPod(pod: Pod, metadata: Pod['metadata'], spec: PodSpec, status: PodStatus): Pod {
  return { apiVersion: 'v1', kind: pod.kind, metadata, spec, status }
}

/**
 * The next version of a pod with these ephemeral containers; all else stays. `metadata` is fresh. Source: pkg/registry/core/pod/strategy.go
 * (podEphemeralContainersStrategy).
 */
export function podWithEphemeral(
  pod: Pod, metadata: Pod['metadata'], ephemeralContainers: readonly EphemeralContainer[] | undefined, problems: FieldProblem[],
): Pod {
  const { spec, problems: found } = preparePod({ ...copyPodSpec(pod.spec), ephemeralContainers })
  addUnder(problems, 'spec', found)
  checkEphemeralUpdate(spec.ephemeralContainers, pod.spec.ephemeralContainers, problems)
  if (deepEqual(spec.ephemeralContainers, pod.spec.ephemeralContainers)) return buildPod(pod, metadata, pod.spec, pod.status)
  if (metadata.generation !== undefined) nextGeneration(metadata)
  return buildPod(pod, metadata, { ...copyPodSpec(pod.spec), ephemeralContainers: spec.ephemeralContainers }, pod.status)
}

export const podStrategy: Strategy = {
  schema: podSchema,
  hasGeneration: podsHaveGeneration,
  nameProblems: dnsSubdomainProblems,
  create(_state, body, metadata, problems) {
    const { spec, status, problems: found } = preparePod((body as Pod).spec)
    if (found.length > 0) addUnder(problems, 'spec', found)
    if (hasEphemeral(spec)) problems.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'))
    return { apiVersion: 'v1', kind: 'Pod', metadata, spec, status } as Pod
  },
  update(_state, body, current, metadata, problems) {
    const pod = current as Pod
    const raw = (body as Pod).spec
    if (raw === pod.spec) return buildPod(pod, metadata, pod.spec, pod.status)
    const prepared = preparePod(raw)
    addUnder(problems, 'spec', prepared.problems)
    const same = deepEqual(prepared.spec, pod.spec)
    if (!same) {
      checkUpdate(prepared.spec, pod.spec, problems)
      if (metadata.generation !== undefined) nextGeneration(metadata)
    }
    return buildPod(pod, metadata, same ? pod.spec : prepared.spec, pod.status)
  },
  updateStatus(_state, body, current, metadata) {
    const pod = current as Pod
    const { status } = body as Pod
    return buildPod(pod, metadata, pod.spec, copyPodStatus(status, pod.status, status.conditions))
  },
  withMetadata(object, metadata) {
    const pod = object as Pod
    return buildPod(pod, metadata, pod.spec, pod.status)
  },
}
