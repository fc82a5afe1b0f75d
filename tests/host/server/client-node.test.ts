/** The official JavaScript client against a served cluster: list, create, patch, apply, watch, informer, logs, delete. */
import { readFileSync } from 'node:fs'
import {
  ApiextensionsV1Api, AppsV1Api, CoordinationV1Api, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, Watch, makeInformer, setHeaderOptions, type CoreV1Event, type V1Pod,
} from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestServer, until, type TestServer } from './running-server.ts'

// A busy machine gives the engine less than real time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let server: TestServer
let config: KubeConfig
beforeAll(async () => {
  server = await startTestServer({ nodes: 2, pagePort: undefined, speed: 5 })
  config = new KubeConfig()
  config.loadFromString(readFileSync(server.kubeconfig, 'utf8'))
})
afterAll(async () => { await server.end() })

const namespace = 'default'
const labels = { app: 'web' }
const deployment = {
  metadata: { name: 'web' },
  spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } } },
}

describe('@kubernetes/client-node', () => {
  it('lists nodes', async () => {
    const { items } = await config.makeApiClient(CoreV1Api).listNode()
    expect(items.map((node) => node.metadata?.name)).toEqual(['node-1', 'node-2'])
    expect(items[0]?.metadata?.creationTimestamp).toBeInstanceOf(Date)
  })
  it('creates, follows with an informer, patches, reads a log and deletes', async () => {
    const apps = config.makeApiClient(AppsV1Api)
    const core = config.makeApiClient(CoreV1Api)
    const seen: string[] = []
    const informer = makeInformer<V1Pod>(config, `/api/v1/namespaces/${namespace}/pods`, () => core.listNamespacedPod({ namespace }))
    for (const verb of ['add', 'delete'] as const) informer.on(verb, (pod) => { seen.push(`${verb} ${pod.metadata?.name ?? ''}`) })
    await informer.start()
    await apps.createNamespacedDeployment({ namespace, body: deployment })
    await until(() => informer.list().filter((pod) => pod.status?.phase === 'Running').length === 2)
    const patched = await apps.patchNamespacedDeployment(
      { namespace, name: 'web', body: { spec: { replicas: 3 } } }, setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    )
    expect(patched.spec?.replicas).toBe(3)
    await until(() => informer.list().filter((pod) => pod.status?.phase === 'Running').length === 3)
    const name = informer.list()[0]?.metadata?.name ?? ''
    expect(await core.readNamespacedPodLog({ namespace, name, tailLines: 1 })).toContain('start worker process')
    await apps.deleteNamespacedDeployment({ namespace, name: 'web' })
    await until(() => informer.list().length === 0)
    expect(seen.filter((line) => line.startsWith('add')).length).toBe(3)
    expect(seen.filter((line) => line.startsWith('delete')).length).toBe(3)
    await informer.stop()
  })
  it('follows Events with an informer', async () => {
    const core = config.makeApiClient(CoreV1Api)
    const informer = makeInformer<CoreV1Event>(config, `/api/v1/namespaces/${namespace}/events`, () => core.listNamespacedEvent({ namespace }))
    const reasons: (string | undefined)[] = []
    informer.on('add', ({ involvedObject, reason }) => { if (involvedObject.name === 'told') reasons.push(reason) })
    await informer.start()
    await core.createNamespacedPod({ namespace, body: { metadata: { name: 'told' }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } } })
    await until(() => reasons.includes('Started'))
    // The image may be there already.
    expect(reasons.filter((reason) => reason !== 'Pulling')).toEqual(['Scheduled', 'Pulled', 'Created', 'Started'])
    await informer.stop()
    await core.deleteNamespacedPod({ namespace, name: 'told' })
  })
  it('applies on the server, meets the conflict and forces it', async () => {
    const core = config.makeApiClient(CoreV1Api)
    const apply = (fieldManager: string, value: string, force = false) => core.patchNamespacedConfigMap({
      namespace, name: 'applied', fieldManager, force, body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data: { key: value } },
    }, setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply))
    await apply('alice', 'one')
    await expect(apply('bob', 'two')).rejects.toMatchObject({ code: 409, body: expect.stringContaining('.data.key') })
    const forced = await apply('bob', 'two', true)
    expect(forced.data).toEqual({ key: 'two' })
    expect(forced.metadata?.managedFields?.map((entry) => entry.manager)).toEqual(['bob'])
  })
  it('elects a leader through a Lease: who writes with an old revision has lost', async () => {
    const coordination = config.makeApiClient(CoordinationV1Api)
    const lease = (holderIdentity: string, revision?: string) => ({
      metadata: { name: 'leader', ...(revision === undefined ? {} : { resourceVersion: revision }) },
      spec: { holderIdentity, leaseDurationSeconds: 15 },
    })
    const made = await coordination.createNamespacedLease({ namespace, body: lease('one') })
    const seen = made.metadata?.resourceVersion ?? ''
    const won = await coordination.replaceNamespacedLease({ namespace, name: 'leader', body: lease('two', seen) })
    expect(won.spec?.holderIdentity).toBe('two')
    const lost = coordination.replaceNamespacedLease({ namespace, name: 'leader', body: lease('three', seen) })
    await expect(lost).rejects.toMatchObject({ code: 409 })
  })
  it('defines a kind and writes objects of it', async () => {
    const extensions = config.makeApiClient(ApiextensionsV1Api)
    const custom = config.makeApiClient(CustomObjectsApi)
    const where = { group: 'client.example.com', version: 'v1', namespace, plural: 'lamps' }
    const spec = { type: 'object', properties: { watt: { type: 'integer', maximum: 100 } } }
    const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } }
    await extensions.createCustomResourceDefinition({ body: {
      metadata: { name: 'lamps.client.example.com' },
      spec: {
        group: where.group, scope: 'Namespaced', names: { plural: 'lamps', kind: 'Lamp' },
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    } })
    const lamp = (watt: number) => ({ apiVersion: 'client.example.com/v1', kind: 'Lamp', metadata: { name: 'desk' }, spec: { watt } })
    await custom.createNamespacedCustomObject({ ...where, body: lamp(40) })
    await expect(custom.createNamespacedCustomObject({ ...where, body: lamp(400) })).rejects.toMatchObject({ code: 422 })
    expect(await custom.getNamespacedCustomObject({ ...where, name: 'desk' })).toMatchObject({ spec: { watt: 40 } })
  })
  it('watches until it is told to stop', async () => {
    const core = config.makeApiClient(CoreV1Api)
    const seen: string[] = []
    const watch = await new Watch(config).watch(
      `/api/v1/namespaces/${namespace}/configmaps`, { allowWatchBookmarks: true }, (phase, object: { metadata: { name: string } }) => {
        seen.push(`${phase} ${object.metadata.name}`)
      }, () => undefined,
    )
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'settings' }, data: { a: '1' } } })
    await until(() => seen.includes('ADDED settings'))
    watch.abort()
    await core.deleteNamespacedConfigMap({ namespace, name: 'settings' })
    expect(seen).not.toContain('DELETED settings')
  })
  it('is refused with the server’s Status', async () => {
    await expect(config.makeApiClient(CoreV1Api).readNamespacedPod({ namespace, name: 'nosuch' })).rejects.toMatchObject({ code: 404 })
  })
})
