/** Services by one label pair of their selector: which Services select a pod is then a few lookups, however many Services there are. */
import { hasLabels } from '../../../../kubernetes/selectors.ts'
import type { Service } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject, Labels } from '../../../../kubernetes/types/meta.ts'

/** By namespace, label key, label value. */
export type ServiceIndex = Map<string, Map<string, Map<string, number[]>>>

function pairOf(service: Service): readonly [string, string] | undefined {
  const { selector } = service.spec
  if (selector === undefined || service.spec.type === 'ExternalName') return undefined
  let first: readonly [string, string] | undefined
  for (const key in selector) if (first === undefined || key < first[0]) first = [key, selector[key]!]
  return first
}

export function addService(index: ServiceIndex, slot: number, service: Service): void {
  const pair = pairOf(service)
  if (pair === undefined) return
  const { namespace } = service.metadata
  const keys = index.get(namespace) ?? new Map<string, Map<string, number[]>>()
  index.set(namespace, keys)
  const values = keys.get(pair[0]) ?? new Map<string, number[]>()
  keys.set(pair[0], values)
  const slots = values.get(pair[1]) ?? []
  values.set(pair[1], [...slots, slot].sort((a, b) => a - b))
}

export function removeService(index: ServiceIndex, slot: number, service: Service): void {
  const pair = pairOf(service)
  if (pair === undefined) return
  const keys = index.get(service.metadata.namespace)
  const values = keys?.get(pair[0])
  const left = values?.get(pair[1])?.filter((other) => other !== slot) ?? []
  if (keys === undefined || values === undefined) return
  if (left.length > 0) values.set(pair[1], left)
  else values.delete(pair[1])
  if (values.size === 0) keys.delete(pair[0])
  if (keys.size === 0) index.delete(service.metadata.namespace)
}

const none: readonly number[] = []

/** Slots of the Services that select an object with these labels. */
export function servicesSelecting(
  index: ServiceIndex, services: readonly (KubernetesObject | undefined)[], namespace: string, labels: Labels | undefined,
): readonly number[] {
  const keys = index.get(namespace)
  if (keys === undefined || labels === undefined) return none
  let found: number[] | undefined
  for (const [key, values] of keys) {
    const value = labels[key]
    const slots = value === undefined ? undefined : values.get(value)
    if (slots === undefined) continue
    for (const slot of slots) {
      const { selector } = (services[slot] as Service).spec
      if (selector === undefined || !hasLabels(labels, selector)) continue
      if (found === undefined) found = [slot]
      else found.push(slot)
    }
  }
  return found ?? none
}
