/** What clients negotiate: Tables, metadata alone, discovery in both forms, OpenAPI, reviews; and evictions. */
import { describe, expect, it } from 'vitest'
import { resources, resourcePath } from '../../../../src/kubernetes/resources.ts'
import { columnsOf } from '../../../../src/kubernetes/tables/tables.ts'
import { bodyOf, createHarness, deploymentManifest, podManifest, rest, statusOf, type Harness } from '../../harness.ts'

const pods = '/api/v1/namespaces/default/pods'
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json'
const partial = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'
const aggregatedForms = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json'

function get(harness: Harness, path: string, accept = ''): { status: number; body: Record<string, unknown>; contentType?: string } {
  return rest(harness, 'GET', path, undefined, 'application/json', accept) as never
}

describe('tables', () => {
  it('hold one row an object, with the columns of kubectl and the metadata of the object', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const { body } = get(harness, pods, table)
    expect(body).toMatchObject({
      kind: 'Table', apiVersion: 'meta.k8s.io/v1',
      rows: [{
        cells: ['a', '0/1', 'Pending', '0', '0s', '<none>', '<none>', '<none>', '<none>'],
        object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } },
      }],
    })
    expect((body['columnDefinitions'] as { name: string; priority: number }[]).map((column) => `${column.name}${column.priority}`)).toEqual(
      ['Name0', 'Ready0', 'Status0', 'Restarts0', 'Age0', 'IP1', 'Node1', 'Nominated Node1', 'Readiness Gates1'],
    )
  })
  it('hold whole objects, or none, when that is asked for', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    expect(get(harness, `${pods}/a?includeObject=Object`, table).body).toMatchObject({ rows: [{ object: { kind: 'Pod', spec: {} } }] })
    expect(get(harness, `${pods}/a?includeObject=None`, table).body).toMatchObject({ rows: [{ object: null }] })
  })
  it('are there for every resource', () => {
    const harness = createHarness()
    for (const info of resources) {
      const body = get(harness, resourcePath(info, info.namespaced ? 'default' : ''), table).body
      expect(body['kind'], info.name).toBe('Table')
      expect(columnsOf(info.name).filter((column) => column.format === 'name').length, info.name).toBe(1)
    }
  })
  it('print Deployments and Services with their wide columns', () => {
    const harness = createHarness()
    rest(harness, 'POST', '/apis/apps/v1/namespaces/default/deployments', deploymentManifest('web', 3))
    expect(get(harness, '/apis/apps/v1/namespaces/default/deployments', table).body).toMatchObject({
      rows: [{ cells: ['web', '0/3', 0, 0, '0s', 'app', 'nginx:1.27', 'app=web'] }],
    })
    expect(get(harness, '/api/v1/namespaces/default/services/kubernetes', table).body).toMatchObject({
      rows: [{ cells: ['kubernetes', 'ClusterIP', '10.96.0.1', '<none>', '443/TCP', '0s', '<none>'] }],
    })
  })
  it('are made of a refusal no more than of anything else', () => {
    expect(statusOf(rest(createHarness(), 'GET', `${pods}/x`, undefined, 'application/json', table))).toMatchObject({ kind: 'Status', code: 404 })
  })
})

