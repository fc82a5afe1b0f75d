/** Actions as calls to the API server. */
import { call, requestOptions, type Call } from './api-client.ts'
import type { Action, CreatePodsAction, DeleteAction } from './controller-actions.ts'
import type { LoopContext } from './controller-state.ts'
import type { RequestOptions } from '../control-plane/api-server/messages.ts'

/** Which action of which run a call belongs to. */
export interface JobCall {
  readonly controller: number
  readonly key: number
  readonly run: number
  readonly index: number
}

function callFor<L>(context: LoopContext<L>, number: number, action: Exclude<Action, { readonly do: 'event' }>): Call {
  const base = { node: -1, link: context.loop.link, userAgent: context.controllers[number]!.userAgent, patchType: undefined }
  switch (action.do) {
    case 'createPods':
      return { ...base, verb: 'create', resource: 'pods', subresource: '', namespace: action.pod.metadata.namespace, name: '', slot: -1, body: action.pod, options: undefined }
    case 'create': {
      const { namespace, name } = action.object.metadata
      return { ...base, verb: 'create', resource: action.resource, subresource: '', namespace, name, slot: -1, body: action.object, options: undefined }
    }
    case 'update': {
      const { namespace, name, resourceVersion } = action.object.metadata
      return {
        ...base, verb: 'update', resource: action.resource, subresource: action.subresource, namespace, name, slot: action.slot, body: action.object,
        options: requestOptions({ resourceVersion }),
      }
    }
    case 'patch':
      return {
        ...base, verb: 'patch', resource: action.resource, subresource: action.subresource, namespace: action.namespace, name: action.name,
        slot: action.slot, body: action.body, patchType: action.patchType, options: undefined,
      }
    case 'delete':
      return {
        ...base, verb: 'delete', resource: action.resource, subresource: '', namespace: action.namespace, name: action.name, slot: action.slot,
        body: undefined, options: deleteOptions(action),
      }
    case 'deleteCollection':
      return { ...base, verb: 'deletecollection', resource: action.resource, subresource: '', namespace: action.namespace, name: '', slot: -1, body: undefined, options: undefined }
    case 'get':
      return { ...base, verb: 'get', resource: action.resource, subresource: '', namespace: action.namespace, name: action.name, slot: -1, body: undefined, options: undefined }
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
