/** Builders of refusals, with upstream's texts. Source: k8s.io/apimachinery/pkg/api/errors/errors.go. */
import { resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import type { Status, StatusReason } from '../../../kubernetes/types/status.ts'
import { problemText, type FieldProblem } from './field-errors.ts'

/** A field that another manager owns: how the manager is called, and the path. */
export interface FieldConflict {
  readonly manager: string
  readonly path: string
}

interface About {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly FieldProblem[]
  readonly retryAfterSeconds?: number
}

function failure(code: number, reason: StatusReason | undefined, message: string, about?: About): Status {
  return {
    kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason,
    details: about === undefined ? undefined : {
      name: about.name, group: about.group === '' ? undefined : about.group, kind: about.kind, uid: about.uid, causes: about.causes,
      retryAfterSeconds: about.retryAfterSeconds,
    },
    code,
  }
}

/** "deployments.apps", "pods": a resource with its group. */
function qualifiedResource(resource: ResourceName): string {
  const info = resourceInfo(resource)
  return info.group === '' ? info.name : `${info.name}.${info.group}`
}

function aboutObject(resource: ResourceName, name: string): About {
  const info = resourceInfo(resource)
  return { name, group: info.group, kind: info.name }
}

export function badRequest(message: string, causes?: readonly FieldProblem[]): Status {
  return failure(400, 'BadRequest', message, causes === undefined ? undefined : { causes })
}

export function notFound(resource: ResourceName, name: string): Status {
  return failure(404, 'NotFound', `${qualifiedResource(resource)} "${name}" not found`, aboutObject(resource, name))
}

/** A path that is not served at all. */
export function noSuchPath(): Status {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {})
}

export function alreadyExists(resource: ResourceName, name: string): Status {
  return failure(409, 'AlreadyExists', `${qualifiedResource(resource)} "${name}" already exists`, aboutObject(resource, name))
}

export function conflict(resource: ResourceName, name: string, detail: string): Status {
  return failure(
    409, 'Conflict', `Operation cannot be fulfilled on ${qualifiedResource(resource)} "${name}": ${detail}`, aboutObject(resource, name),
  )
}

/** Somebody else wrote first. */
export function modifiedConflict(resource: ResourceName, name: string): Status {
  return conflict(resource, name, 'the object has been modified; please apply your changes to the latest version and try again')
}

/** Fields of a server-side apply belong to others. Source: apimachinery/pkg/util/managedfields/internal/conflict.go. */
export function applyConflict(conflicts: readonly FieldConflict[]): Status {
  const causes = conflicts.map(
    ({ manager, path }) => ({ reason: 'FieldManagerConflict', message: `conflict with ${manager}`, field: path }),
  )
  const [first] = conflicts
  if (conflicts.length === 1 && first !== undefined) {
    return failure(409, 'Conflict', `Apply failed with 1 conflict: conflict with ${first.manager}: ${first.path}`, { causes })
  }
  const managers = [...new Set(conflicts.map((conflict) => conflict.manager))].toSorted()
  const lines = managers.flatMap((manager) => [
    `conflicts with ${manager}:`, ...conflicts.filter((conflict) => conflict.manager === manager).map(({ path }) => `- ${path}`),
  ])
  return failure(409, 'Conflict', `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`, { causes })
}

export function invalidPatchOptions(field: string, message: string): Status {
  return failure(422, 'Invalid', `PatchOptions.meta.k8s.io "" is invalid: ${field}: ${message}`, {
    group: 'meta.k8s.io', kind: 'PatchOptions', causes: [{ reason: 'FieldValueRequired', field, message }],
  })
}

/** Fields of a configuration that the type does not have. */
export function unreadableConfiguration(apiVersion: string, kind: string, namespace: string, name: string, unknown: readonly string[]): Status {
  const about = `${namespace}/${name}; ${apiVersion}, Kind=${kind}`
  const fields = unknown.map((field) => `.${field}: field not declared in schema`)
  const list = fields.length === 1 ? fields[0] ?? '' : `errors:\n${fields.map((field) => `  ${field}`).join('\n')}`
  return badRequest(`failed to create typed patch object (${about}): ${list}`)
}

export function bindingConflict(name: string, detail: string): Status {
  return failure(409, 'Conflict', `Operation cannot be fulfilled on pods/binding "${name}": ${detail}`, { name, kind: 'pods/binding' })
}

export function forbiddenRequest(resource: ResourceName, name: string, detail: string, causes?: readonly FieldProblem[]): Status {
  return failure(
    403, 'Forbidden', `${qualifiedResource(resource)} "${name}" is forbidden: ${detail}`, { ...aboutObject(resource, name), causes },
  )
}

/** The object breaks rules; all problems at once. Upstream prints each problem once. */
export function invalidObject(resource: ResourceName, name: string, problems: readonly FieldProblem[]): Status {
  const info = resourceInfo(resource)
  const kind = info.group === '' ? info.kind : `${info.kind}.${info.group}`
  const texts = [...new Set(problems.map(problemText))]
  const list = texts.length === 1 ? texts[0] ?? '' : `[${texts.join(', ')}]`
  return failure(422, 'Invalid', `${kind} "${name}" is invalid: ${list}`, { name, group: info.group, kind: info.kind, causes: problems })
}

