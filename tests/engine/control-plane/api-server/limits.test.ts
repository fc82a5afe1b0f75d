/** LimitRanges and ResourceQuotas: what a namespace's pods get, may ask for, and may be. */
import { describe, expect, it } from 'vitest'
import { bodyOf, createHarness, rest, runFor, statusOf, type Harness } from '../../harness.ts'

const base = '/api/v1/namespaces/default'
const merge = 'application/merge-patch+json'

type Resources = { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> }
function pod(name: string, resources: Resources = {}, spec: object = {}): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx', resources }], ...spec } }
}

function withRange(...limits: readonly object[]): Harness {
  const harness = createHarness()
  const made = rest(harness, 'POST', `${base}/limitranges`, { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'lr' }, spec: { limits } })
  expect([made.status, made.warnings]).toEqual([201, undefined])
  return harness
}

function withQuota(hard: object, more: object = {}): Harness {
  const harness = createHarness()
  const made = rest(harness, 'POST', `${base}/resourcequotas`, { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'rq' }, spec: { hard, ...more } })
  expect(made.status).toBe(201)
  runFor(harness, 100_000)
  return harness
}

const create = (harness: Harness, body: object): string => {
  const answer = rest(harness, 'POST', `${base}/pods`, body)
  runFor(harness, 100_000)
  return answer.status === 201 ? 'made' : statusOf(answer).message ?? ''
}
const used = (harness: Harness): unknown => (bodyOf(rest(harness, 'GET', `${base}/resourcequotas/rq`)).status as { used: unknown }).used

describe('a LimitRange', () => {
  it('gives requests and limits to containers that name none, and says so on the pod', () => {
    const harness = withRange({ type: 'Container', default: { cpu: '500m', memory: '512Mi' }, defaultRequest: { cpu: '250m' } })
    const made = bodyOf(rest(harness, 'POST', `${base}/pods`, pod('a'))) as unknown as { metadata: { annotations: object }; spec: { containers: { resources: object }[] }; status: object }
    expect(made.spec.containers[0]!.resources).toEqual({ requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '500m', memory: '512Mi' } })
    expect(made.metadata.annotations).toEqual({ 'kubernetes.io/limit-ranger': 'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c' })
    expect(made.status).toMatchObject({ qosClass: 'Burstable' })
    const own = bodyOf(rest(harness, 'POST', `${base}/pods`, pod('b', { limits: { cpu: '1', memory: '1Gi' } }))) as unknown as typeof made
    expect(own.spec.containers[0]!.resources).toEqual({ requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } })
    expect(own.status).toMatchObject({ qosClass: 'Guaranteed' })
  })
  it.each<readonly [object, Resources, string]>([
    [{ type: 'Container', max: { cpu: '1' } }, { limits: { cpu: '2' } }, 'maximum cpu usage per Container is 1, but limit is 2'],
    [{ type: 'Container', min: { memory: '100Mi' } }, { requests: { memory: '50Mi' } }, 'minimum memory usage per Container is 100Mi, but request is 50Mi'],
    [{ type: 'Pod', max: { cpu: '1' } }, {}, 'maximum cpu usage per Pod is 1.  No limit is specified'],
    [{ type: 'Pod', max: { cpu: '100m' } }, { limits: { cpu: '200m' } }, 'maximum cpu usage per Pod is 100m, but limit is 200m'],
    [{ type: 'Container', maxLimitRequestRatio: { cpu: '2' } }, { requests: { cpu: '100m' }, limits: { cpu: '500m' } }, 'cpu max limit to request ratio per Container is 2, but provided ratio is 5.000000'],
    [{ type: 'Container', max: { cpu: '1', memory: '1Gi' } }, { limits: { cpu: '2', memory: '2Gi' } },
      '[maximum cpu usage per Container is 1, but limit is 2, maximum memory usage per Container is 1Gi, but limit is 2Gi]'],
  ])('%j refuses %j', (limit, resources, text) => { expect(create(withRange(limit), pod('a', resources))).toBe(`pods "a" is forbidden: ${text}`) })
  it('is no matter of another namespace', () => {
    const harness = withRange({ type: 'Container', max: { cpu: '1' } })
    const elsewhere = rest(harness, 'POST', '/api/v1/namespaces/kube-system/pods', pod('a', { limits: { cpu: '2' } }))
    expect(elsewhere.status).toBe(201)
  })
})

