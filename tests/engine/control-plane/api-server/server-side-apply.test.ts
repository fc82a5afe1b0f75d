/** Server-side apply: who manages which field, what an apply adds, takes away and may not touch. */
import { describe, expect, it } from 'vitest'
import type { ManagedFieldsEntry } from '../../../../src/kubernetes/types/meta.ts'
import { ask, bodyOf, createHarness, deploymentManifest, rest, statusOf, type Harness, type WireObject } from '../../harness.ts'

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const configMaps = '/api/v1/namespaces/default/configmaps'
const applyType = 'application/apply-patch+yaml'

function apply(harness: Harness, path: string, config: object, manager: string, more = ''): ReturnType<typeof rest> {
  return rest(harness, 'PATCH', `${path}?fieldManager=${manager}${more}`, config, applyType)
}

function managersOf(object: unknown): readonly ManagedFieldsEntry[] {
  return (object as { metadata: { managedFields?: readonly ManagedFieldsEntry[] } }).metadata.managedFields ?? []
}

function fieldsOf(object: unknown, manager: string): unknown {
  return managersOf(object).find((entry) => entry.manager === manager)?.fieldsV1
}

function configMap(data: Record<string, string>, labels?: Record<string, string>): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', ...(labels === undefined ? {} : { labels }) }, data }
}

interface Web {
  readonly replicas?: number
  readonly image?: string
  readonly containers?: readonly object[]
}
function web({ replicas, image = 'nginx:1.27', containers }: Web): object {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
    spec: {
      ...(replicas === undefined ? {} : { replicas }), selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: containers ?? [{ name: 'app', image, ports: [{ containerPort: 80 }] }] } },
    },
  }
}

function containersOf(object: WireObject): { name: string; image: string; env?: object[]; ports?: object[] }[] {
  return (object.spec['template'] as { spec: { containers: { name: string; image: string }[] } }).spec.containers
}

describe('server-side apply', () => {
  it('makes an object that does not exist, and notes the fields that the configuration names', () => {
    const harness = createHarness()
    const made = apply(harness, `${deployments}/web`, web({ replicas: 2 }), 'alice')
    expect(made.status).toBe(201)
    expect(managersOf(made.body)).toEqual([{
      manager: 'alice', operation: 'Apply', apiVersion: 'apps/v1', time: '2026-01-01T00:00:00Z', fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:spec': {
          'f:replicas': {}, 'f:selector': {},
          'f:template': {
            'f:metadata': { 'f:labels': { 'f:app': {} } },
            'f:spec': {
              'f:containers': {
                'k:{"name":"app"}': {
                  '.': {}, 'f:image': {}, 'f:name': {},
                  'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
                },
              },
            },
          },
        },
      },
    }])
    expect(bodyOf(made).spec).toMatchObject({ replicas: 2, revisionHistoryLimit: 10 })
  })
  it('again with the same configuration writes nothing', () => {
    const harness = createHarness()
    apply(harness, `${deployments}/web`, web({}), 'alice')
    const { revision } = harness.etcd.store
    expect(apply(harness, `${deployments}/web`, web({}), 'alice').status).toBe(200)
    expect(harness.etcd.store.revision).toBe(revision)
  })
  it('takes away what its applier no longer names, and nothing that others put there', () => {
    const harness = createHarness()
    const path = `${configMaps}/settings`
    apply(harness, path, configMap({ a: '1', b: '2' }, { tier: 'web' }), 'alice')
    rest(harness, 'PATCH', path, { data: { c: '3' } }, 'application/merge-patch+json')
    const now = bodyOf(apply(harness, path, configMap({ b: '2' }), 'alice')) as WireObject & { data: unknown }
    expect(now.data).toEqual({ b: '2', c: '3' })
    expect(now.metadata.labels).toBeUndefined()
  })
  it('keeps a field that its applier gives up when another manager has it too', () => {
    const harness = createHarness()
    const path = `${configMaps}/settings`
    apply(harness, path, configMap({ a: '1', b: '2' }), 'alice')
    apply(harness, path, configMap({ b: '2' }), 'bob')
    const now = bodyOf(apply(harness, path, configMap({ a: '1' }), 'alice')) as WireObject & { data: unknown }
    expect(now.data).toEqual({ a: '1', b: '2' })
    expect(fieldsOf(now, 'alice')).toEqual({ 'f:data': { 'f:a': {} } })
  })
  it('gives a default back to a field that nobody applies any more', () => {
    const harness = createHarness()
    apply(harness, `${deployments}/web`, web({ replicas: 5 }), 'alice')
    expect(bodyOf(apply(harness, `${deployments}/web`, web({}), 'alice')).spec['replicas']).toBe(1)
  })
  it('merges lists by their keys: an item of another manager stays, an own one goes', () => {
    const harness = createHarness()
    const path = `${deployments}/web`
    apply(harness, path, web({ containers: [{ name: 'app', image: 'nginx:1.27' }, { name: 'side', image: 'busybox:1' }] }), 'alice')
    apply(harness, path, { ...web({ containers: [{ name: 'log', image: 'busybox:1' }] }) }, 'bob')
    const now = bodyOf(apply(harness, path, web({ containers: [{ name: 'app', image: 'nginx:1.28' }] }), 'alice'))
    expect(containersOf(now).map(({ name, image }) => `${name} ${image}`).toSorted()).toEqual(['app nginx:1.28', 'log busybox:1'])
  })
  it('tries a configuration out with dryRun', () => {
    const harness = createHarness()
    const { revision } = harness.etcd.store
    expect(apply(harness, `${deployments}/web`, web({}), 'alice', '&dryRun=All').status).toBe(201)
    expect(harness.etcd.store.revision).toBe(revision)
    expect(rest(harness, 'GET', `${deployments}/web`).status).toBe(404)
  })
})

