/** What a user can send by mistake: every refusal is a Status with reason, message and one cause per field, all of them at once. */
import { describe, expect, it } from 'vitest'
import { bodyOf, createHarness, deploymentManifest, podManifest, rest, runFor, statusOf, type Harness } from '../../harness.ts'

const pods = '/api/v1/namespaces/default/pods'
const deployments = '/apis/apps/v1/namespaces/default/deployments'

/** What the server says to a POST, as far as these tests look. */
function refusal(harness: Harness, path: string, body: unknown): unknown {
  const response = rest(harness, 'POST', path, body)
  const { kind, status, reason, message, details } = statusOf(response)
  return { code: response.status, kind, status, reason, message, fields: (details?.causes ?? []).map((cause) => cause.field ?? '') }
}
function refused(code: number, reason: string, message: string, fields: readonly string[] = []): unknown {
  return { code, kind: 'Status', status: 'Failure', reason, message: expect.stringContaining(message) as string, fields }
}

describe('bad input', () => {
  it('unknown fields are refused with their paths', () => {
    expect(refusal(createHarness(), deployments, { ...deploymentManifest('web', 1, { replica: 3 }), colour: 'red' })).toEqual(
      refused(
        400, 'BadRequest',
        'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica", unknown field "colour"',
        ['spec.replica', 'colour'],
      ),
    )
  })
  it('wrong types are refused with their paths, all of them', () => {
    const manifest = podManifest('a', { containers: [{ name: 'app', image: 3, ports: 'x' }], hostNetwork: 'yes' })
    expect(refusal(createHarness(), pods, manifest)).toEqual(
      refused(
        400, 'BadRequest', 'json: cannot unmarshal number into Go struct field Container.spec.containers.image of type string',
        ['spec.containers[0].image', 'spec.containers[0].ports', 'spec.hostNetwork'],
      ),
    )
  })
  it('a quantity that cannot be read is refused', () => {
    expect(
      refusal(
        createHarness(), pods, podManifest('a', { containers: [{ name: 'app', image: 'x', resources: { requests: { cpu: 'lots' } } }] }),
      ),
    ).toEqual(
      refused(400, 'BadRequest', 'quantities must match', ['spec.containers[0].resources.requests.cpu']),
    )
  })
  it('negative replicas and a selector that misses its template are told together', () => {
    expect(refusal(createHarness(), deployments, deploymentManifest('web', -3, { selector: { matchLabels: { app: 'other' } } }))).toEqual(
      refused(
        422, 'Invalid',
        'Deployment.apps "web" is invalid: [spec.replicas: Invalid value: -3: must be greater than or equal to 0, spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`]',
        ['spec.replicas', 'spec.template.metadata.labels'],
      ),
    )
  })
  it('a duplicate name is a conflict', () => {
    const harness = createHarness()
    rest(harness, 'POST', pods, podManifest('a'))
    expect(refusal(harness, pods, podManifest('a'))).toEqual(
      refused(409, 'AlreadyExists', 'pods "a" already exists'),
    )
  })
  it('a stale resourceVersion is a conflict', () => {
    const harness = createHarness()
    const first = bodyOf(rest(harness, 'POST', deployments, deploymentManifest('web', 1)))
    rest(harness, 'PATCH', `${deployments}/web`, { spec: { replicas: 2 } }, 'application/merge-patch+json')
    const response = rest(harness, 'PUT', `${deployments}/web`, first)
    expect(response.status).toBe(409)
    expect(statusOf(response)).toMatchObject({
      reason: 'Conflict',
      message: 'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    })
  })
  it('broken JSON, a list, another kind and another version are refused', () => {
    const harness = createHarness()
    expect(refusal(harness, pods, '{"kind": ')).toEqual(
      refused(400, 'BadRequest', 'json parse error'),
    )
    expect(refusal(harness, pods, [])).toEqual(
      refused(400, 'BadRequest', 'the body is not an object'),
    )
    expect(refusal(harness, pods, { ...podManifest('a'), kind: 'Deployment' })).toEqual(
      refused(400, 'BadRequest', 'cannot be handled as a Pod'),
    )
    expect(refusal(harness, pods, { ...podManifest('a'), apiVersion: 'v2' })).toEqual(
      refused(400, 'BadRequest', 'the API version in the data (v2) does not match the expected API version (v1)'),
    )
  })
  it('an unknown kind has no path', () => {
    expect(refusal(createHarness(), '/apis/apps/v1/namespaces/default/daemons', {})).toEqual(
      refused(404, 'NotFound', 'the server could not find the requested resource'),
    )
  })
  it('a body of 1 MB is read and of more than 3 MB refused', () => {
    const harness = createHarness()
    const configMap = (size: number) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'big' }, data: { text: 'x'.repeat(size) } })
    expect(rest(harness, 'POST', '/api/v1/namespaces/default/configmaps', configMap(1_000_000)).status).toBe(201)
    expect(refusal(harness, '/api/v1/namespaces/default/configmaps', configMap(3_200_000))).toEqual(
      refused(413, 'RequestEntityTooLarge', 'limit is 3145728'),
    )
    expect(refusal(harness, '/api/v1/namespaces/default/configmaps', configMap(1_100_000))).toEqual(
      refused(422, 'Invalid', 'Too long: may not be more than 1048576 bytes', ['']),
    )
  })
  it('YAML is refused at this door: clients convert it', () => {
    expect(rest(createHarness(), 'POST', pods, 'kind: Pod', 'application/yaml').status).toBe(415)
    expect(rest(createHarness(), 'PATCH', `${pods}/a`, '{}', 'application/json').status).toBe(415)
  })
  it('10,000 replicas typed by mistake are accepted as a number', () => {
    expect(rest(createHarness(), 'POST', deployments, deploymentManifest('web', 10_000)).status).toBe(201)
  })
  it('a namespace that does not exist is not found', () => {
    expect(refusal(createHarness(), '/api/v1/namespaces/nowhere/pods', podManifest('a'))).toEqual(
      refused(404, 'NotFound', 'namespaces "nowhere" not found'),
    )
  })
  it('a deeply nested or hostile key does no harm', () => {
    const harness = createHarness()
    const text = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","labels":{"__proto__":"y"}},"data":{"constructor":"z"}}'
    expect(rest(harness, 'POST', '/api/v1/namespaces/default/configmaps', text).status).toBe(201)
    expect(({} as Record<string, unknown>)['y']).toBeUndefined()
    expect(bodyOf(rest(harness, 'GET', '/api/v1/namespaces/default/configmaps/x'))).toMatchObject({ data: { constructor: 'z' } })
  })
  it('fields of the real type that are not simulated are dropped with a warning', () => {
    const response = rest(createHarness(), 'POST', pods, podManifest('a', { shareProcessNamespace: true }))
    expect(response).toMatchObject({ status: 201, warnings: ['field "spec.shareProcessNamespace" is accepted but not simulated'] })
  })
  it('a volume of a claim is kept with a warning when it comes, not with each later change', () => {
    const harness = createHarness()
    const volumes = [{ name: 'a', emptyDir: {} }, { name: 'data', persistentVolumeClaim: { claimName: 'nope' } }]
    const warnings = ['field "spec.volumes[1].persistentVolumeClaim" is accepted but not simulated']
    const made = rest(harness, 'POST', pods, podManifest('a', { volumes }))
    expect(made).toMatchObject({ status: 201, warnings, body: { spec: { volumes: expect.arrayContaining(volumes) as unknown } } })
    const patch = rest(harness, 'PATCH', `${pods}/a`, '{"metadata":{"labels":{"b":"c"}}}', 'application/merge-patch+json')
    expect([patch.status, patch.warnings ?? []]).toEqual([200, []])
  })
  it('fieldValidation=Warn keeps going and says so, Ignore says nothing', () => {
    const harness = createHarness()
    expect(
      rest(harness, 'POST', `${pods}?fieldValidation=Warn`, podManifest('a', { foo: 1 })),
    ).toMatchObject({ status: 201, warnings: ['unknown field "spec.foo"'] })
    expect(rest(harness, 'POST', `${pods}?fieldValidation=Ignore`, podManifest('b', { foo: 1 })).warnings).toBeUndefined()
    expect(rest(harness, 'POST', `${pods}?fieldValidation=Maybe`, podManifest('c')).status).toBe(400)
  })
  it('dryRun=All answers with the object and stores nothing', () => {
    const harness = createHarness()
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } }
    const before = harness.apiServer.allocators.clusterIPs.size
    expect(rest(harness, 'POST', '/api/v1/namespaces/default/services?dryRun=All', service).status).toBe(201)
    expect(rest(harness, 'GET', '/api/v1/namespaces/default/services/s').status).toBe(404)
    expect(harness.apiServer.allocators.clusterIPs.size).toBe(before)
  })
  it('methods that a path does not have are not allowed', () => {
    const harness = createHarness()
    expect(rest(harness, 'PUT', pods, podManifest('a')).status).toBe(405)
    expect(rest(harness, 'POST', `${pods}/a`, podManifest('a')).status).toBe(405)
    expect(rest(harness, 'POST', '/api/v1/pods', podManifest('a')).status).toBe(405)
    expect(rest(harness, 'POST', `${pods}?watch=true`, podManifest('a')).status).toBe(201)
    expect(rest(harness, 'GET', '/api/v1/namespaces/default/pods/%E0%A4%A').status).toBe(404)
  })
  it('every refusal of a patch names what is wrong', () => {
    const harness = createHarness()
    rest(harness, 'POST', deployments, deploymentManifest('web', 1))
    const patch = (body: unknown, type: string) => statusOf(rest(harness, 'PATCH', `${deployments}/web`, body, `application/${type}+json`))
    expect(patch({ spec: { replicas: 'x' } }, 'merge-patch')).toMatchObject(
      { code: 422, details: { causes: [{ field: 'spec.replicas' }] } },
    )
    expect(patch({ spec: { foo: 1 } }, 'merge-patch')).toMatchObject({ code: 422, details: { causes: [{ field: 'spec.foo' }] } })
    expect(patch([{ op: 'test', path: '/spec/replicas', value: 9 }], 'json-patch')).toMatchObject({ code: 400 })
    expect(
      patch(
        { spec: { selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels: { app: 'x' } } } } }, 'strategic-merge-patch',
      ).message,
    ).toContain('field is immutable')
    runFor(harness, 1000)
  })
})
