/** Serves `dist/` as a course site would: under a sub-path, and inside an iframe of another page, one that may do all and one that is a sandbox. */
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

export const subPath = '/some/course/podium/'
export const framePath = '/some/course/lecture.html'
const sandboxPath = '/some/course/sandbox.html'
const dist = 'dist'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json',
  '.yaml': 'text/yaml', '.woff2': 'font/woff2', '.map': 'application/json',
}

export interface StaticServer {
  /** Address of the program, ending in a slash. */
  readonly url: string
  /** Address of a page that holds it in an iframe of 800 x 450. */
  readonly frameUrl: string
  /** The same, in a frame that may run scripts and nothing else: its origin is nobody's. */
  readonly sandboxUrl: string
  close(): Promise<void>
}

/** Serves until closed, on a free port of this machine only. */
export async function serveDist(): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')
    const query = (request.url ?? '').split('?')[1] ?? 'embed'
    if (path === framePath) send(response, 200, '.html', framePage(query, ''))
    else if (path === sandboxPath) send(response, 200, '.html', framePage(query, 'sandbox="allow-scripts"'))
    else if (path.startsWith(subPath)) void sendFile(response, path.slice(subPath.length) || 'index.html')
    // Nothing outside the sub-path exists: an absolute address in the build is found out.
    else send(response, 404, '.html', 'not here')
  })
  const port = await listen(server)
  const origin = `http://127.0.0.1:${port}`
  return {
    url: origin + subPath,
    frameUrl: origin + framePath,
    sandboxUrl: origin + sandboxPath,
    close: () => new Promise((resolve, reject) => {
      server.closeAllConnections()
      server.close((error) => { if (error === undefined) resolve(); else reject(error) })
    }),
  }
}

function framePage(query: string, attributes: string): string {
  const address = `podium/?${query.replaceAll('"', '')}`
  return `<!doctype html><title>A lecture</title><link rel="icon" href="data:,"><h1>A lecture</h1><iframe title="Podium" width="800" height="450" ${attributes} src="${address}"></iframe>`
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const file = normalize(join(dist, path))
  if (!file.startsWith(dist)) {
    send(response, 404, '.html', 'not here')
    return
  }
  try {
    send(response, 200, extname(file), await readFile(file))
  } catch {
    send(response, 404, '.html', `no ${path} in ${dist}/`)
  }
}

function send(response: ServerResponse, code: number, extension: string, body: string | Buffer): void {
  // As the hosts of static pages do: a sandboxed frame may read what is public anyhow.
  response.writeHead(code, { 'content-type': types[extension] ?? 'application/octet-stream', 'access-control-allow-origin': '*' })
  response.end(body)
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
      else reject(new Error('the server has no port'))
    })
  })
}
