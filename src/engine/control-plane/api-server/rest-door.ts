/**
 * The REST door: turns an HTTP request from outside into a call, or into the Status that refuses it. Bodies are JSON; a client that has
 * YAML
 * converts it first. Source: apiserver/pkg/endpoints/handlers.
 */
import { apiVersionOf, resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { Status } from '../../../kubernetes/types/status.ts'
import type { RestRequest } from '../../../protocol/rest.ts'
import type { Verb } from '../../../protocol/subject.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { decodeObject, type Decoded } from './decode.ts'
import { required, type FieldProblem } from './field-errors.ts'
import type { ApiRequest, ExternalRequest, PatchType, RequestOptions } from './messages.ts'
import { parsePath, verbOf, type RestTarget } from './rest-path.ts'
import { scaleSchema } from './schema/apps.ts'
import type { ExternalDetails, ServerCall } from './state.ts'
import { badRequest, entityTooLarge, invalidBinding, methodNotAllowed, noSuchPath, unsupportedMediaType } from './status-errors.ts'
import { strategyOf } from './strategies/table.ts'
import { withoutToken } from './wire-form.ts'

/** Largest body. Source: `MaxRequestBodyBytes`. */
export const bodyLimitBytes = 3 * 1024 * 1024

type Entered = { readonly call: ServerCall; readonly status: undefined } | { readonly call: undefined; readonly status: Status }
type Read<T> = { readonly value: T; readonly status: undefined } | { readonly value: undefined; readonly status: Status }

const patchTypes: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json', 'application/merge-patch+json': 'merge', 'application/strategic-merge-patch+json': 'strategic',
}

function refused(status: Status): { readonly value: undefined; readonly status: Status } {
  return { value: undefined, status }
}

