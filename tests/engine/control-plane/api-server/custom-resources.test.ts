/** CustomResourceDefinitions, and the objects that they make room for. */
import { describe, expect, it } from 'vitest'
import { startApiServer } from '../../../../src/engine/control-plane/api-server/api-server.ts'
import { bodyOf, createHarness, rest, runFor, statusOf, watchOutside, type Harness } from '../../harness.ts'

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const tabs = '/apis/stable.example.com/v1/namespaces/default/crontabs'
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io'
const merge = 'application/merge-patch+json'

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object', required: ['cronSpec'],
      properties: {
        cronSpec: { type: 'string', pattern: '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$' },
        image: { type: 'string' },
        replicas: { type: 'integer', minimum: 1, maximum: 10, default: 1 },
        color: { type: 'string', enum: ['red', 'blue'] },
        port: { 'x-kubernetes-int-or-string': true },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        rules: {
          type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, value: { type: 'string' } } },
        },
      },
    },
    status: { type: 'object', properties: { replicas: { type: 'integer' }, selector: { type: 'string' } } },
  },
}
const version = {
  name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema },
  subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', labelSelectorPath: '.status.selector' } },
  additionalPrinterColumns: [
    { name: 'Spec', type: 'string', jsonPath: '.spec.cronSpec' }, { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
}
function definition(more: object = {}, name = 'crontabs.stable.example.com'): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name },
    spec: {
      group: 'stable.example.com', scope: 'Namespaced', names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['ct'] }, versions: [version],
      ...more,
    },
  }
}
function tab(spec: object, name = 'a'): object {
  return { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name }, spec }
}
const good = { cronSpec: '* * * * */5', image: 'my-image' }

function withDefinition(more: object = {}): Harness {
  const harness = createHarness()
  expect(rest(harness, 'POST', definitions, definition(more)).status).toBe(201)
  return harness
}

