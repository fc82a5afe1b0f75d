import { describe, expect, it } from 'vitest'
import { world } from '../../../src/engine/index.ts'
import type { NodeMetrics, PodMetrics } from '../../../src/kubernetes/types/metrics.ts'
import { ask, runSeconds, scriptPod, startWhole, type WholeCluster } from './whole-cluster.ts'

const api = '/apis/metrics.k8s.io/v1beta1'
const pods = '/api/v1/namespaces/default/pods'

function usageOf(whole: WholeCluster, pod: string): { cpu: number; memory: number } {
  const [container] = (ask(whole, 'GET', `${api}/namespaces/default/pods/${pod}`).body as unknown as PodMetrics).containers
  return { cpu: Number.parseInt(container!.usage.cpu, 10), memory: Number.parseInt(container!.usage.memory, 10) }
}
/** Messages between the API server and the kubelets' port 10250. */
const asked = (whole: WholeCluster): number =>
  whole.cluster.world.machines.reduce((sum, machine) => sum + whole.cluster.sim.links.messages[machine.links.apiKubelet]!, 0)

describe('usage', () => {
  const whole = startWhole()
  ask(whole, 'POST', pods, scriptPod('idle', 'sleep 1h'))
  ask(whole, 'POST', pods, scriptPod('busy', 'while true; do true; done'))
  ask(whole, 'POST', pods, scriptPod('held', 'while true; do true; done', {
    containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'yes > /dev/null'], resources: { limits: { cpu: '200m', memory: '64Mi' } } }],
  }))
  runSeconds(whole, 20)

  it('of a program that never waits is a core, or its limit', () => {
    expect(usageOf(whole, 'busy').cpu).toBeGreaterThan(900_000_000)
    expect(usageOf(whole, 'held').cpu).toBe(200_000_000)
    expect(usageOf(whole, 'idle').cpu).toBe(0)
    expect(usageOf(whole, 'idle').memory).toBeGreaterThan(900)
  })
  it('of a node is that of its containers and its own', () => {
    const nodes = ask(whole, 'GET', `${api}/nodes`).body['items'] as NodeMetrics[]
    expect(nodes.map((node) => node.metadata.name)).toEqual(['node-1', 'node-2'])
    const sum = nodes.reduce((total, node) => total + Number.parseInt(node.usage.cpu, 10), 0)
    expect(sum).toBe(usageOf(whole, 'busy').cpu + 200_000_000 + 2 * 45_000_000)
  })
  it('is asked of the kubelets over 10250, and again only after fifteen seconds', () => {
    const before = asked(whole)
    ask(whole, 'GET', `${api}/pods`)
    expect(asked(whole)).toBe(before)
    runSeconds(whole, 16)
    ask(whole, 'GET', `${api}/pods`)
    expect(asked(whole)).toBe(before + 4)
  })
  it('can be selected by label, and there is none of what does not run', () => {
    expect((ask(whole, 'GET', `${api}/nodes`, undefined, { query: { labelSelector: 'kubernetes.io/hostname=node-2' } }).body['items'] as unknown[])).toHaveLength(1)
    expect(ask(whole, 'GET', `${api}/namespaces/default/pods/nobody`)).toMatchObject({ status: 404, body: { message: 'podmetrics.metrics.k8s.io "default/nobody" not found' } })
    expect(ask(whole, 'POST', `${api}/nodes`, {}).status).toBe(405)
  })
  it('grows with the requests that a program answers', () => {
    const busy = startWhole()
    ask(busy, 'POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'shop/api:2.4' }] } })
    ask(busy, 'POST', '/api/v1/namespaces/default/services', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    })
    runSeconds(busy, 10)
    const { cpu } = usageOf(busy, 'web')
    world(busy.cluster, { type: 'setClientLoad', requestsPerSecond: 50, service: 'web' })
    runSeconds(busy, 40)
    // 50 a second, 6 ms each.
    expect(usageOf(busy, 'web').cpu - cpu).toBeGreaterThan(250_000_000)
    expect(usageOf(busy, 'web').cpu - cpu).toBeLessThan(350_000_000)
  })
  it('does not wait for a node that is gone', () => {
    world(whole.cluster, { type: 'powerOff', node: 'node-2' })
    runSeconds(whole, 60)
    expect((ask(whole, 'GET', `${api}/nodes`).body['items'] as NodeMetrics[]).map((node) => node.metadata.name)).toEqual(['node-1'])
  })
  it('is a group of the API that discovery tells of', () => {
    expect(ask(whole, 'GET', api).body['resources']).toMatchObject([{ name: 'nodes', kind: 'NodeMetrics', verbs: ['get', 'list'] }, { name: 'pods', kind: 'PodMetrics' }])
  })
})
