/** Texts about Services and labels that several printers share. */
import type { Service } from '../../kubernetes/types/core.ts'
import type { Labels } from '../../kubernetes/types/meta.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { byText, valueText } from './json.ts'

/** `a=b,c=d` in order of the keys; `<none>`. */
export function labelsText(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.length === 0 ? '<none>' : pairs.toSorted(byText).join(',')
}

/** Addresses of a load balancer, sorted. */
export function loadBalancerAddresses(service: Service): readonly string[] {
  const { loadBalancer } = service.status ?? {}
  const ingress = isJsonObject(loadBalancer) && Array.isArray(loadBalancer['ingress']) ? loadBalancer['ingress'] : []
  return ingress.flatMap((one: unknown) => (isJsonObject(one) ? [valueText(one['ip'] ?? one['hostname'] ?? '')] : [])).filter((text) => text !== '').toSorted(byText)
}
