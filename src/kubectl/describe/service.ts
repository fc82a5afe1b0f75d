/** `kubectl describe service`. Source: k8s.io/kubectl/pkg/describe/describe.go (describeService). */
import type { Service, ServicePort } from '../../kubernetes/types/core.ts'
import type { EndpointSlice } from '../../kubernetes/types/discovery.ts'
import { labelsText, loadBalancerAddresses } from '../print/service-words.ts'
import { annotationLines, field, labelLines } from './writer.ts'
import type { Lines } from './writer.ts'

/** All but the events. `slices`: the Service's EndpointSlices. */
export function serviceLines(lines: Lines, service: Service, slices: readonly EndpointSlice[]): void {
  const { metadata, spec } = service
  field(lines, 0, 'Name', metadata.name)
  field(lines, 0, 'Namespace', metadata.namespace)
  labelLines(lines, 0, 'Labels', metadata.labels)
  annotationLines(lines, 0, metadata.annotations)
  field(lines, 0, 'Selector', labelsText(spec.selector))
  field(lines, 0, 'Type', spec.type)
  if (spec.ipFamilyPolicy !== undefined) field(lines, 0, 'IP Family Policy', spec.ipFamilyPolicy)
  if ((spec.ipFamilies ?? []).length > 0) field(lines, 0, 'IP Families', (spec.ipFamilies ?? []).join(','))
  field(lines, 0, 'IP', spec.clusterIP ?? '')
  if ((spec.clusterIPs ?? []).length > 0) field(lines, 0, 'IPs', (spec.clusterIPs ?? []).join(','))
  else field(lines, 0, 'IPs', '<none>')
  if (spec.externalName !== undefined) field(lines, 0, 'External Name', spec.externalName)
  const addresses = loadBalancerAddresses(service)
  if (addresses.length > 0) field(lines, 0, 'LoadBalancer Ingress', addresses.join(', '))
  for (const port of spec.ports ?? []) portLines(lines, port, slices)
  field(lines, 0, 'Session Affinity', spec.sessionAffinity)
  if (spec.externalTrafficPolicy !== undefined) field(lines, 0, 'External Traffic Policy', spec.externalTrafficPolicy)
  if (spec.internalTrafficPolicy !== undefined) field(lines, 0, 'Internal Traffic Policy', spec.internalTrafficPolicy)
}

function portLines(lines: Lines, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const name = port.name === undefined || port.name === '' ? '<unset>' : port.name
  field(lines, 0, 'Port', `${name}\t${port.port}/${port.protocol}`)
  field(lines, 0, 'TargetPort', `${port.targetPort}/${port.protocol}`)
  if (port.nodePort !== undefined && port.nodePort !== 0) field(lines, 0, 'NodePort', `${name}\t${port.nodePort}/${port.protocol}`)
  field(lines, 0, 'Endpoints', endpointsText(port, slices))
}

/** What an Ingress shows of a Service: the first ready addresses of its first port. */
export function addressesOf(slices: readonly EndpointSlice[], service: string): string {
  const own = slices.filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === service)
  const found = own.flatMap((slice) => (slice.endpoints ?? []).filter((one) => one.conditions.ready).flatMap((one) => one.addresses.map((address) => `${address}:${slice.ports?.[0]?.port ?? ''}`)))
  return found.length > mostShown ? `${found.slice(0, mostShown).join(',')} + ${found.length - mostShown} more...` : found.join(',')
}

const mostShown = 3

/** Ready addresses of a port; at most three, then how many more. */
function endpointsText(port: ServicePort, slices: readonly EndpointSlice[]): string {
  if (slices.length === 0) return '<none>'
  const found: string[] = []
  for (const slice of slices) {
    const target = (slice.ports ?? []).find((one) => one.name === (port.name ?? ''))
    if (target === undefined) continue
    for (const endpoint of slice.endpoints ?? []) {
      if (endpoint.conditions.ready) for (const address of endpoint.addresses) found.push(`${address}:${target.port}`)
    }
  }
  return found.length > mostShown ? `${found.slice(0, mostShown).join(',')} + ${found.length - mostShown} more...` : found.join(',')
}
