/**
 * The REST door: turns an HTTP request from outside into a call, or into the Status that refuses it. Bodies are JSON; a client that has
 * YAML
 * converts it first. Source: apiserver/pkg/endpoints/handlers.
 */
import { toKeptSelector } from '../../../kubernetes/other-versions/convert.ts'
import { apiVersionOf, isCustom, resourceInfo } from '../../../kubernetes/resources.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { Status } from '../../../kubernetes/types/status.ts'
import type { RestRequest } from '../../../protocol/rest.ts'
import type { Verb } from '../../../protocol/subject.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { claimWarnings } from './claim-warnings.ts'
import { decodeBody } from './custom-resources/decode-body.ts'
import { decodeObject, type Decoded } from './decode.ts'
import { required, type FieldProblem } from './field-errors.ts'
import type { ApiRequest, ExternalRequest, PatchType, RequestOptions } from './messages.ts'
import { parsePath, verbOf, type RestTarget } from './rest-path.ts'
import { scaleSchema } from './schema/apps.ts'
import { formOf } from './outside-form.ts'
import type { ExternalDetails, OutsideWatchOptions, ServerCall } from './state.ts'
import { badRequest, entityTooLarge, invalidBinding, methodNotAllowed, noSuchPath, notAcceptable, unsupportedMediaType } from './status-errors.ts'
import type { WatchCache } from './watch-cache.ts'
import { withoutToken } from './wire-form.ts'

/** Largest body. Source: `MaxRequestBodyBytes`. */
const bodyLimitBytes = 3 * 1024 * 1024

type Entered = { readonly call: ServerCall; readonly status: undefined } | { readonly call: undefined; readonly status: Status }
type Read<T> = { readonly value: T; readonly status: undefined } | { readonly value: undefined; readonly status: Status }

const patchTypes: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json', 'application/merge-patch+json': 'merge', 'application/strategic-merge-patch+json': 'strategic',
  // A client that has YAML converts it: JSON is YAML.
  'application/apply-patch+yaml': 'apply',
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
function readObject(cache: WatchCache, target: RestTarget, value: unknown, external: ExternalDetails): Read<KubernetesObject> {
  const { resource, view } = target
  const scale = target.subresource === 'scale'
  const info = resourceInfo(resource)
  const kind = scale ? 'Scale' : info.kind
  const apiVersion = scale ? 'autoscaling/v1' : view?.apiVersion ?? apiVersionOf(info)
  if (!isRecord(value)) {
    return refused(badRequest(`the object provided is unrecognized (must be of type ${kind}): the body is not an object`))
  }
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1)
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
        `${shown(saidKind)} in version "${version}" cannot be handled as a ${kind}: no kind "${shown(saidKind)}" is expected at this path`,
      ),
    )
  }
  const decoded = scale ? decodeObject(scaleSchema, value)
    : decodeBody(cache, resource, resource === 'pods' ? withoutToken(value) : { ...value, apiVersion })
  const status = unreadable(kind, version, decoded, external.fieldValidation === 'Strict')
  if (status !== undefined) return refused(status)
  if (external.fieldValidation === 'Warn') external.warnings.push(...decoded.unknown.map((field) => `unknown field "${field}"`))
  external.warnings.push(...decoded.dropped.map((field) => `field "${field}" is accepted but not simulated`), ...claimWarnings(decoded.object))
  const kept = scale || isCustom(resource) ? apiVersion : apiVersionOf(info)
  return { value: { ...decoded.object, apiVersion: kept, kind }, status: undefined }
}

/** The node that a Binding names. */
function readBinding(name: string, value: unknown): Read<string> {
  const target = isRecord(value) && isRecord(value['target']) ? value['target']['name'] : undefined
  if (typeof target === 'string' && target !== '') return { value: target, status: undefined }
  return refused(invalidBinding(name, [required('target.name')]))
}

function readBody(
  cache: WatchCache, verb: Verb, target: RestTarget, request: RestRequest, external: ExternalDetails,
): Read<unknown> {
  if (verb === 'get' || verb === 'list' || verb === 'watch') return { value: undefined, status: undefined }
  const type = contentType(request)
  const text = request.body ?? ''
  if (verb === 'patch') {
    // How lists of a custom resource are merged is in no Go type.
    const accepted = Object.keys(patchTypes).filter((name) => !isCustom(target.resource) || patchTypes[name] !== 'strategic')
    if (!accepted.includes(type)) return refused(unsupportedMediaType(type, accepted))
  } else if (type !== 'application/json') return refused(unsupportedMediaType(type, ['application/json']))
  if (text.length > bodyLimitBytes) return refused(entityTooLarge(bodyLimitBytes))
  const deleting = verb === 'delete' || verb === 'deletecollection'
  if (text === '' && deleting) return { value: undefined, status: undefined }
  const parsed = parseJson(text, resourceInfo(target.resource).kind)
  if (parsed.status !== undefined || verb === 'patch' || deleting) return parsed
  if (target.subresource === 'exec') return parsed
  if (target.subresource === 'binding') return readBinding(target.name, parsed.value)
  return readObject(cache, target, parsed.value, external)
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
function readOptions(request: RestRequest, deletion: Record<string, unknown>): Read<RequestOptions> {
  const query = request.query ?? {}
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
      propagationPolicy: known, preconditionUid: uid, sinceRevision: numberOf(query['resourceVersion']) ?? 0,
    },
    status: undefined,
  }
}

