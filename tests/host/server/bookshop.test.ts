/** A whole published application, with all that such a manifest brings along, applied to a served cluster. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { startTestServer, until, type TestServer } from './running-server.ts'
import { realVersion, runReal } from './real-kubectl.ts'

const files = ['tests/fixtures/bookshop-definitions.yaml', 'tests/fixtures/bookshop.yaml'].map((path) => resolve(path))
const deployments = '/apis/apps/v1/namespaces/bookshop/deployments'

interface Row {
  readonly metadata: { readonly name: string }
  readonly spec: { readonly replicas: number }
  readonly status: { readonly availableReplicas?: number }
}
interface Listed {
  readonly items: readonly Row[]
}

interface Written {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

async function notReady(server: TestServer): Promise<readonly string[]> {
  const { items } = (await server.call('GET', deployments)).json as unknown as Listed
  if (items.length === 0) return ['none is there']
  return items.filter(({ spec, status }) => (status.availableReplicas ?? 0) < spec.replicas).map(({ metadata }) => metadata.name)
}

async function untilReady(server: TestServer): Promise<void> {
  let left: readonly string[] = ['unknown']
  let asking = false
  await until(() => {
    if (!asking) {
      asking = true
      void notReady(server).then((names) => {
        left = names
        asking = false
      })
    }
    return left.length === 0
  })
}

describe('a bookshop of fifteen services', () => {
  let server: TestServer
  beforeAll(async () => { server = await startTestServer({ speed: 100 }) })
  afterAll(async () => { await server.end() })

  /** Path of a kind's collection, as discovery tells it. */
  async function collectionOf(apiVersion: string, kind: string, namespace: string | undefined): Promise<string> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const { resources } = (await server.call('GET', base)).json as unknown as { resources: { name: string; kind: string }[] }
    const found = resources.find((row) => row.kind === kind && !row.name.includes('/'))
    return `${base}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${found?.name ?? `no ${kind}`}`
  }

  it('is taken object by object, and its Deployments become ready', async () => {
    const objects = files.flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Written))
    expect(objects.length).toBeGreaterThan(50)
    for (const object of objects) {
      const path = await collectionOf(object.apiVersion, object.kind, object.metadata.namespace)
      const answer = await server.call('POST', path, JSON.stringify(object), { 'content-type': 'application/json' })
      expect(answer.status, `${object.kind} ${object.metadata.name}: ${answer.text}`).toBe(201)
    }
    await untilReady(server)
    const promotions = await server.call('GET', '/apis/bookshop.example.com/v1/promotions')
    expect(promotions.json['items']).toHaveLength(2)
  })
})

const version = realVersion()

describe.skipIf(version === undefined)(`the real kubectl ${version ?? '(there is none on this machine)'}`, () => {
  let server: TestServer
  beforeAll(async () => { server = await startTestServer({ speed: 100 }) })
  afterAll(async () => { await server.end() })

  it('applies the bookshop without an error, twice, and its Deployments become ready', async () => {
    const printed: string[] = []
    for (const file of [...files, ...files]) {
      const { out, error, code } = await runReal(server, `kubectl apply -f ${file}`)
      expect(error.split('\n').filter((line) => line !== '' && !line.startsWith('Warning: ')), file).toEqual([])
      expect(code).toBe(0)
      printed.push(out)
    }
    expect(printed[1]).toContain('deployment.apps/checkout created')
    expect(printed[1]).toContain('promotion.bookshop.example.com/summer created')
    expect(printed[3]).toContain('deployment.apps/checkout unchanged')
    expect(printed[3]).not.toContain('created')
    await untilReady(server)
    const { out } = await runReal(server, 'kubectl get promotions -n bookshop')
    expect(out).toMatch(/^NAME +PERCENT +UNTIL\npoetry-week +35 +2026-03-21T00:00:00Z\nsummer +20 +2026-09-01T00:00:00Z\n$/)
  })
})