describe('media types', () => {
  it('metadata alone, in lists and of one object', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const { body } = get(harness, pods, partial)
    expect(body).toMatchObject({ kind: 'PartialObjectMetadataList', items: [{ kind: 'PartialObjectMetadata', metadata: { name: 'a' } }] })
    expect((body['items'] as object[])[0]).not.toHaveProperty('spec')
    expect(get(harness, `${pods}/a`, 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1').body).not.toHaveProperty('spec')
  })
  it('JSON when protobuf is only the first choice, 406 when it is the only one, 415 for a body of it', () => {
    const harness = createHarness()
    expect(get(harness, pods, 'application/vnd.kubernetes.protobuf,application/json').body['kind']).toBe('PodList')
    expect(get(harness, pods, 'application/vnd.kubernetes.protobuf')).toMatchObject({ status: 406, body: { reason: 'NotAcceptable' } })
    expect(rest(harness, 'POST', pods, 'k8s', 'application/vnd.kubernetes.protobuf').status).toBe(415)
  })
})

describe('discovery', () => {
  it('is aggregated for those who take it, plain for the others', () => {
    const harness = createHarness()
    const answer = get(harness, '/apis', aggregatedForms)
    expect(answer.contentType).toBe('application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList')
    expect(JSON.stringify(answer.body)).toContain('"resource":"deployments"')
    expect(get(harness, '/apis', 'application/json').body['kind']).toBe('APIGroupList')
    expect(get(harness, '/api', aggregatedForms).body).toMatchObject({ items: [{ versions: [{ version: 'v1' }] }] })
  })
  it('says the same in both forms', () => {
    const harness = createHarness()
    const plain = (get(harness, '/api/v1').body['resources'] as { name: string; verbs: string[] }[]).map((row) => `${row.name} ${row.verbs.join()}`)
    const { items } = get(harness, '/api', aggregatedForms).body as { items: { versions: { resources: {
      resource: string; verbs: string[]; subresources: { subresource: string; verbs: string[] }[]
    }[] }[] }[] }
    const rows = items[0]!.versions[0]!.resources.flatMap((row) => [
      `${row.resource} ${row.verbs.join()}`, ...row.subresources.map((sub) => `${row.resource}/${sub.subresource} ${sub.verbs.join()}`),
    ])
    expect(rows).toEqual(plain)
  })
  it('OpenAPI has a document for each version, whose writes take fieldValidation and dryRun', () => {
    const harness = createHarness()
    const { paths } = get(harness, '/openapi/v3').body as { paths: Record<string, { serverRelativeURL: string }> }
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['api/v1', 'apis/apps/v1', 'apis/autoscaling/v2', 'apis/rbac.authorization.k8s.io/v1']))
    const document = get(harness, paths['apis/apps/v1']!.serverRelativeURL).body as {
      paths: Record<string, { patch: { parameters: { name: string }[] } }>; components: { schemas: Record<string, { properties: object }> }
    }
    const names = document.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']!.patch.parameters.map((one) => one.name)
    expect(names).toEqual(expect.arrayContaining(['fieldValidation', 'dryRun']))
    expect(Object.keys(document.components.schemas['io.k8s.api.apps.v1.DeploymentSpec']!.properties)).toContain('replicas')
    expect(get(harness, '/openapi/v3/apis/nowhere/v1').status).toBe(404)
  })
  it('lets everybody do everything, and says so', () => {
    const harness = createHarness()
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
    expect(rest(harness, 'POST', path, { spec: { resourceAttributes: { verb: 'get' } } })).toMatchObject({ status: 201, body: { status: { allowed: true } } })
    expect(rest(harness, 'POST', path, '[]').status).toBe(400)
    expect(rest(harness, 'POST', path, 'x').status).toBe(400)
  })
})

describe('an eviction', () => {
  it('deletes the pod with the options inside it and answers with a Status', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a' }, deleteOptions: { gracePeriodSeconds: 0 } }
    const dry = { ...eviction, deleteOptions: { ...eviction.deleteOptions, dryRun: ['All'] } }
    expect(rest(harness, 'POST', `${pods}/a/eviction`, dry)).toMatchObject({ status: 201 })
    expect(bodyOf(rest(harness, 'GET', `${pods}/a`)).metadata.deletionTimestamp).toBeUndefined()
    expect(rest(harness, 'POST', `${pods}/a/eviction`, eviction)).toMatchObject({ status: 201, body: { status: 'Success' } })
    expect(rest(harness, 'GET', `${pods}/a`).status).toBe(404)
    expect(rest(harness, 'POST', `${pods}/a/eviction`, eviction)).toMatchObject({ status: 404 })
  })
})
