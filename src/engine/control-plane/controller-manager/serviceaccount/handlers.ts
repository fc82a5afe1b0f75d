/** A namespace that comes, and one whose account or certificate was deleted. */
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { add, cachesOf, ownObject, type Feed, type Handlers } from '../feed.ts'

function onDeleted(feed: Feed, _slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  if (after !== undefined || before === undefined) return
  cachesOf(feed).informers.namespaces.objects.forEach((namespace, slot) => {
    if (namespace?.metadata.name === before.metadata.namespace) add(feed, slot)
  })
}

export const accountHandlers: Handlers = { namespaces: ownObject, serviceaccounts: onDeleted }
export const certificateHandlers: Handlers = { namespaces: ownObject, configmaps: onDeleted }
