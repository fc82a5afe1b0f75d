/** Requests that nobody would send: each gets an answer, none of them a 5xx, and what was there is still there. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiVersionOf, resourcePath, resources } from '../../../../src/kubernetes/resources.ts'
import { createHarness, deploymentManifest, podManifest, rest } from '../../harness.ts'

const part = fc.oneof(
  fc.constantFrom('api', 'apis', 'v1', 'apps', 'namespaces', 'default', 'pods', 'deployments', 'web', 'status', 'scale', 'log', 'eviction', 'openapi', 'v3'),
  fc.constantFrom('', '..', '%2e%2e', '%00', '%E0%A4%A', '__proto__', 'constructor', '%F0%9F%98%80'), fc.string({ maxLength: 8 }).map(encodeURIComponent),
)
const known = fc.constantFrom(
  '/api/v1/namespaces/default/pods', '/api/v1/namespaces/default/pods/web', '/api/v1/namespaces/default/pods/web/eviction',
  '/apis/apps/v1/namespaces/default/deployments/web/scale', '/api/v1/nodes', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  '/api/v1/namespaces/default/services', '/api/v1/namespaces/default/configmaps',
)
const path = fc.oneof(known, fc.array(part, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`))
const query = fc.array(fc.tuple(
  fc.constantFrom('labelSelector', 'fieldSelector', 'limit', 'continue', 'dryRun', 'fieldValidation', 'resourceVersion', 'gracePeriodSeconds', 'includeObject'),
  fc.oneof(fc.constantFrom('', 'All', 'a=b', 'a in (', '-1', '1e9', 'Strict', '0', 'Object', '__proto__'), fc.string({ maxLength: 10 })),
), { maxLength: 3 }).map((pairs) => pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&'))
const body = fc.oneof(
  fc.constant(undefined), fc.string({ maxLength: 20 }), fc.json({ maxDepth: 3 }),
  fc.jsonValue({ maxDepth: 3 }).map((spec) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec })),
  fc.jsonValue({ maxDepth: 2 }).map((metadata) => ({ metadata })), fc.jsonValue({ maxDepth: 2 }).map((value) => [{ op: 'replace', path: '/spec', value }]),
  fc.constantFrom('{"metadata":{"__proto__":{"x":1}}}', '{"spec":{"replicas":1e400}}', '{"metadata":{"name":null}}', '{"deleteOptions":7}'),
)
const contentType = fc.constantFrom(
  'application/json', 'application/json', 'application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/json-patch+json',
  'application/apply-patch+yaml', 'text/plain', '',
)
const accept = fc.constantFrom(
  '', '*/*', 'application/json', 'application/json;as=Table;v=v1;g=meta.k8s.io', 'application/json;as=Nothing;v=v9;g=x,application/json',
  'text/html', ';;;=,', 'application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io',
)
/** Members that many kinds have, with values that fit and values that do not. */
const wild: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 }, fc.constantFrom(null, 0, -1, 1e21, true, '', 'x', 'x.y/z', '5%', [], {}, [null], [5], 'RollingUpdate', 'object'),
    tie('object'), fc.array(tie('object'), { maxLength: 2 }),
  ),
  object: fc.dictionary(fc.constantFrom(
    'spec', 'template', 'selector', 'matchLabels', 'containers', 'name', 'image', 'ports', 'rules', 'http', 'paths', 'backend', 'accessModes', 'capacity',
    'limits', 'hard', 'subjects', 'roleRef', 'jobTemplate', 'schedule', 'volumeClaimTemplates', 'metadata', 'updateStrategy', 'metrics', 'scaleTargetRef',
    'names', 'versions', 'schema', 'openAPIV3Schema', 'properties', 'items', 'type', 'default', 'pattern', 'subresources', 'scale', 'status', 'conditions',
    'additionalPrinterColumns', 'jsonPath', 'enum', 'required', 'webhooks', 'subsets', 'addresses', 'egress', 'ingress', 'podSelector', 'data', 'kind', '__proto__',
  ), tie('value'), { maxKeys: 4 }),
})).object
const top = fc.constantFrom('spec', 'status', 'rules', 'roleRef', 'subjects', 'subsets', 'data', 'template', 'webhooks', 'value', 'provisioner', 'metadata')
const wildObject = fc.array(fc.tuple(top, fc.oneof(wild, fc.constantFrom(null, 5, 'x', [], [null]))), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs))
const definitionManifest = {
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.a.test' },
  spec: {
    group: 'a.test', scope: 'Namespaced', names: { plural: 'things', kind: 'Thing' },
    versions: [{
      name: 'v1', served: true, storage: true, subresources: { status: {} },
      schema: { openAPIV3Schema: { type: 'object', properties: {
        spec: { type: 'object', properties: { rules: { type: 'array', items: { type: 'string' } }, template: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } },
        status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      } } },
    }],
  },
}
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE' as const)

