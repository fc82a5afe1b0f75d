/**
 * Pod specs, defaulted and checked once per template: the thousand pods of a ReplicaSet share one spec, one first status and one verdict.
 * The memo is keyed by the identity of the spec that came in; what it holds is a pure function of it.
 */
import type { Container, PodSpec, PodStatus, PodTemplateSpec } from '../../../kubernetes/types/core.ts'
import { milliValue } from '../../../kubernetes/quantity.ts'
import { admitPodSpec } from './admission/pod-admission.ts'
import { forbidden, type FieldProblem } from './field-errors.ts'
import { copyPodSpec, defaultPod, defaultPodSpec } from './pod-defaults.ts'
import { podSpecProblems } from './validation/pod-spec.ts'

interface PreparedSpec {
  readonly spec: PodSpec
  /** Paths are relative to the spec. */
  readonly problems: readonly FieldProblem[]
}
interface PreparedPod extends PreparedSpec {
  /** Status of a new pod. */
  readonly status: PodStatus
}

const templates = new WeakMap<PodSpec, PreparedSpec>()
const pods = new WeakMap<PodSpec, PreparedPod>()

/** Freezes a value and all it holds. */
function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) freezeDeep(member)
  return value
}

/** Spec of a template: defaults of PodSpec, and what is wrong with it. */
function prepareTemplateSpec(raw: PodSpec): PreparedSpec {
  const known = templates.get(raw)
  if (known !== undefined) return known
  const spec = freezeDeep(defaultPodSpec(raw))
  const prepared: PreparedSpec = { spec, problems: podSpecProblems(spec) }
  // Only frozen specs are remembered: another could be changed by its owner.
  if (Object.isFrozen(raw)) templates.set(raw, prepared)
  templates.set(spec, prepared)
  return prepared
}

/** They are added to pods that run, and to nothing else. */
export function hasEphemeral(spec: PodSpec): boolean {
  return spec.ephemeralContainers !== undefined && spec.ephemeralContainers.length > 0
}

/** Template with its spec prepared. Labels are kept as they are, frozen. */
export function prepareTemplate(template: PodTemplateSpec): {
  readonly template: PodTemplateSpec; readonly problems: readonly FieldProblem[],
} {
  const { spec, problems: found } = prepareTemplateSpec(template.spec)
  const problems = hasEphemeral(spec) ? [...found, forbidden('ephemeralContainers', 'ephemeral containers not allowed in pod template')] : found
  if (spec === template.spec && Object.isFrozen(template)) return { template, problems }
  const { metadata } = template
  const prepared: PodTemplateSpec = {
    metadata: { name: metadata?.name, labels: metadata?.labels, annotations: metadata?.annotations, creationTimestamp: null },
    spec,
  }
  return { template: freezeDeep(prepared), problems }
}

const qosResources = ['cpu', 'memory'] as const

function isGuaranteed(container: Container): boolean {
  const { requests, limits } = container.resources
  return qosResources.every((name) => {
    const limit = limits?.[name]
    return limit !== undefined && milliValue(limit) > 0 && milliValue(requests?.[name] ?? limit) === milliValue(limit)
  })
}

function isBestEffort(container: Container): boolean {
  const { requests, limits } = container.resources
  return qosResources.every((name) => milliValue(requests?.[name] ?? '0') === 0 && milliValue(limits?.[name] ?? '0') === 0)
}

/** Quality of service of a pod. Source: pkg/apis/core/v1/helper/qos/qos.go. */
export function qosClass(spec: PodSpec): PodStatus['qosClass'] {
  const all = [...spec.containers, ...(spec.initContainers ?? [])]
  if (all.every(isBestEffort)) return 'BestEffort'
  return all.every(isGuaranteed) ? 'Guaranteed' : 'Burstable'
}

function firstStatus(spec: PodSpec): PodStatus {
  return {
    observedGeneration: undefined, phase: 'Pending', conditions: undefined, message: undefined, reason: undefined,
    nominatedNodeName: undefined,
    hostIP: undefined, hostIPs: undefined, podIP: undefined, podIPs: undefined, startTime: undefined, initContainerStatuses: undefined,
    containerStatuses: undefined, ephemeralContainerStatuses: undefined, qosClass: qosClass(spec),
  }
}

/** Spec and first status of a new pod: defaults, admission, checks. */
export function preparePod(raw: PodSpec): PreparedPod {
  const known = pods.get(raw)
  if (known !== undefined) return known
  const { spec: defaulted, problems } = prepareTemplateSpec(raw)
  const spec = freezeDeep(admitPodSpec(defaultPod(copyPodSpec(defaulted))))
  const broken = problems.length > 0
  const prepared: PreparedPod = {
    spec, problems, status: Object.freeze(broken ? { ...firstStatus({ ...spec, containers: [], initContainers: [] }) } : firstStatus(spec)),
  }
  if (Object.isFrozen(raw)) pods.set(raw, prepared)
  return prepared
}
