/**
 * Create: metadata, namespace admission, the resource's own preparation, all problems at once. Source:
 * apiserver/pkg/registry/rest/create.go.
 */
import { nextSuffix } from '../../../simulation/random.ts'
import { timeText } from '../../../simulation/time-text.ts'
import { resourceInfo, type ResourceName } from '../../../../kubernetes/resources.ts'
import type { Event, Pod } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject, ObjectMeta } from '../../../../kubernetes/types/meta.ts'
import type { Status } from '../../../../kubernetes/types/status.ts'
import { limitRangesIn, limitRefusal, withLimitDefaults, type LimitRange } from '../admission/limit-ranger.ts'
import { refuseByNamespace } from '../admission/namespace-lifecycle.ts'
import { priorityClassOf, priorityRefusal, withPriority } from '../admission/priority.ts'
import { quotaRefusal } from '../admission/resource-quota.ts'
import type { FieldProblem } from '../field-errors.ts'
import { freshMeta } from '../metadata.ts'
import { putNew, refuse, type Plan } from '../plan.ts'
import { applyPatch, noteManagers } from '../server-side-apply/tracking.ts'
import type { ApiRequest } from '../messages.ts'
import type { ApiServerState, ServerCall } from '../state.ts'
import { badRequest, forbiddenRequest, invalidObject } from '../status-errors.ts'
import { strategyOf } from '../strategies/table.ts'
import { checkMeta, checkName } from '../validation/metadata.ts'
import { checkEvent, checkNewEvent } from '../validation/others.ts'

export type Prepared = {
  readonly object: KubernetesObject; readonly status: undefined,
} | { readonly object: undefined; readonly status: Status }

const noRanges: readonly LimitRange[] = []

/** Longest name less the five random characters. */
const longestBase = 58

/** Name of a new object: its own, or generateName and five random characters. */
function nameOf(state: ApiServerState, body: KubernetesObject): string {
  const { name, generateName } = body.metadata
  if (name !== '' || generateName === undefined || generateName === '') return name
  // Joined, the name is one piece, which a key of many maps should be.
  return [generateName.slice(0, longestBase), nextSuffix(state.nameRandom)].join('')
}

/** A complete new object out of what a client sent, or the refusal. The clock of `state` must stand at now. */
export function prepareNew(state: ApiServerState, resource: ResourceName, namespace: string, body: KubernetesObject): Prepared {
  const info = resourceInfo(resource)
  const strategy = strategyOf(resource)
  const own = info.namespaced ? namespace : ''
  if (info.namespaced && body.metadata.namespace !== '' && body.metadata.namespace !== own) {
    return {
      object: undefined, status: badRequest(`the namespace of the provided object does not match the namespace sent on the request`),
    }
  }
  const name = nameOf(state, body)
  const refused = info.namespaced ? refuseByNamespace(state.cache, resource, own, name) : undefined
  if (refused !== undefined) return { object: undefined, status: refused }
  const priority = resource === 'pods' ? priorityClassOf((body as Pod).spec, state.cache) : undefined
  const noPriority = resource === 'pods' ? priorityRefusal((body as Pod).spec, priority) : undefined
  if (noPriority !== undefined) return { object: undefined, status: forbiddenRequest(resource, name, noPriority) }
  const problems: FieldProblem[] = []
  // An Event's uid is made when it is read: it has no column in etcd's log.
  const metadata = freshMeta(
    state, body.metadata, own, name, strategy.hasGeneration(state) ? 1 : undefined, resource === 'events' ? '' : undefined,
  )
  checkName(metadata, name, strategy.nameProblems, problems)
  checkMeta(metadata, undefined, problems)
  const made = strategy.create(state, body, metadata, problems)
  if (problems.length > 0) return { object: undefined, status: invalidObject(resource, name, problems) }
  const object = priority === undefined ? made : withPriority(made as Pod, priority)
  return info.namespaced && resource !== 'events' && resource !== 'leases' ? withinLimits(state, resource, object) : { object, status: undefined }
}

/** The object as LimitRanges complete it, or why it is too much for them or for a quota. Without either it stays the very same. */
function withinLimits(state: ApiServerState, resource: ResourceName, object: KubernetesObject): Prepared {
  const { namespace, name } = object.metadata
  const ranges = resource === 'pods' ? limitRangesIn(state.cache, namespace) : noRanges
  const completed = ranges.length === 0 ? object : withLimitDefaults(object as Pod, ranges)
  const refusal = (ranges.length === 0 ? undefined : limitRefusal(completed as Pod, ranges)) ?? quotaRefusal(state, resource, completed)
  return refusal === undefined ? { object: completed, status: undefined } : { object: undefined, status: forbiddenRequest(resource, name, refusal) }
}

/** An apply patch of an object that does not exist makes it. */
export function planApplyNew(state: ApiServerState, call: ServerCall): Plan {
  const { request } = call
  const applied = applyPatch(state, call, undefined)
  if (applied.object === undefined) return refuse(applied.status)
  const { object, status } = prepareNew(state, request.resource, request.namespace, applied.object)
  if (object === undefined) return refuse(status)
  applied.note(object)
  return putNew(request, object)
}

/**
 * An Event of a component as `prepareNew` makes it, without asking the tables: half of all writes of a pod's start are Events. It is the very
 * object that was sent, with the server's time. undefined: there is something about it that `prepareNew` has to say or to copy.
 */
function prepareEvent(state: ApiServerState, { body, namespace }: ApiRequest): Event | undefined {
  const event = body as Event
  const metadata = event.metadata as ObjectMeta & { creationTimestamp: string }
  const { name, uid, labels, annotations, ownerReferences, finalizers } = metadata
  if (name === '' || metadata.namespace !== namespace || uid !== '') return undefined
  if (labels !== undefined || annotations !== undefined || ownerReferences !== undefined || finalizers !== undefined) return undefined
  if (refuseByNamespace(state.cache, 'events', namespace, name) !== undefined) return undefined
  const problems: FieldProblem[] = []
  checkEvent(event, problems)
  if (problems.length > 0) return undefined
  metadata.creationTimestamp = timeText(state.nowUs, state.epochMs)
  return event
}

export function planCreate(state: ApiServerState, call: ServerCall): Plan {
  const { request } = call
  const event = request.resource === 'events' && call.external === undefined ? prepareEvent(state, request) : undefined
  if (event !== undefined) return putNew(request, event)
  const body = request.body as KubernetesObject
  if (request.name !== '' && body.metadata.name !== '' && body.metadata.name !== request.name) {
    return refuse(badRequest(`the name of the object (${body.metadata.name}) does not match the name on the URL (${request.name})`))
  }
  const newer = request.resource === 'events' && call.external?.form.view !== undefined ? checkNewEvent(body as Event) : []
  if (newer.length > 0) return refuse(invalidObject('events', body.metadata.name, newer))
  const { object, status } = prepareNew(state, request.resource, request.namespace, body)
  if (object === undefined) return refuse(status)
  noteManagers(state, call, body, undefined, object)
  return putNew(request, object)
}
