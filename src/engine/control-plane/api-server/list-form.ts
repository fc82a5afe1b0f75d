/** Lists as JSON: in the order of their keys, in pages when the client asks for a limit. */
import { apiVersionOf, resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { JsonObject } from '../../../kubernetes/patch/json-value.ts'
import type { ApiList } from './messages.ts'
import { partialMetadata, tableToWire, wireOf } from './outside-form.ts'
import type { ExternalDetails } from './state.ts'

/** Order of keys in etcd: namespace, then name. */
function byKey(a: KubernetesObject, b: KubernetesObject): number {
  const left = a.metadata
  const right = b.metadata
  if (left.namespace !== right.namespace) return left.namespace < right.namespace ? -1 : 1
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0
}

/**
 * A page of a list. The token names the last key that was sent.
 * Simplified: later pages are read from the newest state, not from the revision of the first.
 */
export function listToWire(
  resource: ResourceName, list: ApiList, page: Pick<ExternalDetails, 'limit' | 'continueToken' | 'form'>, nowSeconds: number,
): JsonObject {
  const info = resourceInfo(resource)
  const sorted = list.items.toSorted(byKey)
  const after = page.continueToken
  const start = after === '' ? 0 : sorted.findIndex((object) => `${object.metadata.namespace}/${object.metadata.name}` > after)
  const rest = start < 0 ? [] : sorted.slice(start)
  const items = page.limit > 0 ? rest.slice(0, page.limit) : rest
  const last = items.at(-1)
  const more = rest.length > items.length && last !== undefined
  const metadata: Record<string, string | number> = { resourceVersion: String(list.revision) }
  if (more) {
    metadata['continue'] = `${last.metadata.namespace}/${last.metadata.name}`
    metadata['remainingItemCount'] = rest.length - items.length
  }
  const { form } = page
  if (form.as === 'table') return tableToWire(resource, items, metadata, form, nowSeconds)
  if (form.as === 'metadata') {
    return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: items.map(partialMetadata) }
  }
  const { view } = form
  return {
    kind: view?.listKind ?? `${info.kind}List`, apiVersion: view?.apiVersion ?? apiVersionOf(info), metadata,
    items: items.map((object) => wireOf(object, view)),
  }
}
