/** The request that `kubectl apply` sends for an object that is not there: a POST with the file kept in an annotation. */
import { apiVersionOf, resourcePath } from '../../kubernetes/resources.ts'
import type { RestRequest } from '../../protocol/rest.ts'
import { compactJson } from '../print/json.ts'
import { isJsonObject } from './manifest.ts'
import type { JsonObject, ManifestDocument } from './manifest.ts'

/** The annotation that remembers the file. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

/** What of a document decides the request. */
type ObjectToCreate = Pick<ManifestDocument, 'info' | 'namespace' | 'value'>

/** POST of an object to the collection of its namespace. */
export function createRequest(object: ObjectToCreate, remember = true): RestRequest {
  const body = remember ? withAnnotation(object.value, annotationText(object)) : object.value
  return {
    method: 'POST', path: resourcePath(object.info, object.namespace), headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  }
}

/** The file's object as the annotation keeps it: compact JSON with keys in order and a line feed at the end, as kubectl writes it. */
export function annotationText({ info, value }: ObjectToCreate): string {
  const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {}
  const named = { ...value, apiVersion: apiVersionOf(info), kind: info.kind, metadata: { annotations: {}, ...metadata } }
  return `${compactJson(named)}\n`
}

/** `value` (an object or a patch of one) with the text as its annotation. */
export function withAnnotation(value: JsonObject, text: string): JsonObject {
  const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {}
  const annotations = isJsonObject(metadata['annotations']) ? metadata['annotations'] : {}
  return { ...value, metadata: { ...metadata, annotations: { ...annotations, [lastAppliedAnnotation]: text } } }
}
