/** What comes of a click: done, or the API server's own words about why not. */
import type { Status } from '../kubernetes/types/status.ts'
import type { RestResponse } from '../protocol/rest.ts'

export type ActionResult =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly message: string; readonly status: Status | undefined }

/** Whether a response's body is a Kubernetes Status. */
export function isStatus(body: unknown): body is Status {
  return typeof body === 'object' && body !== null && 'kind' in body && body.kind === 'Status'
}

/** A refusal as one line: the Status' message, or the HTTP code where there is none. */
export function refusalText(status: number, body: unknown): string {
  if (isStatus(body) && body.message !== undefined && body.message !== '') return body.message
  return `The API server answered ${status}.`
}

/** The result of a REST call. */
export function restResult(response: RestResponse): ActionResult {
  if (response.status < 400) return { ok: true, body: response.body }
  return { ok: false, message: refusalText(response.status, response.body), status: isStatus(response.body) ? response.body : undefined }
}

/** The result of a world command: undefined is success. */
export function worldResult(refused: Status | undefined): ActionResult {
  if (refused === undefined) return { ok: true, body: undefined }
  return { ok: false, message: refused.message ?? 'The command was refused.', status: refused }
}

/** The result of a call whose connection may break before the answer comes. */
export async function resultOf(answer: Promise<ActionResult>): Promise<ActionResult> {
  try {
    return await answer
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error), status: undefined }
  }
}
