/** The real kubectl, where the machine has one, and the page's, both against one served cluster. */
import { execFile, execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asksForDocument, withFullSchemas } from '../../../src/openapi/requests.ts'
import type { EventStream, Kubectl } from '../../../src/kubectl/kubectl.ts'
import { parseScript } from '../../../src/kubectl/parse/script.ts'
import { runCommand } from '../../../src/kubectl/run.ts'
import type { RestEvent, RestRequest, RestResponse } from '../../../src/protocol/rest.ts'
import type { TestServer } from './running-server.ts'

export interface Printed {
  readonly out: string
  readonly error: string
  readonly code: number
}

/** The version of the kubectl on this machine ("1.32"); undefined: there is none. */
export function realVersion(): string | undefined {
  try {
    const text = execFileSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const { clientVersion } = JSON.parse(text) as { clientVersion: { major: string; minor: string } }
    return `${clientVersion.major}.${clientVersion.minor.replace('+', '')}`
  } catch {
    // No such program: the tests that need it are skipped by name.
    return undefined
  }
}

/** Runs a line by the real kubectl. A here-document is its standard input. */
export function runReal(server: TestServer, text: string): Promise<Printed> {
  const [command] = parseScript(text).commands
  if (command === undefined) throw new Error(`no command in "${text}"`)
  const words = command.words[0] === 'kubectl' ? command.words.slice(1) : command.words
  const environment = { ...process.env, KUBECONFIG: server.kubeconfig, HOME: server.folder, KUBECACHEDIR: join(server.folder, 'cache') }
  return new Promise((resolve) => {
    const child = execFile('kubectl', words, { env: environment, timeout: 60_000, cwd: server.folder }, (error, out, told) => {
      resolve({ out, error: told, code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1 })
    })
    child.stdin?.end(command.stdin ?? '')
  })
}

function send(server: TestServer, request: RestRequest): Promise<RestResponse> {
  return new Promise((resolve) => {
    server.hub.request(request, 'test', { onResponse: resolve, onEvent: () => undefined })
  }).then((answer) => (asksForDocument(request) ? withFullSchemas(request, answer as RestResponse) : answer as RestResponse))
}

function stream(server: TestServer, request: RestRequest): Promise<EventStream> {
  const waiting: (RestEvent | undefined)[] = []
  let wake = (): void => undefined
  return new Promise((resolve) => {
    const id = server.hub.request(request, 'test', {
      onResponse: (response) => {
        resolve({
          response, close: () => { server.hub.cancel(id) },
          next: (untilMs) => new Promise((found) => {
            const timer = untilMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(() => { found('timeout') }, Math.max(0, untilMs - Date.now()))
            wake = () => {
              if (waiting.length === 0) return
              clearTimeout(timer)
              wake = () => undefined
              found(waiting.shift() ?? 'ended')
            }
            wake()
          }),
        })
      },
      onEvent: (event) => {
        waiting.push(event)
        wake()
      },
    })
  })
}

/** Runs a line by the page's kubectl. */
export async function runPage(server: TestServer, text: string, files: Readonly<Record<string, string>>): Promise<Printed> {
  let out = ''
  let error = ''
  let code = 0
  for (const command of parseScript(text).commands) {
    const kubectl: Kubectl = {
      send: (request) => send(server, request),
      stream: (request) => stream(server, request),
      out: (told) => { out += told },
      error: (told) => { error += told },
      nowMs: () => Date.now(),
      sleep: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds) }),
      signal: new AbortController().signal, session: { namespace: 'default' }, stdin: command.stdin, readFile: (name) => Promise.resolve(files[name]),
    }
    code = await runCommand(kubectl, command)
  }
  return { out, error, code }
}

/** Writes a file where the real kubectl runs. */
export function sharedFile(server: TestServer, name: string, text: string): void {
  writeFileSync(join(server.folder, name), text)
}
