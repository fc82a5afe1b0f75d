/** Notes on an object who manages its fields, for writes from outside; and makes the object of an apply patch. */
import { PatchError, isJsonObject, type JsonObject, type JsonValue } from '../../../../kubernetes/patch/json-value.ts'
import { toKeptVersion } from '../../../../kubernetes/other-versions/convert.ts'
import { apiVersionOf, isCustom, resourceInfo, type ResourceName } from '../../../../kubernetes/resources.ts'
import { valueAtPath, withValueAtPath } from '../../../../kubernetes/simple-path.ts'
import type { KubernetesObject, ManagedFieldsEntry } from '../../../../kubernetes/types/meta.ts'
import type { Status } from '../../../../kubernetes/types/status.ts'
import { timeText } from '../../../simulation/time-text.ts'
import { schemaOf } from '../custom-resources/custom-strategy.ts'
import { decodeBody } from '../custom-resources/decode-body.ts'
import { definitionOf, hasStatusSubresource, storageVersion } from '../custom-resources/definition.ts'
import { decodeObject } from '../decode.ts'
import { scaleSchema } from '../schema/apps.ts'
import type { ApiServerState, ServerCall } from '../state.ts'
import { applyConflict, badRequest, invalidPatchOptions, unreadableConfiguration } from '../status-errors.ts'
import { strategyOf } from '../strategies/table.ts'
import { toStoredWire } from '../wire-form.ts'
import { applyConfiguration, managersAfterUpdate, type Writer } from './managers.ts'
import type { WatchCache } from '../watch-cache.ts'
import { schemaType } from './schema-type.ts'
import { builtInType, type ValueType } from './value-types.ts'

type Entries = readonly ManagedFieldsEntry[] | undefined

/** Longest name of a manager. */
const longestManager = 128

/** The version that the request names. */
function servedVersion({ request, external }: ServerCall): string {
  return external?.form.view?.apiVersion ?? apiVersionOf(resourceInfo(request.resource))
}

/** The version whose fields managers are noted by. Simplified: of a built-in kind always the one in which it is kept. */
function notedVersion(call: ServerCall): string {
  const { resource } = call.request
  return isCustom(resource) ? servedVersion(call) : apiVersionOf(resourceInfo(resource))
}

/** How the objects of a resource are merged. */
function typeOfResource(cache: WatchCache, resource: ResourceName): ValueType {
  const definition = isCustom(resource) ? definitionOf(cache, resource) : undefined
  return definition === undefined ? builtInType : schemaType(schemaOf(storageVersion(definition)))
}

function keepsStatusApart(cache: WatchCache, resource: ResourceName): boolean {
  return isCustom(resource) ? hasStatusSubresource(cache, resource) : strategyOf(resource).updateStatus !== undefined
}

function writerOf(state: ApiServerState, call: ServerCall, operation: Writer['operation']): Writer {
  const { request, external } = call
  const manager = external?.query['fieldManager'] ?? ''
  return {
    manager: (manager === '' ? request.userAgent : manager).slice(0, longestManager), operation,
    apiVersion: notedVersion(call), time: timeText(state.nowUs, state.epochMs),
    subresource: request.subresource === '' ? undefined : request.subresource,
  }
}

function setManagers(object: KubernetesObject, entries: Entries): void {
  const metadata = object.metadata as { managedFields: Entries }
  metadata.managedFields = entries
}

/** What a client says the managers are (to give fields over, or with an empty list to forget them); undefined: nothing. */
function saidManagers(body: KubernetesObject | undefined): Entries {
  const said: unknown = body?.metadata?.managedFields
  if (!Array.isArray(said)) return undefined
  return said.filter((entry: unknown) => isJsonObject(entry) && typeof entry['manager'] === 'string') as readonly ManagedFieldsEntry[]
}

/**
 * Notes the managers after a plain write from outside. `next` is fresh, its metadata is changed in place. `body`: what the client sent;
 * `current` undefined: the object is new.
 */
export function noteManagers(
  state: ApiServerState, call: ServerCall, body: KubernetesObject | undefined, current: KubernetesObject | undefined,
  next: KubernetesObject,
): void {
  const { resource } = call.request
  if (call.external === undefined || resource === 'events') return
  const hasStatus = keepsStatusApart(state.cache, resource)
  const type = typeOfResource(state.cache, resource)
  const before = current === undefined ? undefined : toStoredWire(current)
  const entries = (current === undefined ? undefined : saidManagers(body)) ?? current?.metadata.managedFields
  setManagers(next, managersAfterUpdate(entries, before, toStoredWire(next), type, writerOf(state, call, 'Update'), hasStatus))
}

type AppliedObject =
  | { readonly object: KubernetesObject; readonly note: (next: KubernetesObject) => void; readonly status: undefined }
  | { readonly object: undefined; readonly status: Status }

function refuse(status: Status): AppliedObject {
  return { object: undefined, status }
}

interface Expected {
  readonly kind: string
  readonly apiVersion: string
  /** Fields of the configuration that the kind does not have. */
  readonly unknown: (config: JsonObject) => readonly string[]
}