describe('strange requests', () => {
  it.each([1, 2])('get answers below 500 and lose nothing (seed %i)', (seed) => {
    const harness = createHarness()
    expect(rest(harness, 'POST', '/apis/apps/v1/namespaces/default/deployments', deploymentManifest('web', 2)).status).toBe(201)
    expect(rest(harness, 'POST', '/api/v1/namespaces/kube-system/pods', podManifest('keep')).status).toBe(201)
    const seen = new Set<number>()
    fc.assert(fc.property(method, path, query, body, contentType, accept, (verb, where, asked, sent, type, taken) => {
      // Collections of the default namespace may well be deleted by such a request: what must stay is elsewhere.
      const { status, body: answer } = rest(harness, verb, `${where}?${asked}`, sent, type, taken)
      seen.add(status)
      expect(status).toBeGreaterThanOrEqual(200)
      expect(status).toBeLessThan(500)
      expect(() => JSON.stringify(answer)).not.toThrow()
    }), { numRuns: 1500, seed })
    expect([...seen]).toEqual(expect.arrayContaining([200, 201, 400, 404, 405, 415]))
    expect(rest(harness, 'GET', '/api/v1/namespaces/kube-system/pods/keep').status).toBe(200)
    expect(({} as { x?: number }).x).toBeUndefined()
  }, 60_000)
  it.each([1, 2, 3])('with bodies of the right kind and wrong members do no harm either (seed %i)', (seed) => {
    const harness = createHarness()
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    expect(rest(harness, 'POST', definitions, definitionManifest).status).toBe(201)
    const stored = resources.filter(({ name }) => name !== 'events')
    const targets = [
      ...stored.map((info) => ({ base: resourcePath(info, 'default'), kind: info.kind, apiVersion: apiVersionOf(info) })),
      { base: '/apis/a.test/v1/namespaces/default/things', kind: 'Thing', apiVersion: 'a.test/v1' },
    ]
    const write = fc.constantFrom(
      ['POST', '', 'application/json'], ['PUT', '/x', 'application/json'], ['PATCH', '/x', 'application/merge-patch+json'],
      ['PATCH', '/x?fieldManager=m&force=true', 'application/apply-patch+yaml'], ['PATCH', '/x/status', 'application/merge-patch+json'],
    ) as fc.Arbitrary<['POST' | 'PUT' | 'PATCH', string, string]>
    const seen = new Set<number>()
    fc.assert(fc.property(fc.constantFrom(...targets), write, wildObject, ({ base, kind, apiVersion }, [verb, tail, type], members) => {
      const [suffix = '', asked = ''] = tail.split('?')
      const sent = { apiVersion, kind, metadata: { name: kind === 'CustomResourceDefinition' ? 'things.a.test' : 'x' }, ...members }
      const where = kind === 'CustomResourceDefinition' ? suffix.replace('x', 'things.a.test') : suffix
      for (const validation of ['Strict', 'Ignore']) {
        const { status } = rest(harness, verb, `${base}${where}?fieldValidation=${validation}&${asked}`, sent, type)
        seen.add(status)
        expect(status, `${verb} ${base}${where} ${JSON.stringify(sent)}`).toBeLessThan(500)
      }
      expect(rest(harness, 'GET', base, undefined, 'application/json', 'application/json;as=Table;v=v1;g=meta.k8s.io').status).toBeLessThan(500)
    }), { numRuns: 800, seed })
    expect([...seen]).toEqual(expect.arrayContaining([200, 201, 400, 404, 422]))
    expect(rest(harness, 'GET', '/openapi/v3/apis/a.test/v1').status).toBeLessThan(500)
  }, 60_000)
})
