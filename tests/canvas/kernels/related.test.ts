import { describe, expect, it } from 'vitest'
import { focusOn, sameFocus } from '../../../src/canvas/kernels/related.ts'
import { fixtureLink, fixtureVxlan } from '../../../src/gallery/cluster-frame.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'
import { podByName } from '../../../src/state/selectors.ts'

const { view } = fixtureStore(firstView).getState()
// The fixture's endpoints know their pods by address; here one is a pod of the cluster.
const web = view.services.get(0)!
view.services.set(0, { ...web, endpoints: web.endpoints.map((endpoint, i) => (i === 0 ? { ...endpoint, pod: 'web-7d4b9c6f58-h2jqs' } : endpoint)) })
const podNamed = (name: string): number => podByName(view, 'default', name)!
const h2jqs = podNamed('web-7d4b9c6f58-h2jqs')
const waiting = podNamed('web-7d4b9c6f58-q9w4n')

describe('in focus on', () => {
  it('a pod stand out its node, its Deployment, its Services and the links of its machine', () => {
    const focus = focusOn(view, { kind: 'pod', slot: h2jqs })!
    expect([...focus.pods]).toEqual([h2jqs])
    expect([...focus.nodes]).toEqual([1])
    expect([[...focus.deployments], [...focus.services]]).toEqual([[0], [0]])
    expect(focus.hasLink('kubelet-api', 1)).toBe(true)
    expect(focus.hasLink('kubelet-api', 0)).toBe(false)
    expect(focus.hasLink('scheduler-api', -1)).toBe(false)
  })
  it('a pod not the Services that have one of its name in another namespace', () => {
    const { names } = view.pods
    const before = names[h2jqs]!
    names[h2jqs] = { ...before, namespace: 'staging' }
    expect(focusOn(view, { kind: 'pod', slot: h2jqs })!.services.size).toBe(0)
    names[h2jqs] = before
  })
  it('a pod without a node the tray and the Scheduler', () => {
    const focus = focusOn(view, { kind: 'pod', slot: waiting })!
    expect([focus.head.has('tray'), focus.head.has('scheduler'), focus.hasLink('scheduler-api', -1)]).toEqual([true, true, true])
    expect(focus.nodes.size).toBe(0)
  })
  it('a Service its endpoints’ pods with their nodes, and the clients that use it', () => {
    const focus = focusOn(view, { kind: 'service', slot: 0 })!
    expect([[...focus.pods], [...focus.nodes]]).toEqual([[h2jqs], [1]])
    expect([focus.head.has('clients'), focus.hasLink('client-nodeport', 1), focus.hasLink('client-nodeport', 0)]).toEqual([true, true, false])
    expect(focus.hasLink('client-nodeport', -1)).toBe(true)
    expect(focusOn(view, { kind: 'service', slot: 1 })!.head.has('clients')).toBe(false)
  })
  it('a Deployment all of its pods wherever they are, a ReplicaSet its own', () => {
    expect(focusOn(view, { kind: 'deployment', slot: 0 })!.pods.size).toBe(6)
    const api = focusOn(view, { kind: 'replicaset', slot: 1 })!
    expect([api.pods.size, [...api.deployments], api.head.has('tray')]).toEqual([3, [1], false])
    expect(focusOn(view, { kind: 'deployment', slot: 0 })!.head.has('tray')).toBe(true)
  })
  it('a node its pods and every link of its machine', () => {
    const focus = focusOn(view, { kind: 'node', slot: 0 })!
    expect([focus.pods.size, focus.nodes.has(0), focus.nodes.has(1)]).toEqual([3, true, false])
    for (const kind of ['cri', 'vxlan', 'proxy-api'] as const) expect([focus.hasLink(kind, 0), focus.hasLink(kind, 2)]).toEqual([true, false])
  })
  it('a component its links and what is at their ends', () => {
    const scheduler = focusOn(view, { kind: 'component', key: 'kube-scheduler' })!
    expect([...scheduler.head].toSorted()).toEqual(['apiServer', 'scheduler', 'tray'])
    expect([scheduler.hasLink('scheduler-api', -1), scheduler.hasLink('api-etcd', -1)]).toEqual([true, false])
    const kubelet = focusOn(view, { kind: 'component', key: 'kubelet/node-2' })!
    expect([kubelet.hasLink('cri', 1), kubelet.hasLink('cri', 0), kubelet.pods.size]).toEqual([true, false, 3])
    expect(focusOn(view, { kind: 'component', key: 'kube-apiserver' })!.hasLink('api-kubelet', 2)).toBe(true)
  })
  it('a link both of its ends', () => {
    const vxlan = focusOn(view, { kind: 'link', id: fixtureVxlan(0) })!
    expect([[...vxlan.nodes], vxlan.hasLink('vxlan', 1), vxlan.hasLink('cri', 0)]).toEqual([[0, 1], true, false])
    const etcd = focusOn(view, { kind: 'link', id: fixtureLink('api-etcd') })!
    expect([[...etcd.head].toSorted(), etcd.hasLink('api-etcd', -1)]).toEqual([['apiServer', 'etcd'], true])
  })
  it('nothing when nothing is chosen, nor on a message', () => {
    expect(focusOn(view, undefined)).toBeUndefined()
    expect(focusOn(view, { kind: 'hop', id: 1 })).toBeUndefined()
  })
})

it('knows when the same things stand out', () => {
  const node = focusOn(view, { kind: 'node', slot: 0 })
  expect(sameFocus(node, focusOn(view, { kind: 'node', slot: 0 }))).toBe(true)
  expect(sameFocus(node, focusOn(view, { kind: 'node', slot: 1 }))).toBe(false)
  expect(sameFocus(node, undefined)).toBe(false)
})
it('tells links of one machine apart, which lead from the same box to the same node', () => {
  const [toKubelet, fromProxy] = (['api-kubelet', 'proxy-api'] as const).map((kind) => focusOn(view, { kind: 'link', id: fixtureLink(kind, 0) }))
  expect([toKubelet!.hasLink('api-kubelet', 0), fromProxy!.hasLink('api-kubelet', 0)]).toEqual([true, false])
  expect(sameFocus(toKubelet, fromProxy)).toBe(false)
})
