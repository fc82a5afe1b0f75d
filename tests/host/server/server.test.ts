/** The served cluster: who may ask, REST and watches over HTTPS, the page's port, frames over a WebSocket. */
import { statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { startServer } from '../../../src/host/server/server.ts'
import { messageOf, messageText } from '../../../src/protocol/message-text.ts'
import type { HostCommand, HostMessage } from '../../../src/protocol/host.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'
import { protocolVersion } from '../../../src/protocol/vocabulary.ts'
import { startTestServer, until, type TestServer } from './running-server.ts'

// A busy machine gives the engine less than real time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let server: TestServer
beforeAll(async () => { server = await startTestServer() })
afterAll(async () => { await server.end() })

const pods = '/api/v1/namespaces/default/pods'
const podText = (name: string) => JSON.stringify({
  apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] },
})

describe('who may ask the API', () => {
  it('nobody without a token, but for health and version', async () => {
    expect(await server.call('GET', '/api', undefined, { authorization: '' })).toMatchObject({
      status: 403, json: { reason: 'Forbidden', message: 'forbidden: User "system:anonymous" cannot get path "/api"' },
    })
    expect((await server.call('GET', '/livez', undefined, { authorization: '' })).text).toBe('ok')
  })
  it('nobody with another token', async () => {
    expect(await server.call('GET', '/api', undefined, { authorization: 'Bearer x' })).toMatchObject({ status: 401, json: { reason: 'Unauthorized' } })
    expect((await server.call('GET', '/livez', undefined, { authorization: 'Bearer x' })).status).toBe(401)
  })
  it('the kubeconfig is for its owner alone', () => {
    expect(statSync(server.kubeconfig).mode & 0o777).toBe(0o600)
  })
})

describe('REST over HTTPS', () => {
  it('shows a cluster that has come up, at the wall’s time', async () => {
    const { json } = await server.call('GET', '/api/v1/nodes')
    const nodes = json['items'] as { metadata: { name: string; creationTimestamp: string }; status: { conditions: { type: string; status: string }[] } }[]
    expect(nodes.map((node) => node.metadata.name)).toEqual(['node-1', 'node-2', 'node-3'])
    expect(nodes.every((node) => node.status.conditions.some((one) => one.type === 'Ready' && one.status === 'True'))).toBe(true)
    expect((await server.call('POST', pods, podText('timed'))).status).toBe(201)
    const made = (await server.call('GET', `${pods}/timed`)).json['metadata'] as { creationTimestamp: string }
    expect(Math.abs(Date.parse(made.creationTimestamp) - Date.now())).toBeLessThan(60_000)
  })
  it('sends warnings as headers and logs as plain text', async () => {
    const hostPid = JSON.stringify({ ...JSON.parse(podText('warned')) as object, spec: { hostPID: true, containers: [{ name: 'a', image: 'a' }] } })
    expect((await server.call('POST', pods, hostPid)).headers['warning']).toBe('299 - "field \\"spec.hostPID\\" is accepted but not simulated"')
    expect((await server.call('GET', '/healthz')).headers['content-type']).toBe('text/plain; charset=utf-8')
  })
  it('streams a watch line by line and forgets it when the client goes', async () => {
    const seen: string[] = []
    const watch = server.watch(`${pods}?watch=true&fieldSelector=metadata.name%3Dseen`, ({ type, object }) => {
      seen.push(`${type} ${(object['status'] as { phase: string }).phase}`)
    })
    await server.call('POST', pods, podText('seen'))
    await until(() => seen.includes('MODIFIED Running'))
    expect(seen[0]).toBe('ADDED Pending')
    watch.close()
    await watch.ended
    await server.call('GET', pods)
    await server.call('DELETE', `${pods}/seen?gracePeriodSeconds=0`)
    expect(seen.at(-1)).not.toContain('DELETED')
  })
  it('streams a log that is followed as plain text until the container ends', async () => {
    await server.call('POST', pods, JSON.stringify({
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 'talker' },
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'echo one; sleep 2; echo two; sleep 1'] }] },
    }))
    const log = `${pods}/talker/log?follow=true`
    let reply = await server.call('GET', log)
    while (reply.status === 400 || reply.text === '') reply = await server.call('GET', log)
    expect([reply.status, reply.headers['content-type'], reply.text]).toEqual([200, 'text/plain', 'one\ntwo\n'])
  })
  it('ends a watch after timeoutSeconds', async () => {
    const seen: string[] = []
    const watch = server.watch('/api/v1/nodes?watch=true&timeoutSeconds=1', ({ type }) => { seen.push(type) })
    await watch.ended
    expect(seen.slice(0, 3)).toEqual(['ADDED', 'ADDED', 'ADDED'])
  })
  it('refuses strange requests with 4xx and lives on', async () => {
    const strange: readonly [string, string, string | Buffer | undefined, Record<string, string>][] = [
      ['POST', pods, '{', {}], ['POST', pods, '[]', {}], ['POST', pods, 'null', {}], ['POST', pods, Buffer.from([0, 255, 254]), {}],
      ['POST', pods, podText('x'), { 'content-type': 'text/plain' }], ['POST', pods, 'x'.repeat(4_000_000), {}],
      ['POST', pods, `${'['.repeat(50_000)}${']'.repeat(50_000)}`, {}], ['GET', '//etc/passwd', undefined, {}],
      ['GET', `${pods}/../../secrets`, undefined, {}], ['GET', `${pods}/%2e%2e%2fx`, undefined, {}], ['GET', `${pods}/%E0%A4%A`, undefined, {}],
      ['GET', `${pods}?labelSelector=((`, undefined, {}], ['GET', `${pods}?fieldSelector=a`, undefined, {}], ['PATCH', `${pods}/x`, '{}', {}],
      ['GET', pods, undefined, { accept: 'application/vnd.kubernetes.protobuf' }], ['OPTIONS', pods, undefined, {}],
      ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', '7', {}],
    ]
    for (const [method, path, body, headers] of strange) {
      const { status } = await server.call(method, path, body, headers)
      expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
      expect(status, `${method} ${path}`).toBeLessThan(500)
    }
    expect((await server.call('GET', '/api/v1/nodes')).status).toBe(200)
  })
})

