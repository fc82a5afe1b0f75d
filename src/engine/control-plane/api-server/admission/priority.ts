/**
 * A pod's priority out of its PriorityClass. Simplified: the two classes of the system are known without being objects.
 * Source: plugin/pkg/admission/priority/admission.go.
 */
import type { Pod, PodSpec } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { buildPod } from '../strategies/pod.ts'
import { cachedObject, cacheTable, type WatchCache } from '../watch-cache.ts'
import { systemPriorities } from './pod-admission.ts'

export interface PriorityClass extends KubernetesObject {
  readonly value: number
  readonly globalDefault: boolean | undefined
  readonly preemptionPolicy: string
}

/** The pod's class, or the default one, out of those that exist; undefined: none of them, or one of the system's. */
export function priorityClassOf(spec: PodSpec, cache: WatchCache): PriorityClass | undefined {
  const table = cacheTable(cache, 'priorityclasses')
  if (table.count === 0) return undefined
  const name = spec.priorityClassName ?? ''
  if (name !== '') return cachedObject(cache, 'priorityclasses', '', name) as PriorityClass | undefined
  return table.objects.find((object) => (object as PriorityClass | undefined)?.globalDefault === true) as PriorityClass | undefined
}

/** Text of the refusal when the pod names a PriorityClass that does not exist; undefined: it may enter. */
export function priorityRefusal(spec: PodSpec, found: PriorityClass | undefined): string | undefined {
  const name = spec.priorityClassName ?? ''
  const isKnown = name === '' || found !== undefined || Object.hasOwn(systemPriorities, name)
  return isKnown ? undefined : `no PriorityClass with name ${name} was found`
}

/** The admitted pod with the priority of its class. */
export function withPriority(pod: Pod, { metadata, value, preemptionPolicy }: PriorityClass): Pod {
  return buildPod(pod, pod.metadata, { ...pod.spec, priorityClassName: metadata.name, priority: value, preemptionPolicy }, pod.status)
}
