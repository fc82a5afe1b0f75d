/**
 * exec and attach over a WebSocket, as kubectl speaks it: subprotocols v4 and v5.channel.k8s.io. Each message's first byte is its channel. A
 * command becomes one request of the API, its result is sent as the streams would have been; a shell without a script is a small terminal,
 * each line of which is such a request. Source: k8s.io/apimachinery/pkg/util/remotecommand/constants.go, client-go/tools/remotecommand.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Container } from '../../kubernetes/types/core.ts'
import type { RestResponse } from '../../protocol/rest.ts'
import { bearerToken, isToken, refusal } from './access.ts'
import type { Hub } from './hub.ts'
import { createTerminal, type Terminal } from './terminal.ts'

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
const maxMessageBytes = 1024 * 1024
/** `kubectl exec -i` with a command reads what is piped into it before the command runs; nothing more is waited for than this. */
const stdinPauseMs = 150
const shells: ReadonlySet<string> = new Set(['sh', '/bin/sh', 'bash', '/bin/bash', 'ash', '/bin/ash'])

/** Ctrl-C */
const interrupt = 3
type Send = (channel: number, text: string) => void

export interface ExecDoor {
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

interface ExecResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

function resultOf({ status, body }: RestResponse): ExecResult | undefined {
  return status === 200 && typeof body === 'object' && body !== null && 'exitCode' in body ? (body as ExecResult) : undefined
}

/** True when the container's program is a shell that reads what is typed. */
function isShell(pod: unknown, name: string): boolean {
  const { spec } = pod as { readonly spec?: { readonly containers?: readonly Container[] } }
  const container = spec?.containers?.find((one) => one.name === name)
  if (container?.stdin !== true) return false
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  return words.length === 0 || (words.length === 1 && shells.has(words[0]!))
}

/** The Status that ends the error stream. Source: apiserver/pkg/endpoints/handlers/responsewriters, remotecommand.NonZeroExitCodeReason. */
function endStatus(exitCode: number): unknown {
  if (exitCode === 0) return { metadata: {}, status: 'Success' }
  return {
    metadata: {}, status: 'Failure', message: `command terminated with non-zero exit code: exit status ${exitCode}`, reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  }
}

function refuse(socket: Duplex, status: number, phrase: string, body: unknown): void {
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}

export function createExecDoor(hub: Hub, token: string): ExecDoor {
  const sockets = new WebSocketServer({
    noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false,
    handleProtocols: (offered) => protocols.find((one) => offered.has(one)) ?? false,
  })

  /** Runs a command; when the client goes before its end, nobody waits for it any more. */
  function run(socket: WebSocket, asked: Asked, command: readonly string[], stdin: string): Promise<RestResponse> {
    return new Promise((fulfil) => {
      const query: Record<string, string> = asked.container === '' ? {} : { container: asked.container }
      const id = hub.request(
        {
          method: 'POST', path: `${asked.path}/exec`, query, headers: { 'content-type': 'application/json', 'user-agent': 'kubectl' },
          body: JSON.stringify({ command, stdin }),
        },
        `exec ${command.join(' ')}`, { onResponse: fulfil, onEvent: () => undefined },
      )
      socket.once('close', () => { hub.cancel(id) })
    })
  }

  /** A terminal whose lines are run in the container. */
  function openShell(socket: WebSocket, asked: Asked, send: Send, ended: (code: number) => void, typed: readonly Buffer[] = []): void {
    feed(socket, createTerminal({
      echo: asked.tty, out: (text) => { send(channels.stdout, text) }, err: (text) => { send(channels.stderr, text) },
      run: (line) => run(socket, asked, ['sh', '-c', line], ''), ended,
    }), typed)
  }

  /**
   * attach: of a program that is a shell the terminal that its first process would be, of any other what it writes; Ctrl-C ends it.
   * Simplified: what it wrote before is shown as well.
   */
  function attach(socket: WebSocket, asked: Asked, send: Send, end: (status: unknown) => void): void {
    const stop = (exitCode: number): void => {
      const [, namespace = '', pod = ''] = /namespaces\/([^/]+)\/pods\/([^/]+)$/.exec(asked.path) ?? []
      void hub.world({ type: 'crashContainer', namespace, pod, container: asked.container, exitCode }).then(() => { end(endStatus(0)) })
    }
    const headers = { 'user-agent': 'kubectl' }
    // What is typed before it is known what it is for.
    const typed: Buffer[] = []
    const keep = (data: Buffer): void => { typed.push(data) }
    socket.on('message', keep)
    hub.request({ method: 'GET', path: asked.path, headers }, 'attach', {
      onEvent: () => undefined,
      onResponse: ({ status, body }) => {
        socket.off('message', keep)
        if (status !== 200) end(body)
        else if (asked.stdin && isShell(body, asked.container)) openShell(socket, asked, send, stop, typed)
        else follow()
      },
    })
    function follow(): void {
      const query = { container: asked.container, follow: 'true' }
      const id = hub.request({ method: 'GET', path: `${asked.path}/log`, query, headers }, 'attach', {
        onResponse: ({ status, body, stream }) => { if (stream !== true) end(status === 200 ? endStatus(0) : body) },
        onEvent: (event) => {
          if (event === undefined) end(endStatus(0))
          else send(channels.stdout, asked.tty ? String(event.object).replaceAll('\n', '\r\n') : String(event.object))
        },
      })
      socket.once('close', () => { hub.cancel(id) })
      socket.on('message', (data: Buffer) => { if (data[0] === channels.stdin && data.includes(interrupt)) stop(130) })
    }
  }

  function serve(socket: WebSocket, asked: Asked): void {
    const send: Send = (channel, text) => {
      if (text !== '' && socket.readyState === socket.OPEN) socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]))
    }
    const end = (status: unknown): void => {
      send(channels.error, JSON.stringify(status))
      socket.close(1000)
    }
    const shell = asked.command.length === 1 && shells.has(asked.command[0]!)
    const say = (answer: RestResponse): void => {
      const result = resultOf(answer)
      if (result === undefined) return end(answer.body)
      send(channels.stdout, asked.tty ? result.stdout.replaceAll(/\r?\n/g, '\r\n') : result.stdout)
      send(asked.tty ? channels.stdout : channels.stderr, result.stderr)
      return end(endStatus(result.exitCode))
    }
    if (asked.does === 'attach') attach(socket, asked, send, end)
    else if (asked.stdin && shell) openShell(socket, asked, send, (code) => { end(endStatus(code)) })
    else collect(socket, asked, (stdin) => { void run(socket, asked, asked.command, stdin).then(say) })
    socket.on('error', () => { socket.terminate() })
  }

  return {
    upgrade(request, socket, head) {
      const asked = askedOf(request.url ?? '')
      if (asked === undefined) return false
      const said = bearerToken(request)
      if (said === undefined || !isToken(said, token)) {
        refuse(socket, 401, 'Unauthorized', refusal(401, 'Unauthorized', 'Unauthorized'))
        return true
      }
      sockets.handleUpgrade(request, socket, head, (webSocket) => { serve(webSocket, asked) })
      return true
    },
    close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

/** What the client types goes to the terminal, and what it has typed already. */
function feed(socket: WebSocket, terminal: Terminal, typed: readonly Buffer[]): void {
  const take = (data: Buffer): void => {
    if (data[0] === channels.stdin) terminal.type(data.subarray(1).toString('utf8'))
    else if (data[0] === channels.close && data[1] === channels.stdin) terminal.end()
  }
  terminal.begin()
  typed.forEach(take)
  socket.on('message', take)
}

/** Reads what is piped into a command, then goes on. */
function collect(socket: WebSocket, asked: Asked, then: (stdin: string) => void): void {
  if (!asked.stdin) {
    then('')
    return
  }
  const parts: Buffer[] = []
  let done = false
  let timer: NodeJS.Timeout | undefined
  const finish = (): void => {
    clearTimeout(timer)
    if (done) return
    done = true
    then(Buffer.concat(parts).toString('utf8'))
  }
  // v4 cannot tell the end of what is piped in: a pause is taken for it.
  const pause = (): void => {
    clearTimeout(timer)
    timer = setTimeout(finish, stdinPauseMs)
  }
  socket.on('message', (data: Buffer) => {
    if (data[0] === channels.stdin) {
      parts.push(Buffer.from(data.subarray(1)))
      pause()
    } else if (data[0] === channels.close) finish()
  })
  socket.on('close', () => { clearTimeout(timer) })
  pause()
}
