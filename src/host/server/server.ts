/** The engine behind HTTPS, and its page: what `npm run serve` starts. */
import { randomBytes } from 'node:crypto'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import type { Duplex } from 'node:stream'
import type { PaceCommand } from '../../protocol/host.ts'
import { defaultClusterOptions } from '../../protocol/options.ts'
import { refusal } from './access.ts'
import { createApiDoor } from './api-door.ts'
import { makeCertificates } from './certificates.ts'
import { createExecDoor } from './exec-door.ts'
import { createHub, type Hub } from './hub.ts'
import { kubeconfigText, writeKubeconfig } from './kubeconfig.ts'
import { readManifestFiles } from './manifest-files.ts'
import type { ServeOptions } from './options.ts'
import { createPageDoor } from './page-door.ts'

export interface RunningServer {
  /** "https://127.0.0.1:6443" */
  readonly api: string
  /** Address of the page with its token; undefined: no page is served. */
  readonly page: string | undefined
  readonly kubeconfig: string
  readonly token: string
  readonly hub: Hub
  stop(): Promise<void>
}

const host = '127.0.0.1'

/** Listens; the port that it got. Rejects with a sentence for people. */
function listen(server: Server, port: number, flag: string): Promise<number> {
  return new Promise((fulfil, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? `port ${port} is in use: end what listens there, or give another with ${flag}`
        : error.code === 'EACCES' ? `port ${port} is not allowed to this user: give one above 1023 with ${flag}` : error.message
      reject(new Error(why, { cause: error }))
    })
    server.listen(port, host, () => { fulfil((server.address() as AddressInfo).port) })
  })
}

/** Node hands an upgraded connection over without a listener for errors: a client that breaks it off would end the program. */
function outlive(socket: Duplex): void {
  socket.on('error', () => { socket.destroy() })
}

/** Connections that carry something else than HTTP from then on. */
function refuseUpgrade(socket: Duplex): void {
  const body = JSON.stringify(refusal(404, 'NotFound', 'port-forward is not simulated'))
  socket.end(`HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
}

function close(server: Server): Promise<void> {
  return new Promise((fulfil) => {
    server.close(() => { fulfil() })
    server.closeAllConnections()
  })
}

function paceOf(speed: ServeOptions['speed']): readonly PaceCommand[] {
  return speed === 'auto' ? [{ pace: 'auto' }, { pace: 'play' }] : [{ pace: 'rate', rate: speed }, { pace: 'play' }]
}

/**
 * Starts a cluster, waits until it has come up, then listens on 127.0.0.1. `pageFolder`: the built page. `tell`: lines for the one who
 * runs the program. Rejects with a sentence for people.
 */
export async function startServer(options: ServeOptions, pageFolder: string, tell: (line: string) => void): Promise<RunningServer> {
  const manifests = await readManifestFiles(options.apply)
  const { authority, certificate, key } = await makeCertificates(Date.now())
  const token = randomBytes(24).toString('base64url')
  const hub = createHub({ ...defaultClusterOptions, seed: options.seed, nodes: options.nodes, manifests }, paceOf(options.speed), tell)
  const apiServer = createHttpsServer({ cert: certificate, key }, createApiDoor(hub, token))
  const execDoor = createExecDoor(hub, token)
  apiServer.on('upgrade', (request, socket, head) => {
    outlive(socket)
    if (!execDoor.upgrade(request, socket, head)) refuseUpgrade(socket)
  })
  const pageDoor = createPageDoor(hub, token, pageFolder)
  const pageServer = createHttpServer((request, response) => { pageDoor.handle(request, response) })
  pageServer.on('upgrade', (request, socket, head) => {
    outlive(socket)
    pageDoor.upgrade(request, socket, head)
  })
  const stop = async (): Promise<void> => {
    pageDoor.close()
    execDoor.close()
    hub.stop()
    await Promise.all([apiServer, pageServer].filter((server) => server.listening).map(close))
  }
  try {
    const port = await listen(apiServer, options.port, '--port')
    const pagePort = options.pagePort === undefined ? undefined : await listen(pageServer, options.pagePort, '--page-port')
    const api = `https://${host}:${port}`
    const kubeconfig = resolve(options.kubeconfig)
    await writeKubeconfig(kubeconfig, kubeconfigText(api, authority, token))
    await hub.started()
    return { api, page: pagePort === undefined ? undefined : `http://${host}:${pagePort}/?server=${token}`, kubeconfig, token, hub, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
