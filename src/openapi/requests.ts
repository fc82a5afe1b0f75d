/** Which questions are about OpenAPI documents, and their answers with the fuller schemas, which are loaded for the first of them. */
import type { RestRequest, RestResponse } from '../protocol/rest.ts'

/** Fetches the fuller schemas, ahead of the first question about them. */
export async function loadFullSchemas(): Promise<void> {
  await import('./complete-document.ts')
}

async function completed(document: unknown): Promise<unknown> {
  const { completeDocument } = await import('./complete-document.ts')
  return completeDocument(document)
}

/** The answer to a request, fuller when it is an OpenAPI document. */
export async function withFullSchemas(request: RestRequest, answer: RestResponse): Promise<RestResponse> {
  if (!asksForDocument(request) || answer.status !== 200) return answer
  return { ...answer, body: await completed(answer.body) }
}

export function asksForDocument({ method, path }: RestRequest): boolean {
  return method === 'GET' && path.startsWith('/openapi/v3/')
}

/** The same for a document that was looked at; undefined stays so. */
export function fullDocument(document: unknown): Promise<unknown> {
  return document === undefined ? Promise.resolve(undefined) : completed(document)
}
