/**
 * Older versions of kinds that clients still write: their bodies become those of the version that is served. Simplified: what is read is always
 * the served version. Source: pkg/apis/autoscaling/v1/conversion.go.
 */
import { resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'

type Loose = Readonly<Record<string, unknown>>

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** autoscaling/v1 has one metric: a share of the CPU that is requested. */
function autoscalerFromV1(body: Loose): Loose {
  if (!isLoose(body['spec'])) return { ...body, apiVersion: 'autoscaling/v2' }
  const { targetCPUUtilizationPercentage: percent, ...spec } = body['spec']
  const target = { type: 'Utilization', averageUtilization: percent }
  const metrics = percent === undefined ? {} : { metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] }
  return { ...body, apiVersion: 'autoscaling/v2', spec: { ...spec, ...metrics } }
}

/** Paths of older versions, as `group/version/resource`, and the resource that they name. */
export const olderPaths: ReadonlyMap<string, ReturnType<typeof resourceInfo>> = new Map([
  ['autoscaling/v1/horizontalpodautoscalers', resourceInfo('horizontalpodautoscalers')],
])

/** True when the path names an older version. */
export function isOlderPath(path: string): boolean {
  const [, , group = '', version = '', ...rest] = path.split('/')
  const name = rest[0] === 'namespaces' && rest.length > 2 ? rest[2] : rest[0]
  return olderPaths.has(`${group}/${version}/${name}`)
}

/** The answer to who wrote an older version: one object as that version has it. Lists and watches give the served version. */
export function olderForm(object: unknown): unknown {
  if (!isLoose(object) || object['apiVersion'] !== 'autoscaling/v2' || !isLoose(object['spec'])) return object
  const { metrics, ...spec } = object['spec']
  const cpu = (Array.isArray(metrics) ? metrics as readonly Loose[] : []).map((one) => one['resource']).find((one) => isLoose(one) && one['name'] === 'cpu')
  const target = isLoose(cpu) && isLoose(cpu['target']) ? cpu['target']['averageUtilization'] : undefined
  const { currentMetrics: _, conditions: __, ...status } = isLoose(object['status']) ? object['status'] : {}
  return {
    ...object, apiVersion: 'autoscaling/v1', status, spec: target === undefined ? spec : { ...spec, targetCPUUtilizationPercentage: target },
  }
}

/** A body as the served version has it. */
export function servedForm(resource: ResourceName, value: unknown): unknown {
  if (resource !== 'horizontalpodautoscalers' || !isLoose(value)) return value
  return value['apiVersion'] === 'autoscaling/v1' ? autoscalerFromV1(value) : value
}