describe('a conflict', () => {
  function scaled(): Harness {
    const harness = createHarness()
    rest(harness, 'POST', `${deployments}?fieldManager=kubectl-create`, deploymentManifest('web', 3))
    rest(harness, 'PATCH', `${deployments}/web/scale?fieldManager=kubectl-scale`, { spec: { replicas: 5 } }, 'application/merge-patch+json')
    return harness
  }
  it('is told with the manager and the path, and nothing is written', () => {
    const harness = scaled()
    const { revision } = harness.etcd.store
    const refused = apply(harness, `${deployments}/web`, { ...web({ replicas: 2 }), spec: { replicas: 2 } }, 'alice')
    const text = 'conflict with "kubectl-scale" with subresource "scale" using apps/v1'
    expect(statusOf(refused)).toMatchObject({
      code: 409, reason: 'Conflict', message: `Apply failed with 1 conflict: ${text}: .spec.replicas`,
      details: { causes: [{ reason: 'FieldManagerConflict', message: text, field: '.spec.replicas' }] },
    })
    expect(harness.etcd.store.revision).toBe(revision)
  })
  it('names each path under its manager when there are several', () => {
    const harness = scaled()
    const containers = [{ name: 'app', image: 'nginx:9' }]
    expect(statusOf(apply(harness, `${deployments}/web`, web({ replicas: 2, containers }), 'alice')).message).toBe(
      [
        'Apply failed with 2 conflicts: conflicts with "kubectl-create" using apps/v1:', '- .spec.template.spec.containers[name="app"].image',
        'conflicts with "kubectl-scale" with subresource "scale" using apps/v1:', '- .spec.replicas',
      ].join('\n'),
    )
  })
  it('is none when the value is the same: then both manage it', () => {
    const harness = scaled()
    const now = apply(harness, `${deployments}/web`, web({ replicas: 5 }), 'alice')
    expect(now.status).toBe(200)
    expect(fieldsOf(now.body, 'kubectl-scale')).toEqual({ 'f:spec': { 'f:replicas': {} } })
    expect(fieldsOf(now.body, 'alice')).toMatchObject({ 'f:spec': { 'f:replicas': {} } })
  })
  it('is settled with force: the field is the applier’s alone', () => {
    const harness = scaled()
    const now = apply(harness, `${deployments}/web`, web({ replicas: 2 }), 'alice', '&force=true')
    expect(bodyOf(now).spec['replicas']).toBe(2)
    expect(managersOf(now.body).map((entry) => entry.manager)).toEqual(['alice', 'kubectl-create'])
  })
})

