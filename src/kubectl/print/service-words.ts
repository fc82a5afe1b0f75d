/** What `get` says of a Service. Source: pkg/printers/internalversion/printers.go (printService, getServiceExternalIP). */
import type { Service, ServicePort } from '../../kubernetes/types/core.ts'
import type { Labels } from '../../kubernetes/types/meta.ts'
import type { ApiObject } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { byText } from './json.ts'

/** `a=b,c=d` in order of the keys; `<none>`. */
export function labelsText(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.length === 0 ? '<none>' : pairs.toSorted(byText).join(',')
}

/** Addresses of a load balancer, sorted. */
export function loadBalancerAddresses(service: Service): readonly string[] {
  const { loadBalancer } = service.status ?? {}
  const ingress = isJsonObject(loadBalancer) && Array.isArray(loadBalancer['ingress']) ? loadBalancer['ingress'] : []
  return ingress.flatMap((one: unknown) => (isJsonObject(one) ? [String(one['ip'] ?? one['hostname'] ?? '')] : [])).filter((text) => text !== '').toSorted(byText)
}

function externalAddress(service: Service, wide: boolean): string {
  if (service.spec.type === 'ExternalName') return service.spec.externalName ?? ''
  if (service.spec.type !== 'LoadBalancer') return '<none>'
  const text = loadBalancerAddresses(service).join(',')
  if (text === '') return '<pending>'
  return !wide && text.length > 16 ? `${text.slice(0, 13)}...` : text
}

function portText({ port, nodePort, protocol }: ServicePort): string {
  return nodePort === undefined || nodePort === 0 ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`
}

/** The row of a Service. */
export function serviceRow(object: ApiObject, name: string, age: string, wide: boolean): string[] {
  const service = object as unknown as Service
  const { spec } = service
  const address = spec.clusterIP === undefined || spec.clusterIP === '' ? '<none>' : spec.clusterIP
  const ports = (spec.ports ?? []).map(portText).join(',')
  return [name, spec.type, address, externalAddress(service, wide), ports === '' ? '<none>' : ports, age, ...(wide ? [labelsText(spec.selector)] : [])]
}
