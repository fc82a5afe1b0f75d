/** The index says which Services have slices that are wrong; a Service's own change is always looked at. */
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { add, forget, type Feed, type Handlers } from '../feed.ts'

function onIndexed(
  feed: Feed, _slot: number, _before: KubernetesObject | undefined, _after: KubernetesObject | undefined, services: readonly number[],
): void {
  for (const service of services) add(feed, service)
}

function onService(feed: Feed, slot: number, _before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  if (after === undefined) forget(feed, slot)
  else add(feed, slot)
}

export const endpointSliceHandlers: Handlers = { services: onService, pods: onIndexed, endpointslices: onIndexed }