/** Least of the 30 to 60 minutes that upstream draws by lot. Source: `--min-request-timeout`. */
const watchSeconds = 1800

function watchOptions(query: Readonly<Record<string, string>>): OutsideWatchOptions {
  return {
    timeoutSeconds: numberOf(query['timeoutSeconds']) ?? watchSeconds, bookmarks: query['allowWatchBookmarks'] === 'true',
    initialEvents: query['sendInitialEvents'] === 'true',
  }
}

const validations = ['Strict', 'Warn', 'Ignore'] as const

/**
 * What only requests from outside have. `fieldValidation` is Strict unless said otherwise (as kubectl asks for; upstream's server says
 * Warn).
 */
function detailsOf(id: number, request: RestRequest, evicts: boolean): Read<ExternalDetails> {
  const query = request.query ?? {}
  const form = formOf(request.headers?.['accept'] ?? '', query['includeObject'] ?? '')
  if (form === undefined) return refused(notAcceptable())
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
      query, form, watch: watchOptions(query), evicts, warnings: [],
    },
    status: undefined,
  }
}

function refuseEntry(status: Status): Entered {
  return { call: undefined, status }
}

/** A GET with `?watch`, of a collection or of one object by its path. */
function isWatch(request: RestRequest, target: RestTarget): boolean {
  const asked = request.query?.['watch']
  return request.method === 'GET' && target.subresource === '' && (asked === 'true' || asked === '1')
}

/** The DeleteOptions of a deletion or, inside the Eviction, of an eviction. */
function deletionOf(verb: Verb, evicts: boolean, body: unknown): Record<string, unknown> {
  if ((verb !== 'delete' && verb !== 'deletecollection') || !isRecord(body)) return {}
  if (!evicts) return body
  return isRecord(body['deleteOptions']) ? body['deleteOptions'] : {}
}

function isDryRun(deletion: Record<string, unknown>): boolean {
  return Array.isArray(deletion['dryRun']) && deletion['dryRun'].includes('All')
}

/** The call that an HTTP request is, or its refusal. `link`: where the answer goes. */
export function enter(cache: WatchCache, outside: ExternalRequest, link: number): Entered {
  const { request } = outside
  const target = parsePath(request.path, cache)
  if (target === undefined) return refuseEntry(noSuchPath())
  const verb = isWatch(request, target) ? 'watch' : verbOf(request.method, target)
  const info = resourceInfo(target.resource)
  if (verb === undefined || (info.namespaced && target.namespace === '' && verb === 'create')) {
    return refuseEntry(methodNotAllowed(target.resource, request.method))
  }
  const evicts = target.subresource === 'eviction'
  const details = detailsOf(outside.id, request, evicts)
  if (details.value === undefined) return refuseEntry(details.status)
  if (verb === 'create' && target.subresource === '' && !info.actedOn) {
    details.value.warnings.push(`${info.kind} objects are stored and shown, but nothing in this cluster acts on them`)
  }
  const body = readBody(cache, verb, target, request, details.value)
  if (body.status !== undefined) return refuseEntry(body.status)
  const deletion = deletionOf(verb, evicts, body.value)
  const options = readOptions(request, deletion)
  if (options.value === undefined) return refuseEntry(options.status)
  const { fieldSelector } = options.value
  const kept = target.view === undefined ? options.value : { ...options.value, fieldSelector: toKeptSelector(fieldSelector, target.view.apiVersion) }
  const { form, dryRun } = details.value
  const external: ExternalDetails = {
    ...details.value, dryRun: dryRun || isDryRun(deletion), form: target.view === undefined ? form : { ...form, view: target.view },
  }
  return {
    call: { request: requestOf(outside, verb, target, body.value, kept), link, external, parent: 0 },
    status: undefined,
  }
}

function requestOf(outside: ExternalRequest, verb: Verb, target: RestTarget, body: unknown, options: RequestOptions): ApiRequest {
  const { request } = outside
  return {
    id: outside.id, client: componentIds.user, node: -1, userAgent: request.headers?.['user-agent'] ?? 'kubectl', verb,
    resource: target.resource,
    subresource: target.subresource === 'eviction' ? '' : target.subresource, namespace: target.namespace, name: target.name, slot: -1, body,
    patchType: verb === 'patch' ? patchTypes[contentType(request)] : undefined, options,
  }
}
