/**
 * What the built-in admission plugins set on a pod: ServiceAccount, Priority, DefaultTolerationSeconds.
 * Simplified: the account is not looked up. Priorities of PriorityClass objects are in `priority.ts`: what is here depends on the spec
 * alone.
 * Source: plugin/pkg/admission/{serviceaccount,priority,defaulttolerationseconds}.
 */
import type { PodSpec, Toleration } from '../../../../kubernetes/types/core.ts'
import { copyPodSpec } from '../pod-defaults.ts'

/** Seconds that a pod stays on a node that is not ready or unreachable, unless it says otherwise. */
const defaultTolerationSeconds = 300

const notReady: Toleration = {
  key: 'node.kubernetes.io/not-ready', operator: 'Exists', value: undefined, effect: 'NoExecute',
  tolerationSeconds: defaultTolerationSeconds,
}
const unreachable: Toleration = {
  key: 'node.kubernetes.io/unreachable', operator: 'Exists', value: undefined, effect: 'NoExecute',
  tolerationSeconds: defaultTolerationSeconds,
}

export const systemPriorities: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000, 'system-cluster-critical': 2_000_000_000,
}

/** Does one of the tolerations already speak about the taint with effect NoExecute? */
function tolerated(tolerations: readonly Toleration[], key: string | undefined): boolean {
  return tolerations.some(
    ({ key: own, effect }) => (own === key || (own ?? '') === '') && (effect === 'NoExecute' || effect === undefined),
  )
}

function withDefaultTolerations(tolerations: readonly Toleration[] | undefined): readonly Toleration[] {
  const own = tolerations ?? []
  return [...own, ...[notReady, unreachable].filter((toleration) => !tolerated(own, toleration.key))]
}

/** The spec with what admission adds. */
export function admitPodSpec(spec: PodSpec): PodSpec {
  const account = spec.serviceAccountName ?? 'default'
  return {
    ...copyPodSpec(spec),
    serviceAccountName: account,
    serviceAccount: account,
    tolerations: withDefaultTolerations(spec.tolerations),
    priority: systemPriorities[spec.priorityClassName ?? ''] ?? 0,
    preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority',
  }
}
