/**
 * exec and attach over a WebSocket, as kubectl speaks it: subprotocols v4 and v5.channel.k8s.io. Each message's first byte is its channel. A
 * command becomes one request of the API whose answer streams; what is typed becomes a request each. The terminal itself (echo, corrections) is
 * here. Source: k8s.io/apimachinery/pkg/util/remotecommand/constants.go, client-go/tools/remotecommand.
 */
import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { WebSocketServer, type WebSocket } from 'ws'
import { execRequest, heardOf, typeRequest, type ExecAsked, type ExecHeard, type Typed } from '../../kubectl/exec/exec-messages.ts'
import { createTerminal, type Terminal } from '../../kubectl/exec/terminal.ts'
import type { RestEvent, RestRequest, RestResponse } from '../../protocol/rest.ts'
import { bearerToken, isToken, refusal } from './access.ts'
import type { Hub } from './hub.ts'

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
const maxMessageBytes = 1024 * 1024
/** `kubectl exec -i` with a command reads what is piped into it before the command runs; nothing more is waited for than this. */
const stdinPauseMs = 150
const shells: ReadonlySet<string> = new Set(['sh', '/bin/sh', 'bash', '/bin/bash', 'ash', '/bin/ash'])
/** Of a client that does not read. */
const mostUnsent = 16 * 1024 * 1024
type Send = (channel: number, text: string) => void

interface ExecDoor {
  /** Takes an upgrade of a path of exec or attach. Returns false when the path is none. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  close(): void
}

interface Asked {
  readonly does: 'exec' | 'attach'
  /** Path of the pod. */
  readonly path: string
  readonly container: string
  readonly command: readonly string[]
  readonly stdin: boolean
  readonly tty: boolean
}

/** The path and options of an exec request; undefined: it is none. */
function askedOf(url: string): Asked | undefined {
  const [path = '', query = ''] = url.split('?')
  const [, pod, does] = /^(\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+)\/(exec|attach)$/.exec(path) ?? []
  if (pod === undefined) return undefined
  const parameters = new URLSearchParams(query)
  const isTrue = (name: string): boolean => parameters.get(name) === 'true'
  return {
    does: does === 'exec' ? 'exec' : 'attach', path: pod, container: parameters.get('container') ?? '', command: parameters.getAll('command'),
    stdin: isTrue('stdin'), tty: isTrue('tty'),
  }
}

/** The Status that ends the error stream. Source: apiserver/pkg/endpoints/handlers/responsewriters, remotecommand.NonZeroExitCodeReason. */
function endStatus(exitCode: number): unknown {
  if (exitCode === 0) return { metadata: {}, status: 'Success' }
  return {
    metadata: {}, status: 'Failure', message: `command terminated with non-zero exit code: exit status ${exitCode}`, reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  }
}

