/** Calls that the server makes to itself: nobody waits for their answers. */
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { Subresource, Verb } from '../../../protocol/subject.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import type { ServerCall } from './state.ts'

/** A patch is a merge patch. */
export function ownCall(
  verb: Verb, resource: ResourceName, namespace: string, name: string, body: unknown, subresource: Subresource = '',
): ServerCall {
  return {
    request: {
      id: 0, client: componentIds.apiServer, node: -1, userAgent: 'kube-apiserver', verb, resource, subresource, namespace, name,
      slot: -1, body, patchType: verb === 'patch' ? 'merge' : undefined, options: undefined,
    },
    link: -1, external: undefined, parent: 0,
  }
}
