/** Who may ask: those who have the token, from this machine, and from no page but our own. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Status, StatusReason } from '../../kubernetes/types/status.ts'

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Compares in a time that says nothing of where they differ. */
export function isToken(said: string, token: string): boolean {
  return timingSafeEqual(digest(said), digest(token))
}

/** The bearer token of a request; undefined: it has none. */
export function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

const ownNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost'])

/** True when the request was sent to this machine by its own name: another name is a page that had its name point here. */
export function isOwnHost(request: IncomingMessage): boolean {
  return ownNames.has((request.headers.host ?? '').replace(/:\d+$/, ''))
}

/** True when no page sent the request, or our own. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers
  return origin === undefined || origin === `http://${host ?? ''}`
}

/** A refusal in the API's form. */
export function refusal(code: number, reason: StatusReason, message: string): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details: undefined, code }
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, code: number, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(code, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'cache-control': 'no-cache, private' })
  response.end(text)
}

export function sendRefusal(response: ServerResponse, code: number, reason: StatusReason, message: string): void {
  sendJson(response, code, refusal(code, reason, message))
}
