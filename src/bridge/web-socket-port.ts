/** The wire to an engine host behind a WebSocket: `npm run serve`. */
import { messageOf, messageText } from '../protocol/message-text.ts'
import type { HostCommand, HostMessage } from '../protocol/host.ts'
import type { HostPort } from './port.ts'

/** The part of a WebSocket that is used, so that a test can hand in its own. */
export interface SocketLike {
  send(text: string): void
  close(): void
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent) => void) | null
  onclose: ((event: CloseEvent) => void) | null
}

const gone = 'The connection to the served cluster is gone. Is `npm run serve` still running?'

/** A port over sockets that `create` makes: one now, another after each `reopen`. */
export function createWebSocketPort(create: () => SocketLike): HostPort {
  let messageListener: (message: HostMessage) => void = () => undefined
  let brokenListener: (reason: string) => void = () => undefined
  let closed = false

  const attach = (): { send(text: string): void; close(): void } => {
    const socket = create()
    // Sent when the socket is open; undefined from then on.
    let early: string[] | undefined = []
    socket.onopen = () => {
      for (const text of early ?? []) socket.send(text)
      early = undefined
    }
    socket.onmessage = (event) => { if (socket === current.socket) messageListener(messageOf(String(event.data)) as HostMessage) }
    socket.onclose = (event) => { if (!closed && socket === current.socket) brokenListener(event.reason === '' ? gone : event.reason) }
    current.socket = socket
    return {
      send: (text) => { if (early === undefined) socket.send(text); else early.push(text) },
      close: () => { socket.close() },
    }
  }
  const current: { socket: SocketLike | undefined } = { socket: undefined }
  let wire = attach()

  return {
    send: (command: HostCommand) => { wire.send(messageText(command)) },
    onMessage: (listener) => { messageListener = listener },
    onBroken: (listener) => { brokenListener = listener },
    reopen: () => {
      current.socket = undefined
      wire.close()
      wire = attach()
    },
    close: () => {
      closed = true
      wire.close()
    },
  }
}

/**
 * Where the page's own server streams from, when the page was opened with `?server=TOKEN`; undefined: the engine runs in the page.
 * `address`: the page's.
 */
export function servedStream(address: string): string | undefined {
  const url = new URL(address)
  const token = url.searchParams.get('server')
  if (token === null) return undefined
  return `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}/podium/v1/stream?token=${encodeURIComponent(token)}`
}
