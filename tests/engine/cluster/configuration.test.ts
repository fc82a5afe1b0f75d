/** Pods that are made from ConfigMaps, Secrets and themselves, and probes that look for files. */
import { describe, expect, it } from 'vitest'
import { historyHash, runFor } from '../../../src/engine/index.ts'
import { ask, runSeconds, second, startWhole, type WholeCluster } from './whole-cluster.ts'

const base = '/api/v1/namespaces/default'
const pods = `${base}/pods`

function make(whole: WholeCluster, kind: string, name: string, data: Readonly<Record<string, string>>): void {
  expect(ask(whole, 'POST', `${base}/${kind === 'Secret' ? 'secrets' : 'configmaps'}`, { apiVersion: 'v1', kind, metadata: { name }, data }).status).toBe(201)
}

function pod(whole: WholeCluster, name: string, container: object, spec: object = {}): void {
  const containers = [{ name: 'main', image: 'busybox', ...container }]
  const made = ask(whole, 'POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } }, spec: { restartPolicy: 'Never', containers, ...spec } })
  expect(made.status).toBe(201)
}

const log = (whole: WholeCluster, name: string): unknown => ask(whole, 'GET', `${pods}/${name}/log`).body

interface Container {
  readonly ready: boolean
  readonly restartCount: number
  readonly state: { readonly waiting?: { readonly reason: string; readonly message?: string } }
}
const statusOf = (whole: WholeCluster, name: string): Container => (ask(whole, 'GET', `${pods}/${name}`).body['status'] as { containerStatuses: Container[] }).containerStatuses[0]!

function told(whole: WholeCluster, name: string): readonly string[] {
  const { items } = ask(whole, 'GET', `${base}/events`).body as unknown as { items: { reason: string; message: string; involvedObject: { name: string } }[] }
  return items.filter((event) => event.involvedObject.name === name).map(({ reason, message }) => `${reason}: ${message}`)
}

describe('a container', () => {
  it('has the variables that its spec takes from a ConfigMap, a Secret and its pod', () => {
    const whole = startWhole()
    make(whole, 'ConfigMap', 'settings', { level: 'high', 'a.b': 'dots' })
    make(whole, 'Secret', 'access', { user: 'w6k=' })
    pod(whole, 'box', {
      command: ['sh', '-c', 'echo $LEVEL $USER_NAME $NODE $(BOTH) $(NOBODY) $X_level; printenv IP'],
      envFrom: [{ prefix: 'X_', configMapRef: { name: 'settings' } }],
      env: [
        { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } }, { name: 'USER_NAME', valueFrom: { secretKeyRef: { name: 'access', key: 'user' } } },
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }, { name: 'BOTH', value: '$(LEVEL)-$$(LEVEL)' },
        { name: 'NONE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'nope', optional: true } } }, { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      ],
    })
    runSeconds(whole, 10)
    const { spec, status } = ask(whole, 'GET', `${pods}/box`).body as unknown as { spec: { nodeName: string }; status: { podIP: string } }
    expect(log(whole, 'box')).toBe(`high é ${spec.nodeName} high-  high\n${status.podIP}\n`)
  })
  it('has the files of its volumes', () => {
    const whole = startWhole()
    make(whole, 'ConfigMap', 'settings', { 'a.conf': 'one\ntwo\n', 'b.conf': 'b' })
    make(whole, 'Secret', 'access', { key: 'czNjcmV0' })
    pod(whole, 'box', {
      command: ['sh', '-c', 'ls /etc/conf; cat /etc/conf/a.conf /etc/one; cat /all/key; cat /all/labels; cat /nothing; sleep 1h'],
      volumeMounts: [{ name: 'c', mountPath: '/etc/conf' }, { name: 'c', mountPath: '/etc/one', subPath: 'b.conf' }, { name: 'p', mountPath: '/all' }, { name: 'e', mountPath: '/data' }],
    }, {
      volumes: [
        { name: 'c', configMap: { name: 'settings' } }, { name: 'e', emptyDir: {} },
        { name: 'p', projected: { sources: [{ secret: { name: 'access' } }, { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } }] } },
      ],
    })
    runSeconds(whole, 10)
    expect(log(whole, 'box')).toBe('a.conf\nb.conf\none\ntwo\nbs3cretapp="box"cat: can\'t open \'/nothing\': No such file or directory\n')
    const exec = (script: string): unknown => ask(whole, 'POST', `${pods}/box/exec`, { command: ['sh', '-c', script] }).body['stdout']
    expect(exec('cat /all/key; echo x > /data/x; cat /data/x')).toBe('s3cretx\n')
  })
  it('is not made while a ConfigMap of its variables is missing, and is when it has come', () => {
    const whole = startWhole()
    pod(whole, 'box', { command: ['sleep', '1h'], env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'late', key: 'a' } } }] })
    runSeconds(whole, 10)
    expect(statusOf(whole, 'box').state.waiting).toEqual({ reason: 'CreateContainerConfigError', message: 'configmap "late" not found' })
    expect(told(whole, 'box')).toContain('Failed: Error: configmap "late" not found')
    make(whole, 'ConfigMap', 'late', { b: '1' })
    runSeconds(whole, 15)
    expect(statusOf(whole, 'box').state.waiting?.message).toBe('couldn\'t find key a in ConfigMap default/late')
    ask(whole, 'PATCH', `${base}/configmaps/late`, { data: { a: '1' } }, { headers: { 'content-type': 'application/merge-patch+json' } })
    runSeconds(whole, 20)
    expect(statusOf(whole, 'box')).toMatchObject({ ready: true })
  })
  it('waits for a Secret of its volumes without a sandbox', () => {
    const whole = startWhole()
    pod(whole, 'box', { command: ['sleep', '1h'], volumeMounts: [{ name: 'v', mountPath: '/v' }] }, { volumes: [{ name: 'v', secret: { secretName: 'late' } }] })
    runSeconds(whole, 10)
    expect(statusOf(whole, 'box').state.waiting).toEqual({ reason: 'ContainerCreating' })
    expect(told(whole, 'box')).toContain('FailedMount: MountVolume.SetUp failed for volume "v" : secret "late" not found')
    make(whole, 'Secret', 'late', { a: '' })
    runSeconds(whole, 20)
    expect(statusOf(whole, 'box')).toMatchObject({ ready: true })
  })
  it('without references costs no question', () => {
    const whole = startWhole()
    pod(whole, 'box', { command: ['sleep', '1h'], env: [{ name: 'A', value: 'x' }] })
    runSeconds(whole, 10)
    expect(whole.cluster.kubelets.machines.map((machine) => machine?.sources.size ?? 0)).toEqual([0, 0])
  })
  it('can be copied while its ConfigMaps are being read, and runs on to the same history', () => {
    const whole = startWhole()
    make(whole, 'ConfigMap', 'settings', { a: '1' })
    pod(whole, 'box', { command: ['sh', '-c', 'echo $A'], env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }] })
    while (whole.cluster.kubelets.machines.every((machine) => machine?.sources.size === 0)) runFor(whole.cluster, 1000)
    const copy = structuredClone(whole.cluster)
    for (const cluster of [whole.cluster, copy]) runFor(cluster, 10 * second)
    expect(historyHash(copy)).toBe(historyHash(whole.cluster))
    expect(log(whole, 'box')).toBe('1\n')
  })
})

