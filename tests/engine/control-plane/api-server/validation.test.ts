/** Defaults and checks, kind by kind, with upstream's field paths and texts. */
import { describe, expect, it } from 'vitest'
import { bodyOf, createHarness, deploymentManifest, podManifest, rest, statusOf, type WireObject } from '../../harness.ts'

const harness = createHarness()
let serial = 0

function causes(path: string, manifest: unknown): string[] {
  const response = rest(harness, 'POST', path, manifest)
  if (response.status < 300) return []
  return (statusOf(response).details?.causes ?? []).map((cause) => `${cause.field}: ${cause.message}`)
}
function podCauses(spec: Record<string, unknown>): string[] {
  return causes('/api/v1/namespaces/default/pods', podManifest(`p${serial++}`, spec))
}
const container = (more: Record<string, unknown>) => ({ containers: [{ name: 'app', image: 'nginx', ...more }] })

describe('pods are checked', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['no containers', { containers: [] }, ['spec.containers: Required value']],
    ['no name and no image', { containers: [{}] }, ['spec.containers[0].name: Required value', 'spec.containers[0].image: Required value']],
    [
      'two containers of one name', { containers: [{ name: 'a', image: 'x' }, { name: 'a', image: 'y' }] },
      ['spec.containers[1].name: Duplicate value: "a"'],
    ],
    [
      'an init container of the same name', { ...container({}), initContainers: [{ name: 'app', image: 'x' }] },
      ['spec.initContainers[0].name: Duplicate value: "app"'],
    ],
    [
      'an image with blanks', container({ image: ' nginx' }),
      ['spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace'],
    ],
    [
      'a pull policy', container({ imagePullPolicy: 'Sometimes' }),
      ['spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"'],
    ],
    [
      'a port out of range', container({ ports: [{ containerPort: 70000 }] }),
      ['spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
    ],
    ['a port that is missing', container({ ports: [{ name: 'x' }] }), ['spec.containers[0].ports[0].containerPort: Required value']],
    [
      'two ports of one name', container({ ports: [{ containerPort: 1, name: 'x' }, { containerPort: 2, name: 'x' }] }),
      ['spec.containers[0].ports[1].name: Duplicate value: "x"'],
    ],
    [
      'a protocol', container({ ports: [{ containerPort: 1, protocol: 'ICMP' }] }),
      ['spec.containers[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"'],
    ],
    [
      'requests above limits', container({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
      ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
    ],
    [
      'a negative request', container({ resources: { requests: { memory: '-1Mi' } } }),
      ['spec.containers[0].resources.requests[memory]: Invalid value: "-1Mi": must be greater than or equal to 0'],
    ],
    [
      'a mount without its volume', container({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
      ['spec.containers[0].volumeMounts[0].name: Not found: "data"'],
    ],
    [
      'two mounts at one path',
      {
        ...container({ volumeMounts: [{ name: 'd', mountPath: '/d' }, { name: 'd', mountPath: '/d' }] }),
        volumes: [{ name: 'd', emptyDir: {} }],
      },
      ['spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/d": must be unique'],
    ],
    [
      'a probe without a handler', container({ livenessProbe: { periodSeconds: 5 } }),
      ['spec.containers[0].livenessProbe: Required value: must specify a handler type'],
    ],
    [
      'a probe with two handlers', container({ readinessProbe: { httpGet: { port: 80 }, tcpSocket: { port: 80 } } }),
      ['spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type'],
    ],
    [
      'a liveness probe with two successes', container({ livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } }),
      ['spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
    ],
    [
      'a probe port', container({ livenessProbe: { httpGet: { port: 0 } } }),
      ['spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive'],
    ],
    [
      'a restart policy', { ...container({}), restartPolicy: 'Sometimes' },
      ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
    ],
    [
      'a probe of an init container',
      { ...container({}), initContainers: [{ name: 'i', image: 'x', readinessProbe: { tcpSocket: { port: 1 } } }] },
      ['spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always'],
    ],
    [
      'a toleration without key', { ...container({}), tolerations: [{ operator: 'Equal' }] },
      [
        'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      'seconds of a toleration that does not evict',
      { ...container({}), tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 1 }] },
      ["spec.tolerations[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when `tolerationSeconds` is set"],
    ],
    [
      'an environment name', container({ env: [{ name: '1X', value: '' }, {}] }),
      [
        expect.stringContaining('spec.containers[0].env[0].name: Invalid value: "1X": a valid environment variable name') as never,
        'spec.containers[0].env[1].name: Required value',
      ],
    ],
    [
      'a node affinity operator',
      {
        ...container({}),
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In' }] }],
            },
          },
        },
      },
      [
        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      ],
    ],
    [
      'a spread constraint', { ...container({}), topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'X' }] },
      [
        'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
        'spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
        'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "X": supported values: "DoNotSchedule", "ScheduleAnyway"',
      ],
    ],
  ])('%s', (_, spec, expected) => expect(podCauses(spec)).toEqual(expected))
  it('names, labels and generateName', () => {
    const path = '/api/v1/namespaces/default/pods'
    expect(causes(path, { ...podManifest('X_y') })[0]).toContain('metadata.name: Invalid value: "X_y": a lowercase RFC 1123 subdomain')
    expect(causes(path, { ...podManifest(''), metadata: {} })).toEqual(['metadata.name: Required value: name or generateName is required'])
    expect(causes(path, { ...podManifest('l'), metadata: { name: 'l', labels: { 'a b': 'c d' } } })).toHaveLength(2)
  })
  it('an unknown PriorityClass is forbidden', () => {
    const response = rest(harness, 'POST', '/api/v1/namespaces/default/pods', podManifest('prio', { priorityClassName: 'high' }))
    expect(statusOf(response)).toMatchObject({ code: 403, message: 'pods "prio" is forbidden: no PriorityClass with name high was found' })
  })
})

