import { describe, expect, it } from 'vitest'
import { createConnection } from '../../src/bridge/connection.ts'
import { createInMemoryPort } from '../support/in-memory-port.ts'
import type { HostCommand } from '../../src/protocol/host.ts'
import type { RestResponse } from '../../src/protocol/rest.ts'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import { deletePod, readLog, removeNode, scale, setCordoned, setImage } from '../../src/state/api-actions.ts'
import { follow } from '../../src/state/page-actions.ts'
import type { Cluster } from '../../src/state/context.tsx'
import { changeProcess, setClientLoad, setPower } from '../../src/state/world-actions.ts'

const web = { namespace: 'default', name: 'web' }

/** Runs an action against a host that answers each request with the next response. */
async function play(action: (connection: Cluster['connection']) => Promise<unknown>, responses: readonly RestResponse[] = []): Promise<{ commands: HostCommand[]; result: unknown }> {
  const port = createInMemoryPort()
  const connection = createConnection(port, () => undefined)
  const commands: HostCommand[] = []
  const waiting = [...responses]
  const result = action(connection)
  for (let round = 0; round < 4; round += 1) {
    for (const command of port.takeCommands()) {
      commands.push(command)
      if (command.type === 'request') port.toPage.push({ type: 'response', id: command.id, response: waiting.shift() ?? { status: 200, body: {} } })
      if (command.type === 'world') port.toPage.push({ type: 'done', id: command.id, refused: undefined })
    }
    port.flushToPage()
    await Promise.resolve()
    await new Promise((resolve) => { setImmediate(resolve) })
  }
  return { commands, result: await result }
}

const requestOf = (command: HostCommand | undefined) => (command?.type === 'request' ? { ...command.request, label: command.label } : undefined)

describe('clicks on objects are the requests that kubectl makes', () => {
  it('scale', async () => {
    const { commands } = await play((connection) => scale(connection, 'deployments', web, 5))
    expect(requestOf(commands[0])).toEqual({
      method: 'PATCH', path: '/apis/apps/v1/namespaces/default/deployments/web/scale', headers: { 'content-type': 'application/merge-patch+json' },
      body: '{"spec":{"replicas":5}}', label: 'scale deployment web --replicas=5',
    })
  })

  it('set image', async () => {
    const { commands } = await play((connection) => setImage(connection, web, 'app', 'nginx:1.30'))
    expect(requestOf(commands[0])).toMatchObject({
      method: 'PATCH', headers: { 'content-type': 'application/strategic-merge-patch+json' },
      body: '{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"nginx:1.30"}]}}}}', label: 'set image deployment/web app=nginx:1.30',
    })
  })

  it('delete pod, cordon, uncordon and logs', async () => {
    const pod = { namespace: 'shop', name: 'web-1' }
    expect(requestOf((await play((connection) => deletePod(connection, pod))).commands[0])).toMatchObject({ method: 'DELETE', path: '/api/v1/namespaces/shop/pods/web-1' })
    expect(requestOf((await play((connection) => setCordoned(connection, 'node-1', true))).commands[0])).toMatchObject({ path: '/api/v1/nodes/node-1', body: '{"spec":{"unschedulable":true}}' })
    expect(requestOf((await play((connection) => setCordoned(connection, 'node-1', false))).commands[0])).toMatchObject({ body: '{"spec":{"unschedulable":null}}', label: 'uncordon node-1' })
    expect(requestOf((await play((connection) => readLog(connection, pod, 'app', 100))).commands[0])).toMatchObject({
      method: 'GET', path: '/api/v1/namespaces/shop/pods/web-1/log', query: { container: 'app', tailLines: '100' },
    })
  })

  it('remove node: the machine goes first, then its Node is deleted', async () => {
    const { commands } = await play((connection) => removeNode(connection, 'node-2'))
    expect(commands.map((command) => (command.type === 'world' ? command.command : requestOf(command)?.method))).toEqual([{ type: 'removeNode', node: 'node-2' }, 'DELETE'])
  })
})

describe('clicks on machines are world commands', () => {
  it('power, processes and client load', async () => {
    const worlds = async (action: (connection: Cluster['connection']) => Promise<unknown>): Promise<unknown> => {
      const [command] = (await play(action)).commands
      return command?.type === 'world' ? command.command : undefined
    }
    expect(await worlds((connection) => setPower(connection, 'node-2', false))).toEqual({ type: 'powerOff', node: 'node-2' })
    expect(await worlds((connection) => changeProcess(connection, 'crash', { process: 'kubelet', node: 'node-1' }))).toEqual({ type: 'crashProcess', process: 'kubelet', node: 'node-1' })
    expect(await worlds((connection) => setClientLoad(connection, 50))).toEqual({ type: 'setClientLoad', requestsPerSecond: 50 })
  })
})

describe('a refusal', () => {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'deployments.apps "web" not found', reason: 'NotFound', details: undefined, code: 404 }

  it('comes back in the API server’s own words and becomes the notice', async () => {
    const store = createClusterStore('dark')
    const { result } = await play((connection) => follow(store, 'Scale web', scale(connection, 'deployments', web, 1)), [{ status: 404, body: status }])
    expect(result).toMatchObject({ ok: false, message: status.message })
    expect(store.getState().notice).toEqual({ tone: 'bad', text: `Scale web: ${status.message}` })
    expect(store.getState().pending).toEqual([])
  })

  it('of a broken connection is told too, not thrown', async () => {
    const port = createInMemoryPort()
    const connection = createConnection(port, () => undefined)
    port.break('the worker stopped')
    expect(await scale(connection, 'deployments', web, 1)).toEqual({ ok: false, message: 'the worker stopped', status: undefined })
  })
})
