/**
 * EndpointSlice objects as this controller writes them. Source: k8s.io/endpointslice/utils.go (newEndpointSlice, setEndpointSliceLabels).
 */
import type { Service } from '../../../../kubernetes/types/core.ts'
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../../kubernetes/types/discovery.ts'
import type { Labels } from '../../../../kubernetes/types/meta.ts'
import { controllerReference, newMeta, relabelled } from '../objects.ts'

const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time'
const headless = 'service.kubernetes.io/headless'

/** The Service's labels and those that say whose slice it is. */
function labelsFor(service: Service): Labels {
  const own = {
    ...service.metadata.labels,
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    'kubernetes.io/service-name': service.metadata.name,
  }
  return service.spec.clusterIP === 'None' ? { ...own, [headless]: '' } : own
}

/** Labels of a slice after its Service changed; the same record when they are right. */
export function syncedLabels(service: Service, slice: EndpointSlice): Labels | undefined {
  const wanted = labelsFor(service)
  const { labels } = slice.metadata
  const keys = Object.keys(wanted)
  const same = labels !== undefined && keys.length === Object.keys(labels).length && keys.every((key) => labels[key] === wanted[key])
  return same ? labels : wanted
}

function annotated(annotations: Labels | undefined, trigger: string | undefined): Labels | undefined {
  let others: Record<string, string> | undefined
  for (const key in annotations) if (key !== triggerAnnotation) (others ??= {})[key] = annotations[key]!
  return trigger === undefined ? others : { ...others, [triggerAnnotation]: trigger }
}

/** `trigger`: time of the change that made the slice necessary. */
export function newSlice(
  service: Service, ports: readonly EndpointPort[], endpoints: readonly Endpoint[], trigger: string | undefined,
): EndpointSlice {
  const { name, namespace } = service.metadata
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: newMeta({
      generateName: `${name}-`, namespace, labels: labelsFor(service), annotations: annotated(undefined, trigger),
      ownerReferences: [controllerReference(service)],
    }),
    addressType: 'IPv4',
    endpoints,
    ports,
  }
}

export function sliceWith(
  slice: EndpointSlice, endpoints: readonly Endpoint[], ports: readonly EndpointPort[], labels: Labels | undefined,
  trigger: string | undefined,
): EndpointSlice {
  return {
    apiVersion: slice.apiVersion, kind: slice.kind,
    metadata: relabelled(slice.metadata, labels, annotated(slice.metadata.annotations, trigger)),
    addressType: slice.addressType, endpoints, ports,
  }
}