/** Instead of an upgrade: a Status, or the text of a kubelet. */
function refuse(socket: Duplex, status: number, body: unknown): void {
  const plain = typeof body === 'string'
  const text = plain ? body : JSON.stringify(body)
  const type = plain ? 'text/plain; charset=utf-8' : 'application/json'
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'connection: close', `content-type: ${type}`, `content-length: ${Buffer.byteLength(text)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}

interface Opened {
  /** Ends it: nobody hears it any more. */
  close(): void
}

interface Hearing {
  /** The program has begun; until then nothing is heard. */
  began(): void
  refused(response: RestResponse): void
  heard(heard: ExecHeard): void
}

export function createExecDoor(hub: Hub, token: string): ExecDoor {
  let nextSession = 1
  const sockets = new WebSocketServer({
    noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false,
    handleProtocols: (offered) => protocols.find((one) => offered.has(one)) ?? false,
  })

  function open(request: RestRequest, label: string, hearing: Hearing, read: (event: RestEvent) => ExecHeard): Opened {
    let ended = false
    const id = hub.request(request, label, {
      onResponse(response) {
        if (ended) return
        if (response.stream === true) hearing.began()
        else hearing.refused(response)
      },
      onEvent(event) {
        if (ended) return
        const heard = event === undefined ? { stdout: '', stderr: '', exitCode: 0, status: undefined } : read(event)
        ended = heard.exitCode !== undefined || heard.status !== undefined
        hearing.heard(heard)
      },
    })
    return {
      close() {
        ended = true
        hub.cancel(id)
      },
    }
  }

  /** The streams of a connection, once the program has begun. */
  function serve(socket: WebSocket, asked: Asked, exec: ExecAsked): (heard: ExecHeard) => void {
    const send: Send = (channel, text) => {
      if (text === '' || socket.readyState !== socket.OPEN) return
      socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]))
      if (socket.bufferedAmount > mostUnsent) socket.terminate()
    }
    const type = (typed: Typed): void => {
      hub.request(typeRequest(exec, typed), `${asked.does} input`, { onResponse: () => undefined, onEvent: () => undefined })
    }
    const terminal = createTerminal({
      tty: asked.tty, show: (text) => { send(channels.stdout, text) }, input: (text) => { type({ text }) },
      interrupt: () => { type({ interrupt: true }) }, end: () => { type({ end: true }) },
    })
    if (asked.stdin) feed(socket, asked, terminal, () => { type({ end: true }) })
    socket.on('error', () => { socket.terminate() })
    return ({ stdout, stderr, exitCode, status }) => {
      terminal.print(stdout)
      if (asked.tty) terminal.print(stderr)
      else send(channels.stderr, stderr)
      if (exitCode === undefined && status === undefined) return
      send(channels.error, JSON.stringify(status ?? endStatus(asked.does === 'attach' ? 0 : exitCode ?? 0)))
      socket.close(1000)
    }
  }

  /** Begins the program; the connection is upgraded when it runs, else refused in the words of the API server or of the kubelet. */
  function begin(asked: Asked, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { path, container, command, tty, does } = asked
    const exec: ExecAsked = {
      path, container, command, tty, session: asked.stdin ? `serve-${nextSession++}` : undefined, attach: does === 'attach',
    }
    const opened: Opened[] = []
    // An attached connection hears the program and its log, and ends with the later of them.
    let running = does === 'attach' ? 2 : 1
    let hear: ((heard: ExecHeard) => void) | undefined
    const close = (): void => { for (const one of opened.splice(0)) one.close() }
    const hearing: Hearing = {
      began() {
        if (hear !== undefined) return
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          hear = serve(webSocket, asked, exec)
          // Simplified: what an attached program wrote before is shown as well.
          if (does === 'attach') follow()
          webSocket.on('close', close)
        })
      },
      refused({ status, body }) {
        close()
        if (hear === undefined) refuse(socket, status, body)
      },
      heard(heard) {
        if (heard.exitCode !== undefined) running -= 1
        hear?.(running > 0 ? { ...heard, exitCode: undefined } : heard)
      },
    }
    const follow = (): void => {
      const log = { method: 'GET', path: `${path}/log`, query: { container, follow: 'true' }, headers: { 'user-agent': 'kubectl' } } as const
      const read = (event: RestEvent): ExecHeard => ({ stdout: String(event.object), stderr: '', exitCode: undefined, status: undefined })
      // A log that does not stream is that of a container which has ended in the meantime.
      const refused = ({ status, body }: RestResponse): void => {
        hearing.heard({ stdout: status === 200 && typeof body === 'string' ? body : '', stderr: '', exitCode: 0, status: undefined })
      }
      opened.push(open(log, 'attach', { ...hearing, refused }, read))
    }
    socket.on('close', close)
    opened.push(open(execRequest(exec), does === 'exec' ? `exec ${command.join(' ')}` : 'attach', hearing, heardOf))
  }

  return {
    upgrade(request, socket, head) {
      const asked = askedOf(request.url ?? '')
      if (asked === undefined) return false
      const said = bearerToken(request)
      if (said === undefined || !isToken(said, token)) refuse(socket, 401, refusal(401, 'Unauthorized', 'Unauthorized'))
      else begin(asked, request, socket, head)
      return true
    },
    close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

/** What the client sends goes to the terminal. A pause of a pipe without a shell is taken for its end, which older clients cannot tell. */
function feed(socket: WebSocket, asked: Asked, terminal: Terminal, end: () => void): void {
  const whole = asked.does === 'exec' && !asked.tty && !shells.has(asked.command[0] ?? '')
  let timer: NodeJS.Timeout | undefined
  let ended = false
  const finish = (): void => {
    clearTimeout(timer)
    if (!ended) end()
    ended = true
  }
  const pause = (): void => {
    clearTimeout(timer)
    if (whole) timer = setTimeout(finish, stdinPauseMs)
  }
  const decoder = new StringDecoder('utf8')
  socket.on('message', (data: Buffer) => {
    if (data[0] === channels.stdin && !ended) {
      terminal.type(decoder.write(data.subarray(1)))
      pause()
    } else if (data[0] === channels.close && data[1] === channels.stdin) finish()
  })
  socket.on('close', () => { clearTimeout(timer) })
  pause()
}