describe('the page’s port', () => {
  const bearer = () => ({ authorization: `Bearer ${server.token}` })
  it('serves the page’s files and nothing else', async () => {
    expect((await server.pageCall('GET', '/?server')).text).toContain('<title>page</title>')
    expect((await server.pageCall('GET', '/')).status).toBe(302)
    expect((await server.pageCall('GET', '/..%2f..%2fetc%2fpasswd')).status).toBe(404)
    expect((await server.pageCall('GET', '/?server', undefined, { host: 'evil.example:80' })).status).toBe(403)
  })
  it('takes world and pace commands with the token, and none of another page', async () => {
    const { origin } = new URL(server.page ?? '')
    expect((await server.pageCall('POST', '/podium/v1/world', '{}')).status).toBe(401)
    expect((await server.pageCall('POST', '/podium/v1/world', '{}', { ...bearer(), origin: 'http://evil.example' })).status).toBe(403)
    expect(await server.pageCall('POST', '/podium/v1/world', '{"type":"powerOff","node":"node-9"}', { ...bearer(), origin })).toMatchObject({
      status: 404, json: { message: 'machine "node-9" not found' },
    })
    expect((await server.pageCall('POST', '/podium/v1/world', '{"type":"constructor"}', bearer())).status).toBe(400)
    expect((await server.pageCall('POST', '/podium/v1/world', '{"type":"cutCable","node":"node-3"}', bearer())).json).toEqual({ done: true })
    expect((await server.pageCall('POST', '/podium/v1/world', '{"type":"healCable","node":"node-3"}', bearer())).json).toEqual({ done: true })
    expect((await server.pageCall('POST', '/podium/v1/pace', '{"pace":"rate","rate":1e9}', bearer())).status).toBe(400)
    expect((await server.pageCall('POST', '/podium/v1/pace', '{"pace":"rate","rate":1}', bearer())).json).toEqual({ done: true })
  })
})

interface Page {
  readonly socket: WebSocket
  readonly messages: HostMessage[]
  send(command: HostCommand): void
}
function openPage(token: string, origin?: string): Page {
  const { host } = new URL(server.page ?? '')
  const messages: HostMessage[] = []
  const socket = new WebSocket(`ws://${host}/podium/v1/stream?token=${token}`, origin === undefined ? {} : { origin })
  const send = (command: HostCommand): void => { socket.send(messageText(command)) }
  socket.on('message', (data: Buffer) => {
    const message = messageOf(data.toString('utf8')) as HostMessage
    messages.push(message)
    if (message.type === 'frame') send({ type: 'ack', frame: message.frame.to })
  })
  socket.on('open', () => { send({ type: 'start', protocolVersion, options: defaultClusterOptions, pace: [] }) })
  return { socket, messages, send }
}
const framesOf = (page: Page) => page.messages.flatMap((message) => (message.type === 'frame' ? [message.frame] : []))