describe('a definition', () => {
  it('is established at once, and its names are completed', () => {
    const harness = withDefinition()
    const made = bodyOf(rest(harness, 'GET', `${definitions}/crontabs.stable.example.com`))
    expect(made.spec).toMatchObject({ names: { singular: 'crontab', listKind: 'CronTabList' }, conversion: { strategy: 'None' } })
    expect(made.status).toMatchObject({
      conditions: [{ type: 'NamesAccepted', status: 'True' }, { type: 'Established', status: 'True' }], storedVersions: ['v1'],
    })
  })
  it('makes its group appear in discovery, plain and aggregated, and in OpenAPI', () => {
    const harness = withDefinition()
    expect(rest(harness, 'GET', '/apis/stable.example.com').body).toMatchObject({ kind: 'APIGroup', preferredVersion: { version: 'v1' } })
    expect(rest(harness, 'GET', '/apis/stable.example.com/v1').body).toMatchObject({
      resources: [{ name: 'crontabs', kind: 'CronTab', singularName: 'crontab', shortNames: ['ct'] }, { name: 'crontabs/status' }, { name: 'crontabs/scale' }],
    })
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
    expect(JSON.stringify(rest(harness, 'GET', '/apis', undefined, 'application/json', accept).body)).toContain('"resource":"crontabs"')
    expect(rest(harness, 'GET', '/openapi/v3').body).toHaveProperty(['paths', 'apis/stable.example.com/v1'])
    expect(rest(harness, 'GET', '/openapi/v3/apis/stable.example.com/v1').body).toMatchObject({
      components: { schemas: { 'com.example.stable.v1.CronTab': { properties: { spec: { required: ['cronSpec'] } } } } },
    })
  })
  it.each<readonly [string, object, string | undefined, string]>([
    ['of another name', {}, 'tabs.stable.example.com', 'metadata.name: Invalid value: "tabs.stable.example.com": must be spec.names.plural+"."+spec.group'],
    ['without a storage version', { versions: [{ ...version, storage: false }] }, undefined, 'must have exactly one version marked as storage version'],
    ['without a schema', { versions: [{ ...version, schema: undefined }] }, undefined, 'spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required'],
    ['of an unknown scope', { scope: 'Galaxy' }, undefined, 'spec.scope: Unsupported value: "Galaxy"'],
    ['with a pattern that is none', { versions: [{ ...version, schema: { openAPIV3Schema: { type: 'object', properties: { a: { type: 'string', pattern: '(' } } } } }] },
      undefined, 'must be a valid regular expression'],
  ])('%s is refused', (_what, more, name, message) => {
    const refused = statusOf(rest(createHarness(), 'POST', definitions, definition(more, name)))
    expect(refused.code).toBe(422)
    expect(refused.message).toContain(message)
  })
  it('whose kind another one has is not established', () => {
    const harness = withDefinition()
    const second = definition({ names: { plural: 'tabs', kind: 'CronTab' } }, 'tabs.stable.example.com')
    expect(bodyOf(rest(harness, 'POST', definitions, second)).status).toMatchObject({
      conditions: [{ type: 'NamesAccepted', status: 'False', reason: 'ListKindConflict' }, { type: 'Established', status: 'False' }],
    })
    expect(rest(harness, 'GET', '/apis/stable.example.com/v1/tabs').status).toBe(404)
  })
  it('whose rules are not evaluated says so, as does one whose webhook is not called', () => {
    const rules = { ...version, schema: { openAPIV3Schema: { ...schema, 'x-kubernetes-validations': [{ rule: 'self.spec.replicas < 3' }] } } }
    const conversion = { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://example.com' } } }
    const { warnings } = rest(createHarness(), 'POST', definitions, definition({ versions: [rules], conversion }))
    expect(warnings?.slice(-2)).toEqual([
      'version "v1": x-kubernetes-validations (CEL) are stored but not evaluated: objects that break these rules are accepted',
      'spec.conversion: a webhook is not called: versions are converted as by the strategy None',
    ])
  })
  it('is refused when its schema is not structural, with the path that all versions share, or each its own', () => {
    const bad = { ...version, schema: { openAPIV3Schema: { type: 'object', properties: { spec: {} } } } }
    const messageOf = (versions: readonly object[]): string => statusOf(rest(createHarness(), 'POST', definitions, definition({ versions }))).message ?? ''
    expect(messageOf([bad])).toContain('spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields')
    expect(messageOf([version, { ...bad, name: 'v2', storage: false }])).toContain('spec.versions[1].schema.openAPIV3Schema.properties[spec].type: Required value')
    expect(messageOf([version, { ...version, storage: false }])).toContain('must contain unique version names')
  })
  it('remembers in which versions objects were stored, and keeps those', () => {
    const harness = withDefinition()
    const at = `${definitions}/crontabs.stable.example.com`
    const v2 = { ...version, name: 'v2' }
    const both = rest(harness, 'PATCH', at, { spec: { versions: [{ ...version, storage: false }, v2] } }, merge)
    expect(bodyOf(both).status).toMatchObject({ storedVersions: ['v1', 'v2'] })
    const gone = statusOf(rest(harness, 'PATCH', at, { spec: { versions: [v2] } }, merge))
    expect(gone.message).toContain('status.storedVersions[0]: Invalid value: "v1": missing from spec.versions')
    expect(rest(harness, 'PATCH', `${at}/status`, { status: { storedVersions: ['v2'] } }, merge).status).toBe(200)
    expect(rest(harness, 'PATCH', at, { spec: { versions: [v2] } }, merge).status).toBe(200)
  })
})

describe('an object of a custom resource', () => {
  it('is stored with its defaults, listed, printed by the columns of its definition, watched and deleted', () => {
    const harness = withDefinition()
    expect(rest(harness, 'GET', tabs).body).toMatchObject({ kind: 'CronTabList', apiVersion: 'stable.example.com/v1', items: [] })
    const watch = watchOutside(harness, `${tabs}?watch=true`)
    const made = rest(harness, 'POST', tabs, tab(good))
    expect(made.status).toBe(201)
    expect(bodyOf(made)).toMatchObject({ kind: 'CronTab', metadata: { generation: 1, namespace: 'default' }, spec: { ...good, replicas: 1 } })
    expect(bodyOf(rest(harness, 'GET', `${tabs}/a`))).toEqual(made.body)
    expect(rest(harness, 'GET', tabs, undefined, 'application/json', table).body).toMatchObject({
      columnDefinitions: [{ name: 'Name' }, { name: 'Spec' }, { name: 'Replicas', priority: 1 }, { name: 'Age' }],
      rows: [{ cells: ['a', '* * * * */5', 1, '0s'] }],
    })
    expect(rest(harness, 'DELETE', `${tabs}/a`).status).toBe(200)
    expect(rest(harness, 'GET', `${tabs}/a`).status).toBe(404)
    expect(harness.outsideEvents.filter((event) => event.id === watch).map((event) => event.event?.type)).toEqual(['ADDED', 'DELETED'])
  })
  it.each<readonly [object, string]>([
    [{}, 'CronTab.stable.example.com "a" is invalid: spec.cronSpec: Required value'],
    [{ ...good, replicas: 11 }, 'spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10'],
    [{ ...good, replicas: 'many' }, 'spec.replicas: Invalid value: "many": spec.replicas in body must be of type integer: "string"'],
    [{ ...good, color: 'pink' }, 'spec.color: Unsupported value: "pink": supported values: "red", "blue"'],
    [{ cronSpec: 'often' }, 'spec.cronSpec in body should match'],
    [{ ...good, port: true }, 'spec.port in body must be of type integer,string: "boolean"'],
  ])('that breaks the schema is refused %#', (spec, message) => {
    const refused = statusOf(rest(withDefinition(), 'POST', tabs, tab(spec)))
    expect(refused.code).toBe(422)
    expect(refused.message).toContain(message)
  })
  it('loses fields that the schema does not have, which is an error when it is asked to be strict', () => {
    const harness = withDefinition()
    const body = tab({ ...good, size: 3, free: { any: { thing: 1 } } })
    expect(statusOf(rest(harness, 'POST', tabs, body)).message).toContain('strict decoding error: unknown field "spec.size"')
    const made = rest(harness, 'POST', `${tabs}?fieldValidation=Warn`, body)
    expect(made.warnings).toContain('unknown field "spec.size"')
    expect(bodyOf(made).spec).toEqual({ ...good, replicas: 1, free: { any: { thing: 1 } } })
  })
  it('has its status written by the subresource alone, which changes nothing else', () => {
    const harness = withDefinition()
    rest(harness, 'POST', tabs, { ...tab(good), status: { replicas: 9 } })
    expect(bodyOf(rest(harness, 'GET', `${tabs}/a`)).status).toBeUndefined()
    const now = bodyOf(rest(harness, 'PATCH', `${tabs}/a/status`, { status: { replicas: 2 }, spec: { image: 'x' } }, merge))
    expect(now).toMatchObject({ metadata: { generation: 1 }, spec: { image: 'my-image' }, status: { replicas: 2 } })
    expect(rest(harness, 'PATCH', `${tabs}/a/status`, { status: { replicas: 'two' } }, merge).status).toBe(422)
  })
  it('scales by the paths of its definition', () => {
    const harness = withDefinition()
    rest(harness, 'POST', tabs, tab(good))
    rest(harness, 'PATCH', `${tabs}/a/status`, { status: { replicas: 1, selector: 'app=a' } }, merge)
    expect(bodyOf(rest(harness, 'GET', `${tabs}/a/scale`))).toMatchObject({ kind: 'Scale', spec: { replicas: 1 }, status: { replicas: 1, selector: 'app=a' } })
    expect(rest(harness, 'PATCH', `${tabs}/a/scale`, { spec: { replicas: 3 } }, merge).status).toBe(200)
    expect(bodyOf(rest(harness, 'GET', `${tabs}/a`))).toMatchObject({ metadata: { generation: 2 }, spec: { ...good, replicas: 3 } })
  })
  it('is applied with list items by the keys of its schema', () => {
    const harness = withDefinition()
    const apply = (manager: string, rules: object[]) =>
      rest(harness, 'PATCH', `${tabs}/a?fieldManager=${manager}`, tab({ ...good, rules }), 'application/apply-patch+yaml')
    expect(apply('alice', [{ name: 'x', value: '1' }]).status).toBe(201)
    expect(bodyOf(apply('bob', [{ name: 'y', value: '2' }])).spec['rules']).toEqual([{ name: 'x', value: '1' }, { name: 'y', value: '2' }])
    expect(bodyOf(apply('alice', [])).spec['rules']).toEqual([{ name: 'y', value: '2' }])
  })
  it('takes no strategic merge patch', () => {
    const harness = withDefinition()
    rest(harness, 'POST', tabs, tab(good))
    expect(rest(harness, 'PATCH', `${tabs}/a`, { spec: {} }, 'application/strategic-merge-patch+json').status).toBe(415)
  })
  it('is served in each version under its name', () => {
    const beta = { ...version, name: 'v1beta1', storage: false }
    const harness = withDefinition({ versions: [version, beta] })
    rest(harness, 'POST', tabs, tab(good))
    expect(bodyOf(rest(harness, 'GET', `${tabs.replace('/v1/', '/v1beta1/')}/a`)).apiVersion).toBe('stable.example.com/v1beta1')
    expect(rest(harness, 'GET', '/apis/stable.example.com').body).toMatchObject({
      versions: [{ version: 'v1' }, { version: 'v1beta1' }], preferredVersion: { version: 'v1' },
    })
    expect(rest(harness, 'GET', tabs.replace('/v1/', '/v2/')).status).toBe(404)
  })
  it('is looked at by the schema of the version in which it is written, and stored in one', () => {
    const strict = { type: 'object', properties: { spec: { type: 'object', properties: { cronSpec: { type: 'string', maxLength: 3 }, extra: { type: 'string', default: 'x' } } } } }
    const v2 = { ...version, name: 'v2', storage: false, schema: { openAPIV3Schema: strict } }
    const harness = withDefinition({ versions: [version, v2] })
    const second = tabs.replace('/v1/', '/v2/')
    const inSecond = (cronSpec: string): object => ({ ...tab({ cronSpec }), apiVersion: 'stable.example.com/v2' })
    expect(statusOf(rest(harness, 'POST', second, inSecond('long'))).message).toContain('spec.cronSpec: Too long: may not be more than 3 bytes')
    expect(bodyOf(rest(harness, 'POST', second, inSecond('*')))).toMatchObject({ apiVersion: 'stable.example.com/v2', spec: { cronSpec: '*', extra: 'x' } })
    expect(bodyOf(rest(harness, 'GET', `${tabs}/a`)).apiVersion).toBe('stable.example.com/v1')
  })
  it('is still there when the server has started again', () => {
    const harness = withDefinition()
    rest(harness, 'POST', tabs, tab(good))
    startApiServer(harness.sim, harness.apiServer)
    runFor(harness, 100_000)
    expect(bodyOf(rest(harness, 'GET', tabs)).items).toHaveLength(1)
    expect(rest(harness, 'POST', tabs, tab(good, 'b')).status).toBe(201)
  })
})

describe('an end', () => {
  it('of the definition takes its objects along, and its number can be used again', () => {
    const harness = withDefinition()
    rest(harness, 'POST', tabs, tab(good))
    rest(harness, 'POST', tabs, tab(good, 'b'))
    expect(rest(harness, 'DELETE', `${definitions}/crontabs.stable.example.com`).status).toBe(200)
    runFor(harness, 100_000)
    expect(rest(harness, 'GET', `${definitions}/crontabs.stable.example.com`).status).toBe(404)
    expect(rest(harness, 'GET', tabs).status).toBe(404)
    expect(rest(harness, 'GET', '/apis/stable.example.com').status).toBe(404)
    const other = definition({ names: { plural: 'lamps', kind: 'Lamp' }, scope: 'Cluster' }, 'lamps.stable.example.com')
    expect(rest(harness, 'POST', definitions, other).status).toBe(201)
    const lamps = '/apis/stable.example.com/v1/lamps'
    expect(bodyOf(rest(harness, 'GET', lamps))).toMatchObject({ kind: 'LampList', items: [] })
    expect(rest(harness, 'POST', lamps, { ...tab(good), kind: 'Lamp' }).status).toBe(201)
  })
  it('of a definition without objects comes at once', () => {
    const harness = withDefinition()
    rest(harness, 'DELETE', `${definitions}/crontabs.stable.example.com`)
    runFor(harness, 100_000)
    expect(rest(harness, 'GET', `${definitions}/crontabs.stable.example.com`).status).toBe(404)
  })
  it('of a namespace takes the objects in it along', () => {
    const harness = withDefinition()
    rest(harness, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } })
    rest(harness, 'POST', tabs.replace('default', 'team'), tab(good))
    rest(harness, 'POST', tabs, tab(good))
    rest(harness, 'DELETE', '/api/v1/namespaces/team')
    runFor(harness, 100_000)
    expect(bodyOf(rest(harness, 'GET', '/apis/stable.example.com/v1/crontabs')).items.map((item) => item.metadata.namespace)).toEqual(['default'])
  })
})
