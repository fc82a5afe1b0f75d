/** Kinds that are rows: each is stored, completed, checked, printed and deleted. */
import { describe, expect, it } from 'vitest'
import { apiVersionOf, resourceInfo, resourcePath, type StoredResource } from '../../../../src/kubernetes/resources.ts'
import { bodyOf, createHarness, podManifest, rest, runFor, statusOf, type Harness } from '../../harness.ts'

const table = 'application/json;as=Table;v=v1;g=meta.k8s.io'
const podSpec = { containers: [{ name: 'app', image: 'nginx:1.27' }] }
const template = { metadata: { labels: { app: 'web' } }, spec: podSpec }
const selector = { matchLabels: { app: 'web' } }
const onceTemplate = { spec: { ...podSpec, restartPolicy: 'Never' } }
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }
const subjects = [{ kind: 'ServiceAccount', name: 'robot', namespace: 'default' }, { kind: 'User', name: 'jane' }]
const backend = { service: { name: 'web', port: { number: 80 } } }

interface Sample {
  readonly members: Readonly<Record<string, unknown>>
  /** Cells of `kubectl get`, those of `-o wide` with them. */
  readonly cells: readonly (string | number)[]
}

const samples: Readonly<Record<StoredResource, Sample>> = {
  poddisruptionbudgets: { members: { spec: { minAvailable: '50%', selector } }, cells: ['x', '50%', 'N/A', 0, '0s'] },
  horizontalpodautoscalers: {
    members: { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 5 } },
    cells: ['x', 'Deployment/web', 'cpu: <unknown>/80%', '1', 5, 0, '0s'],
  },
  statefulsets: { members: { spec: { serviceName: 'x', selector, template } }, cells: ['x', '0/1', '0s', 'app', 'nginx:1.27'] },
  daemonsets: {
    members: { spec: { selector, template } }, cells: ['x', 0, 0, 0, 0, 0, '<none>', '0s', 'app', 'nginx:1.27', 'app=web'],
  },
  controllerrevisions: { members: { revision: 3, data: { a: 1 } }, cells: ['x', '<none>', 3, '0s'] },
  jobs: {
    members: { spec: { template: onceTemplate } },
    cells: ['x', 'Running', '0/1', '', '0s', 'app', 'nginx:1.27', expect.stringMatching(/^batch.kubernetes.io\/controller-uid=[-\da-f]{36}$/)],
  },
  cronjobs: {
    members: { spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: onceTemplate } } } },
    cells: ['x', '*/5 * * * *', '<none>', 'False', 0, '<none>', '0s', 'app', 'nginx:1.27', '<none>'],
  },
  replicationcontrollers: { members: { spec: { template } }, cells: ['x', 1, 0, 0, '0s', 'app', 'nginx:1.27', 'app=web'] },
  endpoints: {
    members: { subsets: [{ addresses: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }], ports: [{ port: 80 }, { port: 81 }] }] },
    cells: ['x', '10.0.0.1:80,10.0.0.1:81,10.0.0.2:80 + 1 more...', '0s'],
  },
  podtemplates: { members: { template }, cells: ['x', 'app', 'nginx:1.27', 'app=web'] },
  persistentvolumes: {
    members: { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadOnlyMany', 'ReadWriteOnce'], hostPath: { path: '/data' } } },
    cells: ['x', '1Gi', 'RWO,ROX', 'Retain', 'Pending', '', '', '<unset>', '', '0s', 'Filesystem'],
  },
  persistentvolumeclaims: {
    members: { spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } } },
    cells: ['x', 'Pending', '', '', '', 'fast', '<unset>', '0s', 'Filesystem'],
  },
  resourcequotas: { members: { spec: { hard: { pods: '4', 'limits.cpu': '2' } } }, cells: ['x', 'pods: 0/4', 'limits.cpu: 0/2', '0s'] },
  limitranges: { members: { spec: { limits: [{ type: 'Container' }] } }, cells: ['x', '2026-01-01T00:00:00Z'] },
  ingresses: {
    members: { spec: { ingressClassName: 'nginx', rules: [{ host: 'a.test', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] } },
    cells: ['x', 'nginx', 'a.test', '', '80', '0s'],
  },
  ingressclasses: { members: { spec: { controller: 'k8s.io/ingress-nginx' } }, cells: ['x', 'k8s.io/ingress-nginx', '<none>', '0s'] },
  networkpolicies: { members: { spec: { podSelector: selector } }, cells: ['x', 'app=web', '0s'] },
  roles: { members: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }, cells: ['x', '2026-01-01T00:00:00Z'] },
  rolebindings: { members: { roleRef, subjects }, cells: ['x', 'ClusterRole/view', '0s', 'jane', '', 'default/robot'] },
  clusterroles: { members: { rules: [{ nonResourceURLs: ['/livez'], verbs: ['get'] }] }, cells: ['x', '2026-01-01T00:00:00Z'] },
  clusterrolebindings: { members: { roleRef, subjects }, cells: ['x', 'ClusterRole/view', '0s', 'jane', '', 'default/robot'] },
  storageclasses: { members: { provisioner: 'a.test/disk' }, cells: ['x', 'a.test/disk', 'Delete', 'Immediate', 'false', '0s'] },
  csidrivers: { members: { spec: {} }, cells: ['x', 'true', 'false', 'false', '<unset>', 'false', 'Persistent', '0s'] },
  priorityclasses: { members: { value: 1000 }, cells: ['x', 1000, 'false', '0s', 'PreemptLowerPriority'] },
  runtimeclasses: { members: { handler: 'gvisor' }, cells: ['x', 'gvisor', '0s'] },
  mutatingwebhookconfigurations: { members: { webhooks: [] }, cells: ['x', 0, '0s'] },
  validatingwebhookconfigurations: { members: { webhooks: [] }, cells: ['x', 0, '0s'] },
  apiservices: { members: { spec: { group: 'a.test', version: 'v1' } }, cells: ['x', 'Local', 'Unknown', '0s'] },
}

