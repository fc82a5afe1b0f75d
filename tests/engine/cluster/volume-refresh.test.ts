/** Mounted ConfigMaps and Secrets after a change. */
import { describe, expect, it } from 'vitest'
import { historyHash, runFor, world } from '../../../src/engine/index.ts'
import { liveReferences } from '../../../src/engine/worker-node/kubelet/container-config.ts'
import type { Pod } from '../../../src/kubernetes/types/core.ts'
import { ask, runSeconds, second, startWhole, type WholeCluster } from './whole-cluster.ts'

const base = '/api/v1/namespaces/default'
const merge = { headers: { 'content-type': 'application/merge-patch+json' } }

function make(whole: WholeCluster, name: string, data: object, more: object = {}): void {
  expect(ask(whole, 'POST', `${base}/configmaps`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data, ...more }).status).toBe(201)
}
/** A pod with the key `a` of `settings` as a file, as a single file, as a variable, and all of `fixed` and of a Secret. */
function start(): WholeCluster {
  const whole = startWhole()
  make(whole, 'settings', { a: 'old', b: 'b' })
  make(whole, 'fixed', { a: 'stays' }, { immutable: true })
  ask(whole, 'POST', `${base}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'access' }, data: { key: 'b2xk' } })
  const box = {
    name: 'main', image: 'busybox', command: ['sleep', '1d'], env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }],
    volumeMounts: [
      { name: 'c', mountPath: '/etc/conf' }, { name: 'c', mountPath: '/one', subPath: 'a' }, { name: 'f', mountPath: '/fixed' }, { name: 's', mountPath: '/secret' },
    ],
  }
  const volumes = [{ name: 'c', configMap: { name: 'settings' } }, { name: 'f', configMap: { name: 'fixed' } }, { name: 's', secret: { secretName: 'access' } }]
  ask(whole, 'POST', `${base}/pods`, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec: { containers: [box], volumes } })
  runSeconds(whole, 15)
  return whole
}
const exec = (whole: WholeCluster, script: string): unknown => ask(whole, 'POST', `${base}/pods/box/exec`, { command: ['sh', '-c', script] }).body['stdout']
const all = 'cat /etc/conf/a; echo; cat /one; echo; echo $A; cat /secret/key; echo; ls /etc/conf'

function change(whole: WholeCluster): void {
  ask(whole, 'PATCH', `${base}/configmaps/settings`, { data: { a: 'new', b: null, c: 'c' } }, merge)
  ask(whole, 'PATCH', `${base}/secrets/access`, { data: { key: 'bmV3' } }, merge)
}
/** Reads of ConfigMaps and Secrets that the kubelets have asked in so many seconds. */
function reads(whole: WholeCluster, seconds: number): number {
  const before = whole.cluster.kubelets.client.nextId
  runSeconds(whole, seconds)
  return whole.cluster.kubelets.client.nextId - before
}

describe('what is mounted', () => {
  it('follows its ConfigMap and its Secret within a minute and a half; single files and variables do not', () => {
    const whole = start()
    expect(exec(whole, all)).toBe('old\nold\nold\nold\na\nb\n')
    change(whole)
    runSeconds(whole, 20)
    expect(exec(whole, all)).toBe('old\nold\nold\nold\na\nb\n')
    runSeconds(whole, 75)
    expect(exec(whole, all)).toBe('new\nold\nold\nnew\na\nc\n')
  })
  it('stays when its object is gone', () => {
    const whole = start()
    ask(whole, 'DELETE', `${base}/configmaps/settings`)
    runSeconds(whole, 180)
    expect(exec(whole, 'cat /etc/conf/a')).toBe('old')
  })
  it('is the new text in a container that has started again meanwhile, and in the others later', () => {
    const whole = start()
    change(whole)
    world(whole.cluster, { type: 'crashContainer', namespace: 'default', pod: 'box', container: 'main' })
    runSeconds(whole, 25)
    expect(exec(whole, all)).toBe('new\nnew\nnew\nnew\na\nc\n')
  })
  it('follows after a restart of the kubelet too', () => {
    const whole = start()
    const { spec: { nodeName: node } } = ask(whole, 'GET', `${base}/pods/box`).body as unknown as { spec: { nodeName: string } }
    for (const type of ['stopProcess', 'startProcess'] as const) {
      world(whole.cluster, { type, process: 'kubelet', node })
      runSeconds(whole, 5)
    }
    change(whole)
    runSeconds(whole, 95)
    expect(exec(whole, 'cat /etc/conf/a')).toBe('new')
  })
  it('is asked for once in a while, an immutable one only once', () => {
    const whole = start()
    const leases = startWhole()
    runSeconds(leases, 15)
    expect(reads(whole, 200) - reads(leases, 200)).toBeLessThanOrEqual(3 + 2 * 2 + 2)
    const refresh = whole.cluster.kubelets.machines.flatMap((machine) => [...machine?.refreshes.values() ?? []])
    expect(refresh.map(({ fixed }) => [...fixed])).toEqual([['configmaps/fixed']])
  })
  it('is asked for where it is mounted as a whole, not where only single files of it are', () => {
    const volumeMounts = [{ name: 'whole', mountPath: '/whole' }, { name: 'single', mountPath: '/single', subPath: 'a' }]
    const volumes = volumeMounts.map(({ name }) => ({ name, configMap: { name } }))
    const pod = { spec: { containers: [{ name: 'main', image: 'busybox', volumeMounts }], volumes } } as unknown as Pod
    expect(liveReferences(pod).map(({ name }) => name)).toEqual(['whole'])
  })
  it('goes on to the same history in a copy', () => {
    const whole = start()
    change(whole)
    const copy = structuredClone(whole.cluster)
    for (const cluster of [whole.cluster, copy]) runFor(cluster, 100 * second)
    expect(historyHash(copy)).toBe(historyHash(whole.cluster))
  })
})