function created(path: string, manifest: unknown): WireObject {
  const response = rest(harness, 'POST', path, manifest)
  expect(response.status, JSON.stringify(response.body)).toBe(201)
  return bodyOf(response)
}

describe('pods are completed', () => {
  const pod = (name: string, spec: Record<string, unknown>) => created('/api/v1/namespaces/default/pods', podManifest(name, spec))
  it.each([
    ['nginx', 'Always'], ['nginx:latest', 'Always'], ['nginx:1.27', 'IfNotPresent'], ['registry:5000/nginx', 'Always'], [
      'registry:5000/nginx:2', 'IfNotPresent',
    ],
    ['nginx@sha256:abc', 'IfNotPresent'],
  ])(
    'image %s is pulled %s',
    (image, policy) => expect(pod(`d${serial++}`, container({ image })).spec['containers']).toMatchObject([{ imagePullPolicy: policy }]),
  )
  it.each<[string, unknown, string]>([
    ['nothing', {}, 'BestEffort'], ['requests', { requests: { cpu: '100m' } }, 'Burstable'], [
      'limits only', { limits: { cpu: '1', memory: '1Gi' } }, 'Guaranteed',
    ],
    [
      'equal requests and limits', { requests: { cpu: '1000m', memory: '1Gi' }, limits: { cpu: '1', memory: '1024Mi' } }, 'Guaranteed',
    ], ['a zero request', { requests: { cpu: '0' } }, 'BestEffort'],
  ])('with %s the quality of service follows', (_, resources, qosClass) => {
    expect(pod(`q${serial++}`, container({ resources })).status).toEqual({ phase: 'Pending', qosClass })
  })
  it('with probes, ports, account, tolerations, priority', () => {
    const { spec } = pod(
      'full',
      {
        ...container({ ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { port: 80 } } }),
        tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }],
      },
    )
    expect(spec).toMatchObject({
      restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst', serviceAccountName: 'default',
      serviceAccount: 'default', securityContext: {},
      schedulerName: 'default-scheduler', priority: 0, enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority',
      tolerations: [
        { tolerationSeconds: 10 },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
      containers: [{
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        readinessProbe: {
          httpGet: { path: '/', port: 80, scheme: 'HTTP' }, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3,
        },
      }],
    })
    expect((spec['tolerations'] as unknown[]).length).toBe(2)
  })
  it('and what was printed can be sent back without its token volume growing', () => {
    const first = pod('again', container({}))
    const back = rest(harness, 'PUT', '/api/v1/namespaces/default/pods/again', first)
    expect(back.status).toBe(200)
    expect(bodyOf(back)).toEqual(first)
  })
})