export function invalidScale(name: string, problems: readonly FieldProblem[]): Status {
  const list = problems.map(problemText).join(', ')
  return failure(
    422, 'Invalid', `Scale.autoscaling "${name}" is invalid: ${list}`, { name, group: 'autoscaling', kind: 'Scale', causes: problems },
  )
}

/** A disruption budget refuses an eviction. `retryAfterSeconds`: when it is worth another try, if that can be said. */
export function disruptionRefused(why: string, retryAfterSeconds: number | undefined): Status {
  const causes = [{ reason: 'DisruptionBudget', message: why, field: '' }]
  return failure(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", { causes, retryAfterSeconds })
}

export function negativeBudget(name: string): Status {
  return failure(403, 'Forbidden', `poddisruptionbudget.policy "${name}" is forbidden: pdb disruptions allowed is negative`, {
    name, group: 'policy', kind: 'poddisruptionbudget',
  })
}

/** Options of a subresource (PodLogOptions, PodExecOptions) that make no sense. */
export function invalidOptions(kind: string, problems: readonly FieldProblem[]): Status {
  const texts = problems.map(problemText)
  const list = texts.length === 1 ? texts[0] ?? '' : `[${texts.join(', ')}]`
  return failure(422, 'Invalid', `${kind} "" is invalid: ${list}`, { kind, causes: problems })
}

/** There are no figures of this pod or node. Source: metrics-server's storage. */
export function noSuchMetrics(kind: 'PodMetrics' | 'NodeMetrics', name: string): Status {
  const resource = kind.toLowerCase()
  return failure(404, 'NotFound', `${resource}.metrics.k8s.io "${name}" not found`, { name, group: 'metrics.k8s.io', kind: resource })
}

export function invalidBinding(name: string, problems: readonly FieldProblem[]): Status {
  return failure(
    422, 'Invalid', `Binding "${name}" is invalid: ${problems.map(problemText).join(', ')}`, { name, kind: 'Binding', causes: problems },
  )
}

export function methodNotAllowed(resource: ResourceName, action: string): Status {
  return failure(
    405, 'MethodNotAllowed', `${action} is not supported on resources of kind "${qualifiedResource(resource)}"`, { kind: resourceInfo(resource).name },
  )
}

export function unsupportedMediaType(type: string, accepted: readonly string[]): Status {
  return failure(
    415, 'UnsupportedMediaType',
    `the body of the request was in an unknown format (${type}) - accepted media types include: ${accepted.join(', ')}`,
  )
}

export function entityTooLarge(limitBytes: number): Status {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limitBytes}`)
}

/** The log of a container cannot be had, and other errors that come from a kubelet. */
export function internalError(message: string): Status {
  return failure(500, 'InternalError', message, {})
}

/** An error of etcd's client, which is none of the API's own: it has no reason. Source: apiserver/pkg/endpoints/handlers/responsewriters/status.go. */
export function etcdTimeout(): Status {
  return failure(500, undefined, 'etcdserver: request timed out')
}

export function notReady(): Status {
  return failure(503, 'ServiceUnavailable', 'apiserver not ready', { retryAfterSeconds: 1 })
}

/** A watch asks for changes after a revision that is gone. Source: apiserver/pkg/storage/cacher (NewResourceExpired). */
export function expiredWatch(since: number, revision: number): Status {
  return failure(410, 'Expired', `too old resource version: ${since} (${revision})`)
}

/** The client takes none of the media types that are served. */
export function notAcceptable(): Status {
  return failure(406, 'NotAcceptable', 'only the following media types are accepted: application/json')
}

/** `kubectl delete` of an object that went at once. */
export function deleted(resource: ResourceName, name: string, uid: string): Status {
  const info = resourceInfo(resource)
  return {
    kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', message: undefined, reason: undefined,
    details: {
      name, group: info.group === '' ? undefined : info.group, kind: info.name, uid, causes: undefined, retryAfterSeconds: undefined,
    },
    code: 200,
  }
}

/** A plain success without an object (a binding). */
export function succeeded(code: number): Status {
  return {
    kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', message: undefined, reason: undefined, details: undefined, code,
  }
}

/** A Status as JSON: what is not set is left out. */
export function statusToWire(status: Status): Record<string, unknown> {
  const { details, message, reason, code, ...rest } = status
  const causes = details?.causes?.map(({ reason: why, message: text, field }) => (
    field === '' ? { reason: why, message: text } : { reason: why, message: text, field }
  ))
  const shown = details === undefined ? undefined : Object.fromEntries(Object.entries({ ...details, causes }).filter(([, value]) => value !== undefined))
  const members = { kind: rest.kind, apiVersion: rest.apiVersion, metadata: {}, status: rest.status, message, reason, details: shown, code }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
