/** The Kubernetes API over HTTPS: HTTP requests to the engine's own door and its answers back. What a request means is decided there. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseDocument } from 'yaml'
import { asksForDocument, withFullSchemas } from '../../openapi/requests.ts'
import type { RestEvent, RestRequest, RestResponse } from '../../protocol/rest.ts'
import { bearerToken, isToken, sendRefusal } from './access.ts'
import type { Hub } from './hub.ts'
import { sendOpenApiV2 } from './openapi-v2.ts'
import { ProtobufError, protobufToJson, protobufType } from './protobuf/decode.ts'
import { readBody } from './read-body.ts'

const methods: readonly RestRequest['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
/** Paths that need no token. Source: the ClusterRoles system:public-info-viewer and system:discovery. */
const publicPaths: ReadonlySet<string> = new Set(['/livez', '/readyz', '/healthz', '/version'])
/** Open watches of all clients together. */
const maxWatches = 2000

/** What a request says of itself in kubectl's words, for the picture: "scale deployments/web". */
export function labelOf(request: RestRequest, kubectlCommand: string | undefined): string {
  const parts = request.path.split('/').filter((part) => part !== '')
  const inside = parts.indexOf('namespaces') >= 0 && parts.length > parts.indexOf('namespaces') + 2 ? parts.indexOf('namespaces') + 2 : -1
  const what = (inside >= 0 ? parts.slice(inside) : parts.slice(parts[0] === 'api' ? 2 : 3)).join('/')
  const verb = kubectlCommand?.replace(/^kubectl /, '') ?? request.method
  return what === '' ? verb : `${verb} ${what}`
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** JSON of a body that is YAML, which curl may send; undefined: it is none, or no YAML after all, which the API server will say. */
function yamlAsJson(type: string, body: Buffer): string | undefined {
  const text = body.toString('utf8')
  if (!/^application\/(?:apply-patch\+)?yaml/.test(type) || text.trimStart().startsWith('{')) return undefined
  const document = parseDocument(text)
  return document.errors.length > 0 ? undefined : JSON.stringify(document.toJS({ maxAliasCount: 100 }))
}

function restRequest(request: IncomingMessage, method: RestRequest['method'], path: string, query: URLSearchParams, body: Buffer): RestRequest {
  const type = header(request, 'content-type') ?? 'application/json'
  const json = type.startsWith(protobufType) ? protobufToJson(body) : yamlAsJson(type, body)
  return {
    method,
    path,
    query: Object.fromEntries(query),
    headers: {
      // An apply patch keeps its type: JSON is YAML.
      'content-type': json === undefined || type.startsWith('application/apply-patch') ? type : 'application/json',
      accept: header(request, 'accept') ?? '',
      // "kubectl/v1.34.1 (linux/amd64) ..." is kubectl.
      'user-agent': (header(request, 'user-agent') ?? 'unknown').split('/')[0] ?? 'unknown',
    },
    ...(body.length === 0 ? {} : { body: json ?? body.toString('utf8') }),
  }
}

/** A text as the value of a `Warning` header, which takes no line feeds and nothing beyond ASCII. */
function warningHeader(warning: string): string {
  return `299 - "${warning.replaceAll(/["\\]/g, '\\$&').replaceAll(/[^\x20-\x7e]/g, '?')}"`
}

/** Seconds after which a refusal says that it is worth another try. */
function retryAfterSeconds({ status, body }: RestResponse): number | undefined {
  if (status !== 429 && status !== 503) return undefined
  return (body as { readonly details?: { readonly retryAfterSeconds?: number } } | undefined)?.details?.retryAfterSeconds
}

function sendResponse(response: ServerResponse, answer: RestResponse): void {
  const plain = typeof answer.body === 'string'
  const text = typeof answer.body === 'string' ? answer.body : `${JSON.stringify(answer.body ?? {})}\n`
  for (const warning of answer.warnings ?? []) response.appendHeader('warning', warningHeader(warning))
  const retryAfter = retryAfterSeconds(answer)
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
  response.writeHead(answer.status, {
    'content-type': answer.contentType ?? (plain ? 'text/plain; charset=utf-8' : 'application/json'),
    'content-length': Buffer.byteLength(text), 'cache-control': 'no-cache, private',
  })
  response.end(text)
}

/** An OpenAPI document with Kubernetes' own descriptions, which are read when the first is asked for. */
function sendDocument(request: RestRequest, answer: RestResponse, response: ServerResponse): void {
  withFullSchemas(request, answer).then(
    (full) => { sendResponse(response, full) },
    (error: unknown) => { sendRefusal(response, 500, 'InternalError', error instanceof Error ? error.message : String(error)) },
  )
}

/** Lines of objects that several watches share are made once. */
const lines = new WeakMap<object, Map<string, string>>()

function lineOf({ type, object }: RestEvent): string {
  if (type === 'DATA') return String(object)
  if (typeof object !== 'object' || object === null) return `${JSON.stringify({ type, object })}\n`
  let made = lines.get(object)
  if (made === undefined) {
    made = new Map()
    lines.set(object, made)
  }
  let line = made.get(type)
  if (line === undefined) {
    line = `${JSON.stringify({ type, object })}\n`
    made.set(type, line)
  }
  return line
}

/** A client that does not read: its watch ends, and it lists again when it wakes. */
const maxUnreadBytes = 16 * 1024 * 1024

/** The handler of the API's port. */
export function createApiDoor(hub: Hub, token: string): (request: IncomingMessage, response: ServerResponse) => void {
  let watches = 0

  function admitted(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    const said = bearerToken(request)
    if (said === undefined) {
      if (publicPaths.has(path)) return true
      sendRefusal(response, 403, 'Forbidden', `forbidden: User "system:anonymous" cannot ${request.method?.toLowerCase() ?? 'get'} path "${path}"`)
      return false
    }
    if (isToken(said, token)) return true
    sendRefusal(response, 401, 'Unauthorized', 'Unauthorized')
    return false
  }

  function ask(rest: RestRequest, label: string, response: ServerResponse): void {
    let open = true
    let streams = false
    const end = (): void => {
      if (streams) watches--
      streams = false
      open = false
    }
    const id = hub.request(rest, label, {
      onResponse(answer) {
        if (!open) return
        if (answer.stream !== true) {
          end()
          if (asksForDocument(rest)) sendDocument(rest, answer, response)
          else sendResponse(response, answer)
          return
        }
        streams = true
        watches++
        response.writeHead(200, { 'content-type': answer.contentType ?? 'application/json', 'cache-control': 'no-cache, private' })
        response.flushHeaders()
      },
      onEvent(event) {
        if (!open) return
        if (event !== undefined) response.write(lineOf(event))
        if (event !== undefined && response.writableLength < maxUnreadBytes) return
        if (event !== undefined) hub.cancel(id)
        end()
        response.end()
      },
    })
    response.on('close', () => {
      if (open) hub.cancel(id)
      end()
    })
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Not read as a URL: that would take a path of two slashes for a host, and fold "..".
    const [path = '/', ...queries] = (request.url ?? '/').split('?')
    const query = new URLSearchParams(queries.join('?'))
    if (!admitted(request, response, path)) return
    if (path === '/openapi/v2' && request.method === 'GET') {
      sendOpenApiV2(request, response)
      return
    }
    const method = methods.find((item) => item === request.method)
    if (method === undefined) {
      sendRefusal(response, 405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')
      return
    }
    const body = await readBody(request)
    if (body === undefined) {
      sendRefusal(response, 413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728')
      return
    }
    if (response.destroyed) return
    if (watches >= maxWatches && (query.has('watch') || query.has('follow'))) {
      sendRefusal(response, 429, 'TooManyRequests', `there are ${maxWatches} open watches: try again later`)
      return
    }
    const rest = restRequest(request, method, path, query, body)
    ask(rest, labelOf(rest, header(request, 'kubectl-command')), response)
  }

  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) return
      if (error instanceof ProtobufError) sendRefusal(response, 415, 'UnsupportedMediaType', error.message)
      else sendRefusal(response, 500, 'InternalError', error instanceof Error ? error.message : String(error))
    })
  }
}