describe('Deployments are checked and completed', () => {
  const path = '/apis/apps/v1/namespaces/default/deployments'
  it.each<[string, Record<string, unknown>, string[]]>([
    ['no selector', { selector: undefined }, ['spec.selector: Required value']],
    ['an empty selector', { selector: {} }, ['spec.selector: Invalid value: {}: empty selector is invalid for deployment']],
    [
      'neither surge nor unavailable', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } },
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
    ],
    [
      'more than all unavailable', { strategy: { rollingUpdate: { maxUnavailable: '101%' } } },
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
    ],
    [
      'Recreate with parameters', { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } },
      ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ],
    [
      'a strategy', { strategy: { type: 'Magic' } },
      ['spec.strategy.type: Unsupported value: "Magic": supported values: "Recreate", "RollingUpdate"'],
    ],
    [
      'a deadline below minReadySeconds', { minReadySeconds: 700 },
      ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
    ],
    [
      'a negative history', { revisionHistoryLimit: -1 },
      ['spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'a template that ends',
      {
        template: { metadata: { labels: { app: 'x' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } },
        selector: { matchLabels: { app: 'x' } },
      },
      ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    ],
    [
      'a template with a bad container',
      {
        template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'A', image: 'b' }] } },
        selector: { matchLabels: { app: 'x' } },
      },
      [expect.stringContaining('spec.template.spec.containers[0].name: Invalid value: "A": a lowercase RFC 1123 label') as never],
    ],
  ])('%s', (_, spec, expected) => expect(causes(path, deploymentManifest(`d${serial++}`, 1, spec))).toEqual(expected))
  it('with upstream’s defaults', () => {
    const { spec, metadata, status } = created(
      path,
      {
        apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'plain' },
        spec: {
          selector: { matchLabels: { a: 'b' } },
          template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'b' }] } },
        },
      },
    )
    expect(spec).toMatchObject(
      {
        replicas: 1, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
        revisionHistoryLimit: 10, progressDeadlineSeconds: 600,
      },
    )
    expect(spec['template']).toMatchObject({ metadata: { creationTimestamp: null, labels: { a: 'b' } } })
    expect((spec['template'] as WireObject).spec).not.toHaveProperty('tolerations')
    expect({ generation: metadata.generation, status }).toEqual({ generation: 1, status: {} })
  })
})