/** What is wrong with the request or its configuration before it meets the object. */
function configurationProblem(call: ServerCall, config: JsonValue, expected: Expected): Status | undefined {
  const { request, external } = call
  if ((external?.query['fieldManager'] ?? '') === '') {
    return invalidPatchOptions('fieldManager', 'Required value: is required for apply patch')
  }
  if (!isJsonObject(config)) return badRequest('error decoding YAML: the configuration is not an object')
  const metadata = config['metadata'] ?? {}
  if (!isJsonObject(metadata)) return badRequest('error decoding YAML: metadata is not an object')
  const { kind, apiVersion } = config
  if (kind !== expected.kind || apiVersion !== expected.apiVersion) {
    const said = `${JSON.stringify(apiVersion ?? '')}, Kind=${JSON.stringify(kind ?? '')}`
    return badRequest(`the kind in the data (${said}) does not match the expected kind (${expected.apiVersion}, Kind=${expected.kind})`)
  }
  if (metadata['managedFields'] !== undefined) return badRequest('metadata.managedFields must be nil')
  const { name } = metadata
  if (name !== undefined && name !== request.name) {
    return badRequest(`the name of the object (${JSON.stringify(name)}) does not match the name on the URL (${request.name})`)
  }
  const unknown = external?.fieldValidation === 'Strict' ? expected.unknown(config) : []
  return unknown.length === 0 ? undefined : unreadableConfiguration(expected.apiVersion, expected.kind, request.namespace, request.name, unknown)
}

/** The object with the name that the URL gives. */
function withName(object: JsonObject, name: string): JsonObject {
  const { metadata } = object
  return { ...object, metadata: { ...(isJsonObject(metadata) ? metadata : {}), name } }
}

/** The object that an apply patch makes of the current one (undefined: of none), and how its managers are noted when it is complete. */
export function applyPatch(state: ApiServerState, call: ServerCall, current: KubernetesObject | undefined): AppliedObject {
  const { request, external } = call
  const config = request.body as JsonValue
  const problem = configurationProblem(call, config, {
    kind: resourceInfo(request.resource).kind, apiVersion: servedVersion(call), unknown: (said) => decodeBody(state.cache, request.resource, said).unknown,
  })
  if (problem !== undefined) return refuse(problem)
  const live = current === undefined ? undefined : toStoredWire(current)
  const force = external?.query['force'] === 'true'
  try {
    const applied = applyConfiguration(
      live, current?.metadata.managedFields, toKeptVersion(config as JsonObject, servedVersion(call)), typeOfResource(state.cache, request.resource),
      writerOf(state, call, 'Apply'), force, keepsStatusApart(state.cache, request.resource),
    )
    if (applied.object === undefined) return refuse(applyConflict(applied.conflicts))
    const decoded = decodeBody(state.cache, request.resource, withName(applied.object, request.name))
    if (decoded.wrong.length > 0) return refuse(badRequest(decoded.wrong.map(({ message }) => message).join('; '), decoded.wrong))
    for (const field of decoded.dropped) external?.warnings.push(`field "${field}" is accepted but not simulated`)
    return { object: decoded.object, note: (next) => { setManagers(next, applied.entries) }, status: undefined }
  } catch (error) {
    if (error instanceof PatchError) return refuse(badRequest(`failed to create typed patch object: ${error.message}`))
    throw error
  }
}

type AppliedScale =
  | { readonly replicas: number; readonly resourceVersion: number; readonly note: (next: KubernetesObject) => void; readonly status: undefined }
  | { readonly replicas: undefined; readonly status: Status }

/**
 * The number of replicas that an applied Scale asks for. Its one field is the object's own at `path` (`.spec.replicas`), so that whoever manages
 * that one is in the way. Source: apimachinery/pkg/util/managedfields/scalehandler.go.
 */
export function applyScale(state: ApiServerState, call: ServerCall, current: KubernetesObject, path: string): AppliedScale {
  const { request, external } = call
  const config = request.body as JsonValue
  const refused = (status: Status): AppliedScale => ({ replicas: undefined, status })
  const problem = configurationProblem(call, config, {
    kind: 'Scale', apiVersion: 'autoscaling/v1', unknown: (said) => decodeObject(scaleSchema, said).unknown,
  })
  if (problem !== undefined) return refused(problem)
  const { object: scale, wrong } = decodeObject(scaleSchema, config as JsonObject)
  if (wrong.length > 0) return refused(badRequest(`failed to create typed patch object: ${wrong.map(({ message }) => message).join('; ')}`, wrong))
  const { replicas } = (scale as KubernetesObject & { readonly spec: { readonly replicas: number | undefined } }).spec
  const { apiVersion, kind } = current
  const ownConfig = replicas === undefined ? { apiVersion, kind } : withValueAtPath({ apiVersion, kind }, path, replicas)
  const applied = applyConfiguration(
    toStoredWire(current), current.metadata.managedFields, ownConfig, typeOfResource(state.cache, request.resource),
    writerOf(state, call, 'Apply'), external?.query['force'] === 'true', keepsStatusApart(state.cache, request.resource),
  )
  if (applied.object === undefined) {
    return refused(applyConflict(applied.conflicts.map(({ manager }) => ({ manager, path: '.spec.replicas' }))))
  }
  // What nobody applies any more is left out of the Scale, and a Scale without a number asks for none.
  const wanted = valueAtPath(applied.object, path)
  return {
    replicas: typeof wanted === 'number' ? wanted : 0, resourceVersion: scale.metadata?.resourceVersion ?? 0, status: undefined,
    note: (next) => { setManagers(next, applied.entries) },
  }
}
