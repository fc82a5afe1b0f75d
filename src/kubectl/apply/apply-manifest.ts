/** `kubectl apply`: for each object of a checked manifest a GET, then a POST or a PATCH, and the API server's answer at its line. */
import { resourcePath } from '../../kubernetes/resources.ts'
import type { Status } from '../../kubernetes/types/status.ts'
import type { RestRequest, RestResponse } from '../../protocol/rest.ts'
import { isCustomKind } from '../custom-resources.ts'
import { annotationText, createRequest, lastAppliedAnnotation, withAnnotation } from './create-request.ts'
import { isJsonObject, kubectlName } from './manifest.ts'
import type { JsonObject, ManifestDocument, ManifestProblem } from './manifest.ts'
import { threeWayPatch } from './three-way-merge.ts'

/** Sends a request through the API's door; rejects only when the connection breaks. */
export type Send = (request: RestRequest, label: string) => Promise<RestResponse>

export interface Outcome {
  readonly document: ManifestDocument
  readonly result: 'created' | 'configured' | 'unchanged' | 'refused'
  /** kubectl's line, e.g. "deployment.apps/web created", or the Status' message. */
  readonly text: string
  /** What the API server refused, each at its line. */
  readonly problems: readonly ManifestProblem[]
}

/**
 * Applies the documents in order; `onOutcome` hears of each as it is answered. A refused object does not stop the ones after it,
 * as with kubectl.
 */
export async function applyManifest(documents: readonly ManifestDocument[], send: Send, onOutcome: (outcome: Outcome) => void): Promise<void> {
  for (const document of documents) onOutcome(await applyDocument(document, send))
}

async function applyDocument(document: ManifestDocument, send: Send): Promise<Outcome> {
  const label = `apply ${kubectlName(document.info, document.name)}`
  const found = await send({ method: 'GET', path: objectPath(document) }, label)
  if (found.status !== 404 && found.status >= 400) return refused(document, found)
  const request = writeRequest(document, found.status === 404 ? undefined : found.body)
  if (request === undefined) return outcome(document, 'unchanged')
  const written = await send(request, label)
  if (written.status >= 400) return refused(document, written)
  return outcome(document, request.method === 'POST' ? 'created' : 'configured')
}

const objectPath = (document: ManifestDocument): string => resourcePath(document.info, document.namespace, document.name)

function outcome(document: ManifestDocument, result: 'created' | 'configured' | 'unchanged'): Outcome {
  return { document, result, text: `${kubectlName(document.info, document.name)} ${result}`, problems: [] }
}

/**
 * The request that makes the cluster's object what the manifest says; undefined when it already is. `live` is the object as the API
 * server printed it, undefined when there is none. `remember`: the file is kept in the annotation.
 */
export function writeRequest(document: ManifestDocument, live: unknown, remember = true): RestRequest | undefined {
  if (!isJsonObject(live)) return createRequest(document, remember)
  const patch = threeWayPatch(lastAppliedOf(live), withAnnotations(document.value), live, !isCustomKind(document.info))
  if (Object.keys(patch).length === 0) return undefined
  const annotated = remember ? withAnnotation(patch, annotationText(document)) : patch
  return {
    method: 'PATCH', path: objectPath(document), headers: { 'content-type': isCustomKind(document.info) ? 'application/merge-patch+json' : 'application/strategic-merge-patch+json' }, body: JSON.stringify(annotated),
  }
}

/** The annotation keeps what was applied with annotations, if with none; so does what is compared with it. */
function withAnnotations(value: JsonObject): JsonObject {
  const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {}
  return { ...value, metadata: { annotations: {}, ...metadata } }
}

/** What was applied last; an object that was not made by apply, or whose annotation is not JSON, counts as never applied. */
function lastAppliedOf(live: JsonObject): JsonObject {
  const metadata = live['metadata']
  const annotations = isJsonObject(metadata) ? metadata['annotations'] : undefined
  const text = isJsonObject(annotations) ? annotations[lastAppliedAnnotation] : undefined
  if (typeof text !== 'string') return {}
  try {
    const parsed: unknown = JSON.parse(text)
    return isJsonObject(parsed) ? parsed : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

function refused(document: ManifestDocument, response: RestResponse): Outcome {
  const status = isJsonObject(response.body) && response.body['kind'] === 'Status' ? (response.body as unknown as Status) : undefined
  const text = status?.message ?? `The API server answered ${response.status}.`
  return { document, result: 'refused', text, problems: statusProblems(document, status, text) }
}

/** Causes of a Status at their lines; unknown fields of a strict decoding error too; else one problem at the object's first line. */
export function statusProblems(document: ManifestDocument, status: Status | undefined, text: string): readonly ManifestProblem[] {
  const causes = status?.details?.causes ?? []
  if (causes.length > 0) {
    return causes.map((cause) => ({ ...document.locate(cause.field), field: cause.field, message: `${cause.field}: ${cause.message}` }))
  }
  const unknownFields = [...text.matchAll(/unknown field "([^"]+)"/g)].map((match) => match[1] ?? '')
  if (unknownFields.length > 0) {
    return unknownFields.map((field) => ({ ...document.locate(field), field, message: `unknown field "${field}"` }))
  }
  return [{ ...document.position, field: '', message: text }]
}