describe('Services are checked', () => {
  const path = '/api/v1/namespaces/default/services'
  const service = (spec: Record<string, unknown>, name = `s${serial++}`) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec })
  it.each<[string, Record<string, unknown>, string[]]>([
    ['no ports', {}, ['spec.ports: Required value']],
    [
      'two ports without names', { ports: [{ port: 80 }, { port: 81 }] },
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      'a port twice', { ports: [{ name: 'a', port: 80 }, { name: 'b', port: 80 }] },
      ['spec.ports[1]: Duplicate value: {"protocol":"TCP","port":80}'],
    ],
    [
      'a port of 0', { ports: [{ port: 0 }] },
      [
        'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
        'spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive',
      ],
    ],
    [
      'a type', { type: 'Magic', ports: [{ port: 80 }] },
      ['spec.type: Unsupported value: "Magic": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'],
    ],
    [
      'a node port out of range', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
      ['spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767'],
    ],
    [
      'a node port of a ClusterIP', { ports: [{ port: 80, nodePort: 30080 }] },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      'an address out of range', { clusterIP: '10.0.0.1', ports: [{ port: 80 }] },
      [
        'spec.clusterIPs: Invalid value: ["10.0.0.1"]: failed to allocate IP 10.0.0.1: the provided IP (10.0.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/16',
      ],
    ],
    [
      'an address that is taken', { clusterIP: '10.96.0.1', ports: [{ port: 80 }] },
      ['spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated'],
    ],
    ['ExternalName without a name', { type: 'ExternalName' }, ['spec.externalName: Required value']],
  ])('%s', (_, spec, expected) => expect(causes(path, service(spec))).toEqual(expected))
  it(
    'a name must start with a letter',
    () => expect(causes(path, service({ ports: [{ port: 80 }] }, '1web'))[0]).toContain('a DNS-1035 label'),
  )
  it('an address cannot be changed, a headless Service has none', () => {
    created(path, service({ ports: [{ port: 80 }] }, 'fixed'))
    const change = rest(
      harness, 'PATCH', `${path}/fixed`, { spec: { clusterIP: '10.96.0.99', clusterIPs: ['10.96.0.99'] } }, 'application/merge-patch+json',
    )
    expect(statusOf(change).message).toContain('spec.clusterIPs[0]: Invalid value: ["10.96.0.99"]: may not change once set')
    expect(
      created(path, service({ clusterIP: 'None', ports: [{ port: 80 }] })).spec,
    ).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'] })
  })
})

describe('updates keep what may not change', () => {
  it('a pod’s spec, but for its image', () => {
    const path = '/api/v1/namespaces/default/pods/fixed'
    rest(harness, 'POST', '/api/v1/namespaces/default/pods', podManifest('fixed'))
    const patch = (body: unknown) => rest(harness, 'PATCH', path, body, 'application/strategic-merge-patch+json')
    expect(bodyOf(patch({ spec: { containers: [{ name: 'app', image: 'nginx:2' }] } })).metadata.generation).toBe(2)
    expect(
      statusOf(patch({ spec: { containers: [{ name: 'app', command: ['x'] }] } })).message,
    ).toContain('spec: Forbidden: pod updates may not change fields other than')
    expect(
      bodyOf(patch({ metadata: { labels: { more: 'x' } } })).metadata,
    ).toMatchObject({ generation: 2, labels: { app: 'web', more: 'x' } })
  })
  it('an immutable ConfigMap, a Secret’s type; stringData is stored as data', () => {
    const core = '/api/v1/namespaces/default'
    created(`${core}/configmaps`, { metadata: { name: 'c' }, data: { a: '1' }, immutable: true })
    expect(
      statusOf(rest(harness, 'PATCH', `${core}/configmaps/c`, { data: { a: '2' } }, 'application/merge-patch+json')).message,
    ).toContain('field is immutable when `immutable` is set')
    expect(
      created(`${core}/secrets`, { metadata: { name: 's' }, stringData: { user: 'admin é' } }),
    ).toMatchObject({ type: 'Opaque', data: { user: 'YWRtaW4gw6k=' } })
    expect(
      statusOf(rest(harness, 'PATCH', `${core}/secrets/s`, { type: 'other' }, 'application/merge-patch+json')).message,
    ).toContain('type: Invalid value: "other": field is immutable')
  })
  it('a node’s taints must be well formed', () => {
    created('/api/v1/nodes', { metadata: { name: 'n1' } })
    const patch = rest(
      harness, 'PATCH', '/api/v1/nodes/n1', { spec: { taints: [{ key: 'k', effect: 'Never' }] } }, 'application/strategic-merge-patch+json',
    )
    expect(statusOf(patch).message).toContain(
      'spec.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    )
  })
})