describe('managers of plain writes', () => {
  it('own what they add or change, and lose what others change', () => {
    const harness = createHarness()
    const path = `${configMaps}/settings`
    const made = rest(harness, 'POST', `${configMaps}?fieldManager=kubectl-create`, configMap({ a: '1', b: '2' }))
    expect(managersOf(made.body)).toMatchObject([
      { manager: 'kubectl-create', operation: 'Update', fieldsV1: { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } } },
    ])
    const now = rest(harness, 'PATCH', `${path}?fieldManager=kubectl-edit`, { data: { b: '9', a: null } }, 'application/merge-patch+json')
    expect(fieldsOf(now.body, 'kubectl-create')).toEqual({ 'f:data': {} })
    expect(fieldsOf(now.body, 'kubectl-edit')).toEqual({ 'f:data': { 'f:b': {} } })
  })
  it('stay as they are when a component of the cluster writes', () => {
    const harness = createHarness()
    const made = rest(harness, 'POST', `${deployments}?fieldManager=kubectl-create`, deploymentManifest('web', 3))
    ask(harness, {
      verb: 'patch', resource: 'deployments', name: 'web', patchType: 'merge', body: { metadata: { annotations: { revision: '1' } } },
    })
    const now = rest(harness, 'GET', `${deployments}/web`).body
    expect(now).toHaveProperty('metadata.annotations')
    expect(managersOf(now)).toEqual(managersOf(made.body))
  })
  it('of what a component makes are none', () => {
    const harness = createHarness()
    ask(harness, { verb: 'create', resource: 'configmaps', body: { ...configMap({ a: '1' }), metadata: { name: 'own', namespace: '' } } })
    expect(managersOf(rest(harness, 'GET', `${configMaps}/own`).body)).toEqual([])
  })
  it('can be given over by a client, or forgotten', () => {
    const harness = createHarness()
    const path = `${configMaps}/settings`
    const made = rest(harness, 'POST', `${configMaps}?fieldManager=old`, configMap({ a: '1' })).body
    const entry = { ...managersOf(made)[0], manager: 'kubectl', operation: 'Apply' }
    const patch = [{ op: 'replace', path: '/metadata/managedFields', value: [entry] }]
    const given = rest(harness, 'PATCH', path, patch, 'application/json-patch+json').body
    expect(managersOf(given).map(({ manager, operation }) => `${manager} ${operation}`)).toEqual(['kubectl Apply'])
    const forgotten = rest(harness, 'PATCH', path, { metadata: { managedFields: [] } }, 'application/merge-patch+json').body
    expect(managersOf(forgotten)).toEqual([])
  })
  it('are ten of plain writes at most: the oldest are put together', () => {
    const harness = createHarness()
    const path = `${configMaps}/settings`
    rest(harness, 'POST', `${configMaps}?fieldManager=m`, configMap({ a: '1' }))
    for (let i = 0; i < 14; i++) {
      rest(harness, 'PATCH', `${path}?fieldManager=m${String(i).padStart(2, '0')}`, { data: { [`k${i}`]: '1' } }, 'application/merge-patch+json')
    }
    const managers = managersOf(rest(harness, 'GET', path).body)
    expect(managers).toHaveLength(10)
    expect(managers.map(({ manager }) => manager)).toContain('ancient-changes')
  })
})

describe('a configuration that cannot be applied', () => {
  it.each<readonly [string, object, string, number, string]>([
    ['without a manager', configMap({}), '', 422, 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'],
    ['of another kind', { ...configMap({}), kind: 'Secret' }, 'a', 400, 'does not match the expected kind (v1, Kind=ConfigMap)'],
    ['of another name', { ...configMap({}), metadata: { name: 'x' } }, 'a', 400, 'does not match the name on the URL (settings)'],
    ['with managers', { ...configMap({}), metadata: { managedFields: [] } }, 'a', 400, 'metadata.managedFields must be nil'],
    ['with an unknown field', { ...configMap({}), dates: {} }, 'a', 400,
      'failed to create typed patch object (default/settings; v1, Kind=ConfigMap): .dates: field not declared in schema'],
    ['with a value of the wrong type', { ...configMap({}), data: { a: 1 } }, 'a', 400, 'cannot unmarshal number'],
    ['that is a list', [], 'a', 400, 'the configuration is not an object'],
  ])('%s', (_what, config, manager, code, message) => {
    const refused = statusOf(apply(createHarness(), `${configMaps}/settings`, config, manager))
    expect(refused.code).toBe(code)
    expect(refused.message).toContain(message)
  })
  it('whose list item has no key', () => {
    const refused = statusOf(apply(createHarness(), `${deployments}/web`, web({ containers: [{ image: 'nginx' }] }), 'alice'))
    expect(refused.message).toBe('failed to create typed patch object: .spec.template.spec.containers: element 0: associative list with keys has '
      + 'an element that omits key field "name" (and doesn\'t have default value)')
  })
})