function contentType(request: RestRequest): string {
  return (request.headers?.['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? ''
}

function parseJson(text: string, kind: string): Read<unknown> {
  try {
    return { value: JSON.parse(text) as unknown, status: undefined }
  } catch {
    // The parser's own words differ from host to host.
    return refused(
      badRequest(
        `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: the body is not valid JSON`,
      ),
    )
  }
}

/** The 400 for a body that does not read, with one cause per field. */
function unreadable(kind: string, version: string, decoded: Decoded, strict: boolean): Status | undefined {
  const unknown = strict ? decoded.unknown : []
  if (unknown.length === 0 && decoded.wrong.length === 0) return undefined
  const texts = decoded.wrong.map((problem) => problem.message)
  if (unknown.length > 0) texts.push(`strict decoding error: ${unknown.map((field) => `unknown field "${field}"`).join(', ')}`)
  const causes: FieldProblem[] = [
    ...decoded.wrong, ...unknown.map((field) => ({ reason: 'FieldValueInvalid', field, message: `unknown field "${field}"` })),
  ]
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${texts.join('; ')}`, causes)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A whole object out of a body. */
function readObject(resource: ResourceName, scale: boolean, value: unknown, external: ExternalDetails): Read<KubernetesObject> {
  const info = resourceInfo(resource)
  const kind = scale ? 'Scale' : info.kind
  const apiVersion = scale ? 'autoscaling/v1' : apiVersionOf(info)
  if (!isRecord(value)) {
    return refused(badRequest(`the object provided is unrecognized (must be of type ${kind}): the body is not an object`))
  }
  const saidVersion = value['apiVersion'] ?? apiVersion
  const saidKind = value['kind'] ?? kind
  if (saidVersion !== apiVersion) {
    return refused(
      badRequest(`the API version in the data (${shown(saidVersion)}) does not match the expected API version (${apiVersion})`),
    )
  }
  if (saidKind !== kind) {
    return refused(
      badRequest(
        `${shown(saidKind)} in version "${info.version}" cannot be handled as a ${kind}: no kind "${shown(saidKind)}" is expected at this path`,
      ),
    )
  }
  const decoded = decodeObject(scale ? scaleSchema : strategyOf(resource).schema, resource === 'pods' ? withoutToken(value) : value)
  const status = unreadable(kind, info.version, decoded, external.fieldValidation === 'Strict')
  if (status !== undefined) return refused(status)
  if (external.fieldValidation === 'Warn') external.warnings.push(...decoded.unknown.map((field) => `unknown field "${field}"`))
  external.warnings.push(...decoded.dropped.map((field) => `field "${field}" is accepted but not simulated`))
  return { value: { ...decoded.object, apiVersion, kind }, status: undefined }
}

/** The node that a Binding names. */
function readBinding(name: string, value: unknown): Read<string> {
  const target = isRecord(value) && isRecord(value['target']) ? value['target']['name'] : undefined
  if (typeof target === 'string' && target !== '') return { value: target, status: undefined }
  return refused(invalidBinding(name, [required('target.name')]))
}

function readBody(verb: Verb, target: RestTarget, request: RestRequest, external: ExternalDetails): Read<unknown> {
  if (verb === 'get' || verb === 'list') return { value: undefined, status: undefined }
  const type = contentType(request)
  const text = request.body ?? ''
  if (verb === 'patch') {
    if (patchTypes[type] === undefined) return refused(unsupportedMediaType(type, Object.keys(patchTypes)))
  } else if (type !== 'application/json') return refused(unsupportedMediaType(type, ['application/json']))
  if (text.length > bodyLimitBytes) return refused(entityTooLarge(bodyLimitBytes))
  const deleting = verb === 'delete' || verb === 'deletecollection'
  if (text === '' && deleting) return { value: undefined, status: undefined }
  const parsed = parseJson(text, resourceInfo(target.resource).kind)
  if (parsed.status !== undefined || verb === 'patch' || deleting) return parsed
  if (target.subresource === 'binding') return readBinding(target.name, parsed.value)
  return readObject(target.resource, target.subresource === 'scale', parsed.value, external)
}

/** A value from outside as an error shows it. */
function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined
}

const policies = ['Background', 'Foreground', 'Orphan'] as const

/** Options out of the query and, for deletions, the body (DeleteOptions). */
function readOptions(request: RestRequest, body: unknown): Read<RequestOptions> {
  const query = request.query ?? {}
  const deletion = isRecord(body) ? body : {}
  const policy = deletion['propagationPolicy'] ?? query['propagationPolicy']
  const known = policies.find((item) => item === policy)
  if (policy !== undefined && known === undefined) {
    return refused(
      badRequest(
        `invalid DeleteOptions: propagationPolicy: Unsupported value: "${shown(policy)}": supported values: "Background", "Foreground", "Orphan"`,
      ),
    )
  }
  const grace = typeof deletion['gracePeriodSeconds'] === 'number' ? deletion['gracePeriodSeconds'] : numberOf(query['gracePeriodSeconds'])
  const { preconditions } = deletion
  const uid = isRecord(preconditions) && typeof preconditions['uid'] === 'string' ? preconditions['uid'] : undefined
  return {
    value: {
      resourceVersion: 0, labelSelector: query['labelSelector'] ?? '', fieldSelector: query['fieldSelector'] ?? '',
      gracePeriodSeconds: grace,
      propagationPolicy: known, preconditionUid: uid, sinceRevision: 0,
    },
    status: undefined,
  }
}

const validations = ['Strict', 'Warn', 'Ignore'] as const

/**
 * What only requests from outside have. `fieldValidation` is Strict unless said otherwise (as kubectl asks for; upstream's server says
 * Warn).
 */
function detailsOf(id: number, request: RestRequest): Read<ExternalDetails> {
  const query = request.query ?? {}
  const dryRun = query['dryRun'] ?? ''
  if (dryRun !== '' && dryRun !== 'All') {
    return refused(badRequest(`invalid query parameter: dryRun: Unsupported value: "${dryRun}": supported values: "All"`))
  }
  const asked = query['fieldValidation'] ?? 'Strict'
  const fieldValidation = validations.find((item) => item === asked)
  if (fieldValidation === undefined) {
    return refused(
      badRequest(`invalid query parameter: fieldValidation: Unsupported value: "${asked}": supported values: "Ignore", "Strict", "Warn"`),
    )
  }
  return {
    value: {
      id, dryRun: dryRun === 'All', limit: numberOf(query['limit']) ?? 0, continueToken: query['continue'] ?? '', fieldValidation,
      container: query['container'] ?? '', previous: query['previous'] === 'true', tailLines: numberOf(query['tailLines']), warnings: [],
    },
    status: undefined,
  }
}

function refuseEntry(status: Status): Entered {
  return { call: undefined, status }
}

/** The call that an HTTP request is, or its refusal. `link`: where the answer goes. */
export function enter(outside: ExternalRequest, link: number): Entered {
  const { request } = outside
  const target = parsePath(request.path)
  if (target === undefined) return refuseEntry(noSuchPath())
  const verb = verbOf(request.method, target)
  const info = resourceInfo(target.resource)
  if (verb === undefined || (info.namespaced && target.namespace === '' && verb === 'create')) {
    return refuseEntry(methodNotAllowed(target.resource, request.method))
  }
  if (request.query?.['watch'] === 'true' || request.query?.['watch'] === '1') {
    return refuseEntry(badRequest('watch is not served to clients outside the cluster yet: list again instead'))
  }
  const details = detailsOf(outside.id, request)
  if (details.value === undefined) return refuseEntry(details.status)
  const body = readBody(verb, target, request, details.value)
  if (body.status !== undefined) return refuseEntry(body.status)
  const deleting = verb === 'delete' || verb === 'deletecollection'
  const options = readOptions(request, deleting ? body.value : undefined)
  if (options.value === undefined) return refuseEntry(options.status)
  return {
    call: { request: requestOf(outside, verb, target, body.value, options.value), link, external: details.value, parent: 0 },
    status: undefined,
  }
}

function requestOf(outside: ExternalRequest, verb: Verb, target: RestTarget, body: unknown, options: RequestOptions): ApiRequest {
  const { request } = outside
  return {
    id: outside.id, client: componentIds.user, node: -1, userAgent: request.headers?.['user-agent'] ?? 'kubectl', verb,
    resource: target.resource,
    subresource: target.subresource, namespace: target.namespace, name: target.name, slot: -1, body,
    patchType: verb === 'patch' ? patchTypes[contentType(request)] : undefined, options,
  }
}
