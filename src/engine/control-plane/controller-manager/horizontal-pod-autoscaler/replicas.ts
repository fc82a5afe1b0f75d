/**
 * How many replicas the usage of a resource asks for. Usage and requests in thousandths of a core or bytes.
 * Source: pkg/controller/podautoscaler/replica_calculator.go.
 */
import { milliValue, quantityValue } from '../../../../kubernetes/quantity.ts'
import { podCondition } from '../../../../kubernetes/pod-conditions.ts'
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { PodMetrics } from '../../../../kubernetes/types/metrics.ts'
import type { MetricTarget } from '../../../../kubernetes/types/autoscaling.ts'
import { parseTimeText } from '../../../simulation/time-text.ts'

/** `--horizontal-pod-autoscaler-tolerance` */
const tolerance = 0.1
/** `--horizontal-pod-autoscaler-cpu-initialization-period` and `-initial-readiness-delay` */
const cpuInitializationUs = 300_000_000
const readinessDelayUs = 30_000_000

interface Question {
  readonly resource: string
  readonly target: MetricTarget
  readonly currentReplicas: number
  readonly pods: readonly Pod[]
  readonly metrics: readonly PodMetrics[]
  readonly nowUs: number
  readonly epochMs: number
}
type Answer =
  | { readonly error: string }
  | { readonly error: undefined; readonly replicas: number; readonly utilization: number | undefined; readonly averageValue: number }

function amount(resource: string, text: string): number {
  return resource === 'cpu' ? milliValue(text) : quantityValue(text)
}

interface Groups {
  readonly usage: ReadonlyMap<string, number>
  readonly unready: readonly Pod[]
  readonly missing: readonly Pod[]
}

/** Pods that count, that are not ready (for CPU: whose start still costs), and of which there are no figures. */
function groupsOf(question: Question): Groups {
  const told = new Map(question.metrics.map((one) => [one.metadata.name, one]))
  const usage = new Map<string, number>()
  const unready: Pod[] = []
  const missing: Pod[] = []
  for (const pod of question.pods) {
    if (pod.metadata.deletionTimestamp !== undefined || pod.status.phase === 'Failed') continue
    const metrics = told.get(pod.metadata.name)
    if (pod.status.phase === 'Pending') unready.push(pod)
    else if (metrics === undefined) missing.push(pod)
    else if (question.resource === 'cpu' && isStarting(pod, metrics, question)) unready.push(pod)
    else usage.set(pod.metadata.name, metrics.containers.reduce((sum, one) => sum + amount(question.resource, one.usage[question.resource as 'cpu']), 0))
  }
  return { usage, unready, missing }
}

function isStarting(pod: Pod, metrics: PodMetrics, { nowUs, epochMs }: Question): boolean {
  const ready = podCondition(pod.status, 'Ready')
  const startUs = parseTimeText(pod.status.startTime ?? '', epochMs)
  if (ready === undefined || startUs === undefined) return true
  const changedUs = parseTimeText(ready.lastTransitionTime, epochMs) ?? 0
  if (startUs + cpuInitializationUs > nowUs) {
    const windowUs = Number.parseInt(metrics.window, 10) * 1_000_000
    return ready.status === 'False' || (parseTimeText(metrics.timestamp, epochMs) ?? nowUs) < changedUs + windowUs
  }
  return ready.status === 'False' && startUs + readinessDelayUs > changedUs
}

/** Requests of a pod; a text says which container has none. */
function requestOf(pod: Pod, resource: string): number | string {
  let sum = 0
  for (const { name, resources } of pod.spec.containers) {
    const text = resources.requests?.[resource]
    if (text === undefined) return `missing request for ${resource} in container ${name} of Pod ${pod.metadata.name}`
    sum += amount(resource, text)
  }
  return sum
}

interface Ratio {
  readonly ratio: number
  readonly utilization: number | undefined
  readonly averageValue: number
}

/** Usage over what is wanted. `requests`: undefined for a target of an average value. */
function ratioOf(usage: ReadonlyMap<string, number>, requests: ReadonlyMap<string, number> | undefined, wanted: number): Ratio {
  let used = 0
  let requested = 0
  for (const [name, value] of usage) {
    used += value
    requested += requests?.get(name) ?? 0
  }
  const averageValue = Math.floor(used / usage.size)
  if (requests === undefined) return { ratio: averageValue / wanted, utilization: undefined, averageValue }
  const utilization = Math.floor((used * 100) / requested)
  return { ratio: utilization / wanted, utilization, averageValue }
}

function isWithinTolerance(ratio: number): boolean {
  return Math.abs(1 - ratio) <= tolerance
}

/** Replicas that bring the usage to the target. */
export function replicasFor(question: Question): Answer {
  const { resource, target, currentReplicas, pods, metrics } = question
  if (metrics.length === 0) return { error: `unable to get metrics for resource ${resource}: no metrics returned from resource metrics API` }
  const groups = groupsOf(question)
  if (groups.usage.size === 0) return { error: 'did not receive metrics for targeted pods (pods might be unready)' }
  const byUse = target.type === 'Utilization'
  const requests = new Map<string, number>()
  for (const pod of byUse ? pods : []) {
    const request = requestOf(pod, resource)
    if (typeof request === 'string') return { error: request }
    requests.set(pod.metadata.name, request)
  }
  const wanted = byUse ? (target.averageUtilization ?? 80) : amount(resource, target.averageValue ?? '0')
  const first = ratioOf(groups.usage, byUse ? requests : undefined, wanted)
  const { utilization, averageValue } = first
  const told = (replicas: number): Answer => ({ error: undefined, replicas, utilization, averageValue })
  const countUnready = groups.unready.length > 0 && first.ratio > 1
  if (!countUnready && groups.missing.length === 0) {
    return told(isWithinTolerance(first.ratio) ? currentReplicas : Math.ceil(first.ratio * groups.usage.size))
  }
  const second = ratioOf(withAbsent(groups, first.ratio, countUnready, requests, wanted, byUse), byUse ? requests : undefined, wanted)
  const size = groups.usage.size + groups.missing.length + (countUnready ? groups.unready.length : 0)
  const turned = (first.ratio < 1 && second.ratio > 1) || (first.ratio > 1 && second.ratio < 1)
  if (isWithinTolerance(second.ratio) || turned) return told(currentReplicas)
  const replicas = Math.ceil(second.ratio * size)
  const wrongWay = (second.ratio < 1 && replicas > currentReplicas) || (second.ratio > 1 && replicas < currentReplicas)
  return told(wrongWay ? currentReplicas : replicas)
}

/** Pods without figures are taken for the side of caution: idle when more are wanted, at least at their request when fewer are. */
function withAbsent(
  groups: Groups, ratio: number, countUnready: boolean, requests: ReadonlyMap<string, number>, wanted: number, byUse: boolean,
): ReadonlyMap<string, number> {
  const usage = new Map(groups.usage)
  for (const { metadata } of groups.missing) {
    const full = byUse ? Math.floor(((requests.get(metadata.name) ?? 0) * Math.max(100, wanted)) / 100) : wanted
    usage.set(metadata.name, ratio < 1 ? full : 0)
  }
  if (countUnready) for (const { metadata } of groups.unready) usage.set(metadata.name, 0)
  return usage
}
