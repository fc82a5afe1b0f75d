/**
 * HorizontalPodAutoscalers of autoscaling/v1 and of autoscaling/v2, one as the other. Version 1 has one metric, a share of the CPU that is
 * requested; what else there is travels in annotations. Simplified: metrics of other types than Resource and ContainerResource stand in the
 * annotations as version 2 has them. Source: pkg/apis/autoscaling/v1/conversion.go.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../patch/json-value.ts'

const prefix = 'autoscaling.alpha.kubernetes.io/'
const annotationNames = {
  metrics: `${prefix}metrics`, currentMetrics: `${prefix}current-metrics`, conditions: `${prefix}conditions`, behavior: `${prefix}behavior`,
}
const sources: Readonly<Record<string, string>> = { Resource: 'resource', ContainerResource: 'containerResource' }

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value as readonly JsonValue[] : []
}

/** Members that are there. */
function present(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined))
}

/** The CPU utilisation of a metric or of its current value; undefined: it is another metric. */
function cpuShare(metric: JsonValue, what: 'target' | 'current'): JsonValue | undefined {
  const resource = member(metric, 'resource')
  return member(resource, 'name') === 'cpu' ? member(member(resource, what), 'averageUtilization') : undefined
}

/** The numbers of a metric stand beside its name in version 1, below `target` or `current` in version 2. */
function metricToV1(metric: JsonValue, what: 'target' | 'current'): JsonValue {
  const type = member(metric, 'type')
  const source = typeof type === 'string' ? sources[type] : undefined
  const about = source === undefined ? undefined : member(metric, source)
  if (source === undefined || !isJsonObject(about)) return metric
  const { [what]: numbers, ...rest } = about
  const flat = present({
    ...rest, [`${what}AverageUtilization`]: member(numbers, 'averageUtilization'), [`${what}AverageValue`]: member(numbers, 'averageValue'),
  })
  return { type: type as string, [source]: flat }
}

function metricFromV1(metric: JsonValue, what: 'target' | 'current'): JsonValue {
  const type = member(metric, 'type')
  const source = typeof type === 'string' ? sources[type] : undefined
  const about = source === undefined ? undefined : member(metric, source)
  if (source === undefined || !isJsonObject(about)) return metric
  const { [`${what}AverageUtilization`]: averageUtilization, [`${what}AverageValue`]: averageValue, ...rest } = about
  const targetType = what === 'current' ? undefined : averageUtilization === undefined ? 'AverageValue' : 'Utilization'
  return { type: type as string, [source]: { ...rest, [what]: present({ type: targetType, averageUtilization, averageValue }) } }
}

/** The annotations but for those that carry what version 1 has no field for. */
function otherAnnotations(metadata: JsonValue | undefined): JsonObject {
  const annotations = member(metadata, 'annotations')
  const ours: readonly string[] = Object.values(annotationNames)
  return isJsonObject(annotations) ? Object.fromEntries(Object.entries(annotations).filter(([name]) => !ours.includes(name))) : {}
}

function withAnnotations(metadata: JsonValue | undefined, annotations: JsonObject): JsonObject {
  const { annotations: _, ...rest } = isJsonObject(metadata) ? metadata : {}
  return Object.keys(annotations).length === 0 ? rest : { ...rest, annotations }
}

/** An autoscaler of version 2 as version 1 has it. */
export function autoscalerToV1(object: JsonObject): JsonObject {
  const { metrics, behavior, ...spec } = isJsonObject(object['spec']) ? object['spec'] : {}
  const { currentMetrics, conditions, ...status } = isJsonObject(object['status']) ? object['status'] : {}
  const share = list(metrics).map((metric) => cpuShare(metric, 'target')).findLast((value) => value !== undefined)
  const others = list(metrics).filter((metric) => cpuShare(metric, 'target') === undefined).map((metric) => metricToV1(metric, 'target'))
  const measured = list(currentMetrics)
  const text = (values: readonly JsonValue[]): string | undefined => (values.length === 0 ? undefined : JSON.stringify(values))
  const annotations = present({
    ...otherAnnotations(object['metadata']),
    [annotationNames.metrics]: text(others), [annotationNames.conditions]: text(list(conditions)),
    [annotationNames.currentMetrics]: text(measured.map((metric) => metricToV1(metric, 'current'))),
    [annotationNames.behavior]: behavior === undefined ? undefined : JSON.stringify(behavior),
  })
  const counts = present({
    ...status, currentReplicas: status['currentReplicas'] ?? 0,
    currentCPUUtilizationPercentage: measured.map((metric) => cpuShare(metric, 'current')).findLast((value) => value !== undefined),
  })
  return {
    ...object, apiVersion: 'autoscaling/v1', metadata: withAnnotations(object['metadata'], annotations),
    spec: present({ ...spec, targetCPUUtilizationPercentage: share }), status: counts,
  }
}

/** What an annotation holds; one that does not read is passed over, as upstream does. */
function annotated(metadata: JsonValue | undefined, name: string): JsonValue | undefined {
  const text = member(member(metadata, 'annotations'), name)
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

/** An autoscaler of version 1 as version 2 has it. */
export function autoscalerFromV1(object: JsonObject): JsonObject {
  const { metadata } = object
  const { targetCPUUtilizationPercentage: share, ...spec } = isJsonObject(object['spec']) ? object['spec'] : {}
  const { currentCPUUtilizationPercentage: _, ...status } = isJsonObject(object['status']) ? object['status'] : {}
  const target = { type: 'Utilization', averageUtilization: share ?? 0 }
  const metrics = [
    ...list(annotated(metadata, annotationNames.metrics)).map((metric) => metricFromV1(metric, 'target')),
    ...(share === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target } }]),
  ]
  const measured = list(annotated(metadata, annotationNames.currentMetrics)).map((metric) => metricFromV1(metric, 'current'))
  const conditions = annotated(metadata, annotationNames.conditions)
  const kept = present({ ...status, conditions, currentMetrics: measured.length === 0 ? undefined : measured })
  return present({
    ...object, apiVersion: 'autoscaling/v2', metadata: metadata === undefined ? undefined : withAnnotations(metadata, otherAnnotations(metadata)),
    spec: object['spec'] === undefined ? undefined
      : present({ ...spec, metrics: metrics.length === 0 ? undefined : metrics, behavior: annotated(metadata, annotationNames.behavior) }),
    status: object['status'] === undefined ? undefined : kept,
  })
}
