/** A server on free ports with a page of its own, and HTTPS calls to it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type RunningServer } from '../../../src/host/server/server.ts'
import type { ServeOptions } from '../../../src/host/server/options.ts'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: Record<string, unknown>
}

export interface TestServer extends RunningServer {
  readonly folder: string
  readonly told: string[]
  /** A call to the API with the token, unless the headers say otherwise. */
  call(method: string, path: string, body?: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<Reply>
  /** A call to the page's port without a token. */
  pageCall(method: string, path: string, body?: string, headers?: Readonly<Record<string, string>>): Promise<Reply>
  /** Lines of an open watch; `close` ends it. */
  watch(path: string, onLine: (event: { type: string; object: Record<string, unknown> }) => void): { close(): void; ended: Promise<void> }
  end(): Promise<void>
}

/** Starts a server on free ports; `end` stops it and removes its files. */
export async function startTestServer(options: Partial<ServeOptions> = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'podium-serve-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  const told: string[] = []
  const kubeconfig = join(folder, 'kubeconfig')
  const server = await startServer(
    { port: 0, pagePort: 0, nodes: 3, seed: 1, speed: 1, kubeconfig, apply: [], ...options }, folder, (line) => { told.push(line) },
  )
  const authority = /certificate-authority-data: (\S+)/.exec(readFileSync(server.kubeconfig, 'utf8'))?.[1] ?? ''
  const agent = new Agent({ ca: Buffer.from(authority, 'base64'), keepAlive: true })
  const api = { agent, headers: { authorization: `Bearer ${server.token}` } }
  return {
    ...server, folder, told,
    call: (method, path, body, headers) => reply(
      (done) => httpsRequest(server.api + path, { method, agent, headers: { ...api.headers, ...headers } }, done), body,
    ),
    pageCall: (method, path, body, headers) => reply(
      (done) => httpRequest(new URL(server.page ?? '').origin + path, { method, headers: { ...headers } }, done), body,
    ),
    watch: (path, onLine) => openWatch(server.api + path, api, onLine),
    end: async () => {
      agent.destroy()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Caller = (done: (response: IncomingMessage) => void) => ClientRequest

function reply(call: Caller, body: string | Buffer | undefined): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = call((response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => { text += part })
      response.on('end', () => {
        const isJson = response.headers['content-type']?.startsWith('application/json') === true
        resolve({
          status: response.statusCode ?? 0, headers: response.headers, text, json: isJson ? JSON.parse(text) as Record<string, unknown> : {},
        })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

function openWatch(
  url: string, options: object, onLine: (event: { type: string; object: Record<string, unknown> }) => void,
): { close(): void; ended: Promise<void> } {
  let rest = ''
  let finish: () => void = () => undefined
  const ended = new Promise<void>((resolve) => { finish = resolve })
  const request = httpsRequest(url, options, (response) => {
    response.setEncoding('utf8')
    response.on('data', (part: string) => {
      const lines = (rest + part).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(JSON.parse(line) as { type: string; object: Record<string, unknown> })
    })
    response.on('close', () => { finish() })
  })
  request.on('error', () => { finish() })
  request.end()
  return { close: () => { request.destroy() }, ended }
}

/** Waits until something is so; the test's own time limit ends the wait. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => { setTimeout(resolve, 5) })
}