function collection(resource: StoredResource): string {
  return resourcePath(resourceInfo(resource), 'default')
}

function manifest(resource: StoredResource, members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const info = resourceInfo(resource)
  return { apiVersion: apiVersionOf(info), kind: info.kind, metadata: { name: 'x' }, ...members }
}

function create(harness: Harness, resource: StoredResource, members: Readonly<Record<string, unknown>>): ReturnType<typeof rest> {
  return rest(harness, 'POST', collection(resource), manifest(resource, members))
}

const names = Object.keys(samples) as StoredResource[]

describe('a kind that is a row', () => {
  it.each(names)('%s is created, printed, written again unchanged, and deleted', (resource) => {
    const harness = createHarness()
    const { members, cells } = samples[resource]
    const made = create(harness, resource, members)
    expect(made.status).toBe(201)
    const path = `${collection(resource)}/x`
    runFor(harness, 100_000)
    const stored = bodyOf(rest(harness, 'GET', path))
    // The server itself says in a quota's status what is used.
    const compared = resource === 'resourcequotas' ? [stored.spec, bodyOf(made).spec] : [stored, made.body]
    expect(compared[0]).toEqual(compared[1])
    const printed = rest(harness, 'GET', collection(resource), undefined, 'application/json', table).body as { rows: { cells: unknown[] }[] }
    expect(printed.rows.map((row) => row.cells)).toEqual([cells])
    const { revision } = harness.etcd.store
    expect(bodyOf(rest(harness, 'PUT', path, stored))).toEqual(stored)
    expect(harness.etcd.store.revision).toBe(revision)
    expect(rest(harness, 'DELETE', path).status).toBe(200)
    expect(rest(harness, 'GET', path).status).toBe(404)
  })
  it('says of a new object when nothing acts on its kind', () => {
    const harness = createHarness()
    expect(create(harness, 'jobs', samples.jobs.members).warnings).toEqual(
      ['Job objects are stored and shown, but nothing in this cluster acts on them'],
    )
    expect(create(harness, 'priorityclasses', samples.priorityclasses.members).warnings).toBeUndefined()
  })
  it('has no generation when its kind has none', () => {
    const harness = createHarness()
    create(harness, 'roles', samples.roles.members)
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }]
    const now = bodyOf(rest(harness, 'PATCH', `${collection('roles')}/x`, { rules }, 'application/merge-patch+json'))
    expect(now).toMatchObject({ rules })
    expect(now.metadata.generation).toBeUndefined()
  })
  it('counts generations of the spec, not of labels or of the status', () => {
    const harness = createHarness()
    create(harness, 'statefulsets', samples.statefulsets.members)
    const path = `${collection('statefulsets')}/x`
    const patch = (to: string, body: unknown) => bodyOf(rest(harness, 'PATCH', to, body, 'application/merge-patch+json'))
    expect(patch(path, { metadata: { labels: { a: 'b' } }, status: { replicas: 9 } })).toMatchObject(
      { metadata: { generation: 1 }, status: { replicas: 0 } },
    )
    expect(patch(`${path}/status`, { status: { replicas: 9 }, spec: { replicas: 7 } })).toMatchObject(
      { metadata: { generation: 1 }, spec: { replicas: 1 }, status: { replicas: 9 } },
    )
    expect(patch(`${path}/scale`, { spec: { replicas: 3 } })).toMatchObject(
      { kind: 'Scale', spec: { replicas: 3 }, status: { selector: 'app=web' } },
    )
    expect(bodyOf(rest(harness, 'GET', path)).metadata.generation).toBe(2)
  })
})

/** Message of the refusal of a new object. */
function refusal(resource: StoredResource, members: Readonly<Record<string, unknown>>): string {
  return statusOf(create(createHarness(), resource, members)).message ?? ''
}

