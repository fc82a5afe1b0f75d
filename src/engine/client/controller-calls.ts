/** Actions as calls to the API server. */
import { call, requestOptions, type Call } from './api-client.ts'
import type { Action, CreatePodsAction, DeleteAction } from './controller-actions.ts'
import type { LoopContext } from './controller-state.ts'
import type { ResourceName } from '../../kubernetes/resources.ts'
import type { Subresource, Verb } from '../../protocol/subject.ts'
import type { PatchType, RequestOptions } from '../control-plane/api-server/messages.ts'

/** Which action of which run a call belongs to. */
export interface JobCall {
  readonly controller: number
  readonly key: number
  readonly run: number
  readonly index: number
}

function callWith<L>(
  context: LoopContext<L>, number: number, verb: Verb, resource: ResourceName, subresource: Subresource, namespace: string, name: string,
  slot: number, body: unknown, patchType: PatchType | undefined, options: RequestOptions | undefined,
): Call {
  return {
    verb, resource, subresource, namespace, name, slot, body, patchType, options,
    userAgent: context.controllers[number]!.userAgent, node: -1, link: context.loop.link,
  }
}

function callFor<L>(context: LoopContext<L>, number: number, action: Exclude<Action, { readonly do: 'event' }>): Call {
  switch (action.do) {
    case 'createPods': {
      const { namespace } = action.pod.metadata
      return callWith(context, number, 'create', 'pods', '', namespace, '', -1, action.pod, undefined, undefined)
    }
    case 'create': {
      const { namespace, name } = action.object.metadata
      return callWith(context, number, 'create', action.resource, '', namespace, name, -1, action.object, undefined, undefined)
    }
    case 'update': {
      const { resource, subresource, slot, object } = action
      const { namespace, name, resourceVersion } = object.metadata
      const options = requestOptions({ resourceVersion })
      return callWith(context, number, 'update', resource, subresource, namespace, name, slot, object, undefined, options)
    }
    case 'patch': {
      const { resource, subresource, namespace, name, slot, body, patchType } = action
      return callWith(context, number, 'patch', resource, subresource, namespace, name, slot, body, patchType, undefined)
    }
    case 'delete': {
      const { resource, namespace, name, slot } = action
      return callWith(context, number, 'delete', resource, '', namespace, name, slot, undefined, undefined, deleteOptions(action))
    }
    case 'deleteCollection':
      return callWith(context, number, 'deletecollection', action.resource, '', action.namespace, '', -1, undefined, undefined, undefined)
    case 'metrics': {
      const options = requestOptions({ labelSelector: action.labelSelector })
      return callWith(context, number, 'list', 'pods', 'metrics', action.namespace, '', -1, undefined, undefined, options)
    }
    case 'get':
      return callWith(context, number, 'get', action.resource, '', action.namespace, action.name, -1, undefined, undefined, undefined)
  }
}

function deleteOptions(action: DeleteAction): RequestOptions {
  return requestOptions({
    gracePeriodSeconds: action.gracePeriodSeconds, propagationPolicy: action.propagationPolicy, preconditionUid: action.uid,
  })
}

/** Sends one action; its answer comes back with `to` as context. */
export function sendAction<L>(context: LoopContext<L>, number: number, action: Exclude<Action, { readonly do: 'event' }>, to: JobCall): void {
  const { sim, loop } = context
  call(sim, loop.client, callFor(context, number, action), loop.jobPurpose, to.key, to, number)
}

/** Sends `count` creations of one pod body. */
export function sendPods<L>(context: LoopContext<L>, number: number, action: CreatePodsAction, count: number, to: JobCall): void {
  const { sim, loop } = context
  const what = callFor(context, number, action)
  for (let i = 0; i < count; i++) call(sim, loop.client, what, loop.jobPurpose, to.key, to, number)
}
