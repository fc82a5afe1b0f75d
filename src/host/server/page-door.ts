/** The page's port: the page's own files, world and pace commands, and the stream of frames over a WebSocket. */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { messageOf, messageText } from '../../protocol/message-text.ts'
import type { HostCommand } from '../../protocol/host.ts'
import { bearerToken, isOwnHost, isOwnOrigin, isToken, sendJson, sendRefusal } from './access.ts'
import { checkPaceCommand, checkWorldCommand } from './check-commands.ts'
import type { Hub } from './hub.ts'
import { readBody } from './read-body.ts'

const streamPath = '/podium/v1/stream'
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.json': 'application/json', '.yaml': 'text/yaml; charset=utf-8', '.woff2': 'font/woff2', '.map': 'application/json',
}
/** Largest message of a page: a manifest and some. */
const maxMessageBytes = 4 * 1024 * 1024
/** Close codes 4000 to 4999 are a program's own. */
const closeCodes = { refused: 4401, unreadable: 4400 } as const
const noToken = 'This page needs the address with the token: open the one that `npm run serve` printed.'

interface PageDoor {
  handle(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/** `pageFolder`: the built page. */
export function createPageDoor(hub: Hub, token: string, pageFolder: string): PageDoor {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    if (!isOwnHost(request)) return sendRefusal(response, 403, 'Forbidden', 'this page is served to this machine only')
    if (path.startsWith('/podium/')) return command(request, response, path)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return sendRefusal(response, 405, 'MethodNotAllowed', 'only GET is allowed here')
    }
    // A page without the word runs an engine of its own: that is another cluster than the terminal's.
    if (path === '/' && !(request.url ?? '').includes('server')) {
      response.writeHead(302, { location: `/?server&${(request.url ?? '').split('?')[1] ?? ''}`.replace(/&$/, '') })
      response.end()
      return undefined
    }
    return sendFile(response, pageFolder, path === '/' ? '/index.html' : path)
  }

  async function command(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const said = bearerToken(request)
    if (said === undefined || !isToken(said, token)) return sendRefusal(response, 401, 'Unauthorized', 'Unauthorized')
    if (!isOwnOrigin(request)) return sendRefusal(response, 403, 'Forbidden', 'requests of other pages are not taken')
    if (path !== '/podium/v1/world' && path !== '/podium/v1/pace') return sendRefusal(response, 404, 'NotFound', `there is no ${path}`)
    if (request.method !== 'POST') return sendRefusal(response, 405, 'MethodNotAllowed', 'only POST is allowed here')
    const body = await readBody(request)
    if (body === undefined) return sendRefusal(response, 413, 'RequestEntityTooLarge', 'the body is too large')
    const value = jsonOf(body.toString('utf8'))
    if (value === undefined) return sendRefusal(response, 400, 'BadRequest', 'the body is not valid JSON')
    return path === '/podium/v1/world' ? world(value, response) : pace(value, response)
  }

  async function world(value: unknown, response: ServerResponse): Promise<void> {
    const checked = checkWorldCommand(value)
    if (checked.command === undefined) return sendRefusal(response, 400, 'BadRequest', checked.fault)
    const refused = await hub.world(checked.command)
    return refused === undefined ? sendJson(response, 200, { done: true }) : sendJson(response, refused.code, refused)
  }

  function pace(value: unknown, response: ServerResponse): void {
    const checked = checkPaceCommand(value)
    if (checked.command === undefined) return sendRefusal(response, 400, 'BadRequest', checked.fault)
    hub.pace(checked.command)
    return sendJson(response, 200, { done: true })
  }

  function seat(socket: WebSocket): void {
    const page = hub.join((message) => { socket.send(messageText(message)) })
    // With the usual `binaryType` a message comes as one Buffer.
    socket.on('message', (data: Buffer, isBinary) => {
      const read = isBinary ? undefined : commandOf(data.toString('utf8'))
      if (read === undefined) socket.close(closeCodes.unreadable, 'The page sent something that could not be read.')
      else page.handle(read)
    })
    socket.on('close', () => { page.leave() })
    // A socket that breaks is closed as well; its page opens another.
    socket.on('error', () => { socket.terminate() })
  }

  return {
    handle(request, response) {
      handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) sendRefusal(response, 500, 'InternalError', error instanceof Error ? error.message : String(error))
      })
    },
    upgrade(request, socket, head) {
      const [path, query] = (request.url ?? '/').split('?')
      if (path !== streamPath || !isOwnHost(request) || !isOwnOrigin(request)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
        return
      }
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        // Refused after the handshake: a page is not told why a handshake failed.
        if (isToken(new URLSearchParams(query).get('token') ?? '', token)) seat(webSocket)
        else webSocket.close(closeCodes.refused, noToken)
      })
    },
    close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Said to the caller as a 400.
    return undefined
  }
}

const commandTypes: ReadonlySet<unknown> = new Set(['start', 'reset', 'request', 'cancel', 'world', 'inspect', 'pace', 'ack', 'snapshot'])

/** A page's command; undefined: it is none. */
function commandOf(text: string): HostCommand | undefined {
  let value: unknown
  try {
    value = messageOf(text)
  } catch {
    // The caller closes the connection and says why.
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('type' in value) || !commandTypes.has(value.type)) return undefined
  const command = value as HostCommand
  if (command.type === 'world' && checkWorldCommand(command.command).command === undefined) return undefined
  if (command.type === 'pace' && checkPaceCommand(command.command).command === undefined) return undefined
  return command
}

async function sendFile(response: ServerResponse, folder: string, path: string): Promise<void> {
  const file = normalize(join(folder, decodePath(path)))
  const inside = file.startsWith(normalize(folder) + sep) && !file.includes('\0')
  const bytes = inside ? await readFile(file).catch(() => undefined) : undefined
  if (bytes === undefined) {
    sendRefusal(response, 404, 'NotFound', `there is no ${path}`)
    return
  }
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-length': bytes.length, 'cache-control': 'no-cache',
    // The token stands in the address.
    'referrer-policy': 'no-referrer',
  })
  response.end(bytes)
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // A broken escape names no file.
    return path
  }
}