describe('the stream of frames', () => {
  it('shows each page the cluster that is there, and what a terminal does to it', async () => {
    const pages = [openPage(server.token), openPage(server.token)]
    await until(() => pages.every((page) => framesOf(page).length > 0))
    for (const page of pages) {
      const [first] = framesOf(page)
      expect(first).toMatchObject({ from: 0, nodes: { names: [{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }] } })
      expect(first?.nodes.slot).toBeInstanceOf(Uint32Array)
      expect(Math.abs((first?.epochMs ?? 0) + (first?.simTimeUs ?? 0) / 1000 - Date.now()), 'the page can tell the cluster’s time').toBeLessThan(60_000)
      expect(Math.min(...first?.nodes.leaseRenewedUs ?? [-1]), 'Leases renewed before the page came').toBeGreaterThan(0)
    }
    await server.call('POST', pods, podText('on-stage'))
    const sees = (page: Page) => framesOf(page).some((frame) => frame.pods.names.some((names) => names?.name === 'on-stage'))
    await until(() => pages.every(sees))
    for (const page of pages) page.socket.close()
  })
  it('answers a page’s requests and world commands under its own numbers', async () => {
    const page = openPage(server.token)
    await until(() => framesOf(page).length > 0)
    page.send({ type: 'request', id: 7, request: { method: 'GET', path: '/version' }, label: 'version' })
    page.send({ type: 'world', id: 8, command: { type: 'powerOn', node: 'nowhere' } })
    page.send({ type: 'inspect', id: 9, query: { query: 'hash' } })
    await until(() => [7, 8, 9].every((id) => page.messages.some((message) => 'id' in message && message.id === id)))
    expect(page.messages.find((message) => message.type === 'response')).toMatchObject({ id: 7, response: { status: 200 } })
    expect(page.messages.find((message) => message.type === 'done')).toMatchObject({ id: 8, refused: { code: 404 } })
    page.socket.close()
  })
  it('refuses a wrong token with words, and another site’s page without', async () => {
    const wrong = openPage('wrong')
    const reason = await new Promise<string>((resolve) => { wrong.socket.on('close', (code, text) => { resolve(`${code} ${String(text)}`) }) })
    expect(reason).toMatch(/^4401 .*token/)
    const foreign = openPage(server.token, 'http://evil.example')
    expect(await new Promise((resolve) => { foreign.socket.on('error', (error) => { resolve(error.message) }) })).toContain('403')
  })
})

describe('a client that breaks off while it asks for another protocol', () => {
  const upgrade = (path: string): string => [
    `GET ${path} HTTP/1.1`, 'host: 127.0.0.1', 'connection: Upgrade', 'upgrade: websocket', 'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==', '', '',
  ].join('\r\n')
  it.each([
    ['the page’s port', '/podium/v1/stream', () => server.page ?? ''], ['the page’s port, refused', '/stream', () => server.page ?? ''],
    ['exec', `${pods}/box/exec?command=ls`, () => server.api], ['port-forward, refused', `${pods}/box/portforward`, () => server.api],
  ])('leaves the server running: %s', async (_name, path, address) => {
    const { hostname, port, protocol } = new URL(address())
    const broken = await Promise.all(Array.from({ length: 8 }, () => new Promise((resolve) => {
      const connection = connect(Number(port), hostname)
      const secure = protocol === 'https:' ? connectTls({ socket: connection, rejectUnauthorized: false }) : connection
      secure.on('error', () => undefined)
      secure.write(upgrade(path), () => {
        connection.resetAndDestroy()
        resolve(connection.destroyed)
      })
    })))
    expect(broken).toEqual(broken.map(() => true))
    // What the resets leave behind comes before the answer to what is asked after them; an error that nobody hears fails the run.
    expect((await server.call('GET', '/livez')).text).toBe('ok')
    expect((await server.pageCall('GET', '/')).status).toBe(302)
  })
})

describe('a start that cannot be', () => {
  const start = (more: object) => startServer(
    { port: 0, pagePort: undefined, nodes: 0, seed: 1, speed: 1, kubeconfig: join(server.folder, 'other'), apply: [], ...more }, server.folder, () => undefined,
  )
  it('says which port is in use and by which flag to give another', async () => {
    const port = Number(new URL(server.api).port)
    await expect(start({ port })).rejects.toThrow(`port ${port} is in use: end what listens there, or give another with --port`)
  })
  it('says which file cannot be read, and where a manifest is wrong', async () => {
    await expect(start({ apply: ['no-such.yaml'] })).rejects.toThrow('no-such.yaml cannot be read')
    await expect(start({ apply: ['package.json'] })).rejects.toThrow(/package\.json:\d+:\d+: /)
  })
  it('leaves a kubeconfig alone that it did not write', async () => {
    await expect(start({ kubeconfig: join(server.folder, 'index.html') })).rejects.toThrow('is a kubeconfig that Podium did not write')
  })
})