describe('what is wrong with an object is said as upstream does', () => {
  it.each<readonly [StoredResource, Readonly<Record<string, unknown>>, string]>([
    ['jobs', { spec: { template } }, 'Job.batch "x" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ['cronjobs', { spec: { schedule: 'often', jobTemplate: { spec: { template: onceTemplate } } } },
      'CronJob.batch "x" is invalid: spec.schedule: Invalid value: "often": expected exactly 5 fields, found 1: [often]'],
    ['statefulsets', { spec: { selector: { matchLabels: { app: 'other' } }, template } },
      'StatefulSet.apps "x" is invalid: spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
    ['daemonsets', { spec: { template } }, 'DaemonSet.apps "x" is invalid: spec.selector: Required value'],
    ['rolebindings', { roleRef: { ...roleRef, kind: 'Rule' } },
      'RoleBinding.rbac.authorization.k8s.io "x" is invalid: roleRef.kind: Unsupported value: "Rule": supported values: "Role", "ClusterRole"'],
    ['roles', { rules: [{ apiGroups: [''], resources: ['pods'] }] },
      'Role.rbac.authorization.k8s.io "x" is invalid: rules[0].verbs: Required value: verbs must contain at least one value'],
    ['horizontalpodautoscalers', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 3, maxReplicas: 2 } },
      'HorizontalPodAutoscaler.autoscaling "x" is invalid: spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`'],
    ['ingresses', { spec: { rules: [{ http: { paths: [{ backend }] } }] } },
      'Ingress.networking.k8s.io "x" is invalid: spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified'],
    ['persistentvolumeclaims', { spec: { accessModes: ['Often'], resources: { requests: { storage: '1Gi' } } } },
      'PersistentVolumeClaim "x" is invalid: spec.accessModes[0]: Unsupported value: "Often": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"'],
    ['priorityclasses', { value: 2_000_000_000 },
      'PriorityClass.scheduling.k8s.io "x" is invalid: value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
  ])('%s %#', (resource, members, message) => {
    expect(refusal(resource, members)).toBe(message)
  })
  it('a field that the type does not have is named', () => {
    expect(refusal('statefulsets', { spec: { serviceName: 'x', replica: 3, selector, template } })).toBe(
      'StatefulSet in version "v1" cannot be handled as a StatefulSet: strict decoding error: unknown field "spec.replica"',
    )
  })
  it('a mount of a StatefulSet may name one of its claims', () => {
    const mounting = { ...template, spec: { containers: [{ ...podSpec.containers[0], volumeMounts: [{ name: 'data', mountPath: '/data' }] }] } }
    const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }
    const spec = { serviceName: 'x', selector, template: mounting, volumeClaimTemplates: [claim] }
    expect(create(createHarness(), 'statefulsets', { spec }).status).toBe(201)
    expect(refusal('statefulsets', { spec: { ...spec, volumeClaimTemplates: [] } })).toContain('volumeMounts[0].name: Not found: "data"')
  })
})

describe('what may not change', () => {
  it.each<readonly [StoredResource, unknown, string]>([
    ['statefulsets', { spec: { serviceName: 'other' } }, 'spec: Forbidden: updates to statefulset spec for fields other than'],
    ['daemonsets', { spec: { selector: { matchLabels: { app: 'web', more: '1' } } } }, 'spec.selector: Invalid value'],
    ['jobs', { spec: { completions: 9 } }, 'spec.completions: Invalid value: 9: field is immutable'],
    ['rolebindings', { roleRef: { name: 'edit' } }, 'cannot change roleRef'],
    ['storageclasses', { provisioner: 'other' }, 'provisioner: Forbidden: updates to provisioner are forbidden.'],
    ['persistentvolumeclaims', { spec: { storageClassName: 'slow' } }, 'spec: Forbidden: spec is immutable after creation'],
    ['priorityclasses', { value: 7 }, 'value: Forbidden: may not be changed in an update.'],
  ])('of %s', (resource, patch, message) => {
    const harness = createHarness()
    create(harness, resource, samples[resource].members)
    const refused = rest(harness, 'PATCH', `${collection(resource)}/x`, patch, 'application/merge-patch+json')
    expect(refused.status).toBe(422)
    expect(statusOf(refused).message).toContain(message)
  })
})

describe('a PriorityClass', () => {
  const pods = '/api/v1/namespaces/default/pods'
  const priorityOf = (harness: Harness, name: string) => bodyOf(rest(harness, 'GET', `${pods}/${name}`)).spec
  it('gives its value to the pods that name it', () => {
    const harness = createHarness()
    const named = { ...podManifest('a'), spec: { ...podSpec, priorityClassName: 'x' } }
    expect(statusOf(rest(harness, 'POST', pods, named)).message).toBe('pods "a" is forbidden: no PriorityClass with name x was found')
    create(harness, 'priorityclasses', { value: 1000, preemptionPolicy: 'Never' })
    expect(rest(harness, 'POST', pods, named).status).toBe(201)
    expect(priorityOf(harness, 'a')).toMatchObject({ priority: 1000, priorityClassName: 'x', preemptionPolicy: 'Never' })
    expect(rest(harness, 'POST', pods, podManifest('b')).status).toBe(201)
    expect(priorityOf(harness, 'b')).toMatchObject({ priority: 0 })
  })
  it('that is the default gives its value to all others', () => {
    const harness = createHarness()
    create(harness, 'priorityclasses', { value: 7, globalDefault: true })
    rest(harness, 'POST', pods, podManifest('a'))
    expect(priorityOf(harness, 'a')).toMatchObject({ priority: 7, priorityClassName: 'x' })
  })
})
