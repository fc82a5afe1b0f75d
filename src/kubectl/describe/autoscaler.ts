/** `kubectl describe` of autoscalers. Source: k8s.io/kubectl/pkg/describe/describe.go (describeHorizontalPodAutoscalerV2). */
import type { ApiObject } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import type { JsonObject } from '../apply/manifest.ts'
import { longTime } from '../print/age.ts'
import { valueText } from '../print/json.ts'
import { listOf, part } from './parts.ts'
import { annotationLines, field, labelLines, line } from './writer.ts'
import type { Lines } from './writer.ts'

/** All but the events. */
export function autoscalerLines(lines: Lines, object: ApiObject): void {
  const { metadata } = object
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const target = part(spec, 'scaleTargetRef')
  field(lines, 0, 'Name', metadata.name)
  field(lines, 0, 'Namespace', metadata.namespace ?? '')
  labelLines(lines, 0, 'Labels', metadata.labels)
  annotationLines(lines, 0, metadata.annotations)
  field(lines, 0, 'CreationTimestamp', longTime(metadata.creationTimestamp))
  field(lines, 0, 'Reference', `${valueText(target['kind'])}/${valueText(target['name'])}`)
  field(lines, 0, 'Metrics', '( current / target )')
  const measured = listOf(status, 'currentMetrics')
  listOf(spec, 'metrics').forEach((metric, i) => { line(lines, 1, metricText(metric, measured[i] ?? {})) })
  field(lines, 0, 'Min replicas', spec['minReplicas'] === undefined ? '<unset>' : valueText(spec['minReplicas']))
  field(lines, 0, 'Max replicas', valueText(spec['maxReplicas']))
  if (isJsonObject(spec['behavior'])) {
    line(lines, 0, 'Behavior:')
    rulesLines(lines, 'Scale Up', spec['behavior']['scaleUp'])
    rulesLines(lines, 'Scale Down', spec['behavior']['scaleDown'])
  }
  const counts = ['currentReplicas', 'desiredReplicas'].map((name) => valueText(status[name] ?? 0))
  field(lines, 0, `${valueText(target['kind'])} pods`, `${counts[0]} current / ${counts[1]} desired`)
  const conditions = listOf(status, 'conditions')
  if (conditions.length === 0) return
  line(lines, 0, 'Conditions:')
  line(lines, 1, 'Type\tStatus\tReason\tMessage')
  line(lines, 1, '----\t------\t------\t-------')
  for (const condition of conditions) line(lines, 1, ['type', 'status', 'reason', 'message'].map((name) => valueText(condition[name])).join('\t'))
}

/** What each type of metric is about. */
const subjects: Readonly<Record<string, (source: JsonObject) => string>> = {
  Resource: (source) => `resource ${valueText(source['name'])} on pods`,
  ContainerResource: (source) => `resource ${valueText(source['name'])} of container "${valueText(source['container'])}" on pods`,
  Pods: (source) => `"${valueText(part(source, 'metric')['name'])}" on pods`,
  External: (source) => `"${valueText(part(source, 'metric')['name'])}"`,
  Object: (source) => {
    const about = part(source, 'describedObject')
    return `"${valueText(part(source, 'metric')['name'])}" on ${valueText(about['kind'])}/${valueText(about['name'])}`
  },
}

/** A metric, what it is now and what is wanted of it. */
function metricText(metric: JsonObject, measured: JsonObject): string {
  const type = valueText(metric['type'])
  const subject = subjects[type]
  if (subject === undefined) return `<unknown metric type "${type}">`
  const key = `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`
  const source = part(metric, key)
  const target = part(source, 'target')
  const current = part(part(measured, key), 'current')
  const pair = (name: string): string => `\t${valueText(current[name] ?? '<unknown>')} / ${valueText(target[name] ?? '')}`
  if (type === 'External' || type === 'Object') {
    return target['averageValue'] === undefined ? `${subject(source)} (target value):${pair('value')}` : `${subject(source)} (target average value):${pair('averageValue')}`
  }
  if (type === 'Pods' || target['averageValue'] !== undefined) return `${subject(source)}:${pair('averageValue')}`
  const { averageUtilization: share, averageValue } = current
  const now = share === undefined ? '<unknown>' : `${valueText(share)}% (${valueText(averageValue)})`
  const wanted = target['averageUtilization'] === undefined ? '<auto>' : `${valueText(target['averageUtilization'])}%`
  return `${subject(source)}  (as a percentage of request):\t${now} / ${wanted}`
}

/** Scaling in one direction. */
function rulesLines(lines: Lines, direction: string, rules: unknown): void {
  if (!isJsonObject(rules)) return
  line(lines, 1, `${direction}:`)
  if (rules['stabilizationWindowSeconds'] !== undefined) line(lines, 2, `Stabilization Window: ${valueText(rules['stabilizationWindowSeconds'])} seconds`)
  const policies = listOf(rules, 'policies')
  if (policies.length === 0) return
  line(lines, 2, `Select Policy: ${valueText(rules['selectPolicy'] ?? 'Max')}`)
  line(lines, 2, 'Policies:')
  for (const one of policies) line(lines, 3, `- Type: ${valueText(one['type'])}\tValue: ${valueText(one['value'])}\tPeriod: ${valueText(one['periodSeconds'])} seconds`)
}