describe('a ResourceQuota', () => {
  it('is full when it is full, and has room again when something goes', () => {
    const harness = withQuota({ pods: '2' })
    expect(['a', 'b', 'c'].map((name) => create(harness, pod(name)))).toEqual([
      'made', 'made', 'pods "c" is forbidden: exceeded quota: rq, requested: pods=1, used: pods=2, limited: pods=2',
    ])
    expect(used(harness)).toEqual({ pods: '2' })
    rest(harness, 'DELETE', `${base}/pods/a?gracePeriodSeconds=0`)
    runFor(harness, 100_000)
    expect(used(harness)).toEqual({ pods: '1' })
    expect(create(harness, pod('c'))).toBe('made')
  })
  it('counts what pods ask for, and wants it named', () => {
    const harness = withQuota({ 'requests.cpu': '1', 'limits.memory': '1Gi' })
    expect(create(harness, pod('a'))).toBe('pods "a" is forbidden: failed quota: rq: must specify limits.memory for: c; requests.cpu for: c')
    expect(create(harness, pod('a', { requests: { cpu: '600m' }, limits: { memory: '512Mi' } }))).toBe('made')
    expect(create(harness, pod('b', { requests: { cpu: '600m' }, limits: { memory: '768Mi' } }))).toBe(
      'pods "b" is forbidden: exceeded quota: rq, requested: limits.memory=768Mi,requests.cpu=600m, used: limits.memory=512Mi,requests.cpu=600m, limited: limits.memory=1Gi,requests.cpu=1',
    )
    expect(used(harness)).toEqual({ 'requests.cpu': '600m', 'limits.memory': '512Mi' })
  })
  it('counts pods that have ended no more, and other kinds by their name', () => {
    const harness = withQuota({ pods: '1', 'count/configmaps': '1', 'services.nodeports': '0', 'count/deployments.apps': '0' })
    expect(create(harness, pod('a'))).toBe('made')
    rest(harness, 'PATCH', `${base}/pods/a/status`, { status: { phase: 'Succeeded' } }, merge)
    runFor(harness, 100_000)
    expect(used(harness)).toEqual({ pods: '0', 'count/configmaps': '0', 'services.nodeports': '0', 'count/deployments.apps': '0' })
    const map = (name: string): number => rest(harness, 'POST', `${base}/configmaps`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }).status
    expect([map('x'), map('y')]).toEqual([201, 403])
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { type: 'NodePort', ports: [{ port: 80 }], selector: { a: 'b' } } }
    expect(statusOf(rest(harness, 'POST', `${base}/services`, service)).message).toContain('exceeded quota: rq, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0')
  })
  it('looks at what a Service wants more when it changes', () => {
    const harness = withQuota({ 'services.nodeports': '1', 'services.loadbalancers': '0' })
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { ports: [{ port: 80, name: 'a' }], selector: { a: 'b' } } }
    expect(rest(harness, 'POST', `${base}/services`, service).status).toBe(201)
    const change = (spec: object): string => {
      const answer = rest(harness, 'PATCH', `${base}/services/s`, { spec }, merge)
      return answer.status === 200 ? 'made' : statusOf(answer).message ?? ''
    }
    expect(change({ type: 'NodePort' })).toBe('made')
    expect(change({ ports: [{ port: 80, name: 'a' }, { port: 81, name: 'b' }] })).toBe(
      'services "s" is forbidden: exceeded quota: rq, requested: services.nodeports=1, used: services.nodeports=1, limited: services.nodeports=1')
    expect(change({ type: 'LoadBalancer' })).toContain('requested: services.loadbalancers=1')
    expect(change({ selector: { a: 'c' } })).toBe('made')
  })
  it('of a scope counts the pods of that scope alone', () => {
    const harness = withQuota({ pods: '1' }, { scopes: ['BestEffort'] })
    expect(create(harness, pod('a', { requests: { cpu: '1' } }))).toBe('made')
    expect([create(harness, pod('b')), create(harness, pod('c')).slice(0, 50)]).toEqual(['made', 'pods "c" is forbidden: exceeded quota: rq, request'])
  })
})
