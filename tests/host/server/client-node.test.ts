/** The official JavaScript client against a served cluster: list, create, patch, watch, informer, logs, delete. */
import { readFileSync } from 'node:fs'
import { AppsV1Api, CoreV1Api, KubeConfig, PatchStrategy, Watch, makeInformer, setHeaderOptions, type V1Pod } from '@kubernetes/client-node'
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
