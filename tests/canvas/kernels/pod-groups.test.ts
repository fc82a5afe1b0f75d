import { describe, expect, it } from 'vitest'
import { groupPods } from '../../../src/canvas/kernels/pod-groups.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'

const { view } = fixtureStore(firstView).getState()

describe('pods in groups', () => {
  it('stand with their Deployment', () => {
    expect(groupPods(view, 'deployment').map(({ name, pods }) => [name, pods.length])).toEqual([['api', 3], ['web', 6]])
  })
  it('stand with their namespace', () => expect(groupPods(view, 'namespace').map(({ name, pods }) => [name, pods.length])).toEqual([['default', 9]]))
  it('stand with the Service whose endpoints they are, the rest apart', () => {
    const service = view.services.get(0)!
    view.services.set(0, { ...service, endpointCount: 1, endpoints: [{ ...service.endpoints[0]!, pod: 'web-7d4b9c6f58-x7k2p' }] })
    expect(groupPods(view, 'service').map(({ name, pods }) => [name, pods.length])).toEqual([['web', 1], ['no Service', 8]])
  })
  it('stand with the Service whose endpoints are pods of their ReplicaSet where it has more endpoints than are listed', () => {
    view.services.set(0, { ...view.services.get(0)!, endpointCount: 6 })
    expect(groupPods(view, 'service').map(({ name, pods }) => [name, pods.length])).toEqual([['web', 6], ['no Service', 3]])
  })
  it('stand apart from those of a namesake in another namespace, both with their namespace', () => {
    const { view } = fixtureStore(firstView).getState()
    view.deployments.set(1, { ...view.deployments.get(1)!, namespace: 'staging', name: 'web' })
    expect(groupPods(view, 'deployment').map(({ name, pods }) => [name, pods.length])).toEqual([['default/web', 6], ['staging/web', 3]])
    const [service] = view.services.values()
    const endpoints = (pod: string) => [{ ...service!.endpoints[0]!, pod }]
    view.services.clear()
    view.services.set(0, { ...service!, endpointCount: 1, endpoints: endpoints('web-7d4b9c6f58-x7k2p') })
    view.services.set(1, { ...service!, slot: 1, namespace: 'staging', endpointCount: 1, endpoints: endpoints('web-7d4b9c6f58-m4c8d') })
    expect(groupPods(view, 'service').map(({ name }) => name)).toEqual(['web', 'no Service'])
  })
  it('stand in the order of their groups’ numbers', () => {
    const { view } = fixtureStore(firstView).getState()
    for (const [slot, name] of [[0, 'app-10'], [1, 'app-2']] as const) view.deployments.set(slot, { ...view.deployments.get(slot)!, name })
    expect(groupPods(view, 'deployment').map(({ name }) => name)).toEqual(['app-2', 'app-10'])
  })
})