describe('a probe that looks for a file', () => {
  it('fails when the program has taken it away, so that the container is started again', () => {
    const whole = startWhole()
    pod(whole, 'box', {
      args: ['sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'],
      livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 },
    }, { restartPolicy: 'Always', terminationGracePeriodSeconds: 1 })
    runSeconds(whole, 33)
    expect(statusOf(whole, 'box').restartCount).toBe(0)
    runSeconds(whole, 25)
    expect(statusOf(whole, 'box').restartCount).toBe(1)
    expect(told(whole, 'box')).toContain('Unhealthy: Liveness probe failed: cat: can\'t open \'/tmp/healthy\': No such file or directory')
  })
  it('follows what is done by hand in the container', () => {
    const whole = startWhole()
    pod(whole, 'box', { command: ['sleep', '1h'], readinessProbe: { exec: { command: ['sh', '-c', 'test -f /tmp/ready'] }, periodSeconds: 2 } })
    runSeconds(whole, 10)
    const after = (script: string): boolean => {
      ask(whole, 'POST', `${pods}/box/exec`, { command: ['sh', '-c', script] })
      runSeconds(whole, 10)
      return statusOf(whole, 'box').ready
    }
    expect([statusOf(whole, 'box').ready, after('touch /tmp/ready'), after('ls /tmp'), after('rm /tmp/ready')]).toEqual([false, true, true, false])
  })
})

describe('a server', () => {
  it('serves the page that was written into it or mounted', () => {
    const whole = startWhole()
    make(whole, 'ConfigMap', 'page', { 'index.html': 'mounted\n', 'b.html': 'b\n' })
    pod(whole, 'plain', { image: 'nginx' })
    pod(whole, 'pages', { image: 'nginx', volumeMounts: [{ name: 'p', mountPath: '/usr/share/nginx/html' }] }, { volumes: [{ name: 'p', configMap: { name: 'page' } }] })
    runSeconds(whole, 15)
    const exec = (name: string, script: string): unknown => ask(whole, 'POST', `${pods}/${name}/exec`, { command: ['sh', '-c', script] }).body['stdout']
    const { podIP } = ask(whole, 'GET', `${pods}/pages`).body['status'] as { podIP: string }
    expect(exec('plain', `curl -s ${podIP}; curl -s ${podIP}/b.html; cat /usr/share/nginx/html/index.html | head -n 1`)).toBe('mounted\nb\n<!DOCTYPE html>\n')
    expect(exec('plain', 'echo mine > /usr/share/nginx/html/index.html; curl -s localhost')).toBe('mine\n')
    const { podIP: own } = ask(whole, 'GET', `${pods}/plain`).body['status'] as { podIP: string }
    expect(exec('pages', `curl -s ${own}`)).toBe('mine\n')
  })
})

describe('containers of one pod', () => {
  it('share what they put into a volume, an init container too', () => {
    const whole = startWhole()
    const mount = (mountPath: string): object => ({ volumeMounts: [{ name: 'v', mountPath }] })
    pod(whole, 'box', { image: 'nginx', ...mount('/usr/share/nginx/html') }, {
      volumes: [{ name: 'v', emptyDir: {} }], initContainers: [{ name: 'first', image: 'busybox', command: ['sh', '-c', 'echo made before > /work/index.html'], ...mount('/work') }],
    })
    runSeconds(whole, 20)
    const exec = (script: string): unknown => ask(whole, 'POST', `${pods}/box/exec`, { command: ['sh', '-c', script] }, { query: { container: 'main' } }).body['stdout']
    expect(exec('curl -s localhost; cat /usr/share/nginx/html/index.html; ls /work')).toBe('made before\nmade before\n')
  })
})

describe('a log', () => {
  it('counts as its script counts', () => {
    const whole = startWhole()
    pod(whole, 'box', { command: ['sh', '-c', 'i=3; while true; do echo "$i"; i=$((i+2)); echo "then ${i}"; sleep 10; done'] })
    runSeconds(whole, 25)
    expect(String(log(whole, 'box')).split('\n').slice(0, 4)).toEqual(['3', 'then 5', '5', 'then 7'])
  })
})
